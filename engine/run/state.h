#pragma once

#include <optional>

#include "engine/run/evaluate.h"
#include "engine/run/run.h"

namespace brink {

/// What a change of the state follows from.
struct CausedBy {
  std::uint32_t event = 0;  // number; 0 = none
  RuleId rule = kNoId;
  ActorId self = kNobody;  // who responds by that rule
};

/// Gives a slot a new value now: held at its range (counted), journalled, told to its readers.
void write_slot(Run& run, SlotId slot, Value value, CausedBy by);

/// Begins or renews a slot's law from what its expressions say now; its value does not change.
void restart_law(Run& run, SlotId slot);

/// Tells the readers of a dependency (a slot, a history cell, a term, ...) that it changed.
void mark(Run& run, std::uint32_t dependency, std::uint32_t pair = kNone);

/// Ends the run with an error about an expression's value.
void fail(Run& run, RunError::Kind kind, NodeId node, Value value, const EvalContext& context);

/// Evaluates where only a good value will do: a NaN, an infinite number or a duration that cannot
/// be computed ends the run with an error. Returns false then.
bool evaluate_good(Run& run, NodeId node, const EvalContext& context, Value& value);

/// A length of time to wait: at least 1 µs where it is drawn; elsewhere a negative one ends the run
/// with an error. No node means no wait. Returns false when there is none.
bool delay_of(Run& run, NodeId node, bool drawn, const EvalContext& context, Duration& delay);

/// A number or duration held within a slot's range; says whether it had to be.
Value held_in_range(const SlotInfo& info, Value value, bool& clamped);

/// A truth, asked where one that cannot be told ends the run with an error (and counts as false).
bool ask(Run& run, NodeId node, const EvalContext& context);

// step.cc

/// What one instant may hold, and how many entries an event may stand for in the bound on all.
inline constexpr std::uint64_t kMaxEventsPerInstant = 10'000;
inline constexpr std::uint64_t kMaxEntriesPerInstant = 200'000;
inline constexpr std::uint64_t kMaxEntriesPerEvent = 4;

namespace internal {
void end_instant(Run& run);  // with an error: there is too much
}

/// Counts an event, or what is none, of this instant; too many end the run with an error.
inline void count_instant(Run& run, bool event) {
  auto& header = run.header();
  if (header.instant != header.now) {
    header.instant = header.now;
    header.instant_events = 0;
    header.instant_entries = 0;
  }
  header.instant_events += event ? 1 : 0;
  const bool fits = ++header.instant_entries <= kMaxEntriesPerInstant &&
                    header.instant_events <= kMaxEventsPerInstant &&
                    header.events <= run.overlay->max_events &&
                    ++header.entries / kMaxEntriesPerEvent <= run.overlay->max_events;
  if (!fits) [[unlikely]]
    internal::end_instant(run);
}

// flows.cc

/// A system begins anew from its present values: its variables are anchored now, it is marked to
/// take its step before anything follows from it, and its readers are told.
void restart_flow(Run& run, std::uint32_t system);

/// Takes the steps of all marked systems, in order.
void follow_flows(Run& run);

/// The present step of a system is over: takes the next.
void continue_flow(Run& run, std::uint32_t system);

/// The earliest instant after now, and before `limit`, at which one of the breaks may come.
SimTime first_break(const Run& run, const Breaks& breaks, SimTime limit);

/// A step of `days`, in whole microseconds, at least one.
Duration step_length(double days);

/// The microsecond of a step at which its equations are asked for `t` [day]: never the one at which
/// it ends, because what they read may jump there.
Duration instant_within(double t, Duration length);

/// Steps of one system in a run, or of one rate from one firing to the next, beyond which it counts
/// as too fast to follow. Beginning anew counts for nothing.
inline constexpr std::uint32_t kMaxSteps = 2'000'000;

/// So does a system that takes this many steps for less than this length.
inline constexpr std::uint32_t kManySteps = 100'000;
inline constexpr Duration kSlowProgress{1'000'000'000};

// integrate.cc

/// A rate without closed form, from now on: the slope of its integral, and until when that holds.
/// Nothing when the run ended with an error.
std::optional<Drift> integrated_form(Run& run, std::uint32_t instance, SimTime& valid_until);

// clocks.cc

/// The commonest case of `retime`: an open clock's rate that does not move between events, and may
/// still be what it was. False: it is another case, and nothing was done.
bool retime_plain(Run& run, std::uint32_t instance, std::uint32_t cause);

/// The commonest case of what follows a firing, `rewind_clock` and `retime`: an open clock's rate
/// that does not move between events. REQUIRES: the clock is spent up to now and has no entry.
/// False: it is another case, and nothing was done.
bool refire_plain(Run& run, std::uint32_t instance, std::uint32_t cause);

/// Accounts for the time a process's clock has run, then gives it its firing time anew.
void retime(Run& run, std::uint32_t instance, std::uint32_t cause);

/// Accounts for the time a process's clock has run since it was last looked at.
void spend_clock(Run& run, std::uint32_t instance);

/// Draws the clock's next unit waiting time (or the next `every`), from now on.
void rewind_clock(Run& run, std::uint32_t instance);

/// Instead of a number: what happens follows from no event of its own, a motion only goes on. What
/// is asked again keeps the cause it had.
inline constexpr std::uint32_t kSameCause = kNone;

// watches.cc

/// Asks every marked watch and re-times every marked process, in order, until nothing is marked.
/// What becomes true is put on the agenda (rules) or noted (outcomes).
void settle(Run& run, std::uint32_t cause);

/// Asks one watch now.
void check_watch(Run& run, std::uint32_t watch, std::uint32_t cause);

}  // namespace brink
