// What a review of groups, pairs, flows and offers to several brought to light.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/support/runs.h"

namespace brink {
namespace {

std::string head(const std::string& more) {
  return "brink: 1\ntitle: Review\nstart: 2026-01-01\nhorizon: 60 d\n" + more;
}

double measure(const Program& program, const std::string& name) {
  const auto run = test::run_once(program, {.seed = 1});
  const auto& m = program.measures[test::measure_index(program, name)];
  const auto value = run.measures[test::measure_index(program, name)].value;
  return m.type == ValueType::number ? value.number : in_days({value.whole});
}

// `a.ally` is known only at run time: the condition must be told of every pair it may mean
TEST(ReviewTest, AConditionOnAPairChosenByTheStateIsTold) {
  const auto program = test::compiled(head(R"y(
actors: {a: {variables: {ally: b}}, b: {}, c: {}}
pairs: {trust: {between: all, directed: true, initial: 0.5}}
schedule: {s: {at: 5 d, emit: accuse, from: b, to: a}}
rules:
  hurt: {upon: accuse, do: ["trust(a, b) = 0.1"]}
  breaks: {when: "trust(a, a.ally) < 0.3", do: [{emit: protest, from: a}]}
measures: {broken: {first: protest}}
)y"));
  EXPECT_EQ(measure(program, "broken"), 5);
}

TEST(ReviewTest, AFlowThatReadsAPairChosenByTheStateJoinsItsSystem) {
  const auto flow = [](const std::string& of) {
    return measure(test::compiled(head(R"y(
actors: {a: {variables: {ally: b, x: {initial: 1, flow: "trust(a, )y" +
                                       of + R"y()"}}}, b: {}}
pairs: {trust: {between: all, directed: true, initial: 0, flow: "if(self == a, -a.x, 0)"}}
measures: {x: {final: a.x}}
)y")),
                   "x");
  };
  EXPECT_NEAR(flow("a.ally"), std::cos(60), 1e-8);
  EXPECT_NEAR(flow("a.ally"), flow("b"), 1e-9);
}

// the branch not taken may be taken later: both have their terms
TEST(ReviewTest, TheSizeOfAFormCountsBothBranches) {
  std::string names = "world:\n  variables:\n    w: true\n";
  std::string one;
  std::string other;
  for (int i = 0; i < 10; ++i) {
    names += fmt::format(
        "    a{0}: {{initial: 1, decay: {1} d}}\n    b{0}: {{initial: 1, decay: {2} d}}\n", i,
        i + 1, i + 21);
    one += fmt::format("{}a{}", i > 0 ? " + " : "", i);
    other += fmt::format("{}b{}", i > 0 ? " + " : "", i);
  }
  const auto rule = fmt::format(
      "rules:\n  r:\n    when: if(w, {}, {}) + {} < 1\n    do: [w = false]\n", one, other, one);
  EXPECT_NE(test::findings(head(names + rule)).find("more than 16 terms that move"),
            std::string::npos);
}

// who else is in the group changes nothing of what a member draws, nor of what comes after the loop
TEST(ReviewTest, InALoopEachMemberHasItsOwnDice) {
  const auto drawn = [](const std::string& group) {
    const auto program = test::compiled(head(R"y(
actors: {a: {}, b: {}, c: {}}
groups: {g: )y" + group + R"y(}
events: {call: {is: consult, attributes: {size: 0}}, close: {is: support, attributes: {size: 0}}}
schedule: {s: {at: 1 d, emit: accuse, from: a, to: b}}
rules:
  r:
    upon: accuse
    do:
      - for: x in g
        do:
          - emit: call
            to: x
            with: {size: uniform(0 .. 1)}
      - emit: close
        with: {size: uniform(0 .. 1)}
)y"));
    std::map<std::string, double> sizes;
    const auto run = test::run_once(program, {.seed = 1});
    for (const auto& event : run.log.events()) {
      if (event.attributes == 0) continue;
      const auto who = event.target == kNobody ? "after" : program.actors[event.target].id;
      sizes[who] = run.log.attribute(event, 0).number;
    }
    return sizes;
  };
  const auto all = drawn("[a, b, c]");
  const auto fewer = drawn("[c, b]");
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all.at("c"), fewer.at("c"));
  EXPECT_EQ(all.at("b"), fewer.at("b"));
  EXPECT_EQ(all.at("after"), fewer.at("after"));
  EXPECT_NE(all.at("a"), all.at("b"));
}

TEST(ReviewTest, ALoopHasAWhere) {
  const auto program = test::compiled(head(R"y(
actors: {a: {variables: {x: 1}}, b: {variables: {x: 2}}, c: {variables: {x: 3}}}
schedule: {s: {at: 1 d, emit: accuse, from: a, to: b}}
rules: {r: {upon: accuse, do: [{for: m in all where m.x > 1 and m != source, do: [{emit: aid, to: m}]}]}}
measures: {helped: {count: aid}, b: {count: aid to b}}
)y"));
  EXPECT_EQ(measure(program, "helped"), 2);
  EXPECT_EQ(measure(program, "b"), 1);
}

TEST(ReviewTest, AnAgreementEndsOnce) {
  const auto program = test::compiled(head(R"y(
actors: {a: {}, b: {}}
events: {pact: {is: offer, terms: {truce: 1}}}
schedule: {s: {at: 1 d, emit: pact, from: a, to: b}, t: {at: 9 d, emit: accuse, from: a, to: b}}
rules:
  r: {upon: pact, by: target, do: [accept: offer]}
  q: {upon: accuse, by: target, do: [{end: truce}, {end: truce}]}
measures: {ends: {count: end}}
)y"));
  EXPECT_EQ(measure(program, "ends"), 1);
}

// rest + (x0 − rest) e^(−t/τ) with rest 3, x0 0.7, τ 5 d is 1 at 5 ln(2.3 / 2)
TEST(ReviewTest, ADecayThatLeadsOutOfItsRangeIsHeldWhereItGetsThere) {
  const auto program = test::compiled(head(R"y(
world: {variables: {x: {initial: 0.7, range: [0, 1], rest: 3, decay: 5 d}, y: {initial: 0.7, range: [0, 1], flow: (3 - y) / 5}}}
rules: {r: {when: x >= 1, do: [{emit: protest}]}}
measures: {full: {time: x >= 1}, first: {first: protest}, mean: {average: x}, as_flow: {average: y}, top: {highest: x}}
)y"));
  const double reached = 5 * std::log(2.3 / 2);
  EXPECT_NEAR(measure(program, "first"), reached, 1.2e-11 * 2);
  EXPECT_NEAR(measure(program, "full"), 60 - reached, 3e-11);
  EXPECT_NEAR(measure(program, "mean"), measure(program, "as_flow"), 1e-8);
  EXPECT_EQ(measure(program, "top"), 1);
}

TEST(ReviewTest, ChangesOfOneRuleAreToldOfEachResponder) {
  const auto program = test::compiled(head(R"y(
actors: {a: {variables: {d: 0}}, b: {variables: {d: 0}}}
schedule: {s: {at: 1 d, emit: consult, from: a}}
rules: {r: {upon: consult, by: each of all, do: [self.d += 1]}}
)y"));
  const auto run = test::run_once(program, {.seed = 1});
  ASSERT_EQ(run.log.writes().size(), 2U);
  for (const auto& timed : run.log.writes()) {
    EXPECT_EQ(timed.write.self, program.slots[timed.write.slot].owner);
  }
}

// an event that nothing makes has no target: what is read of it is nobody, not the first actor
TEST(ReviewTest, WhatIsReadOfNobodyIsNotTheFirstActor) {
  const auto program = test::compiled(head(R"y(
actors: {a: {variables: {ally: b}}, b: {variables: {ally: a}}}
events: {note: {is: offer, terms: {land: 1}}}
rules: {r: {upon: aid, do: [{emit: note, from: target.ally, to: a}]}}
)y"));
  EXPECT_EQ(program.rules.size(), 1U);
}

}  // namespace
}  // namespace brink
