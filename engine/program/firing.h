#pragma once

#include <vector>

#include "engine/program/event_flow.h"

namespace brink {

/// Which rules can fire at all, as far as their triggers tell: a schedule, a process or a condition
/// leads to each, over rules that can fire themselves and let something through.
///
/// Errors: none; all can where the flow is not complete.
/// Cost:   O(rules + makings + matches).
std::vector<bool> rules_that_fire(const Program& program, const EventFlow& flow);

/// True if an `if`, `chance`, `still` or `when` is written out so that nothing ever passes it.
bool is_switched_off(const Program& program, const Rule& rule);

}  // namespace brink
