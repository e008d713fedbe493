#pragma once

#include "engine/run/run.h"

namespace brink {

/// The cell of a tally for the actors that pick it; kNone when they pick none.
std::uint32_t cell_of(const Program& program, const Tally& tally, ActorId source, ActorId target);

/// Matching events in the trailing window of a windowed tally's cell, at the run's now.
/// Cost: O(events of the window that have expired since the last one was added).
double count_in_window(const Run& run, std::uint32_t tally, std::uint32_t cell);

/// True if an event matches; `where` is evaluated with the event, and false if it cannot be told.
bool matches(const Run& run, const EventPattern& pattern, const EventRecord& event,
             const Attributes& attributes);

/// The same; a `where` that cannot be told ends the run with an error.
bool matches_or_fail(Run& run, const EventPattern& pattern, const EventRecord& event,
                     const Attributes& attributes);

/// Counts an event in every tally and on the ladder, and tells their readers.
void record_history(Run& run, const EventRecord& event, const Attributes& attributes);

/// An event has left the window of a cell; the pair's rung may have fallen.
void expire_window(Run& run, std::uint32_t cell);
void expire_rung(Run& run, std::uint32_t pair);

}  // namespace brink
