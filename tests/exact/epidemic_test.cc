#include <gtest/gtest.h>

#include <vector>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: the general stochastic epidemic (Bartlett 1949). From S susceptible and I infected the
// next change is an infection with probability (β S / N) / (β S / N + γ), after a mean time
// 1 / (I (β S / N + γ)): both the final size and the mean duration follow step by step.
namespace brink::test {
namespace {

constexpr int kTowns = 20;

/// A number for each state (calm, in revolt).
using Grid = std::vector<std::vector<double>>;
Grid grid() { return Grid(kTowns + 1, std::vector<double>(kTowns + 1)); }

double chance_of_spread(int calm, double contagion, double settling) {
  const double infection = contagion * calm / kTowns;
  return infection / (infection + settling);
}

/// P(final size = 1, ..., 20): the chances of each state, from the first on.
std::vector<double> final_sizes(double contagion, double settling) {
  auto chance = grid();
  chance[kTowns - 1][1] = 1;
  std::vector<double> sizes(kTowns);
  for (int calm = kTowns - 1; calm >= 0; --calm) {
    for (int ill = kTowns - calm; ill >= 1; --ill) {
      const double here = chance[calm][ill];
      const double p = chance_of_spread(calm, contagion, settling);
      if (calm > 0) chance[calm - 1][ill + 1] += here * p;
      chance[calm][ill - 1] += here * (1 - p);
    }
    sizes[static_cast<std::size_t>(kTowns - calm - 1)] = chance[calm][0];
  }
  return sizes;
}

/// Mean days until the last one has settled, by first steps.
double mean_length(double contagion, double settling) {
  auto length = grid();
  for (int calm = 0; calm < kTowns; ++calm) {
    for (int ill = 1; ill <= kTowns - calm; ++ill) {
      const double p = chance_of_spread(calm, contagion, settling);
      const double wait = 1 / (ill * (contagion * calm / kTowns + settling));
      const double more = calm > 0 ? length[calm - 1][ill + 1] : 0;
      length[calm][ill] = wait + p * more + (1 - p) * length[calm][ill - 1];
    }
  }
  return length[kTowns - 1][1];
}

/// Neighbouring cells joined until each expects at least eight.
void expect_sizes(const std::string& name, const std::vector<double>& counts,
                  const std::vector<double>& probabilities, double n) {
  std::vector<double> joined_counts{0};
  std::vector<double> joined{0};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (joined.back() * n >= 8) {
      joined.push_back(0);
      joined_counts.push_back(0);
    }
    joined.back() += probabilities[i];
    joined_counts.back() += counts[i];
  }
  ASSERT_GE(joined.size(), 8U) << name << ": too coarse to tell";
  if (joined.back() * n < 8) {
    joined[joined.size() - 2] += joined.back();
    joined_counts[joined.size() - 2] += joined_counts.back();
    joined.pop_back();
    joined_counts.pop_back();
  }
  expect_shares(name, joined_counts, joined);
}

void expect_unrest(const std::string& name, double contagion, double settling, std::uint64_t seed) {
  const auto program = shipped("models/unrest");
  auto overlay = with_setting(program, "contagion", contagion);
  overlay.settings.emplace_back(slot_index(program, "settling"), Value::of(settling));
  std::vector<double> counts(kTowns);
  Sample size;
  Sample length;
  for (int r = 0; r < cases(200'000); ++r) {
    const auto m =
        measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)}, overlay);
    size.add(m[0].value.number);
    ASSERT_GE(size.values.back(), m[1].value.number);
    counts.at(static_cast<std::size_t>(size.values.back()) - 1) += 1;
    length.add(in_days(Duration{m[2].value.whole}));
  }
  const auto exact = final_sizes(contagion, settling);
  double mean = 0;
  double total = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    total += exact[i];
    mean += exact[i] * static_cast<double>(i + 1);
  }
  ASSERT_NEAR(total, 1, 1e-12);
  expect_sizes(name + ": final size", counts, exact, size.count());
  expect_mean(name + ": mean final size", size, mean);
  expect_mean(name + ": duration", length, mean_length(contagion, settling));
}

TEST(EpidemicTest, FinalSizeAndDurationFollowTheExactRecursion) {
  expect_unrest("contagion 2", 0.4, 0.2, 201);
  expect_unrest("contagion 1", 0.2, 0.2, 202);
}

}  // namespace
}  // namespace brink::test
