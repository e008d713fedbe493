#include "tools/bench/suites.h"

#include <array>

namespace brink::bench {
namespace {

constexpr std::array kSuites{
    Suite{"tit_for_tat", "two sides, rates that follow the escalation; against the floor",
          measure_tit_for_tat},
    Suite{"tit_for_tat_sampled", "the same with waits drawn as they begin; against the floor",
          measure_tit_for_tat_sampled},
};

}  // namespace

std::span<const Suite> suites() { return kSuites; }

}  // namespace brink::bench
