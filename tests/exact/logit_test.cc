#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: conditional logit, P_i = e^(u_i / T) / Σ_j e^(u_j / T) (McFadden 1974).
namespace brink::test {
namespace {

std::string asked(const std::string& options) {
  return R"(
brink: 1
title: A choice
start: 2026-01-01
horizon: 6000 d
parameters: {temperature: 1}
actors: {a: {}, b: {}}
events: {ask: {is: request}}
processes: {asking: {every: 1 d, emit: ask, from: b, to: a}}
rules:
  answers:
    upon: ask
    by: a
    choose:
      temperature: temperature
      options:
)" + options;
}

/// How often each option was chosen; each note's probability must be the formula's.
std::vector<double> counts_of(const Program& program, double temperature, std::uint64_t seed,
                              const std::vector<double>& probabilities) {
  const auto overlay = with_setting(program, "temperature", temperature);
  const auto result = run_once(program, {.seed = seed}, overlay);
  std::vector<double> counts(probabilities.size());
  for (const auto& timed : result.log.notes()) {
    if (timed.note.kind != Note::Kind::decided) continue;
    counts[timed.note.option] += 1;
    EXPECT_NEAR(timed.note.probability, probabilities[timed.note.option], 1e-12);
  }
  return counts;
}

std::vector<double> logit(const std::vector<double>& utility, double temperature) {
  std::vector<double> shares;
  double total = 0;
  for (const double u : utility) total += std::exp(u / temperature);
  for (const double u : utility) shares.push_back(std::exp(u / temperature) / total);
  return shares;
}

const char* const kThree = R"(
        low: {utility: 0.1}
        high: {utility: 0.55}
        middle: {utility: 0.3}
)";

TEST(LogitTest, SharesFollowTheUtilitiesAtEveryTemperature) {
  const auto program = compiled(asked(kThree));
  std::uint64_t seed = 61;
  for (const double temperature : {0.1, 0.25, 1.0, 5.0}) {
    const auto shares = logit({0.1, 0.55, 0.3}, temperature);
    const auto counts = counts_of(program, temperature, seed++, shares);
    expect_shares("logit shares, T = " + std::to_string(temperature), counts, shares);
  }
}

TEST(LogitTest, WithoutTemperatureTheBestIsTaken) {
  const auto program = compiled(asked(kThree));
  const auto counts = counts_of(program, 0, 65, {0, 1, 0});
  EXPECT_EQ(counts, (std::vector<double>{0, 6000, 0}));
}

TEST(LogitTest, AVanishingTemperatureTakesTheBestToo) {
  const auto program = compiled(asked(kThree));
  EXPECT_EQ(counts_of(program, 1e-9, 66, {0, 1, 0}), (std::vector<double>{0, 6000, 0}));
}

TEST(LogitTest, TiesOfTheBestReplyGoToTheFirstListed) {
  const auto program = compiled(asked(R"(
        worse: {utility: 0.2}
        first: {utility: 0.3}
        second: {utility: 0.1 + 0.2}
        third: {utility: 0.3}
)"));
  // 0.1 + 0.2 is one bit above 0.3: the tie is between the first and the third
  EXPECT_EQ(counts_of(program, 0, 67, {0, 0, 1, 0}), (std::vector<double>{0, 0, 6000, 0}));
  const auto equal = compiled(asked(R"(
        worse: {utility: 0.2}
        first: {utility: 0.3}
        second: {utility: 0.3}
)"));
  EXPECT_EQ(counts_of(equal, 0, 68, {0, 1, 0}), (std::vector<double>{0, 6000, 0}));
}

TEST(LogitTest, OptionsThatAreNotPossibleTakeNoShare) {
  const auto program = compiled(asked(R"(
        low: {utility: 0.1}
        never: {utility: 9, if: temperature < 0}
        high: {utility: 0.55, if: temperature > 0.5}
        middle: {utility: 0.3}
)"));
  const auto three = logit({0.1, 0.55, 0.3}, 1);
  const auto counts = counts_of(program, 1, 69, {three[0], 0, three[1], three[2]});
  EXPECT_EQ(counts[1], 0);
  expect_shares("logit of the possible", std::array{counts[0], counts[2], counts[3]}, three);
  const auto two = logit({0.1, 0.3}, 0.25);
  const auto fewer = counts_of(program, 0.25, 70, {two[0], 0, 0, two[1]});
  expect_shares("logit of two of four", std::array{fewer[0], fewer[3]}, two);
}

// adding the same to all utilities, however large, changes nothing
TEST(LogitTest, OnlyDifferencesOfUtilitiesMatter) {
  const auto program = compiled(asked(R"(
        low: {utility: 5000 + 0.125}
        high: {utility: 5000 + 0.5}
)"));
  const auto shares = logit({0.125, 0.5}, 0.5);
  expect_shares("logit, far from 0", counts_of(program, 0.5, 71, shares), shares);
}

}  // namespace
}  // namespace brink::test
