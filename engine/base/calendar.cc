#include "engine/base/calendar.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace brink {
namespace {

// days from 0001-01-01 to the first of the month
// Source: Howard Hinnant, "chrono-compatible low-level date algorithms" (2013), shifted to year 1
std::int64_t days_before(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (month <= 2) --year;
  const auto era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = year - era * 400;
  const auto day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const auto day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 306;
}

struct Date {
  std::int64_t year, month, day;
};

Date date_of(std::int64_t days) {
  days += 306;
  const auto era = (days >= 0 ? days : days - 146096) / 146097;
  const auto doe = days - era * 146097;
  const auto yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const auto doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const auto mp = (5 * doy + 2) / 153;
  const auto month = mp < 10 ? mp + 3 : mp - 9;
  return {yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1};
}

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::int64_t month_length(std::int64_t year, std::int64_t month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap(year) ? 1 : 0);
}

// takes exactly `digits` digits off the front
std::optional<std::int64_t> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  std::int64_t value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// `hh:mm[:ss[.ffffff]]` to microseconds
std::optional<std::int64_t> parse_clock(std::string_view text) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::int64_t us = (*hour * 60 + *minute) * 60'000'000;
  if (text.empty()) return us;
  if (!take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *second > 59) return std::nullopt;
  us += *second * 1'000'000;
  if (text.empty()) return us;
  if (!take(text, '.') || text.empty() || text.size() > 6) return std::nullopt;
  const auto digits = text.size();
  auto fraction = take_number(text, digits);
  if (!fraction) return std::nullopt;
  for (auto i = digits; i < 6; ++i) *fraction *= 10;
  return us + *fraction;
}

struct Unit {
  std::string_view name;
  std::int64_t us;
};
constexpr std::array<Unit, 7> kUnits{{{"w", 7 * kMicrosecondsPerDay},
                                      {"d", kMicrosecondsPerDay},
                                      {"h", 3'600'000'000},
                                      {"min", 60'000'000},
                                      {"s", 1'000'000},
                                      {"ms", 1'000},
                                      {"us", 1}}};

void skip_spaces(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

// a length as far as it is a whole number of microseconds for sure, and the rest
struct Quantity {
  std::int64_t whole = 0;  // [µs]
  double rest = 0;         // [µs]
};

// the microseconds of so many units: exactly where it is written without a fraction and fits
Quantity quantity_of(std::string_view number, double value, std::int64_t unit) {
  std::int64_t count = 0;
  std::int64_t whole = 0;
  const auto* end = number.data() + number.size();
  const auto [rest, error] = std::from_chars(number.data(), end, count);
  const bool is_whole = error == std::errc{} && rest == end;
  if (is_whole && !__builtin_mul_overflow(count, unit, &whole)) return {.whole = whole};
  return {.rest = value * static_cast<double>(unit)};
}

// one `12.5 h` off the front
std::optional<Quantity> take_quantity(std::string_view& text) {
  double value = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (error != std::errc{} || text.front() == '-') return std::nullopt;
  const auto number = text.substr(0, static_cast<std::size_t>(rest - text.data()));
  text.remove_prefix(number.size());
  skip_spaces(text);
  std::size_t letters = 0;
  while (letters < text.size() && text[letters] >= 'a' && text[letters] <= 'z') ++letters;
  const auto unit = unit_microseconds(text.substr(0, letters));
  if (!unit) return std::nullopt;
  text.remove_prefix(letters);
  skip_spaces(text);
  return quantity_of(number, value, *unit);
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  const auto year = take_number(text, 4);
  if (!year || *year < 1 || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || *month < 1 || *month > 12 || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day || *day < 1 || *day > month_length(*year, *month)) return std::nullopt;
  const std::int64_t midnight = days_before(*year, *month, *day) * kMicrosecondsPerDay;
  if (text.empty()) return Instant{midnight};
  if (!take(text, ' ') && !take(text, 'T')) return std::nullopt;
  const auto clock = parse_clock(text);
  if (!clock) return std::nullopt;
  return Instant{midnight + *clock};
}

std::string format_instant(Instant instant, Precision precision) {
  auto days = instant.us / kMicrosecondsPerDay;
  auto rest = instant.us % kMicrosecondsPerDay;
  if (rest < 0) {
    rest += kMicrosecondsPerDay;
    --days;
  }
  const auto date = date_of(days);
  auto text = fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
  if (precision == Precision::day) return text;
  text += fmt::format(" {:02}:{:02}", rest / 3'600'000'000, rest / 60'000'000 % 60);
  if (precision == Precision::minute) return text;
  text += fmt::format(":{:02}", rest / 1'000'000 % 60);
  if (precision == Precision::second) return text;
  return text + fmt::format(".{:06}", rest % 1'000'000);
}

std::string format_exactly(Instant instant) {
  if (instant.us % kMicrosecondsPerDay == 0) return format_instant(instant, Precision::day);
  if (instant.us % 60'000'000 == 0) return format_instant(instant, Precision::minute);
  if (instant.us % 1'000'000 == 0) return format_instant(instant, Precision::second);
  return format_instant(instant, Precision::microsecond);
}

std::optional<std::int64_t> unit_microseconds(std::string_view unit) {
  for (const auto& known : kUnits) {
    if (known.name == unit) return known.us;
  }
  return std::nullopt;
}

std::optional<Duration> parse_duration(std::string_view text) {
  skip_spaces(text);
  const bool negative = take(text, '-');
  if (text.empty()) return std::nullopt;
  std::int64_t whole = 0;
  double rest = 0;
  while (!text.empty()) {
    const auto quantity = take_quantity(text);
    if (!quantity) return std::nullopt;
    if (__builtin_add_overflow(whole, quantity->whole, &whole)) return std::nullopt;
    rest += quantity->rest;
  }
  constexpr double kMost = 9.2e18;
  if (!(static_cast<double>(whole) + rest < kMost)) return std::nullopt;
  const auto us = whole + static_cast<std::int64_t>(rest + 0.5);
  return Duration{negative ? -us : us};
}

std::string format_duration(Duration duration) {
  if (duration.is_infinite()) return "infinite";
  const bool negative = duration.us < 0;
  auto rest = negative ? -duration.us : duration.us;
  std::string text;
  int shown = 0;
  for (const auto& unit : kUnits) {
    if (unit.name == "w") continue;
    const auto n = rest / unit.us;
    if (n == 0) {
      if (shown > 0) break;
      continue;
    }
    text += fmt::format("{}{} {}", shown > 0 ? " " : "", n, unit.name);
    rest -= n * unit.us;
    if (++shown == 2) break;
  }
  if (shown == 0) return "0 s";
  return negative ? "-" + text : text;
}

}  // namespace brink
