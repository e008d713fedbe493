#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/sim_time.h"

namespace brink {

/// Calendar time: UTC, proleptic Gregorian, years 1 to 9999. An instant is a count of microseconds
/// since 0001-01-01 00:00, so any two can be subtracted exactly.
struct Instant {
  std::int64_t us = 0;
  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
};

inline constexpr Instant kLastInstant{315537897600LL * 1'000'000};  // 10000-01-01 00:00

/// Reads `2026-06-04`, `2026-06-04 09:00`, `2026-06-04 09:00:30` or with `.250000`; a `T` may stand
/// for the space. Returns nothing for any other text and for days or hours that do not exist.
std::optional<Instant> parse_instant(std::string_view text);

/// How much of an instant to write.
enum class Precision { day, minute, second, microsecond };

/// Writes an instant as `2026-06-04 09:00` with the wanted precision, cut off, not rounded.
std::string format_instant(Instant instant, Precision precision);

/// The shortest of the four forms that loses nothing.
std::string format_exactly(Instant instant);

/// Microseconds in one of the language's units (`us ms s min h d w`), or nothing for another word.
std::optional<std::int64_t> unit_microseconds(std::string_view unit);

/// Reads lengths such as `3 d 12 h`, `90 min`, `17.3 d`, `2 w`; units as above, a sign only in
/// front. A bare number is not a length. Returns nothing for any other text or beyond ±292,000
/// years.
std::optional<Duration> parse_duration(std::string_view text);

/// Writes a length in at most two units, `3 d 12 h`, `45 min`, `0 s`; `infinite` for never.
std::string format_duration(Duration duration);

}  // namespace brink
