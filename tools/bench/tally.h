#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/batch/moments.h"
#include "tools/bench/tit_for_tat.h"

namespace brink::bench {

/// What runs of the tit-for-tat model come to on average.
struct Tally {
  static constexpr std::array<std::string_view, 5> kNames = {"events", "strikes", "end [d]",
                                                             "P(agreement)", "final escalation"};
  std::array<Moments, 5> moments;

  void add(const Played& played);
};

/// How far two tallies lie apart in one respect.
struct Difference {
  std::string_view name;
  double one = 0;
  double other = 0;
  double standard_errors = 0;  // of the difference, between the two
};

/// Of independent runs that follow the same law, one difference in 100,000 is larger.
inline constexpr double kMostStandardErrors = 4.5;

std::vector<Difference> differences(const Tally& one, const Tally& other);

/// Whether both could come from the same model.
bool agree(const Tally& one, const Tally& other);

}  // namespace brink::bench
