#include "engine/report/run_error.h"

#include <gtest/gtest.h>

#include "tests/engine/report/finished.h"

namespace brink {
namespace {

constexpr const char* kBase = R"(brink: 1
title: Wrong
start: 2026-06-01
horizon: 60 d
actors: {a: {variables: {x: {initial: 1}}}, b: {}}
events: {raid: {is: assault}}
schedule: {first: {at: 2 d, emit: raid, from: a, to: b}}
)";

std::string error_of(const std::string& rest, const Overlay& overlay = {}) {
  const test::Finished run(kBase + rest, {}, overlay);
  if (run.run.error.kind == RunError::Kind::none) return "no error";
  return run_error_text(run.run);
}

TEST(RunErrorTest, AValueThatIsNotFiniteNamesRuleExpressionAndOperands) {
  EXPECT_EQ(error_of("rules:\n  boil:\n    upon: raid\n    do: [a.x = log(a.x - 1)]\n"),
            "test.yaml:11:16: error: the run stopped on 2026-06-03: rule `boil`, `do`: "
            "`log(a.x - 1)` is -infinite with a.x = 1\n"
            "      do: [a.x = log(a.x - 1)]\n"
            "                 ^\n"
            "  hint: `log` needs x > 0; a value must be a finite number; `max`, `clamp` or a "
            "`range` keeps it in bounds\n");
}

TEST(RunErrorTest, WhatADistributionNeedsIsSaidOnce) {
  EXPECT_NE(error_of("rules:\n  r: {upon: raid, do: [a.x = 1 + poisson(mean = -a.x) + "
                     "poisson(2)]}\n")
                .find("hint: `poisson` needs mean >= 0; a value must be a finite number;"),
            std::string::npos);
}

TEST(RunErrorTest, NotANumberIsSaidInWords) {
  EXPECT_NE(error_of("rules:\n  boil: {upon: raid, do: [a.x = log(-a.x)]}\n")
                .find("`log(-a.x)` is not a number with a.x = 1"),
            std::string::npos);
}

TEST(RunErrorTest, AnOptionIsNamed) {
  EXPECT_NE(error_of("rules:\n  choosy:\n    upon: raid\n    by: b\n    choose:\n      options:\n"
                     "        hit: {utility: exp(a.x * 900)}\n")
                .find("rule `choosy`, option `hit`, `utility`: `exp(a.x * 900)` is infinite with "
                      "a.x = 1"),
            std::string::npos);
}

TEST(RunErrorTest, AProcessIsNamed) {
  EXPECT_EQ(error_of("processes:\n  p: {rate: a.x / (a.x - 1), emit: raid, from: a, to: b}\n"),
            "test.yaml:9:17: error: the run stopped on 2026-06-01: process `p`, `rate`: "
            "`a.x / (a.x - 1)` is infinite with a.x = 1\n"
            "    p: {rate: a.x / (a.x - 1), emit: raid, from: a, to: b}\n"
            "                  ^\n"
            "  hint: a value must be a finite number; `max`, `clamp` or a `range` keeps it in "
            "bounds\n");
}

TEST(RunErrorTest, AnEquationThatIsNotFiniteIsNamed) {
  EXPECT_EQ(error_of("world: {variables: {z: {initial: 1, flow: z ^ 2 + 0 * a.x}}}\n"),
            "test.yaml:8:49: error: the run stopped on 2026-06-01 23:59:59.999999: variable `z`, "
            "`flow`: `z ^ 2 + 0 * a.x` is infinite with z = 2.5e+194, a.x = 1\n"
            "  world: {variables: {z: {initial: 1, flow: z ^ 2 + 0 * a.x}}}\n"
            "                                                  ^\n"
            "  hint: a value must be a finite number; `max`, `clamp` or a `range` keeps it in "
            "bounds\n")
      << "x' = x^2 has no solution beyond the first day";
}

TEST(RunErrorTest, AnEquationThatChangesTooFastIsNamed) {
  EXPECT_EQ(error_of("world: {variables: {z: {initial: 1, flow: \"if(z > 1, -500, 500)\"}}}\n"),
            "test.yaml:8:44: error: the run stopped on 2026-06-01 00:00:00.100001: variable `z`, "
            "`flow`: `if(z > 1, -500, 500)` changes too fast to follow\n"
            "  world: {variables: {z: {initial: 1, flow: \"if(z > 1, -500, 500)\"}}}\n"
            "                                             ^\n"
            "  hint: smooth what jumps back and forth, for example `logistic(50 * x)` instead of "
            "`if(x > 0, 1, 0)`, or take out what settles millions of times faster than the rest\n");
}

TEST(RunErrorTest, ANegativeDelayIsAnError) {
  EXPECT_EQ(error_of("parameters: {d: {default: -2 d}}\nrules:\n  late:\n    upon: raid\n"
                     "    by: b\n    after: d * a.x\n    do: [{emit: raid, to: a}]\n"),
            "test.yaml:13:14: error: the run stopped on 2026-06-03: rule `late`, `after`: "
            "`d * a.x` is -2 d with d = -2 d, a.x = 1\n"
            "      after: d * a.x\n"
            "               ^\n"
            "  hint: a delay must not be negative; `max`, `clamp` or a `range` keeps it in "
            "bounds\n");
}

TEST(RunErrorTest, ANegativeTemperatureIsAnError) {
  EXPECT_NE(error_of("rules:\n  answer:\n    upon: raid\n    by: b\n    choose:\n"
                     "      temperature: 0 - a.x\n      options: {rest: {utility: 0}}\n")
                .find("rule `answer`, `temperature`: `0 - a.x` is -1 with a.x = 1"),
            std::string::npos);
}

TEST(RunErrorTest, ACircleWithoutDelayIsShownOnce) {
  EXPECT_EQ(error_of("rules:\n"
                     "  again: {upon: raid, if: a.x > 0, do: [{emit: raid, from: a, to: b}]}\n"),
            "test.yaml:9:3: error: the run stopped on 2026-06-03: too many things happen in one "
            "instant: raid (rule `again`) → and so on\n"
            "    again: {upon: raid, if: a.x > 0, do: [{emit: raid, from: a, to: b}]}\n"
            "    ^\n"
            "  hint: give one rule of this circle a delay (`after:`), or a condition that ends "
            "it\n");
}

TEST(RunErrorTest, ACircleOfTwoRulesNamesBoth) {
  const auto text = error_of(
      "rules:\n"
      "  hit: {upon: raid, if: a.x > 0, do: [{emit: threaten, from: a, to: b}]}\n"
      "  hiss: {upon: threaten, do: [{emit: raid, from: a, to: b}]}\n");
  EXPECT_NE(text.find("raid (rule `hiss`)"), std::string::npos);
  EXPECT_NE(text.find("threaten (rule `hit`)"), std::string::npos);
}

TEST(RunErrorTest, TooManyEventsSaysWhatToDo) {
  const Overlay overlay{.max_events = 1'000};
  EXPECT_EQ(
      error_of("processes: {p: {rate: 100, emit: raid, from: a, to: b}}\n", overlay).substr(0, 40),
      "test.yaml: error: the run stopped on 202");
  EXPECT_NE(error_of("processes: {p: {rate: 100, emit: raid, from: a, to: b}}\n", overlay)
                .find("more than 1,000 events\n  hint: shorten it with `--until`"),
            std::string::npos);
}

TEST(RunErrorTest, TooManyPendingSaysWhatToDo) {
  test::Finished run(kBase);
  run.run.error = {};
  run.run.error.kind = RunError::Kind::too_many_pending;
  EXPECT_EQ(run_error_text(run.run),
            "test.yaml: error: the run stopped on 2026-06-01: too many things wait to happen\n"
            "  hint: some rule sets off more than one response to each of its own events\n");
}

}  // namespace
}  // namespace brink
