#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/run/observers.h"
#include "tests/support/dice.h"

namespace brink::test {

/// The scenario in which a rule does what the interventions of one instant do: a scheduled event
/// `zz_tick`, upon which `zz_set` assigns the values in their order. A parameter that is set is a
/// variable of the world there. The message where the language does not allow that.
///
/// yaml     the scenario, of which `program` was made
/// REQUIRES: all interventions have the same instant, and their values lie in the slots' ranges.
tl::expected<Program, std::string> twin_of(const std::string& yaml, const Program& program,
                                           const std::vector<Intervention>& interventions);

/// `timeline` of a run with interventions, without what these wrote themselves; and of its twin,
/// without the tick, what it wrote, and as anybody's cause. The two are to be the same.
std::vector<std::string> timeline_beside(const Program& program, const Log& log);
std::vector<std::string> timeline_of_twin(const Program& program, const Log& log);

/// A value that a slot may take, of a size that keeps random scenarios short; nothing for types
/// that cannot be written as an assignment.
std::optional<Value> random_value(const Program& program, SlotId slot, Dice& dice);

/// An instant within the horizon at which, as good as surely, nothing else happens.
SimTime random_instant(const Program& program, Dice& dice);

}  // namespace brink::test
