// scenarios/two_doctrines.yaml claims how many strikes one incident brings under each doctrine.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"

namespace brink::test {
namespace {

constexpr double kHorizon = 365;    // [day]
constexpr double kIncidents = 0.1;  // per day, both sides together
constexpr int kRuns = 400;

// Mean number of events by T of a self-exciting process whose events each bring `n` more, at
// exponential times of mean `wait`. Source: design table, Hawkes; Hawkes (1971), Biometrika 58:83.
double hawkes_mean(double n, double wait) {
  const double rate = kIncidents / (1 - n);
  const double kappa = (1 - n) / wait;
  return rate * kHorizon - rate * n * (1 - std::exp(-kappa * kHorizon)) / kappa;
}

// the same where each brings one more with probability p, after exactly `wait`: the k-th answer to
// an incident falls within the run if the incident is k waits before its end
double chain_mean(double p, double wait) {
  double mean = 0;
  double alive = 1;
  for (int k = 0; k * wait < kHorizon; ++k, alive *= p) {
    mean += alive * kIncidents * (kHorizon - k * wait);
  }
  return mean;
}

TEST(TwoDoctrinesTest, AnIncidentGrowsAsItsDoctrineSays) {
  const auto program = shipped("two_doctrines");
  Moments river;
  Moments hills;
  Moments anger;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    const auto measures = measures_of(program, {11, run});
    river.add(measures[measure_index(program, "river_raids")].value.number);
    hills.add(measures[measure_index(program, "hill_raids")].value.number);
    anger.add(measures[measure_index(program, "river_anger")].value.number);
    // the module's own measure counts the same raids, under its prefix
    EXPECT_EQ(measures[measure_index(program, "hill_repaid")].value.number,
              measures[measure_index(program, "hill_raids")].value.number);
  }
  // four standard errors: a correct program fails one seed in 16,000
  EXPECT_NEAR(river.mean, hawkes_mean(0.5, 3), 4 * river.standard_error());
  EXPECT_NEAR(hills.mean, chain_mean(0.8, 2), 4 * hills.standard_error());
  EXPECT_GT(anger.mean, 0);
}

TEST(TwoDoctrinesTest, TheModulesParametersMoveIt) {
  const auto program = shipped("two_doctrines");
  for (const auto& [name, value, measure] :
       {std::tuple{"reprisal", 0.0, "river_raids"}, {"hill_forgiveness", 1.0, "hill_raids"}}) {
    Moments raids;
    const auto overlay = with_setting(program, name, value);
    for (std::uint64_t run = 0; run < kRuns; ++run) {
      raids.add(
          measures_of(program, {11, run}, overlay)[measure_index(program, measure)].value.number);
    }
    EXPECT_NEAR(raids.mean, kIncidents * kHorizon, 4 * raids.standard_error()) << name;
  }
}

}  // namespace
}  // namespace brink::test
