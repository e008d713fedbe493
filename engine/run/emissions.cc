#include "engine/run/emissions.h"

#include <algorithm>
#include <array>

#include "engine/base/hash.h"
#include "engine/base/samplers.h"
#include "engine/run/agenda.h"
#include "engine/run/offers.h"
#include "engine/run/state.h"
#include "engine/run/trace.h"

namespace brink {

ActorId party_of(Party party, ActorId known, const EvalContext& context) {
  switch (party) {
    case Party::self:
      return context.self;
    case Party::source:
      return context.event->source;
    case Party::target:
      return context.event->target;
    default:
      return known;
  }
}

void begin_event(const Run& run, TypeId type, const Actor& actor, std::uint32_t ordinal,
                 Pending& made) {
  made.event.key = mix(actor.key, ordinal);
  made.event.type = type;
  made.event.cause = actor.cause;
  made.event.maker = actor.maker;
  made.event.origin = actor.origin;
  made.event.option = actor.option;
  made.event.is_public = run.program->types[type].is_public;
}

bool fill_attributes(Run& run, const Emission& emission, const EvalContext& outside,
                     Pending& made) {
  const auto& infos = run.program->types[emission.type].attributes;
  if (infos.empty()) return true;
  made.event.attributes = static_cast<std::uint8_t>(infos.size());
  for (std::size_t i = 0; i < infos.size(); ++i) made.attributes[i] = infos[i].initial;
  if (emission.with.empty()) return true;
  EvalContext context = outside;
  context.key = made.event.key;
  context.made = emission.type;
  context.own = &made.attributes;
  for (const auto& init : emission.with) {
    Value value{};
    if (init.weights.empty()) {
      if (!evaluate_good(run, init.value, context, value)) return false;
    } else {
      std::array<double, kMaxWeights> weights{};
      NodeId worst = init.weights[0].weight;
      for (std::size_t i = 0; i < init.weights.size(); ++i) {
        if (!evaluate_good(run, init.weights[i].weight, context, value)) return false;
        weights[i] = value.number;
        if (value.number < 0) worst = init.weights[i].weight;
      }
      Draws draws(run.seed, made.event.key,
                  static_cast<std::uint32_t>(Purpose::first_site) + init.site);
      const auto chosen = sample::index(draws, std::span(weights).first(init.weights.size()));
      if (chosen >= init.weights.size()) {
        fail(run, RunError::Kind::bad_weights, worst, evaluate(worst, context), context);
        return false;
      }
      value = init.weights[chosen].choice;
    }
    made.attributes[init.index] = value;
  }
  return true;
}

namespace {

// puts what was made in its place on the agenda
void enqueue_at(Run& run, std::uint32_t index, const Actor& actor, SimTime at,
                std::uint32_t ordinal) {
  if (actor.traced) trace_emitted(run, actor, pending_at(run, index));
  const auto kind = actor.origin == Origin::rule      ? EntryKind::deeds
                    : actor.origin == Origin::process ? EntryKind::process
                                                      : EntryKind::schedule;
  const std::uint32_t rank = rank_of(kind) + actor.maker;
  const auto& program = *run.program;
  const int priority = actor.origin == Origin::rule ? program.rules[actor.maker].priority
                       : actor.origin == Origin::process
                           ? program.processes[program.instances[actor.maker].process].priority
                           : program.schedule[actor.maker].priority;
  // of several who act by one rule at one instant, actor by actor
  const std::uint32_t self = static_cast<ActorId>(actor.context.self + 1);
  const std::uint32_t place = (self << 16) + std::min<std::uint32_t>(actor.turn + ordinal, 0xFFFF);
  const EntryOrder order{
      .parent = actor.cause, .phase = 1, .rank = rank, .ordinal = place, .priority = priority};
  if (at == run.now()) {
    schedule_now(run, index, order);
  } else {
    schedule(run, at, EntryKind::event, index, order);
  }
}

}  // namespace

void enqueue(Run& run, const Pending& made, const Actor& actor, SimTime at, std::uint32_t ordinal) {
  if (at > run.header().end) return;
  const auto index = add_pending(run);
  copy_used(pending_at(run, index), made);
  enqueue_at(run, index, actor, at, ordinal);
}

void enqueue_each(Run& run, Pending made, std::span<const ActorId> recipients, const Actor& actor,
                  SimTime at, std::uint32_t ordinal) {
  for (const auto recipient : recipients) {
    made.event.target = recipient;
    made.event.key = mix(actor.key, ordinal);
    enqueue(run, made, actor, at, ordinal++);
  }
}

namespace {

// false: nobody could be picked, or a weight is bad, which ends the run with an error
bool find_party(Run& run, NodeId node, Party form, ActorId known, const EvalContext& context,
                ActorId& party) {
  party = party_of(form, known, context);
  if (form != Party::any) {
    return party != kNobody || (form != Party::known && form != Party::self);
  }
  const Value value = evaluate(node, context);
  if (value.whole == kBadWhole) {
    fail(run, RunError::Kind::bad_weights, node, value, context);
    return false;
  }
  if (value.whole == kNobody) return false;
  party = static_cast<ActorId>(value.whole);
  return true;
}

bool find_source(Run& run, const Emission& emission, const EvalContext& context, ActorId& source) {
  return find_party(run, emission.from, emission.from_party, emission.from_actor, context, source);
}

bool find_target(Run& run, const Emission& emission, const EvalContext& context, ActorId& target) {
  return find_party(run, emission.to, emission.to_party, emission.to_actor, context, target);
}

void note_nobody(Run& run, const Actor& actor) {
  if (!run.keep_journal || actor.origin != Origin::rule) return;
  run.notes.push_back(
      {Note::Kind::nobody, actor.maker, actor.cause, actor.context.self, actor.option, 0});
}

// whom an offer to several goes to: each once, and not who makes it; false: nobody is left
bool find_several(Run& run, const Emission& emission, const EvalContext& context, ActorId source,
                  std::vector<ActorId>& several) {
  const auto add = [&](NodeId node) {
    ActorId actor = kNobody;
    if (!find_party(run, node, Party::any, kNobody, context, actor) || actor == kNobody ||
        actor == source)
      return;
    const auto known = std::find(several.begin(), several.end(), actor);
    if (known == several.end()) several.push_back(actor);
  };
  add(emission.to);
  for (const auto other : emission.others) add(other);
  return !several.empty() && run.error.kind == RunError::Kind::none;
}

// false: its attributes or its delay cannot be computed
bool finish_event(Run& run, const Emission& emission, const Actor& actor, Pending& made,
                  Duration& delay) {
  const auto& context = actor.context;
  if (!fill_attributes(run, emission, context, made)) return false;
  if (!delay_of(run, emission.after, emission.after_is_drawn, context, delay)) return false;
  if (actor.traced) trace_emission(run, actor, emission, made, context);
  return true;
}

// an event that makes no offer is made where it will wait
void emit_plain(Run& run, const Emission& emission, const Actor& actor, std::uint32_t ordinal) {
  const auto index = add_pending(run);
  auto& made = pending_at(run, index);
  begin_event(run, emission.type, actor, ordinal, made);
  const auto& context = actor.context;
  const bool is_known = find_source(run, emission, context, made.event.source) &&
                        find_target(run, emission, context, made.event.target);
  if (!is_known && run.error.kind == RunError::Kind::none) note_nobody(run, actor);
  Duration delay;
  if (!is_known || !finish_event(run, emission, actor, made, delay) ||
      run.now() + delay > run.header().end) {
    free_pending(run, index);
    return;
  }
  if (emission.concerning != kNone) {
    made.event.offer = static_cast<OfferId>(evaluate(emission.concerning, context).whole);
  }
  enqueue_at(run, index, actor, run.now() + delay, ordinal);
}

void emit_offer(Run& run, const Emission& emission, const Actor& actor, std::uint32_t ordinal) {
  Pending made;
  begin_event(run, emission.type, actor, ordinal, made);
  const auto& context = actor.context;
  auto& several = run.recipients;
  several.clear();
  const bool is_known =
      find_source(run, emission, context, made.event.source) &&
      (emission.others.empty() ? find_target(run, emission, context, made.event.target)
                               : find_several(run, emission, context, made.event.source, several));
  // nobody makes an offer to itself
  if (!is_known || (several.empty() && made.event.source == made.event.target)) {
    if (run.error.kind == RunError::Kind::none) note_nobody(run, actor);
    return;
  }
  if (several.empty()) several.push_back(made.event.target);
  made.event.target = several.front();
  Duration delay;
  if (!finish_event(run, emission, actor, made, delay)) return;
  made.event.offer =
      make_offer(run, emission, made.event.source, several, kNone, made.event.key, context);
  if (made.event.offer == kNone) return;
  enqueue_each(run, made, several, actor, run.now() + delay, ordinal);
}

}  // namespace

void emit(Run& run, const Emission& emission, Actor& actor, std::uint32_t ordinal) {
  // what is drawn for the event is addressed by its own key
  const auto key = actor.context.key;
  actor.context.key = mix(actor.key, ordinal);
  if (run.program->types[emission.type].is_offer) {
    emit_offer(run, emission, actor, ordinal);
  } else {
    emit_plain(run, emission, actor, ordinal);
  }
  actor.context.key = key;
}

}  // namespace brink
