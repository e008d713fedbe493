#include "engine/program/cycles.h"

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>

namespace brink {
namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
using Vertex = std::uint32_t;
using Edge = std::pair<Vertex, Vertex>;

constexpr std::size_t kMaxTried = 200;  // rules of one part from which a shortest way is looked for
constexpr std::size_t kMaxCycles = 100;  // findings that anybody reads
constexpr Vertex kUnset = kNone;

Graph graph_of(std::size_t vertices, const std::vector<Edge>& edges) {
  return {boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(), vertices};
}

// vertices: rules, then sorts of events, then triggers
struct Wiring {
  std::size_t rules = 0;
  std::size_t sorts = 0;
  std::size_t vertices = 0;
  std::vector<Edge> edges;
};

// what happens in one instant; `certain`: only what nothing can keep from happening
Wiring wiring_of(const Program& program, const EventFlow& flow, const std::vector<bool>& fires,
                 bool certain) {
  Wiring wiring{.rules = program.rules.size(), .sorts = flow.sorts.size()};
  wiring.vertices = wiring.rules + wiring.sorts + flow.triggers.size();
  const auto sort = [&](std::uint32_t s) { return static_cast<Vertex>(wiring.rules + s); };
  const auto trigger = [&](std::uint32_t t) {
    return static_cast<Vertex>(wiring.rules + wiring.sorts + t);
  };
  for (const auto& making : flow.makings) {
    if (making.by != Making::By::rule || making.delayed || !fires[making.owner]) continue;
    const auto& rule = program.rules[making.owner];
    if (!rule.has_pattern || !is_at_once(program, rule.after)) continue;
    if (certain && (making.guarded || is_guarded(program, rule))) continue;
    wiring.edges.emplace_back(making.owner, sort(making.sort));
  }
  for (const auto& match : flow.matches) {
    if (certain && !match.certain) continue;
    wiring.edges.emplace_back(sort(match.sort), trigger(match.trigger));
  }
  for (std::uint32_t r = 0; r < wiring.rules; ++r) {
    for (const auto t : flow.triggers_of_rule[r]) wiring.edges.emplace_back(trigger(t), r);
  }
  return wiring;
}

// the vertices of each part that has a way back, those of the first rule first
std::vector<std::vector<Vertex>> parts_of(const Wiring& wiring) {
  const auto graph = graph_of(wiring.vertices, wiring.edges);
  std::vector<Vertex> part(wiring.vertices);
  const auto map =
      boost::make_iterator_property_map(part.begin(), boost::get(boost::vertex_index, graph));
  const auto count = boost::strong_components(graph, map);
  std::vector<std::size_t> sizes(count);
  for (const auto p : part) ++sizes[p];
  std::vector<Vertex> place(count, kUnset);
  std::vector<std::vector<Vertex>> parts;
  // every way back goes over a rule, and rules come first
  for (Vertex v = 0; v < wiring.vertices; ++v) {
    if (sizes[part[v]] < 2) continue;
    if (place[part[v]] == kUnset) {
      place[part[v]] = static_cast<Vertex>(parts.size());
      parts.emplace_back();
    }
    parts[place[part[v]]].push_back(v);
  }
  return parts;
}

// keeps the first vertex from which an edge leads back to the start
struct Back : boost::base_visitor<Back> {
  using event_filter = boost::on_examine_edge;
  Vertex start;
  std::size_t* last;
  Back(Vertex s, std::size_t* l) : start(s), last(l) {}
  void operator()(const boost::graph_traits<Graph>::edge_descriptor& edge, const Graph& graph) {
    const bool first = *last == boost::num_vertices(graph);
    if (first && boost::target(edge, graph) == start) *last = boost::source(edge, graph);
  }
};

// the shortest way from a vertex back to itself
std::vector<Vertex> way_back(const Graph& graph, Vertex start) {
  const auto n = boost::num_vertices(graph);
  std::vector<std::size_t> before(n, n);
  std::vector<boost::default_color_type> colours(n, boost::white_color);
  const auto index = boost::get(boost::vertex_index, graph);
  const auto predecessors = boost::make_iterator_property_map(before.begin(), index);
  std::size_t last = n;
  boost::breadth_first_search(
      graph, start,
      boost::color_map(boost::make_iterator_property_map(colours.begin(), index))
          .visitor(boost::make_bfs_visitor(
              std::make_pair(boost::record_predecessors(predecessors, boost::on_tree_edge()),
                             Back(start, &last)))));
  std::vector<Vertex> way;
  for (auto v = last; v != n; v = before[v]) way.push_back(static_cast<Vertex>(v));
  std::reverse(way.begin(), way.end());
  return way;
}

// the shortest cycle of a part that begins at one of its first rules
std::vector<Vertex> shortest_cycle(const Wiring& wiring, const std::vector<Vertex>& part,
                                   const std::vector<Edge>& edges) {
  const auto graph = graph_of(part.size(), edges);
  std::size_t rules = 0;
  while (rules < part.size() && part[rules] < wiring.rules) ++rules;
  const auto tried = rules <= kMaxTried ? rules : 1;
  std::vector<Vertex> best;
  for (Vertex start = 0; start < tried; ++start) {
    auto way = way_back(graph, start);
    if (best.empty() || way.size() < best.size()) best = std::move(way);
  }
  for (auto& vertex : best) vertex = part[vertex];
  return best;
}

Cycle named(const Wiring& wiring, const EventFlow& flow, const std::vector<Vertex>& way) {
  Cycle cycle;
  for (const auto v : way) {
    if (v < wiring.rules) {
      cycle.rules.push_back(v);
    } else if (v < wiring.rules + wiring.sorts) {
      cycle.made.push_back(flow.sorts[v - wiring.rules].type);
    }
  }
  return cycle;
}

// adds the cycles of parts of which no rule is `told` of yet
void find_cycles(const Program& program, const EventFlow& flow, const std::vector<bool>& fires,
                 bool certain, std::vector<bool>& told, std::vector<Cycle>& cycles) {
  const auto wiring = wiring_of(program, flow, fires, certain);
  const auto parts = parts_of(wiring);
  if (parts.empty()) return;
  std::vector<Vertex> part(wiring.vertices, kUnset);
  std::vector<Vertex> place(wiring.vertices, kUnset);
  for (Vertex p = 0; p < parts.size(); ++p) {
    for (Vertex i = 0; i < parts[p].size(); ++i) {
      part[parts[p][i]] = p;
      place[parts[p][i]] = i;
    }
  }
  std::vector<std::vector<Edge>> edges(parts.size());
  for (const auto& [from, to] : wiring.edges) {
    if (part[from] == kUnset || part[from] != part[to]) continue;
    edges[part[from]].emplace_back(place[from], place[to]);
  }
  for (std::size_t p = 0; p < parts.size() && cycles.size() < kMaxCycles; ++p) {
    const auto is_told = [&](Vertex v) { return v < wiring.rules && told[v]; };
    if (std::any_of(parts[p].begin(), parts[p].end(), is_told)) continue;
    cycles.push_back(named(wiring, flow, shortest_cycle(wiring, parts[p], edges[p])));
    cycles.back().certain = certain;
    for (const auto v : parts[p]) {
      if (v < wiring.rules) told[v] = true;
    }
  }
}

}  // namespace

std::vector<Cycle> zero_delay_cycles(const Program& program, const EventFlow& flow,
                                     const std::vector<bool>& fires) {
  std::vector<Cycle> cycles;
  if (!flow.is_complete) return cycles;
  std::vector<bool> told(program.rules.size());
  find_cycles(program, flow, fires, true, told, cycles);
  find_cycles(program, flow, fires, false, told, cycles);
  return cycles;
}

}  // namespace brink
