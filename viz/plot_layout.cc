#include "viz/plot_layout.h"

#include <algorithm>
#include <cmath>

namespace brink::viz {
namespace {

constexpr std::size_t kFan = 16;
constexpr float kFullColumn = 64;  // points in a pixel

double between(const TracePoint& a, const TracePoint& b, SimTime time) {
  if (b.time == a.time) return b.value;
  const double share =
      static_cast<double>(time.us - a.time.us) / static_cast<double>(b.time.us - a.time.us);
  return a.value + share * (b.value - a.value);
}

// the first point of [low, high) that is not before an instant; high where there is none
std::size_t first_between(const Blocks<TracePoint>& points, std::size_t low, std::size_t high,
                          SimTime time) {
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    if (points[middle].time < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/// What is in view of one course.
struct View {
  const Blocks<TracePoint>& points;
  std::size_t size;
  SimTime from;
  SimTime to;
  std::size_t first;  // at or after `from`
  std::size_t last;   // after `to`
};

PlotLine as_points(const View& view, const TimeAxis& axis) {
  PlotLine line;
  const auto add = [&](SimTime time, double value) {
    line.points.push_back({axis.x_of(time), value});
  };
  const bool starts_at_point = view.first < view.size && view.points[view.first].time == view.from;
  if (!starts_at_point) {
    if (const auto value = course_at(view.points, view.size, view.from)) add(view.from, *value);
  }
  for (auto i = view.first; i < view.last; ++i) add(view.points[i].time, view.points[i].value);
  const bool ends_at_point = view.last > 0 && view.points[view.last - 1].time == view.to;
  if (!ends_at_point) {
    if (const auto value = course_at(view.points, view.size, view.to)) add(view.to, *value);
  }
  return line;
}

PlotLine as_columns(const View& view, const CoursePyramid& pyramid, const TimeAxis& axis) {
  PlotLine line;
  line.is_dense = true;
  // a band that is so full looks the same in broader columns, and costs half
  const bool is_full = static_cast<float>(view.last - view.first) > kFullColumn * axis.width;
  line.column_width = is_full ? 2 : 1;
  const auto count = static_cast<std::size_t>(std::ceil(axis.width / line.column_width));
  line.columns.reserve(count);
  std::size_t first = view.first;
  for (std::size_t c = 0; c < count; ++c) {
    const float x = axis.left + static_cast<float>(c) * line.column_width;
    const SimTime t0 = std::max(axis.time_at(x), view.from);
    const SimTime t1 = std::min(axis.time_at(x + line.column_width), view.to);
    if (t0 > t1) continue;
    // columns meet at an instant, whose points belong to both
    while (first > view.first && view.points[first - 1].time >= t0) --first;
    const auto last = pyramid.first_from(view.points, first, {t1.us + 1});
    Extremes extremes = pyramid.of(view.points, first, last);
    if (first > 0) {
      const auto& before = view.points[first - 1];
      extremes.add(first < view.size ? between(before, view.points[first], t0) : before.value);
    }
    if (last > 0) {
      const auto& before = view.points[last - 1];
      extremes.add(last < view.size ? between(before, view.points[last], t1) : before.value);
    }
    if (!extremes.is_empty()) line.columns.push_back({x, extremes});
    first = last;
  }
  return line;
}

}  // namespace

void CoursePyramid::grow(const Blocks<TracePoint>& points, std::size_t size) {
  size_ = size;
  if (levels_.empty()) levels_.emplace_back();
  for (auto full = levels_[0].size(); (full + 1) * kFan <= size; ++full) {
    Extremes extremes;
    for (std::size_t i = 0; i < kFan; ++i) extremes.add(points[full * kFan + i].value);
    levels_[0].push_back(extremes);
    times_.push_back(points[full * kFan].time);
  }
  for (std::size_t k = 0; levels_[k].size() >= kFan; ++k) {
    if (k + 1 == levels_.size()) levels_.emplace_back();
    for (auto full = levels_[k + 1].size(); (full + 1) * kFan <= levels_[k].size(); ++full) {
      Extremes extremes;
      for (std::size_t i = 0; i < kFan; ++i) extremes.add(levels_[k][full * kFan + i]);
      levels_[k + 1].push_back(extremes);
    }
  }
}

std::size_t CoursePyramid::first_from(const Blocks<TracePoint>& points, std::size_t near,
                                      SimTime time) const {
  std::size_t low = near / kFan;
  std::size_t step = 1;
  while (low + step < times_.size() && times_[low + step] < time) {
    low += step;
    step *= 2;
  }
  const auto begin = times_.begin();
  const auto from = begin + static_cast<std::ptrdiff_t>(std::min(low, times_.size()));
  const auto to = begin + static_cast<std::ptrdiff_t>(std::min(low + step, times_.size()));
  // the first group that begins late enough: what is wanted is in the one before, or its first
  const auto group = static_cast<std::size_t>(std::lower_bound(from, to, time) - begin);
  const auto least = std::max(near, group == 0 ? 0 : (group - 1) * kFan);
  const auto most = group < times_.size() ? group * kFan : size_;
  return first_between(points, std::min(least, most), most, time);
}

Extremes CoursePyramid::of(const Blocks<TracePoint>& points, std::size_t first,
                           std::size_t last) const {
  Extremes extremes;
  while (first < last) {
    // the largest full stretch that begins here and ends in time
    std::size_t level = 0;
    std::size_t length = 1;
    while (level < levels_.size() && first % (length * kFan) == 0 &&
           first + length * kFan <= last) {
      length *= kFan;
      ++level;
    }
    if (level == 0) {
      extremes.add(points[first].value);
    } else {
      extremes.add(levels_[level - 1][first / length]);
    }
    first += length;
  }
  return extremes;
}

std::size_t first_from(const Blocks<TracePoint>& points, std::size_t size, SimTime time) {
  return first_between(points, 0, size, time);
}

std::size_t first_after(const Blocks<TracePoint>& points, std::size_t size, SimTime time) {
  return time.is_never() ? size : first_from(points, size, {time.us + 1});
}

std::optional<double> course_at(const Blocks<TracePoint>& points, std::size_t size, SimTime time) {
  const auto next = first_after(points, size, time);
  if (next == 0) return std::nullopt;
  if (next == size) return points[size - 1].value;
  return between(points[next - 1], points[next], time);
}

PlotLine lay_out_plot(const Blocks<TracePoint>& points, const CoursePyramid& pyramid,
                      SimTime reached, const TimeAxis& axis) {
  const auto size = pyramid.size();
  if (size == 0) return {};
  const SimTime end = std::max(points[size - 1].time, reached);
  View view{points, size, axis.time_at(axis.left), axis.time_at(axis.left + axis.width), 0, 0};
  view.from = std::max(view.from, points[0].time);
  view.to = std::min(view.to, end);
  if (view.from > view.to) return {};
  view.first = first_from(points, size, view.from);
  view.last = first_after(points, size, view.to);
  const auto visible = static_cast<float>(view.last - view.first);
  return visible > axis.width ? as_columns(view, pyramid, axis) : as_points(view, axis);
}

}  // namespace brink::viz
