#include "viz/draw/draw.h"

#include <algorithm>
#include <cmath>

namespace brink::viz {

void begin_panel(const Rect& rect, const char* name, bool scrolls) {
  ImGui::SetNextWindowPos(top_left(rect));
  ImGui::SetNextWindowSize({rect.width, rect.height});
  const auto flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                     ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus;
  const auto still = ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  ImGui::Begin(name, nullptr, flags | (scrolls ? 0 : still));
  ImGui::PopStyleVar();
}

void end_panel() { ImGui::End(); }

void panel_title(const AppState& state, std::string_view title, std::string_view remark) {
  ImGui::PushFont(state.fonts.bold);
  ImGui::TextUnformatted(title.data(), title.data() + title.size());
  ImGui::PopFont();
  if (remark.empty()) return;
  ImGui::SameLine(0, 10);
  const float room = ImGui::GetContentRegionAvail().x;
  const auto text = shortened(state.fonts.small, remark, room);
  ImGui::PushFont(state.fonts.small);
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, state.palette().text_dim);
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetStyle().FramePadding.y + 1);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
  ImGui::PopFont();
  if (text.size() < remark.size()) tip(state, remark);
}

float line_height(const ImFont* font) { return font->FontSize * font->Scale; }

float text_width(const ImFont* font, std::string_view text) {
  if (text.empty()) return 0;  // ImGui takes a text without an end for one that ends with 0
  return font->CalcTextSizeA(line_height(font), 1e9F, 0, text.data(), text.data() + text.size()).x;
}

void text_at(ImDrawList& list, const ImFont* font, ImVec2 at, ImU32 colour, std::string_view text) {
  if (text.empty()) return;
  list.AddText(font, line_height(font), {std::round(at.x), std::round(at.y)}, colour, text.data(),
               text.data() + text.size());
}

std::string shortened(const ImFont* font, std::string_view text, float width) {
  if (text_width(font, text) <= width) return std::string(text);
  const std::string_view dots = "…";
  const float room = width - text_width(font, dots);
  std::size_t low = 0;
  std::size_t high = text.size();
  while (low < high) {
    const auto middle = (low + high + 1) / 2;
    if (text_width(font, text.substr(0, middle)) <= room) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  // never in the middle of a character of several bytes
  while (low > 0 && low < text.size() && (static_cast<unsigned char>(text[low]) & 0xC0U) == 0x80U) {
    --low;
  }
  while (low > 0 && text[low - 1] == ' ') --low;
  return std::string(text.substr(0, low)) + std::string(dots);
}

bool cut_text(ImDrawList& list, const ImFont* font, ImVec2 at, ImU32 colour, std::string_view text,
              float width) {
  const auto shown = shortened(font, text, width);
  text_at(list, font, at, colour, shown);
  return shown.size() != text.size() || shown != text;
}

void show_tip(const AppState& state, std::string_view text) {
  ImGui::BeginTooltip();
  ImGui::PushFont(state.fonts.small);
  ImGui::PushTextWrapPos(420);
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
  ImGui::EndTooltip();
}

void tip(const AppState& state, std::string_view text) {
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) show_tip(state, text);
}

bool icon_button(AppState& state, const char* name, Icon which, std::string_view label,
                 std::string_view tip_text, bool is_on) {
  std::string text = icon(which, state.fonts.has_icons);
  if (!label.empty()) text += "  " + std::string(label);
  text += "###" + std::string(name);
  const auto& palette = state.palette();
  if (is_on) {
    for (const auto use : {ImGuiCol_Button, ImGuiCol_ButtonHovered, ImGuiCol_ButtonActive}) {
      ImGui::PushStyleColor(use, palette.accent);
    }
    ImGui::PushStyleColor(ImGuiCol_Text, palette.on_accent);
  }
  const bool pressed = ImGui::Button(text.c_str());
  if (is_on) ImGui::PopStyleColor(4);
  mark(state, name);
  tip(state, tip_text);
  return pressed;
}

bool command_button(AppState& state, Command command, Icon which, std::string_view label,
                    bool is_on) {
  const auto& entry = entry_of(command);
  auto text = std::string(entry.label);
  if (const auto keys = chord_text(entry.chord); !keys.empty()) text += "  (" + keys + ")";
  const bool pressed =
      icon_button(state, std::string(entry.name).c_str(), which, label, text, is_on);
  if (pressed) carry_out(state, command);
  return pressed;
}

namespace {

void star(ImDrawList& list, ImVec2 at, float radius, ImU32 fill, ImU32 outline) {
  constexpr int kPoints = 8;
  ImVec2 points[2 * kPoints];
  for (int i = 0; i < 2 * kPoints; ++i) {
    const float angle = 3.14159265F * static_cast<float>(i) / kPoints;
    const float r = i % 2 == 0 ? radius * 1.15F : radius * 0.55F;
    points[i] = {at.x + r * std::sin(angle), at.y - r * std::cos(angle)};
  }
  // not convex: a fan of triangles from the middle
  for (int i = 0; i < 2 * kPoints; ++i) {
    list.AddTriangleFilled(at, points[i], points[(i + 1) % (2 * kPoints)], fill);
  }
  list.AddPolyline(points, 2 * kPoints, outline, ImDrawFlags_Closed, 1);
}

void thick_cross(ImDrawList& list, ImVec2 at, float r, ImU32 fill, ImU32 outline) {
  const float d = r * 0.75F;
  for (const auto& [colour, width] : {std::pair{outline, r * 0.95F}, std::pair{fill, r * 0.6F}}) {
    list.AddLine({at.x - d, at.y - d}, {at.x + d, at.y + d}, colour, width);
    list.AddLine({at.x - d, at.y + d}, {at.x + d, at.y - d}, colour, width);
  }
}

void tick_mark(ImDrawList& list, ImVec2 at, float r, ImU32 fill, ImU32 outline) {
  const ImVec2 points[3]{
      {at.x - r * 0.9F, at.y}, {at.x - r * 0.2F, at.y + r * 0.75F}, {at.x + r, at.y - r * 0.8F}};
  list.AddPolyline(points, 3, outline, 0, r * 0.95F);
  list.AddPolyline(points, 3, fill, 0, r * 0.6F);
}

void letter(ImDrawList& list, ImVec2 at, float r, ImU32 fill, ImU32 outline) {
  const ImVec2 min{at.x - r, at.y - r * 0.7F};
  const ImVec2 max{at.x + r, at.y + r * 0.7F};
  list.AddRectFilled(min, max, fill, 1);
  list.AddRect(min, max, outline, 1);
  list.AddLine(min, {at.x, at.y + r * 0.15F}, outline, 1.2F);
  list.AddLine({max.x, min.y}, {at.x, at.y + r * 0.15F}, outline, 1.2F);
}

}  // namespace

void draw_shape(ImDrawList& list, Shape shape, ImVec2 at, float r, ImU32 fill, ImU32 outline) {
  switch (shape) {
    case Shape::circle:
      list.AddCircleFilled(at, r * 0.85F, fill);
      list.AddCircle(at, r * 0.85F, outline);
      return;
    case Shape::square:
      list.AddRectFilled({at.x - r * 0.8F, at.y - r * 0.8F}, {at.x + r * 0.8F, at.y + r * 0.8F},
                         fill);
      list.AddRect({at.x - r * 0.8F, at.y - r * 0.8F}, {at.x + r * 0.8F, at.y + r * 0.8F}, outline);
      return;
    case Shape::triangle:
      list.AddTriangleFilled({at.x, at.y - r}, {at.x + r, at.y + r * 0.8F},
                             {at.x - r, at.y + r * 0.8F}, fill);
      list.AddTriangle({at.x, at.y - r}, {at.x + r, at.y + r * 0.8F}, {at.x - r, at.y + r * 0.8F},
                       outline);
      return;
    case Shape::burst:
      return star(list, at, r, fill, outline);
    case Shape::diamond:
      list.AddQuadFilled({at.x, at.y - r * 1.1F}, {at.x + r * 1.1F, at.y}, {at.x, at.y + r * 1.1F},
                         {at.x - r * 1.1F, at.y}, fill);
      list.AddQuad({at.x, at.y - r * 1.1F}, {at.x + r * 1.1F, at.y}, {at.x, at.y + r * 1.1F},
                   {at.x - r * 1.1F, at.y}, outline);
      return;
    case Shape::tick:
      return tick_mark(list, at, r, fill, outline);
    case Shape::cross:
      return thick_cross(list, at, r, fill, outline);
    case Shape::bar:
      list.AddRectFilled({at.x - r * 0.3F, at.y - r}, {at.x + r * 0.3F, at.y + r}, fill);
      list.AddRect({at.x - r * 0.3F, at.y - r}, {at.x + r * 0.3F, at.y + r}, outline);
      return;
    case Shape::letter:
      return letter(list, at, r, fill, outline);
  }
}

void dashed_line(ImDrawList& list, ImVec2 from, ImVec2 to, ImU32 colour, float thickness,
                 float dash, float gap) {
  const float dx = to.x - from.x;
  const float dy = to.y - from.y;
  const float length = std::sqrt(dx * dx + dy * dy);
  if (length <= 0 || length > 1e5F) return;
  for (float at = 0; at < length; at += dash + gap) {
    const float until = std::min(at + dash, length);
    list.AddLine({from.x + dx * at / length, from.y + dy * at / length},
                 {from.x + dx * until / length, from.y + dy * until / length}, colour, thickness);
  }
}

void arrow_head(ImDrawList& list, ImVec2 tip_at, ImVec2 direction, float size, ImU32 colour) {
  const float length = std::sqrt(direction.x * direction.x + direction.y * direction.y);
  if (length <= 0) return;
  const ImVec2 d{direction.x / length * size, direction.y / length * size};
  list.AddTriangleFilled(tip_at, {tip_at.x - d.x - d.y * 0.5F, tip_at.y - d.y + d.x * 0.5F},
                         {tip_at.x - d.x + d.y * 0.5F, tip_at.y - d.y - d.x * 0.5F}, colour);
}

void empty_note(const AppState& state, std::string_view text) {
  const float room = ImGui::GetContentRegionAvail().x;
  ImGui::PushFont(state.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, state.palette().text_dim);
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + room);
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

}  // namespace brink::viz
