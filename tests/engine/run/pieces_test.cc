#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/hash.h"
#include "engine/base/samplers.h"
#include "engine/run/evaluate.h"
#include "tests/support/runs.h"

// Oracles: areas and instants worked out by hand for x = t − 5 over ten days, and for a decay
// beside a line. A piece gives way at the first microsecond after it could, so an area may be wrong
// by a jump times 1.2e-11 days.
namespace brink::test {
namespace {

constexpr double kArea = 1e-10;

MeasureValue measured(const std::string& measure) {
  const auto program = compiled(R"yaml(
brink: 1
title: Pieces
start: 2026-01-01
horizon: 10 d
world:
  variables:
    x: {initial: -5, trend: 1}
    fades: {initial: 4, decay: 5 d}
    wait: {initial: 2 d}
parameters: {three: 3}
measures: {m: {)yaml" + measure +
                                "}}\n");
  return run_once(program, {.seed = 1}).measures[0];
}

double average(const std::string& expression) {
  return measured("average: \"" + expression + "\"").value.number;
}

double hours(const std::string& condition) {
  return in_days({measured("time: \"" + condition + "\"").value.whole}) * 24;
}

TEST(PiecesTest, AbsoluteValueTurnsAtZero) { EXPECT_NEAR(average("abs(x)"), 2.5, kArea); }

TEST(PiecesTest, TheLargestOfSeveralTakesOver) {
  EXPECT_NEAR(average("max(0, x)"), 1.25, kArea);
  EXPECT_NEAR(average("max(-x, x, 2)"), (2 * 10.5 + 4 * 2) / 10, kArea) << "2 in between";
  EXPECT_NEAR(average("-min(0, -x)"), 1.25, kArea);
}

TEST(PiecesTest, TheSmallerOfALineAndADecay) {
  // they meet where t − 5 = 4 e^(−t/5)
  double low = 5;
  double high = 10;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (middle - 5 < 4 * std::exp(-middle / 5) ? low : high) = middle;
  }
  const double line = low * low / 2 - 5 * low;
  const double decay = 20 * (std::exp(-low / 5) - std::exp(-2));
  EXPECT_NEAR(average("min(x, fades)"), (line + decay) / 10, kArea);
}

TEST(PiecesTest, AClampHoldsAtBothBounds) {
  EXPECT_NEAR(average("clamp(x, -1, 2)"), (-4 + 1.5 + 6) / 10, kArea);
  EXPECT_NEAR(average("clamp(1, x, 4)"), (6 + 7.5 + 4.5) / 10, kArea)
      << "a moving lower bound, which wins where it is above the upper one";
  EXPECT_NEAR(average("clamp(0, x, three)"), 12.5 / 10, kArea);
}

TEST(PiecesTest, RoundingStandsStillInBetween) {
  EXPECT_NEAR(average("floor(x)"), -0.5, kArea);
  EXPECT_NEAR(average("floor(-x)"), -0.5, kArea) << "falling, from a whole number";
  EXPECT_NEAR(average("round(x)"), 0, kArea);
  EXPECT_NEAR(average("round(max(x, 0))"), (0.5 * 0 + 1 + 2 + 3 + 4 + 0.5 * 5) / 10, kArea);
}

TEST(PiecesTest, AMovingConditionPicksTheBranch) {
  EXPECT_NEAR(average("if(x > 1, 10, x)"), (-12 + 40) / 10.0, kArea);
  EXPECT_NEAR(average("if(x > -2 and x < 2, if(x > 0, 1, 2), 0)"), (2 * 2 + 2 * 1) / 10.0, kArea);
  EXPECT_NEAR(average("if(now >= 2026-01-03, 1, 0)"), 0.8, kArea);
}

TEST(PiecesTest, WholePowersAreProducts) {
  EXPECT_NEAR(average("x ^ 2"), 250 / 30.0, kArea);
  EXPECT_NEAR(average("x ^ 3"), 0, kArea);
  EXPECT_NEAR(average("x ^ 4"), 125, kArea);
}

TEST(PiecesTest, ConditionsOverPiecesTurnToTheMicrosecond) {
  const double microsecond = 1.0 / 3.6e9;
  EXPECT_NEAR(hours("floor(x) >= 2 and max(x, 0) < 4"), 48, 2 * microsecond);
  EXPECT_NEAR(hours("abs(x) < 1"), 48, 2 * microsecond);
  EXPECT_NEAR(hours("round(x) < 2"), 6.5 * 24, microsecond);
  EXPECT_NEAR(hours("x ^ 2 > 4"), 6 * 24, 2 * microsecond);
  EXPECT_NEAR(hours("max(wait, now - 2026-01-01) > 3 d"), 7 * 24, microsecond) << "lengths too";
  EXPECT_NEAR(hours("min(x, fades) > 1"), 24 * (5 * std::log(4) - 6), 2 * microsecond);
}

TEST(PiecesTest, ExtremesAreFoundWithinThePieces) {
  EXPECT_EQ(measured("highest: \"abs(x)\"").value.number, 5);
  EXPECT_NEAR(measured("lowest: \"abs(x)\"").value.number, 0, 1e-10);
  EXPECT_NEAR(measured("highest: \"min(x ^ 2, 9)\"").value.number, 9, 1e-9);
}

// the waiting time is an Exp(1) draw E; the rate's integral is worked out by hand
TEST(PiecesTest, AProcessFiresWhereTheAreaOfItsPiecesIsSpent) {
  const auto program = compiled(R"yaml(
brink: 1
title: A clamped rate
start: 2026-01-01
horizon: 100 d
world: {variables: {x: {initial: 0, trend: 0.1}}}
processes: {strikes: {rate: "clamp(x, 0.2, 0.6)", emit: assault
}
}
outcomes: {struck: {when: total(assault) > 0}}
)yaml");
  const auto path = program.instances[0].path;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Draws draws({.seed = seed}, mix(path, 0), static_cast<std::uint32_t>(Purpose::clock));
    const double area = sample::standard_exponential(draws);
    // 0.2 up to day 2, 0.1 t up to day 6, then 0.6
    const double expected = area < 0.4   ? area / 0.2
                            : area < 2.0 ? std::sqrt(4 + 20 * (area - 0.4))
                                         : 6 + (area - 2.0) / 0.6;
    const auto result = run_once(program, {.seed = seed});
    EXPECT_NEAR(in_days(result.end - SimTime{}) * 8.64e10, expected * 8.64e10, 2) << seed;
  }
}

}  // namespace
}  // namespace brink::test
