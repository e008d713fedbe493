#include "engine/run/offers.h"

#include <algorithm>
#include <array>

#include "engine/base/hash.h"
#include "engine/run/agenda.h"
#include "engine/run/messages.h"
#include "engine/run/parties.h"
#include "engine/run/state.h"
#include "engine/run/trace.h"

namespace brink {
namespace {

constexpr std::uint32_t bit(std::uint16_t term) { return std::uint32_t{1} << term; }

bool set_terms(Run& run, const std::vector<TermInit>& terms, const EvalContext& context,
               std::array<double, kMaxTerms>& values, std::uint32_t& present) {
  for (const auto& term : terms) {
    Value value{};
    if (!evaluate_good(run, term.value, context, value)) return false;
    values[term.term] = value.number;
    present |= bit(term.term);
  }
  return true;
}

// tells the readers of a term between any two parties of an offer's agreement
void mark_term(Run& run, OfferId id, std::uint16_t term) {
  const auto dependency = run.program->first_term_dependency() + term;
  for_each_bound_pair(run, id, [&](ActorId a, ActorId b) {
    mark(run, dependency, static_cast<std::uint32_t>(pair_index(a, b)));
  });
}

}  // namespace

double offer_term(const Run& run, OfferId offer, std::uint16_t term) {
  return run.block.view<double>(kOfferTerms)[offer * run.program->terms.size() + term];
}

bool term_in_force(const Run& run, std::uint16_t term) {
  const auto agreements = run.block.view<AgreementState>(kAgreements);
  return std::any_of(agreements.begin(), agreements.end(),
                     [&](const AgreementState& a) { return (a.terms & bit(term)) != 0; });
}

bool term_in_force(const Run& run, std::uint16_t term, ActorId a, ActorId b) {
  for (const auto& agreement : run.block.view<AgreementState>(kAgreements)) {
    if ((agreement.terms & bit(term)) == 0) continue;
    if (binds(run, agreement.offer, a, b)) return true;
  }
  return false;
}

OfferId make_offer(Run& run, const Emission& emission, ActorId proposer,
                   std::span<const ActorId> recipients, OfferId parent, std::uint64_t key,
                   const EvalContext& context) {
  const auto& type = run.program->types[emission.type];
  const auto terms = run.program->terms.size();
  OfferState offer;
  offer.key = key;
  offer.type = emission.type;
  offer.proposer = proposer;
  offer.recipient = recipients.front();
  offer.parent = parent;
  offer.is_public = type.is_public;
  offer.consent_of_all = type.consent_of_all;
  std::array<double, kMaxTerms> values{};
  if (parent != kNone) {
    const auto& old = offer_state(run, parent);
    offer.terms = old.terms;
    offer.round = static_cast<std::uint16_t>(old.round + 1);
    offer.is_public = old.is_public;
    offer.consent_of_all = old.consent_of_all;
    for (std::uint16_t t = 0; t < terms; ++t) values[t] = offer_term(run, parent, t);
  }
  if (!set_terms(run, type.terms, context, values, offer.terms) ||
      !set_terms(run, emission.terms, context, values, offer.terms)) {
    return kNone;
  }
  if (emission.lapses != kNone && !delay_of(run, emission.lapses, false, context, offer.lapses)) {
    return kNone;
  }
  for (std::size_t t = 0; t < terms; ++t) run.block.push(kOfferTerms, values[t]);
  if (recipients.size() > 1) {
    offer.first_party = run.block.size(kOfferParties);
    offer.parties = static_cast<std::uint16_t>(recipients.size());
    for (const auto actor : recipients) run.block.push(kOfferParties, OfferParty{.actor = actor});
  }
  return run.block.push(kOffers, offer);
}

void deliver_offer(Run& run, OfferId id, ActorId recipient) {
  set_party(run, id, recipient, PartyStatus::asked);
  run.block.view<OfferState>(kOffers)[id].is_delivered = true;
}

void open_offer(Run& run, const EventRecord& event) {
  const auto id = event.offer;
  auto& offer = run.block.view<OfferState>(kOffers)[id];
  if (routes_of(run, event) == kNone) {
    deliver_offer(run, id, event.target);
  } else {
    offer.is_delivered = false;
  }
  if (offer.status != OfferStatus::unsent) return;
  offer.status = OfferStatus::open;
  offer.sent = run.now();
  offer.event = event.number;
  mark(run, run.program->offers_dependency());
  const auto lapses = run.program->types[event.type].lapses;
  Duration length = offer.lapses;
  if (length.us < 0) {
    if (lapses == kNone) return;
    const EvalContext context{.run = &run, .at = run.now()};
    if (!delay_of(run, lapses, false, context, length)) return;
    trace_length(run, event, TraceKind::lapses, lapses);
  }
  const auto entry = schedule(run, run.now() + length, EntryKind::lapse, id,
                              {.rank = rank_of(EntryKind::lapse), .ordinal = id});
  run.block.view<OfferState>(kOffers)[id].lapse_entry = entry;
  run.block.view<OfferState>(kOffers)[id].deadline = run.now() + length;
}

void miss_offer(Run& run, const EventRecord& event) {
  set_party(run, event.offer, event.target, PartyStatus::missed);
  const auto parties = parties_of(run, event.offer);
  const bool by_all = std::all_of(parties.begin(), parties.end(), [](const OfferParty& party) {
    return party.status == PartyStatus::missed;
  });
  if (by_all) {
    close_offer(run, event.offer, OfferStatus::void_);
  } else if (nobody_waits(run, event.offer) &&
             offer_state(run, event.offer).status == OfferStatus::open) {
    close_offer(run, event.offer, OfferStatus::refused);
  }
}

void close_offer(Run& run, OfferId id, OfferStatus status) {
  auto& offer = run.block.view<OfferState>(kOffers)[id];
  cancel(run, offer.lapse_entry);
  offer.lapse_entry = kNone;
  offer.status = status;
  mark(run, run.program->offers_dependency());
}

void begin_agreement(Run& run, const EventRecord& acceptance) {
  const auto id = acceptance.offer;
  set_party(run, id, acceptance.source, PartyStatus::agreed);
  if (!has_consent(run, id)) return;
  AgreementState agreement;
  agreement.offer = id;
  agreement.event = acceptance.number;
  const auto& program = *run.program;
  const auto type = offer_state(run, id).type;
  const auto covered = offer_state(run, id).covered;
  for (std::uint16_t t = 0; t < program.terms.size(); ++t) {
    if (offer_term(run, id, t) == 0 || (covered & bit(t)) == 0) continue;
    agreement.terms |= bit(t);
    mark_term(run, id, t);
  }
  if (agreement.terms == 0) return;
  std::uint32_t place = 0;
  const auto known = run.block.view<AgreementState>(kAgreements);
  while (place < known.size() && known[place].terms != 0) ++place;
  if (place == known.size()) {
    run.block.push(kAgreements, agreement);
  } else {
    known[place] = agreement;
  }
  if (program.types[type].lasts == kNone) return;
  const EvalContext context{.run = &run, .at = run.now()};
  Duration length;
  if (!delay_of(run, program.types[type].lasts, false, context, length)) return;
  trace_length(run, acceptance, TraceKind::lasts, program.types[type].lasts);
  const auto entry = schedule(run, run.now() + length, EntryKind::expiry, place,
                              {.rank = rank_of(EntryKind::expiry), .ordinal = id});
  run.block.view<AgreementState>(kAgreements)[place].entry = entry;
  run.block.view<OfferState>(kOffers)[id].until = run.now() + length;
}

void end_terms_of(Run& run, OfferId offer, std::uint32_t terms) {
  for (std::uint32_t i = 0; i < run.block.size(kAgreements); ++i) {
    const auto& agreement = run.block.view<AgreementState>(kAgreements)[i];
    if (agreement.offer == offer && (agreement.terms & terms) != 0) end_terms(run, i, terms);
  }
}

void keep_term(Run& run, OfferId offer, std::uint16_t term) {
  for (auto& agreement : run.block.view<AgreementState>(kAgreements)) {
    if (agreement.offer == offer) agreement.ending &= ~bit(term);
  }
}

void end_terms(Run& run, std::uint32_t place, std::uint32_t terms) {
  auto& agreement = run.block.view<AgreementState>(kAgreements)[place];
  const auto ended = agreement.terms & terms;
  const auto offer = agreement.offer;
  agreement.terms &= ~terms;
  if (agreement.terms == 0) {
    cancel(run, agreement.entry);
    agreement.entry = kNone;
  }
  for (std::uint16_t t = 0; t < run.program->terms.size(); ++t) {
    if ((ended & bit(t)) != 0) mark_term(run, offer, t);
  }
}

}  // namespace brink
