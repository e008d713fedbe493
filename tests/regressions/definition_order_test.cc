// Rules on one event act in the order they are defined, whichever actors their patterns name.
#include <gtest/gtest.h>

#include "tests/support/runs.h"

namespace brink {
namespace {

double order_of(const std::string& rules) {
  const auto program = test::compiled(
      "brink: 1\ntitle: Order\nstart: 2026-01-01\nhorizon: 9 d\nactors: {a: {}, b: {}}\n"
      "world: {variables: {x: 0}}\nschedule: {go: {at: 1 d, emit: accuse, from: a, to: b}}\n"
      "measures: {x: {final: x}}\nrules:\n" +
      rules);
  return test::run_once(program, {.seed = 1}).measures[0].value.number;
}

TEST(DefinitionOrderTest, HoldsWhicheverActorsThePatternsName) {
  const std::string from = "  by_source: {upon: accuse from a, do: [x = 10 * x + 1]}\n";
  const std::string to = "  by_target: {upon: accuse to b, do: [x = 10 * x + 2]}\n";
  const std::string any = "  by_any: {upon: accuse, do: [x = 10 * x + 3]}\n";
  EXPECT_EQ(order_of(from + to + any), 123);
  EXPECT_EQ(order_of(from + any + to), 132);
  EXPECT_EQ(order_of(to + from + any), 213);
  EXPECT_EQ(order_of(to + any + from), 231);
  EXPECT_EQ(order_of(any + from + to), 312);
  EXPECT_EQ(order_of(any + to + from), 321);
}

}  // namespace
}  // namespace brink
