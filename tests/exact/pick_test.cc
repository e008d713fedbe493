// Oracle: shares of a weighted pick and of listed values are their weights over the sum.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

namespace brink::test {
namespace {

TEST(PickTest, TakesEachMemberByItsWeightAndNobodyElse) {
  const auto program = compiled(R"y(
brink: 1
title: Pick
start: 2026-01-01
horizon: 2000 d
actors:
  a: {variables: {w: 1}}
  b: {variables: {w: 3}}
  c: {variables: {w: 0}}
  d: {variables: {w: 0.5}}
  e: {variables: {w: 7}}
groups: {some: [e, d, c, b, a]}
processes:
  weighted:
    every: 1 d
    emit: consult
    from: a
    to: pick(each in some where each.w < 5, weight = each.w)
  alike:
    for: some
    every: 1 d
    emit: aid
    to: pick(each in some where each != self)
)y");
  std::vector<double> weighted(5);
  std::vector<double> alike(20);
  const int n = std::max(3, cases(30));
  for (int r = 0; r < n; ++r) {
    const auto run = run_once(program, {.seed = 61, .replication = static_cast<std::uint64_t>(r)});
    for (const auto& event : run.log.events()) {
      if (program.types[event.type].name == "consult") {
        ++weighted[event.target];
        continue;
      }
      ASSERT_NE(event.source, event.target);
      const auto place = event.target < event.source ? event.target : event.target - 1;
      ++alike[event.source * 4U + static_cast<unsigned>(place)];
    }
  }
  EXPECT_EQ(weighted[2], 0);
  EXPECT_EQ(weighted[4], 0);
  const std::vector<double> counts{weighted[0], weighted[1], weighted[3]};
  expect_shares("weights 1 : 3 : 0.5", counts, std::vector<double>{1 / 4.5, 3 / 4.5, 0.5 / 4.5});
  expect_shares("alike", alike, std::vector<double>(20, 1 / 20.0));
}

TEST(PickTest, MakesNoEventWhenNobodyCanBePicked) {
  const auto program = compiled(R"y(
brink: 1
title: Nobody
start: 2026-01-01
horizon: 10 d
actors: {a: {variables: {w: 0}}, b: {variables: {w: 0}}}
schedule: {s: {at: 1 d, emit: aid, from: a, to: b}}
rules:
  r: {upon: aid, by: target, do: [{emit: consult, to: "pick(each in all, weight = each.w)"}, self.w = 1]
}
measures: {consults: {count: consult}}
)y");
  const auto run = run_once(program, {.seed = 1});
  EXPECT_EQ(run.status, Status::ended);
  EXPECT_EQ(run.measures[0].value.number, 0);
  ASSERT_EQ(run.log.notes().size(), 1U);
  EXPECT_EQ(run.log.notes()[0].note.kind, Note::Kind::nobody);
  EXPECT_EQ(run.log.writes().size(), 1U) << "the deeds after it are done";
}

TEST(PickTest, ANegativeWeightEndsTheRun) {
  const auto program = compiled(R"y(
brink: 1
title: Negative
start: 2026-01-01
horizon: 10 d
actors: {a: {variables: {w: -1}}, b: {variables: {w: 2}}}
schedule: {s: {at: 1 d, emit: aid, from: a, to: "pick(each in all, weight = each.w)"
}
}
)y");
  EXPECT_EQ(run_once(program, {.seed = 1}).status, Status::error);
}

TEST(EmpiricalTest, DrawsTheListedValuesByTheirWeights) {
  const auto program = compiled(R"y(
brink: 1
title: Empirical
start: 2026-01-01
horizon: 3000 d
events: {e: {is: aid, attributes: {alike: 0, weighted: 0, wait: 0 d}}}
processes:
  p:
    every: 1 d
    emit: e
    with:
      alike: empirical([2, 3, 5])
      weighted: empirical([40, 80, 120, 400], [5, 3, 0, 2])
      wait: empirical([1 d, 2 d], [1, 3])
)y");
  std::map<double, double> alike;
  std::map<double, double> weighted;
  std::map<double, double> wait;
  const int n = std::max(3, cases(30));
  for (int r = 0; r < n; ++r) {
    const auto run = run_once(program, {.seed = 62, .replication = static_cast<std::uint64_t>(r)});
    for (const auto& event : run.log.events()) {
      ++alike[run.log.attribute(event, 0).number];
      ++weighted[run.log.attribute(event, 1).number];
      ++wait[in_days({run.log.attribute(event, 2).whole})];
    }
  }
  const auto shares = [](const std::map<double, double>& counts) {
    std::vector<double> values;
    for (const auto& [value, count] : counts) values.push_back(count);
    return values;
  };
  ASSERT_EQ(alike.size(), 3U);
  ASSERT_EQ(weighted.size(), 3U);
  EXPECT_FALSE(weighted.contains(120));
  ASSERT_EQ(wait.size(), 2U);
  expect_shares("alike", shares(alike), std::vector<double>(3, 1 / 3.0));
  expect_shares("weighted", shares(weighted), std::vector<double>{0.5, 0.3, 0.2});
  expect_shares("durations", shares(wait), std::vector<double>{0.25, 0.75});
}

}  // namespace
}  // namespace brink::test
