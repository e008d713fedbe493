#include "engine/run/routes.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <compare>
#include <limits>
#include <vector>

#include "engine/base/hash.h"
#include "engine/run/evaluate.h"
#include "engine/run/state.h"

namespace brink {
namespace {

// of a route: fewer links break ties, so that a route by channels without delay never goes in a
// circle
struct Length {
  std::int64_t us = 0;
  std::int64_t links = 0;
  auto operator<=>(const Length&) const = default;
};

// farther than a channel whose delay has no finite mean
constexpr Length kFar{std::numeric_limits<std::int64_t>::max(),
                      std::numeric_limits<std::int64_t>::max()};

Length sum(const Length& a, const Length& b) {
  return {saturating_add(a.us, b.us), a.links + b.links};
}

struct Edge {
  Length length;
};
using Graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Edge>;

// a link that is open, in one of its directions
struct OpenStep {
  RouteStep step = 0;
  std::uint16_t from = 0;  // places in the net
  std::uint16_t to = 0;
  Length length;
};

// false: the delay cannot be computed
bool expected_delay(Run& run, const Channel& channel, ActorId self, ActorId other,
                    std::int64_t& us) {
  us = 0;
  if (channel.delay == kNone) return true;
  const EvalContext context{
      .run = &run, .at = run.now(), .self = self, .other = other, .means = true};
  Value length{};
  if (!evaluate_good(run, channel.delay, context, length)) return false;
  us = std::max<std::int64_t>(channel.delay_is_drawn ? 1 : 0, length.whole);
  return true;
}

bool find_open_steps(Run& run, std::uint32_t route_set, std::vector<OpenStep>& steps) {
  const auto& program = *run.program;
  for (const auto link : program.route_sets[route_set].links) {
    if (!is_open(run, link)) continue;
    const auto& ends = program.links[link];
    const auto& channel = program.channels[ends.channel];
    for (const bool back : {false, true}) {
      if (back && channel.directed) continue;
      const auto from = back ? ends.b : ends.a;
      const auto to = back ? ends.a : ends.b;
      OpenStep step{
          link * 2 + (back ? 1 : 0), program.place_in_net[from], program.place_in_net[to], {0, 1}};
      if (!expected_delay(run, channel, from, to, step.length.us)) return false;
      steps.push_back(step);
    }
  }
  return true;
}

// how far each actor of the net is from `to`, along the steps
std::vector<Length> lengths_to(std::size_t to, std::size_t actors,
                               const std::vector<OpenStep>& steps) {
  Graph backwards(actors);
  for (const auto& step : steps) boost::add_edge(step.to, step.from, {step.length}, backwards);
  std::vector<Length> lengths(actors);
  boost::dijkstra_shortest_paths(
      backwards, to,
      boost::weight_map(boost::get(&Edge::length, backwards))
          .distance_map(boost::make_iterator_property_map(
              lengths.begin(), boost::get(boost::vertex_index, backwards)))
          .distance_compare(std::less<Length>())
          .distance_combine(&sum)
          .distance_inf(kFar)
          .distance_zero(Length{}));
  return lengths;
}

bool find_tree(Run& run, std::uint32_t route_set, ActorId to, RouteTree& tree) {
  const auto actors = run.program->net.size();
  std::vector<OpenStep> steps;
  if (!find_open_steps(run, route_set, steps)) return false;
  const auto lengths = lengths_to(run.program->place_in_net[to], actors, steps);
  if (tree.row == kNone) {
    tree.row = run.block.size(kRoutes);
    for (std::size_t i = 0; i < actors; ++i) run.block.push(kRoutes, std::uint32_t{kNone});
  }
  const auto row = run.block.view<std::uint32_t>(kRoutes).subspan(tree.row, actors);
  std::fill(row.begin(), row.end(), kNone);
  for (const auto& step : steps) {
    const bool leads =
        lengths[step.to] != kFar && sum(lengths[step.to], step.length) == lengths[step.from];
    if (leads && row[step.from] == kNone) row[step.from] = step.step;
  }
  tree.version = run.header().routes_version;
  tree.at = run.now();
  return true;
}

// a run may go on under another overlay than its routes were found under
void look_at_overlay(Run& run) {
  std::uint64_t hash = 0;
  const auto& suppressed = run.overlay->suppressed_channels;
  for (std::size_t i = 0; i < suppressed.size(); ++i) {
    if (suppressed[i]) hash = mix(hash, i + 1);
  }
  if (hash == run.header().routes_overlay) return;
  run.header().routes_overlay = hash;
  ++run.header().routes_version;
}

}  // namespace

bool is_open(const Run& run, std::uint32_t link) {
  const auto& info = run.program->links[link];
  if (Overlay::bit(run.overlay->suppressed_channels, info.channel)) return false;
  return info.open_watch == kNone || run.block.view<WatchState>(kWatches)[info.open_watch].holds;
}

RouteStep next_step(Run& run, std::uint32_t route_set, ActorId from, ActorId to) {
  const auto& program = *run.program;
  const auto first = program.place_in_net[from];
  const auto last = program.place_in_net[to];
  if (first == kNoId || last == kNoId) return kNone;
  look_at_overlay(run);
  const auto place = route_set * program.net.size() + last;
  auto tree = run.block.view<RouteTree>(kRouteTrees)[place];
  const bool stands =
      tree.version == run.header().routes_version && (!program.delays_move || tree.at == run.now());
  if (!stands) {
    if (!find_tree(run, route_set, to, tree)) return kNone;
    run.block.view<RouteTree>(kRouteTrees)[place] = tree;
  }
  return run.block.view<std::uint32_t>(kRoutes)[tree.row + first];
}

}  // namespace brink
