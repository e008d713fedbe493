#include "engine/story/tracer.h"

#include <algorithm>

#include "engine/run/step.h"

namespace brink {

bool has_course(const Program& program, SlotId slot) {
  const auto type = program.slots[slot].type;
  return type == ValueType::number || type == ValueType::truth || type == ValueType::duration;
}

double course_value(ValueType type, Value value) {
  if (type == ValueType::truth) return value.whole != 0 ? 1 : 0;
  if (type == ValueType::duration) return in_days(Duration{value.whole});
  return value.number;
}

/// Takes down the points of each course.
class Tracer::Follower : public NullObserver {
 public:
  explicit Follower(Tracer& tracer) : t_(tracer) {}

  // the state does not change by steps in [t0, t1)
  void before(SimTime t0, SimTime t1, const Run& run) {
    for (std::size_t i = 0; i < t_.slots_.size(); ++i) follow(i, t0, t1, run);
  }
  void on_end(const Run& run) {
    for (std::size_t i = 0; i < t_.slots_.size(); ++i) {
      jump_to(i, run.now(), at(i, run.now(), run));
      point(i, t_.last_[i]);
    }
  }

 private:
  double at(std::size_t i, SimTime time, const Run& run) const {
    const auto slot = t_.slots_[i];
    return course_value(run.program->slots[slot].type, slot_value(run, slot, time));
  }
  void point(std::size_t i, const TracePoint& p) {
    auto& points = t_.courses_->courses[i]->points;
    if (!points.empty() && points.back().time == p.time && points.back().value == p.value) return;
    points.push_back(p);
  }
  // two points where the value is another than it was a moment before
  void jump_to(std::size_t i, SimTime time, double value) {
    auto& last = t_.last_[i];
    const bool is_first = t_.courses_->courses[i]->points.empty();
    if (!is_first && last.value != value) point(i, {time, last.value});
    if (is_first || last.value != value) point(i, {time, value});
    last = {time, value};
  }
  void follow(std::size_t i, SimTime t0, SimTime t1, const Run& run) {
    jump_to(i, t0, at(i, t0, run));
    if (run.program->slots[t_.slots_[i]].law == Law::constant) return;
    const auto& points = t_.courses_->courses[i]->points;
    auto& last = t_.last_[i];
    for (auto next = points.back().time + t_.grain_; next < t1; next = next + t_.grain_) {
      if (next <= t0) continue;
      last = {next, at(i, next, run)};
      point(i, last);
    }
    last = {t1, at(i, t1, run)};
  }

  Tracer& t_;
};

Tracer::Tracer(const Program& program, const Overlay& overlay, RunSeed seed,
               std::span<const SlotId> slots, Duration grain)
    : run_(program, overlay, seed),
      slots_(slots.begin(), slots.end()),
      grain_(std::max(grain, Duration{1})),
      last_(slots.size()) {
  for (const auto slot : slots_) {
    courses_->courses.push_back(std::make_unique<Course>());
    courses_->courses.back()->slot = slot;
  }
}

bool Tracer::advance(const std::function<bool()>& stop) {
  Follower follower(*this);
  bool stopped = false;
  const auto status = run_until(run_, follower, [&] { return stopped = stop(); });
  courses_->reached.store(run_.now().us, std::memory_order_release);
  const bool is_over = status == Status::ended || status == Status::error;
  if (is_over) courses_->is_done.store(true, std::memory_order_release);
  return !is_over;
}

}  // namespace brink
