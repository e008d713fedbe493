#pragma once

#include <imgui.h>

#include <string>
#include <string_view>

#include "viz/app_state.h"

/// Pieces that every panel draws with.
namespace brink::viz {

/// Opens a panel's window at its place; its name is drawn by `panel_title`. Always call
/// `end_panel`.
void begin_panel(const Rect& rect, const char* name, bool scrolls = false);
void end_panel();

/// The panel's heading and a dim remark beside it.
void panel_title(const AppState& state, std::string_view title, std::string_view remark = {});

/// A text cut to a width with an ellipsis. True if it was cut.
bool cut_text(ImDrawList& list, const ImFont* font, ImVec2 at, ImU32 colour, std::string_view text,
              float width);
/// A text at a place, in a font at the size it is shown at.
void text_at(ImDrawList& list, const ImFont* font, ImVec2 at, ImU32 colour, std::string_view text);
/// [px] as it is shown.
float text_width(const ImFont* font, std::string_view text);
float line_height(const ImFont* font);
/// A text cut to a width with an ellipsis.
std::string shortened(const ImFont* font, std::string_view text, float width);

/// A button with an icon, a label or both; `name` is its mark, `tip` what hovering says.
bool icon_button(AppState& state, const char* name, Icon which, std::string_view label,
                 std::string_view tip, bool is_on = false);
/// A button that does a command: its tip is what the key table says.
bool command_button(AppState& state, Command command, Icon which, std::string_view label = {},
                    bool is_on = false);
/// Says something while the mouse rests on the last item.
void tip(const AppState& state, std::string_view text);
/// A tooltip at the mouse, now.
void show_tip(const AppState& state, std::string_view text);

/// A shape of about `radius` px around a point, filled, with an outline.
void draw_shape(ImDrawList& list, Shape shape, ImVec2 at, float radius, ImU32 fill, ImU32 outline);

/// A line of dashes [px].
void dashed_line(ImDrawList& list, ImVec2 from, ImVec2 to, ImU32 colour, float thickness,
                 float dash, float gap);
/// An arrow head at a point, that comes from a direction (dx, dy).
void arrow_head(ImDrawList& list, ImVec2 tip_at, ImVec2 direction, float size, ImU32 colour);

/// "There is nothing yet": a dim sentence in the middle of what is left of the panel.
void empty_note(const AppState& state, std::string_view text);

inline ImVec4 to_vec4(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }
inline ImVec2 top_left(const Rect& r) { return {r.x, r.y}; }
inline ImVec2 bottom_right(const Rect& r) { return {r.right(), r.bottom()}; }

}  // namespace brink::viz
