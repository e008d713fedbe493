#include "viz/pair_events.h"

#include <algorithm>

namespace brink::viz {

LogStretch looking_back(const Blocks<EventRecord>& events, std::size_t size, SimTime now,
                        Duration window) {
  const auto begin = events.begin();
  const auto first =
      std::partition_point(begin, begin + static_cast<std::ptrdiff_t>(size),
                           [&](const EventRecord& event) { return event.time + window <= now; });
  return {static_cast<std::size_t>(first - begin), size};
}

std::vector<double> goldstein_scores(const Program& program) {
  std::vector<double> scores(program.types.size());
  const auto scale = std::find(program.scales.begin(), program.scales.end(), "goldstein");
  const auto index = static_cast<std::size_t>(scale - program.scales.begin());
  for (std::size_t t = 0; t < scores.size(); ++t) {
    if (index < program.types[t].scores.size()) scores[t] = program.types[t].scores[index];
  }
  return scores;
}

std::vector<PairEvents> pair_events(const Program& program, const Blocks<EventRecord>& events,
                                    const LogStretch& stretch, std::span<const double> scores) {
  const auto actors = program.actors.size();
  std::vector<std::uint32_t> place(actors * (actors + 1) / 2, kNone);
  std::vector<PairEvents> pairs;
  for (auto i = stretch.first; i < stretch.last; ++i) {
    const auto& event = events[i];
    if (event.source >= actors || event.target >= actors || event.source == event.target) continue;
    auto& at = place[pair_index(event.source, event.target)];
    if (at == kNone) {
      at = static_cast<std::uint32_t>(pairs.size());
      pairs.push_back(
          {.a = std::min(event.source, event.target), .b = std::max(event.source, event.target)});
    }
    auto& pair = pairs[at];
    ++pair.count;
    pair.latest = event.number;
    pair.balance += scores[event.type];
    pair.cooperative += scores[event.type] > 0 ? 1 : 0;
    pair.hostile += scores[event.type] < 0 ? 1 : 0;
    const auto& type = program.types[event.type];
    if (!type.has_rung || type.rung < pair.rung) continue;
    pair.rung = type.rung;
    pair.rung_event = event.number;
  }
  std::sort(pairs.begin(), pairs.end(), [](const PairEvents& x, const PairEvents& y) {
    return std::pair(x.a, x.b) < std::pair(y.a, y.b);
  });
  return pairs;
}

std::vector<ActorWorst> worst_by_actor(std::size_t actors, const Blocks<EventRecord>& events,
                                       const LogStretch& stretch,
                                       std::span<const EventLook> looks) {
  std::vector<ActorWorst> worst(actors);
  for (auto i = stretch.first; i < stretch.last; ++i) {
    const auto& event = events[i];
    if (event.source >= actors) continue;
    auto& own = worst[event.source];
    if (looks[event.type].severity >= own.severity) {
      own = {looks[event.type].severity, event.number};
    }
  }
  return worst;
}

}  // namespace brink::viz
