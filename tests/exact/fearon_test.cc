#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: Fearon (1995), International Organization 49:379. A war is won by A with probability p
// and costs c_A and c_B; the prize is 1. Both prefer a share x for A to war if p − c_A ≤ x ≤ p +
// c_B. If A makes the demand and only knows that c_B is uniform on [0, C], it does best to ask for
//   x* = p + (C − c_A) / 2, which risks war with probability (C − c_A) / (2C);
// it gets U(x* ± d) = U(x*) − d² / C.
namespace brink::test {
namespace {

std::string outcome_at(const Program& program, double share) {
  return run_once(program, {.seed = 181}, with_setting(program, "share_for_a", share)).outcome;
}

// binary fractions: the ends themselves are exact, and belong to the range
TEST(FearonTest, PeaceHoldsWithinTheBargainingRangeAndNowhereElse) {
  const auto program = shipped("models/bargaining_range");
  const double low = 0.5 - 0.125;
  const double high = 0.5 + 0.25;
  for (const double inside : {low, low + 1e-9, 0.5, high - 1e-9, high}) {
    EXPECT_EQ(outcome_at(program, inside), "peace") << inside;
  }
  for (const double outside : {0.0, low - 0.1, low - 1e-9, high + 1e-9, high + 0.1, 1.0}) {
    EXPECT_EQ(outcome_at(program, outside), "war") << outside;
  }
}

TEST(FearonTest, TheBargainingRangeIsAsWideAsBothCostsTogether) {
  const auto program = shipped("models/bargaining_range");
  for (const double cost : {0.0625, 0.25, 0.4375}) {
    const auto answered = [&](double share) {
      auto overlay = with_setting(program, "share_for_a", share);
      overlay.settings.emplace_back(slot_index(program, "cost_of_war_a"), Value::of(cost));
      return run_once(program, {.seed = 182}, overlay).outcome;
    };
    int peaceful = 0;  // of divisions 1/64 apart
    for (int i = 0; i <= 64; ++i) peaceful += answered(i / 64.0) == "peace" ? 1 : 0;
    EXPECT_EQ(peaceful, 64 * (cost + 0.25) + 1);
  }
}

constexpr double kOdds = 0.5;
constexpr double kCostA = 0.1;
constexpr double kHighest = 0.5;
constexpr double kBest = kOdds + (kHighest - kCostA) / 2;

/// What A gains, on average, by a demand within the range where both answers are possible.
double expected_gain(double demand) {
  const double war = (demand - kOdds) / kHighest;
  return demand * (1 - war) + (kOdds - kCostA) * war;
}

struct Demands {
  Sample wars;
  Sample gain;
  Sample total;  // of both, and what the war destroyed
};
Demands demanded(const Program& program, double demand, std::uint64_t seed) {
  const auto overlay = with_setting(program, "demand", demand);
  Demands all;
  for (int r = 0; r < cases(400'000); ++r) {
    const auto m =
        measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)}, overlay);
    all.wars.add(m[0].value.number);
    all.gain.add(m[1].value.number);
    all.total.add(m[1].value.number + m[2].value.number);
  }
  return all;
}

TEST(FearonTest, TheBestDemandRisksWarAsTheFormulaSays) {
  const auto program = shipped("models/fearon");
  const auto best = demanded(program, kBest, 183);
  const double war = (kHighest - kCostA) / (2 * kHighest);
  expect_mean("ultimatum: P(war) at the best demand", best.wars, war);
  expect_mean("ultimatum: gain of A at the best demand", best.gain, expected_gain(kBest));
  // who fights has a cost uniform on [0, x* − p]
  expect_mean("ultimatum: what both keep", best.total, 1 - war * (kCostA + (kBest - kOdds) / 2));
}

// common random numbers: in every pair B has the same cost and, if it comes to war, the same winner
TEST(FearonTest, AskingForMoreOrLessThanTheBestBringsLess) {
  const auto program = shipped("models/fearon");
  const auto best = demanded(program, kBest, 184);
  for (const double step : {-0.15, -0.1, 0.1, 0.15}) {
    const auto other = demanded(program, kBest + step, 184);
    Sample lost;
    for (std::size_t i = 0; i < best.gain.values.size(); ++i) {
      lost.add(best.gain.values[i] - other.gain.values[i]);
    }
    const auto name = fmt::format("ultimatum: loss by asking for {:+} more", step);
    EXPECT_GT(lost.mean(), kStandardErrors * lost.mean_error()) << name;
    expect_mean(name, lost, step * step / kHighest);
    expect_mean("ultimatum: P(war) there", other.wars, (kBest + step - kOdds) / kHighest);
  }
}

}  // namespace
}  // namespace brink::test
