#pragma once

#include "engine/run/evaluate.h"
#include "engine/run/run.h"

namespace brink {

/// Makes an offer that is not sent yet; its event opens it. A counter inherits its parent's terms,
/// then come the type's own, then those given. Returns kNone when a term cannot be computed.
OfferId make_offer(Run& run, const Emission& emission, ActorId proposer, ActorId recipient,
                   OfferId parent, std::uint64_t key, const EvalContext& context);

/// The offer's event happens: it is open from now, and lapses in its time.
void open_offer(Run& run, OfferId offer, const EventRecord& event);

/// Gives an open offer its end.
void close_offer(Run& run, OfferId offer, OfferStatus status);

/// Puts the terms of an accepted offer in force, from now until its `lasts`.
void begin_agreement(Run& run, OfferId offer, std::uint32_t event);

/// Ends terms of an offer's agreement, where they are still in force; readers are told.
void end_terms_of(Run& run, OfferId offer, std::uint32_t terms);

/// Ends the terms of `terms` in an agreement; readers are told.
void end_terms(Run& run, std::uint32_t agreement, std::uint32_t terms);

}  // namespace brink
