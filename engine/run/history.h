#pragma once

#include "engine/run/run.h"

namespace brink {

/// The cell of a tally for the actors that pick it; kNone when they pick none.
std::uint32_t cell_of(const Program& program, const Tally& tally, ActorId source, ActorId target,
                      ActorId knower = kNobody);

/// An actor learns of an event: counted where `knows` asks for it.
void record_knowledge(Run& run, const EventRecord& event, const Attributes& attributes,
                      ActorId knower);

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

/// An event has left the window of a cell: its number.
std::uint32_t expire_window(Run& run, std::uint32_t cell);

/// The pair's rung may have fallen.
void expire_rung(Run& run, std::uint32_t pair);

/// The number of the event that held a pair's rung until now; 0 when none did.
std::uint32_t event_leaving_rung(const Run& run, std::uint32_t pair);

/// The number of the event that holds a pair's rung at an instant; 0 when none does.
std::uint32_t event_on_rung(const Run& run, ActorId a, ActorId b, SimTime at);

}  // namespace brink
