// What an event is said to follow from.
#include <gtest/gtest.h>

#include "tests/support/runs.h"

namespace brink {
namespace {

// a trend of 0 that is asked again and stays 0 changes nothing, so that nothing follows from it:
// whose rung is asked for is kept in a variable, and any event on the ladder asks again
TEST(CauseTest, ATrendThatStaysAtNothingIsNoCause) {
  const auto program = test::compiled(R"yaml(
brink: 1
title: A trend that stays at nothing
start: 2026-01-01
horizon: 60 d
ladder: {window: 5 d, rungs: [{at: 0, name: Calm}, {at: 4, name: War}]}
actors: {a: {variables: {ally: b}}, b: {}, x: {}, y: {}}
world: {variables: {grudge: {initial: 0.5, trend: "0.1 * rung(a.ally, a)"}}}
events: {raid: {is: assault, rung: 4}, word: {is: accuse}}
schedule: {raid: {at: 1 d, emit: raid, from: x, to: y}}
processes: {words: {rate: 0.2 + grudge, emit: word, from: a, to: b}}
)yaml");
  const auto run = test::run_once(program, {.seed = 1});
  ASSERT_GT(run.log.events().size(), 10U);
  for (const auto& event : run.log.events()) EXPECT_EQ(event.cause, 0U);
}

}  // namespace
}  // namespace brink
