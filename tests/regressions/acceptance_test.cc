#include <gtest/gtest.h>

#include "tests/support/runs.h"

namespace brink::test {
namespace {

// an outcome made true by an acceptance used to end the run before the acceptance had happened
TEST(AcceptanceRegression, TheAcceptanceThatEndsTheRunIsLoggedAndCounted) {
  const auto program = compiled(R"(
brink: 1
title: The acceptance that ends the run
start: 2026-06-01
horizon: 30 d
actors: {a: {}, b: {}}
events: {letter: {is: offer, terms: {truce: 1}}}
schedule: {letter: {at: 1 d, emit: letter, from: a, to: b}}
rules: {answer: {upon: letter, by: target, after: 1 d, do: [accept: offer]}}
outcomes: {truce: {when: in_force(truce)}, war: otherwise}
measures: {accepted: {count: accept}}
)");
  const auto result = run_once(program, {1, 0});
  EXPECT_EQ(result.outcome, "truce");
  ASSERT_EQ(result.log.events().size(), 2U);
  EXPECT_EQ(result.log.events()[1].type, program.roots.accept);
  EXPECT_EQ(result.measures[0].value.number, 1);
}

}  // namespace
}  // namespace brink::test
