#pragma once

#include "engine/language/map_reader.h"
#include "engine/program/program.h"

namespace brink {

/// Finds rules that set each other off in one instant: without end, which is an error, or as long
/// as their conditions let them, which is a warning.
///
/// Errors: none but the findings; throws TooManyErrors as `Findings` does.
/// Cost:   as `event_flow`; nothing where no rule makes an event at once.
void check_cycles(const Program& program, Findings& findings);

/// Finds what of a good scenario cannot be meant, and adds it to `program.warnings`: rules that can
/// never fire, event types that nothing makes, offers that nobody can answer, parameters that
/// influence no outcome or measure, variables and derived names that nothing reads, actors that
/// take part in nothing. What a module declares is no finding: others use it too.
///
/// Cost: as `event_flow` and `influence_of`.
void add_influence_warnings(Program& program);

}  // namespace brink
