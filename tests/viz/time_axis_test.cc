#include "viz/time_axis.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace brink::viz {
namespace {

constexpr double kLength = 180;  // [day]

Instant date(const char* text) { return *parse_instant(text); }

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
  std::vector<std::string> texts;
  for (const auto& tick : ticks) texts.push_back(tick.label);
  return texts;
}

TEST(TimeAxisTest, AnAxisMapsDaysToPixelsAndBack) {
  const TimeAxis axis{10, 60, 200, 500};
  EXPECT_FLOAT_EQ(axis.x_of(10.0), 200);
  EXPECT_FLOAT_EQ(axis.x_of(60.0), 700);
  for (double day = 10; day <= 60; day += 0.7) EXPECT_NEAR(axis.day_at(axis.x_of(day)), day, 1e-4);
}

TEST(TimeAxisTest, ZoomingKeepsItsDayUnlessTheEndsAreReached) {
  std::mt19937 random(2);  // NOLINT
  TimeAxis axis{0, 45, 100, 800};
  for (int i = 0; i < 2000; ++i) {
    const double about =
        axis.from + (axis.to - axis.from) * static_cast<double>(random() % 100) / 100;
    const double factor = 0.5 + static_cast<double>(random() % 100) / 60;
    const auto next = zoomed(axis, factor, about, kLength);
    ASSERT_GE(next.from, 0);
    ASSERT_LE(next.to, kLength + 1e-9);
    ASSERT_GE(next.to - next.from, kShortestView * 0.999);
    const bool is_free = next.from > 0 && next.to < kLength;
    if (is_free) {
      ASSERT_NEAR((about - next.from) / (next.to - next.from),
                  (about - axis.from) / (axis.to - axis.from), 1e-6);
    }
    axis = next;
  }
}

TEST(TimeAxisTest, PanningKeepsTheLengthAndStaysInside) {
  const TimeAxis axis{10, 40, 0, 100};
  EXPECT_NEAR(panned(axis, 5, kLength).from, 15, 1e-12);
  EXPECT_EQ(panned(axis, -50, kLength).from, 0);
  EXPECT_EQ(panned(axis, 500, kLength).to, kLength);
  EXPECT_NEAR(panned(axis, 500, kLength).from, kLength - 30, 1e-12);
}

TEST(TimeAxisTest, ShowingMovesNoFurtherThanItMust) {
  const TimeAxis axis{10, 40, 0, 100};
  EXPECT_EQ(showing(axis, 20, kLength).from, 10);
  EXPECT_NEAR(showing(axis, 60, kLength).to, 63, 1e-9);
  EXPECT_NEAR(showing(axis, 8, kLength).from, 5, 1e-9);
}

TEST(TimeAxisTest, TicksAreThoseOfACalendar) {
  // three years on 1,200 px: months would be 33 px apart, quarters are 100
  const auto quarters = labels(ticks_of({0, 3 * 365, 0, 1200}, date("2026-01-01"), 80));
  ASSERT_GE(quarters.size(), 12U);
  EXPECT_EQ(quarters[0], "2026");
  EXPECT_EQ(quarters[1], "Apr");
  EXPECT_EQ(quarters[4], "2027");
  // two days on 800 px
  const auto hours = labels(ticks_of({0, 2, 0, 800}, date("2026-02-28"), 80));
  EXPECT_EQ(hours, (std::vector<std::string>{"28 Feb", "06:00", "12:00", "18:00", "1 Mar", "06:00",
                                             "12:00", "18:00", "2 Mar"}));
  // a minute
  const auto seconds = labels(ticks_of({0, 1.0 / 1440, 0, 400}, date("2026-02-28 10:00"), 80));
  EXPECT_EQ(seconds,
            (std::vector<std::string>{"10:00:00", "10:00:15", "10:00:30", "10:00:45", "10:01:00"}));
}

// at any zoom lines are far enough apart, inside, and where a calendar has them
TEST(TimeAxisTest, TicksKeepTheirDistanceAtEveryZoom) {
  const auto start = date("1961-11-17 05:30");
  for (double view = kShortestView * 20; view < 40'000; view *= 1.7) {
    const TimeAxis axis{view / 3, view / 3 + view, 50, 900};
    const auto ticks = ticks_of(axis, start, 80);
    ASSERT_GE(ticks.size(), 1U) << view;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
      ASSERT_GE(ticks[i].x, 49.9F);
      ASSERT_LE(ticks[i].x, 950.1F);
      if (i == 0) continue;
      ASSERT_GE(ticks[i].x - ticks[i - 1].x, 74) << view;
    }
  }
}

}  // namespace
}  // namespace brink::viz
