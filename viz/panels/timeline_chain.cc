#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viz/chain_layout.h"
#include "viz/draw/draw.h"
#include "viz/panels/timeline_parts.h"
#include "viz/panels/why_parts.h"
#include "viz/theme/contrast.h"

namespace brink::viz {
namespace {

constexpr std::size_t kNumbered = 24;  // links that have a number on the timeline
constexpr std::size_t kFaint = 200;    // links that have an arrow at all
constexpr std::size_t kMostDashed = 12;
constexpr float kBeyond = 40;   // how far outside of the lanes an arrow may begin [px]
constexpr float kReach = 19;    // height of a badge, with its border [px]
constexpr float kRadius = 9;    // of a badge
constexpr float kUpright = 34;  // closer in time than this, an arrow goes up or down [px]

// of a badge whose label is so wide [px]
float half_of(float width) { return std::max(kRadius, width / 2 + 5); }

struct Curve {
  ImVec2 from, a, b, to;

  ImVec2 at(float t) const {
    const float s = 1 - t;
    return {s * s * s * from.x + 3 * s * s * t * a.x + 3 * s * t * t * b.x + t * t * t * to.x,
            s * s * s * from.y + 3 * s * s * t * a.y + 3 * s * t * t * b.y + t * t * t * to.y};
  }
};

// from a cause to its effect, around which a badge stands
Curve curve_of(ImVec2 from, ImVec2 to) {
  const float dx = to.x - from.x;
  const float dy = to.y - from.y;
  if (std::abs(dx) < kUpright && std::abs(dy) > 2 * kRadius) {
    const float sign = dy > 0 ? 1 : -1;
    const float bend = dy / 2;
    to.y -= sign * (kRadius + 1);
    return {from, {from.x, from.y + bend}, {to.x, to.y - bend}, to};
  }
  const float bend = std::max(std::abs(dx) / 2, 24.0F);
  to.x -= kRadius + 1;
  return {from, {from.x + bend, from.y}, {to.x - bend, to.y}, to};
}

struct ChainPainter {
  AppState& state;
  const TimelinePlaces& places;
  ImDrawList& list;
  const Palette& palette;

  // brought to the border where it is out of sight
  ImVec2 at(const EventRecord& event) const {
    return {std::clamp(state.view.x_of(event.time), places.lanes.x - kBeyond,
                       places.lanes.right() + kBeyond),
            event_height(state, places, event)};
  }

  bool is_shown(std::uint32_t event) const {
    return state.shows_future || event <= state.playback.place.event;
  }

  void arrow(const EventRecord& cause, const EventRecord& effect, float opacity,
             float thickness) const {
    const ImVec2 from = at(cause);
    const ImVec2 to = at(effect);
    const bool is_same = std::abs(from.x - to.x) < kReach && std::abs(from.y - to.y) < kReach;
    const bool is_outside =
        std::max(from.x, to.x) < places.lanes.x || std::min(from.x, to.x) > places.lanes.right();
    if (is_same || is_outside) return;
    const auto curve = curve_of(from, to);
    const auto colour = faded(palette.playhead, opacity);
    list.AddBezierCubic(curve.from, curve.a, curve.b, curve.to, faded(palette.window, opacity),
                        thickness + 2);
    list.AddBezierCubic(curve.from, curve.a, curve.b, curve.to, colour, thickness);
    arrow_head(list, curve.to, {curve.to.x - curve.b.x, curve.to.y - curve.b.y}, 8, colour);
  }

  void dashed_arrow(const EventRecord& from, const EventRecord& to) const {
    const auto curve = curve_of(at(from), at(to));
    const bool is_outside = std::max(curve.from.x, curve.to.x) < places.lanes.x ||
                            std::min(curve.from.x, curve.to.x) > places.lanes.right();
    if (is_outside) return;
    constexpr int kSteps = 40;
    const auto colour = faded(palette.changed, 0.85F);
    for (int i = 0; i < kSteps; i += 2) {
      list.AddLine(curve.at(static_cast<float>(i) / kSteps),
                   curve.at(static_cast<float>(i + 1) / kSteps), colour, 1.3F);
    }
    list.AddCircle(curve.from, 5, colour, 0, 1.5F);
    arrow_head(list, curve.to, {curve.to.x - curve.b.x, curve.to.y - curve.b.y}, 7, colour);
  }

  void badge(const ChainBadge& badge) const {
    if (badge.label.empty()) {
      list.AddCircleFilled({badge.at.x, badge.at.y}, 5, palette.window);
      list.AddCircleFilled({badge.at.x, badge.at.y}, 4, palette.playhead);
      return;
    }
    const auto* font = state.fonts.small;
    const float width = text_width(font, badge.label);
    const float half = half_of(width);
    const ImVec2 p{badge.at.x, badge.at.y};
    const bool is_event = badge.links.front() == 0;
    const auto fill = is_event ? palette.changed : palette.playhead;
    list.AddRectFilled({p.x - half - 1, p.y - kRadius - 1}, {p.x + half + 1, p.y + kRadius + 1},
                       palette.window, kRadius + 1);
    list.AddRectFilled({p.x - half, p.y - kRadius}, {p.x + half, p.y + kRadius}, fill, kRadius);
    text_at(list, font, {p.x - width / 2, p.y - line_height(font) / 2}, text_on(fill), badge.label);
    mark(state, fmt::format("chain-{}", badge.links.front() + 1),
         {p.x - half, p.y - kRadius, 2 * half, 2 * kRadius});
  }

  // "◂ 5 earlier" where the chain leaves the lanes
  void edge(std::size_t count, bool is_left, float y) const {
    if (count == 0) return;
    const auto* font = state.fonts.small;
    const auto text =
        is_left ? fmt::format("← {} earlier", count) : fmt::format("{} later →", count);
    const float width = text_width(font, text) + 12;
    const float x = is_left ? places.lanes.x + 3 : places.lanes.right() - width - 3;
    y = std::clamp(y, places.lanes.y + 11, places.lanes.bottom() - 11);
    list.AddRectFilled({x, y - 10}, {x + width, y + 10}, palette.playhead, 10);
    text_at(list, font, {x + 6, y - line_height(font) / 2}, text_on(palette.playhead), text);
    mark(state, is_left ? "chain-earlier" : "chain-later", {x, y - 10, width, 20});
  }
};

// what is out of sight on either side
void edges(const ChainPainter& painter, const std::vector<Link>& links) {
  const auto& lanes = painter.places.lanes;
  std::size_t earlier = 0;
  std::size_t later = 0;
  float left_y = 0;
  float right_y = 0;
  for (const auto& link : links) {
    const float x = painter.state.view.x_of(link.event.time);
    if (x > lanes.right() && painter.is_shown(link.event.number)) {
      right_y = event_height(painter.state, painter.places, link.event);
      ++later;
    } else if (x < lanes.x) {
      if (earlier == 0) left_y = event_height(painter.state, painter.places, link.event);
      ++earlier;
    }
  }
  painter.edge(earlier, true, left_y);
  painter.edge(later, false, right_y);
}

void contributors(const ChainPainter& painter, const WhyView& view) {
  const auto& events = painter.state.events();
  const auto hovered = painter.state.selection.hovered;
  std::size_t drawn = 0;
  for (const auto& c : view.contributions) {
    const bool is_about = c.to == view.why->event || c.to == hovered;
    if (!is_about || c.to > events.size() || c.from > events.size()) continue;
    if (events[c.to - 1].cause == c.from || !painter.is_shown(c.to)) continue;
    if (++drawn > kMostDashed) return;
    painter.dashed_arrow(events[c.from - 1], events[c.to - 1]);
  }
}

}  // namespace

void draw_chain(AppState& state, const TimelinePlaces& places, ImDrawList& list) {
  const auto* why = answered_why(state);
  if (why == nullptr) return;
  const ChainPainter painter{state, places, list, state.palette()};
  const auto& links = why->explanation.links;
  contributors(painter, state.why);
  for (std::size_t i = std::min(links.size(), kFaint); i-- > 1;) {
    if (!painter.is_shown(links[i - 1].event.number)) continue;
    const bool is_near = i < kNumbered;
    painter.arrow(links[i].event, links[i - 1].event, is_near ? 0.9F : 0.3F, is_near ? 1.6F : 1);
  }
  std::vector<ChainPoint> points;
  for (std::size_t i = 0; i < std::min(links.size(), kNumbered); ++i) {
    const auto& event = links[i].event;
    const bool is_shown = painter.is_shown(event.number);
    points.push_back(
        {is_shown ? state.view.x_of(event.time) : -1e9F, event_height(state, places, event)});
  }
  const auto half_width = [&](const std::string& label) {
    return half_of(text_width(state.fonts.small, label));
  };
  const auto badges =
      chain_badges(points, places.lanes.x, places.lanes.right(), kReach, half_width);
  for (auto badge = badges.rbegin(); badge != badges.rend(); ++badge) painter.badge(*badge);
  edges(painter, links);
}

}  // namespace brink::viz
