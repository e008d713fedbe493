// Runs that begin again in the memory of another: nothing of what was before is left.
#include <gtest/gtest.h>

#include "tests/support/dice.h"
#include "tests/support/runs.h"
#include "tests/support/scenarios.h"

namespace brink {
namespace {

struct Ended {
  std::uint64_t hash = 0;
  std::vector<std::uint64_t> state;
  friend bool operator==(const Ended&, const Ended&) = default;
};

Ended to_end(brink::Run& run) {
  RunHash hash;
  run_to_end(run, hash);
  return {hash.value(), test::state_of(run)};
}

std::vector<std::uint64_t> shuffled_seeds(std::uint64_t count, test::Dice& dice) {
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    seeds.insert(seeds.begin() + static_cast<std::ptrdiff_t>(dice.below(seeds.size() + 1)), seed);
  }
  return seeds;
}

// other parameters, another end, suppressed rules; sometimes so few events that runs fail
Overlay random_overlay(const Program& program, test::Dice& dice) {
  Overlay overlay;
  overlay.max_events = dice.chance(0.2) ? 20 : 2'000;
  if (dice.chance(0.3)) return overlay;
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    const auto& slot = program.slots[s];
    if (!slot.is_parameter || slot.type != ValueType::number || dice.chance(0.5)) continue;
    const double low = std::max(slot.low, -10.0);
    const double high = std::max(low, std::min(slot.high, 10.0));
    overlay.settings.emplace_back(s, Value::of(dice.uniform(low, high)));
  }
  if (dice.chance(0.5)) overlay.until = Duration{program.horizon.us / 2};
  for (std::size_t i = 0; i < program.rules.size(); ++i) {
    overlay.suppressed_rules.push_back(dice.chance(0.1));
  }
  overlay.outcomes_stop = dice.chance(0.5);
  return overlay;
}

/// A run that goes from one use to the next, and is never new.
class Reused {
 public:
  explicit Reused(const Program& program) : run_(program, overlay_, {}) {}

  void expect_as_new(const Program& program, const Overlay& overlay, std::uint64_t seeds) {
    const brink::Run fresh(program, overlay, {.seed = 99});
    const auto fresh_state = test::state_of(fresh);
    for (const auto seed : shuffled_seeds(seeds, dice_)) {
      brink::Run made(program, overlay, {.seed = seed});
      begin_again(run_, fresh, {.seed = seed});
      ASSERT_EQ(test::state_of(run_), test::state_of(made)) << "at the start, seed " << seed;
      leave_behind();
      begin_again(run_, fresh, {.seed = seed});
      ASSERT_EQ(to_end(run_), to_end(made)) << "seed " << seed;
      failed_ += made.header().status == RunStatus::failed ? 1 : 0;
      ended_ += made.header().status == RunStatus::ended ? 1 : 0;
    }
    ASSERT_EQ(test::state_of(fresh), fresh_state) << "what is copied is as it was";
  }
  int failed() const { return failed_; }
  int ended() const { return ended_; }

 private:
  // sometimes part of a run, whose journal nobody took
  void leave_behind() {
    if (dice_.chance(0.5)) return;
    Log log;
    NullObserver nobody;
    for (auto left = dice_.below(200); left > 0; --left) {
      if (dice_.chance(0.5)) {
        step(run_, log);
      } else {
        step(run_, nobody);
      }
    }
  }

  Overlay overlay_;
  brink::Run run_;
  test::Dice dice_{1};
  int failed_ = 0;
  int ended_ = 0;
};

TEST(BeginAgainTest, AShippedScenarioRunsAsIfNew) {
  const auto first = test::shipped("first");
  Reused reused(first);
  test::Dice dice(2);
  for (const auto& name : test::shipped_names()) {
    SCOPED_TRACE(name);
    const auto program = test::shipped(name);
    Overlay plain;
    plain.max_events = 2'000;
    reused.expect_as_new(program, plain, 20);
    if (HasFatalFailure()) return;
    const auto overlay = random_overlay(program, dice);
    reused.expect_as_new(program, overlay, 5);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(reused.failed(), 20);
  EXPECT_GT(reused.ended(), 400);
}

TEST(BeginAgainTest, ARandomScenarioRunsAsIfNew) {
  const auto first = test::shipped("first");
  Reused reused(first);
  test::Dice dice(3);
  int drawn = 0;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(test::cases(1'000)); ++seed) {
    SCOPED_TRACE(seed);
    const auto program = test::random_program(seed);
    drawn += program.draws_first_values ? 1 : 0;
    const auto overlay = random_overlay(program, dice);
    reused.expect_as_new(program, overlay, 20);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(drawn, test::cases(1'000) / 10);
  EXPECT_GT(reused.failed(), test::cases(1'000) / 2);
  EXPECT_GT(reused.ended(), test::cases(1'000) * 5);
}

// a first value that some seeds draw badly: such a run fails before it has begun
TEST(BeginAgainTest, WhatFailsAtTheStartLeavesNothingBehind) {
  const auto program = test::compiled(R"(
brink: 1
title: A start that may fail
start: 2026-01-01
horizon: 30 d
actors: {a: {}}
world:
  variables:
    odds: {initial: uniform(-1 .. 1)}
    depth: {initial: log(odds)}
processes: {raids: {rate: 1, emit: assault, from: a}}
)");
  const Overlay overlay;
  for (std::uint64_t of_fresh = 1; of_fresh <= 10; ++of_fresh) {
    const brink::Run fresh(program, overlay, {.seed = of_fresh});
    brink::Run reused(program, overlay, {.seed = 0});
    int failed = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      brink::Run made(program, overlay, {.seed = seed});
      begin_again(reused, fresh, {.seed = seed});
      ASSERT_EQ(reused.error.kind, made.error.kind) << seed;
      ASSERT_EQ(to_end(reused), to_end(made)) << seed;
      failed += made.error.kind != RunError::Kind::none ? 1 : 0;
    }
    EXPECT_GT(failed, 3);
    EXPECT_LT(failed, 17);
  }
}

}  // namespace
}  // namespace brink
