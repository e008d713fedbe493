#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: M/G/∞. Whatever the law of the service S, the number busy after H days from an empty
// start is Poisson of mean λ ∫ P(S > u) du over (0, H) = λ (E[S] − E[(S − H)⁺]). H is 20 days; for
// all laws here but the Pareto the last term is below 2e-5.
namespace brink::test {
namespace {

std::string servers(const std::string& service) {
  return R"(
brink: 1
title: M/G/infinity
start: 2026-01-01
horizon: 20 d
world: {variables: {busy: 0}}
events: {arrival: {is: request}}
processes: {arrivals: {rate: 5, emit: arrival}}
rules:
  comes: {upon: arrival, do: [busy += 1]}
  goes:
    upon: arrival
    after: )" +
         service + R"(
    do: [busy -= 1]
measures:
  busy: {final: busy}
)";
}

/// mean [day] E[S] − E[(S − 20 d)⁺]
void expect_occupancy(const std::string& service, double mean, std::uint64_t seed) {
  const auto program = compiled(servers(service));
  Sample busy;
  for (int r = 0; r < cases(40'000); ++r) {
    busy.add(measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)})[0]
                 .value.number);
  }
  expect_mean("M/G/inf, " + service, busy, 5 * mean);
  expect_variance("M/G/inf, " + service, busy, 5 * mean);
}

TEST(OccupancyTest, DelaysOfContinuousLawsLeaveAPoissonNumberBusy) {
  expect_occupancy("uniform(6 h .. 66 h)", 1.5, 131);
  // five standard deviations above 0: what is cut off there moves the mean by 5e-8
  expect_occupancy("normal(mean = 1.5 d, sd = 0.3 d)", 1.5, 132);
  expect_occupancy("lognormal(median = 1 d, sdlog = 0.5)", std::exp(0.125), 133);
  expect_occupancy("exponential(mean = 30 h)", 1.25, 134);
  expect_occupancy("gamma(shape = 0.5, scale = 2 d)", 1, 135);
  expect_occupancy("weibull(shape = 2, scale = 2 d)", 2 * std::tgamma(1.5), 136);
  expect_occupancy("triangular(low = 0 d, mode = 1 d, high = 5 d)", 2, 137);
  // E[(S − H)⁺] = m^k H^(1−k) / (k − 1)
  expect_occupancy("pareto(minimum = 1 d, shape = 2.5)", 2.5 / 1.5 - std::pow(20, -1.5) / 1.5, 138);
}

TEST(OccupancyTest, DelaysOfDiscreteAndMixedLawsLeaveAPoissonNumberBusy) {
  expect_occupancy("40 h", 40.0 / 24, 141);
  expect_occupancy("poisson(mean = 36) * 1 h", 1.5, 142);
  expect_occupancy("negative_binomial(mean = 12, dispersion = 2) * 2 h", 1, 143);
  expect_occupancy("if(bernoulli(0.3), 4 d, exponential(mean = 12 h))", 0.3 * 4 + 0.7 * 0.5, 144);
}

}  // namespace
}  // namespace brink::test
