#include "viz/headless.h"

#include <imgui.h>

#include <utility>

#include "viz/draw/draw.h"
#include "viz/raster/align.h"
#include "viz/raster/png.h"
#include "viz/raster/raster.h"

namespace brink::viz {
namespace {

constexpr float kFrame = 1.0F / 60;  // [s]

// ImGui asks for keys by numbers of our own choice: those of ImGuiKey itself
void map_keys(ImGuiIO& io) {
  for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
}

int imgui_key(Key key) {
  switch (key) {
    case Key::enter:
      return ImGuiKey_Enter;
    case Key::backspace:
      return ImGuiKey_Backspace;
    case Key::remove:
      return ImGuiKey_Delete;
    case Key::left:
      return ImGuiKey_LeftArrow;
    case Key::right:
      return ImGuiKey_RightArrow;
    case Key::up:
      return ImGuiKey_UpArrow;
    case Key::down:
      return ImGuiKey_DownArrow;
    case Key::home:
      return ImGuiKey_Home;
    case Key::end:
      return ImGuiKey_End;
    case Key::tab:
      return ImGuiKey_Tab;
    case Key::escape:
      return ImGuiKey_Escape;
    case Key::space:
      return ImGuiKey_Space;
    default:
      return -1;
  }
}

}  // namespace

Headless::Headless(Opened opened, int width, int height) {
  context_ = ImGui::CreateContext();
  auto& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  map_keys(io);
  resize(width, height);
  app_ = std::make_unique<App>(std::move(opened));
  frames(3);
}

Headless::~Headless() {
  app_.reset();
  ImGui::DestroyContext(context_);
}

void Headless::resize(int width, int height) {
  ImGui::GetIO().DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
}

void Headless::frame(bool settles) {
  if (settles) app_->settle();
  auto& io = ImGui::GetIO();
  app_->refresh_fonts();
  const float zoom = app_->state().zoom;
  const ImVec2 whole = io.DisplaySize;
  io.DisplaySize = {whole.x / zoom, whole.y / zoom};
  io.DisplayFramebufferScale = {zoom, zoom};
  io.MousePos = mouse_x_ < 0 ? ImVec2(-1e6F, -1e6F) : ImVec2(mouse_x_ / zoom, mouse_y_ / zoom);
  io.DeltaTime = kFrame;
  ImGui::NewFrame();
  app_->frame(kFrame);
  ImGui::Render();
  save_picture();
  io.DisplaySize = whole;
  if (settles) app_->settle();
}

// what a command asked for, as the window does it
void Headless::save_picture() {
  if (state().wants_picture.empty()) return;
  const auto path = std::exchange(state().wants_picture, {});
  auto& data = *ImGui::GetDrawData();
  const auto texture = texture_of(*ImGui::GetIO().Fonts);
  align_glyphs(data, texture.width, texture.height);
  const auto failure = write_png(render(data, texture, state().palette().window), path);
  tell(state(), failure ? *failure : "Saved " + path);
}

void Headless::frames(int count, bool settles) {
  for (int i = 0; i < count; ++i) frame(settles);
}

void Headless::press(const Chord& chord) {
  app_->press(chord);
  frames(2);
}

void Headless::type(std::string_view text) {
  for (const char c : text) {
    ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(c));
    frames(1);
  }
}

void Headless::press_in_field(Key key) {
  const int index = imgui_key(key);
  if (index < 0) return;
  ImGui::GetIO().KeysDown[index] = true;
  frames(1);
  ImGui::GetIO().KeysDown[index] = false;
  frames(2);
}

void Headless::place_mouse(float x, float y) {
  mouse_x_ = x;
  mouse_y_ = y;
}

void Headless::move_to(float x, float y) {
  place_mouse(x, y);
  frames(1);
}

void Headless::click(float x, float y, int button) {
  move_to(x, y);
  ImGui::GetIO().MouseDown[button] = true;
  frames(2);
  ImGui::GetIO().MouseDown[button] = false;
  frames(3);
}

void Headless::double_click(float x, float y) {
  click(x, y);
  ImGui::GetIO().MouseDown[0] = true;
  frames(1);
  ImGui::GetIO().MouseDown[0] = false;
  frames(3);
}

void Headless::drag(float x0, float y0, float x1, float y1) {
  move_to(x0, y0);
  ImGui::GetIO().MouseDown[0] = true;
  frames(1);
  for (const float share : {0.25F, 0.5F, 0.75F, 1.0F}) {
    move_to(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share);
  }
  ImGui::GetIO().MouseDown[0] = false;
  frames(3);
}

void Headless::wheel(float x, float y, float notches) {
  move_to(x, y);
  ImGui::GetIO().MouseWheel = notches;
  frames(3);
}

bool Headless::click(std::string_view mark) {
  const auto found = state().marks.find(mark);
  if (found == state().marks.end()) return false;
  const auto rect = found->second;
  const float zoom = state().zoom;
  click((rect.x + rect.width / 2) * zoom, (rect.y + rect.height / 2) * zoom);
  return true;
}

Image Headless::picture() {
  frames(2);
  auto& data = *ImGui::GetDrawData();
  const auto texture = texture_of(*ImGui::GetIO().Fonts);
  align_glyphs(data, texture.width, texture.height);
  return render(data, texture, state().palette().window);
}

}  // namespace brink::viz
