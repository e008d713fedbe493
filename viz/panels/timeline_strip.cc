#include <fmt/format.h>

#include <algorithm>

#include "viz/draw/draw.h"
#include "viz/panels/timeline_parts.h"

namespace brink::viz {
namespace {

// the whole run on the width of the lanes
TimeAxis whole_axis(const AppState& state, const TimelinePlaces& p) {
  return {0, state.length, p.strip.x, p.strip.width};
}

void draw_density(AppState& state, ImDrawList& list, const Recording& recording,
                  const TimeAxis& axis, const Rect& row, LaneCache& cache, bool is_ghost) {
  const auto& events = recording.log.events();
  const auto size = events.size();
  const bool is_fresh = cache.recording == &recording && cache.events == size &&
                        cache.axis.width == axis.width && cache.axis.left == axis.left &&
                        cache.axis.to == axis.to;
  if (!is_fresh) {
    cache.lanes = lay_out_lanes(events, size, axis, state.looks, 0);
    cache.recording = &recording;
    cache.events = size;
    cache.axis = axis;
  }
  const auto& palette = state.palette();
  const auto now = state.playback.place.event;
  const auto bar = [&](float x, float severity, std::uint32_t event) {
    const bool is_future = event > now;
    if (is_future && !state.shows_future) return;
    const float height = 3 + severity * (row.height - 4);
    const auto colour = is_ghost ? faded(palette.branches[0], 0.6F)
                                 : severity_colour(palette, static_cast<double>(severity));
    list.AddRectFilled({x, row.bottom() - height}, {x + 2, row.bottom()},
                       faded(colour, is_future ? 0.45F : 1));
  };
  for (const auto& lane : cache.lanes) {
    for (const auto& bucket : lane.buckets) bar(bucket.x, bucket.severity, bucket.event);
    for (const auto& marker : lane.markers) {
      bar(marker.x, static_cast<float>(state.looks[events[marker.event - 1].type].severity),
          marker.event);
    }
  }
  if (recording.is_running()) return;
  // where the run ended before its time was over
  const float end = axis.x_of(recording.end);
  if (end < row.right() - 2) {
    list.AddRectFilled({end, row.y}, {row.right(), row.bottom()}, faded(palette.window, 0.6F));
    list.AddLine({end, row.y}, {end, row.bottom()}, palette.text_dim, 1);
  }
}

void follow_strip_mouse(AppState& state, const TimelinePlaces& p, const TimeAxis& axis) {
  ImGui::SetCursorScreenPos({p.strip.x, p.strip.y});
  ImGui::InvisibleButton("strip", {std::max(p.strip.width, 1.0F), p.strip.height});
  mark(state, "strip");
  tip(state,
      "The whole run; the bracket is what the lanes show. Click: go there. Drag: move along.");
  if (!ImGui::IsItemActive()) return;
  const double day = std::clamp(axis.day_at(ImGui::GetIO().MousePos.x), 0.0, state.length);
  const auto end = std::max(state.end(), SimTime{});
  const auto time = std::clamp(axis.time_at(ImGui::GetIO().MousePos.x), SimTime{}, end);
  state.playback.is_playing = false;
  state.playback.place = time == SimTime{} ? Playhead{} : place_at(state.events(), time);
  const double view = state.view.to - state.view.from;
  if (day < state.view.from || day > state.view.to) {
    state.view = panned(state.view, day - view / 2 - state.view.from, state.length);
  }
}

void draw_marks(AppState& state, ImDrawList& list, const TimelinePlaces& p, const TimeAxis& axis) {
  const auto& palette = state.palette();
  const float from = axis.x_of(state.view.from);
  const float to = std::max(axis.x_of(state.view.to), from + 3);
  list.AddRect({from, p.strip.y - 1}, {to, p.strip.bottom() + 1}, palette.text_dim, 3, 0, 1.5F);
  const auto& first = state.scene->first_different;
  if (first && *first <= state.events().size()) {
    const float x = axis.x_of(state.events()[*first - 1].time);
    dashed_line(list, {x, p.strip.y}, {x, p.strip.bottom()}, palette.changed, 2, 4, 3);
  }
  for (std::size_t i = 0; i < state.bookmarks.size(); ++i) {
    const auto& bookmark = state.bookmarks[i];
    const float x = axis.x_of(bookmark.place.time);
    list.AddTriangleFilled({x - 5, p.strip.y - 3}, {x + 5, p.strip.y - 3}, {x, p.strip.y + 5},
                           palette.accent);
    const Rect box{x - 6, p.strip.y - 4, 12, 12};
    mark(state, fmt::format("bookmark-{}", i), box);
    const auto& mouse = ImGui::GetIO().MousePos;
    if (box.contains(mouse.x, mouse.y)) show_tip(state, "Bookmark: " + bookmark.name);
  }
  const float x = axis.x_of(state.playback.place.time);
  list.AddLine({x, p.strip.y - 1}, {x, p.strip.bottom() + 1}, palette.playhead, 2);
}

void draw_names(AppState& state, ImDrawList& list, const TimelinePlaces& p, bool is_changed) {
  const auto& palette = state.palette();
  if (!is_changed) {
    cut_text(list, state.fonts.bold, {p.names.x, p.strip.y + 8}, palette.text, "Whole run",
             p.names.width);
    return;
  }
  cut_text(list, state.fonts.small, {p.names.x, p.strip.y}, palette.changed, "with changes",
           p.names.width);
  cut_text(list, state.fonts.small, {p.names.x, p.strip.y + 17}, palette.text_dim, "baseline",
           p.names.width);
}

}  // namespace

void whole_run_strip(AppState& state, const TimelinePlaces& p) {
  auto& list = *ImGui::GetWindowDrawList();
  const auto axis = whole_axis(state, p);
  const bool is_changed = state.scene->is_changed;
  draw_names(state, list, p, is_changed);
  list.AddRectFilled(top_left(p.strip), bottom_right(p.strip), state.palette().track, 3);
  follow_strip_mouse(state, p, axis);
  list.PushClipRect({p.strip.x, p.strip.y - 5}, {p.strip.right() + 1, p.strip.bottom() + 2}, true);
  const float half = p.strip.height / 2;
  const Rect upper{p.strip.x, p.strip.y, p.strip.width, is_changed ? half - 1 : p.strip.height};
  const Rect lower{p.strip.x, p.strip.y + half, p.strip.width, half};
  draw_density(state, list, state.recording(), axis, upper, state.strip_lanes, false);
  if (is_changed) {
    draw_density(state, list, *state.scene->baseline.recording, axis, lower,
                 state.strip_baseline_lanes, true);
  }
  draw_marks(state, list, p, axis);
  list.PopClipRect();
}

}  // namespace brink::viz
