#include <algorithm>
#include <array>

#include "engine/base/hash.h"
#include "engine/base/samplers.h"
#include "engine/run/agenda.h"
#include "engine/run/state.h"
#include "engine/run/trace.h"

namespace brink {
namespace {

ClockState& clock_of(Run& run, std::uint32_t instance) {
  return run.block.view<ClockState>(kClocks)[instance];
}

bool gate_is_open(const Run& run, std::uint32_t instance) {
  const auto watch = run.program->instances[instance].gate_watch;
  return watch == kNone || run.block.view<WatchState>(kWatches)[watch].holds;
}

// the Exp(1) that a clock waits for before a firing
double waiting_unit(const Run& run, const ProcessInstance& info, std::uint64_t firing) {
  Draws draws(run.seed, mix(info.path, firing), static_cast<std::uint32_t>(Purpose::clock));
  return sample::standard_exponential(draws);
}

EntryOrder order_of_firing(const ProcessInstance& info, std::uint32_t instance,
                           std::uint32_t cause) {
  return {.parent = cause,
          .phase = 1,
          .rank = rank_of(EntryKind::process) + instance,
          .priority = info.priority};
}

// until a clock with a rate that stays fires
Duration wait_of(const ClockState& clock) {
  return days_rounded_up(std::max(0.0, clock.remaining) / clock.rate);
}

// in the place of the one it has, if any
void set_entry(Run& run, std::uint32_t instance, SimTime at, EntryKind kind, std::uint32_t cause) {
  const auto order = order_of_firing(run.program->instances[instance], instance, cause);
  const auto entry = reschedule(run, clock_of(run, instance).entry, at, kind, instance, order);
  clock_of(run, instance).entry = entry;
}

void keep_form(Run& run, std::uint32_t instance, const Drift& form) {
  if (clock_of(run, instance).form == kNone) {
    const auto place = run.block.push(kForms, form);
    clock_of(run, instance).form = place;
  } else {
    run.block.view<Drift>(kForms)[clock_of(run, instance).form] = form;
  }
}

// fires within the next `until` days, or is looked at again when the form ends
void spend_form(Run& run, std::uint32_t instance, const Drift& form, double until,
                SimTime valid_until, std::uint32_t cause) {
  keep_form(run, instance, form);
  clock_of(run, instance).is_moving = true;
  const double due = form.time_to_area(clock_of(run, instance).remaining, until);
  if (due >= 0) {
    set_entry(run, instance, run.now() + days_rounded_up(due), EntryKind::process, cause);
  } else {
    set_entry(run, instance, valid_until, EntryKind::retime, cause);
  }
}

// a rate that moves: counts as 0 where it is below 0
void retime_moving(Run& run, std::uint32_t instance, Drift form, SimTime valid_until,
                   std::uint32_t cause) {
  const SimTime now = run.now();
  double until = in_days(valid_until - now);
  const auto terms = form.terms();
  const bool never_negative = std::all_of(terms.begin(), terms.end(),
                                          [](const Drift::Term& t) { return t.coefficient >= 0; });
  if (!never_negative) {
    std::array<double, 1> zero{};
    if (form.zeros(0, until, zero) > 0) {
      until = zero[0];
      valid_until = std::min(valid_until, now + days_rounded_up(until));
      if (valid_until == now) valid_until.us = now.us + 1;
    }
    if (form.value(until / 2) < 0) {
      ++clock_of(run, instance).negative;
      form = Drift::constant(0);
    }
  }
  spend_form(run, instance, form, until, valid_until, cause);
}

// a rate that stays until something else is written
void set_rate(Run& run, std::uint32_t instance, double rate, std::uint32_t cause) {
  auto& clock = clock_of(run, instance);
  if (rate < 0) ++clock.negative;
  clock.rate = std::max(0.0, rate);
  if (clock.rate <= 0) return;
  set_entry(run, instance, run.now() + wait_of(clock), EntryKind::process, cause);
}

void retime_rate(Run& run, std::uint32_t instance, std::uint32_t cause) {
  const auto& info = run.program->instances[instance];
  const auto node = run.program->processes[info.process].rate;
  const EvalContext context{.run = &run, .at = run.now(), .self = info.self, .other = info.other};
  Value rate{};
  if (!evaluate_good(run, node, context, rate)) return;
  auto& clock = clock_of(run, instance);
  clock.is_moving = false;
  if (info.is_integrated) {
    if (rate.number < 0) ++clock.negative;
    SimTime valid_until;
    const auto form = integrated_form(run, instance, valid_until);
    if (!form) return;
    spend_form(run, instance, *form, in_days(valid_until - run.now()), valid_until, cause);
    return;
  }
  if (run.program->nodes[node].moves) {
    SimTime valid_until = run.header().end + Duration{1};
    const auto form = closed_form(node, context, valid_until);
    if (!form.is_constant()) {
      retime_moving(run, instance, form, valid_until, cause);
      return;
    }
    if (valid_until <= run.header().end) {
      // constant for now, but something it reads still moves
      retime_moving(run, instance, form, valid_until, cause);
      return;
    }
  }
  set_rate(run, instance, rate.number, cause);
}

}  // namespace

bool retime_plain(Run& run, std::uint32_t instance, std::uint32_t cause) {
  const auto& info = run.program->instances[instance];
  auto& clock = clock_of(run, instance);
  if (!info.is_plain || !clock.is_open || clock.rate <= 0) return false;
  const EvalContext context{.run = &run, .at = run.now(), .self = info.self, .other = info.other};
  const double rate = evaluate_number(info.rate, context);
  if (rate == clock.rate) return true;
  if (!(rate > 0) || !exact::is_finite(rate) || run.trace != nullptr) return false;
  const SimTime now = run.now();
  clock.remaining -= clock.rate * in_days({now.us - clock.since.us});
  clock.since = now;
  clock.rate = rate;
  if (cause != kSameCause) clock.cause = cause;
  const auto entry = reschedule(run, clock.entry, now + wait_of(clock), EntryKind::process,
                                instance, order_of_firing(info, instance, clock.cause));
  clock_of(run, instance).entry = entry;  // the block may have moved
  return true;
}

void spend_clock(Run& run, std::uint32_t instance) {
  auto& clock = clock_of(run, instance);
  const Duration elapsed = run.now() - clock.since;
  clock.since = run.now();
  if (!clock.is_open || elapsed.us == 0) return;
  const auto& process = run.program->processes[run.program->instances[instance].process];
  if (process.every != kNone) {
    clock.left.us = std::max<std::int64_t>(0, clock.left.us - elapsed.us);
    return;
  }
  const double t = in_days(elapsed);
  const double spent =
      clock.is_moving ? run.block.view<Drift>(kForms)[clock.form].integral(t) : clock.rate * t;
  clock.remaining -= spent;
}

void retime(Run& run, std::uint32_t instance, std::uint32_t cause) {
  spend_clock(run, instance);
  auto& clock = clock_of(run, instance);
  cancel(run, clock.entry);
  clock.entry = kNone;
  if (cause == kSameCause) cause = clock.cause;
  clock.cause = cause;
  clock.is_open = gate_is_open(run, instance);
  trace_clock(run, instance, TraceKind::retimed, clock.is_open ? 1 : 0, cause);
  if (!clock.is_open) return;
  const auto& process = run.program->processes[run.program->instances[instance].process];
  if (process.every != kNone) {
    set_entry(run, instance, run.now() + clock.left, EntryKind::process, cause);
  } else {
    retime_rate(run, instance, cause);
  }
}

bool refire_plain(Run& run, std::uint32_t instance, std::uint32_t cause) {
  const auto& info = run.program->instances[instance];
  if (!info.is_plain || run.trace != nullptr) return false;
  const EvalContext context{.run = &run, .at = run.now(), .self = info.self, .other = info.other};
  const double rate = evaluate_number(info.rate, context);
  auto& clock = clock_of(run, instance);
  if (!gate_is_open(run, instance) || !(rate > 0) || !exact::is_finite(rate)) return false;
  clock.remaining = waiting_unit(run, info, clock.firings) + std::min(0.0, clock.remaining);
  clock.rate = rate;
  clock.steps = 0;
  clock.is_moving = false;
  const auto entry = schedule(run, run.now() + wait_of(clock), EntryKind::process, instance,
                              order_of_firing(info, instance, cause));
  clock_of(run, instance).entry = entry;  // the block may have moved
  return true;
}

void rewind_clock(Run& run, std::uint32_t instance) {
  const auto& info = run.program->instances[instance];
  const auto& process = run.program->processes[info.process];
  auto& clock = clock_of(run, instance);
  clock.since = run.now();
  clock.steps = 0;
  if (process.every == kNone) {
    // firing times round up: what was overspent by that comes off the next waiting time
    const double unit = waiting_unit(run, info, clock.firings);
    clock.remaining = unit + std::min(0.0, clock.remaining);
    trace_clock(run, instance, TraceKind::clock, unit);
    return;
  }
  const EvalContext context{.run = &run,
                            .at = run.now(),
                            .self = info.self,
                            .other = info.other,
                            .key = mix(info.path, clock.firings)};
  Value left{};
  if (!evaluate_good(run, process.every, context, left)) return;
  if (left.whole <= 0 && !process.every_is_drawn) {
    fail(run, RunError::Kind::bad_delay, process.every, left, context);
    return;
  }
  trace_clock(run, instance, TraceKind::clock);
  clock_of(run, instance).left = {std::max<std::int64_t>(1, left.whole)};
}

}  // namespace brink
