#include "viz/playback.h"

#include <gtest/gtest.h>

#include <random>

namespace brink::viz {
namespace {

constexpr std::int64_t kDay = kMicrosecondsPerDay;

// events at these instants [day / 4], several of which may share one
Blocks<EventRecord> events_at(const std::vector<int>& quarters) {
  Blocks<EventRecord> events;
  for (const int quarter : quarters) {
    EventRecord event;
    event.time = {quarter * kDay / 4};
    event.number = static_cast<std::uint32_t>(events.size() + 1);
    events.push_back(event);
  }
  return events;
}

TEST(PlaybackTest, StepsOnAndBackVisitTheSamePlaces) {
  std::mt19937 random(1);  // NOLINT
  for (int round = 0; round < 50; ++round) {
    std::vector<int> times(random() % 40);
    for (auto& time : times) time = static_cast<int>(random() % 30);
    std::sort(times.begin(), times.end());
    const auto events = events_at(times);
    std::vector<Playhead> visited{{}};
    while (visited.back().event < events.size()) {
      visited.push_back(step_event(events, visited.back(), 1));
    }
    EXPECT_EQ(visited.size(), times.size() + 1);
    EXPECT_EQ(step_event(events, visited.back(), 1), visited.back());
    auto place = visited.back();
    for (std::size_t i = visited.size() - 1; i-- > 0;) {
      place = step_event(events, place, -1);
      ASSERT_EQ(place, visited[i]);
    }
    EXPECT_EQ(step_event(events, place, -1), Playhead{});
  }
}

TEST(PlaybackTest, BackFromBetweenEventsIsTheEventBefore) {
  const auto events = events_at({4, 8});
  EXPECT_EQ(step_event(events, {1, SimTime{6 * kDay / 4}}, -1), place_of_event(events, 1));
}

TEST(PlaybackTest, StepsInTimeStayWithinTheRunAndCountEvents) {
  const auto events = events_at({0, 4, 4, 9});
  const SimTime end{3 * kDay};
  EXPECT_EQ(step_time(events, {}, Duration{kDay}, end), (Playhead{3, SimTime{kDay}}));
  EXPECT_EQ(step_time(events, {3, SimTime{kDay}}, Duration{-7 * kDay}, end), Playhead{});
  EXPECT_EQ(step_time(events, {3, SimTime{kDay}}, Duration{7 * kDay}, end), (Playhead{4, end}));
}

TEST(PlaybackTest, PlayingGoesAtItsSpeedWhateverTheFrames) {
  const auto events = events_at({});
  for (const double frame : {1.0 / 144, 1.0 / 60, 1.0 / 7}) {
    Playback playback{.is_playing = true, .speed = 0.3};
    double seconds = 0;
    for (; seconds < 20; seconds += frame) {
      play(playback, events, frame, SimTime{1000 * kDay}, false);
    }
    EXPECT_NEAR(in_days(playback.place.time - SimTime{}), 0.3 * seconds, 1e-9);
    EXPECT_NEAR(playback.achieved, 0.3, 1e-6);
  }
}

TEST(PlaybackTest, PlayingWaitsForARunThatIsComputedAndStopsAtItsEnd) {
  const auto events = events_at({1, 2});
  Playback playback{.is_playing = true, .speed = 10};
  for (int i = 0; i < 60; ++i) play(playback, events, 0.1, SimTime{kDay}, false);
  EXPECT_TRUE(playback.is_playing);
  EXPECT_EQ(playback.place.time, SimTime{kDay});
  EXPECT_EQ(playback.achieved, 0);
  play(playback, events, 0.1, SimTime{kDay}, true);
  EXPECT_FALSE(playback.is_playing);
  EXPECT_EQ(playback.place, (Playhead{2, SimTime{kDay}}));
}

TEST(PlaybackTest, SpeedsGoUpAndDownTheSameSteps) {
  double speed = kSpeeds[0];
  for (std::size_t i = 1; i < std::size(kSpeeds); ++i) {
    speed = next_speed(speed, 1);
    EXPECT_EQ(speed, kSpeeds[i]);
  }
  EXPECT_EQ(next_speed(speed, 1), speed);
  for (std::size_t i = std::size(kSpeeds) - 1; i-- > 0;) {
    speed = next_speed(speed, -1);
    EXPECT_EQ(speed, kSpeeds[i]);
  }
  EXPECT_EQ(next_speed(speed, -1), speed);
}

}  // namespace
}  // namespace brink::viz
