#pragma once

#include <deque>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "engine/report/timeline_items.h"

namespace brink {

/// Follows every pair of actors on the ladder, event by event, as `rung(a, b)` defines it: the
/// highest rung of an event between them in the trailing window.
class RungHistory {
 public:
  explicit RungHistory(const Program& program) : program_(&program) {}

  struct Fall {
    SimTime time;
    RungChange change;
  };
  /// Falls to another named rung up to an instant, in order.
  std::vector<Fall> falls_until(SimTime time);

  /// What an event changes. What ends at its very instant is weighed against
  /// it. REQUIRES: the falls before event.time were taken.
  std::optional<RungChange> take(const EventRecord& event);

 private:
  using Pair = std::pair<ActorId, ActorId>;
  struct Hold {
    SimTime until;
    double height = 0;
  };
  double height_of(const Pair& pair) const;

  const Program* program_;
  std::map<Pair, std::deque<Hold>> holds_;        // falling heights, rising times
  std::set<std::pair<SimTime, Pair>> next_fall_;  // the end of each pair's first hold
};

}  // namespace brink
