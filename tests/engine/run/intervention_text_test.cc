#include <gtest/gtest.h>

#include "engine/run/settings.h"
#include "tests/support/dice.h"
#include "tests/support/random_scenario.h"
#include "tests/support/runs.h"
#include "tests/support/twin.h"

namespace brink {
namespace {

constexpr std::int64_t kDay = kMicrosecondsPerDay;

Program scenario() {
  return test::compiled(R"(
brink: 1
title: Things to set
start: 2026-06-04
horizon: 60 d
parameters:
  heat: {default: 0.5, range: [0, 1]}
  patience: {default: 3 d, range: [1 h, 30 d]}
  mood: {default: calm, values: [calm, angry]}
  winter: {default: false}
world: {variables: {tension: {initial: 0, min: 0}}}
actors: {a: {variables: {x: 1}}, b: {}, c: {}}
groups: {three: [a, b, c]}
pairs:
  trust: {between: three, directed: true, initial: 0.5}
  distance: {between: three, initial: 1}
)");
}

// what was added, as text; or the message
std::string added(const Program& program, const std::string& text, Overlay overlay = {}) {
  if (const auto failure = add_intervention(program, text, overlay)) return *failure;
  return intervention_text(program, overlay.interventions.at(0));
}

TEST(InterventionText, IsReadInEveryFormOfADateAndByTheTypeOfWhatIsSet) {
  const auto program = scenario();
  EXPECT_EQ(added(program, "2026-06-20: heat = 0.25"), "2026-06-20: heat = 0.25");
  EXPECT_EQ(added(program, "16 d:heat=1e-1"), "2026-06-20: heat = 0.1");
  EXPECT_EQ(added(program, "  2026-06-20 09:30 :  a.x  =  -7 "), "2026-06-20 09:30: a.x = -7");
  EXPECT_EQ(added(program, "2026-06-20T09:30:15.000001: mood = angry"),
            "2026-06-20 09:30:15.000001: mood = angry");
  EXPECT_EQ(added(program, "1 us: winter = true"), "2026-06-04 00:00:00.000001: winter = true");
  EXPECT_EQ(added(program, "60 d: patience = 3 d 12 h"), "2026-08-03: patience = 3 d 12 h");
  EXPECT_EQ(added(program, "1 d: trust(b,a) = 1"), "2026-06-05: trust(b, a) = 1");
  EXPECT_EQ(added(program, "1 d: distance(c, a) = 2"), "2026-06-05: distance(a, c) = 2");
}

TEST(InterventionText, SaysWhatIsWrongAndWhatWouldBeRight) {
  const auto program = scenario();
  const auto expect = [&](const std::string& text, const std::string& message) {
    const auto said = added(program, text);
    EXPECT_NE(said.find(message), std::string::npos) << text << ": " << said;
  };
  expect("2026-06-20: heat", "`2026-06-20: heat` has no `=`");
  expect("2026-06-20 heat = 1", "has no `:` after the date");
  expect("2026-06-20 09:30 heat = 1", "has no `:` after the date");
  expect(": heat = 1", "has no date");
  expect("2026-06-20: = 1", "has no name before the `=`");
  expect("2026-06-20: heat =", "has no value after the `=`");
  expect("then: heat = 1", "`then` is neither a date such as 2026-06-20 nor a length of time");
  expect("2026-06-31: heat = 1", "`2026-06-31` is neither a date");
  expect("3 d: hat = 1", "no parameter or variable is called `hat`; did you mean `heat`?");
  expect("3 d: a.y = 1", "did you mean `a.x`?");
  expect("3 d: zzzzzz = 1", "there are: heat, patience, mood, winter, tension, a.x, trust(a, b)");
  expect("3 d: distance(a, a) = 1", "no parameter or variable is called `distance(a, a)`");
  expect("3 d: heat = 2", "`heat` cannot be 2: it must be from 0 to 1");
  expect("3 d: tension = -1", "`tension` cannot be -1: it must be at least 0");
  expect("3 d: mood = sad", "`mood` cannot be `sad`: it is one of calm, angry");
  expect("3 d: patience = 4", "`patience` must be a duration");
  expect("2026-06-04: heat = 1",
         "2026-06-04 is not after the start, 2026-06-04: to set a parameter from the start on, use "
         "`--set heat=1`");
  expect("-2 d: a.x = 1", "-2 d is not after the start, 2026-06-04: a variable can only be set");
  expect("61 d: heat = 1", "61 d is after the end of the run, 2026-08-03");
  Overlay shorter;
  shorter.until = Duration{10 * kDay};
  EXPECT_EQ(added(program, "2026-06-15: heat = 1", shorter),
            "2026-06-15 is after the end of the run, 2026-06-14");
}

TEST(InterventionText, IsSortedByTimeAndKeepsTheOrderOfAnInstant) {
  const auto program = scenario();
  Overlay overlay;
  for (const auto* text : {"5 d: heat = 0.1", "3 d: heat = 0.2", "5 d: a.x = 0.3",
                           "2026-06-07: tension = 0.4", "4 d: heat = 0.5"}) {
    ASSERT_FALSE(add_intervention(program, text, overlay)) << text;
  }
  std::vector<double> values;
  for (const auto& set : overlay.interventions) values.push_back(set.value.number);
  EXPECT_EQ(values, (std::vector{0.2, 0.4, 0.5, 0.1, 0.3}));
  EXPECT_EQ(add_intervention(program, "2026-06-09: heat = 0.7", overlay),
            "`heat` is set twice at 2026-06-09");
  EXPECT_EQ(overlay.interventions.size(), 5U);
}

TEST(InterventionText, ReadsBackAsTheSame) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto program = test::compiled(test::random_scenario(seed));
    test::Dice dice(seed);
    for (SlotId s = 0; s < program.slots.size(); ++s) {
      auto value = test::random_value(program, s, dice);
      if (!value) continue;
      const auto& info = program.slots[s];
      if (info.type == ValueType::number) {
        value = Value::of(std::clamp(dice.uniform(-1, 40), info.low, info.high));
      }
      const Intervention set{test::random_instant(program, dice), s, *value};
      const auto text = intervention_text(program, set);
      Overlay overlay;
      ASSERT_EQ(add_intervention(program, text, overlay), std::nullopt) << text;
      EXPECT_EQ(overlay.interventions[0].at, set.at) << text;
      EXPECT_EQ(overlay.interventions[0].slot, set.slot) << text;
      EXPECT_EQ(overlay.interventions[0].value.whole, set.value.whole) << text;
    }
  }
}

}  // namespace
}  // namespace brink
