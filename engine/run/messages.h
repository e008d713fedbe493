#pragma once

#include "engine/run/run.h"

namespace brink {

/// Who learns of an event, when and by which way: at once, when a message arrives, with a delay as
/// one of its audience, or when a secret becomes known.

/// The route set by which an event's addressee learns of it; kNone: it needs no message. An answer
/// to a private offer goes the way of that offer.
std::uint32_t routes_of(const Run& run, const EventRecord& event);

/// True if an actor knows of an event as it happens. `travels`: its addressee learns by a message.
bool knows_at_once(const Run& run, const EventRecord& event, bool travels, ActorId actor);

/// Counts, where `knows` asks for it, who knows of an event as it happens.
void know_at_once(Run& run, const EventRecord& event, const Attributes& attributes);

/// True if an actor is a party of an offer that has reached it.
bool knows_offer(const Run& run, OfferId offer, ActorId actor);

/// After an event has happened: its message goes off, its audience will hear of it, and what it
/// makes known becomes known.
void send(Run& run, const Pending& happened);

/// A message comes to the end of a link: it may leak or be lost there, arrives, or goes on by the
/// route that is best now.
void end_hop(Run& run, Pending message);

}  // namespace brink
