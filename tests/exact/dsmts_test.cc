#include "tests/support/dsmts.h"

#include <gtest/gtest.h>

// Oracle: exact means and standard deviations of the Discrete Stochastic Models Test Suite
// (Evans, Gillespie, Wilkinson 2008, Bioinformatics 24:285), tests/exact/data; their rules: see
// tests/support/dsmts.h.
namespace brink::test {
namespace {

TEST(DsmtsTest, BirthAndDeathHasTheExactMeansAndDeviations) {
  expect_suite("dsmts-001-01", R"(
brink: 1
title: DSMTS 001-01
start: 2026-01-01
horizon: 50 d
world: {variables: {x: {initial: 100, min: 0}}}
events: {birth: {is: cooperate}, death: {is: assault}}
processes:
  births: {rate: 0.1 * x, emit: birth}
  deaths: {rate: 0.11 * x, emit: death}
rules:
  more: {upon: birth, do: [x += 1]}
  fewer: {upon: death, do: [x -= 1]}
)",
               31);
}

TEST(DsmtsTest, ImmigrationAndDeathHasTheExactMeansAndDeviations) {
  expect_suite("dsmts-002-01", R"(
brink: 1
title: DSMTS 002-01
start: 2026-01-01
horizon: 50 d
world: {variables: {x: {initial: 0, min: 0}}}
events: {arrival: {is: cooperate}, death: {is: assault}}
processes:
  arrivals: {rate: 1, emit: arrival}
  deaths: {rate: 0.1 * x, emit: death}
rules:
  more: {upon: arrival, do: [x += 1]}
  fewer: {upon: death, do: [x -= 1]}
)",
               33);
}

// the value at the instant of the reset is the value after it
TEST(DsmtsTest, ImmigrationAndDeathWithAResetHasTheExactMeansAndDeviations) {
  expect_suite("dsmts-002-09", R"(
brink: 1
title: DSMTS 002-09
start: 2026-01-01
horizon: 50 d
world: {variables: {x: {initial: 0, min: 0}}}
events: {arrival: {is: cooperate}, death: {is: assault}, reset: {is: support}}
schedule: {reset: {at: 25 d, emit: reset}}
processes:
  arrivals: {rate: 1, emit: arrival}
  deaths: {rate: 0.1 * x, emit: death}
rules:
  more: {upon: arrival, do: [x += 1]}
  fewer: {upon: death, do: [x -= 1]}
  again: {upon: reset, do: [x = 50]}
)",
               32);
}

TEST(DsmtsTest, DimerisationHasTheExactMeansAndDeviationsOfBothSpecies) {
  expect_suite("dsmts-003-01", R"(
brink: 1
title: DSMTS 003-01
start: 2026-01-01
horizon: 50 d
world: {variables: {singles: {initial: 100, min: 0}, couples: {initial: 0, min: 0}}}
events: {meeting: {is: cooperate}, parting: {is: assault}}
processes:
  meetings: {rate: 0.001 * singles * (singles - 1) / 2, emit: meeting}
  partings: {rate: 0.01 * couples, emit: parting}
rules:
  join: {upon: meeting, do: [singles -= 2, couples += 1]}
  part: {upon: parting, do: [couples -= 1, singles += 2]}
)",
               34, {{"singles", "P"}, {"couples", "P2"}});
}

TEST(DsmtsTest, ImmigrationInBatchesHasTheExactMeansAndDeviations) {
  expect_suite("dsmts-004-01", R"(
brink: 1
title: DSMTS 004-01
start: 2026-01-01
horizon: 50 d
world: {variables: {x: {initial: 0, min: 0}}}
events: {arrival: {is: cooperate}, death: {is: assault}}
processes:
  arrivals: {rate: 1, emit: arrival}
  deaths: {rate: 0.2 * x, emit: death}
rules:
  more: {upon: arrival, do: [x += 5]}
  fewer: {upon: death, do: [x -= 1]}
)",
               35);
}

}  // namespace
}  // namespace brink::test
