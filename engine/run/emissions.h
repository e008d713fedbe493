#pragma once

#include <span>

#include "engine/run/respond.h"

/// How events are made, by whichever deed, process or schedule entry.
namespace brink {

/// Whom a party of the commonest kinds means; `known` where it is always the same actor or nobody.
ActorId party_of(Party party, ActorId known, const EvalContext& context);

/// What an event has of who makes it. REQUIRES: `made` is as by default.
void begin_event(const Run& run, TypeId type, const Actor& actor, std::uint32_t ordinal,
                 Pending& made);

/// Fills the event's attributes: defaults first, then what is given, in order. `outside` is what
/// its expressions may refer to beside the event itself. False: the run has ended with an error.
bool fill_attributes(Run& run, const Emission& emission, const EvalContext& outside, Pending& made);

/// Puts an event on the agenda, unless it would come after the run's end.
void enqueue(Run& run, const Pending& made, const Actor& actor, SimTime at, std::uint32_t ordinal);

/// The events that send one offer, one for each recipient.
void enqueue_each(Run& run, Pending made, std::span<const ActorId> recipients, const Actor& actor,
                  SimTime at, std::uint32_t ordinal);

/// Makes an event now (or after its delay): its attributes are drawn, its offer is made.
/// `ordinal` numbers the emissions of one actor; an offer to several takes one for each recipient.
/// The actor is as before when it is made.
void emit(Run& run, const Emission& emission, Actor& actor, std::uint32_t ordinal);

}  // namespace brink
