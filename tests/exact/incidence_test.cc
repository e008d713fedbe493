#include <gtest/gtest.h>

#include <atomic>
#include <cmath>

#include "engine/batch/incidence.h"
#include "engine/batch/replicate.h"
#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: two exponential risks a and b that compete until a horizon,
//     P(a by t) = a / (a + b) · (1 − e^(−(a + b) t)),
// and the exponential's law of means. Runs that fail at a rate of their own are censored: the
// estimate must not move.
namespace brink::test {
namespace {

constexpr double kPeace = 0.03;  // [1/day]
constexpr double kWar = 0.02;

Partial partial_of(const std::string& failing) {
  const auto program = compiled(R"(
brink: 1
title: Two risks
start: 2026-01-01
horizon: 40 d
world: {variables: {x: {initial: 0}}}
events: {peace: {is: agree}, war: {is: assault}, fault: {is: assault}}
processes:
  peaces: {rate: 0.03, emit: peace}
  wars: {rate: 0.02, emit: war}
)" + failing + R"(
outcomes:
  peace: {when: total(peace) > 0}
  war: {when: total(war) > 0}
  neither: otherwise
)");
  const std::uint64_t n = 20'000;
  const auto study = make_study(program, {.seed = 71, .replications = n}).value();
  std::atomic<std::uint64_t> made = 0;
  return run_chunk(study, {.count = n}, {}, made)->partial;
}

void expect_curve(const std::string& what, const IncidenceCounts& counts, double own) {
  const auto curve = cumulative_incidence(counts);
  ASSERT_EQ(curve.size(), kIncidenceIntervals);
  // every fifth of the horizon; the end of an interval lies on it
  for (std::size_t j = 39; j < curve.size(); j += 40) {
    const double t = 40.0 * static_cast<double>(j + 1) / static_cast<double>(curve.size());
    const double exact = own / (kPeace + kWar) * (1 - std::exp(-(kPeace + kWar) * t));
    expect_estimate(what, curve[j].probability, exact, std::sqrt(curve[j].variance));
  }
}

TEST(IncidenceTest, TwoRisksThatCompeteHaveTheirClosedForm) {
  const auto partial = partial_of("");
  EXPECT_EQ(partial.failed, 0U);
  expect_curve("incidence of peace", partial.incidence[0], kPeace);
  expect_curve("incidence of war", partial.incidence[1], kWar);
}

// the share of finished runs, which leaves failed ones out, is off: who fails had less time to decide.
// A censoring counts from the end of its interval of 0.2 d, so each hazard comes out low by
// 0.04 · 0.1 = 0.4 %, and the curve by no more of itself: half a standard error
TEST(IncidenceTest, RunsThatFailAreCensoredAndDoNotMoveIt) {
  const auto partial = partial_of(
      "  faults: {rate: 0.04, emit: fault}\n"
      "rules: {breaks: {upon: fault, do: [x = 1 / x]}}\n");
  EXPECT_GT(partial.failed, 5'000U);
  expect_curve("incidence of peace, censored", partial.incidence[0], kPeace);
  expect_curve("incidence of war, censored", partial.incidence[1], kWar);
  const double naive =
      static_cast<double>(partial.outcomes[0]) / static_cast<double>(partial.ended);
  const double exact = kPeace / (kPeace + kWar) * (1 - std::exp(-(kPeace + kWar) * 40));
  EXPECT_GT(std::abs(naive - exact), 0.02);
}

}  // namespace
}  // namespace brink::test
