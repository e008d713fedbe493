#include <gtest/gtest.h>

#include "tests/support/runs.h"

namespace brink {
namespace {

constexpr std::int64_t kDay = kMicrosecondsPerDay;

const char* const kRanges = R"(
brink: 1
title: Ranges
start: 2026-01-01
horizon: 30 d
world:
  variables:
    held: {initial: 0.5, range: [0, 1]}
    floor_: {initial: 2, min: 0}
    wild:
      initial: uniform(7 .. 8)
      range: [0, 5]
    rising: {initial: 0.5, range: [0, 1], trend: 0.1}
    drawn_down: {initial: 3, min: 0, rest: -5, decay: 2 d}
    high_up: {initial: 3, range: [2, 9], trend: -0.01}
events: {push: {is: mobilize}}
schedule: {one: {at: 2 d, emit: push}, two: {at: 3 d, emit: push}}
processes: {never: {rate: 1 - total(push), emit: push}}
rules:
  pushes: {upon: push, do: [held += 0.4, floor_ -= 1.5]}
measures: {top: {highest: rising}, low: {lowest: drawn_down}, last: {final: drawn_down}}
)";

// `never` has the rates 1 (and may fire), then 0 and below once pushes have happened
TEST(ClampTest, AssignmentsAreHeldAtTheRangeAndCounted) {
  const auto program = test::compiled(kRanges);
  Overlay overlay;
  overlay.suppressed_processes = {true};
  brink::Run run(program, overlay, {.seed = 1});
  Log log;
  ASSERT_EQ(run_to_end(run, log), Status::ended);
  const auto held = test::slot_index(program, "held");
  const auto floor = test::slot_index(program, "floor_");
  EXPECT_EQ(slot_value(run, held, run.now()).number, 1);
  EXPECT_EQ(clamp_count(run, held), 1U) << "0.9, then 1.3";
  EXPECT_EQ(slot_value(run, floor, run.now()).number, 0);
  EXPECT_EQ(clamp_count(run, floor), 1U);
  EXPECT_EQ(clamp_count(run, test::slot_index(program, "wild")), 1U) << "the first value too";
  EXPECT_EQ(slot_value(run, test::slot_index(program, "wild"), run.now()).number, 5);
  EXPECT_EQ(clamp_count(run, test::slot_index(program, "high_up")), 0U);
  EXPECT_EQ(clamp_count(run, test::slot_index(program, "drawn_down")), 1U) << "its rest";
  double last = 0;
  for (const auto& w : log.writes()) {
    if (w.write.slot == held) last = w.write.after.number;
  }
  EXPECT_EQ(last, 1) << "the log has the value that was kept";
}

TEST(ClampTest, MotionStaysWithinTheRange) {
  const auto program = test::compiled(kRanges);
  const auto result = test::run_once(program, {.seed = 1});
  EXPECT_EQ(result.measures[0].value.number, 1);
  EXPECT_GE(result.measures[1].value.number, 0) << "a decay that leads below the range";
  EXPECT_GE(result.measures[2].value.number, 0);
}

TEST(ClampTest, NegativeRatesCountAsZeroAndAreCounted) {
  const auto program = test::compiled(R"(
brink: 1
title: Rates
start: 2026-01-01
horizon: 30 d
world: {variables: {x: {initial: 1, trend: -0.1}}}
events: {push: {is: mobilize}, pull: {is: retreat}}
schedule: {one: {at: 2 d, emit: pull}}
processes:
  stepped: {rate: -0.5 + total(pull) - total(pull), emit: push}
  moving: {rate: 0 - x * x, emit: push}
)");
  const Overlay overlay;
  brink::Run run(program, overlay, {.seed = 1});
  Log log;
  ASSERT_EQ(run_to_end(run, log), Status::ended);
  EXPECT_EQ(log.events().size(), 1U);
  EXPECT_EQ(negative_rate_count(run, 0), 2U) << "once at the start, once when re-timed";
  EXPECT_GE(negative_rate_count(run, 1), 1U);
}

TEST(ClampTest, ReadingAMovingVariableDoesNotMoveItsAnchor) {
  const auto program = test::compiled(R"(
brink: 1
title: Reading
start: 2026-01-01
horizon: 30 d
world: {variables: {anger: {initial: 1, decay: 7 d}, copy: 0}}
events: {look: {is: consult}}
processes: {looks: {rate: 5, emit: look}}
rules: {reads: {upon: look, do: [copy = anger]}}
measures: {last: {final: anger}}
)");
  Overlay blind;
  blind.suppressed_processes = {true};
  EXPECT_EQ(test::measures_of(program, {.seed = 1})[0].value.whole,
            test::measures_of(program, {.seed = 1}, blind)[0].value.whole)
      << "to the last bit";
}

TEST(ClampTest, AResetAtTheBoundStartsTheTrendAgain) {
  const auto program = test::compiled(R"(
brink: 1
title: Again
start: 2026-01-01
horizon: 30 d
world: {variables: {x: {initial: 0, range: [0, 1], trend: 0.5}}}
events: {fall: {is: retreat}}
schedule: {one: {at: 10 d, emit: fall}}
rules: {falls: {upon: fall, do: [x = 0.25]}}
measures: {a: {at: 9 d, of: x}, b: {at: 10 d, of: x}, c: {at: 11 d, of: x}, d: {at: 12 d, of: x}, full: {time: x >= 1}}
)");
  const auto m = test::measures_of(program, {});
  EXPECT_EQ(m[0].value.number, 1);
  EXPECT_EQ(m[1].value.number, 0.25);
  EXPECT_EQ(m[2].value.number, 0.75);
  EXPECT_EQ(m[3].value.number, 1);
  EXPECT_NEAR(static_cast<double>(m[4].value.whole), 8.0 * kDay + 18.5 * kDay, 2);
}

}  // namespace
}  // namespace brink
