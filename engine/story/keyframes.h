#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/run/observers.h"
#include "engine/story/playhead.h"

namespace brink {

/// A run in the middle, and all that it takes to go on from there.
struct Keyframe {
  Run run;
  RunHash hash;
  LogLength length;  // of its log
};

/// Bytes a keyframe takes. Cost: O(1).
std::size_t keyframe_bytes(const Keyframe& keyframe);

/// States of one run, by time, from which it is played again to reach any place in it. At first
/// they stand close; each time they take more memory than they may, every other one is dropped and
/// the next are set twice as far apart. The start is always kept. Copies share the states.
class Keyframes {
 public:
  struct Options {
    std::size_t budget = std::size_t{64} << 20;  // [byte]
    std::uint64_t first_spacing = 256;           // [step]
  };

  explicit Keyframes(const Options& options) : options_(options), spacing_(options.first_spacing) {}

  /// True if the run should be kept after so many steps.
  bool is_due(std::uint64_t steps) const { return keyframes_.empty() || steps >= next_; }
  /// Keeps one. REQUIRES: none later is kept.
  void add(Keyframe keyframe, std::uint64_t steps);

  /// The last one from which `place` can be reached by stepping; `event_time`: of its last event, 0
  /// where there is none. REQUIRES: the start is kept. Cost: O(log n).
  const Keyframe& before(const Playhead& place, SimTime event_time) const;
  /// The last one at which nothing later than just before `time` has happened; the start where
  /// there is none.
  std::size_t place_before(SimTime time) const;

  /// The first `count` of them, for a run that shares that beginning.
  Keyframes prefix(std::size_t count) const;

  std::size_t size() const { return keyframes_.size(); }
  const Keyframe& operator[](std::size_t i) const { return *keyframes_[i].keyframe; }
  std::uint64_t steps_of(std::size_t i) const { return keyframes_[i].steps; }
  std::size_t bytes() const { return bytes_; }
  std::uint64_t spacing() const { return spacing_; }
  const Options& options() const { return options_; }

 private:
  struct Kept {
    std::shared_ptr<const Keyframe> keyframe;
    std::uint64_t steps = 0;
  };
  void thin_out();

  Options options_;
  std::vector<Kept> keyframes_;
  std::uint64_t spacing_;
  std::uint64_t next_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace brink
