#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>

#include "engine/program/influence.h"

namespace brink {

std::vector<std::uint32_t> steps_from(const Influence& graph,
                                      const std::vector<std::uint32_t>& starts, bool backwards) {
  using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
  // one vertex more, from which all starts are reached
  const auto first = static_cast<std::uint32_t>(graph.nodes.size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  edges.reserve(graph.edges.size() + starts.size());
  for (const auto& edge : graph.edges) {
    edges.emplace_back(backwards ? edge.to : edge.from, backwards ? edge.from : edge.to);
  }
  for (const auto start : starts) edges.emplace_back(first, start);
  const Graph boost_graph(boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(),
                          first + 1U);
  const auto index = boost::get(boost::vertex_index, boost_graph);
  std::vector<boost::default_color_type> colours(first + 1U, boost::white_color);
  std::vector<std::uint32_t> steps(first + 1U, 0);
  const auto distances = boost::make_iterator_property_map(steps.begin(), index);
  boost::breadth_first_search(
      boost_graph, first,
      boost::color_map(boost::make_iterator_property_map(colours.begin(), index))
          .visitor(
              boost::make_bfs_visitor(boost::record_distances(distances, boost::on_tree_edge()))));
  for (std::uint32_t i = 0; i < first; ++i) {
    steps[i] = colours[i] == boost::white_color ? kNone : steps[i] - 1;
  }
  steps.pop_back();
  return steps;
}

std::vector<bool> reached(const Influence& graph, const std::vector<std::uint32_t>& starts,
                          bool backwards) {
  const auto steps = steps_from(graph, starts, backwards);
  std::vector<bool> marks(steps.size());
  for (std::size_t i = 0; i < marks.size(); ++i) marks[i] = steps[i] != kNone;
  return marks;
}

std::vector<std::uint32_t> nodes_named(const Program& program, const Influence& graph,
                                       std::string_view name) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].name == name) found.push_back(i);
  }
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    const auto& slot = program.slots[s];
    const auto dot = slot.name.find('.');
    const bool is_variable = slot.owner != kNobody && slot.other == kNobody &&
                             dot != std::string::npos &&
                             std::string_view(slot.name).substr(dot + 1) == name;
    if (slot.name == name || is_variable) found.push_back(graph.node_of_slot[s]);
  }
  for (std::size_t i = 0; i < graph.node_of_let.size(); ++i) {
    if (program.scenario.lets[i].label.id == name) found.push_back(graph.node_of_let[i]);
  }
  for (TypeId t = 0; t < program.types.size(); ++t) {
    if (program.types[t].name != name) continue;
    for (TypeId below = t; below <= program.types[t].last; ++below) {
      if (graph.node_of_type[below] != kNone) found.push_back(graph.node_of_type[below]);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Influence part_of(const Influence& graph, const std::vector<bool>& keep) {
  Influence part;
  std::vector<std::uint32_t> place(graph.nodes.size(), kNone);
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    if (!keep[i]) continue;
    place[i] = static_cast<std::uint32_t>(part.nodes.size());
    part.nodes.push_back(graph.nodes[i]);
  }
  for (auto edge : graph.edges) {
    if (!keep[edge.from] || !keep[edge.to]) continue;
    edge.from = place[edge.from];
    edge.to = place[edge.to];
    part.edges.push_back(edge);
  }
  return part;
}

}  // namespace brink
