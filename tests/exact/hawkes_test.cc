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
  const auto program = shipped("models/hawkes");
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

/// The strikes' times, and who struck.
struct Strikes {
  std::vector<double> times;
  std::vector<std::size_t> sides;
};

/// Integrals of one side's rate from one of its strikes to the next, in closed form from the
/// strikes alone: β = 1 a day, so the excitation x decays to x e^(−t) and has the area x (1 −
/// e^(−t)).
std::vector<double> compensated(const Strikes& strikes, std::size_t side, double base,
                                const std::array<double, 2>& brought_by) {
  std::vector<double> waits;
  double excitation = 0;
  double area = 0;
  double last = 0;
  for (std::size_t i = 0; i < strikes.times.size(); ++i) {
    const double left = std::exp(-(strikes.times[i] - last));
    area += base * (strikes.times[i] - last) + excitation * (1 - left);
    excitation = excitation * left + brought_by[strikes.sides[i]];
    last = strikes.times[i];
    if (strikes.sides[i] == side) {
      waits.push_back(area);
      area = 0;
    }
  }
  return waits;
}

// random time change (Papangelou 1972): the compensated waits of both sides are Exp(1), and
// independent of each other, however much the sides provoke each other
TEST(HawkesTest, CompensatedWaitsOfBothAreIndependentAndExponential) {
  const auto program = shipped("models/hawkes");
  std::array<std::vector<double>, 2> waits;
  for (int r = 0; r < cases(600); ++r) {
    const auto run = run_once(program, {.seed = 43, .replication = static_cast<std::uint64_t>(r)});
    Strikes strikes;
    for (const auto& event : run.log.events()) {
      strikes.times.push_back(in_days(event.time - SimTime{}));
      strikes.sides.push_back(event.source);
    }
    // the first twenty of each run only: a whole run's number of waits depends on the waits
    const auto north = compensated(strikes, 0, 0.3, {0.3, 0.25});
    const auto south = compensated(strikes, 1, 0.6, {0.5, 0.1});
    ASSERT_GE(north.size(), 20U);
    ASSERT_GE(south.size(), 20U);
    waits[0].insert(waits[0].end(), north.begin(), north.begin() + 20);
    waits[1].insert(waits[1].end(), south.begin(), south.begin() + 20);
  }
  expect_distribution("Hawkes, two actors: waits of North", waits[0], exp1);
  expect_distribution("Hawkes, two actors: waits of South", waits[1], exp1);
  expect_uncorrelated("Hawkes, two actors: waits of both", waits[0], waits[1]);
}

}  // namespace
}  // namespace brink::test
