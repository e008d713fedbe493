// The code of expressions, step by step: for each with every pair of kinds of operands, and of
// special values. Oracle: the plain walk through the nodes.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "engine/run/evaluate.h"
#include "tests/support/runs.h"

namespace brink {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> kNumbers{0,     -0.0,   1,      -1,   2.5,   0.1,
                                   1e308, 5e-324, -1e308, kInf, -kInf, kNaN};
const std::vector<std::int64_t> kWholes{0, 1, 2, -1, kBadWhole, Duration::infinite().us};

std::vector<Value> values(bool whole) {
  std::vector<Value> result;
  if (whole) {
    for (const auto x : kWholes) result.push_back(Value::of_whole(x));
  } else {
    for (const auto x : kNumbers) result.push_back(Value::of(x));
  }
  return result;
}

/// A program whose expressions are put together by hand, and a run of it whose values are.
class Bench {
 public:
  static constexpr ActorId kOwner = 0;     // has the variables
  static constexpr ActorId kStranger = 1;  // has none of them

  Bench() : program_(program()), run_(program_, overlay_, {}) {
    context_ = {.run = &run_,
                .self = kOwner,
                .other = kOwner,
                .event = &event_,
                .attributes = &attributes_,
                .own = &attributes_};
    event_.source = 1;
    event_.target = kNobody;
  }

  NodeId add(Node node, std::vector<NodeId> children = {}) {
    node.count = static_cast<std::uint8_t>(children.size());
    node.first = static_cast<std::uint32_t>(program_.children.size());
    program_.children.insert(program_.children.end(), children.begin(), children.end());
    program_.nodes.push_back(node);
    return static_cast<NodeId>(program_.nodes.size() - 1);
  }

  /// An operand of a kind, on one side (0 or 1) of what reads it.
  NodeId operand(Operand kind, bool whole, std::uint32_t side) {
    const auto type = whole ? ValueType::duration : ValueType::number;
    const auto variable = slots(whole)[side];
    switch (kind) {
      case Operand::constant:
        return add({.op = Op::constant, .type = type});
      case Operand::slot:
        return add({.op = Op::slot, .type = type, .a = slot(kOwner, variable)});
      case Operand::own:
      case Operand::any: {
        const auto op = kind == Operand::own ? Op::self : Op::other;
        const auto actor = add({.op = op, .type = ValueType::actor});
        return add({.op = Op::actor_variable, .type = type, .a = variable}, {actor});
      }
      case Operand::attribute:
        return add({.op = Op::attribute, .type = type, .a = side});
    }
    return kNone;
  }
  void set(NodeId node, std::uint32_t side, bool whole, Value value) {
    auto& own = program_.nodes[node];
    if (own.op == Op::constant) own.constant = value;
    if (own.op == Op::attribute) attributes_[side] = value;
    if (own.op == Op::slot || own.op == Op::actor_variable) {
      run_.block.view<SlotState>(kSlots)[slot(kOwner, slots(whole)[side])].value = value;
    }
  }

  void mark_moving(NodeId node) { program_.nodes[node].moves = true; }
  EvalContext& context() { return context_; }
  std::uint16_t handler(NodeId node) const { return program_.code[node].handler; }
  void encode_all() { encode(program_); }
  const std::set<std::uint16_t>& met() const { return met_; }
  ::testing::AssertionResult agrees(NodeId node) {
    met_.insert(program_.code[node].handler);
    const Value fast = evaluate(node, context_);
    const Value slow = evaluate_tree(node, context_);
    const bool are_nan = program_.nodes[node].type == ValueType::number &&
                         std::isnan(fast.number) && std::isnan(slow.number);
    if (fast.whole == slow.whole || are_nan) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << "by code " << fast.whole << " or " << fast.number
                                         << ", by the tree " << slow.whole << " or " << slow.number;
  }

 private:
  static Program program() {
    return test::compiled(R"(
brink: 1
title: Operands
start: 2026-01-01
horizon: 9 d
actors: {a: {variables: {x: 1, y: 2, wait: 1 d, pause: 2 d}}, b: {}}
)");
  }
  std::uint32_t variable(std::string_view name) const {
    const auto& names = program_.variable_names;
    return static_cast<std::uint32_t>(std::find(names.begin(), names.end(), name) - names.begin());
  }
  std::array<std::uint32_t, 2> slots(bool whole) const {
    if (whole) return {variable("wait"), variable("pause")};
    return {variable("x"), variable("y")};
  }
  SlotId slot(ActorId actor, std::uint32_t variable) const {
    return slot_of(program_, actor, variable);
  }

  Program program_;
  Overlay overlay_;
  brink::Run run_;
  EventRecord event_;
  Attributes attributes_{};
  EvalContext context_;
  std::set<std::uint16_t> met_;
};

struct Pair {
  Step step;
  Op op;
};
const Pair kPairs[] = {
    {Step::add, Op::add},           {Step::subtract, Op::subtract},
    {Step::multiply, Op::multiply}, {Step::divide, Op::divide},
    {Step::less, Op::less},         {Step::less_equal, Op::less_equal},
    {Step::equal, Op::equal},       {Step::not_equal, Op::not_equal},
    {Step::whole_less, Op::less},   {Step::whole_less_equal, Op::less_equal},
    {Step::whole_equal, Op::equal}, {Step::whole_not_equal, Op::not_equal},
};
static_assert(std::size(kPairs) == kPairedSteps, "a new step wants its line here");
constexpr Operand kKinds[] = {Operand::any, Operand::constant, Operand::slot, Operand::own,
                              Operand::attribute};
static_assert(std::size(kKinds) == kOperands);

// who is asked: one with the variables, one without, nobody
void expect_agreement(Bench& bench, NodeId node) {
  for (const ActorId self : {Bench::kOwner, Bench::kStranger, kNobody}) {
    for (const ActorId other : {Bench::kOwner, kNobody}) {
      bench.context().self = self;
      bench.context().other = other;
      ASSERT_TRUE(bench.agrees(node)) << "asked by " << self << " about " << other;
    }
  }
}

std::set<std::uint16_t> check_pairs(Bench& bench) {
  std::set<std::uint16_t> expected;
  for (const auto& [step, op] : kPairs) {
    const bool whole = step >= Step::whole_less;
    const bool compares = step >= Step::less;
    for (const auto left : kKinds) {
      for (const auto right : kKinds) {
        SCOPED_TRACE(::testing::Message()
                     << "step " << static_cast<int>(step) << " of " << static_cast<int>(left)
                     << " and " << static_cast<int>(right));
        const auto a = bench.operand(left, whole, 0);
        const auto b = bench.operand(right, whole, 1);
        const auto node = bench.add({.op = op,
                                     .type = compares ? ValueType::truth : ValueType::number,
                                     .operand = whole ? ValueType::duration : ValueType::number},
                                    {a, b});
        for (const Value x : values(whole)) {
          for (const Value y : values(whole)) {
            bench.set(a, 0, whole, x);
            bench.set(b, 1, whole, y);
            bench.encode_all();
            expect_agreement(bench, node);
            if (::testing::Test::HasFatalFailure()) return expected;
          }
        }
        const bool are_constant = left == Operand::constant && right == Operand::constant;
        expected.insert(handler_of(step, are_constant ? Operand::any : left, right));
      }
    }
  }
  return expected;
}

TEST(CodedTest, EveryPairOfOperandsGivesWhatTheTreeDoes) {
  Bench bench;
  const auto expected = check_pairs(bench);
  EXPECT_EQ(bench.met(), expected) << "every pair has a step of its own";
}

TEST(CodedTest, EveryOperandIsReadAsTheTreeDoes) {
  Bench bench;
  std::set<std::uint16_t> expected;
  for (const bool whole : {false, true}) {
    for (const auto kind : kKinds) {
      const auto node = bench.operand(kind, whole, 0);
      for (const Value x : values(whole)) {
        bench.set(node, 0, whole, x);
        bench.encode_all();
        expect_agreement(bench, node);
      }
      expected.insert(kind == Operand::any ? handler_of(Step::tree) : handler_of(Step::read, kind));
    }
  }
  EXPECT_EQ(bench.met(), expected);
}

TEST(CodedTest, TruthsAreJoinedAsTheTreeDoes) {
  Bench bench;
  const auto left = bench.operand(Operand::own, true, 0);
  const auto right = bench.operand(Operand::any, true, 1);
  constexpr auto kTruth = ValueType::truth;
  const NodeId nodes[] = {bench.add({.op = Op::not_, .type = kTruth}, {left}),
                          bench.add({.op = Op::and_, .type = kTruth}, {left, right}),
                          bench.add({.op = Op::or_, .type = kTruth}, {left, right})};
  for (const std::int64_t x : {std::int64_t{0}, std::int64_t{1}, kBadWhole}) {
    for (const std::int64_t y : {std::int64_t{0}, std::int64_t{1}, kBadWhole}) {
      bench.set(left, 0, true, Value::of_whole(x));
      bench.set(right, 1, true, Value::of_whole(y));
      bench.encode_all();
      for (const auto node : nodes) expect_agreement(bench, node);
    }
  }
  EXPECT_EQ(bench.met(),
            std::set({handler_of(Step::not_), handler_of(Step::and_), handler_of(Step::or_)}));
}

TEST(CodedTest, ActorsAreThoseOfTheTree) {
  Bench bench;
  for (const auto op : {Op::self, Op::source, Op::target, Op::other}) {
    const auto node = bench.add({.op = op, .type = ValueType::actor});
    bench.encode_all();
    expect_agreement(bench, node);
  }
  EXPECT_EQ(bench.met(), std::set({handler_of(Step::self), handler_of(Step::source),
                                   handler_of(Step::target), handler_of(Step::tree)}));
}

// what moves between events is never read as it was written last
TEST(CodedTest, WhatMovesIsLeftToTheTree) {
  Bench bench;
  for (const auto kind : {Operand::slot, Operand::own}) {
    const auto moving = bench.operand(kind, false, 0);
    const auto still = bench.operand(kind, false, 1);
    bench.mark_moving(moving);
    bench.encode_all();
    EXPECT_EQ(bench.handler(moving), handler_of(Step::tree));
    EXPECT_EQ(bench.handler(still), handler_of(Step::read, kind));
  }
}

}  // namespace
}  // namespace brink
