#include <bit>
#include <limits>
#include <vector>

#include "engine/base/exact_math.h"
#include "engine/base/hash.h"
#include "engine/run/emissions.h"
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

void void_answer(Run& run, const Actor& actor) {
  if (!run.keep_journal) return;
  run.notes.push_back(
      {Note::Kind::void_answer, actor.maker, actor.cause, actor.context.self, actor.option, 0});
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
