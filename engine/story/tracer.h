#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/blocks.h"
#include "engine/story/recorder.h"

namespace brink {

/// A corner of a variable's course.
struct TracePoint {
  SimTime time;
  double value = 0;
};

/// The course of one variable of a run as a line through points, by time. Where it jumps two points
/// share an instant. Truths are 0 and 1, lengths of time [day].
struct Course {
  SlotId slot = 0;
  Blocks<TracePoint> points;
};

/// Courses of some variables, as far as they have been followed.
///
/// Thread safety: one thread writes; any number read.
struct Courses {
  std::vector<std::unique_ptr<Course>> courses;
  std::atomic<std::int64_t> reached{0};  // [µs since the start]
  std::atomic<bool> is_done{false};
};

/// True if a variable's course can be drawn as a line: it is a number, a truth or a length of time.
bool has_course(const Program& program, SlotId slot);

/// A value as a course has it.
double course_value(ValueType type, Value value);

/// Follows the courses of some variables of a run that is played again for it: jumps exactly,
/// motion by straight lines no longer than a grain.
class Tracer {
 public:
  /// slots  each has a course
  /// grain  [µs] at least 1; jumps are kept whatever it is
  Tracer(const Program& program, const Overlay& overlay, RunSeed seed,
         std::span<const SlotId> slots, Duration grain);

  /// Goes on until the run ends or `stop()` is true. True while there is more.
  bool advance(const std::function<bool()>& stop);

  const std::shared_ptr<Courses>& courses() const { return courses_; }
  const std::vector<SlotId>& slots() const { return slots_; }

 private:
  class Follower;
  Run run_;
  std::vector<SlotId> slots_;
  Duration grain_;
  std::vector<TracePoint> last_;  // of each: the value it had when it was last looked at
  std::shared_ptr<Courses> courses_ = std::make_shared<Courses>();
};

}  // namespace brink
