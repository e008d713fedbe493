#include "viz/theme/theme.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace brink::viz {

namespace {

/// From 0xRRGGBB.
constexpr ImU32 rgb(unsigned hex) {
  return IM_COL32((hex >> 16) & 0xff, (hex >> 8) & 0xff, hex & 0xff, 0xff);
}

constexpr Palette kDark = {
    .window = rgb(0x12151b),
    .panel = rgb(0x191d25),
    .panel_border = rgb(0x2a303b),
    .card = rgb(0x1f2430),
    .button = rgb(0x262d39),
    .button_hovered = rgb(0x323b4b),
    .track = rgb(0x2c3442),
    .text = rgb(0xe6e9ef),
    .text_dim = rgb(0x8f99aa),
    .accent = rgb(0x56b4e9),
    .on_accent = rgb(0x0b0f15),
    .playhead = rgb(0xffffff),
    .grid = rgb(0x262d39),
    .tick = rgb(0xc3cad6),
    .changed = rgb(0xe69f00),
    .warning = rgb(0xff8a5c),
    .good = rgb(0x2bb98c),
    .bad = rgb(0xfe6b3d),
    .focus_ring = rgb(0xf0e442),
    .mark_outline = rgb(0xe6e9ef),
    .actors = {rgb(0x56b4e9), rgb(0xe69f00), rgb(0x009e73), rgb(0xcc79a7), rgb(0xf0e442),
               rgb(0xd55e00), rgb(0x8060e0), rgb(0xc0e0c0)},
    .branches = {rgb(0x8a94a6), rgb(0x56b4e9), rgb(0xe69f00)},
    .severity_ramp = {rgb(0x6478a8), rgb(0x7f8796), rgb(0x9a8f6f), rgb(0xd9a441), rgb(0xec873f),
                      rgb(0xfe6b3d)},
};

constexpr Palette kLight = {
    .window = rgb(0xe9edf2),
    .panel = rgb(0xffffff),
    .panel_border = rgb(0xcbd2dc),
    .card = rgb(0xf3f5f9),
    .button = rgb(0xe3e8ef),
    .button_hovered = rgb(0xd2dae5),
    .track = rgb(0xd5dbe4),
    .text = rgb(0x1a1f29),
    .text_dim = rgb(0x566070),
    .accent = rgb(0x0072b2),
    .on_accent = rgb(0xffffff),
    .playhead = rgb(0x1a1f29),
    .grid = rgb(0xe3e8ef),
    .tick = rgb(0x3a4250),
    .changed = rgb(0x8f5600),
    .warning = rgb(0xa83c14),
    .good = rgb(0x00785a),
    .bad = rgb(0xc8371b),
    .focus_ring = rgb(0x5b2bd6),
    .mark_outline = rgb(0x3a4250),
    .actors = {rgb(0x0072b2), rgb(0xe69f00), rgb(0x009e73), rgb(0xcc79a7), rgb(0x000000),
               rgb(0xd55e00), rgb(0x8000e0), rgb(0x602000)},
    .branches = {rgb(0x6b7484), rgb(0x0072b2), rgb(0xb97f00)},
    .severity_ramp = {rgb(0x6478a8), rgb(0x7b7e7e), rgb(0x8f8258), rgb(0xa87400), rgb(0xc25f12),
                      rgb(0xc8371b)},
};

ImVec4 floats(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

void set_colours(ImGuiStyle& style, Theme theme) {
  if (theme == Theme::dark) {
    ImGui::StyleColorsDark(&style);
  } else {
    ImGui::StyleColorsLight(&style);
  }
  const Palette& palette = palette_of(theme);
  const auto set = [&](ImU32 colour, std::initializer_list<ImGuiCol> uses) {
    for (const ImGuiCol use : uses) style.Colors[use] = floats(colour);
  };
  set(palette.text, {ImGuiCol_Text});
  set(palette.text_dim, {ImGuiCol_TextDisabled});
  set(palette.panel, {ImGuiCol_WindowBg, ImGuiCol_TitleBg, ImGuiCol_TitleBgActive,
                      ImGuiCol_TitleBgCollapsed, ImGuiCol_MenuBarBg});
  set(palette.card, {ImGuiCol_PopupBg, ImGuiCol_TableHeaderBg});
  set(palette.panel_border,
      {ImGuiCol_Border, ImGuiCol_Separator, ImGuiCol_TableBorderStrong, ImGuiCol_TableBorderLight});
  set(palette.button, {ImGuiCol_Button, ImGuiCol_Header, ImGuiCol_Tab, ImGuiCol_TabUnfocused,
                       ImGuiCol_TabUnfocusedActive});
  set(palette.button_hovered,
      {ImGuiCol_ButtonHovered, ImGuiCol_HeaderHovered, ImGuiCol_TabHovered, ImGuiCol_TabActive,
       ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive, ImGuiCol_ScrollbarGrab,
       ImGuiCol_ButtonActive, ImGuiCol_HeaderActive});
  set(palette.track, {ImGuiCol_FrameBg});
  set(palette.accent,
      {ImGuiCol_CheckMark, ImGuiCol_SliderGrab, ImGuiCol_SliderGrabActive,
       ImGuiCol_SeparatorHovered, ImGuiCol_SeparatorActive, ImGuiCol_ResizeGripHovered,
       ImGuiCol_ResizeGripActive, ImGuiCol_PlotLines, ImGuiCol_PlotHistogram,
       ImGuiCol_ScrollbarGrabHovered, ImGuiCol_ScrollbarGrabActive});
  set(palette.focus_ring, {ImGuiCol_NavHighlight, ImGuiCol_NavWindowingHighlight});
  style.Colors[ImGuiCol_ScrollbarBg] = floats(faded(palette.panel, 0.0F));
  style.Colors[ImGuiCol_ResizeGrip] = floats(faded(palette.track, 0.0F));
  style.Colors[ImGuiCol_TextSelectedBg] = floats(faded(palette.accent, 0.4F));
  style.Colors[ImGuiCol_ModalWindowDimBg] = floats(faded(palette.window, 0.7F));
}

void set_lengths(ImGuiStyle& style, float zoom) {
  style.WindowPadding = ImVec2(12, 10);
  style.FramePadding = ImVec2(10, 4);
  style.ItemSpacing = ImVec2(8, 6);
  style.ItemInnerSpacing = ImVec2(6, 4);
  style.CellPadding = ImVec2(6, 3);
  style.IndentSpacing = 16;
  style.ScrollbarSize = 12;
  style.GrabMinSize = 12;
  for (float* rounding : {&style.WindowRounding, &style.ChildRounding, &style.FrameRounding,
                          &style.PopupRounding, &style.GrabRounding, &style.TabRounding}) {
    *rounding = 4;
  }
  style.ScrollbarRounding = 6;
  const float border = std::round(zoom) / zoom;  // whole pixels on the screen
  style.WindowBorderSize = border;
  style.ChildBorderSize = border;
  style.PopupBorderSize = border;
  style.FrameBorderSize = 0;
  style.CurveTessellationTol = 1.0F / zoom;
  style.CircleTessellationMaxError = 0.25F / zoom;
}

}  // namespace

const Palette& palette_of(Theme theme) { return theme == Theme::dark ? kDark : kLight; }

ImU32 actor_colour(const Palette& palette, int index) {
  return palette.actors[static_cast<std::size_t>(index) % palette.actors.size()];
}

ImU32 branch_colour(const Palette& palette, int index) {
  return palette.branches[static_cast<std::size_t>(index) % palette.branches.size()];
}

ImU32 severity_colour(const Palette& palette, double severity) {
  const auto& ramp = palette.severity_ramp;
  const double last = static_cast<double>(ramp.size() - 1);
  const double place = severity > 0 ? std::min(severity, 1.0) * last : 0;  // not a number: 0
  const auto below = static_cast<std::size_t>(std::min(place, last - 1));
  const auto share = static_cast<float>(place - static_cast<double>(below));
  const ImVec4 a = floats(ramp[below]);
  const ImVec4 b = floats(ramp[below + 1]);
  const auto between = [&](float from, float to) { return from + share * (to - from); };
  return ImGui::ColorConvertFloat4ToU32(
      ImVec4(between(a.x, b.x), between(a.y, b.y), between(a.z, b.z), 1.0F));
}

ImU32 faded(ImU32 colour, float opacity) {
  ImVec4 parts = floats(colour);
  parts.w *= std::clamp(opacity, 0.0F, 1.0F);
  return ImGui::ColorConvertFloat4ToU32(parts);
}

void apply(Theme theme, float zoom) {
  ImGuiStyle style;
  set_colours(style, theme);
  set_lengths(style, std::clamp(zoom, 1.0F, 2.0F));
  ImGui::GetStyle() = style;
}

}  // namespace brink::viz
