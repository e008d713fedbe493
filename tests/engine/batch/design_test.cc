// Oracle: the runs themselves, listed one by one.
#include "engine/batch/design.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/dice.h"

namespace brink::test {
namespace {

Design random_design(Dice& dice) {
  Design design;
  const auto factors = dice.below(4);
  for (std::size_t i = 0; i < factors; ++i) {
    Factor factor{.slot = static_cast<SlotId>(2 * i + 1)};
    const auto values = 1 + dice.below(4);
    for (std::size_t v = 0; v < values; ++v) {
      factor.values.push_back(Value::of(dice.uniform(-1, 1)));
    }
    design.factors.push_back(std::move(factor));
  }
  design.replications = 1 + dice.below(60);
  design.chunk = 1 + dice.below(20);
  return design;
}

/// How often each run of a range of chunks is made, by its number.
std::vector<int> runs_made(const Design& design, std::uint64_t first, std::uint64_t end) {
  std::vector<int> made(design.runs());
  for (auto number = first; number < end; ++number) {
    const auto chunk = chunk_of(design, number);
    for (std::uint64_t i = 0; i < chunk.count; ++i) {
      ++made.at((chunk.first + i) * design.points() + chunk.point);
    }
  }
  return made;
}

TEST(DesignTest, EveryPointAndReplicationIsMadeExactlyOnce) {
  Dice dice(1);
  for (int round = 0; round < 300; ++round) {
    const auto design = random_design(dice);
    const auto made = runs_made(design, 0, design.chunks());
    // run = replication · points + point takes each number once, so it is a bijection too
    EXPECT_TRUE(std::all_of(made.begin(), made.end(), [](int n) { return n == 1; }));
  }
}

TEST(DesignTest, AChunkIsSomeReplicationsOfOnePointAndNeverEmpty) {
  Dice dice(2);
  for (int round = 0; round < 300; ++round) {
    const auto design = random_design(dice);
    for (std::uint64_t number = 0; number < design.chunks(); ++number) {
      const auto chunk = chunk_of(design, number);
      EXPECT_EQ(chunk.number, number);
      EXPECT_EQ(chunk.block * design.points() + chunk.point, number);
      EXPECT_LT(chunk.point, design.points());
      EXPECT_EQ(chunk.first, chunk.block * design.chunk);
      EXPECT_GE(chunk.count, 1U);
      EXPECT_LE(chunk.count, design.chunk);
      const bool is_last = chunk.block + 1 == design.blocks();
      EXPECT_TRUE(chunk.count == design.chunk || is_last) << "only the last block may be short";
    }
  }
}

TEST(DesignTest, WhateverIsFinishedIsBalancedToWithinOneChunk) {
  Dice dice(3);
  for (int round = 0; round < 100; ++round) {
    const auto design = random_design(dice);
    std::vector<std::uint64_t> runs(design.points());
    for (std::uint64_t number = 0; number < design.chunks(); ++number) {
      const auto chunk = chunk_of(design, number);
      EXPECT_EQ(chunk.first, runs[chunk.point]) << "a point's replications come without gaps";
      runs[chunk.point] += chunk.count;
      const auto [least, most] = std::minmax_element(runs.begin(), runs.end());
      EXPECT_LE(*most - *least, design.chunk);
    }
  }
}

TEST(DesignTest, ShardsAreWholeBlocksAndCoverEachChunkOnce) {
  Dice dice(4);
  for (int round = 0; round < 300; ++round) {
    const auto design = random_design(dice);
    const std::uint64_t count = 1 + dice.below(2 * design.blocks() + 3);
    std::uint64_t next = 0;
    std::uint64_t least = design.blocks();
    std::uint64_t most = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto range = chunks_of(design, {i, count});
      ASSERT_EQ(range.first, next);
      ASSERT_LE(range.first, range.end);
      ASSERT_EQ(range.first % design.points(), 0U);
      ASSERT_EQ(range.end % design.points(), 0U);
      const auto blocks = (range.end - range.first) / design.points();
      least = std::min(least, blocks);
      most = std::max(most, blocks);
      next = range.end;
    }
    EXPECT_EQ(next, design.chunks());
    EXPECT_LE(most - least, 1U) << "shares are even to within a block";
  }
}

TEST(DesignTest, TheLargestDesignsDoNotOverflow) {
  Design design;
  design.factors.push_back({.slot = 0, .values = std::vector<Value>(kMaxPoints)});
  design.replications = kMaxRuns / kMaxPoints;
  design.chunk = 1;
  EXPECT_EQ(design.runs(), kMaxRuns);
  const auto last = chunk_of(design, design.chunks() - 1);
  EXPECT_EQ(last.point, kMaxPoints - 1);
  EXPECT_EQ(last.first, design.replications - 1);
  const auto range = chunks_of(design, {999'999, 1'000'000});
  EXPECT_EQ(range.end, design.chunks());
  EXPECT_EQ(range.end - range.first, 10 * kMaxPoints) << "10,000,000 blocks in a million shards";
}

TEST(DesignTest, TheLastFactorChangesFastest) {
  Dice dice(5);
  for (int round = 0; round < 100; ++round) {
    const auto design = random_design(dice);
    std::vector<std::size_t> odometer(design.factors.size());
    for (std::uint64_t point = 0; point < design.points(); ++point) {
      EXPECT_EQ(places_of(design, point), odometer);
      for (auto i = odometer.size(); i-- > 0;) {
        if (++odometer[i] < design.factors[i].values.size()) break;
        odometer[i] = 0;
      }
    }
    EXPECT_EQ(odometer, std::vector<std::size_t>(odometer.size())) << "all came round";
  }
}

TEST(DesignTest, AnOverlaySetsEachFactorOnceAndLeavesAllElse) {
  Design design;
  design.factors = {{.slot = 3, .values = {Value::of(0.25), Value::of(0.5)}},
                    {.slot = 1, .values = {Value::of_whole(7), Value::of_whole(8)}}};
  Overlay base;
  base.variant = "softer";
  base.settings = {{1, Value::of_whole(5)}, {2, Value::of(9)}};
  base.until = Duration{77};
  base.outcomes_stop = false;
  base.max_events = 123;
  const auto overlay = overlay_of(design, base, 1);
  EXPECT_EQ(overlay.variant, "softer");
  EXPECT_EQ(overlay.until, Duration{77});
  EXPECT_FALSE(overlay.outcomes_stop);
  EXPECT_EQ(overlay.max_events, 123U);
  ASSERT_EQ(overlay.settings.size(), 3U) << "the base's value of a factor is gone";
  EXPECT_EQ(overlay.settings[0].first, 2U);
  EXPECT_EQ(overlay.settings[0].second.number, 9);
  EXPECT_EQ(overlay.settings[1].first, 3U);
  EXPECT_EQ(overlay.settings[1].second.number, 0.25);
  EXPECT_EQ(overlay.settings[2].first, 1U);
  EXPECT_EQ(overlay.settings[2].second.whole, 8);
  EXPECT_EQ(base.settings.size(), 2U);
}

TEST(DesignTest, ADesignWithoutFactorsHasOnePoint) {
  const Design design{.factors = {}, .replications = 7, .chunk = 3};
  EXPECT_EQ(design.points(), 1U);
  EXPECT_EQ(design.blocks(), 3U);
  EXPECT_EQ(chunk_of(design, 2).count, 1U);
  EXPECT_TRUE(places_of(design, 0).empty());
}

TEST(DesignTest, TheDefaultChunkLosesLittleSparesMemoryAndFeedsEveryCore) {
  Dice dice(6);
  for (int round = 0; round < 2000; ++round) {
    const auto replications = 1 + dice.next() % (std::uint64_t{1} << dice.below(40));
    const auto values = dice.next() % (std::uint64_t{1} << dice.below(17));
    const auto chunk = default_chunk(replications, values);
    EXPECT_GE(chunk, 1U);
    EXPECT_LE(chunk, 100U);
    EXPECT_TRUE(chunk == 1 || chunk * 256 <= replications) << "256 blocks or more";
    EXPECT_TRUE(chunk == 1 || chunk * values <= 2'000'000);
  }
  EXPECT_EQ(default_chunk(1, 0), 1U);
  EXPECT_EQ(default_chunk(1'000, 0), 3U);
  EXPECT_EQ(default_chunk(25'600, 0), 100U);
  EXPECT_EQ(default_chunk(1'000'000'000'000, 0), 100U);
  EXPECT_EQ(default_chunk(1'000'000, 50'000), 40U);
}

TEST(DesignTest, AShardIsReadFromOneToItsCount) {
  EXPECT_EQ(parse_shard("3/16"), (Shard{2, 16}));
  EXPECT_EQ(parse_shard("1/1"), (Shard{0, 1}));
  EXPECT_EQ(parse_shard("1000000/1000000"), (Shard{999'999, 1'000'000}));
  EXPECT_EQ(parse_shard(""), Shard{}) << "the whole";
}

TEST(DesignTest, WhatIsNoShardIsSaid) {
  for (const char* text : {"0/4",
                           "5/4",
                           "1/0",
                           "0/0",
                           "1/1000001",
                           "-1/4",
                           "+1/4",
                           "1/-4",
                           "1",
                           "/",
                           "1/",
                           "/4",
                           "1/2/3",
                           " 1/4",
                           "1/4 ",
                           "1 / 4",
                           "1.5/4",
                           "a/b",
                           "1\\4",
                           "18446744073709551617/4",
                           "1/18446744073709551617"}) {
    const auto shard = parse_shard(text);
    ASSERT_FALSE(shard) << text;
    EXPECT_EQ(shard.error(),
              "`" + std::string(text) + "` is no shard: write which of how many, 1/4 to 4/4");
  }
}

}  // namespace
}  // namespace brink::test
