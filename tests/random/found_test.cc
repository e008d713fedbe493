#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/support/runs.h"
#include "tests/support/timeline.h"

// faults that random scenarios (or the making of them) brought to light, each in its smallest form
namespace brink::test {
namespace {

const std::string kHead = "brink: 1\ntitle: found\nstart: 2026-01-01\nhorizon: 60 d\n";

// an event of `a` and `b` made before those of `c` and `d`, or not at all
Overlay without_first(const Program& program) {
  Overlay overlay;
  overlay.suppressed_schedule.resize(program.schedule.size());
  overlay.suppressed_schedule[0] = true;
  return overlay;
}

void expect_same_without_first(const std::string& yaml, std::string_view prefix) {
  const auto program = compiled(kHead + yaml);
  const auto with = run_once(program, {1, 0});
  const auto without = run_once(program, {1, 0}, without_first(program));
  EXPECT_GT(with.log.events().size(), without.log.events().size());
  EXPECT_EQ(
      first_difference(timeline(program, with.log, prefix), timeline(program, without.log, prefix)),
      "");
}

TEST(FoundByRandomScenarios, KeysOfLapsesAndExpiriesDoNotDependOnEventNumbers) {
  expect_same_without_first(R"(
actors: {a: {}, z_c: {}, z_d: {}}
events: {z_letter: {is: offer, terms: {z_truce: 1}, lapses: 3 d, lasts: 5 d}}
schedule:
  first: {at: 1 d, emit: protest, from: a}
  lapsing: {at: 2 d, emit: z_letter, from: z_c, to: z_d}
  lasting: {at: 9 d, emit: z_letter, from: z_d, to: z_c}
rules:
  answer:
    upon: z_letter to z_c
    by: z_c
    do:
      - accept: offer
)",
                            "z_");
}

TEST(FoundByRandomScenarios, EntriesThatAreEqualRunInTheOrderTheyWereMade) {
  // twenty replies of one rule happen at one instant: in the order of the actors, whatever waits
  std::string actors, group, noise;
  for (int i = 0; i < 20; ++i) {
    actors += fmt::format("  z_{}: {{}}\n", i);
    group += fmt::format("{}z_{}", i == 0 ? "" : ", ", i);
    noise +=
        fmt::format("  noise_{}: {{upon: protest, after: {} h, do: [{{emit: accuse, from: a}}]}}\n",
                    i, 100 + i * 131 % 460);
  }
  const auto program =
      compiled(kHead + "actors:\n  a: {}\n" + actors + "groups: {z_all: [" + group +
               R"(]}
events: {z_call: {is: request}, z_reply: {is: consult}}
schedule:
  first: {at: 1 d, emit: protest, from: a}
  z_call: {at: 2 d, emit: z_call, from: z_0}
rules:
  reply: {upon: z_call, by: each of z_all, do: [{emit: z_reply, to: z_0, after: 20 d}]}
)" + noise);
  const auto result = run_once(program, {1, 0});
  int replies = 0;
  for (const auto& event : result.log.events()) {
    if (program.types[event.type].name != "z_reply") continue;
    EXPECT_EQ(program.actors[event.source].id, fmt::format("z_{}", replies));
    ++replies;
  }
  EXPECT_EQ(replies, 20);
}

TEST(FoundByRandomScenarios, ThePairsOfTheLadderAndOfAgreementsAreReadApart) {
  // a and b fight and agree again and again, beginning with `first`
  expect_same_without_first(R"(
actors:
  a: {}
  b: {}
  z_d: {}
  z_c: {variables: {z_anger: {initial: 0.7, decay: 9 d}, z_drift: {initial: 0, trend: "0.3 * rung(z_c, z_d) + 0.11"}}}
events: {raid: {is: assault, rung: 3}, letter: {is: offer, terms: {truce: 1}, lasts: 3 h}}
schedule:
  first: {at: 1 d 5 h 7 min, emit: raid, from: a, to: b}
processes:
  z_moving: {rate: "0.3 * z_c.z_anger + 0.1 * rung(z_c, z_d) + 0.13", emit: raid, from: z_c, to: z_d}
  z_talks: {every: 3 d, emit: letter, from: z_c, to: z_d}
  z_still:
    rate: if(in_force(truce, z_c, z_d), 0.11, 0.37)
    emit: protest
    from: z_c
rules:
  again: {upon: raid from a, after: 20 h, do: [{emit: raid, from: a, to: b}, {emit: letter, from: a, to: b}]}
  answer: {upon: letter, by: target, do: [{accept: offer}]}
  look: {upon: protest, do: [z_c.z_drift += 0.01]}
ladder: {window: 9 h, rungs: [{at: 0, name: Calm}, {at: 3, name: War}]}
)",
                            "z_");
}

TEST(FoundByRandomScenarios, HistoryOfNobodyIsEmpty) {
  const auto program = compiled(kHead + R"(
actors: {a: {}, b: {}}
events: {letter: {is: offer, terms: {truce: 1}}}
world: {variables: {known: true, long_ago: 0 d}}
schedule: {go: {at: 10 d, emit: protest, to: b}}
rules:
  ask: {upon: protest, do: [known = exists(last(letter from source)), long_ago = since(letter from source)]}
  answer:
    upon: protest
    by: b
    do:
      - accept: last(letter from source)
measures:
  known: {final: known}
  long_ago: {final: long_ago}
)");
  const auto result = run_once(program, {1, 0});
  EXPECT_EQ(result.status, Status::ended);
  EXPECT_EQ(result.measures[0].value.whole, 0);
  EXPECT_EQ(result.measures[1].value.whole, Duration::infinite().us);
}

TEST(FoundByRandomScenarios, MeasuresSeeAWindowEnd) {
  const auto program = compiled(kHead + R"(
actors: {a: {}, b: {}}
events: {hit: {is: assault, rung: 3}}
schedule: {go: {at: 10 d, emit: hit, from: a, to: b}}
ladder: {window: 1 d, rungs: [{at: 0, name: Calm}, {at: 3, name: War}]}
measures:
  mean:
    average: count(hit, 1 d)
  held:
    time: count(hit, 1 d) > 0
  rungs:
    average: rung(a, b)
  later:
    at: 12 d
    of: count(hit, 1 d)
)");
  const auto result = run_once(program, {1, 0});
  // one day of sixty; sums of two exact stretches, one rounding each
  EXPECT_DOUBLE_EQ(result.measures[0].value.number, 1.0 / 60);
  EXPECT_EQ(result.measures[1].value.whole, kMicrosecondsPerDay);
  EXPECT_DOUBLE_EQ(result.measures[2].value.number, 3.0 / 60);
  EXPECT_EQ(result.measures[3].value.number, 0);
}

TEST(FoundByRandomScenarios, ConditionsThatCountForeverEndTheRunWithAnError) {
  // a binary counter of condition-rules: 2^40 changes in one instant, and not one event
  constexpr int kBits = 40;
  std::string variables, reset, rules;
  for (int k = 0; k < kBits; ++k) {
    variables += fmt::format("    b{}: 1\n", k);
    reset += fmt::format("      - b{} = 0\n", k);
    std::string condition = fmt::format("b{} == 0", k);
    std::string deeds = fmt::format("      - b{} = 1\n", k);
    for (int j = 0; j < k; ++j) {
      condition += fmt::format(" and b{} == 1", j);
      deeds += fmt::format("      - b{} = 0\n", j);
    }
    rules += fmt::format("  carry_{}:\n    when: {}\n    do:\n{}", k, condition, deeds);
  }
  const auto program = compiled(
      kHead + "world:\n  variables:\n" + variables +
      "schedule: {go: {at: 1 d, emit: protest}}\nrules:\n  start:\n    upon: protest\n    do:\n" +
      reset + rules);
  const Overlay overlay;
  brink::Run run(program, overlay, {1, 0});
  RunHash hash;
  EXPECT_EQ(run_to_end(run, hash), Status::error);
  EXPECT_EQ(run.error.kind, RunError::Kind::zeno);
}

TEST(FoundByRandomScenarios, AVariableOfNobodyKeepsItsType) {
  // nobody ever raids: `target` can be no one, and its mood is still a symbol
  EXPECT_EQ(errors(kHead + R"(
actors: {a: {variables: {mood: {initial: glad, values: [glad, sad]}, armed: true, lag: 2 d}}}
events: {raid: {is: assault}}
world: {variables: {seen: 0}}
rules:
  see:
    upon: raid
    if: target.mood == sad and target.armed and target.lag > 1 d
    do: [seen += 1]
)"),
            "");
}

TEST(FoundByRandomScenarios, AWordThatHoldsAnActorMayMeanAnybody) {
  const auto program = compiled(kHead + R"(
actors: {a: {}, b: {variables: {will: 0.25}}, c: {variables: {will: 0.5}}}
world: {variables: {leader: {initial: b}, seen: 0}}
let:
  foe: if(seen < 1, c, b)
events: {raid: {is: assault}, call: {is: accuse}}
schedule:
  one: {at: 1 d, emit: raid, from: b, to: leader}
  two: {at: 2 d, emit: call, from: b, to: foe}
rules:
  look: {upon: raid from b to b, do: [seen += target.will]}
  see: {upon: call to c, by: target, do: [seen += self.will]}
measures: {seen: {final: seen}}
)");
  EXPECT_EQ(run_once(program, {1, 0}).measures[0].value.number, 0.75);
}

TEST(FoundByRandomScenarios, AlternativesAreNotCountedForTheWrongActor) {
  EXPECT_EQ(findings(kHead + R"(
actors: {a: {}, b: {}}
groups: {both: [a, b]}
world: {variables: {seen: 0}}
events: {raid: {is: assault}, call: {is: accuse}}
schedule: {go: {at: 3 d, emit: protest, from: a, to: b}}
rules: {look: {upon: protest from both, by: source, do: [seen = total(raid from self or call from rival)]}}
)"),
            R"(test.yaml:11:89: error: alternatives with `self` or the like must all use it alike
  rules: {look: {upon: protest from both, by: source, do: [seen = total(raid from self or call from rival)]}}
                                                                                          ^
  hint: repeat `from self` (or `to self`) in each, or add two counts
)");
}

TEST(FoundByRandomScenarios, AnActorOfNobodyIsNoPairWithAnother) {
  // nobody ever raids: `source.ally` can be no one, and is not the first actor
  EXPECT_EQ(errors(kHead + R"(
actors: {a: {variables: {ally: {initial: b}}}, b: {variables: {ally: {initial: a}}}}
pairs: {trust: {between: all, initial: 0.5}}
world: {variables: {seen: 0}}
events: {raid: {is: assault}}
rules:
  look:
    upon: raid
    do:
      - seen = trust(a, source.ally)
      - seen = trust(source.ally, source.ally)
)"),
            "");
}

TEST(FoundByRandomScenarios, AnEventToAnActorThatIsNobodyIsNotMade) {
  const auto program = compiled(kHead + R"(
actors: {a: {variables: {will: 1, ally: {initial: b}}}, b: {variables: {will: 1, ally: {initial: a}}}}
groups: {both: [a, b]}
world: {variables: {seen: 0}}
events: {raid: {is: assault}}
schedule: {go: {at: 1 d, emit: protest, from: a}}
rules:
  lose: {upon: protest, do: [a.ally = pick(each in both where false), {emit: raid, from: b, to: a.ally}]}
  look: {upon: raid, do: [seen = target.will]}
measures: {seen: {final: seen}}
)");
  const auto result = run_once(program, {1, 0});
  EXPECT_EQ(result.status, Status::ended);
  EXPECT_EQ(result.log.events().size(), 1U);
  EXPECT_EQ(result.measures[0].value.number, 0);
}

TEST(FoundByRandomScenarios, AWhereOfAResponseReadsNoSecretOfOthers) {
  const auto of = [](const std::string& rule) {
    return errors(kHead + R"(
actors: {a: {variables: {will: {initial: 0.7, secret: true}}}, b: {variables: {will: {initial: 0.2, secret: true}}}}
world: {variables: {seen: 0}}
events: {raid: {is: assault}}
processes: {raids: {rate: 1, emit: raid, from: a, to: b}}
rules:
  )" + rule + "\n");
  };
  const std::string hint =
      "  hint: an actor knows its own secrets (`self`) and none of others; the world's rules, "
      "without `by:` and `for:`, may read them\n";
  EXPECT_EQ(of("world: {upon: raid where source.will > 0.5, do: [seen += 1]}"), "");
  EXPECT_EQ(of("own: {upon: raid where target.will > 0.5, by: b, do: [seen += 1]}"), "");
  EXPECT_EQ(
      of("theirs: {upon: raid where source.will > 0.5, by: b, do: [seen += 1]}"),
      R"(test.yaml:11:29: error: `source.will` is secret, and rule `theirs` is not its owner's alone
    theirs: {upon: raid where source.will > 0.5, by: b, do: [seen += 1]}
                              ^
)" + hint);
  EXPECT_EQ(
      of("past: {upon: raid, by: b, if: total(raid where source.will > 0.5) > 0, do: [seen += 1]}"),
      R"(test.yaml:11:50: error: `source.will` is secret, and rule `past` is not its owner's alone
    past: {upon: raid, by: b, if: total(raid where source.will > 0.5) > 0, do: [seen += 1]}
                                                   ^
)" + hint);
}

}  // namespace
}  // namespace brink::test
