#pragma once

#include "engine/run/run.h"

namespace brink {

/// One link, and which way a message goes by it: twice the link's index, plus 1 from `b` to `a`.
using RouteStep = std::uint32_t;

/// True while messages can go by a link.
bool is_open(const Run& run, std::uint32_t link);

/// The first step of the open route of least expected delay from one actor to another, by the links
/// of a route set; kNone where there is none. Of equal routes the one with fewer links is taken,
/// then the one whose first channel stands first in the file.
///
/// An expected delay is the channel's `delay` with each draw at its mean, for a message now, to the
/// microsecond. Routes to an actor are found all at once, when they are first asked for, and anew
/// only after a channel has opened, closed or changed its delay.
///
/// Source: Dijkstra (1959), Numerische Mathematik 1:269.
/// Errors: a delay that cannot be computed ends the run with an error.
/// Cost:   O(1) while nothing changed; otherwise O(links · log actors), and memory is taken for
///         the search.
RouteStep next_step(Run& run, std::uint32_t route_set, ActorId from, ActorId to);

}  // namespace brink
