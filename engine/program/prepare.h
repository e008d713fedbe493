#pragma once

#include "engine/program/program.h"

namespace brink {

/// Works out which rules, deeds and emissions are of the commonest, simple kinds, so that a run
/// need not find out at every event. What a program means does not depend on it.
///
/// REQUIRES: the program's code is there.
/// Cost:     O(size of the program).
void prepare(Program& program);

}  // namespace brink
