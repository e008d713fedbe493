#include "engine/story/session.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/support/runs.h"
#include "tests/support/scenarios.h"

namespace brink {
namespace {

using test::cases;
using test::run_once;

const auto kNever = [] { return false; };

std::uint64_t hash_of(const Branch& branch) { return branch.recorder->recording()->hash.load(); }

Playhead place_of(Session& session, std::uint32_t event) {
  const auto& events = session.current().recorder->recording()->log.events();
  EXPECT_LE(event, events.size());
  return {event, events[event - 1].time};
}

class OpenLetterSession : public ::testing::Test {
 protected:
  OpenLetterSession() { session.advance(kNever); }
  std::shared_ptr<const Program> program =
      std::make_shared<const Program>(test::shipped("open_letter"));
  SlotId demand = test::slot_index(*program, "territorial_demand");
  Session session{program, {}, {17, 0}};
};

TEST_F(OpenLetterSession, WithoutChangesThereIsOneBranch) {
  EXPECT_FALSE(session.is_changed());
  EXPECT_EQ(&session.current(), &session.baseline());
  EXPECT_EQ(hash_of(session.current()), run_once(*program, {17, 0}).hash);
  EXPECT_FALSE(session.first_different_event());
}

TEST_F(OpenLetterSession, AChangeAtTheStartIsThatOfSet) {
  session.change(demand, Value::of(0.05), {});
  session.advance(kNever);
  const auto overlay = test::with_setting(*program, "territorial_demand", 0.05);
  EXPECT_EQ(hash_of(session.current()), run_once(*program, {17, 0}, overlay).hash);
}

TEST_F(OpenLetterSession, AChangeKeepsEverythingBeforeIt) {
  const auto place = place_of(session, 30);
  session.change(demand, Value::of(0.0), place);
  session.advance(kNever);
  ASSERT_TRUE(session.is_changed());
  const auto first = session.first_different_event();
  ASSERT_TRUE(first);
  EXPECT_GT(*first, 30U);
  const auto& changed = session.current().recorder->recording()->log.events();
  const auto& baseline = session.baseline().recorder->recording()->log.events();
  for (std::uint32_t i = 0; i + 1 < *first; ++i) ASSERT_EQ(changed[i].key, baseline[i].key);
  Overlay overlay;
  overlay.interventions = {{place.time + Duration{1}, demand, Value::of(0.0)}};
  EXPECT_EQ(hash_of(session.current()), run_once(*program, {17, 0}, overlay).hash);
}

TEST_F(OpenLetterSession, AnEarlierChangeTakesBackLaterOnesOfTheSame) {
  const auto late = place_of(session, 50);
  const auto early = place_of(session, 20);
  session.change(demand, Value::of(0.3), late);
  session.change(demand, Value::of(0.1), early);
  ASSERT_EQ(session.changes().size(), 1U);
  EXPECT_EQ(session.changes()[0].value.number, 0.1);
  session.change(demand, Value::of(0.4), late);
  EXPECT_EQ(session.changes().size(), 2U);
}

TEST_F(OpenLetterSession, BackToTheBaselineIsNoChange) {
  const auto place = place_of(session, 40);
  session.change(demand, Value::of(0.45), place);
  EXPECT_TRUE(session.is_changed());
  session.change(demand, session.initial_value(demand), place);
  EXPECT_FALSE(session.is_changed());
  EXPECT_TRUE(session.changes().empty());
}

TEST_F(OpenLetterSession, AnotherSeedKeepsTheChanges) {
  session.change(demand, Value::of(0.0), {});
  session.reseed({4, 0});
  session.advance(kNever);
  EXPECT_EQ(hash_of(session.baseline()), run_once(*program, {4, 0}).hash);
  const auto overlay = test::with_setting(*program, "territorial_demand", 0.0);
  EXPECT_EQ(hash_of(session.current()), run_once(*program, {4, 0}, overlay).hash);
}

// any sequence of changes and resets: the current branch is the run of its overlay, and when all is
// taken back it is the run as it was opened
TEST(SessionTest, ChangesTakenBackLeaveTheRunAsItWas) {
  std::mt19937 random(23);  // NOLINT
  for (int seed = 0; seed < cases(100); ++seed) {
    const auto program =
        std::make_shared<const Program>(test::random_program(static_cast<std::uint64_t>(seed)));
    std::vector<SlotId> parameters;
    for (SlotId s = 0; s < program->slots.size(); ++s) {
      const auto& info = program->slots[s];
      if (info.is_parameter && info.type == ValueType::number) parameters.push_back(s);
    }
    Session session(program, {}, {9, 0}, {.first_spacing = 1 + random() % 60});
    session.advance(kNever);
    const auto baseline = hash_of(session.baseline());
    for (int i = 0; i < 6 && !parameters.empty(); ++i) {
      const auto slot = parameters[random() % parameters.size()];
      const auto events = session.current().recorder->recording()->log.events().size();
      if (random() % 4 == 0) {
        session.reset(slot);
      } else if (events > 0) {
        const auto event = static_cast<std::uint32_t>(1 + random() % events);
        session.change(slot, Value::of(static_cast<double>(random() % 8) / 8),
                       place_of(session, event));
      }
      session.advance(kNever);
      ASSERT_EQ(hash_of(session.current()),
                run_once(*program, {9, 0}, *session.current().overlay).hash)
          << "scenario " << seed << ", change " << i;
    }
    session.reset_all();
    session.advance(kNever);
    ASSERT_EQ(hash_of(session.current()), baseline) << "scenario " << seed;
  }
}

double value_at(const Course& course, SimTime time) {
  const auto& points = course.points;
  std::size_t after = 0;
  while (after < points.size() && points[after].time <= time) ++after;
  const auto& a = points[after - 1];
  if (after == points.size() || a.time == time) return a.value;
  const auto& b = points[after];
  const double share = in_days(time - a.time) / in_days(b.time - a.time);
  return a.value + (b.value - a.value) * share;
}

// the course against the run itself at random instants: exact where a variable only jumps, within
// what a straight line of a grain can miss where it moves
TEST(TracerTest, CoursesAreWhatTheRunSaysAtAnyInstant) {
  std::mt19937 random(31);  // NOLINT
  for (const auto* name : {"open_letter", "coalition", "models/arms_race", "armistice"}) {
    const auto program = std::make_shared<const Program>(test::shipped(name));
    std::vector<SlotId> slots;
    for (SlotId s = 0; s < program->slots.size(); ++s) {
      if (has_course(*program, s)) slots.push_back(s);
    }
    Session session(program, {}, {3, 0});
    session.plot(slots);
    session.advance(kNever);
    auto& recorder = *session.current().recorder;
    const auto& events = recorder.recording()->log.events();
    for (int i = 0; i < 60; ++i) {
      const auto end = recorder.run().now().us;
      const SimTime time{static_cast<std::int64_t>(random()) * 65536 % end};
      std::uint32_t event = 0;
      while (event < events.size() && events[event].time <= time) ++event;
      const auto& moment = recorder.moment({event, time});
      const auto& courses = session.current().tracer->courses()->courses;
      for (std::size_t k = 0; k < slots.size(); ++k) {
        const auto& info = program->slots[slots[k]];
        const double said = value_at(*courses[k], time);
        const double is = course_value(info.type, slot_value(moment.run, slots[k], time));
        // of a course with curvature c a line of length g misses c g² / 8: here far below this
        const double tolerance = info.law == Law::constant ? 0 : 1e-4 * (1 + std::abs(is));
        ASSERT_NEAR(said, is, tolerance) << name << " " << info.name << " at " << time.us;
      }
    }
  }
}

TEST(TracerTest, AJumpIsTwoPointsAtOneInstant) {
  const auto program = std::make_shared<const Program>(test::compiled(R"(
brink: 1
title: One jump
start: 2026-01-01
horizon: 10 d
world:
  variables:
    mood: {initial: 1, trend: 0.5}
events:
  news: {is: accuse}
actors:
  a: {name: A}
schedule:
  monday: {at: 2026-01-05, emit: news, from: a}
rules:
  fall: {upon: news, do: [mood = 0]}
)"));
  Session session(program, {}, {1, 0});
  const SlotId mood = test::slot_index(*program, "mood");
  session.plot(std::vector<SlotId>{mood});
  session.advance(kNever);
  const auto& points = session.current().tracer->courses()->courses[0]->points;
  const SimTime monday{4 * kMicrosecondsPerDay};
  std::vector<double> there;
  for (const auto& point : points) {
    if (point.time == monday) there.push_back(point.value);
  }
  ASSERT_EQ(there.size(), 2U);
  EXPECT_NEAR(there[0], 3.0, 1e-12);  // 1 + 0.5 a day
  EXPECT_EQ(there[1], 0.0);
  EXPECT_NEAR(points.back().value, 3.0, 1e-12);
}

}  // namespace
}  // namespace brink
