#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"

// Oracle: Rubinstein (1982), Econometrica 50:97. Who proposes can claim vᵢ = (1 − δⱼ) / (1 − δᵢ
// δⱼ), and who answers takes δᵢ vᵢ, what waiting is worth: 1 − v₁ = δ₂ v₂. The first proposal is
// accepted. There is no chance in it: the answers are exact up to the rounding of a few operations
// (1e-14).
namespace brink::test {
namespace {

struct Patience {
  double east;
  double west;
  /// What East, as the first to propose, can claim; and West if it were the first.
  double claim_of_east() const { return (1 - west) / (1 - east * west); }
  double claim_of_west() const { return (1 - east) / (1 - east * west); }
};

struct Deal {
  double east, west, gain_east, gain_west, counters, day;
};

RunResult bargained(const Program& program, Patience patience, double greed_east,
                    double greed_west = 0) {
  auto overlay = with_setting(program, "patience_east", patience.east);
  overlay.settings.emplace_back(slot_index(program, "patience_west"), Value::of(patience.west));
  overlay.settings.emplace_back(slot_index(program, "greed_east"), Value::of(greed_east));
  overlay.settings.emplace_back(slot_index(program, "greed_west"), Value::of(greed_west));
  return run_once(program, {.seed = 191}, overlay);
}

Deal deal(const Program& program, Patience patience, double greed_east) {
  const auto result = bargained(program, patience, greed_east);
  EXPECT_EQ(result.outcome, "agreement");
  const auto number = [&](std::size_t i) { return result.measures[i].value.number; };
  return {number(0), number(1), number(2), number(3), number(4), in_days(result.end - SimTime{})};
}

const Patience kPairs[] = {{0.9, 0.8}, {0.8, 0.9}, {0.5, 0.5}, {0.99, 0.95}, {0.3, 0.97}};

TEST(RubinsteinTest, TheFirstDemandIsAcceptedAtOnceAndSplitsAsTheFormulaSays) {
  const auto program = shipped("models/rubinstein");
  for (const auto& patience : kPairs) {
    const auto it = deal(program, patience, 0);
    EXPECT_EQ(it.counters, 0);
    EXPECT_EQ(it.day, 1);
    EXPECT_NEAR(it.east, patience.claim_of_east(), 1e-14);
    EXPECT_NEAR(it.west, 1 - patience.claim_of_east(), 1e-14);
  }
}

// one month later West proposes and gets v₂, which is worth δ₂ v₂ = 1 − v₁ to it: no more than it
// was offered; East loses by it
TEST(RubinsteinTest, AHairMoreIsCounteredAndOnlyTheOneWhoAskedLoses) {
  const auto program = shipped("models/rubinstein");
  for (const auto& patience : kPairs) {
    const auto it = deal(program, patience, 1e-12);
    EXPECT_EQ(it.counters, 1);
    EXPECT_EQ(it.day, 31);
    EXPECT_NEAR(it.west, patience.claim_of_west(), 1e-14);
    EXPECT_NEAR(it.gain_west, 1 - patience.claim_of_east(), 1e-14);
    EXPECT_NEAR(it.gain_east, patience.east * patience.east * patience.claim_of_east(), 1e-14);
  }
}

TEST(RubinsteinTest, AskingForLessIsAcceptedAndCostsExactlyThat) {
  const auto program = shipped("models/rubinstein");
  for (const auto& patience : kPairs) {
    const auto it = deal(program, patience, -0.01);
    EXPECT_EQ(it.counters, 0);
    EXPECT_NEAR(it.gain_east, patience.claim_of_east() - 0.01, 1e-14);
  }
}

TEST(RubinsteinTest, TwoWhoBothAskTooMuchProposeByTurnsForEver) {
  const auto program = shipped("models/rubinstein");
  const auto result = bargained(program, kPairs[0], 1e-12, 1e-12);
  EXPECT_EQ(result.outcome, "deadlock");
  const auto& events = result.log.events();
  ASSERT_EQ(events.size(), 120U);  // day 1, 31, ..., 3571
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(in_days(events[i].time - SimTime{}), 1 + 30 * static_cast<double>(i));
    EXPECT_EQ(events[i].source, i % 2);
    EXPECT_EQ(events[i].target, 1 - i % 2);
  }
}

}  // namespace
}  // namespace brink::test
