#include "engine/story/recorder.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/report/why_text.h"
#include "engine/story/why.h"
#include "tests/support/runs.h"
#include "tests/support/scenarios.h"

namespace brink {
namespace {

using test::cases;
using test::run_once;

const auto kNever = [] { return false; };

// the same place reached from the start by nothing but steps
struct Walked {
  Run run;
  Log log;
};
Walked walked_to(const Program& program, const Overlay& overlay, RunSeed seed,
                 const Playhead& place, SimTime event_time) {
  Walked walked{Run(program, overlay, seed), {}};
  run_until(walked.run, walked.log, [&] {
    const bool is_there = walked.run.header().events >= place.event;
    return is_there && (place.time == event_time || peek(walked.run) > place.time);
  });
  return walked;
}

SimTime time_of_event(const Log& log, std::uint32_t number) {
  return number == 0 ? SimTime{} : log.events()[number - 1].time;
}

// some event, or some instant at or after one
Playhead random_place(const Log& log, SimTime end, std::mt19937& random) {
  const auto n = static_cast<std::uint32_t>(log.events().size());
  const auto event = static_cast<std::uint32_t>(random() % (n + 1));
  const auto from = time_of_event(log, event);
  if (random() % 2 == 0) return {event, from};
  const auto to = event < n ? log.events()[event].time : end;
  if (to <= from) return {event, from};
  const auto step = static_cast<std::int64_t>(random()) * 4096 % (to.us - from.us);
  return {event, from + Duration{step}};
}

bool same_length(const LogLength& a, const LogLength& b) {
  return a.events == b.events && a.writes == b.writes && a.notes == b.notes && a.arena == b.arena;
}

TEST(RecorderTest, RecordsWhatARunByItselfDoes) {
  for (int seed = 0; seed < cases(200); ++seed) {
    const auto program = test::random_program(static_cast<std::uint64_t>(seed));
    const Overlay overlay;
    Recorder recorder(program, overlay, {7, 0});
    EXPECT_FALSE(recorder.advance(kNever));
    const auto alone = run_once(program, {7, 0});
    const auto& recording = *recorder.recording();
    ASSERT_EQ(recording.hash.load(), alone.hash) << "scenario " << seed;
    ASSERT_TRUE(same_length(recording.log.length(), alone.log.length())) << "scenario " << seed;
    EXPECT_EQ(recording.reached_time(), alone.end);
  }
}

// in slices of any length, with keyframes from every few steps to hardly any
TEST(RecorderTest, EveryPlaceIsReachedAsBySteppingFromTheStart) {
  std::mt19937 random(11);  // NOLINT
  for (int seed = 0; seed < cases(150); ++seed) {
    const auto program = test::random_program(static_cast<std::uint64_t>(seed));
    const Overlay overlay;
    const Keyframes::Options options{.budget = std::size_t{1} << (14 + random() % 8),
                                     .first_spacing = 1 + random() % 40};
    Recorder recorder(program, overlay, {3, 0}, options);
    for (bool more = true; more;) {
      auto left = random() % 50;
      more = recorder.advance([&] { return left-- == 0; });
    }
    const auto& log = recorder.recording()->log;
    for (int i = 0; i < 20; ++i) {
      const auto place = random_place(log, recorder.run().now(), random);
      const auto& moment = recorder.moment(place);
      const auto expected =
          walked_to(program, overlay, {3, 0}, place, time_of_event(log, place.event));
      ASSERT_EQ(test::state_of(moment.run), test::state_of(expected.run))
          << "scenario " << seed << ", event " << place.event << ", time " << place.time.us;
      ASSERT_TRUE(same_length(moment.length, expected.log.length())) << "scenario " << seed;
    }
  }
}

TEST(RecorderTest, KeyframesStayWithinTheirBudgetAndLieEvenly) {
  const auto program = test::shipped("open_letter");
  const Overlay overlay;
  const Keyframes::Options options{.budget = 400'000, .first_spacing = 8};
  Recorder recorder(program, overlay, {17, 0}, options);
  recorder.advance(kNever);
  const auto& keyframes = recorder.keyframes();
  EXPECT_LE(keyframes.bytes(), options.budget);
  EXPECT_GE(keyframes.size(), 4U);
  EXPECT_GT(keyframes.spacing(), options.first_spacing);
  for (std::size_t i = 1; i < keyframes.size(); ++i) {
    EXPECT_LE(keyframes.steps_of(i) - keyframes.steps_of(i - 1), keyframes.spacing());
  }
  EXPECT_EQ(keyframes.steps_of(0), 0U);
}

Overlay random_interventions(const Program& program, SimTime end, std::mt19937& random) {
  Overlay overlay;
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    const auto& info = program.slots[s];
    if (!info.is_parameter || info.type != ValueType::number || end.us < 10) continue;
    const auto at = static_cast<std::int64_t>(random()) * 65536 % (end.us - 1) + 1;
    const Value value = Value::of(static_cast<double>(random() % 100) / 100);
    overlay.interventions.push_back({{at}, s, value});
  }
  std::stable_sort(overlay.interventions.begin(), overlay.interventions.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  return overlay;
}

TEST(RecorderTest, UnderAnotherOverlayItRecordsTheRunOfThatOverlay) {
  std::mt19937 random(5);  // NOLINT
  for (int seed = 0; seed < cases(150); ++seed) {
    const auto program = test::random_program(static_cast<std::uint64_t>(seed));
    const Overlay none;
    Recorder before(program, none, {2, 0}, {.first_spacing = 1 + random() % 30});
    before.advance(kNever);
    const auto overlay = random_interventions(program, before.run().now(), random);
    Recorder after = before.under(overlay);
    after.advance(kNever);
    const auto alone = run_once(program, {2, 0}, overlay);
    ASSERT_EQ(after.recording()->hash.load(), alone.hash) << "scenario " << seed;
    ASSERT_TRUE(same_length(after.recording()->log.length(), alone.log.length()));
    Recorder back = after.under(none);
    back.advance(kNever);
    ASSERT_EQ(back.recording()->hash.load(), before.recording()->hash.load());
  }
}

TEST(RecorderTest, OverlaysDifferFromTheirFirstDifferentInterventionOn) {
  Overlay a;
  Overlay b;
  EXPECT_TRUE(first_difference(a, b).is_never());
  a.interventions = {{{5}, 1, Value::of(1)}, {{9}, 1, Value::of(2)}};
  EXPECT_EQ(first_difference(a, b), SimTime{5});
  b.interventions = {{{5}, 1, Value::of(1)}};
  EXPECT_EQ(first_difference(a, b), SimTime{9});
  b.interventions.push_back({{7}, 1, Value::of(2)});
  EXPECT_EQ(first_difference(a, b), SimTime{7});
  b = a;
  b.suppressed_rules = {true};
  EXPECT_EQ(first_difference(a, b), SimTime{0});
}

TEST(RecorderTest, ARecordedEventIsExplainedAsOneOfARunPlayedAnew) {
  const auto program = test::shipped("open_letter");
  const Overlay overlay;
  Recorder recorder(program, overlay, {17, 0});
  recorder.advance(kNever);
  for (const std::uint32_t event : {1U, 20U, 150U, 600U}) {
    const auto query = parse_event_query(std::to_string(event));
    const auto played = explain(program, overlay, {17, 0}, query, {});
    const auto recorded = explain_recorded(recorder.run(), recorder.recording()->log, event, {});
    EXPECT_EQ(why_json(recorded), why_json(played));
  }
}

}  // namespace
}  // namespace brink
