#pragma once

#include <string>

#include "engine/base/diagnostic.h"
#include "engine/run/run.h"

namespace brink {

/// Why a run could not go on, as a finding about the scenario: which rule, process or variable it
/// was, what its expression gave, what it read, when, and what to do about it.
///
/// REQUIRES: run.error.kind is not `none`.
Diagnostic run_error(const Run& run);

/// The same, rendered with its source line and a caret.
std::string run_error_text(const Run& run);

}  // namespace brink
