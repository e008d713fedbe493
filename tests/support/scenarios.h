#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/run/run.h"

namespace brink::test {

/// All scenarios that are shipped, by their paths below `scenarios/`, without the modules they use.
std::vector<std::string> shipped_names();

/// A random scenario, compiled.
Program random_program(std::uint64_t seed);

/// Everything that a run's future and its results depend on, as words that two runs of one program
/// share only if they stand at the same place: values, clocks, watches, counters, offers, what
/// waits, what went wrong. Padding, unused places and what is only kept for speed are left out.
std::vector<std::uint64_t> state_of(const Run& run);

}  // namespace brink::test
