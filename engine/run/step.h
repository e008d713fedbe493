#pragma once

#include <algorithm>

#include "engine/run/agenda.h"
#include "engine/run/run.h"
#include "engine/run/trace.h"

namespace brink {

/// What a step did.
enum class Status : std::uint8_t {
  event,  // an event happened, or something that is none (a window's end, interventions) was done
  decision,  // the same, and the next entry is a decision
  ended,     // an outcome was reached or the time is over
  error,     // the run cannot go on: see Run::error
};

namespace internal {
SimTime first_intervention_after(const Overlay& overlay, SimTime now);
}

/// The instant of the next intervention, never when there is none.
/// Cost: O(log interventions); nothing to speak of where there are none.
inline SimTime next_intervention(const Run& run) {
  if (run.overlay->interventions.empty()) [[likely]]
    return SimTime::never();
  return internal::first_intervention_after(*run.overlay, run.now());
}

/// The instant of the next entry or intervention; the run's end when none is left.
inline SimTime peek(const Run& run) {
  return std::min({earliest(run), next_intervention(run), run.header().end});
}

/// The parts of a step, for `step` alone.
namespace internal {
struct Taken {
  std::uint32_t index = 0;
  EntryKind kind = EntryKind::event;
  bool is_event = false;  // it happens, and is the run's current thing
};
Taken take_next(Run& run);
void follow(Run& run, Taken taken);
void finish(Run& run);
void intervene(Run& run, SimTime at);
inline Status status_of(const Run& run) {
  const auto status = run.header().status;
  if (status != RunStatus::running) [[unlikely]] {
    return status == RunStatus::failed ? Status::error : Status::ended;
  }
  if (is_agenda_empty(run) || kind_of_earliest(run) != EntryKind::decision) return Status::event;
  return next_intervention(run) <= earliest(run) ? Status::event : Status::decision;
}
}  // namespace internal

/// Whether an observer is told of traces: it has `kWantsTraces` = true, and
///   void on_trace(const Run&, const Trace&);  // the evaluations that Run::trace asks for
template <class Observer>
constexpr bool wants_traces() {
  if constexpr (requires { Observer::kWantsTraces; }) {
    return Observer::kWantsTraces;
  } else {
    return false;
  }
}

namespace internal {

template <class Observer>
void tell_what_was_done(Run& run, Observer& observer) {
  if constexpr (wants_traces<Observer>()) {
    for (const auto& trace : run.traces) observer.on_trace(run, trace);
    run.traces.clear();
  }
  if constexpr (Observer::kWantsJournal) {
    for (const auto& write : run.writes) observer.on_write(run, write);
    for (const auto& note : run.notes) observer.on_note(run, note);
    run.writes.clear();
    run.notes.clear();
  }
  if (run.header().status == RunStatus::ended) observer.on_end(run);
}

template <class Observer>
Status step_by_intervening(Run& run, Observer& observer) {
  const SimTime at = next_intervention(run);
  observer.before(run.now(), at, run);
  intervene(run, at);
  tell_what_was_done(run, observer);
  return status_of(run);
}

}  // namespace internal

/// Does the next thing on the agenda, or the interventions of the next instant, and tells the
/// observer. The only function that advances a Run.
///
/// Observer has
///   static constexpr bool kWantsJournal;   // whether writes and notes are collected for it
///   void before(SimTime t0, SimTime t1, const Run&);  // nothing happens in [t0, t1): read it here
///   void on_event(const Run&, const EventRecord&, const Attributes&);  // before its rules act
///   void on_write(const Run&, const Write&);
///   void on_note(const Run&, const Note&);
///   void on_end(const Run&);               // once, with the state as it is at the end
///
/// Cost: O(log pending) and what the rules on the event cost.
template <class Observer>
Status step(Run& run, Observer& observer) {
  if (run.header().status != RunStatus::running) return internal::status_of(run);
  run.keep_journal = Observer::kWantsJournal;
  if (!run.overlay->interventions.empty() && next_intervention(run) == peek(run)) [[unlikely]] {
    return internal::step_by_intervening(run, observer);
  }
  const SimTime next = std::min(earliest(run), run.header().end);
  const bool over = earliest(run) > run.header().end;
  if (next > run.now()) observer.before(run.now(), next, run);
  if (over) {
    internal::finish(run);
  } else {
    const auto taken = internal::take_next(run);
    if (taken.is_event) observer.on_event(run, run.current.event, run.current.attributes);
    internal::follow(run, taken);
  }
  internal::tell_what_was_done(run, observer);
  return internal::status_of(run);
}

/// Steps until the end (or an error), or until `stop()` is true, which is asked before each step.
template <class Observer, class Stop>
Status run_until(Run& run, Observer& observer, const Stop& stop) {
  Status status = Status::event;
  while ((status == Status::event || status == Status::decision) && !stop()) {
    status = step(run, observer);
  }
  return status;
}

/// Steps to the end (or an error).
template <class Observer>
Status run_to_end(Run& run, Observer& observer) {
  return run_until(run, observer, [] { return false; });
}

}  // namespace brink
