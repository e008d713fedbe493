#include "engine/program/firing.h"

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>

namespace brink {
namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
using Vertex = std::uint32_t;

// vertices: rules, sorts of events, triggers, and last where all begins
class Wiring {
 public:
  Wiring(const Program& program, const EventFlow& flow) : program_(program), flow_(flow) {}

  std::vector<std::pair<Vertex, Vertex>> edges() const {
    std::vector<std::pair<Vertex, Vertex>> edges;
    for (const auto& making : flow_.makings) {
      if (goes_on(making)) edges.emplace_back(origin(making), sort(making.sort));
    }
    add_engine(edges);
    for (const auto& match : flow_.matches) {
      edges.emplace_back(sort(match.sort), trigger(match.trigger));
    }
    for (Vertex r = 0; r < flow_.triggers_of_rule.size(); ++r) {
      for (const auto t : flow_.triggers_of_rule[r]) edges.emplace_back(trigger(t), r);
      if (!program_.rules[r].has_pattern) edges.emplace_back(start(), r);
    }
    return edges;
  }

  Vertex start() const { return trigger(static_cast<std::uint32_t>(flow_.triggers.size())); }

 private:
  bool goes_on(const Making& making) const {
    if (making.by == Making::By::engine) return false;
    if (making.by == Making::By::rule)
      return !is_switched_off(program_, program_.rules[making.owner]);
    if (making.by == Making::By::process) {
      const auto& process = program_.processes[making.owner];
      return !is_never(program_, process.gate) && !is_never(program_, process.rate);
    }
    return !is_never(program_, program_.schedule[making.owner].condition);
  }
  Vertex origin(const Making& making) const {
    return making.by == Making::By::rule ? making.owner : start();
  }
  // offers lapse, and agreements expire
  void add_engine(std::vector<std::pair<Vertex, Vertex>>& edges) const {
    const auto& roots = program_.roots;
    for (const auto& making : flow_.makings) {
      if (making.by != Making::By::engine) continue;
      const bool ends = making.type == roots.expire;
      const auto lead = ends ? roots.accept : static_cast<TypeId>(making.owner);
      const auto last = ends ? program_.types[roots.accept].last : lead;
      for (TypeId t = lead; t <= last; ++t) {
        for (const auto s : flow_.sorts_of_type[t]) edges.emplace_back(sort(s), sort(making.sort));
      }
    }
  }
  Vertex sort(std::uint32_t s) const { return static_cast<Vertex>(program_.rules.size() + s); }
  Vertex trigger(std::uint32_t t) const {
    return static_cast<Vertex>(program_.rules.size() + flow_.sorts.size() + t);
  }

  const Program& program_;
  const EventFlow& flow_;
};

}  // namespace

bool is_switched_off(const Program& program, const Rule& rule) {
  return is_never(program, rule.condition) || is_never(program, rule.chance) ||
         is_never(program, rule.still) || is_never(program, rule.when);
}

std::vector<bool> rules_that_fire(const Program& program, const EventFlow& flow) {
  if (!flow.is_complete) return std::vector<bool>(program.rules.size(), true);
  const Wiring wiring(program, flow);
  const auto edges = wiring.edges();
  const Graph graph(boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(),
                    wiring.start() + 1U);
  std::vector<boost::default_color_type> colours(wiring.start() + 1U, boost::white_color);
  boost::breadth_first_search(graph, wiring.start(),
                              boost::color_map(boost::make_iterator_property_map(
                                  colours.begin(), boost::get(boost::vertex_index, graph))));
  std::vector<bool> fires(program.rules.size());
  for (std::size_t r = 0; r < fires.size(); ++r) {
    fires[r] = colours[r] != boost::white_color && !is_switched_off(program, program.rules[r]);
  }
  return fires;
}

}  // namespace brink
