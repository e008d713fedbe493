#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "engine/story/tracer.h"
#include "viz/time_axis.h"

namespace brink::viz {

/// The smallest and the largest of some values; of none low > high.
struct Extremes {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  bool is_empty() const { return low > high; }
  double span() const { return is_empty() ? 0 : high - low; }
  void add(double x) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  void add(const Extremes& other) {
    add(other.low);
    add(other.high);
  }
  friend bool operator==(const Extremes&, const Extremes&) = default;
};

/// Extremes of stretches of a course that grows, so that those of any stretch are found fast.
///
/// Cost: a fifteenth of the course's length in memory; `grow` O(new points).
class CoursePyramid {
 public:
  /// The first point at or after an instant; the end where there is none. `near` is known not to be
  /// behind it, and mostly close. Cost: O(log distance).
  std::size_t first_from(const Blocks<TracePoint>& points, std::size_t near, SimTime time) const;
  /// Takes in the points up to `size`. REQUIRES: always of the same course.
  void grow(const Blocks<TracePoint>& points, std::size_t size);
  std::size_t size() const { return size_; }

  /// Of the points [first, last). REQUIRES: last <= size(). Cost: O(log(last - first)).
  Extremes of(const Blocks<TracePoint>& points, std::size_t first, std::size_t last) const;

 private:
  std::size_t size_ = 0;
  std::vector<SimTime> times_;  // of the first of each 16 full points: searched first
  std::vector<std::vector<Extremes>> levels_;  // of 16, 256, ... points, as far as they are full
};

/// The first of the first `size` points at or after an instant, `size` where there is none. Of
/// several at one instant the first. Cost: O(log size).
std::size_t first_from(const Blocks<TracePoint>& points, std::size_t size, SimTime time);
/// The first after an instant. Cost: O(log size).
std::size_t first_after(const Blocks<TracePoint>& points, std::size_t size, SimTime time);

/// A course's value at an instant, after its jumps there; after its last point it stays. Nothing
/// before its first. Cost: O(log size).
std::optional<double> course_at(const Blocks<TracePoint>& points, std::size_t size, SimTime time);

/// Either a line through points or, where there are more points than pixels, the extremes in each
/// column of pixels: of the whole line, its ends between two columns too, so that columns touch.
///
/// x [px]; values as the course has them
struct PlotLine {
  struct Point {
    float x = 0;
    double value = 0;
  };
  struct Column {
    float x = 0;  // its left end [px]
    Extremes extremes;
  };
  bool is_dense = false;
  std::vector<Point> points;
  std::vector<Column> columns;
  float column_width = 1;  // [px]; 2 where there are very many points
};

/// Lays out the part of a course that is in view; its ends stand exactly at the view's borders.
///
/// reached  how far the course has been followed: it is drawn up to there
/// REQUIRES: size == pyramid.size().
/// Cost: O(visible points), never more than O(pixels · log size).
PlotLine lay_out_plot(const Blocks<TracePoint>& points, const CoursePyramid& pyramid,
                      SimTime reached, const TimeAxis& axis);

}  // namespace brink::viz
