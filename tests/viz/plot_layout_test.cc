// Laws of plots: extremes and values against a walk over every point, jumps kept, tidy scales.
#include "viz/plot_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "viz/plot_cache.h"
#include "viz/plot_scale.h"

namespace brink::viz {
namespace {

constexpr std::int64_t kHour = kMicrosecondsPerDay / 24;

// a line that moves, stands, and jumps up to three times at one instant
Blocks<TracePoint> random_course(std::mt19937& random, std::size_t count) {
  Blocks<TracePoint> points;
  std::uniform_real_distribution<double> value(-5, 20);
  std::uniform_int_distribution<int> step(0, 3);
  SimTime time{};
  for (std::size_t i = 0; i < count; ++i) {
    points.push_back(
        {time, step(random) == 0 && !points.empty() ? points.back().value : value(random)});
    time = time + Duration{step(random) * kHour};
  }
  return points;
}

CoursePyramid pyramid_of(const Blocks<TracePoint>& points) {
  CoursePyramid pyramid;
  pyramid.grow(points, points.size());
  return pyramid;
}

Extremes walked(const Blocks<TracePoint>& points, std::size_t first, std::size_t last) {
  Extremes extremes;
  for (auto i = first; i < last; ++i) extremes.add(points[i].value);
  return extremes;
}

// of the line between two instants, found piece by piece
Extremes line_between(const Blocks<TracePoint>& points, SimTime from, SimTime to) {
  Extremes extremes;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& a = points[i];
    if (a.time >= from && a.time <= to) extremes.add(a.value);
    const auto next =
        i + 1 < points.size() ? points[i + 1] : TracePoint{SimTime{to.us + 1}, a.value};
    for (const auto t : {from, to}) {
      if (t <= a.time || t >= next.time) continue;
      const double share =
          static_cast<double>((t - a.time).us) / static_cast<double>((next.time - a.time).us);
      extremes.add(a.value + share * (next.value - a.value));
    }
  }
  return extremes;
}

TEST(PyramidTest, HasTheExtremesOfEveryStretch) {
  std::mt19937 random(7);
  const auto points = random_course(random, 5000);
  const auto pyramid = pyramid_of(points);
  std::uniform_int_distribution<std::size_t> place(0, points.size());
  for (int i = 0; i < 3000; ++i) {
    auto first = place(random);
    auto last = i % 2 == 0 ? place(random) : std::min(first + place(random) % 40, points.size());
    if (first > last) std::swap(first, last);
    ASSERT_EQ(pyramid.of(points, first, last), walked(points, first, last)) << first << " " << last;
  }
  EXPECT_TRUE(pyramid.of(points, 12, 12).is_empty());
}

TEST(PyramidTest, GrownInPiecesIsThatOfTheWhole) {
  std::mt19937 random(8);
  const auto points = random_course(random, 3000);
  CoursePyramid pieces;
  std::uniform_int_distribution<std::size_t> step(0, 90);
  for (std::size_t size = 0; size < points.size();
       size = std::min(size + step(random), points.size())) {
    pieces.grow(points, size);
    ASSERT_EQ(pieces.of(points, size / 3, size), walked(points, size / 3, size));
  }
}

TEST(CourseTest, SearchesEndBeforeAndAfterTheInstant) {
  Blocks<TracePoint> points;
  for (const std::int64_t t : {0, 5, 5, 5, 9}) points.push_back({SimTime{t}, 1});
  EXPECT_EQ(first_from(points, 5, SimTime{-1}), 0U);
  EXPECT_EQ(first_from(points, 5, SimTime{0}), 0U);
  EXPECT_EQ(first_after(points, 5, SimTime{0}), 1U);
  EXPECT_EQ(first_from(points, 5, SimTime{5}), 1U);
  EXPECT_EQ(first_after(points, 5, SimTime{5}), 4U);
  EXPECT_EQ(first_from(points, 5, SimTime{9}), 4U);
  EXPECT_EQ(first_after(points, 5, SimTime{9}), 5U);
  EXPECT_EQ(first_from(points, 3, SimTime{9}), 3U);  // what has come since is not seen
  EXPECT_EQ(first_after(points, 5, SimTime::never()), 5U);
}

TEST(CourseTest, IsAfterItsJumpsAndStaysAfterItsEnd) {
  Blocks<TracePoint> points;
  points.push_back({SimTime{0}, 1});
  points.push_back({SimTime{10}, 3});
  points.push_back({SimTime{10}, 8});
  points.push_back({SimTime{20}, 8});
  EXPECT_FALSE(course_at(points, 4, SimTime{-1}).has_value());
  EXPECT_DOUBLE_EQ(*course_at(points, 4, SimTime{0}), 1);
  EXPECT_DOUBLE_EQ(*course_at(points, 4, SimTime{5}), 2);
  EXPECT_DOUBLE_EQ(*course_at(points, 4, SimTime{10}), 8);
  EXPECT_DOUBLE_EQ(*course_at(points, 4, SimTime{99}), 8);
}

TEST(PlotTest, EachColumnHasTheExtremesOfTheLineInIt) {
  std::mt19937 random(9);
  int broad = 0;
  for (int i = 0; i < 60; ++i) {
    // every third so full that its columns are broader
    const auto points = random_course(random, i % 3 == 0 ? 40'000 : 2000);
    const auto reached = points.back().time + Duration{i % 2 * 30 * kHour};
    std::uniform_real_distribution<double> day(-3, in_days(points.back().time - SimTime{}));
    const double from = day(random);
    const double view = i % 3 == 0 ? in_days(points.back().time - SimTime{}) / 2 : 30;
    const TimeAxis axis{from, from + view, 17, 41.5F};
    const auto line = lay_out_plot(points, pyramid_of(points), reached, axis);
    ASSERT_TRUE(line.is_dense || line.points.size() <= 44);
    broad += line.column_width > 1 ? 1 : 0;
    for (const auto& column : line.columns) {
      const auto t0 = std::max(axis.time_at(column.x), SimTime{});
      const auto t1 = std::min(std::min(axis.time_at(column.x + line.column_width), reached),
                               axis.time_at(58.5F));
      const auto expected = line_between(points, t0, t1);
      ASSERT_NEAR(column.extremes.low, expected.low, 1e-9) << column.x;
      ASSERT_NEAR(column.extremes.high, expected.high, 1e-9) << column.x;
    }
  }
  EXPECT_GT(broad, 5);
}

TEST(PlotTest, ColumnsTouchAndReachFromBorderToBorder) {
  std::mt19937 random(10);
  const auto points = random_course(random, 20000);
  const TimeAxis axis{100, 600, 0, 200};
  const auto line = lay_out_plot(points, pyramid_of(points), points.back().time, axis);
  ASSERT_TRUE(line.is_dense);
  ASSERT_EQ(line.columns.size(), 200U);
  for (std::size_t i = 1; i < line.columns.size(); ++i) {
    const auto& a = line.columns[i - 1].extremes;
    const auto& b = line.columns[i].extremes;
    EXPECT_LE(a.low, b.high + 1e-12);
    EXPECT_LE(b.low, a.high + 1e-12);
  }
}

TEST(PlotTest, FewPointsAreALineThatKeepsJumpsAndEndsAtTheBorders) {
  Blocks<TracePoint> points;
  points.push_back({SimTime{0}, 0});
  points.push_back({SimTime{10 * kMicrosecondsPerDay}, 10});
  points.push_back({SimTime{10 * kMicrosecondsPerDay}, 50});
  points.push_back({SimTime{20 * kMicrosecondsPerDay}, 50});
  const TimeAxis axis{5, 15, 100, 1000};
  const auto line = lay_out_plot(points, pyramid_of(points), points.back().time, axis);
  ASSERT_FALSE(line.is_dense);
  ASSERT_EQ(line.points.size(), 4U);
  EXPECT_FLOAT_EQ(line.points[0].x, 100);
  EXPECT_DOUBLE_EQ(line.points[0].value, 5);
  EXPECT_FLOAT_EQ(line.points[1].x, line.points[2].x);
  EXPECT_DOUBLE_EQ(line.points[1].value, 10);
  EXPECT_DOUBLE_EQ(line.points[2].value, 50);
  EXPECT_FLOAT_EQ(line.points[3].x, 1100);
}

TEST(PlotTest, ACourseThatStandsStillIsDrawnAsFarAsItWasFollowed) {
  Blocks<TracePoint> points;
  points.push_back({SimTime{0}, 4});
  const TimeAxis axis{0, 10, 0, 100};
  const auto pyramid = pyramid_of(points);
  const auto line = lay_out_plot(points, pyramid, SimTime{3 * kMicrosecondsPerDay}, axis);
  ASSERT_EQ(line.points.size(), 2U);
  EXPECT_FLOAT_EQ(line.points[1].x, 30);
  EXPECT_TRUE(lay_out_plot({}, {}, SimTime{5}, axis).points.empty());
  const TimeAxis later{50, 60, 0, 100};
  EXPECT_TRUE(lay_out_plot(points, pyramid, SimTime{5}, later).points.empty());
}

TEST(PlotCacheTest, GrowsWithItsCourseAndForgetsAnothers) {
  auto courses = std::make_shared<Courses>();
  courses->courses.push_back(std::make_unique<Course>());
  courses->courses[0]->slot = 3;
  const TimeAxis axis{0, 10, 0, 100};
  PlotCache cache;
  cache.refresh(courses, axis);
  EXPECT_FALSE(cache.at(cache.place_of(3), SimTime{0}).has_value());
  courses->courses[0]->points.push_back({SimTime{0}, 2});
  courses->reached = 5;
  cache.refresh(courses, axis);
  EXPECT_EQ(cache.at(cache.place_of(3), SimTime{5}), 2.0);
  EXPECT_FALSE(cache.at(cache.place_of(3), SimTime{6}).has_value());
  EXPECT_EQ(cache.lines[0].all, (Extremes{2, 2}));
  EXPECT_EQ(cache.place_of(4), -1);
  cache.refresh(std::make_shared<Courses>(), axis);
  EXPECT_EQ(cache.place_of(3), -1);
}

TEST(ScaleTest, TicksAreTidyMultiplesInsideAndAsManyAsFit) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> exponent(-6, 9);
  std::uniform_real_distribution<double> part(-1, 1);
  for (int i = 0; i < 2000; ++i) {
    const double size = std::pow(10, exponent(random));
    const double low = part(random) * size;
    const double high = low + (0.01 + std::abs(part(random))) * size;
    const int most = 1 + i % 6;
    const auto scale = nice_ticks(low, high, most);
    ASSERT_LE(scale.ticks.size(), static_cast<std::size_t>(most));
    const double digits = scale.step / std::pow(10, std::floor(std::log10(scale.step) + 1e-9));
    ASSERT_TRUE(std::abs(digits - 1) < 1e-6 || std::abs(digits - 2) < 1e-6 ||
                std::abs(digits - 5) < 1e-6)
        << digits;
    for (const double tick : scale.ticks) {
      ASSERT_GE(tick, low - 1e-6 * size);
      ASSERT_LE(tick, high + 1e-6 * size);
      ASSERT_NEAR(tick / scale.step, std::round(tick / scale.step), 1e-4);
    }
    // steps are at most 2.5 times as long as the next finer ones
    if (most >= 3) {
      ASSERT_GE(scale.ticks.size(), 1U);
    }
  }
}

TEST(ScaleTest, DeclaredBoundsAreUsedWhereTheyAreNear) {
  SlotInfo info;
  info.low = 0;
  info.high = 1;
  EXPECT_DOUBLE_EQ(scale_of(info, {0.3, 0.7}, 3).high, 1);
  EXPECT_DOUBLE_EQ(scale_of(info, {0.3, 0.7}, 3).low, 0);
  EXPECT_DOUBLE_EQ(scale_of(info, {0.50, 0.55}, 3).low, 0.50);
  EXPECT_DOUBLE_EQ(scale_of(info, {0.50, 0.55}, 3).high, 0.55);
  EXPECT_DOUBLE_EQ(scale_of(info, {0.4, 0.4}, 3).high, 1);
  EXPECT_DOUBLE_EQ(scale_of(info, {}, 3).high, 1);
  info.high = std::numeric_limits<double>::infinity();
  EXPECT_DOUBLE_EQ(scale_of(info, {100, 300}, 3).low, 0);
  EXPECT_DOUBLE_EQ(scale_of(info, {900, 950}, 3).low, 900);
}

TEST(ScaleTest, ValuesThatNeverChangeStandInTheMiddle) {
  const SlotInfo info;
  const auto scale = scale_of(info, {-8, -8}, 3);
  EXPECT_DOUBLE_EQ(scale.share(-8), 0.5);
  EXPECT_DOUBLE_EQ(scale_of(info, {0, 0}, 3).share(0), 0.5);
}

TEST(ScaleTest, TicksAreWrittenInAsManyDigitsAsTellThemApart) {
  SlotInfo info;
  const auto texts = [&](double low, double high) {
    std::string all;
    const auto scale = nice_ticks(low, high, 3);
    for (const double tick : scale.ticks) all += tick_text(info, scale, tick) + " ";
    return all;
  };
  EXPECT_EQ(texts(0, 1), "0.0 0.5 1.0 ");
  EXPECT_EQ(texts(900, 4300), "2,000 4,000 ");
  EXPECT_EQ(texts(-0.06, 0.05), "-0.05 0.00 0.05 ");
  EXPECT_EQ(texts(10000.1, 10000.31), "10,000.1 10,000.2 10,000.3 ");
  info.type = ValueType::truth;
  EXPECT_EQ(tick_text(info, scale_of(info, {1, 1}, 3), 1), "true");
  EXPECT_EQ(tick_text(info, scale_of(info, {1, 1}, 3), 0), "false");
  info.type = ValueType::duration;
  EXPECT_EQ(course_text(info, 1.5), "1 d 12 h");
}

}  // namespace
}  // namespace brink::viz
