#include "tools/bench/families.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"
#include "tools/bench/steady_play.h"

namespace brink::bench {
namespace {

std::string shipped_text(const std::string& name) {
  return test::file_text("scenarios/benchmarks/" + name + ".yaml");
}

TEST(FamiliesTest, TheSmallestOfEachIsShippedAsItIsMade) {
  EXPECT_EQ(shipped_text("hold_16"), hold_text(16));
  EXPECT_EQ(shipped_text("actors_10"), actors_text(10));
  EXPECT_EQ(shipped_text("channels_12"), channels_text(12));
  EXPECT_EQ(shipped_text("rules_40"), rules_text(shipped_text("tit_for_tat"), 40));
}

TEST(FamiliesTest, LargerOnesAreGoodToo) {
  EXPECT_EQ(test::findings(hold_text(64)), "");
  EXPECT_EQ(test::findings(actors_text(50)), "");
  EXPECT_EQ(test::findings(channels_text(36)), "");
  EXPECT_EQ(test::findings(rules_text(shipped_text("tit_for_tat"), 8, Added::event_of_others)), "");
}

// jobs are what is pending but for the opening's own entry, which is gone
TEST(FamiliesTest, AHoldModelHoldsAsManyJobs) {
  for (const std::size_t jobs : {2U, 16U, 32U, 64U, 512U}) {
    const auto program = test::compiled(hold_text(jobs));
    const auto result =
        test::run_once(program, {.seed = 1}, {.until = Duration{6 * kMicrosecondsPerDay}});
    // each of them is done once a day on average, for five days: Poisson
    const double expected = 5.0 * static_cast<double>(jobs);
    const auto counted = static_cast<double>(result.log.events().size()) - 1;
    EXPECT_NEAR(counted, expected, 5 * std::sqrt(expected)) << jobs;
  }
}

TEST(FamiliesTest, RulesThatNeverActLeaveTheRunAsItIs) {
  const auto plain = test::shipped("benchmarks/tit_for_tat");
  for (const auto added : {Added::nothing, Added::event_of_others}) {
    const auto crowded = test::compiled(rules_text(shipped_text("tit_for_tat"), 40, added));
    EXPECT_EQ(crowded.rules.size(), plain.rules.size() + 40);
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const auto one = test::run_once(plain, {.seed = seed});
      const auto other = test::run_once(crowded, {.seed = seed});
      ASSERT_EQ(one.log.events().size(), other.log.events().size());
      for (std::size_t i = 0; i < one.log.events().size(); ++i) {
        EXPECT_EQ(one.log.events()[i].time, other.log.events()[i].time);
        EXPECT_EQ(one.log.events()[i].key, other.log.events()[i].key);
      }
    }
  }
}

TEST(SteadyPlayTest, GoesOnFromRoundToRound) {
  const auto program = test::compiled(actors_text(10));
  SteadyPlay play(program, 1, 100);
  EXPECT_EQ(play.play(1'000), 1'000U);
  const auto bytes = play.bytes();
  EXPECT_EQ(play.play(20'000), 20'000U);  // ten times the scenario's horizon
  EXPECT_EQ(play.bytes(), bytes) << "memory grows with time";
}

}  // namespace
}  // namespace brink::bench
