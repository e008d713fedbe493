#pragma once

#include <cstdint>

#include "tools/bench/tit_for_tat.h"

/// The tit-for-tat model as an engineer would write it in an afternoon, with the standard library
/// only: `std::priority_queue` of `std::function`, `std::mt19937_64`, the standard distributions.
/// In the rate form a raid whose time moved is scheduled anew, and the old one is passed over.
namespace brink::bench {

/// One run. Thread safety: pure.
Played play_idiomatic(Form form, std::uint64_t seed, std::uint64_t replication);

}  // namespace brink::bench
