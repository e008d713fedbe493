#pragma once

#include <cstdint>
#include <vector>

#include "engine/program/event_flow.h"

namespace brink {

/// Rules that set each other off in one instant, the first of the file first.
struct Cycle {
  std::vector<std::uint32_t> rules;  // each follows upon what the one before it makes
  std::vector<TypeId> made;          // by each of them
  bool certain = false;              // nothing stands between: it goes on without end
};

/// One cycle for each strongly connected part of what rules make at once, the shortest found; first
/// among what is certain, then among all that is not yet told. 100 at most. Of conditions (`when`)
/// no cycle is told: they fire on becoming true, and cannot go on without being false in between.
///
/// fires  by rule: whether it can fire at all; see `rules_that_fire`
///
/// Errors: none; nothing is found where the flow is not complete.
/// Cost:   O(rules + makings + matches); in parts of at most 200 rules every rule is tried.
std::vector<Cycle> zero_delay_cycles(const Program& program, const EventFlow& flow,
                                     const std::vector<bool>& fires);

}  // namespace brink
