#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viz/draw/draw.h"
#include "viz/panels/timeline_parts.h"

namespace brink::viz {
namespace {

constexpr float kFuture = 0.38F;  // opacity of what is still to come

struct Painter {
  AppState& state;
  const TimelinePlaces& places;
  ImDrawList& list;

  // 0: not shown
  float opacity(std::uint32_t event) const {
    if (event <= state.playback.place.event) return 1;
    return state.shows_future ? kFuture : 0;
  }
  bool is_picked(std::uint32_t event) const {
    return event == state.selection.event || event == state.selection.hovered ||
           event == state.selection.hovered_before;
  }

  void ground(std::size_t lane) const {
    const float top = places.lane_top(lane);
    const auto& palette = state.palette();
    if (lane % 2 == 1) {
      list.AddRectFilled({places.lanes.x, top}, {places.lanes.right(), top + places.lane_height},
                         faded(palette.card, 0.5F));
    }
    list.AddLine({places.lanes.x, places.lane_floor(lane) + 1},
                 {places.lanes.right(), places.lane_floor(lane) + 1}, palette.grid);
  }

  void buckets(std::size_t lane, const Lane& content) const {
    const float floor = places.lane_floor(lane);
    for (const auto& bucket : content.buckets) {
      const float shown = opacity(bucket.event);
      if (shown == 0) continue;
      const float height = 4 + bucket.severity * (places.lane_room() - 4);
      const auto colour = severity_colour(state.palette(), static_cast<double>(bucket.severity));
      const bool picked = is_picked(bucket.event);
      list.AddRectFilled({bucket.x, floor - height}, {bucket.x + kBucketWidth - 1, floor},
                         picked ? state.palette().playhead : faded(colour, shown));
    }
  }

  void markers(std::size_t lane, const Lane& content) const {
    const auto& palette = state.palette();
    const float floor = places.lane_floor(lane);
    const bool is_actor = lane < state.program->actors.size();
    const auto own = is_actor ? actor_colour(palette, static_cast<int>(lane)) : palette.text_dim;
    for (const auto& marker : content.markers) {
      const float shown = opacity(marker.event);
      if (shown == 0) continue;
      const auto& event = state.events()[marker.event - 1];
      const float y = event_height(state, places, event);
      const bool picked = is_picked(marker.event);
      list.AddLine({marker.x, floor}, {marker.x, y}, faded(own, 0.45F * shown));
      const float radius = picked ? 8 : 5.5F;
      if (picked) list.AddCircle({marker.x, y}, 12, palette.playhead, 0, 2);
      draw_shape(list, state.looks[event.type].shape, {marker.x, y}, radius, faded(own, shown),
                 faded(palette.mark_outline, shown));
    }
  }
};

}  // namespace

void draw_lanes(AppState& state, const TimelinePlaces& places, ImDrawList& list) {
  const Painter painter{state, places, list};
  for (std::size_t i = 0; i < places.lane_count && i < state.lanes.lanes.size(); ++i) {
    const float top = places.lane_top(i);
    if (top > places.lanes.bottom() || top + places.lane_height < places.lanes.y) continue;
    painter.ground(i);
    painter.buckets(i, state.lanes.lanes[i]);
    painter.markers(i, state.lanes.lanes[i]);
  }
}

namespace {

constexpr float kBarHeight = 4;    // of an offer [px]
constexpr std::uint8_t kRows = 3;  // of offers that are drawn apart

// an offer's bar: from sending to answer, an open end where there was none so far
void draw_offer(AppState& state, const TimelinePlaces& p, ImDrawList& list, const Span& span,
                SimTime now) {
  const auto& palette = state.palette();
  const bool is_open = span.to > now;
  const float y =
      p.lane_floor(lane_of(state, span.source)) + 4 +
      static_cast<float>(std::min<std::uint8_t>(span.row, kRows - 1)) * (kBarHeight - 1);
  const float x0 = state.view.x_of(span.from);
  const SimTime until = span.to.is_never() ? state.end() : span.to;
  const float x1 = std::max(state.view.x_of(until), x0 + 2);
  if (x1 < p.lanes.x || x0 > p.lanes.right()) return;
  const float now_x = std::clamp(state.view.x_of(now), x0, x1);
  const auto own = actor_colour(palette, static_cast<int>(lane_of(state, span.source)));
  const float shown = span.from > now ? (state.shows_future ? 0.3F : 0) : 1;
  if (shown == 0) return;
  const float height = span.is_private ? 2 : kBarHeight;
  const float solid_until = is_open && shown == 1 ? now_x : x1;
  list.AddRectFilled({x0, y}, {solid_until, y + height}, faded(own, 0.9F * shown), 1);
  if (solid_until < x1 && state.shows_future) {
    list.AddRectFilled({solid_until, y}, {x1, y + height}, faded(own, 0.3F), 1);
  }
  if (!span.to.is_never() && (!is_open || state.shows_future)) {
    const auto end = span.failed ? palette.bad : palette.good;
    list.AddRectFilled({x1 - 2, y - 2}, {x1 + 1, y + height + 2}, faded(end, is_open ? 0.5F : 1));
  }
}

// a message: from its source's lane when it was sent to its target's when it arrived
void draw_message(AppState& state, const TimelinePlaces& p, ImDrawList& list, const Span& span,
                  SimTime now) {
  const auto& palette = state.palette();
  const bool under_way = span.from <= now && span.to > now;
  if (span.from > now && !state.shows_future) return;
  const float x0 = state.view.x_of(span.from);
  const SimTime until = span.to.is_never() ? state.end() : span.to;
  const float x1 = state.view.x_of(until);
  if (std::max(x0, x1) < p.lanes.x - 50 || x0 > p.lanes.right() + 50) return;
  const auto& events = state.events();
  if (span.event == 0 || span.event > events.size()) return;
  const float y0 = event_height(state, p, events[span.event - 1]);
  const float y1 = p.lane_floor(lane_of(state, span.target)) - p.lane_room() * 0.5F;
  const float shown = under_way ? 1 : (span.from > now ? 0.2F : 0.4F);
  const auto colour = faded(span.failed ? palette.bad : palette.text_dim, shown);
  const float middle = (x0 + x1) / 2;
  const float thickness = under_way ? 2 : 1;
  if (under_way && !state.shows_future) {
    // only as far as it has come
    const float share =
        static_cast<float>(in_days(now - span.from) / std::max(in_days(until - span.from), 1e-9));
    list.AddLine({x0, y0}, {x0 + (x1 - x0) * share, y0 + (y1 - y0) * share}, colour, thickness);
  } else {
    list.AddBezierCubic({x0, y0}, {middle, y0}, {middle, y1}, {x1, y1}, colour, thickness);
    if (span.failed) {
      draw_shape(list, Shape::cross, {x1, y1}, 4, colour, colour);
    } else if (!span.to.is_never()) {
      // the curve ends level unless there is no room for it
      const bool is_steep = x1 - x0 < 12;
      arrow_head(list, {x1, y1}, is_steep ? ImVec2{0, y1 - y0} : ImVec2{1, 0}, 7, colour);
    }
  }
  if (!under_way) return;
  const float t = std::clamp(
      static_cast<float>(in_days(now - span.from) / std::max(in_days(until - span.from), 1e-9)),
      0.0F, 1.0F);
  const float s = 1 - t;
  const ImVec2 at{s * s * s * x0 + 3 * s * s * t * middle + 3 * s * t * t * middle + t * t * t * x1,
                  s * s * s * y0 + 3 * s * s * t * y0 + 3 * s * t * t * y1 + t * t * t * y1};
  draw_shape(list, Shape::letter, at, 8, palette.text, palette.mark_outline);
}

}  // namespace

void draw_spans(AppState& state, const TimelinePlaces& places, ImDrawList& list) {
  if (state.scene->spans == nullptr) return;
  const SimTime now = state.playback.place.time;
  for (const auto& span : state.scene->spans->spans) {
    if (span.kind == Span::Kind::offer) draw_offer(state, places, list, span, now);
  }
  // far out, curves would hide everything: only what is under way then
  const bool is_far = state.view.days_per_px() > 0.6;
  for (const auto& span : state.scene->spans->spans) {
    if (span.kind != Span::Kind::message) continue;
    const bool under_way = span.from <= now && span.to > now;
    if (under_way || !is_far) draw_message(state, places, list, span, now);
  }
}

}  // namespace brink::viz
