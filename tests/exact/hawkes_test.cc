#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: Hawkes (1971), Biometrika 58:83, with the kernel α e^(−βt), n = α/β. A variable that
// decays with time constant 1/β and rises by α at each event is exactly its excitation.
namespace brink::test {
namespace {

/// Counts events by source after a burn-in.
struct CountAfter : NullObserver {
  SimTime from;
  std::array<double, 2> counts{};

  void on_event(const Run&, const EventRecord& event, const Attributes&) {
    if (event.time >= from) counts[event.source] += 1;
  }
};

std::array<double, 2> counts_after(const Program& program, RunSeed seed, double burn_in_days) {
  const Overlay overlay;
  Run run(program, overlay, seed);
  CountAfter counter;
  counter.from = SimTime{} + days_rounded_up(burn_in_days);
  EXPECT_EQ(run_to_end(run, counter), Status::ended);
  return counter.counts;
}

// β = 2, α = 1: n = 1/2, κ = β − α = 1. After 30 days what is left of the start is e^(−30).
TEST(HawkesTest, LongRunRateAndVarianceMatchTheClosedForm) {
  const auto program = compiled(R"(
brink: 1
title: One self-exciting actor
start: 2026-01-01
horizon: 40 d
actors: {a: {variables: {excitation: {initial: 0, min: 0, decay: 12 h}}}}
groups: {all_of_us: [a]}
events: {strike: {is: assault}}
processes: {strikes: {for: all_of_us, rate: 0.5 + self.excitation, emit: strike}}
rules: {excites: {upon: strike, do: [source.excitation += 1]}}
)");
  constexpr double kMu = 0.5;
  constexpr double kN = 0.5;
  constexpr double kKappa = 1;
  constexpr double kLength = 10;
  const double rate = kMu / (1 - kN);
  const double variance =
      rate * (kLength / ((1 - kN) * (1 - kN)) +
              (1 - 1 / ((1 - kN) * (1 - kN))) * (1 - std::exp(-kKappa * kLength)) / kKappa);
  Sample counts;
  for (int r = 0; r < cases(60'000); ++r) {
    counts.add(
        counts_after(program, {.seed = 41, .replication = static_cast<std::uint64_t>(r)}, 30)[0]);
  }
  expect_mean("Hawkes, n = 1/2: count in 10 d", counts, rate * kLength);
  expect_variance("Hawkes, n = 1/2: count in 10 d", counts, variance);
}

// n_ij: events of i per event of j. a excites itself by 0.3 and b by 0.5; b itself by 0.1 and a by
// 0.25. Spectral radius 0.57: 60 days of burn-in at β = 1 leave e^(−0.43 · 60) = 6e-12.
TEST(HawkesTest, TwoActorsHaveTheRatesOfTheInverseMatrix) {
  const auto program = compiled(R"(
brink: 1
title: Two actors that excite each other
start: 2026-01-01
horizon: 90 d
actors:
  a: {variables: {excitation: {initial: 0, min: 0, decay: 1 d}, base: 0.3, own: 0.3, other: 0.5}}
  b: {variables: {excitation: {initial: 0, min: 0, decay: 1 d}, base: 0.6, own: 0.1, other: 0.25}}
groups: {both: [a, b]}
events: {strike: {is: assault}}
processes: {strikes: {for: both, rate: self.base + self.excitation, emit: strike, to: rival}}
rules:
  excites:
    upon: strike
    do: [source.excitation += source.own, target.excitation += source.other]
)");
  const double determinant = (1 - 0.3) * (1 - 0.1) - 0.25 * 0.5;
  const double rate_a = ((1 - 0.1) * 0.3 + 0.25 * 0.6) / determinant;
  const double rate_b = (0.5 * 0.3 + (1 - 0.3) * 0.6) / determinant;
  Sample a;
  Sample b;
  for (int r = 0; r < cases(20'000); ++r) {
    const auto counts =
        counts_after(program, {.seed = 42, .replication = static_cast<std::uint64_t>(r)}, 60);
    a.add(counts[0] / 30);
    b.add(counts[1] / 30);
  }
  expect_mean("Hawkes, two actors: rate of a", a, rate_a);
  expect_mean("Hawkes, two actors: rate of b", b, rate_b);
}

}  // namespace
}  // namespace brink::test
