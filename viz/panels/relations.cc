#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/panels/actors_now.h"
#include "viz/panels/graph_view.h"
#include "viz/panels/panels.h"
#include "viz/panels/relations_by.h"

namespace brink::viz {
namespace {

constexpr std::size_t kEventsAFrame = 5000;  // looked through for pairs
constexpr std::size_t kMostPills = 14;       // of rungs
constexpr float kReach = 5;                  // of the mouse to a line [px]

// finds the pairs of the whole run, bit by bit while it grows; places move only when it is over
void follow_edges(AppState& state) {
  auto& cache = state.caches.relations;
  const auto& recording = state.scene->current.recording;
  if (cache.recording != recording) {
    cache.recording = recording;
    cache.looked_at = 0;
    cache.edges.clear();
  }
  const auto& events = recording->log.events();
  const auto actors = state.program->actors.size();
  const auto until = std::min(events.size(), cache.looked_at + kEventsAFrame);
  for (; cache.looked_at < until; ++cache.looked_at) {
    const auto& event = events[cache.looked_at];
    if (event.source >= actors || event.target >= actors || event.source == event.target) continue;
    cache.edges.insert(
        {std::min(event.source, event.target), std::max(event.source, event.target)});
  }
  const bool is_whole = !recording->is_running() && cache.looked_at == events.size();
  const bool is_new = cache.places.size() != actors;
  if (!is_new && (!is_whole || cache.edges == cache.laid_out)) return;
  cache.laid_out = cache.edges;
  const std::vector<GraphEdge> edges(cache.edges.begin(), cache.edges.end());
  cache.places = lay_out_graph(actors, edges);
  ++cache.layout;
}

LineLook look_of(const AppState& state, const PairEvents& pair) {
  const auto& palette = state.palette();
  const float width = std::min(1.5F + 0.9F * std::log2(static_cast<float>(pair.count)), 6.0F);
  if (pair.balance > 0) return {.colour = palette.accent, .width = width};
  if (pair.balance < 0) return {.colour = palette.bad, .width = width, .is_dashed = true};
  return {.colour = palette.text_dim, .width = 1.2F};
}

// a sample of each kind of line and what it means, as far as there is room
void legend(AppState& state) {
  struct Sample {
    LineLook look;
    const char* text;
  };
  auto& list = *ImGui::GetWindowDrawList();
  const auto& palette = state.palette();
  const auto* font = state.fonts.small;
  const auto from = ImGui::GetCursorScreenPos();
  const float right = from.x + ImGui::GetContentRegionAvail().x;
  const float y = from.y + line_height(font) / 2;
  float x = from.x;
  for (const auto& sample :
       {Sample{{.colour = palette.accent, .width = 2.5F}, "cooperation"},
        Sample{{.colour = palette.bad, .width = 2.5F, .is_dashed = true}, "conflict"}}) {
    draw_line(list, {{x, y}, {x + 24, y}, 0}, sample.look);
    text_at(list, font, {x + 29, from.y}, palette.text, sample.text);
    x += 29 + text_width(font, sample.text) + 12;
  }
  const auto rest = fmt::format("last {}", look_back_text(*state.program));
  if (right - x > 40) cut_text(list, font, {x, from.y}, palette.text_dim, rest, right - x);
  ImGui::Dummy({right - from.x, line_height(font)});
  mark(state, "relations-legend");
  tip(state, fmt::format("Solid and blue: cooperation prevails between the two. Dashed and red: "
                         "conflict prevails. Thin and grey: neither. What counts is the sum of the "
                         "Goldstein scores of all events between them in the last {}. The wider, "
                         "the more events. A small number on a line is the pair's rung of the "
                         "ladder.",
                         look_back_text(*state.program)));
}

struct Drawn {
  AppState& state;
  const GraphFit& fit;
  const PairWindow& window;
  std::vector<GraphLine> lines;  // of the window's pairs

  bool is_of(const PairEvents& pair, ActorId actor) const {
    return pair.a == actor || pair.b == actor;
  }
  // the pair that the mouse is on
  std::size_t hot_line(ImVec2 mouse) const {
    std::size_t best = lines.size();
    float nearest = kReach;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const float far = distance_to(lines[i], mouse);
      if (far > nearest) continue;
      nearest = far;
      best = i;
    }
    return best;
  }
  // the pair of the event that another panel's mouse is on
  bool is_pointed_at(const PairEvents& pair) const {
    const auto number = state.selection.hovered_before;
    if (number == 0 || number > state.events().size()) return false;
    const auto& event = state.events()[number - 1];
    return is_of(pair, event.source) && is_of(pair, event.target) && event.source != event.target;
  }

  void draw_edges(std::size_t hot, ActorId hot_node) const {
    auto& list = *ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto& pair = window.pairs[i];
      auto look = look_of(state, pair);
      const bool is_hot = i == hot || is_pointed_at(pair);
      const bool is_back =
          hot_node != kNobody ? !is_of(pair, hot_node) : hot < lines.size() && !is_hot;
      if (is_hot) draw_line(list, lines[i], {state.palette().playhead, look.width + 3});
      look.colour = faded(look.colour, is_back ? 0.25F : 0.95F);
      draw_line(list, lines[i], look);
    }
  }

  void draw_rungs(std::size_t hot, ActorId hot_node) const {
    if (!state.program->has_ladder) return;
    auto& list = *ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto& pair = window.pairs[i];
      if (pair.balance >= 0 || pair.rung_event == 0 || rung_text(*state.program, pair.rung).empty())
        continue;
      const bool is_meant = i == hot || (hot_node != kNobody && is_of(pair, hot_node));
      if (!is_meant && lines.size() > kMostPills) continue;
      const auto index = short_number(pair.rung);
      draw_pill(state, list, point_on(lines[i], 0.5F), index, look_of(state, pair).colour);
    }
  }
};

void mark_lines(AppState& state, const Drawn& drawn) {
  const auto& actors = state.program->actors;
  for (std::size_t i = 0; i < drawn.lines.size() && i < 40; ++i) {
    const auto& pair = drawn.window.pairs[i];
    const auto middle = point_on(drawn.lines[i], 0.4F);
    mark(state, fmt::format("relation-{}-{}", actors[pair.a].id, actors[pair.b].id),
         {middle.x - 2, middle.y - 2, 4, 4});
  }
}

// the last event that an actor did or suffered before the playhead
std::uint32_t latest_of(const AppState& state, const PairWindow& window, ActorId actor) {
  for (auto i = window.stretch.last; i-- > window.stretch.first;) {
    const auto& event = state.events()[i];
    if (event.source == actor || event.target == actor) return event.number;
  }
  return 0;
}

void by_events(AppState& state, const GraphFit& fit, bool is_hovered) {
  const auto& window = pairs_now(state);
  Drawn drawn{state, fit, window, {}};
  for (const auto& pair : window.pairs) drawn.lines.push_back(line_between(fit, pair.a, pair.b));
  const auto mouse = ImGui::GetIO().MousePos;
  const ActorId node = is_hovered ? node_at(fit, mouse) : kNobody;
  const bool on_node = node != kNobody;
  const auto hot = is_hovered && !on_node ? drawn.hot_line(mouse) : drawn.lines.size();
  drawn.draw_edges(hot, node);
  drawn.draw_rungs(hot, node);
  draw_nodes(state, fit, node);
  mark_lines(state, drawn);
  const bool is_clicked = is_hovered && ImGui::IsMouseClicked(0);
  if (hot < drawn.lines.size()) {
    const auto& pair = window.pairs[hot];
    point_at(state, pair.latest);
    show_tip(state, pair_lines(state, pair) + "\nClick: why did the latest happen?");
    if (is_clicked) select_event(state, pair.latest, false);
  } else if (on_node) {
    show_tip(state, actor_lines(state, node) + "\nClick: its latest event");
    if (!is_clicked) return;
    const auto latest = latest_of(state, window, node);
    if (latest != 0) select_event(state, latest, false);
  }
}

}  // namespace

void relations_tab(AppState& state) {
  auto& cache = state.caches.relations;
  follow_edges(state);
  choose_relation(state);
  const bool is_by_events = cache.by == 0;
  if (is_by_events) {
    legend(state);
  } else {
    relation_legend(state);
  }
  const auto rect = graph_area("##relations_graph");
  const bool is_hovered = ImGui::IsItemHovered();
  mark(state, "relations-graph", rect);
  fit_nodes(state, cache.fit, cache.places, cache.layout, rect);
  for (ActorId a = 0; a < cache.fit.nodes.size() && a < 40; ++a) {
    const auto& node = cache.fit.nodes[a];
    const float r = cache.fit.radius;
    mark(state, "relation-node-" + state.program->actors[a].id,
         {node.x - r, node.y - r, 2 * r, 2 * r});
  }
  if (!is_by_events) return relations_by_variable(state, cache.fit, is_hovered);
  by_events(state, cache.fit, is_hovered);
  if (pairs_now(state).pairs.empty()) {
    auto& list = *ImGui::GetWindowDrawList();
    const auto text =
        fmt::format("No event between two actors in the last {}", look_back_text(*state.program));
    cut_text(list, state.fonts.small, {rect.x, rect.bottom() - line_height(state.fonts.small)},
             state.palette().text_dim, text, rect.width);
  }
}

}  // namespace brink::viz
