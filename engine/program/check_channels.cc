#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>

#include "engine/program/checks.h"

namespace brink::internal {
namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS>;

// whom messages from one of the sources can reach by the links of a route set, whatever is open
ActorSet reached_by(const Program& program, std::uint32_t route_set, const ActorSet& sources) {
  const auto actors = static_cast<std::uint32_t>(program.actors.size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (const auto index : program.route_sets[route_set].links) {
    const auto& link = program.links[index];
    edges.emplace_back(link.a, link.b);
    if (!program.channels[link.channel].directed) edges.emplace_back(link.b, link.a);
  }
  // one vertex more, from which all sources are reached
  for (std::uint32_t i = 0; i < actors; ++i) {
    if (sources.has(i)) edges.emplace_back(actors, i);
  }
  const Graph graph(boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(), actors + 1U);
  std::vector<boost::default_color_type> colours(actors + 1U, boost::white_color);
  boost::breadth_first_search(graph, actors,
                              boost::color_map(boost::make_iterator_property_map(
                                  colours.begin(), boost::get(boost::vertex_index, graph))));
  ActorSet reached;
  for (std::uint32_t i = 0; i < actors; ++i) {
    reached.members.push_back(colours[i] != boost::white_color);
  }
  return reached;
}

// those who are sent something by channels and can never get it
void check_reach(const Check& check, const EventSort& sort, Position at) {
  const auto& program = check.program;
  const auto via = program.types[sort.type].via;
  const auto reached = reached_by(program, via == kNone ? 0 : via, sort.sources);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < program.actors.size(); ++i) {
    if (sort.targets.has(i) && !reached.has(i)) names.push_back(program.actors[i].id);
  }
  if (names.empty()) return;
  check.warn(at,
             fmt::format("no channel leads this `{}` to {}", program.types[sort.type].name,
                         names_text(names)),
             via == kNone ? "join them under `channels:`; without a way it is `undelivered`"
                          : "widen its `via:`, or join them under `channels:`; without a way it is "
                            "`undelivered`");
}

void check_use(const Check& check) {
  const auto& program = check.program;
  for (std::uint32_t c = 0; c < program.channels.size(); ++c) {
    if (carries_any(program, check.flow, c)) continue;
    check.warn(program.channels[c].at,
               fmt::format("nothing goes by channel `{}`", program.channels[c].name),
               "private events do, and those whose type has `via:`; or delete it");
  }
}

}  // namespace

void check_channels(const Check& check) {
  if (check.program.channels.empty()) return;
  check_use(check);
  if (!check.flow.is_complete) return;
  std::vector<bool> told(check.flow.sorts.size());
  for (const auto& making : check.flow.makings) {
    const auto& type = check.program.types[making.type];
    // an answer goes back the way its offer came
    const bool own = making.emission != nullptr && (type.via != kNone || !type.is_public);
    if (!own || told[making.sort] || !may_travel(check.program, check.flow, making.type)) continue;
    told[making.sort] = true;
    check_reach(check, check.flow.sorts[making.sort], making.at);
  }
}

}  // namespace brink::internal
