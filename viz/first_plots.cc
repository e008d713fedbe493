#include "viz/first_plots.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/program/influence.h"

namespace brink::viz {
namespace {

constexpr std::size_t kFirstPlots = 4;
constexpr double kOfSameOwner = 4;  // points that the second variable of an owner loses

/// What of a scenario's graph tells how much a variable matters.
struct Weight {
  int writers = 0;   // that may make it jump
  int deciders = 0;  // rules, processes, outcomes that read it
  int readers = 0;   // anything else
};

std::vector<Weight> weights_of(const Influence& graph) {
  std::vector<Weight> weights(graph.nodes.size());
  for (const auto& edge : graph.edges) {
    if (edge.link == InfluenceKind::writes) ++weights[edge.to].writers;
    if (edge.from == edge.to) continue;
    const auto reader = graph.nodes[edge.to].thing;
    const bool decides = reader == Thing::rule || reader == Thing::process ||
                         reader == Thing::outcome || reader == Thing::event;
    ++(decides ? weights[edge.from].deciders : weights[edge.from].readers);
  }
  return weights;
}

// 0: it is not worth a plot
double points_of(const SlotInfo& slot, const Weight& weight) {
  const bool moves = slot.law == Law::decay || slot.law == Law::flow;
  if (weight.writers == 0 && slot.law == Law::constant) return 0;
  double points = 2.0 * std::min(weight.deciders, 4) + std::min(weight.readers, 3);
  points += 2.0 * std::min(weight.writers, 3);
  if (moves) points += 2;
  if (std::isfinite(slot.low) && std::isfinite(slot.high)) points += 1;
  if (!slot.unit.empty()) points += 1;
  // a straight line whatever happens
  if (weight.writers == 0 && !moves) points /= 4;
  return points;
}

}  // namespace

std::vector<SlotId> first_plots(const Program& program) {
  const auto graph = influence_of(program);
  const auto weights = weights_of(graph);
  std::vector<std::pair<double, SlotId>> worth;
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    const auto& slot = program.slots[s];
    if (slot.is_parameter || slot.type != ValueType::number || slot.other != kNobody) continue;
    const auto node = graph.node_of_slot[s];
    if (node == kNone) continue;
    const double points = points_of(slot, weights[node]);
    if (points > 0) worth.emplace_back(points, s);
  }
  std::map<ActorId, int> of_owner;
  std::vector<SlotId> chosen;
  while (chosen.size() < kFirstPlots && !worth.empty()) {
    const auto left = [&](const auto& candidate) {
      return candidate.first - kOfSameOwner * of_owner[program.slots[candidate.second].owner];
    };
    // of equals the first in the file
    const auto best =
        std::max_element(worth.begin(), worth.end(),
                         [&](const auto& a, const auto& b) { return left(a) < left(b); });
    chosen.push_back(best->second);
    ++of_owner[program.slots[best->second].owner];
    worth.erase(best);
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace brink::viz
