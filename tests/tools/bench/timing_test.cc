#include "tools/bench/timing.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tools/bench/tally.h"

namespace brink::bench {
namespace {

TEST(MedianTest, IsTheMiddleOne) {
  EXPECT_EQ(median({}), 0);
  EXPECT_EQ(median({3}), 3);
  EXPECT_EQ(median({9, 1, 5}), 5);
  EXPECT_EQ(median({9, 1, 5, 7, 2}), 5);
}

TEST(RatioTest, IsTheMedianOfEachRoundsRatio) {
  Timed one{.name = "one", .ns_per_event = {10, 40, 30}};
  Timed other{.name = "other", .ns_per_event = {5, 10, 10}};
  EXPECT_EQ(ratio(one, other), 3);  // 2, 4, 3
}

// computes for a while, and notes when it was called
struct Worker {
  std::string* calls;
  char letter;
  std::uint64_t next = 0;
  bool in_order = true;

  std::uint64_t play(std::uint64_t first, std::uint64_t runs) {
    calls->push_back(letter);
    in_order = in_order && (first == next || first == 0);
    next = first + runs;
    const double end = cpu_seconds() + 1e-4 * static_cast<double>(runs);
    while (cpu_seconds() < end) {
    }
    return 10 * runs;
  }
};

TEST(InterleaveTest, MeasuresInTurnWithAsManyRunsEachRound) {
  std::string calls;
  Worker a{&calls, 'a'};
  Worker b{&calls, 'b'};
  const auto of = [](Worker& worker) {
    return [&worker](std::uint64_t first, std::uint64_t runs) { return worker.play(first, runs); };
  };
  const auto all = interleave("x", {{"a", of(a)}, {"b", of(b)}}, {.rounds = 5, .seconds = 0.004});
  ASSERT_GE(calls.size(), 10U);
  EXPECT_EQ(calls.substr(calls.size() - 10), "ababababab");
  for (const auto& timed : all) {
    EXPECT_EQ(timed.ns_per_event.size(), 5U);
    EXPECT_EQ(timed.runs % 5, 0U);
    EXPECT_EQ(timed.events, 10 * timed.runs);
    EXPECT_GT(timed.ns(), 9'000) << "10 events take at least 100 µs";
  }
  EXPECT_TRUE(a.in_order && b.in_order) << "a run was left out or played twice";
}

TEST(InterleaveTest, KeepsWholeRoundsWhenItIsStopped) {
  std::string calls;
  Worker a{&calls, 'a'};
  int asked = 0;
  Effort effort{.rounds = 99, .seconds = 0.001};
  effort.is_stopped = [&] { return ++asked > 4; };  // once before the warming up
  const auto all = interleave(
      "x", {{"a", [&](std::uint64_t first, std::uint64_t runs) { return a.play(first, runs); }}},
      effort);
  EXPECT_EQ(all[0].ns_per_event.size(), 3U);
}

Played played(std::uint32_t strikes) {
  return {.events = strikes + 2, .strikes = strikes, .end = 100, .escalation = 0.5};
}

TEST(TallyTest, TellsAModelFromAnotherByTheirMeans) {
  Tally one;
  Tally same;
  Tally other;
  for (std::uint32_t i = 0; i < 1'000; ++i) {
    one.add(played(500 + i % 100));
    same.add(played(500 + (i + 37) % 100));
    other.add(played(506 + i % 100));  // 6 is 4.6 standard errors: 28.9 * sqrt(2 / 1000) = 1.29
  }
  EXPECT_TRUE(agree(one, same));
  EXPECT_FALSE(agree(one, other));
  EXPECT_NEAR(differences(one, other)[1].standard_errors, 6 / (28.88 * std::sqrt(2e-3)), 0.01);
}

TEST(TallyTest, WhatNeverVariesMustBeEqual) {
  Tally one;
  Tally other;
  for (int i = 0; i < 10; ++i) {
    one.add(played(500));
    other.add({.events = 502, .strikes = 500, .end = 101, .escalation = 0.5});
  }
  EXPECT_TRUE(agree(one, one));
  EXPECT_FALSE(agree(one, other));
}

}  // namespace
}  // namespace brink::bench
