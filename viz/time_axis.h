#pragma once

#include <string>
#include <vector>

#include "engine/base/calendar.h"
#include "engine/base/sim_time.h"

namespace brink::viz {

/// The stretch of the story that is in view, and where it lies on the screen.
///
/// from, to     [day since the start], from < to
/// left, width  [px]
struct TimeAxis {
  double from = 0;
  double to = 1;
  float left = 0;
  float width = 1;

  float x_of(double day) const {
    return left + static_cast<float>((day - from) / (to - from)) * width;
  }
  float x_of(SimTime time) const;
  double day_at(float x) const {
    return from + static_cast<double>(x - left) / static_cast<double>(width) * (to - from);
  }
  SimTime time_at(float x) const;
  double days_per_px() const { return (to - from) / static_cast<double>(width); }
};

/// The same map for many instants: a product and a sum for each.
class PixelScale {
 public:
  explicit PixelScale(const TimeAxis& axis)
      : px_per_us_(static_cast<double>(axis.width) / (axis.to - axis.from) /
                   static_cast<double>(kMicrosecondsPerDay)),
        offset_(static_cast<double>(axis.left) -
                static_cast<double>(axis.width) / (axis.to - axis.from) * axis.from) {}
  float x_of(SimTime time) const {
    return static_cast<float>(static_cast<double>(time.us) * px_per_us_ + offset_);
  }

 private:
  double px_per_us_;
  double offset_;
};

inline float TimeAxis::x_of(SimTime time) const { return PixelScale(*this).x_of(time); }

inline constexpr double kShortestView = 1.0 / 86400;  // one second [day]

/// The view made `factor` times as long about the day that must stay where it is, held within
/// [0, length] and not shorter than kShortestView.
TimeAxis zoomed(const TimeAxis& axis, double factor, double about, double length);
/// The view moved, held within [0, length].
TimeAxis panned(const TimeAxis& axis, double days, double length);
/// The view moved only as far as it takes to show a day, with a margin of a tenth.
TimeAxis showing(const TimeAxis& axis, double day, double length);

/// A line of the grid. `label` is empty where there is no room for one.
struct Tick {
  double day = 0;
  float x = 0;
  std::string label;
  bool is_major = false;  // the first of a month, a year or a day
};

/// Lines at whole seconds, minutes, hours, days, weeks, months or years, at least `spacing` px from
/// each other, labelled as a calendar is: "18 Jun", "Jul", "2027", "06:00".
std::vector<Tick> ticks_of(const TimeAxis& axis, Instant start, float spacing);

}  // namespace brink::viz
