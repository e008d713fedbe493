#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/run/observers.h"
#include "viz/event_look.h"

namespace brink::viz {

/// What happened between two actors, in either direction, in a stretch of a log.
///
/// balance     sum of the events' Goldstein scores: above 0 when cooperation prevails
/// rung        highest of the ladder; `rung_event` the last event on it; 0: none had a rung
/// latest      number of the last event
struct PairEvents {
  ActorId a = kNobody;  // the lower
  ActorId b = kNobody;
  std::uint32_t count = 0;
  std::uint32_t cooperative = 0;  // with a score above 0
  std::uint32_t hostile = 0;      // below 0
  double balance = 0;
  double rung = 0;
  std::uint32_t rung_event = 0;
  std::uint32_t latest = 0;
};

/// The worst that one actor did in a stretch: the event of greatest severity, the last of several.
struct ActorWorst {
  double severity = -1;
  std::uint32_t event = 0;  // 0: it did nothing
};

/// The stretch of a log that looks back from a place: indices of events, not numbers.
struct LogStretch {
  std::size_t first = 0;
  std::size_t last = 0;  // one beyond
  friend bool operator==(const LogStretch&, const LogStretch&) = default;
};

/// The events of the last `window` before and at an instant, of the first `size`. One that is
/// exactly as old as the window is left out, as the ladder does. Cost: O(log size).
LogStretch looking_back(const Blocks<EventRecord>& events, std::size_t size, SimTime now,
                        Duration window);

/// By type: how cooperative it is, 10 to -10. Types' Goldstein scores; all 0 where there are none.
std::vector<double> goldstein_scores(const Program& program);

/// The pairs that had events between them, by `a`, then `b`. Cost: O(actors² + events).
std::vector<PairEvents> pair_events(const Program& program, const Blocks<EventRecord>& events,
                                    const LogStretch& stretch, std::span<const double> scores);

/// By actor, the worst of what it did. Cost: O(actors + events).
std::vector<ActorWorst> worst_by_actor(std::size_t actors, const Blocks<EventRecord>& events,
                                       const LogStretch& stretch, std::span<const EventLook> looks);

}  // namespace brink::viz
