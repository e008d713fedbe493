#pragma once

#include <vector>

#include "engine/run/run.h"

namespace brink {

/// Who an offer binds, and how its recipients answer. What is asked here of an offer with one
/// recipient is told from its status alone; those of an offer to several each have a state.

/// Gives one of several recipients its state; nothing to do where there is one.
void set_party(Run& run, OfferId offer, ActorId actor, PartyStatus status);

/// True if an actor is asked by an open offer and has not answered.
bool may_answer(const Run& run, OfferId offer, ActorId actor);

/// An actor answers, or withdraws its offer: the offer is closed unless others must answer first.
/// An acceptance covers the terms of `only`.
///
/// REQUIRES: it may.
void take_answer(Run& run, OfferId offer, ActorId actor, Deed::Kind kind, std::uint32_t only);

/// Whom a counter by one of the recipients goes to: the proposer first; where all must consent,
/// then the other recipients.
void find_recipients_of_counter(const Run& run, OfferId offer, ActorId actor,
                                std::vector<ActorId>& recipients);

/// True if every acceptance that an agreement needs has happened.
bool has_consent(const Run& run, OfferId offer);

/// Bits of the terms that an actor's acceptance covers.
std::uint32_t covered_by(const Run& run, OfferId offer, ActorId actor);

/// True if an actor is a party of the offer's agreement: the proposer, or a recipient that agreed.
bool is_bound(const Run& run, OfferId offer, ActorId actor);

/// True if two actors are parties of the offer's agreement with each other.
bool binds(const Run& run, OfferId offer, ActorId a, ActorId b);

/// The first recipient that is a party of the agreement.
ActorId first_bound(const Run& run, OfferId offer);

/// True if no recipient of an offer to several can answer it any more.
bool nobody_waits(const Run& run, OfferId id);

/// The first recipient that has not answered; the first of all when none is left.
ActorId first_waiting(const Run& run, OfferId offer);

/// Calls `each(a, b)` for any two parties of the offer's agreement.
template <class Each>
void for_each_bound_pair(Run& run, OfferId offer, const Each& each) {
  const auto state = offer_state(run, offer);
  if (state.parties == 0) {
    each(state.proposer, state.recipient);
    return;
  }
  auto& bound = run.bound;
  bound.assign(1, state.proposer);
  for (const auto& party : parties_of(run, offer)) {
    if (party.status != PartyStatus::agreed) continue;
    bound.push_back(party.actor);
  }
  for (std::size_t i = 1; i < bound.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) each(bound[k], bound[i]);
  }
}

}  // namespace brink
