#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "tests/support/runs.h"

// What must hold of differential equations whatever their solution: when they begin anew, what they
// leave alone, how ranges hold them. Their solutions are checked in tests/exact/flow_test.cc.
namespace brink {
namespace {

using test::compiled;
using test::slot_index;

const std::string kHead = "brink: 1\ntitle: Flows\nstart: 2026-01-01\nhorizon: 40 d\n";

/// Ends a run with a failure when a step cannot be taken.
void advance_to(Run& run, double days) {
  NullObserver nobody;
  const SimTime until = SimTime{} + days_rounded_up(days);
  while (run.header().status == RunStatus::running && peek(run) <= until &&
         peek(run) < run.header().end) {
    step(run, nobody);
  }
}

double value_at(const Program& program, const Run& run, std::string_view name, double days) {
  const SimTime at = SimTime{} + days_rounded_up(days);
  return slot_value(run, slot_index(program, name), at).number;
}

double final_of(const std::string& rest, std::string_view name) {
  const auto program = compiled(kHead + rest);
  const Overlay overlay;
  brink::Run run(program, overlay, {.seed = 1});
  NullObserver nobody;
  EXPECT_EQ(run_to_end(run, nobody), Status::ended);
  return slot_value(run, slot_index(program, name), run.now()).number;
}

const std::string kCoupled = R"yaml(
actors:
  a: {variables: {x: {initial: 1, flow: 0.3 * rival.x - 0.5 * self.x + 1}}}
  b: {variables: {x: {initial: 2, flow: 0.2 * rival.x - 0.4 * self.x}}}
groups: {both: [a, b]}
world:
  variables:
    alone: {initial: 1, flow: alone * (3 - alone) / 10}
    push: 0
events: {kick: {is: mobilize}, rival_acts: {is: mobilize}, idle: {is: consult}}
)yaml";

TEST(FlowTest, OnlyWhatReadsEachOtherIsOneSystem) {
  const auto program = compiled(kHead + kCoupled);
  ASSERT_EQ(program.systems.size(), 2U);
  EXPECT_EQ(program.systems[0].slots, (std::vector<SlotId>{slot_index(program, "alone")}));
  EXPECT_EQ(program.systems[1].slots,
            (std::vector<SlotId>{slot_index(program, "a.x"), slot_index(program, "b.x")}));
}

TEST(FlowTest, AWriteLeavesOtherSystemsTheirBits) {
  const auto with = [](const std::string& rest) { return final_of(kCoupled + rest, "alone"); };
  const double untouched = with("");
  EXPECT_EQ(
      with("schedule: {k: {at: 7 d, emit: kick}}\nrules: {r: {upon: kick, do: [a.x *= 2]}}\n"),
      untouched);
  EXPECT_NE(
      with("schedule: {k: {at: 7 d, emit: kick}}\nrules: {r: {upon: kick, do: [alone *= 2]}}\n"),
      untouched);
}

TEST(FlowTest, WhatTheEquationsDoNotReadDoesNotRestartThem) {
  const auto at_end = [](const std::string& rest) {
    return std::bit_cast<std::uint64_t>(final_of(kCoupled + rest, "a.x"));
  };
  const auto untouched = at_end("");
  EXPECT_EQ(
      at_end("processes: {p: {rate: 5, emit: idle}}\nrules: {r: {upon: idle, do: [push += 1]}}\n"),
      untouched);
}

TEST(FlowTest, WhatTheEquationsReadRestartsThem) {
  const std::string model = R"yaml(
world:
  variables:
    push: 0
    pull: {initial: 0, trend: push}
    x: {initial: 0, flow: "push + pull + count(kick, 5 d)"}
events: {kick: {is: mobilize}}
schedule: {k: {at: 10 d, emit: kick}}
rules: {r: {upon: kick, do: [push = 2]}}
)yaml";
  // push 2 from day 10 on, pull 2 (t − 10) from there, the count 1 for five days
  EXPECT_NEAR(final_of(model, "x"), 2 * 30 + 30 * 30 + 5, 1e-8);
}

TEST(FlowTest, AWriteChangesOneVariableAndKeepsTheOthers) {
  const auto program = compiled(kHead + kCoupled +
                                "schedule: {k: {at: 7 d, emit: kick}}\n"
                                "rules: {r: {upon: kick, do: [a.x = 10]}}\n");
  const Overlay overlay;
  brink::Run run(program, overlay, {.seed = 1});
  advance_to(run, 6.999);
  const double before = value_at(program, run, "b.x", 7);
  advance_to(run, 7);
  EXPECT_EQ(value_at(program, run, "a.x", 7), 10);
  EXPECT_EQ(value_at(program, run, "b.x", 7), before);
  EXPECT_NEAR(value_at(program, run, "b.x", 7 + 1e-3), before + 1e-3 * (2 - 0.4 * before), 1e-5);
}

/// Reads everything there is to read before each step.
struct Nosy : NullObserver {
  void before(SimTime t0, SimTime t1, const Run& run) {
    for (SlotId s = 0; s < run.program->slots.size(); ++s) {
      SimTime until = t1;
      sum += slot_value(run, s, t0).number + slot_drift(run, s, t0, until).value(0.1);
    }
  }
  double sum = 0;
};

const std::string kBusy = kCoupled + R"yaml(
schedule: {k: {at: 7 d, emit: kick}}
processes:
  p: {rate: logistic(a.x - alone), emit: idle}
  q: {rate: a.x / 5, emit: rival_acts}
rules:
  r: {upon: kick or rival_acts, do: [a.x *= 0.9]}
  w: {when: alone > 2, do: [b.x += 1]}
measures: {m: {average: a.x * b.x}, n: {highest: b.x}, o: {time: a.x > b.x}}
)yaml";

TEST(FlowTest, ObserversNeverChangeABit) {
  const auto program = compiled(kHead + kBusy);
  const Overlay overlay;
  const auto hash_with = [&](auto&... others) {
    brink::Run run(program, overlay, {.seed = 5});
    RunHash hash;
    Together together(hash, others...);
    EXPECT_EQ(run_to_end(run, together), Status::ended);
    return hash.value();
  };
  Log log;
  Measures measures(program);
  Nosy nosy;
  const auto alone = hash_with();
  EXPECT_EQ(hash_with(log), alone);
  EXPECT_EQ(hash_with(measures, nosy), alone);
  EXPECT_GT(log.events().size(), 10U);
  EXPECT_TRUE(std::isfinite(nosy.sum));
}

TEST(FlowTest, ASnapshotWithinAStepGoesOnTheSame) {
  const auto program = compiled(kHead + kBusy);
  const Overlay overlay;
  brink::Run run(program, overlay, {.seed = 6});
  advance_to(run, 12);
  ASSERT_GT(run.block.view<FlowState>(kFlows)[1].until, run.now()) << "a step is under way";
  brink::Run copy = run;
  const auto hash_of = [](brink::Run& the_run) {
    RunHash hash;
    EXPECT_EQ(run_to_end(the_run, hash), Status::ended);
    return hash.value();
  };
  EXPECT_EQ(hash_of(run), hash_of(copy));
}

TEST(FlowTest, AnEarlierEndLeavesTheBitsBeforeIt) {
  const auto program = compiled(kHead + kBusy);
  const auto events_until = [&](double days) {
    Overlay overlay;
    overlay.until = days_rounded_up(days);
    return test::run_once(program, {.seed = 7}, overlay).log.events();
  };
  const auto whole = events_until(40);
  const auto part = events_until(17.3);
  ASSERT_GT(part.size(), 5U);
  ASSERT_LT(part.size(), whole.size());
  for (std::size_t i = 0; i < part.size(); ++i) {
    EXPECT_EQ(part[i].time, whole[i].time);
    EXPECT_EQ(part[i].key, whole[i].key);
  }
}

TEST(FlowTest, AVariableIsHeldAtItsBoundAndReleased) {
  // the slope is 3 − now, in days: up to 2 is reached at 3 − √5, held until day 3, then it falls
  const std::string model =
      "world: {variables: {x: {initial: 0, range: [-4, 2], flow: 3 - (now - 2026-01-01) / 1 "
      "d}}}\n";
  const auto program = compiled(kHead + model);
  const Overlay overlay;
  brink::Run run(program, overlay, {.seed = 1});
  const auto at = [&](double days) {
    advance_to(run, days);
    return value_at(program, run, "x", days);
  };
  EXPECT_NEAR(at(0.5), 1.5 - 0.125, 1e-9);
  EXPECT_EQ(at(1), 2);
  EXPECT_EQ(at(2.9), 2);
  // held a millisecond too long at most: the fall then differs by slope times that
  EXPECT_NEAR(at(4), 2 - 0.5, 1e-8 * 1);
  EXPECT_NEAR(at(6), 2 - 4.5, 1e-8 * 3);
  EXPECT_EQ(at(7), -4) << "reached at 3 + √12 = 6.46";
  EXPECT_EQ(at(39), -4);
}

TEST(FlowTest, ABoundIsReachedToTheMicrosecond) {
  const auto program = compiled(kHead + R"yaml(
world: {variables: {x: {initial: 1, min: 0, flow: -0.25 * x - 0.05}}}
rules: {gone: {when: x <= 0, do: [{emit: retreat}]}}
measures: {first: {first: retreat}, low: {lowest: x}}
)yaml");
  const auto result = test::run_once(program, {.seed = 1});
  // x = 1.2 e^(−t/4) − 0.2 is 0 at 4 ln 6; an error of 1e-10 a step, with a slope of 0.05
  EXPECT_NEAR(in_days({result.measures[0].value.whole}), 4 * std::log(6), 100 * 1e-10 / 0.05);
  EXPECT_NEAR(result.measures[1].value.number, 0, 0.05 * 1.2e-11) << "what a microsecond adds";
}

TEST(FlowTest, AHeldVariableIsStillForTheOthers) {
  // stock is held at 0 from day 10 on; debt grows by what stock is short of 5
  EXPECT_NEAR(final_of(R"yaml(
world:
  variables:
    stock: {initial: 5, min: 0, flow: -0.5 + 0 * debt}
    debt: {initial: 0, flow: 5 - stock}
)yaml",
                       "debt"),
              25 + 30 * 5, 1e-7);
}

TEST(FlowTest, AJumpThatAConditionTellsEndsTheStep) {
  // a pulse of an hour after a month of nothing cannot be stepped over
  EXPECT_NEAR(final_of("world: {variables: {x: {initial: 0, flow: \"if(now >= 2026-01-31 and now < "
                       "2026-01-31 01:00, 24, 0)\"}}}\n",
                       "x"),
              1, 1e-9);
  // nor the bound of a trend that it reads
  EXPECT_NEAR(final_of("world: {variables: {y: {initial: 0, max: 3, trend: 1}, x: {initial: 0, "
                       "flow: y}}}\n",
                       "x"),
              4.5 + 37 * 3, 1e-8);
}

TEST(FlowTest, AnEquationThatIsNotFiniteEndsTheRunAndIsNamed) {
  const auto program =
      compiled(kHead + "world: {variables: {x: {initial: 1, flow: -1 / sqrt(x)}}}\n");
  const Overlay overlay;
  brink::Run run(program, overlay, {.seed = 1});
  NullObserver nobody;
  EXPECT_EQ(run_to_end(run, nobody), Status::error);
  EXPECT_EQ(run.error.kind, RunError::Kind::not_finite);
  EXPECT_EQ(run.error.node, program.slots[0].speed);
  // x = (1 − 3t/2)^(2/3)
  EXPECT_NEAR(in_days(run.error.time - SimTime{}), 2.0 / 3, 1e-6);
}

TEST(FlowTest, AJumpBackAndForthEndsTheRunInsteadOfHanging) {
  const auto program = compiled(kHead + R"yaml(
world:
  variables:
    calm: {initial: 0, flow: 0.1 * x}
    x: {initial: 0, flow: "if(x > 1, -1, 1) + 0 * calm"}
)yaml");
  const Overlay overlay;
  brink::Run run(program, overlay, {.seed = 1});
  NullObserver nobody;
  EXPECT_EQ(run_to_end(run, nobody), Status::error);
  EXPECT_EQ(run.error.kind, RunError::Kind::too_fast);
  EXPECT_EQ(run.error.node, program.slots[slot_index(program, "x")].speed) << "which one jumps";
  EXPECT_NEAR(in_days(run.now() - SimTime{}), 1, 1000 / 86400.0 * 2);
}

TEST(FlowTest, ConditionsOnFlowsFireAtTheFirstMicrosecondTheyHold) {
  const auto program = compiled(kHead + kCoupled +
                                "rules: {r: {when: a.x * b.x > 3, do: [{emit: kick}]}}\n"
                                "outcomes: {o: {when: total(kick) > 0}}\n");
  const Overlay overlay;
  brink::Run run(program, overlay, {.seed = 1});
  NullObserver nobody;
  brink::Run before = run;
  while (run.header().status == RunStatus::running) {
    if (peek(run) > run.now()) before = run;
    step(run, nobody);
  }
  const auto product = [&](SimTime at) {
    return slot_value(before, slot_index(program, "a.x"), at).number *
           slot_value(before, slot_index(program, "b.x"), at).number;
  };
  ASSERT_LT(run.now(), run.header().end);
  EXPECT_GT(product(run.now()), 3);
  EXPECT_LE(product(run.now() - Duration{1}), 3);
}

}  // namespace
}  // namespace brink
