#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <span>
#include <vector>

#include "engine/base/exact_math.h"
#include "engine/base/hash.h"
#include "engine/base/samplers.h"
#include "engine/run/agenda.h"
#include "engine/run/messages.h"
#include "engine/run/offers.h"
#include "engine/run/parties.h"
#include "engine/run/respond.h"
#include "engine/run/state.h"
#include "engine/run/trace.h"

namespace brink {
namespace {

double joined(char sign, double old, double value) {
  switch (sign) {
    case '+':
      return old + value;
    case '-':
      return old - value;
    case '*':
      return old * value;
    case '/':
      return old / value;
    default:
      return value;
  }
}

Value joined(ValueType type, char sign, Value old, Value value) {
  if (is_whole(type)) {
    const double us = old.whole == Duration::infinite().us ? std::numeric_limits<double>::infinity()
                                                           : static_cast<double>(old.whole);
    switch (sign) {
      case '+':
        return Value::of_whole(saturating_add(old.whole, value.whole));
      case '-':
        return Value::of_whole(saturating_add(old.whole, -value.whole));
      case '*':
        return whole_of(us * value.number);
      case '/':
        return whole_of(us / value.number);
      default:
        return value;
    }
  }
  return Value::of(joined(sign, old.number, value.number));
}

// the slot that a deed changes; kNone when there is none
SlotId slot_changed(Run& run, const CompiledDeed& deed, const Actor& actor) {
  if (deed.slot != kNone) return deed.slot;
  if (deed.pair != kNone) {
    Value value{};  // of two actors that are no pair there is no value: an error
    if (!evaluate_good(run, deed.pair, actor.context, value)) return kNone;
    const auto& node = run.program->nodes[deed.pair];
    const auto* actors = run.program->children.data() + node.first;
    return pair_slot(*run.program, node.a,
                     static_cast<ActorId>(evaluate(actors[0], actor.context).whole),
                     static_cast<ActorId>(evaluate(actors[1], actor.context).whole));
  }
  const auto owner = static_cast<ActorId>(evaluate(deed.actor, actor.context).whole);
  return slot_of(*run.program, owner, deed.variable);
}

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

// the commonest case of `assign`: a number without a law of motion, and nobody looks on. False: it
// is another, and nothing was done
bool assign_plain(Run& run, const CompiledDeed& deed, const Actor& actor) {
  if (run.keep_journal || actor.traced) return false;
  const auto slot =
      deed.owner == Party::nobody
          ? deed.slot
          : slot_of(*run.program, party_of(deed.owner, kNobody, actor.context), deed.variable);
  if (slot == kNone) return true;
  const Value value = deed.is_constant ? deed.constant : evaluate(deed.value, actor.context);
  auto& state = run.block.view<SlotState>(kSlots)[slot];
  double result = joined(deed.sign, state.value.number, value.number);
  if (!exact::is_finite(value.number) || !exact::is_finite(result)) return false;
  const auto& range = run.program->ranges[slot];
  if (result < range.low || result > range.high) {
    ++run.block.view<std::uint32_t>(kClamps)[slot];
    result = result < range.low ? range.low : range.high;
  }
  if (std::bit_cast<std::int64_t>(result) == state.value.whole) return true;
  state.value.number = result;
  state.anchor = run.now();
  mark(run, slot);
  return true;
}

void assign(Run& run, const CompiledDeed& deed, const Actor& actor) {
  if (deed.is_plain && assign_plain(run, deed, actor)) return;
  const SlotId slot = slot_changed(run, deed, actor);
  if (slot == kNone) return;
  Value value{};
  if (!evaluate_good(run, deed.value, actor.context, value)) return;
  const auto type = run.program->slots[slot].type;
  const Value result = joined(type, deed.sign, slot_value(run, slot, run.now()), value);
  if (!is_good(type, result)) {
    fail(run, RunError::Kind::not_finite, deed.value, result, actor.context);
    return;
  }
  if (actor.traced) {
    trace_deed(run, actor, TraceKind::assigned, deed.value, actor.context,
               static_cast<std::size_t>(deed.sign), slot);
  }
  write_slot(run, slot, result, {actor.cause, actor.maker, actor.context.self});
}

// fills the event's attributes: defaults first, then what is given, in order
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

void enqueue(Run& run, const Pending& made, const Actor& actor, SimTime at, std::uint32_t ordinal) {
  if (at > run.header().end) return;
  const auto index = add_pending(run);
  copy_used(pending_at(run, index), made);
  enqueue_at(run, index, actor, at, ordinal);
}

void void_answer(Run& run, const Actor& actor) {
  if (!run.keep_journal) return;
  run.notes.push_back(
      {Note::Kind::void_answer, actor.maker, actor.cause, actor.context.self, actor.option, 0});
}

void note_nobody(Run& run, const Actor& actor) {
  if (!run.keep_journal || actor.origin != Origin::rule) return;
  run.notes.push_back(
      {Note::Kind::nobody, actor.maker, actor.cause, actor.context.self, actor.option, 0});
}

// puts the events that send one offer on the agenda, one for each recipient
void enqueue_each(Run& run, Pending made, std::span<const ActorId> recipients, const Actor& actor,
                  SimTime at, std::uint32_t ordinal) {
  for (const auto recipient : recipients) {
    made.event.target = recipient;
    made.event.key = mix(actor.key, ordinal);
    enqueue(run, made, actor, at, ordinal++);
  }
}

// accept, refuse, counter, withdraw: only by the right party, and only while the offer is open
void answer(Run& run, const CompiledDeed& deed, const Actor& actor, std::uint32_t& ordinal) {
  const auto first = ordinal++;
  const auto id = static_cast<OfferId>(evaluate(deed.offer, actor.context).whole);
  const ActorId self = actor.context.self;
  const bool withdraws = deed.kind == Deed::Kind::withdraw;
  if (id == kNone || offer_state(run, id).status != OfferStatus::open ||
      !(withdraws ? self == offer_state(run, id).proposer : may_answer(run, id, self))) {
    void_answer(run, actor);
    return;
  }
  const auto offer = offer_state(run, id);
  Pending made;
  begin_event(run, deed.emission.type, actor, first, made);
  made.event.source = self;
  made.event.target = withdraws ? offer.recipient : offer.proposer;
  made.event.offer = id;
  made.event.is_public = offer.is_public;
  if (!fill_attributes(run, deed.emission, actor.context, made)) return;
  if (actor.traced) trace_emission(run, actor, deed.emission, made, actor.context);
  if (deed.kind != Deed::Kind::counter) {
    take_answer(run, id, self, deed.kind, deed.only);
    enqueue(run, made, actor, run.now(), first);
    return;
  }
  auto& recipients = run.recipients;
  find_recipients_of_counter(run, id, self, recipients);
  made.event.offer =
      make_offer(run, deed.emission, self, recipients, id, made.event.key, actor.context);
  if (made.event.offer == kNone) return;
  take_answer(run, id, self, deed.kind, kAllTerms);
  enqueue_each(run, made, recipients, actor, run.now(), first);
  ordinal = first + static_cast<std::uint32_t>(recipients.size());
}

// a party makes a private offer known to all
void reveal(Run& run, const CompiledDeed& deed, const Actor& actor, std::uint32_t ordinal) {
  const auto id = static_cast<OfferId>(evaluate(deed.offer, actor.context).whole);
  const ActorId self = actor.context.self;
  if (id == kNone || offer_state(run, id).is_public || !knows_offer(run, id, self)) {
    void_answer(run, actor);
    return;
  }
  const auto offer = offer_state(run, id);
  Pending made;
  begin_event(run, deed.emission.type, actor, ordinal, made);
  made.event.source = self;
  made.event.target = self == offer.proposer ? offer.recipient : offer.proposer;
  made.event.offer = id;
  made.event.is_public = true;
  if (!fill_attributes(run, deed.emission, actor.context, made)) return;
  if (actor.traced) trace_emission(run, actor, deed.emission, made, actor.context);
  enqueue(run, made, actor, run.now(), ordinal);
}

// one event for each agreement that held the term (and that who acts is a party of)
void end_term(Run& run, const CompiledDeed& deed, const Actor& actor, std::uint32_t& ordinal) {
  const std::uint32_t terms = std::uint32_t{1} << deed.term;
  const ActorId self = actor.context.self;
  bool any = false;
  for (std::uint32_t i = 0; i < run.block.size(kAgreements); ++i) {
    const auto agreement = run.block.view<AgreementState>(kAgreements)[i];
    if ((agreement.terms & ~agreement.ending & terms) == 0) continue;
    const auto offer = offer_state(run, agreement.offer);
    if (self != kNobody && !is_bound(run, agreement.offer, self)) continue;
    Pending made;
    begin_event(run, deed.emission.type, actor, ordinal, made);
    made.event.source = self == kNobody ? offer.proposer : self;
    made.event.target =
        made.event.source == offer.proposer ? first_bound(run, agreement.offer) : offer.proposer;
    made.event.offer = agreement.offer;
    made.event.is_public = offer.is_public;
    made.event.ends = deed.term;
    run.block.view<AgreementState>(kAgreements)[i].ending |= terms;
    if (!fill_attributes(run, deed.emission, actor.context, made)) return;
    if (actor.traced) trace_emission(run, actor, deed.emission, made, actor.context);
    enqueue(run, made, actor, run.now(), ordinal++);
    any = true;
  }
  if (!any) void_answer(run, actor);
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

namespace {

std::uint32_t repeat(Run& run, const CompiledDeed& loop, const Actor& actor, std::uint32_t ordinal);

// how many emissions it made, those of its loops included; the actor's turn is left as it was
std::uint32_t carry_out_in_turn(Run& run, const std::vector<CompiledDeed>& deeds, Actor& actor) {
  std::uint32_t ordinal = 0;
  std::uint32_t in_loops = 0;
  for (const auto& deed : deeds) {
    if (run.error.kind != RunError::Kind::none) break;
    std::uint32_t made = 0;
    switch (deed.kind) {
      case Deed::Kind::loop:
        made = repeat(run, deed, actor, ordinal++);
        in_loops += made;
        actor.turn += made;
        break;
      case Deed::Kind::assign:
        assign(run, deed, actor);
        break;
      case Deed::Kind::emit:
        emit(run, deed.emission, actor, ordinal);
        ordinal += 1 + static_cast<std::uint32_t>(deed.emission.others.size());
        break;
      case Deed::Kind::reveal:
        reveal(run, deed, actor, ordinal++);
        break;
      case Deed::Kind::end:
        end_term(run, deed, actor, ordinal);
        break;
      default:
        answer(run, deed, actor, ordinal);
        break;
    }
  }
  actor.turn -= in_loops;
  return ordinal + in_loops;
}

// each member has dice of its own, whoever else is in the group; what they make comes in turn
std::uint32_t repeat(Run& run, const CompiledDeed& loop, const Actor& actor,
                     std::uint32_t ordinal) {
  std::uint32_t made = 0;
  for (const auto member : run.program->groups[loop.group].members) {
    count_instant(run, false);
    if (run.error.kind != RunError::Kind::none) break;
    Actor each = actor;
    each.context.loop[loop.loop] = member;
    each.key = mix(mix(actor.key, ordinal), run.program->actors[member].path);
    each.context.key = each.key;
    each.turn = actor.turn + ordinal + made;
    if (actor.traced && loop.value != kNone) {
      trace_deed(run, each, TraceKind::loop, loop.value, each.context, member);
    }
    if (loop.value != kNone && !ask(run, loop.value, each.context)) continue;
    made += carry_out_in_turn(run, loop.deeds, each);
  }
  return made;
}

}  // namespace

void carry_out(Run& run, const std::vector<CompiledDeed>& deeds, Actor& actor) {
  carry_out_in_turn(run, deeds, actor);
}

}  // namespace brink
