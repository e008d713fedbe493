#include "tools/bench/suites.h"

#include <array>

namespace brink::bench {
namespace {

constexpr std::array kSuites{
    Suite{"tit_for_tat", "two sides, rates that follow the escalation; against C++ by hand",
          measure_tit_for_tat},
    Suite{"tit_for_tat_sampled", "the same with waits drawn as they begin",
          measure_tit_for_tat_sampled},
    Suite{"flagship", "open_letter.yaml, with and without its log", measure_flagship},
    Suite{"fork", "copying a run in the middle", measure_fork},
    Suite{"load", "from text to a program that can run", measure_load},
    Suite{"hold", "16 to 65,536 jobs that wait; against C++ by hand", measure_hold},
    Suite{"actors", "10 to 10,000 actors, each with its own neighbours", measure_actors},
    Suite{"channels", "letters by 12 to 1,200 channels", measure_channels},
    Suite{"rules", "tit for tat with up to 400 rules that never act", measure_rules},
};

}  // namespace

std::span<const Suite> suites() { return kSuites; }

}  // namespace brink::bench
