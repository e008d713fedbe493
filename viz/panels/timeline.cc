#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/panels.h"
#include "viz/panels/time_mouse.h"
#include "viz/panels/timeline_parts.h"

namespace brink::viz {
namespace {

constexpr float kStripHeight = 34;
constexpr float kAxisHeight = 22;
constexpr float kLeastLane = 46;
constexpr float kMostLane = 120;
constexpr float kReach = 9;  // of the mouse to an event [px]

TimelinePlaces places_of(AppState& state, const Rect& inside) {
  TimelinePlaces p;
  const float names = std::clamp(inside.width * 0.18F, 90.0F, 170.0F);
  const float x = inside.x + names;
  const float width = inside.width - names - 6;
  p.names = {inside.x, inside.y, names - 8, inside.height};
  p.strip = {x, inside.y, width, kStripHeight};
  p.axis = {x, p.strip.bottom() + 4, width, kAxisHeight};
  p.lanes = {x, p.axis.bottom(), width, inside.bottom() - p.axis.bottom()};
  const bool has_world = !state.lanes.lanes.empty() && state.lanes.lanes.back().events > 0;
  p.lane_count = state.program->actors.size() + (has_world ? 1 : 0);
  const float fair = p.lanes.height / static_cast<float>(std::max<std::size_t>(p.lane_count, 1));
  p.lane_height = std::floor(std::clamp(fair, kLeastLane, kMostLane));
  const float all = p.lane_height * static_cast<float>(p.lane_count);
  state.lane_scroll = std::clamp(state.lane_scroll, 0.0F, std::max(all - p.lanes.height, 0.0F));
  p.scroll = state.lane_scroll;
  state.lane_height = p.lane_height;
  return p;
}

// where the playhead's date stands; nowhere when it is out of view
Rect playhead_chip(const AppState& state, const TimelinePlaces& p) {
  const float x = std::round(state.view.x_of(state.playback.place.time));
  if (x < p.lanes.x - 1 || x > p.lanes.right() + 1) return {};
  const auto text = moment_text(*state.program, state.playback.place.time);
  const float width = text_width(state.fonts.small, text) + 12;
  const float left = std::clamp(x - width / 2, p.lanes.x, p.lanes.right() - width);
  return {left, p.axis.y, width, 20};
}

void draw_axis(AppState& state, const TimelinePlaces& p, ImDrawList& list) {
  const auto& palette = state.palette();
  const auto* font = state.fonts.small;
  float free = p.axis.x;
  const auto chip = playhead_chip(state, p);
  for (const auto& tick : ticks_of(state.view, state.program->start, 78)) {
    list.AddLine({tick.x, p.axis.y + (tick.is_major ? 2 : 14)}, {tick.x, p.lanes.bottom()},
                 palette.grid);
    const float width = text_width(font, tick.label);
    const float x = tick.x + 4;
    const bool is_hidden = x < chip.right() + 4 && x + width > chip.x - 4;
    if (x < free || x + width > p.axis.right() || is_hidden) continue;
    text_at(list, tick.is_major ? state.fonts.small : font, {x, p.axis.y + 2},
            tick.is_major ? palette.text : palette.text_dim, tick.label);
    free = x + width + 8;
  }
}

void draw_playhead(AppState& state, const TimelinePlaces& p, ImDrawList& list) {
  const auto& palette = state.palette();
  const auto chip = playhead_chip(state, p);
  if (chip.width == 0) return;
  const float x = std::round(state.view.x_of(state.playback.place.time));
  list.AddLine({x, p.axis.y + 12}, {x, p.lanes.bottom()}, palette.playhead, 2);
  list.AddRectFilled(top_left(chip), bottom_right(chip), palette.playhead, 4);
  text_at(list, state.fonts.small, {chip.x + 6, p.axis.y + 2}, palette.window,
          moment_text(*state.program, state.playback.place.time));
  mark(state, "playhead", chip);
}

std::optional<std::uint32_t> event_at(const AppState& state, const TimelinePlaces& p, ImVec2 at) {
  std::optional<std::uint32_t> found;
  float nearest = 1e9F;
  for (std::size_t i = 0; i < p.lane_count && i < state.lanes.lanes.size(); ++i) {
    if (at.y < p.lane_top(i) || at.y >= p.lane_top(i) + p.lane_height) continue;
    const auto& lane = state.lanes.lanes[i];
    for (const auto& marker : lane.markers) {
      const float dx = marker.x - at.x;
      const float dy = event_height(state, p, state.events()[marker.event - 1]) - at.y;
      if (std::abs(dx) > kReach || dx * dx + dy * dy > nearest) continue;
      nearest = dx * dx + dy * dy;
      found = marker.event;
    }
    if (!found && at.y <= p.lane_floor(i)) found = event_near(lane, at.x, 1);
  }
  return found;
}

void scroll_and_zoom(AppState& state, const TimelinePlaces& p) {
  const float all = p.lane_height * static_cast<float>(p.lane_count);
  state.lane_scroll -= zoom_by_wheel(state, all > p.lanes.height) * 40;
}

// click: picks an event; drag: moves the playhead; Shift and drag, or middle button: moves the view
void follow_mouse(AppState& state, const TimelinePlaces& p) {
  const auto& io = ImGui::GetIO();
  ImGui::SetCursorScreenPos({p.axis.x, p.axis.y});
  ImGui::InvisibleButton("lanes", {p.axis.width, std::max(p.lanes.bottom() - p.axis.y, 1.0F)},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle);
  mark(state, "lanes");
  const bool hovered = ImGui::IsItemHovered();
  const auto under =
      hovered || ImGui::IsItemActive() ? event_at(state, p, io.MousePos) : std::nullopt;
  if (hovered) {
    scroll_and_zoom(state, p);
    if (under) state.selection.hovered = *under;
  }
  auto* storage = ImGui::GetStateStorage();
  const auto pressed_on = ImGui::GetID("pressed-on");
  if (ImGui::IsItemActivated()) {
    storage->SetInt(pressed_on, under ? static_cast<int>(*under) : 0);
    if (under && io.MouseDown[0] && !io.KeyShift) {
      select_event(state, *under, false);
      state.reasons.ask(ReasonsTab::why);
    }
  }
  if (!ImGui::IsItemActive()) return;
  const bool is_pan = io.KeyShift || io.MouseDown[2];
  if (is_pan) {
    drag_view(state);
  } else if (storage->GetInt(pressed_on) == 0) {
    scrub(state, io.MousePos.x);
  }
}

void draw_hover(AppState& state, const TimelinePlaces& p, ImDrawList& list) {
  const auto& io = ImGui::GetIO();
  const auto& palette = state.palette();
  const std::uint32_t hovered = state.selection.hovered;
  const bool has_tip = std::exchange(state.selection.has_tip, false);
  const Rect all{p.axis.x, p.axis.y, p.axis.width, p.lanes.bottom() - p.axis.y};
  if (!ImGui::IsItemHovered() || !all.contains(io.MousePos.x, io.MousePos.y)) return;
  if (hovered != 0 && hovered <= state.events().size() && !has_tip) {
    show_tip(state,
             event_lines(*state.program, state.recording().log, state.events()[hovered - 1]) +
                 "\nclick: why did it happen?");
  }
  const float x = std::round(io.MousePos.x);
  list.AddLine({x, p.axis.y}, {x, p.lanes.bottom()}, faded(palette.text_dim, 0.5F));
  if (hovered == 0) {
    const auto text = moment_text(*state.program, state.view.time_at(x));
    const float width = text_width(state.fonts.small, text);
    const float left = std::min(x + 5, p.lanes.right() - width - 4);
    list.AddRectFilled({left - 3, p.lanes.bottom() - 20}, {left + width + 3, p.lanes.bottom() - 2},
                       palette.card, 3);
    text_at(list, state.fonts.small, {left, p.lanes.bottom() - 19}, palette.text_dim, text);
  }
}

void draw_names(AppState& state, const TimelinePlaces& p, ImDrawList& list) {
  const auto& palette = state.palette();
  const auto& program = *state.program;
  list.PushClipRect({p.names.x, p.lanes.y}, {p.names.right() + 8, p.lanes.bottom()}, true);
  for (std::size_t i = 0; i < p.lane_count; ++i) {
    const float top = p.lane_top(i);
    if (top > p.lanes.bottom() || top + p.lane_height < p.lanes.y) continue;
    const bool is_actor = i < program.actors.size();
    const auto name = is_actor ? program.actors[i].name : std::string("the world");
    const auto colour = is_actor ? actor_colour(palette, static_cast<int>(i)) : palette.text_dim;
    list.AddRectFilled({p.names.x, top + 5}, {p.names.x + 4, top + p.lane_height - 5}, colour);
    const bool cut = cut_text(list, state.fonts.bold, {p.names.x + 10, top + 6}, palette.text, name,
                              p.names.width - 12);
    const auto count = i < state.lanes.lanes.size() ? state.lanes.lanes[i].events : 0;
    if (p.lane_height > 44) {
      text_at(list, state.fonts.small, {p.names.x + 10, top + 26}, palette.text_dim,
              fmt::format("{} event{}", short_count(count), count == 1 ? "" : "s"));
    }
    const Rect box{p.names.x, top, p.names.width, p.lane_height};
    mark(state, fmt::format("lane-{}", i), box);
    const auto& mouse = ImGui::GetIO().MousePos;
    if (cut && box.contains(mouse.x, mouse.y) && ImGui::IsWindowHovered()) show_tip(state, name);
  }
  list.PopClipRect();
}

void lane_scrollbar(AppState& state, const TimelinePlaces& p, ImDrawList& list) {
  const float all = p.lane_height * static_cast<float>(p.lane_count);
  if (all <= p.lanes.height) return;
  const float x = p.lanes.right() + 1;
  ImGui::SetCursorScreenPos({x, p.lanes.y});
  ImGui::InvisibleButton("lane-scroll", {8, p.lanes.height});
  mark(state, "lane-scroll");
  tip(state, "More actors: drag, or Alt and the mouse wheel");
  if (ImGui::IsItemActive()) {
    state.lane_scroll += ImGui::GetIO().MouseDelta.y * all / p.lanes.height;
  }
  const float top = p.lanes.y + p.scroll / all * p.lanes.height;
  const float height = p.lanes.height * p.lanes.height / all;
  list.AddRectFilled({x, p.lanes.y}, {x + 7, p.lanes.bottom()}, state.palette().track, 3);
  list.AddRectFilled({x, top}, {x + 7, top + height}, state.palette().text_dim, 3);
}

void refresh_lanes(AppState& state) {
  auto& cache = state.lanes;
  const auto size = state.events().size();
  const auto& axis = state.view;
  const bool is_fresh = cache.recording == &state.recording() && cache.events == size &&
                        cache.axis.from == axis.from && cache.axis.to == axis.to &&
                        cache.axis.left == axis.left && cache.axis.width == axis.width;
  if (is_fresh) return;
  cache.lanes =
      lay_out_lanes(state.events(), size, axis, state.looks, state.program->actors.size());
  cache.recording = &state.recording();
  cache.events = size;
  cache.axis = axis;
}

}  // namespace

std::size_t lane_of(const AppState& state, ActorId actor) {
  return std::min<std::size_t>(actor, state.program->actors.size());
}

float event_height(const AppState& state, const TimelinePlaces& places, const EventRecord& event) {
  const auto severity = static_cast<float>(state.looks[event.type].severity);
  return places.lane_floor(lane_of(state, event.source)) - severity * places.lane_room();
}

void timeline_panel(AppState& state, const Rect& rect) {
  begin_panel(rect, "##timeline");
  const auto& palette = state.palette();
  const auto shown = state.events().size();
  panel_title(state, "Timeline",
              fmt::format("{} events  ·  shape: kind, height: severity (? explains)  ·  drag: move "
                          "in time  ·  wheel: zoom  ·  "
                          "Shift+drag: move the view",
                          short_count(shown)));
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const auto p = places_of(state, {cursor.x, cursor.y, room.x, std::max(room.y, 80.0F)});
  state.view.left = p.lanes.x;
  state.view.width = std::max(p.lanes.width, 1.0F);
  refresh_lanes(state);
  auto& list = *ImGui::GetWindowDrawList();
  whole_run_strip(state, p);
  lane_scrollbar(state, p, list);
  draw_axis(state, p, list);
  draw_names(state, p, list);
  follow_mouse(state, p);
  list.PushClipRect({p.lanes.x, p.axis.y}, {p.lanes.right(), p.lanes.bottom()}, true);
  list.PushClipRect({p.lanes.x, p.lanes.y}, {p.lanes.right(), p.lanes.bottom()}, true);
  draw_lanes(state, p, list);
  draw_spans(state, p, list);
  list.PopClipRect();
  draw_hover(state, p, list);
  draw_playhead(state, p, list);
  list.PushClipRect({p.lanes.x, p.lanes.y}, {p.lanes.right(), p.lanes.bottom()}, true);
  draw_chain(state, p, list);
  list.PopClipRect();
  list.PopClipRect();
  if (shown == 0) {
    const auto* text = state.recording().is_running()
                           ? "The run is being computed…"
                           : "Nothing happens in this scenario: it has no event";
    text_at(list, state.fonts.text, {p.lanes.x + 20, p.lanes.y + p.lanes.height / 2 - 10},
            palette.text_dim, text);
  }
  end_panel();
}

}  // namespace brink::viz
