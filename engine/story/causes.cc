#include "engine/story/causes.h"

#include <algorithm>
#include <optional>

#include "engine/base/check.h"

namespace brink {
namespace {

std::optional<std::size_t> place_of(std::span<const std::uint32_t> chosen, std::uint32_t number) {
  const auto at = std::lower_bound(chosen.begin(), chosen.end(), number);
  if (at == chosen.end() || *at != number) return std::nullopt;
  return static_cast<std::size_t>(at - chosen.begin());
}

}  // namespace

CauseGraph cause_graph(const Blocks<EventRecord>& events, std::span<const std::uint32_t> chosen,
                       std::span<const Contribution> contributions) {
  CauseGraph graph(chosen.size());
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    graph[i].event = chosen[i];
    const auto parent = place_of(chosen, events[chosen[i] - 1].cause);
    if (parent) boost::add_edge(*parent, i, CauseEdge{CauseKind::parent}, graph);
  }
  std::vector<Contribution> sorted(contributions.begin(), contributions.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  for (const auto& [from, to] : sorted) {
    BRINK_CHECK(from < to);
    const auto a = place_of(chosen, from);
    const auto b = place_of(chosen, to);
    if (!a || !b || events[to - 1].cause == from) continue;
    boost::add_edge(*a, *b, CauseEdge{CauseKind::contributor}, graph);
  }
  return graph;
}

std::vector<std::uint32_t> chain_of(const Blocks<EventRecord>& events, std::uint32_t number) {
  std::vector<std::uint32_t> chain;
  while (number != 0) {
    chain.push_back(number);
    number = events[number - 1].cause;
  }
  return chain;
}

std::vector<Effect> effects_of(const Blocks<EventRecord>& events, std::uint32_t number) {
  constexpr std::uint32_t kNotOne = 0xFFFF'FFFF;
  std::vector<std::uint32_t> depth(events.size() + 1, kNotOne);
  std::vector<Effect> effects;
  for (std::uint32_t n = number; n != 0 && n <= events.size(); ++n) {
    const auto cause = events[n - 1].cause;
    if (n == number) {
      depth[n] = 0;
    } else if (cause != 0 && depth[cause] != kNotOne) {
      depth[n] = depth[cause] + 1;
    }
    if (depth[n] != kNotOne) effects.push_back({n, depth[n]});
  }
  return effects;
}

}  // namespace brink
