#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: M/G/∞. Whatever the law of the service S, the number busy after H days from an empty
// start is Poisson of mean λ ∫ P(S > u) du over (0, H) = λ (E[S] − E[(S − H)⁺]). H is 20 days; for
// all laws of scenarios/models/occupancy.yaml but the Pareto the last term is below 2e-5.
namespace brink::test {
namespace {

struct Camp {
  const char* name;
  double mean;  // [day] E[S] − E[(S − 20 d)⁺]
};

TEST(OccupancyTest, WhateverTheLawOfTheDelayAPoissonNumberIsBusy) {
  const Camp camps[] = {
      {"level", 1.5},
      // five standard deviations above 0: what is cut off there moves the mean by 5e-8
      {"bell", 1.5},
      {"skew", std::exp(0.125)},
      {"brief", 1.25},
      {"early", 1},
      {"late", 2 * std::tgamma(1.5)},
      {"corner", 2},
      // E[(S − H)⁺] = m^k H^(1−k) / (k − 1)
      {"heavy", 2.5 / 1.5 - std::pow(20, -1.5) / 1.5},
      {"fixed", 40.0 / 24},
      {"hours", 1.5},
      {"clusters", 1},
      {"mixture", 0.3 * 4 + 0.7 * 0.5},
  };
  const auto program = shipped("models/occupancy");
  std::vector<Sample> busy(std::size(camps));
  for (int r = 0; r < cases(20'000); ++r) {
    const auto m =
        measures_of(program, {.seed = 131, .replication = static_cast<std::uint64_t>(r)});
    for (std::size_t i = 0; i < std::size(camps); ++i) {
      busy[i].add(m[measure_index(program, camps[i].name)].value.number);
    }
  }
  for (std::size_t i = 0; i < std::size(camps); ++i) {
    const std::string name = std::string("M/G/inf, ") + camps[i].name;
    expect_mean(name, busy[i], 5 * camps[i].mean);
    expect_variance(name, busy[i], 5 * camps[i].mean);
    for (std::size_t j = 0; j < i; ++j) {
      expect_uncorrelated(name + " and " + camps[j].name, busy[i].values, busy[j].values);
    }
  }
}

}  // namespace
}  // namespace brink::test
