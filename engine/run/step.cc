#include "engine/run/step.h"

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/run/emissions.h"
#include "engine/run/history.h"
#include "engine/run/invariants.h"
#include "engine/run/messages.h"
#include "engine/run/offers.h"
#include "engine/run/parties.h"
#include "engine/run/respond.h"
#include "engine/run/state.h"

namespace brink {
namespace {

void begin_schedule(Run& run) {
  for (std::uint32_t i = 0; i < run.program->schedule.size(); ++i) {
    const auto& entry = run.program->schedule[i];
    const EvalContext context{.run = &run, .at = run.now(), .key = entry.path};
    Value at{};
    if (!evaluate_good(run, entry.at, context, at)) return;
    trace_schedule(run, i, TraceKind::at, context);
    if (at.whole < 0) continue;  // before the start: it has happened
    schedule(run, {at.whole}, EntryKind::schedule, i,
             {.phase = 1, .rank = rank_of(EntryKind::schedule) + i, .priority = entry.priority});
  }
}

// the first thing on every agenda: schedule, watches and clocks begin
void begin(Run& run) {
  begin_schedule(run);
  const auto& program = *run.program;
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    if (program.slots[s].law != Law::constant) restart_law(run, s);
  }
  follow_flows(run);
  for (std::uint32_t i = 0; i < program.instances.size(); ++i) rewind_clock(run, i);
  for (std::uint32_t i = 0; i < program.watches.size(); ++i) {
    if (program.watches[i].kind == Watch::Kind::gate) check_watch(run, i, 0);
  }
  for (std::uint32_t i = 0; i < program.instances.size(); ++i) retime(run, i, 0);
  for (std::uint32_t i = 0; i < program.watches.size(); ++i) {
    if (program.watches[i].kind != Watch::Kind::gate) check_watch(run, i, 0);
  }
}

void fire_process(Run& run, std::uint32_t instance) {
  const auto& info = run.program->instances[instance];
  const auto& process = run.program->processes[info.process];
  spend_clock(run, instance);
  auto& clock = run.block.view<ClockState>(kClocks)[instance];
  clock.entry = kNone;
  Actor actor{.context = {.run = &run, .at = run.now(), .self = info.self, .other = info.other},
              .key = mix(info.path, clock.firings),
              .cause = clock.cause,
              .maker = static_cast<std::uint16_t>(instance),
              .origin = Origin::process,
              .response = mix(info.path, clock.firings),
              .traced = is_traced(run, instance, clock.firings)};
  trace_clock(run, instance, TraceKind::gate);
  trace_clock(run, instance, TraceKind::rate);
  ++clock.firings;
  const auto cause = clock.cause;
  if (!Overlay::bit(run.overlay->suppressed_processes, info.process)) {
    emit(run, process.emission, actor, 0);
  }
  if (run.block.size(kMarkedFlows) == 0 && refire_plain(run, instance, cause)) return;
  rewind_clock(run, instance);
  follow_flows(run);
  retime(run, instance, cause);
}

void fire_schedule(Run& run, std::uint32_t index) {
  if (Overlay::bit(run.overlay->suppressed_schedule, index)) return;
  const auto& entry = run.program->schedule[index];
  Actor actor{.context = {.run = &run, .at = run.now()},
              .key = entry.path,
              .maker = static_cast<std::uint16_t>(index),
              .origin = Origin::schedule,
              .response = entry.path,
              .traced = is_traced_entry(run, index)};
  trace_schedule(run, index, TraceKind::condition, actor.context);
  if (entry.condition != kNone && !ask(run, entry.condition, actor.context)) return;
  emit(run, entry.emission, actor, 0);
}

// an offer's or an agreement's time is over: an event of the engine's own
void engine_event(Run& run, TypeId type, OfferId id, std::uint32_t cause, ActorId target) {
  const auto& offer = offer_state(run, id);
  auto& made = run.current;
  clear(made);
  // an offer lapses once, and its agreement expires once
  made.event.key = mix(offer.key, run.program->types[type].path);
  made.event.type = type;
  made.event.cause = cause;
  made.event.source = offer.proposer;
  made.event.target = target;
  made.event.offer = id;
  made.event.is_public = offer.is_public;
}

void lapse(Run& run, OfferId id) {
  run.block.view<OfferState>(kOffers)[id].lapse_entry = kNone;
  close_offer(run, id, OfferStatus::lapsed);
  engine_event(run, run.program->roots.lapse, id, offer_state(run, id).event,
               first_waiting(run, id));
}

void expire(Run& run, std::uint32_t place) {
  const auto agreement = run.block.view<AgreementState>(kAgreements)[place];
  run.block.view<AgreementState>(kAgreements)[place].entry = kNone;
  end_terms(run, place, agreement.terms);
  engine_event(run, run.program->roots.expire, agreement.offer, agreement.event,
               first_bound(run, agreement.offer));
}

}  // namespace

void internal::end_instant(Run& run) {
  auto& header = run.header();
  if (run.error.kind != RunError::Kind::none) return;
  run.error.time = header.now;
  if (header.events > run.overlay->max_events ||
      header.entries / kMaxEntriesPerEvent > run.overlay->max_events) {
    run.error.kind = RunError::Kind::too_many_events;
    return;
  }
  run.error.kind = RunError::Kind::zeno;
  run.error.rule = header.last_rule;
  const auto recent = run.block.view<EventRecord>(kRecent);
  for (std::uint32_t i = 0; i < kRecentEvents; ++i) {
    run.error.chain[i] = recent[(header.events + i) % kRecentEvents];
  }
}

namespace {

// numbers the event and remembers it; its offer opens, is in force or ends, history counts it
void happen(Run& run) {
  auto& header = run.header();
  auto& event = run.current.event;
  auto& recent = run.block.view<EventRecord>(kRecent)[header.events % kRecentEvents];
  recent = event;
  recent.time = event.time = header.now;
  recent.number = event.number = ++header.events;
  if (event.offer != kNone) {
    const auto& program = *run.program;
    if (program.types[event.type].is_offer) open_offer(run, event);
    if (is_a(program, event.type, program.roots.accept)) begin_agreement(run, event);
    if (event.ends != kNoId) end_terms_of(run, event.offer, std::uint32_t{1} << event.ends);
  }
  if (run.program->types[event.type].is_quiet) return;
  record_history(run, event, run.current.attributes);
  know_at_once(run, event, run.current.attributes);
}

}  // namespace

namespace internal {

Taken take_next(Run& run) {
  const auto entry = pop_earliest(run);
  Taken taken{entry.index, entry.kind};
  run.header().now = entry.time;
  switch (taken.kind) {
    case EntryKind::event:
      take_pending(run, taken.index);
      break;
    case EntryKind::lapse:
      lapse(run, taken.index);
      break;
    case EntryKind::expiry:
      expire(run, taken.index);
      break;
    default:
      count_instant(run, false);
      return taken;
  }
  const auto& event = run.current.event;
  if (run.overlay->suppresses(event.key)) {
    if (event.offer != kNone && taken.kind == EntryKind::event &&
        run.program->types[event.type].is_offer) {
      miss_offer(run, event);
    }
    if (event.ends != kNoId) keep_term(run, event.offer, event.ends);
    count_instant(run, false);
    return taken;
  }
  taken.is_event = true;
  happen(run);
  count_instant(run, true);
  return taken;
}

SimTime first_intervention_after(const Overlay& overlay, SimTime now) {
  const auto& all = overlay.interventions;
  const auto next = std::upper_bound(all.begin(), all.end(), now,
                                     [](SimTime t, const Intervention& i) { return t < i.at; });
  return next == all.end() ? SimTime::never() : next->at;
}

// follows from no event, and counts as nothing that the run did
void intervene(Run& run, SimTime at) {
  run.header().now = at;
  for (const auto& intervention : run.overlay->interventions) {
    if (intervention.at == at) write_slot(run, intervention.slot, intervention.value, {});
  }
  settle(run, 0);
  if (run.error.kind != RunError::Kind::none) run.header().status = RunStatus::failed;
#ifdef BRINK_INVARIANTS
  check_invariants(run);
#endif
}

void follow(Run& run, Taken taken) {
  std::uint32_t cause = 0;
  const auto index = taken.index;
  switch (taken.kind) {
    case EntryKind::begin:
      begin(run);
      break;
    case EntryKind::watch: {
      auto& state = run.block.view<WatchState>(kWatches)[index];
      state.entry = kNone;
      cause = state.cause;
      check_watch(run, index, cause);
      break;
    }
    case EntryKind::flow:
      continue_flow(run, index);
      cause = kSameCause;
      break;
    case EntryKind::window:
      cause = expire_window(run, index);
      break;
    case EntryKind::ladder:
      run.block.view<std::uint32_t>(kRungEntries)[index] = kNone;
      cause = event_leaving_rung(run, index);
      expire_rung(run, index);
      break;
    case EntryKind::schedule:
      fire_schedule(run, index);
      break;
    case EntryKind::process:
      fire_process(run, index);
      break;
    case EntryKind::retime:
      ++run.block.view<ClockState>(kClocks)[index].steps;
      run.block.view<ClockState>(kClocks)[index].entry = kNone;
      retime(run, index, run.block.view<ClockState>(kClocks)[index].cause);
      break;
    case EntryKind::decision:
      decide(run, take_pending(run, index));
      break;
    case EntryKind::deeds: {
      const auto& pending = take_pending(run, index);
      cause = pending.event.number;
      act(run, pending);
      break;
    }
    case EntryKind::hop:
    case EntryKind::hearing: {
      const auto& pending = take_pending(run, index);
      cause = pending.event.number;
      if (taken.kind == EntryKind::hop) {
        end_hop(run, pending);
      } else {
        learn_of(run, pending.event, pending.attributes, pending.self);
      }
      break;
    }
    case EntryKind::event:
    case EntryKind::lapse:
    case EntryKind::expiry:
      if (!taken.is_event) break;
      cause = run.current.event.number;
      if (!run.program->types[run.current.event.type].is_quiet) send(run, run.current);
      respond_to(run, run.current.event, run.current.attributes);
      break;
  }
  settle(run, cause);
  if (run.error.kind != RunError::Kind::none) run.header().status = RunStatus::failed;
#ifdef BRINK_INVARIANTS
  check_invariants(run);
#endif
}

// the time is over; when that is the scenario's own end, what holds otherwise is the outcome
void finish(Run& run) {
  auto& header = run.header();
  header.now = header.end;
  header.status = RunStatus::ended;
  if (header.end < SimTime{} + run.program->horizon) return;
  const auto& outcomes = run.program->outcomes;
  for (std::uint32_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].when == kNone) header.outcome = i;
  }
}

}  // namespace internal
}  // namespace brink
