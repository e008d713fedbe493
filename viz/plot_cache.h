#pragma once

#include <memory>
#include <vector>

#include "viz/plot_layout.h"

namespace brink::viz {

/// The courses of one branch as they are laid out for a view: each again only when it has grown or
/// the view has moved.
///
/// courses  of which branch; held, so that another's cannot be taken for them
struct PlotCache {
  struct Line {
    CoursePyramid pyramid;
    Extremes all;  // of the whole course
    PlotLine line;
    SimTime reached;
    TimeAxis axis;
  };
  std::shared_ptr<const Courses> courses;
  std::vector<Line> lines;

  /// Cost: O(1) where nothing has changed.
  void refresh(const std::shared_ptr<const Courses>& shown, const TimeAxis& axis);
  /// The place of a variable's course; -1: it has none yet.
  int place_of(SlotId slot) const;
  /// A course's value at an instant that it has been followed to.
  std::optional<double> at(int place, SimTime time) const;
};

}  // namespace brink::viz
