#include "tools/bench/tally.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace brink::bench {

void Tally::add(const Played& played) {
  const std::array<double, 5> values{static_cast<double>(played.events),
                                     static_cast<double>(played.strikes), played.end,
                                     played.agreement ? 1.0 : 0.0, played.escalation};
  for (std::size_t i = 0; i < values.size(); ++i) moments[i].add(values[i]);
}

std::vector<Difference> differences(const Tally& one, const Tally& other) {
  std::vector<Difference> all;
  for (std::size_t i = 0; i < Tally::kNames.size(); ++i) {
    const auto& a = one.moments[i];
    const auto& b = other.moments[i];
    const double error =
        std::sqrt(a.variance() / static_cast<double>(std::max<std::uint64_t>(a.n, 1)) +
                  b.variance() / static_cast<double>(std::max<std::uint64_t>(b.n, 1)));
    const double gap = std::abs(a.mean - b.mean);
    const double none = gap == 0 ? 0 : std::numeric_limits<double>::infinity();
    all.push_back({Tally::kNames[i], a.mean, b.mean, error > 0 ? gap / error : none});
  }
  return all;
}

bool agree(const Tally& one, const Tally& other) {
  const auto all = differences(one, other);
  return std::all_of(all.begin(), all.end(), [](const Difference& difference) {
    return difference.standard_errors <= kMostStandardErrors;
  });
}

}  // namespace brink::bench
