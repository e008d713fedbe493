#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace brink {

/// A length of time [microseconds]; may be negative. Arithmetic is exact and saturates at
/// `infinite()`, the length that stands for "never".
struct Duration {
  std::int64_t us = 0;

  static constexpr Duration infinite() { return {std::numeric_limits<std::int64_t>::max()}; }
  constexpr bool is_infinite() const { return us == infinite().us; }
  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
};

/// An instant [microseconds since the scenario's start].
struct SimTime {
  std::int64_t us = 0;

  /// Later than every instant a run can reach.
  static constexpr SimTime never() { return {std::numeric_limits<std::int64_t>::max()}; }
  constexpr bool is_never() const { return us == never().us; }
  friend constexpr auto operator<=>(const SimTime&, const SimTime&) = default;
};

inline constexpr std::int64_t kMicrosecondsPerDay = 86'400'000'000;

/// Sum of two counts of microseconds, held at the largest (smallest) count when it would overflow.
constexpr std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return a > 0 ? std::numeric_limits<std::int64_t>::max()
               : std::numeric_limits<std::int64_t>::min();
}

constexpr SimTime operator+(SimTime t, Duration d) {
  if (t.is_never() || d.is_infinite()) return SimTime::never();
  return {saturating_add(t.us, d.us)};
}
constexpr SimTime operator-(SimTime t, Duration d) { return {saturating_add(t.us, -d.us)}; }
constexpr Duration operator-(SimTime a, SimTime b) { return {saturating_add(a.us, -b.us)}; }

/// A length of time as a number of days.
constexpr double in_days(Duration d) {
  return static_cast<double>(d.us) / static_cast<double>(kMicrosecondsPerDay);
}

/// The length of a number of days, rounded up to the next microsecond; NaN and anything beyond the
/// representable range become infinite.
constexpr Duration days_rounded_up(double days) {
  const double us = days * static_cast<double>(kMicrosecondsPerDay);
  if (!(us < 9.2e18)) return Duration::infinite();
  if (us < -9.2e18) return {std::numeric_limits<std::int64_t>::min()};
  const auto whole = static_cast<std::int64_t>(us);
  return {static_cast<double>(whole) < us ? whole + 1 : whole};
}

}  // namespace brink
