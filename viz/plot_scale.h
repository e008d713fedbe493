#pragma once

#include <string>
#include <vector>

#include "engine/program/program.h"
#include "viz/plot_layout.h"

namespace brink::viz {

/// What the height of a plot stands for.
///
/// low, high  values at its lower and upper border, low < high
/// step       between two ticks
/// ticks      whole multiples of it from low to high, rising
struct PlotScale {
  double low = 0;
  double high = 1;
  double step = 1;
  std::vector<double> ticks;

  /// 0 at the lower border, 1 at the upper.
  double share(double value) const { return (value - low) / (high - low); }
};

/// Multiples of 1, 2 or 5 times a power of ten between two values, at most `most` of them, and
/// their distance. REQUIRES: low < high, both finite; most >= 1.
PlotScale nice_ticks(double low, double high, int most);

/// The scale for values of a variable: their extremes, or its declared bounds where that makes the
/// scale at most three times as long. Values that never change stand in the middle. `seen` may be
/// empty.
PlotScale scale_of(const SlotInfo& info, const Extremes& seen, int most_ticks);

/// A tick in as many digits as tell it from its neighbours: "0.25", "1,200", "true". Lengths of
/// time are in days, which the unit says.
std::string tick_text(const SlotInfo& info, const PlotScale& scale, double tick);

/// A value of a course for people, without its unit: "0.62", "true", "3 d 12 h".
std::string course_text(const SlotInfo& info, double value);

/// The unit of a plot's scale: "days" of lengths of time; empty where there is none.
std::string plot_unit(const SlotInfo& info);

}  // namespace brink::viz
