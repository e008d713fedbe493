#include "viz/plot_cache.h"

namespace brink::viz {
namespace {

bool same(const TimeAxis& a, const TimeAxis& b) {
  return a.from == b.from && a.to == b.to && a.left == b.left && a.width == b.width;
}

}  // namespace

void PlotCache::refresh(const std::shared_ptr<const Courses>& shown, const TimeAxis& axis) {
  if (courses != shown) {
    courses = shown;
    lines.clear();
    lines.resize(shown == nullptr ? 0 : shown->courses.size());
  }
  if (courses == nullptr) return;
  // in this order: all points before this instant are there
  const SimTime reached{courses->reached.load(std::memory_order_acquire)};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto& line = lines[i];
    const auto& points = courses->courses[i]->points;
    const auto size = points.size();
    const bool has_grown = size != line.pyramid.size();
    if (!has_grown && reached == line.reached && same(axis, line.axis)) continue;
    if (has_grown) {
      line.pyramid.grow(points, size);
      line.all = line.pyramid.of(points, 0, size);
    }
    line.reached = reached;
    line.axis = axis;
    line.line = lay_out_plot(points, line.pyramid, reached, axis);
  }
}

int PlotCache::place_of(SlotId slot) const {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (courses->courses[i]->slot == slot) return static_cast<int>(i);
  }
  return -1;
}

std::optional<double> PlotCache::at(int place, SimTime time) const {
  if (place < 0) return std::nullopt;
  const auto& line = lines[static_cast<std::size_t>(place)];
  if (time > line.reached) return std::nullopt;
  return course_at(courses->courses[static_cast<std::size_t>(place)]->points, line.pyramid.size(),
                   time);
}

}  // namespace brink::viz
