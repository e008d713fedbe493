#include "engine/base/calendar.h"

#include <gtest/gtest.h>

#include "engine/base/random.h"
#include "tests/support/runs.h"

namespace brink {
namespace {

/// Every day from 0001-01-01, counted one by one with the rules of school.
struct SlowDate {
  int year = 1;
  int month = 1;
  int day = 1;

  static bool leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
  int length() const {
    if (month == 2) return leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }
  void advance() {
    if (++day <= length()) return;
    day = 1;
    if (++month <= 12) return;
    month = 1;
    ++year;
  }
  std::string text() const {
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    std::string years = std::to_string(year);
    years.insert(0, 4 - years.size(), '0');
    return years + "-" + two(month) + "-" + two(day);
  }
};

TEST(CalendarTest, EveryDayOfTheYears1To9999GoesThereAndBack) {
  SlowDate date;
  std::int64_t days = 0;
  for (; date.year <= 9999; date.advance(), ++days) {
    const auto text = date.text();
    const auto instant = parse_instant(text);
    ASSERT_TRUE(instant.has_value()) << text;
    ASSERT_EQ(instant->us, days * kMicrosecondsPerDay) << text;
    ASSERT_EQ(format_exactly(*instant), text);
  }
  EXPECT_EQ(days * kMicrosecondsPerDay, kLastInstant.us);
}

TEST(CalendarTest, EveryMicrosecondGoesThereAndBack) {
  Draws draws({.seed = 1}, 1, 0);
  for (int i = 0; i < test::cases(100'000); ++i) {
    Instant instant{
        static_cast<std::int64_t>(draws.below(static_cast<std::uint64_t>(kLastInstant.us)))};
    if (i % 4 == 1) instant.us -= instant.us % 1'000'000;
    if (i % 4 == 2) instant.us -= instant.us % 60'000'000;
    const auto text = format_exactly(instant);
    const auto back = parse_instant(text);
    ASSERT_TRUE(back.has_value()) << text;
    EXPECT_EQ(back->us, instant.us) << text;
    EXPECT_LE(format_instant(instant, Precision::minute), text + ":");
  }
}

TEST(CalendarTest, KnownDaysLieKnownDaysApart) {
  const auto days = [](const char* a, const char* b) {
    return (parse_instant(b)->us - parse_instant(a)->us) / kMicrosecondsPerDay;
  };
  EXPECT_EQ(days("1970-01-01", "2000-01-01"), 10957);
  EXPECT_EQ(days("1900-02-28", "1900-03-01"), 1);
  EXPECT_EQ(days("2000-02-28", "2000-03-01"), 2);
  EXPECT_EQ(days("2026-06-04", "2026-12-01"), 180);
}

TEST(CalendarTest, TheFourFormsAndTheirT) {
  const auto day = parse_instant("2026-06-04")->us;
  EXPECT_EQ(parse_instant("2026-06-04 09:00")->us, day + 9 * 3'600'000'000);
  EXPECT_EQ(parse_instant("2026-06-04T09:00")->us, day + 9 * 3'600'000'000);
  EXPECT_EQ(parse_instant("2026-06-04 23:59:59")->us, day + 86'399'000'000);
  EXPECT_EQ(parse_instant("2026-06-04 00:00:00.25")->us, day + 250'000);
  EXPECT_EQ(parse_instant("2026-06-04 00:00:00.000001")->us, day + 1);
  EXPECT_EQ(format_instant({day + 86'399'999'999}, Precision::minute), "2026-06-04 23:59")
      << "cut off, not rounded";
}

TEST(CalendarTest, WhatDoesNotExistIsRefused) {
  for (const char* text : {"",
                           "2026",
                           "2026-06",
                           "2026-6-4",
                           "26-06-04",
                           "2026-13-01",
                           "2026-00-01",
                           "2026-02-29",
                           "1900-02-29",
                           "2026-04-31",
                           "2026-06-00",
                           "2026-06-32",
                           "0000-01-01",
                           "2026/06/04",
                           "2026-06-04 24:00",
                           "2026-06-04 09:60",
                           "2026-06-04 09:00:60",
                           "2026-06-04 9:00",
                           "2026-06-04 09:00:00.",
                           "2026-06-04 09:00:00.1234567",
                           "2026-06-04x",
                           "2026-06-04 ",
                           " 2026-06-04",
                           "2026-06-04 09:00 ",
                           "-2026-06-04",
                           "12026-06-04",
                           "2026-06-04 09:00:00.-1"}) {
    EXPECT_FALSE(parse_instant(text).has_value()) << '"' << text << '"';
  }
}

TEST(DurationTest, LengthsAddUpTheirParts) {
  constexpr std::int64_t kHour = 3'600'000'000;
  EXPECT_EQ(parse_duration("3 d 12 h")->us, 84 * kHour);
  EXPECT_EQ(parse_duration("90 min")->us, kHour * 3 / 2);
  EXPECT_EQ(parse_duration("2 w")->us, 14 * 24 * kHour);
  EXPECT_EQ(parse_duration("17.3 d")->us, 1'494'720'000'000);
  EXPECT_EQ(parse_duration("3d12h")->us, 84 * kHour);
  EXPECT_EQ(parse_duration("1 ms 1 us")->us, 1001);
  EXPECT_EQ(parse_duration("-2 h")->us, -2 * kHour);
  EXPECT_EQ(parse_duration("0 d")->us, 0);
  EXPECT_EQ(parse_duration("-0.5 us")->us, -1) << "rounds away from 0 on both sides alike";
  EXPECT_EQ(parse_duration("0.5 us")->us, 1);
}

TEST(DurationTest, OtherTextsAreNoLengths) {
  for (const char* text :
       {"", " ", "3", "d", "3 days", "3 d 4", "3 m", "1 y", "--3 d", "3 d -4 h", "3,5 d", "nan d",
        "inf d", "1e400 d", "300000000 d", "0x10 d", "-", "+3 d"}) {
    EXPECT_FALSE(parse_duration(text).has_value()) << '"' << text << '"';
  }
}

TEST(DurationTest, LengthsAreWrittenInAtMostTwoUnits) {
  const auto written = [](const char* text) { return format_duration(*parse_duration(text)); };
  EXPECT_EQ(written("84 h"), "3 d 12 h");
  EXPECT_EQ(written("45 min"), "45 min");
  EXPECT_EQ(written("0 d"), "0 s");
  EXPECT_EQ(written("2 w"), "14 d");
  EXPECT_EQ(written("1 d 1 s"), "1 d");
  EXPECT_EQ(written("1 h 1 min 1 s"), "1 h 1 min");
  EXPECT_EQ(written("-90 s"), "-1 min 30 s");
  EXPECT_EQ(format_duration(Duration::infinite()), "infinite");
}

// what is written may be read again, and is less than it was by less than its last unit
TEST(DurationTest, WrittenLengthsReadBackShorterByLessThanTheirLastUnit) {
  Draws draws({.seed = 2}, 1, 0);
  for (int i = 0; i < test::cases(20'000); ++i) {
    const Duration length{static_cast<std::int64_t>(draws.bits() >> (12 + draws.below(50)))};
    const auto text = format_duration(length);
    const auto back = parse_duration(text);
    ASSERT_TRUE(back.has_value()) << text;
    const auto unit = unit_microseconds(text.substr(text.rfind(' ') + 1));
    ASSERT_TRUE(unit.has_value()) << text;
    EXPECT_LE(back->us, length.us) << text;
    EXPECT_GT(back->us + *unit * (text.find(' ') == text.rfind(' ') ? 24 : 1), length.us) << text;
  }
}

}  // namespace
}  // namespace brink
