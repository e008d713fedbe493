#include "viz/panels/graph_view.h"

#include <algorithm>
#include <cmath>

#include "engine/report/words.h"
#include "viz/panels/actors_now.h"
#include "viz/theme/contrast.h"

namespace brink::viz {
namespace {

constexpr float kNarrowestLabel = 34;        // [px]
constexpr std::size_t kMostWaysAround = 24;  // nodes beyond which lines run through others
constexpr int kPieces = 16;                  // that a bent line is drawn in

ImVec2 at(const GraphPoint& point) { return {point.x, point.y}; }

// large discs for few
float radius_for(std::size_t actors, const Rect& rect) {
  const float wanted = actors <= 8 ? 14.0F : actors <= 16 ? 12.0F : actors <= 32 ? 10.0F : 5.0F;
  return std::clamp(std::min(rect.width, rect.height) / 9, 4.0F, wanted);
}

float distance_to_segment(ImVec2 a, ImVec2 b, ImVec2 p) {
  const float dx = b.x - a.x;
  const float dy = b.y - a.y;
  const float squared = dx * dx + dy * dy;
  const float t =
      squared <= 0 ? 0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / squared, 0.0F, 1.0F);
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

// how far a line must bend, to its left or its right, so that it runs through no other node
float way_around(const GraphFit& fit, ActorId a, ActorId b) {
  if (fit.nodes.size() > kMostWaysAround) return 0;
  const auto from = at(fit.nodes[a]);
  const auto to = at(fit.nodes[b]);
  const float dx = to.x - from.x;
  const float dy = to.y - from.y;
  const float length = std::max(std::hypot(dx, dy), 1.0F);
  float bend = 0;
  for (std::size_t i = 0; i < fit.nodes.size(); ++i) {
    if (i == a || i == b) continue;
    const float x = fit.nodes[i].x - from.x;
    const float y = fit.nodes[i].y - from.y;
    const float along = (x * dx + y * dy) / (length * length);
    const float side = (y * dx - x * dy) / length;
    const float missing = fit.radius + 5 - std::abs(side);
    if (along < 0.05F || along > 0.95F || missing <= 0) continue;
    const float needed = std::min(missing / (4 * along * (1 - along)), 3 * fit.radius + 10);
    if (needed > std::abs(bend)) bend = side > 0 ? -needed : needed;
  }
  return bend;
}

}  // namespace

void fit_nodes(AppState& state, GraphFit& fit, std::span<const GraphPlace> places, unsigned layout,
               const Rect& rect) {
  const auto same = [&] {
    return fit.layout == layout && fit.zoom == state.zoom && fit.nodes.size() == places.size() &&
           fit.rect.x == rect.x && fit.rect.y == rect.y && fit.rect.width == rect.width &&
           fit.rect.height == rect.height;
  };
  if (same()) return;
  const auto* font = state.fonts.small;
  fit.layout = layout;
  fit.zoom = state.zoom;
  fit.rect = rect;
  fit.radius = radius_for(places.size(), rect);
  fit.nodes = fit_graph(places, rect, fit.radius, line_height(font));
  std::vector<float> widths;
  for (ActorId a = 0; a < places.size(); ++a) {
    widths.push_back(text_width(font, actor_name(*state.program, a)) + 1);
  }
  fit.labels =
      place_labels(fit.nodes, widths, rect, fit.radius, line_height(font), kNarrowestLabel);
  fit.texts.clear();
  for (ActorId a = 0; a < places.size(); ++a) {
    const auto name = actor_name(*state.program, a);
    fit.texts.push_back(fit.labels[a].width > 0 ? shortened(font, name, fit.labels[a].width) : "");
  }
}

void draw_nodes(AppState& state, const GraphFit& fit, ActorId hot) {
  auto& list = *ImGui::GetWindowDrawList();
  const auto& palette = state.palette();
  const auto* font = state.fonts.small;
  for (ActorId a = 0; a < fit.nodes.size(); ++a) {
    const auto point = at(fit.nodes[a]);
    if (!fit.rect.contains(point.x, point.y)) continue;
    const auto fill = actor_colour(palette, a);
    list.AddCircleFilled(point, fit.radius + 1.5F, palette.panel);
    list.AddCircleFilled(point, fit.radius, fill);
    list.AddCircle(point, fit.radius, palette.mark_outline, 0, 1);
    if (a == hot) list.AddCircle(point, fit.radius + 3, palette.playhead, 0, 2);
    const auto& letters = initials(state, a);
    const float width = text_width(font, letters);
    if (width <= 2 * fit.radius) {
      text_at(list, font, {point.x - width / 2, point.y - line_height(font) / 2}, text_on(fill),
              letters);
    }
    const auto& label = fit.labels[a];
    if (label.width <= 0) continue;
    // beside a node on its left the text ends where the node begins
    const bool is_left = label.x + label.width < point.x - fit.radius;
    const bool is_beside = label.x > point.x + fit.radius || is_left;
    const float spare = label.width - text_width(font, fit.texts[a]);
    const float shift = is_left ? spare : is_beside ? 0 : spare / 2;
    const ImVec2 text{label.x + shift, label.y};
    list.AddRectFilled({text.x - 2, text.y},
                       {text.x + label.width - spare + 2, text.y + line_height(font)},
                       faded(palette.panel, 0.75F), 2);
    text_at(list, font, text, palette.text, fit.texts[a]);
  }
}

ActorId node_at(const GraphFit& fit, ImVec2 point) {
  for (std::size_t i = 0; i < fit.nodes.size(); ++i) {
    if (std::hypot(fit.nodes[i].x - point.x, fit.nodes[i].y - point.y) <= fit.radius + 2) {
      return static_cast<ActorId>(i);
    }
    const auto& label = fit.labels[i];
    const Rect text{label.x, label.y, label.width, 14};
    if (label.width > 0 && text.contains(point.x, point.y)) return static_cast<ActorId>(i);
  }
  return kNobody;
}

GraphLine line_between(const GraphFit& fit, ActorId a, ActorId b, float bend) {
  GraphLine line{at(fit.nodes[a]), at(fit.nodes[b]), bend};
  if (bend == 0) line.bend = way_around(fit, a, b);
  const float length = std::hypot(line.to.x - line.from.x, line.to.y - line.from.y);
  if (length <= 2 * fit.radius) return line;
  // towards the middle of the curve, so that bent lines leave the rim apart from each other
  const auto middle = point_on(line, 0.5F);
  const auto moved = [&](ImVec2 end) {
    const float far = std::max(std::hypot(middle.x - end.x, middle.y - end.y), 1.0F);
    const float step = fit.radius + 2;
    return ImVec2{end.x + (middle.x - end.x) / far * step, end.y + (middle.y - end.y) / far * step};
  };
  line.from = moved(line.from);
  line.to = moved(line.to);
  return line;
}

ImVec2 point_on(const GraphLine& line, float share) {
  const float dx = line.to.x - line.from.x;
  const float dy = line.to.y - line.from.y;
  const float length = std::max(std::hypot(dx, dy), 1e-3F);
  // a parabola: the full bend in the middle, none at the ends
  const float side = 4 * share * (1 - share) * line.bend;
  return {line.from.x + share * dx - side * dy / length,
          line.from.y + share * dy + side * dx / length};
}

void draw_line(ImDrawList& list, const GraphLine& line, const LineLook& look) {
  const auto before_end = point_on(line, 0.93F);
  const ImVec2 direction{line.to.x - before_end.x, line.to.y - before_end.y};
  if (line.bend == 0) {
    if (look.is_dashed) {
      dashed_line(list, line.from, line.to, look.colour, look.width, 6, 4);
    } else {
      list.AddLine(line.from, line.to, look.colour, look.width);
    }
  } else {
    // dashes of a bent line are every other of its pieces
    const float length = std::hypot(line.to.x - line.from.x, line.to.y - line.from.y);
    const int pieces = look.is_dashed ? std::max(kPieces, static_cast<int>(length / 5)) : kPieces;
    ImVec2 last = line.from;
    for (int i = 1; i <= pieces; ++i) {
      const auto next = point_on(line, static_cast<float>(i) / static_cast<float>(pieces));
      if (!look.is_dashed || i % 2 == 1) list.AddLine(last, next, look.colour, look.width);
      last = next;
    }
  }
  if (look.has_arrow) arrow_head(list, line.to, direction, 7 + look.width, look.colour);
}

float distance_to(const GraphLine& line, ImVec2 point) {
  if (line.bend == 0) return distance_to_segment(line.from, line.to, point);
  float nearest = 1e9F;
  ImVec2 last = line.from;
  for (int i = 1; i <= kPieces; ++i) {
    const auto next = point_on(line, static_cast<float>(i) / kPieces);
    nearest = std::min(nearest, distance_to_segment(last, next, point));
    last = next;
  }
  return nearest;
}

Rect draw_pill(const AppState& state, ImDrawList& list, ImVec2 middle, std::string_view text,
               ImU32 colour) {
  const auto* font = state.fonts.small;
  const float width = text_width(font, text) + 8;
  const float height = line_height(font);
  const Rect rect{std::round(middle.x - width / 2), std::round(middle.y - height / 2), width,
                  height};
  const auto& palette = state.palette();
  list.AddRectFilled(top_left(rect), bottom_right(rect), palette.panel, 4);
  list.AddRect(top_left(rect), bottom_right(rect), faded(colour, 0.8F), 4);
  text_at(list, font, {rect.x + 4, rect.y}, palette.text, text);
  return rect;
}

Rect graph_area(const char* name, float below) {
  const auto room = ImGui::GetContentRegionAvail();
  const auto from = ImGui::GetCursorScreenPos();
  const Rect rect{from.x, from.y, std::max(room.x, 40.0F), std::max(room.y - below, 40.0F)};
  ImGui::InvisibleButton(name, {rect.width, rect.height});
  return rect;
}

}  // namespace brink::viz
