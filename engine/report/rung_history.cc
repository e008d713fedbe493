#include "engine/report/rung_history.h"

#include <algorithm>

namespace brink {

int rung_index(const Program& program, double height) {
  int index = -1;
  for (std::size_t i = 0; i < program.rungs.size(); ++i) {
    if (program.rungs[i].at <= height) index = static_cast<int>(i);
  }
  return index;
}

double RungHistory::height_of(const Pair& pair) const {
  const auto known = holds_.find(pair);
  return known == holds_.end() || known->second.empty() ? 0 : known->second.front().height;
}

std::vector<RungHistory::Fall> RungHistory::falls_until(SimTime time) {
  std::vector<Fall> falls;
  while (!next_fall_.empty() && next_fall_.begin()->first <= time) {
    const auto [at, pair] = *next_fall_.begin();
    next_fall_.erase(next_fall_.begin());
    auto& holds = holds_[pair];
    const double before = holds.front().height;
    holds.pop_front();
    if (!holds.empty()) next_fall_.insert({holds.front().until, pair});
    const double after = height_of(pair);
    if (rung_index(*program_, before) == rung_index(*program_, after)) continue;
    falls.push_back({at, {pair.first, pair.second, before, after}});
  }
  return falls;
}

std::optional<RungChange> RungHistory::take(const EventRecord& event) {
  const auto& type = program_->types[event.type];
  if (!program_->has_ladder || !type.has_rung || event.source == kNobody ||
      event.target == kNobody) {
    return std::nullopt;
  }
  const Pair pair = std::minmax(event.source, event.target);
  const double before = height_of(pair);
  auto& holds = holds_[pair];
  if (!holds.empty()) next_fall_.erase({holds.front().until, pair});
  while (!holds.empty() && holds.front().until <= event.time) holds.pop_front();
  while (!holds.empty() && holds.back().height <= type.rung) holds.pop_back();
  holds.push_back({event.time + program_->ladder_window, type.rung});
  next_fall_.insert({holds.front().until, pair});
  const double after = height_of(pair);
  if (rung_index(*program_, before) == rung_index(*program_, after)) return std::nullopt;
  return RungChange{pair.first, pair.second, before, after};
}

}  // namespace brink
