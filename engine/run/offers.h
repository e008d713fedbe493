#pragma once

#include <span>

#include "engine/run/evaluate.h"
#include "engine/run/run.h"

namespace brink {

/// Makes an offer that is not sent yet; its event opens it. A counter inherits its parent's terms,
/// then come the type's own, then those given. Returns kNone when a term cannot be computed.
///
/// REQUIRES: there is a recipient, and of several no two are the same.
OfferId make_offer(Run& run, const Emission& emission, ActorId proposer,
                   std::span<const ActorId> recipients, OfferId parent, std::uint64_t key,
                   const EvalContext& context);

/// The event that sends an offer (to one of several) happens: with the first of them it is open,
/// and lapses in its time. One that goes by channels is delivered later.
void open_offer(Run& run, const EventRecord& event);

/// An offer reaches (one of) its recipients, who may answer it from now on.
void deliver_offer(Run& run, OfferId offer, ActorId recipient);

/// The event that would send an offer is suppressed: with the last of them the offer is void.
void miss_offer(Run& run, const EventRecord& event);

/// Gives an open offer its end.
void close_offer(Run& run, OfferId offer, OfferStatus status);

/// An acceptance happens. When no other is needed, the terms that are covered are in force between
/// all who agreed, from now until the offer's `lasts`.
void begin_agreement(Run& run, const EventRecord& acceptance);

/// Ends terms of an offer's agreement, where they are still in force; readers are told.
void end_terms_of(Run& run, OfferId offer, std::uint32_t terms);

/// The event that would have ended a term does not happen: it may be ended again.
void keep_term(Run& run, OfferId offer, std::uint16_t term);

/// Ends the terms of `terms` in an agreement; readers are told.
void end_terms(Run& run, std::uint32_t agreement, std::uint32_t terms);

}  // namespace brink
