#pragma once

#include <string>

#include "viz/app_state.h"

/// What several panels say of actors and pairs at the playhead.
namespace brink::viz {

/// How far back relations look: the ladder's window, or 30 days.
Duration look_back(const Program& program);
/// "30 d"
std::string look_back_text(const Program& program);

/// What happened between actors in the stretch before the playhead; of the baseline likewise, at
/// the same instant. Cost: O(log events) while nothing has moved, otherwise the stretch's events.
const PairWindow& pairs_now(AppState& state);
const PairWindow& baseline_pairs_now(AppState& state);

/// Shows in all panels which event the mouse is on; the caller says in a tip what it is.
void point_at(AppState& state, std::uint32_t event);

/// The letters that stand for an actor on a disc. Cost: O(1) but for the first time.
const std::string& initials(AppState& state, ActorId actor);

/// An actor's name, kind and its first variables' values at the playhead, a line each.
std::string actor_lines(const AppState& state, ActorId actor);

/// "Border clash (7)"; empty below the lowest rung.
std::string rung_text(const Program& program, double height);

/// "12 events: 3 of cooperation, 9 of conflict; net Goldstein score -48" and the latest event.
std::string pair_lines(const AppState& state, const PairEvents& pair);

}  // namespace brink::viz
