// Expressions over groups, tables and beliefs: against the same sums written out in the test.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "tests/support/runs.h"

namespace brink {
namespace {

constexpr const char* kCast = R"y(
brink: 1
title: Over
start: 2026-01-01
horizon: 10 d
actors:
  a: {variables: {x: 1.5, w: 2, cross: true}}
  b: {variables: {x: -2, w: 0.5, cross: false}}
  c: {variables: {x: 4, w: 1, cross: true}}
  d: {variables: {x: 100, w: 1, cross: true}}
groups: {inner: [b, c], outer: [a, inner, b], nobody_yet: [d]}
)y";

std::map<std::string, MeasureValue> measured(const std::string& more) {
  const auto program = test::compiled(kCast + more);
  const auto values = test::run_once(program, {.seed = 1}).measures;
  std::map<std::string, MeasureValue> named;
  for (std::size_t i = 0; i < values.size(); ++i) named[program.measures[i].name] = values[i];
  return named;
}

double number(const std::string& expression) {
  return measured("measures: {m: {final: \"" + expression + "\"}}\n").at("m").value.number;
}

bool truth(const std::string& expression) {
  return measured("measures: {m: {final: \"" + expression + "\"}}\n").at("m").value.whole == 1;
}

TEST(OverTest, FoldsTheMembersOfAGroupThoseOfGroupsInItOnce) {
  EXPECT_EQ(number("sum(each.x over outer)"), 1.5 - 2 + 4);
  EXPECT_EQ(number("sum(each.w * each.x over outer)"), 3 - 1 + 4);
  EXPECT_EQ(number("mean(each.x over outer)"), 3.5 / 3);
  EXPECT_EQ(number("min(each.x over outer)"), -2);
  EXPECT_EQ(number("max(each.x over outer)"), 4);
  EXPECT_EQ(number("count(each.cross over outer)"), 2);
  EXPECT_EQ(number("sum(each.x over all)"), 103.5);
  EXPECT_TRUE(truth("any(each.x < 0 over outer)"));
  EXPECT_FALSE(truth("any(each.x < 0 over outer where each.cross)"));
  EXPECT_TRUE(truth("all(each.x > 0 over outer where each.cross)"));
  EXPECT_FALSE(truth("all(each.cross over outer)"));
}

TEST(OverTest, ExpressionsOverGroupsNestAndTheInnerEachIsTheInnerMember) {
  // for each of outer: its x times the sum of all others' x in inner; the inner `each` hides the
  // outer
  EXPECT_EQ(number("sum(each.x * sum(each.x over inner) over outer)"), (1.5 - 2 + 4) * (-2 + 4));
}

TEST(OverTest, NobodyHasASumButNoMean) {
  EXPECT_EQ(number("sum(each.x over outer where each.x > 9)"), 0);
  EXPECT_EQ(number("count(each.cross over outer where each.x > 9)"), 0);
  EXPECT_FALSE(truth("any(each.cross over outer where each.x > 9)"));
  EXPECT_TRUE(truth("all(each.cross over outer where each.x > 9)"));
  for (const auto* name : {"mean", "min", "max"}) {
    const auto m = measured(std::string("measures: {m: {final: \"") + name +
                            "(each.x over outer where each.x > 9)\"}}\n");
    EXPECT_FALSE(m.at("m").computable) << name;
  }
}

// the moment at which a sum of decays falls below a level: a·e^(−t/5) with a = Σ x
TEST(OverTest, ConditionsOverMovingMembersFireAtTheExactInstant) {
  const auto program = test::compiled(R"y(
brink: 1
title: Moving
start: 2026-01-01
horizon: 40 d
actors: {a: {variables: {x: {initial: 3, decay: 5 d}}}, b: {like: a, variables: {x: {initial: 5}}}}
world: {variables: {hits: 0}}
rules: {low: {when: sum(each.x over all) < 2, do: [hits += 1]}}
measures:
  below: {time: sum(each.x over all) < 2}
  some: {time: count(each.x < 1 over all) == 1}
  mean: {average: mean(each.x over all)}
)y");
  const auto run = test::run_once(program, {.seed = 1});
  const double cross = 5 * std::log(8.0 / 2.0);
  ASSERT_EQ(run.log.notes().size(), 1U);
  const double fired = in_days(run.log.notes()[0].time - SimTime{});
  EXPECT_GE(fired, cross - 1e-11);
  EXPECT_LE(fired, cross + 1.2e-11) << "rounded up to the next microsecond";
  EXPECT_NEAR(in_days({run.measures[0].value.whole}), 40 - cross, 3e-11);
  EXPECT_NEAR(in_days({run.measures[1].value.whole}), 5 * std::log(5.0) - 5 * std::log(3.0), 3e-11);
  EXPECT_NEAR(run.measures[2].value.number, 4 * 5 * (1 - std::exp(-8.0)) / 40, 1e-12);
}

// a member that leaves the condition of a moving sum leaves the sum
TEST(OverTest, AMovingWhereLetsMembersGo) {
  const auto program = test::compiled(R"y(
brink: 1
title: Leaving
start: 2026-01-01
horizon: 10 d
actors: {a: {variables: {x: {initial: 3, trend: -1}}}, b: {variables: {x: {initial: 8, trend: -1}}}}
measures: {mean: {average: sum(each.x over all where each.x > 0)}}
)y");
  // ∫ (3 − t) over 3 days and ∫ (8 − t) over 8, divided by 10
  EXPECT_NEAR(test::run_once(program, {.seed = 1}).measures[0].value.number, (4.5 + 32) / 10, 1e-9);
}

TEST(OverTest, ATableIsStraightBetweenItsPointsAndLevelBeyond) {
  const auto table = [](double x) {
    return number("table(" + std::to_string(x) + ", [0, 10, 30], [1, 0.5, -1])");
  };
  EXPECT_EQ(number("table(-3, [0, 10, 30], [1, 0.5, -1])"), 1);
  EXPECT_EQ(table(0), 1);
  EXPECT_DOUBLE_EQ(table(4), 1 - 0.05 * 4);
  EXPECT_EQ(table(10), 0.5);
  EXPECT_DOUBLE_EQ(table(22), 0.5 - 1.5 * 12 / 20);
  EXPECT_EQ(table(30), -1);
  EXPECT_EQ(table(31), -1);
}

TEST(OverTest, BayesIsTheRatioOfTheJointChances) {
  EXPECT_DOUBLE_EQ(number("bayes(0.3, 0.8, 0.2)"), 0.24 / (0.24 + 0.14));
  EXPECT_EQ(number("bayes(0, 0.8, 0.2)"), 0);
  EXPECT_EQ(number("bayes(1, 0.8, 0.2)"), 1);
  EXPECT_DOUBLE_EQ(number("bayes(bayes(0.5, 0.9, 0.3), 0.9, 0.3)"),
                   0.5 * 0.81 / (0.5 * 0.81 + 0.5 * 0.09));
  EXPECT_FALSE(measured("measures: {m: {final: \"bayes(0.5, 0, 0)\"}}\n").at("m").computable);
}

}  // namespace
}  // namespace brink
