// Of what happens at one instant the higher priority goes first; series; schedule entries with
// `if`.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/support/runs.h"

namespace brink {
namespace {

std::string head(const std::string& more) {
  return "brink: 1\ntitle: Order\nstart: 2026-01-01\nhorizon: 10 d\n" + more;
}

std::vector<std::string> types_in_order(const Program& program) {
  std::vector<std::string> names;
  const auto run = test::run_once(program, {.seed = 1});
  for (const auto& event : run.log.events()) names.push_back(program.types[event.type].name);
  return names;
}

double last_of(const Program& program, const std::string& name) {
  const auto run = test::run_once(program, {.seed = 1});
  double value = 0;
  for (const auto& timed : run.log.writes()) {
    if (program.slots[timed.write.slot].name == name) value = timed.write.after.number;
  }
  return value;
}

TEST(PriorityTest, OrdersScheduleAndProcessesOfOneInstant) {
  const auto program = test::compiled(head(R"y(
schedule:
  one: {at: 2 d, emit: aid}
  two: {at: 2 d, emit: assault, priority: 5}
  three: {at: 2 d, emit: accuse, priority: -1}
processes: {four: {every: 2 d, emit: protest, priority: 3}}
)y"));
  const auto order = types_in_order(program);
  ASSERT_GE(order.size(), 4U);
  EXPECT_EQ(std::vector<std::string>(order.begin(), order.begin() + 4),
            (std::vector<std::string>{"assault", "protest", "aid", "accuse"}));
}

TEST(PriorityTest, OrdersTheRulesUponOneEventAboveTypeAndFile) {
  const std::string rules = R"y(
world: {variables: {order: 0}}
schedule: {s: {at: 1 d, emit: assault.drone}}
rules:
  first: {upon: assault, do: [order = order * 10 + 1]}
  second: {upon: assault.drone, do: [order = order * 10 + 2], priority: 1}
  third: {upon: assault, do: [order = order * 10 + 3], priority: -7}
  fourth: {upon: assault.drone, do: [order = order * 10 + 4]}
)y";
  EXPECT_EQ(last_of(test::compiled(head(rules)), "order"), 2143);
}

// both respond a day later at one instant; without priorities the first event's answer comes first
TEST(PriorityTest, OrdersDelayedDeedsOfDifferentEventsBeforeTheirCauses) {
  const std::string rules = R"y(
world: {variables: {order: 0}}
schedule: {s: {at: 1 d, emit: assault}, t: {at: 2 d, emit: aid}}
rules:
  late: {upon: assault, after: 3 d, do: [order = order * 10 + 1]}
  soon: {upon: aid, after: 2 d, do: [order = order * 10 + 2])y";
  EXPECT_EQ(last_of(test::compiled(head(rules + "}\n")), "order"), 12);
  EXPECT_EQ(last_of(test::compiled(head(rules + ", priority: 1}\n")), "order"), 21);
}

// a window's end is the engine's own and comes before any priority
TEST(PriorityTest, NothingGoesBeforeTheEnginesOwn) {
  const auto program = test::compiled(head(R"y(
world: {variables: {seen: 9}}
schedule: {s: {at: 1 d, emit: assault}, t: {at: 4 d, emit: aid, priority: 100}}
rules:
  watches: {when: "count(assault, 3 d) > 5", do: [seen = 8]}
  asks: {upon: aid, priority: 100, do: ["seen = count(assault, 3 d)"]}
)y"));
  EXPECT_EQ(last_of(program, "seen"), 0);
}

TEST(ScheduleTest, AnEntryHappensOnlyIfItsConditionHoldsThen) {
  const auto program = test::compiled(head(R"y(
parameters: {scripted: true}
world: {variables: {calm: true}}
schedule:
  war: {at: 2 d, emit: assault}
  before: {at: 1 d, emit: aid, if: calm and scripted}
  after: {at: 3 d, emit: aid, if: calm}
rules: {r: {upon: assault, do: [calm = false]}}
)y"));
  EXPECT_EQ(types_in_order(program), (std::vector<std::string>{"aid", "assault"}));
}

TEST(ScheduleTest, MonthsAreDatesAndMayBeDrawnFrom) {
  const auto program = test::compiled(
      "brink: 1\ntitle: Months\nstart: 1952-09-15\nhorizon: 90 d\n"
      "schedule:\n"
      "  month: {at: 1952-10, emit: aid}\n"
      "  drawn: {at: 1952-10-01 + uniform(0 d .. 31 d), emit: assault}\n");
  std::set<std::int64_t> instants;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const auto run = test::run_once(program, {.seed = seed});
    ASSERT_EQ(run.log.events().size(), 2U);
    EXPECT_EQ(run.log.events()[0].time.us, 16 * kMicrosecondsPerDay);
    const auto days = in_days(run.log.events()[1].time - SimTime{});
    EXPECT_GE(days, 16);
    EXPECT_LE(days, 47);
    instants.insert(run.log.events()[1].time.us);
  }
  EXPECT_EQ(instants.size(), 50U);
}

// x rises by 1 a day and falls to 0 at day 3: a point at the change shows the value after it
TEST(SeriesTest, HoldsTheValueAtEachStepAfterAnyChangeOfThatInstant) {
  const auto program = test::compiled(head(R"y(
world: {variables: {x: {initial: 0, trend: 1}, n: 0}}
schedule: {s: {at: 3 d, emit: assault}, t: {at: 4 d 12 h, emit: assault}}
rules: {r: {upon: assault, do: [x = 0, n += 1]}}
measures:
  x: {series: x, every: 1 d}
  half: {series: 10 * x, every: 12 h}
  recent: {series: "count(assault, 2 d)", every: 1 d}
)y"));
  const auto run = test::run_once(program, {.seed = 1});
  const auto values = [&](std::size_t i) {
    std::vector<double> numbers;
    for (const auto value : run.measures[i].series) numbers.push_back(value.number);
    return numbers;
  };
  EXPECT_EQ(values(0), (std::vector<double>{0, 1, 2, 0, 1, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5}));
  EXPECT_EQ(run.measures[1].series.size(), 21U);
  EXPECT_EQ(values(1)[9], 0);
  EXPECT_EQ(values(2), (std::vector<double>{0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0}));
  EXPECT_EQ(run.measures[0].value.number, 5.5) << "its value is the last";
}

TEST(SeriesTest, EndsWithTheRun) {
  const auto program = test::compiled(head(R"y(
world: {variables: {x: {initial: 0, trend: 1}}}
outcomes: {full: {when: x > 3.5}}
measures: {x: {series: x, every: 1 d}}
)y"));
  const auto run = test::run_once(program, {.seed = 1});
  EXPECT_EQ(run.measures[0].series.size(), 4U);
}

TEST(VariantTest, HasItsValuesReady) {
  const auto program = test::compiled(head(R"y(
parameters: {p: {default: 0.5, range: [0, 1]}, l: 3 d, m: {default: calm, values: [calm, wild]}, t: true}
variants: {v: {parameters: {p: 0.25, l: 5 d, m: wild, t: false}}}
measures: {p: {final: p}, l: {final: l}, m: {final: m == wild}, t: {final: t}}
)y"));
  Overlay overlay;
  overlay.settings = program.variants.at(0).settings;
  const auto run = test::run_once(program, {.seed = 1}, overlay);
  EXPECT_EQ(run.measures[0].value.number, 0.25);
  EXPECT_EQ(run.measures[1].value.whole, 5 * kMicrosecondsPerDay);
  EXPECT_EQ(run.measures[2].value.whole, 1);
  EXPECT_EQ(run.measures[3].value.whole, 0);
}

}  // namespace
}  // namespace brink
