#pragma once

#include <cstdint>

#include "tools/bench/tit_for_tat.h"

/// The bar for the engine: the tit-for-tat model written by hand for one purpose only. Flat memory,
/// a sorted array of what is pending, times in whole microseconds, ziggurat, no allocation.
///
/// Source: /scenarios/benchmarks; how far the engine may be from it: `brink help bench`.
/// Thread safety: pure functions.
namespace brink::bench {

/// One run with draws addressed as the engine's are (Threefry2x64-13 by cause key).
Played play_addressed(Form form, std::uint64_t seed, std::uint64_t replication);

/// The same with one generator in sequence (xoshiro256++): what not addressing them would save.
Played play_sequential(Form form, std::uint64_t seed, std::uint64_t replication);

}  // namespace brink::bench
