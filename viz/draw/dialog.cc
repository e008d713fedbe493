#include "viz/draw/dialog.h"

#include <imgui.h>

#include <algorithm>
#include <string>

#include "viz/draw/draw.h"

namespace brink::viz {
namespace {

constexpr float kMargin = 12;  // to the screen's borders [px]

void close_button(AppState& state, const char* name, bool& shows) {
  const float width = 34;
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - width);
  ImGui::SetCursorPosY(ImGui::GetStyle().WindowPadding.y);
  if (icon_button(state, (std::string(name) + "-close").c_str(), Icon::close, "", "Close (Esc)")) {
    shows = false;
  }
}

}  // namespace

bool begin_dialog(AppState& state, const char* name, std::string_view title, bool& shows,
                  float width, float height) {
  if (shows && !ImGui::IsPopupOpen(name)) ImGui::OpenPopup(name);
  if (!ImGui::IsPopupOpen(name)) return false;
  const auto& screen = ImGui::GetIO().DisplaySize;
  const ImVec2 size{std::min(width, screen.x - 2 * kMargin),
                    std::min(height, screen.y - 2 * kMargin)};
  ImGui::SetNextWindowSize(size);
  ImGui::SetNextWindowPos({screen.x / 2, screen.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
  const bool is_open =
      ImGui::BeginPopupModal(name, nullptr,
                             ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                 ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                 ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  if (!is_open) return false;
  if (!shows) {
    ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
    return false;
  }
  const ImVec2 at = ImGui::GetWindowPos();
  const Rect rect{at.x, at.y, size.x, size.y};
  mark(state, name, rect);
  const auto& mouse = ImGui::GetIO().MousePos;
  const bool is_beside = ImGui::IsMouseClicked(0) && !rect.contains(mouse.x, mouse.y);
  if (is_beside && !ImGui::IsWindowAppearing()) shows = false;
  panel_title(state, title);
  close_button(state, name, shows);
  ImGui::Separator();
  return true;
}

void end_dialog() { ImGui::EndPopup(); }

}  // namespace brink::viz
