#include "engine/run/parties.h"

#include <algorithm>

#include "engine/run/offers.h"

namespace brink {
namespace {

std::span<OfferParty> own_parties(Run& run, OfferId id) {
  const auto& offer = offer_state(run, id);
  return run.block.view<OfferParty>(kOfferParties).subspan(offer.first_party, offer.parties);
}

const OfferParty* find_party(std::span<const OfferParty> parties, ActorId actor) {
  const auto known = std::find_if(parties.begin(), parties.end(),
                                  [&](const OfferParty& party) { return party.actor == actor; });
  return known == parties.end() ? nullptr : &*known;
}

bool has_accepted(const OfferParty& party) {
  return party.status == PartyStatus::accepted || party.status == PartyStatus::agreed;
}

bool has_agreed(const OfferParty& party) { return party.status == PartyStatus::agreed; }

bool waits(const OfferParty& party) {
  return party.status == PartyStatus::asked || party.status == PartyStatus::unsent;
}

OfferStatus status_after(Deed::Kind kind) {
  switch (kind) {
    case Deed::Kind::accept:
      return OfferStatus::accepted;
    case Deed::Kind::refuse:
      return OfferStatus::refused;
    case Deed::Kind::counter:
      return OfferStatus::countered;
    default:
      return OfferStatus::withdrawn;
  }
}

// false: the others' answers decide
bool decides(const Run& run, OfferId id, Deed::Kind kind) {
  const auto parties = parties_of(run, id);
  const bool all = offer_state(run, id).consent_of_all;
  if (kind == Deed::Kind::accept) {
    return !all || std::all_of(parties.begin(), parties.end(), has_accepted);
  }
  if (kind == Deed::Kind::refuse) {
    return all || std::none_of(parties.begin(), parties.end(), waits);
  }
  return true;
}

}  // namespace

void set_party(Run& run, OfferId id, ActorId actor, PartyStatus status) {
  for (auto& party : own_parties(run, id)) {
    if (party.actor == actor) party.status = status;
  }
}

bool may_answer(const Run& run, OfferId id, ActorId actor) {
  const auto& offer = offer_state(run, id);
  if (offer.status != OfferStatus::open) return false;
  if (offer.parties == 0) return actor == offer.recipient && offer.is_delivered;
  const auto* party = find_party(parties_of(run, id), actor);
  return party != nullptr && party->status == PartyStatus::asked;
}

void take_answer(Run& run, OfferId id, ActorId actor, Deed::Kind kind, std::uint32_t only) {
  if (kind == Deed::Kind::accept) run.block.view<OfferState>(kOffers)[id].covered &= only;
  for (auto& party : own_parties(run, id)) {
    if (party.actor != actor) continue;
    if (kind == Deed::Kind::accept) party.status = PartyStatus::accepted;
    if (kind == Deed::Kind::refuse) party.status = PartyStatus::refused;
    party.covered = only;
  }
  if (decides(run, id, kind)) close_offer(run, id, status_after(kind));
}

void find_recipients_of_counter(const Run& run, OfferId id, ActorId actor,
                                std::vector<ActorId>& recipients) {
  const auto& offer = offer_state(run, id);
  recipients.assign(1, offer.proposer);
  if (!offer.consent_of_all) return;
  for (const auto& party : parties_of(run, id)) {
    if (party.actor != actor) recipients.push_back(party.actor);
  }
}

bool has_consent(const Run& run, OfferId id) {
  const auto parties = parties_of(run, id);
  return !offer_state(run, id).consent_of_all ||
         std::all_of(parties.begin(), parties.end(), has_agreed);
}

std::uint32_t covered_by(const Run& run, OfferId id, ActorId actor) {
  const auto* party = find_party(parties_of(run, id), actor);
  return party == nullptr ? offer_state(run, id).covered : party->covered;
}

bool is_bound(const Run& run, OfferId id, ActorId actor) {
  const auto& offer = offer_state(run, id);
  if (actor == offer.proposer) return true;
  if (offer.parties == 0) return actor == offer.recipient;
  const auto* party = find_party(parties_of(run, id), actor);
  return party != nullptr && has_agreed(*party);
}

bool binds(const Run& run, OfferId id, ActorId a, ActorId b) {
  const auto& offer = offer_state(run, id);
  if (offer.parties == 0) {
    return (offer.proposer == a && offer.recipient == b) ||
           (offer.proposer == b && offer.recipient == a);
  }
  return a != b && is_bound(run, id, a) && is_bound(run, id, b);
}

bool nobody_waits(const Run& run, OfferId id) {
  const auto parties = parties_of(run, id);
  return std::none_of(parties.begin(), parties.end(), waits);
}

ActorId first_bound(const Run& run, OfferId id) {
  for (const auto& party : parties_of(run, id)) {
    if (has_agreed(party)) return party.actor;
  }
  return offer_state(run, id).recipient;
}

ActorId first_waiting(const Run& run, OfferId id) {
  for (const auto& party : parties_of(run, id)) {
    if (waits(party)) return party.actor;
  }
  return offer_state(run, id).recipient;
}

}  // namespace brink
