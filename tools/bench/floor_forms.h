#pragma once

#include <cstdint>

#include "tools/bench/tit_for_tat.h"

/// The floor in each form and with each source of chance, for floor.cc alone.
namespace brink::bench {

Played play_sampled_addressed(std::uint64_t seed, std::uint64_t replication);
Played play_sampled_sequential(std::uint64_t seed, std::uint64_t replication);
Played play_rate_addressed(std::uint64_t seed, std::uint64_t replication);
Played play_rate_sequential(std::uint64_t seed, std::uint64_t replication);

}  // namespace brink::bench
