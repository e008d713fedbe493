#pragma once

#include "engine/run/run.h"

namespace brink {

/// Checks what must hold of a Run between two steps: the agenda is a heap and knows where its
/// entries stand, nothing on it lies in the past, every number lies within its range, every window
/// holds as many events as it says, every waiting clock points at its own entry. Aborts otherwise.
///
/// Called after each step where BRINK_INVARIANTS is defined (presets dev and asan).
/// Cost: O(state).
void check_invariants(const Run& run);

}  // namespace brink
