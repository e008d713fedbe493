// Variables of pairs, processes and conditions of pairs, loops, and who is like whom.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "tests/support/runs.h"
#include "tests/support/timeline.h"

namespace brink {
namespace {

std::string four(const std::string& more) {
  return R"y(
brink: 1
title: Pairs
start: 2026-01-01
horizon: 20 d
actors: {a: {variables: {x: 0}}, b: {like: a}, c: {like: a}, d: {like: a}}
groups: {three: [c, a, b]}
)y" + more;
}

TEST(PairTest, ADirectedVariableHasAValueForEachOrderedPair) {
  const auto program =
      test::compiled(four("pairs: {p: {between: all, directed: true, initial: 0}}\n"));
  std::set<SlotId> slots;
  for (ActorId a = 0; a < 4; ++a) {
    for (ActorId b = 0; b < 4; ++b) {
      const auto slot = pair_slot(program, 0, a, b);
      EXPECT_EQ(slot == kNone, a == b);
      if (slot != kNone) slots.insert(slot);
    }
  }
  EXPECT_EQ(slots.size(), 12U);
  EXPECT_EQ(program.slots[pair_slot(program, 0, 0, 1)].name, "p(a, b)");
  EXPECT_EQ(program.slots[pair_slot(program, 0, 1, 0)].name, "p(b, a)");
}

TEST(PairTest, OneWithoutDirectionHasAValueForEachTwoInTheOrderOfTheGroup) {
  const auto program = test::compiled(four("pairs: {p: {between: three, initial: 0}}\n"));
  std::set<SlotId> slots;
  for (ActorId a = 0; a < 4; ++a) {
    for (ActorId b = 0; b < 4; ++b) {
      const auto slot = pair_slot(program, 0, a, b);
      EXPECT_EQ(slot, pair_slot(program, 0, b, a));
      EXPECT_EQ(slot == kNone, a == b || a == 3 || b == 3);
      if (slot != kNone) slots.insert(slot);
    }
  }
  EXPECT_EQ(slots.size(), 3U);
  EXPECT_EQ(program.slots[pair_slot(program, 0, 0, 2)].name, "p(c, a)");
}

TEST(PairTest, FirstValuesAndLawsMayReadWhoThePairIs) {
  const auto program = test::compiled(R"y(
brink: 1
title: Weights
start: 2026-01-01
horizon: 10 d
actors: {a: {variables: {x: 2}}, b: {variables: {x: 5}}}
pairs:
  gap: {between: all, directed: true, initial: self.x - other.x, trend: 0.1 * other.x}
measures: {one: {final: "gap(a, b)"}, two: {
final:
  "gap(b, a)"
}
}
)y");
  const auto run = test::run_once(program, {.seed = 1});
  EXPECT_DOUBLE_EQ(run.measures[0].value.number, 2 - 5 + 10 * 0.5);
  EXPECT_DOUBLE_EQ(run.measures[1].value.number, 5 - 2 + 10 * 0.2);
}

TEST(PairTest, EachPairDrawsItsOwnFirstValue) {
  const auto program =
      test::compiled(four("pairs: {p: {between: all, initial: uniform(0 .. 1)}}\n"));
  const Overlay overlay;
  const brink::Run run(program, overlay, {.seed = 3});
  std::set<double> values;
  for (SlotId s = program.pairs[0].first_slot; s < program.slots.size(); ++s) {
    values.insert(slot_value(run, s, {}).number);
  }
  EXPECT_EQ(values.size(), 6U);
}

TEST(PairTest, AProcessOfPairsRunsOnceForEachOrderedPair) {
  const auto program = test::compiled(
      four("processes: {p: {for: pairs of three, every: 3 d, emit: consult, to: other}}\n"));
  const auto run = test::run_once(program, {.seed = 1});
  std::map<std::pair<ActorId, ActorId>, int> seen;
  for (const auto& event : run.log.events()) ++seen[{event.source, event.target}];
  EXPECT_EQ(seen.size(), 6U);
  for (const auto& [pair, n] : seen) {
    EXPECT_EQ(n, 6);
    EXPECT_NE(pair.first, pair.second);
    EXPECT_TRUE(pair.first < 3 && pair.second < 3);
  }
}

TEST(PairTest, AConditionOfPairsFiresForThePairThatCrosses) {
  const auto program = test::compiled(four(R"y(
pairs: {p: {between: three, directed: true, initial: 1, trend: -0.1}}
schedule: {kick: {at: 2 d, emit: assault, from: b, to: a}}
rules:
  hurt: {upon: assault, do: ["p(target, source) -= 0.5"]}
  low:
    when: "p(self, other) < 0.45"
    for: pairs of three
    do: [{emit: accuse, to: other}]
)y"));
  const auto run = test::run_once(program, {.seed = 1});
  std::vector<std::pair<std::string, double>> fired;
  for (const auto& event : run.log.events()) {
    if (program.types[event.type].name != "accuse") continue;
    fired.emplace_back(program.actors[event.source].id + program.actors[event.target].id,
                       in_days(event.time - SimTime{}));
  }
  ASSERT_EQ(fired.size(), 6U);
  EXPECT_EQ(fired[0].first, "ab");
  EXPECT_EQ(fired[0].second, 2) << "1 − 0.2 − 0.5 is below 0.45 at once";
  for (std::size_t i = 1; i < 6; ++i) EXPECT_NEAR(fired[i].second, 5.5, 2e-11);
}

TEST(PairTest, AnActorTakenForAPairWithItselfEndsTheRunAndSaysSo) {
  const auto program = test::compiled(four(R"y(
pairs: {p: {between: three, initial: 1}}
schedule: {s: {at: 1 d, emit: consult, from: a, to: a}}
rules: {r: {upon: consult, do: ["p(source, target) += 1"]}}
)y"));
  const auto run = test::run_once(program, {.seed = 1});
  EXPECT_EQ(run.status, Status::error);
}

TEST(LoopTest, DoesItsDeedsForEachMemberInTheOrderOfTheGroup) {
  const auto program = test::compiled(four(R"y(
world: {variables: {order: 0, draws: 0}}
schedule: {s: {at: 1 d, emit: consult, from: a, to: b}}
rules:
  r:
    upon: consult
    do:
      - for: x in three
        do:
          - "x.x = uniform(0 .. 1)"
          - for: y in three
            do: ["order = order * 4 + if(x == y, 1, 2)"]
          - emit: accuse
            from: d
            to: x
)y"));
  const auto run = test::run_once(program, {.seed = 1});
  std::vector<ActorId> targets;
  std::set<std::uint64_t> keys;
  for (const auto& event : run.log.events()) {
    if (program.types[event.type].name == "accuse") targets.push_back(event.target);
    keys.insert(event.key);
  }
  EXPECT_EQ(targets, (std::vector<ActorId>{2, 0, 1}));
  EXPECT_EQ(keys.size(), run.log.events().size()) << "no two events share a key";
  std::set<double> drawn;
  double order = 0;
  for (const auto& timed : run.log.writes()) {
    const auto& name = program.slots[timed.write.slot].name;
    if (name.ends_with(".x")) drawn.insert(timed.write.after.number);
    if (name == "order") order = timed.write.after.number;
  }
  EXPECT_EQ(drawn.size(), 3U) << "each member draws for itself";
  double expected = 0;
  for (int x = 0; x < 3; ++x) {
    for (int y = 0; y < 3; ++y) expected = expected * 4 + (x == y ? 1 : 2);
  }
  EXPECT_EQ(order, expected);
}

// an actor that is like another declares the same thing as one that repeats its text
TEST(LikeTest, IsTheSameAsTheTextRepeated) {
  const std::string head = "brink: 1\ntitle: Like\nstart: 2026-01-01\nhorizon: 30 d\nactors:\n";
  const std::string rest =
      "processes: {p: {rate: 0.3, emit: assault, from: a, to: b}}\n"
      "rules: {r: {upon: assault, do: [b.x -= 0.1, b.z = uniform(0 .. 1)]}}\n"
      "measures: {x: {final: b.x}, y: {final: b.y}, z: {final: b.z}}\n";
  const std::string a =
      "  a: {name: A, kind: state, variables: {x: {initial: 0.8, range: [0, 1], decay: 9 d, rest: "
      "0.5}, "
      "y: {initial: 1, trend: 2}, z: 3}}\n";
  const auto like = test::compiled(
      head + a + "  b: {like: a, variables: {x: {initial: 0.9}, y: {decay: 4 d}, q: 1}}\n" + rest);
  const auto repeated = test::compiled(
      head + a +
      "  b: {kind: state, variables: {x: {initial: 0.9, range: [0, 1], decay: 9 d, rest: 0.5}, "
      "y: {initial: 1, decay: 4 d}, z: 3, q: 1}}\n" +
      rest);
  EXPECT_EQ(test::run_once(like, {.seed = 5}).hash, test::run_once(repeated, {.seed = 5}).hash);
  EXPECT_EQ(like.actors[1].name, "b") << "a name is not repeated";
  EXPECT_EQ(like.actors[1].kind, "state");
}

}  // namespace
}  // namespace brink
