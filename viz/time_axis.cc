#include "viz/time_axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "engine/report/words.h"

namespace brink::viz {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

// steps of equal length; beyond them months and years
constexpr std::array<std::int64_t, 18> kSteps{
    kSecond,      5 * kSecond,  15 * kSecond, 30 * kSecond, kMinute,   5 * kMinute,
    15 * kMinute, 30 * kMinute, kHour,        3 * kHour,    6 * kHour, 12 * kHour,
    kDay,         2 * kDay,     7 * kDay,     14 * kDay,    28 * kDay, 0};
constexpr std::array<int, 9> kMonths{1, 3, 6, 12, 24, 60, 120, 600, 1200};

// of 1970-01-01, counted from 0001-01-01
constexpr std::int64_t kEpochDay = 719162;

std::chrono::year_month_day date_of(std::int64_t us) {
  const std::int64_t day = us >= 0 ? us / kDay : (us - kDay + 1) / kDay;
  return std::chrono::sys_days(std::chrono::days(day - kEpochDay));
}

std::int64_t us_of(std::chrono::year_month_day date) {
  return (std::chrono::sys_days(date).time_since_epoch().count() + kEpochDay) * kDay;
}

TimeAxis held(TimeAxis axis, double length) {
  const double view = std::min(axis.to - axis.from, length);
  axis.from = std::clamp(axis.from, 0.0, length - view);
  axis.to = axis.from + view;
  return axis;
}

std::string day_label(std::chrono::year_month_day date) {
  return fmt::format("{} {}", static_cast<unsigned>(date.day()),
                     month_name(static_cast<unsigned>(date.month())));
}

/// Collects the ticks that are in view.
class Ticks {
 public:
  Ticks(const TimeAxis& axis, Instant start) : axis_(axis), start_(start) {}

  std::int64_t first() const { return start_.us + us(axis_.from); }
  std::int64_t last() const { return start_.us + us(axis_.to); }
  void add(std::int64_t at, std::string label, bool is_major) {
    const double day = static_cast<double>(at - start_.us) / static_cast<double>(kDay);
    if (day < axis_.from || day > axis_.to) return;
    ticks.push_back({day, axis_.x_of(day), std::move(label), is_major});
  }

  std::vector<Tick> ticks;

 private:
  static std::int64_t us(double day) {
    return static_cast<std::int64_t>(std::llround(day * static_cast<double>(kDay)));
  }
  const TimeAxis& axis_;
  Instant start_;
};

void add_months(Ticks& ticks, int step) {
  const auto first = date_of(ticks.first());
  const auto count = static_cast<int>(first.year()) * 12 +
                     static_cast<int>(static_cast<unsigned>(first.month())) - 1;
  for (int n = count / step * step;; n += step) {
    const std::chrono::year year{n / 12};
    const std::chrono::month month{static_cast<unsigned>(n % 12 + 1)};
    const auto at = us_of(year / month / 1);
    if (at > ticks.last() || !year.ok()) return;
    const bool is_january = n % 12 == 0;
    const auto label = is_january ? fmt::format("{}", static_cast<int>(year))
                                  : std::string(month_name(static_cast<std::size_t>(n % 12 + 1)));
    ticks.add(at, label, is_january);
  }
}

// steps of several days start on the days that divide the calendar's count, so that they stay where
// they are while the view moves
void add_steps(Ticks& ticks, std::int64_t step) {
  const auto first = ticks.first() / step * step;
  for (auto at = first; at <= ticks.last(); at += step) {
    const auto date = date_of(at);
    const bool is_day = at % kDay == 0;
    const bool is_month = is_day && static_cast<unsigned>(date.day()) == 1;
    std::string label;
    if (is_day) {
      label = day_label(date);
    } else {
      const auto in_day = at % kDay;
      label = fmt::format("{:02}:{:02}", in_day / kHour, in_day / kMinute % 60);
      if (step < kMinute) label += fmt::format(":{:02}", in_day / kSecond % 60);
    }
    ticks.add(at, label, step < kDay ? is_day : is_month);
  }
}

}  // namespace

SimTime TimeAxis::time_at(float x) const {
  return {static_cast<std::int64_t>(
      std::llround(day_at(x) * static_cast<double>(kMicrosecondsPerDay)))};
}

TimeAxis zoomed(const TimeAxis& axis, double factor, double about, double length) {
  const double view = axis.to - axis.from;
  const double wanted = std::clamp(view * factor, std::min(kShortestView, length), length);
  TimeAxis result = axis;
  result.from = about - (about - axis.from) * wanted / view;
  result.to = result.from + wanted;
  return held(result, length);
}

TimeAxis panned(const TimeAxis& axis, double days, double length) {
  TimeAxis result = axis;
  result.from += days;
  result.to += days;
  return held(result, length);
}

TimeAxis showing(const TimeAxis& axis, double day, double length) {
  const double margin = (axis.to - axis.from) / 10;
  if (day > axis.to - margin) return panned(axis, day - (axis.to - margin), length);
  if (day < axis.from + margin) return panned(axis, day - (axis.from + margin), length);
  return axis;
}

std::vector<Tick> ticks_of(const TimeAxis& axis, Instant start, float spacing) {
  const double least =
      axis.days_per_px() * static_cast<double>(spacing) * static_cast<double>(kDay);
  Ticks ticks(axis, start);
  for (const auto step : kSteps) {
    if (step == 0) break;
    if (static_cast<double>(step) < least) continue;
    add_steps(ticks, step);
    return ticks.ticks;
  }
  for (const auto months : kMonths) {
    if (months * 28.0 * static_cast<double>(kDay) < least && months != kMonths.back()) continue;
    add_months(ticks, months);
    break;
  }
  return ticks.ticks;
}

}  // namespace brink::viz
