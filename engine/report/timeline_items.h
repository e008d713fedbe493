#pragma once

#include <optional>
#include <vector>

#include "engine/report/finished_run.h"

namespace brink {

/// A pair of actors, in the order of the file, moving to another named rung of the ladder.
struct RungChange {
  ActorId a = kNobody;
  ActorId b = kNobody;
  double before = 0;
  double after = 0;
};

/// One thing the timeline tells: an event with what follows from it, or something that is no event.
struct TimelineItem {
  /// At one instant, after one event: in this order.
  enum class Kind : std::uint8_t { event, change, note, rung };
  Kind kind = Kind::event;
  SimTime time;
  std::uint32_t after = 0;  // number of the last event before it (or its own)
  const EventRecord* event = nullptr;
  const Note* note = nullptr;        // of a note; of an event: the decision it follows from
  RuleId rule = kNoId;               // of a change; kNoId: of interventions
  std::uint32_t cause = 0;           // of a change
  std::vector<const Write*> writes;  // in the order they were made
  std::optional<RungChange> rung;
};

/// The timeline of a run in order of time: events; the notes that say more than an event does; what
/// changed, under the event or note it belongs to; moves on the ladder.
///
/// Cost: O(n log n), n = events + writes + notes. Borrows from the log.
std::vector<TimelineItem> timeline_items(const FinishedRun& run);

/// True of what was set from outside: the interventions of one instant.
inline bool is_what_if(const TimelineItem& item) {
  return item.kind == TimelineItem::Kind::change && item.rule == kNoId;
}

/// Place of the named rung a height belongs to, from 0; -1 below the first.
int rung_index(const Program& program, double height);

}  // namespace brink
