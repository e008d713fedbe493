#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/panels.h"
#include "viz/panels/plot_parts.h"
#include "viz/panels/time_mouse.h"

namespace brink::viz {
namespace {

constexpr float kHeader = 19;     // of a band [px]
constexpr float kLeastBand = 56;  // [px]
constexpr float kMostBand = 150;  // [px]
constexpr float kDates = 18;      // below the bands [px]

// what the lines mean, right-aligned on the line of the chooser
void legend(const AppState& state) {
  const auto& palette = state.palette();
  const auto* font = state.fonts.small;
  auto& list = *ImGui::GetWindowDrawList();
  const ImVec2 at{ImGui::GetItemRectMax().x, ImGui::GetItemRectMin().y};
  const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
  const float y = at.y + 5;
  const float middle = y + line_height(font) / 2;
  struct Entry {
    std::string_view text;
    bool is_dashed;
  };
  const auto entries = state.scene->is_changed
                           ? std::vector<Entry>{{"with changes", false}, {"baseline", true}}
                           : std::vector<Entry>{{"this run", false}};
  float width = 0;
  for (const auto& entry : entries) width += 34 + text_width(font, entry.text) + 14;
  float x = right - width;
  if (x < at.x) return;
  for (const auto& entry : entries) {
    if (entry.is_dashed) {
      dashed_line(list, {x, middle}, {x + 28, middle}, branch_colour(palette, 0), 2, 6, 4);
    } else {
      list.AddLine({x, middle}, {x + 28, middle}, branch_colour(palette, 1), 2);
    }
    text_at(list, font, {x + 34, y}, palette.text_dim, entry.text);
    x += 34 + text_width(font, entry.text) + 14;
  }
}

PlotBand band_of(const AppState& state, SlotId slot, float top, float height, float left) {
  PlotBand band;
  band.slot = slot;
  const float right = state.view.left + state.view.width;
  band.header = {left, top, right - left, kHeader};
  band.plot = {state.view.left, top + kHeader, state.view.width, height - kHeader - 5};
  band.gutter = {left, band.plot.y, state.view.left - left - 6, band.plot.height};
  band.current = state.plots.place_of(slot);
  band.baseline = state.baseline_plots.place_of(slot);
  Extremes seen;
  if (band.current >= 0) seen.add(state.plots.lines[static_cast<std::size_t>(band.current)].all);
  if (state.scene->is_changed && band.baseline >= 0) {
    seen.add(state.baseline_plots.lines[static_cast<std::size_t>(band.baseline)].all);
  }
  const int most = std::clamp(static_cast<int>(band.plot.height / 24), 2, 5);
  band.scale = scale_of(state.program->slots[slot], seen, most);
  return band;
}

// unit, and from where to where it goes; the latter would give away what is still hidden
std::string remark_of(const AppState& state, const PlotBand& band) {
  const auto& info = state.program->slots[band.slot];
  auto text = plot_unit(info);
  if (info.type == ValueType::duration) text.clear();
  if (band.current < 0 || info.type == ValueType::truth) return text;
  const auto& all = state.plots.lines[static_cast<std::size_t>(band.current)].all;
  if (all.is_empty() || !state.shows_future) return text;
  if (!text.empty()) text += "  ·  ";
  if (all.low == all.high) return text + "constant in this run";
  return text + fmt::format("{} to {} in this run", course_text(info, all.low),
                            course_text(info, all.high));
}

// true if the band is taken away
bool band_header(AppState& state, const PlotBand& band, ImDrawList& list) {
  const auto& palette = state.palette();
  const auto& id = state.program->slots[band.slot].name;
  const float size = kHeader - 3;
  ImGui::SetCursorScreenPos({band.header.x, band.header.y + 1});
  const bool is_removed = ImGui::InvisibleButton("remove", {size, size});
  mark(state, "plot-remove-" + id);
  tip(state, "Plot it no more");
  const auto cross = ImGui::IsItemHovered() ? palette.text : palette.text_dim;
  const ImVec2 c{band.header.x + size / 2, band.header.y + 1 + size / 2};
  list.AddLine({c.x - 3.5F, c.y - 3.5F}, {c.x + 3.5F, c.y + 3.5F}, cross, 1.5F);
  list.AddLine({c.x - 3.5F, c.y + 3.5F}, {c.x + 3.5F, c.y - 3.5F}, cross, 1.5F);

  const float x = band.header.x + size + 4;
  const float room = band.header.right() - x;
  const auto name = slot_name(*state.program, band.slot);
  const auto shown = shortened(state.fonts.bold, name, room);
  const float width = text_width(state.fonts.bold, shown);
  ImGui::SetCursorScreenPos({x, band.header.y});
  if (ImGui::InvisibleButton("name", {std::max(width, 1.0F), kHeader})) {
    state.selection.slot = band.slot;
    state.division.has_sides = true;
    state.reasons.ask(ReasonsTab::history);
  }
  mark(state, "plot-name-" + id);
  tip(state, name + "\nclick: who changed it when");
  const bool is_hot = ImGui::IsItemHovered() || state.selection.slot == band.slot;
  text_at(list, state.fonts.bold, {x, band.header.y - 1}, is_hot ? palette.accent : palette.text,
          shown);
  const float left = std::max(x + width + 10, band.plot.x);
  if (left + 40 < band.header.right()) {
    cut_text(list, state.fonts.small, {left, band.header.y + 1}, palette.text_dim,
             remark_of(state, band), band.header.right() - left);
  }
  return is_removed;
}

// what is the mouse on: the instant below it, while nothing else is
struct Hover {
  bool is_on = false;
  SimTime time;
};

Hover follow_mouse(AppState& state, const PlotBand& band, bool can_scroll) {
  const auto& io = ImGui::GetIO();
  ImGui::SetCursorScreenPos(top_left(band.plot));
  ImGui::InvisibleButton("plot",
                         {std::max(band.plot.width, 1.0F), std::max(band.plot.height, 1.0F)},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle);
  mark(state, "plot-" + state.program->slots[band.slot].name);
  if (ImGui::IsItemHovered()) {
    const float notches = zoom_by_wheel(state, can_scroll);
    if (notches != 0) ImGui::SetScrollY(ImGui::GetScrollY() - notches * 40);
  }
  if (ImGui::IsItemActive()) {
    if (io.KeyShift || io.MouseDown[2]) {
      drag_view(state);
    } else {
      scrub(state, io.MousePos.x);
    }
  }
  if (!ImGui::IsItemHovered() || ImGui::IsItemActive()) return {};
  const auto time = state.view.time_at(io.MousePos.x);
  show_tip(state,
           fmt::format("{}\n{}: {}", full_date(*state.program, time),
                       slot_name(*state.program, band.slot), values_text(state, band, time)));
  return {true, time};
}

void draw_dates(const AppState& state, float y, ImDrawList& list) {
  float free = state.view.left;
  for (const auto& tick : ticks_of(state.view, state.program->start, 78)) {
    const float width = text_width(state.fonts.small, tick.label);
    const float x = tick.x - width / 2;
    if (x < free || x + width > state.view.left + state.view.width) continue;
    text_at(list, state.fonts.small, {x, y}, state.palette().text_dim, tick.label);
    free = x + width + 8;
  }
}

void draw_bands(AppState& state, const std::vector<PlotBand>& bands, const Rect& all) {
  auto& list = *ImGui::GetWindowDrawList();
  const bool can_scroll = ImGui::GetScrollMaxY() > 0;
  Hover hover;
  std::optional<SlotId> removed;
  for (const auto& band : bands) {
    const bool is_seen = band.header.y < all.bottom() && band.plot.bottom() > all.y;
    if (!is_seen) continue;
    ImGui::PushID(static_cast<int>(band.slot));
    draw_band(state, band, list);
    if (band_header(state, band, list)) removed = band.slot;
    const auto here = follow_mouse(state, band, can_scroll);
    if (here.is_on) hover = here;
    ImGui::PopID();
  }
  const float x = std::round(state.view.x_of(state.playback.place.time));
  const bool sees_playhead =
      x >= state.view.left - 1 && x <= state.view.left + state.view.width + 1;
  for (const auto& band : bands) {
    if (sees_playhead) {
      list.AddLine({x, band.plot.y}, {x, band.plot.bottom()}, state.palette().playhead, 2);
    }
    draw_dots(state, band, state.playback.place.time, list);
    draw_values(state, band, list);
    if (!hover.is_on) continue;
    const float mouse = std::round(state.view.x_of(hover.time));
    list.AddLine({mouse, band.plot.y}, {mouse, band.plot.bottom()},
                 faded(state.palette().text_dim, 0.7F));
    draw_dots(state, band, hover.time, list);
  }
  if (removed) plot_slot(state, *removed, false);
}

std::string_view empty_text(const Program& program) {
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    if (has_course(program, s)) {
      return "No variable is plotted. “+ variable” adds one: its course appears here on the same "
             "time axis as the lanes above.";
    }
  }
  return "This scenario has neither variables nor parameters that could be plotted.";
}

}  // namespace

void plots_tab(AppState& state) {
  variable_chooser(state);
  if (!state.plotted.empty()) legend(state);
  if (state.plotted.empty()) {
    return empty_note(state, empty_text(*state.program));
  }
  state.plots.refresh(state.scene->current.courses, state.view);
  state.baseline_plots.refresh(state.scene->baseline.courses, state.view);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const Rect all{at.x, at.y, room.x + 5, std::max(room.y - kDates, 40.0F)};
  ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, 8);
  ImGui::BeginChild("##bands", {all.width, all.height}, false, ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  const auto count = static_cast<float>(state.plotted.size());
  const float height = std::floor(std::clamp(all.height / count, kLeastBand, kMostBand));
  const float top = ImGui::GetCursorScreenPos().y;
  std::vector<PlotBand> bands;
  for (const auto slot : state.plotted) {
    bands.push_back(
        band_of(state, slot, top + static_cast<float>(bands.size()) * height, height, at.x));
  }
  const bool over_names = ImGui::IsWindowHovered() && ImGui::GetIO().MousePos.x < state.view.left;
  draw_bands(state, bands, all);
  if (over_names && ImGui::GetIO().MouseWheel != 0) {
    ImGui::SetScrollY(ImGui::GetScrollY() - ImGui::GetIO().MouseWheel * 40);
  }
  ImGui::SetCursorScreenPos({at.x, top + count * height - 1});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
  mark(state, "plot-area", {state.view.left, all.y, state.view.width, all.height});
  draw_dates(state, all.bottom() + 1, *ImGui::GetWindowDrawList());
}

}  // namespace brink::viz
