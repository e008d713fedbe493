#include <gtest/gtest.h>

#include <string>

#include "tests/support/runs.h"

namespace brink {
namespace {

std::string asked(const std::string& rules) {
  return R"(
brink: 1
title: Who answers first
start: 2026-01-01
horizon: 30 d
world: {variables: {stock: 1, order: 0}}
actors:
  a: {variables: {id: 1, took: 0}}
  b: {variables: {id: 2, took: 0}}
  c: {variables: {id: 3, took: 0}}
  d: {variables: {id: 4, took: 0}}
groups: {all_of_us: [c, a, d, b]}
events: {ask: {is: request}, answer: {is: consult}, echo: {is: support}}
schedule: {ask: {at: 1 d, emit: ask, from: a, to: b}}
rules:
)" + rules;
}

std::vector<double> written(const Program& program, const Log& log, const std::string& name) {
  std::vector<double> values;
  for (const auto& w : log.writes()) {
    if (w.write.slot == test::slot_index(program, name)) values.push_back(w.write.after.number);
  }
  return values;
}

// each takes from the stock if it sees one: all four see it, since nobody acts before all have
// chosen
TEST(DecisionOrderTest, AllWhoAnswerOneEventAtOneInstantChooseOnTheSameState) {
  const auto program = test::compiled(asked(R"(
  takes:
    upon: ask
    by: each of all_of_us
    after: 2 d
    choose:
      options:
        take: {utility: stock, do: [self.took = 1, stock -= 1, order = 10 * order + self.id]}
        leave: {utility: 0.5, do: [order = 10 * order]}
)"));
  const auto result = test::run_once(program, {.seed = 1});
  EXPECT_EQ(written(program, result.log, "stock"), (std::vector<double>{0, -1, -2, -3}));
  EXPECT_EQ(written(program, result.log, "order").back(), 1234) << "deeds follow in actor order";
  SimTime last;
  for (const auto& timed : result.log.notes()) {
    EXPECT_EQ(timed.note.kind, Note::Kind::decided);
    EXPECT_EQ(timed.note.option, 0);
    last = timed.time;
  }
  EXPECT_EQ(result.log.notes().size(), 4U);
  EXPECT_EQ(last.us, 3 * kMicrosecondsPerDay);
}

// bookkeeping comes at once, before any actor chooses
TEST(DecisionOrderTest, BookkeepingComesBeforeResponsesWhateverTheirOrderInTheFile) {
  const auto program = test::compiled(asked(R"(
  takes:
    upon: ask
    by: b
    choose: {options: {take: {utility: stock, do: [order = 1]}, leave: {utility: 0.5, do: [order = 2]}}}
  empties: {upon: ask, do: [stock = 0]}
)"));
  const auto result = test::run_once(program, {.seed = 1});
  EXPECT_EQ(written(program, result.log, "order"), (std::vector<double>{2}));
}

// what one actor emits happens, with its bookkeeping, before the next actor's deeds
TEST(DecisionOrderTest, DeedsAndWhatTheyEmitFollowActorByActor) {
  const auto program = test::compiled(asked(R"(
  answers: {upon: ask, by: each of all_of_us, do: [{emit: answer, to: a}, order = 10 * order + self.id]}
  counts: {upon: answer, do: [source.took = order]}
)"));
  const auto result = test::run_once(program, {.seed = 1});
  EXPECT_EQ(written(program, result.log, "order"), (std::vector<double>{1, 12, 123, 1234}));
  EXPECT_EQ(written(program, result.log, "d.took"), (std::vector<double>{1234}));
  EXPECT_EQ(written(program, result.log, "a.took"), (std::vector<double>{1}));
}

TEST(DecisionOrderTest, EventsOfOneDeedListHappenInItsOrderBreadthFirst) {
  const auto program = test::compiled(asked(R"(
  answers: {upon: ask, do: [{emit: answer, from: a}, {emit: answer, from: b}, {emit: answer, from: c}]}
  echoes: {upon: answer, do: [{emit: echo, from: source}]}
)"));
  const auto result = test::run_once(program, {.seed = 1});
  std::string order;
  for (const auto& event : result.log.events()) {
    order += program.types[event.type].name.substr(0, 1) + program.actors[event.source].id + " ";
  }
  EXPECT_EQ(order, "aa aa ab ac ea eb ec ");
}

// equal delays: what several actors send at one instant arrives in actor order too
TEST(DecisionOrderTest, EventsWithEqualDelaysHappenInActorOrder) {
  const auto program = test::compiled(asked(R"(
  answers: {upon: ask, by: each of all_of_us, do: [{emit: answer, to: a, after: 5 d}, {emit: echo, to: a, after: 5 d}]}
)"));
  const auto result = test::run_once(program, {.seed = 1});
  std::string order;
  for (const auto& event : result.log.events()) {
    order += program.types[event.type].name.substr(0, 1) + program.actors[event.source].id + " ";
  }
  EXPECT_EQ(order, "aa aa ea ab eb ac ec ad ed ");
}

// the same for the delayed bookkeeping of a condition that many meet at one instant
TEST(DecisionOrderTest, DelayedBookkeepingOfAGroupFollowsTheOrderOfItsConditions) {
  const auto program = test::compiled(asked(R"(
  notes: {for: all_of_us, when: stock < 1, after: 2 d, do: [order = 10 * order + self.id]}
  empties: {upon: ask, do: [stock = 0]}
)"));
  const auto result = test::run_once(program, {.seed = 1});
  EXPECT_EQ(written(program, result.log, "order").back(), 1234);
}

}  // namespace
}  // namespace brink
