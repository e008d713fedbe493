#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/run/evaluate.h"
#include "tests/support/runs.h"

namespace brink {
namespace {

std::string watching(const std::string& condition, const std::string& rest = "") {
  return R"(
brink: 1
title: A condition
start: 2026-01-01
horizon: 60 d
world:
  variables:
    x: {initial: 0, trend: 0.1}
    up: {initial: 0, range: [0, 1], trend: 0.3}
    anger: {initial: 5, decay: 10 d}
    grief: {initial: -2, rest: 1, decay: 4 d}
    level: 0
events: {strike: {is: assault}, signal: {is: consult}}
rules:
  fires:
    when: )" +
         condition + R"(
    do: [level += 1]
)" + rest;
}

/// The instants at which condition-rules fired [µs].
std::vector<std::int64_t> firings(const std::string& yaml) {
  const auto program = test::compiled(yaml);
  const auto result = test::run_once(program, {.seed = 1});
  std::vector<std::int64_t> times;
  for (const auto& timed : result.log.notes()) {
    if (timed.note.kind == Note::Kind::condition) times.push_back(timed.time.us);
  }
  return times;
}

std::int64_t days(double d) { return days_rounded_up(d).us; }

void expect_one_at(const std::string& condition, double at, std::int64_t room = 1) {
  const auto times = firings(watching(condition));
  ASSERT_EQ(times.size(), 1U) << condition;
  EXPECT_LE(std::abs(times[0] - days(at)), room) << condition;
}

// analytic places; the last microsecond may differ by rounding of the formulas here
TEST(ConditionTest, FiresAtTheCrossingOfEveryKindOfMotion) {
  expect_one_at("x >= 0.35", 3.5);
  expect_one_at("anger <= 2", 10 * std::log(2.5));
  expect_one_at("grief > 0", 4 * std::log(3.0));
  expect_one_at("up > 0.45", 1.5);
  expect_one_at("2 * x > 1 and anger < 4", 5);
  expect_one_at("x > 1 or anger < 1", 10);
  expect_one_at("not (x < 2.5)", 25);
  expect_one_at("x * x > 4", 20);
}

TEST(ConditionTest, DatesAndLengthsAreExactToTheMicrosecond) {
  EXPECT_EQ(firings(watching("now >= 2026-01-05 06:00")), (std::vector<std::int64_t>{days(4.25)}));
  EXPECT_EQ(firings(watching("now > 2026-01-05 06:00")),
            (std::vector<std::int64_t>{days(4.25) + 1}));
  const std::string strike = "schedule: {one: {at: 2 d, emit: strike}}\n";
  EXPECT_EQ(firings(watching("since(strike) >= 3 d", strike)),
            (std::vector<std::int64_t>{0, days(5)}))
      << "infinite before the first";
  EXPECT_EQ(firings(watching("since(strike) > 3 d", strike)),
            (std::vector<std::int64_t>{0, days(5) + 1}));
}

TEST(ConditionTest, ASaturatedTrendReachesItsBoundAndNeverPassesIt) {
  expect_one_at("up >= 1", 1 / 0.3);
  EXPECT_TRUE(firings(watching("up > 1")).empty());
  expect_one_at("up + x > 1.5", 5);  // past the saturation
}

TEST(ConditionTest, TrueAtTheStartFiresAtTheStart) {
  EXPECT_EQ(firings(watching("anger > 4.9")), (std::vector<std::int64_t>{0}));
  EXPECT_EQ(firings(watching("level < 1")), (std::vector<std::int64_t>{0}));
}

TEST(ConditionTest, FiresAgainOnlyAfterHavingBeenFalse) {
  // true until 10, false until 30, true again
  const auto twice = firings(watching("(x - 1) * (x - 3) > 0"));
  ASSERT_EQ(twice.size(), 2U);
  EXPECT_EQ(twice[0], 0);
  EXPECT_LE(std::abs(twice[1] - days(30)), 1);
  const auto once = firings(watching("(x - 1) * (x - 3) < 0"));
  ASSERT_EQ(once.size(), 1U);
  EXPECT_LE(std::abs(once[0] - days(10)), 1);
}

// a rule that pushes the variable back arms itself again, 60 days / 5 days = 12 times
TEST(ConditionTest, ARuleThatUndoesItsConditionArmsItselfAgain) {
  const auto times = firings(R"(
brink: 1
title: A tooth
start: 2026-01-01
horizon: 60 d
world: {variables: {x: {initial: 0, trend: 0.125}}}
rules: {resets: {when: x >= 0.625, do: [x = 0]}}
)");
  ASSERT_EQ(times.size(), 12U);
  for (std::size_t i = 0; i < times.size(); ++i) {
    EXPECT_EQ(times[i], days(5 * (static_cast<double>(i) + 1)));
  }
}

TEST(ConditionTest, GroupsHaveOneConditionForEachMember) {
  const auto program = test::compiled(R"(
brink: 1
title: Members
start: 2026-01-01
horizon: 60 d
actors: {a: {variables: {x: {initial: 0, trend: 0.1}}}, b: {variables: {x: {initial: 0, trend: 0.2}}}}
groups: {all_of_us: [a, b]}
rules: {tires: {for: all_of_us, when: self.x >= 1, do: [self.x = -100]}}
)");
  const auto result = test::run_once(program, {.seed = 1});
  ASSERT_EQ(result.log.notes().size(), 2U);
  EXPECT_EQ(result.log.notes()[0].note.self, 1);
  EXPECT_LE(std::abs(result.log.notes()[0].time.us - days(5)), 1);
  EXPECT_EQ(result.log.notes()[1].note.self, 0);
  EXPECT_LE(std::abs(result.log.notes()[1].time.us - days(10)), 1);
}

/// Where `evaluate` turns from false to true, by a scan in steps of 14 minutes and bisection.
std::vector<std::int64_t> slow_firings(const Program& program) {
  const Overlay overlay;
  Run run(program, overlay, {.seed = 1});
  NullObserver nobody;
  step(run, nobody);  // the beginning: trends and decays start
  const auto holds = [&](std::int64_t us) {
    return evaluate_truth(program.watches[0].node, {.run = &run, .at = {us}});
  };
  std::vector<std::int64_t> times;
  if (holds(0)) times.push_back(0);
  const std::int64_t pace = days(0.01);
  for (std::int64_t at = 0; at < run.header().end.us; at += pace) {
    if (holds(at) || !holds(at + pace)) continue;
    std::int64_t low = at;
    std::int64_t high = at + pace;
    while (high - low > 1) (holds(low + (high - low) / 2) ? high : low) = low + (high - low) / 2;
    times.push_back(high);
  }
  return times;
}

TEST(ConditionTest, FiresAtTheFirstMicrosecondAtWhichItEvaluatesTrue) {
  int fired = 0;
  for (int i = 0; i < test::cases(3'000); ++i) {
    Draws draws({.seed = 7}, static_cast<std::uint64_t>(i), 0);
    const auto in = [&](double low, double high) { return low + (high - low) * draws.uniform(); };
    const auto text = fmt::format(R"(
brink: 1
title: Random motions
start: 2026-01-01
horizon: 30 d
world:
  variables:
    a: {{initial: {:.3f}, range: [-1, 1.5], trend: {:.3f}}}
    b: {{initial: {:.3f}, rest: {:.3f}, decay: {:.2f} d}}
    c: {{initial: {:.3f}, rest: {:.3f}, decay: {:.2f} d}}
    n: 0
rules:
  fires:
    when: {:.3f} * a + {:.3f} * b * a + {:.3f} * b * c {} {:.3f} {} c < {:.3f}
    do: [n += 1]
)",
                                  in(-1, 1), in(-0.4, 0.4), in(-2, 2), in(-1, 1), in(0.5, 15),
                                  in(-2, 2), in(-1, 1), in(0.5, 15), in(-1, 1), in(-2, 2),
                                  in(-2, 2), draws.below(2) == 0 ? ">" : "<=", in(-0.6, 0.6),
                                  draws.below(2) == 0 ? "and" : "or", in(-1, 1));
    const auto expected = slow_firings(test::compiled(text));
    EXPECT_EQ(firings(text), expected) << text;
    fired += static_cast<int>(expected.size());
  }
  EXPECT_GT(fired, test::cases(3'000) / 2);
}

}  // namespace
}  // namespace brink
