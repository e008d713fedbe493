#include "viz/plot_scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/words.h"

namespace brink::viz {
namespace {

constexpr double kWidest = 3;  // how much longer declared bounds may make a scale

// what is drawn from where to where, before the ticks are chosen
Extremes borders_of(const SlotInfo& info, const Extremes& seen) {
  if (info.type == ValueType::truth) return {0, 1};
  const bool has_low = info.type == ValueType::number && std::isfinite(info.low);
  const bool has_high = info.type == ValueType::number && std::isfinite(info.high);
  if (seen.is_empty()) return has_low && has_high ? Extremes{info.low, info.high} : Extremes{0, 1};
  const double span = seen.span();
  if (!(span > 1e-12 * std::max(std::abs(seen.low), std::abs(seen.high)))) {
    if (has_low && has_high && info.low < info.high) return {info.low, info.high};
    const double reach = seen.low == 0 ? 1 : std::abs(seen.low) / 2;
    return {seen.low - reach, seen.high + reach};
  }
  Extremes borders = seen;
  if (has_low && has_high && info.high - info.low <= kWidest * span) return {info.low, info.high};
  if (has_low && seen.high - info.low <= kWidest * span) {
    borders.low = std::min(seen.low, info.low);
  } else if (has_high && info.high - seen.low <= kWidest * span) {
    borders.high = std::max(seen.high, info.high);
  }
  return borders;
}

}  // namespace

PlotScale nice_ticks(double low, double high, int most) {
  PlotScale scale{low, high, 1, {}};
  double power = std::floor(std::log10((high - low) / most));
  const double tolerance = (high - low) * 1e-9;
  for (;; ++power) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      // dividing by a whole power of ten gives the number that its digits mean
      const double whole = std::pow(10, std::abs(power));
      const auto multiple = [&](double n) {
        return power < 0 ? n * factor / whole : n * factor * whole;
      };
      scale.step = multiple(1);
      const double first = std::ceil((low - tolerance) / scale.step);
      const double last = std::floor((high + tolerance) / scale.step);
      if (last - first + 1 > most) continue;
      for (double n = first; n <= last; ++n) scale.ticks.push_back(multiple(n));
      return scale;
    }
  }
}

PlotScale scale_of(const SlotInfo& info, const Extremes& seen, int most_ticks) {
  const auto borders = borders_of(info, seen);
  if (info.type == ValueType::truth) return {0, 1, 1, {0, 1}};
  return nice_ticks(borders.low, borders.high, std::max(most_ticks, 1));
}

std::string tick_text(const SlotInfo& info, const PlotScale& scale, double tick) {
  if (info.type == ValueType::truth) return tick != 0 ? "true" : "false";
  const double size = std::max(std::abs(scale.low), std::abs(scale.high));
  if (size >= 1e9 || scale.step < 1e-6) return fmt::format("{:.4g}", tick);
  const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(scale.step) + 1e-9)));
  return with_commas(fmt::format("{:.{}f}", tick == 0 ? 0.0 : tick, decimals));
}

std::string course_text(const SlotInfo& info, double value) {
  if (info.type == ValueType::truth) return value != 0 ? "true" : "false";
  if (info.type == ValueType::duration) return format_duration(days_rounded_up(value));
  return short_number(value);
}

std::string plot_unit(const SlotInfo& info) {
  if (info.type == ValueType::duration) return "days";
  return info.unit;
}

}  // namespace brink::viz
