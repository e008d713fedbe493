#pragma once

#include <cstdint>

#include "engine/base/sim_time.h"

namespace brink {

/// A place in a recorded run: what has happened there is events 1 to `event`, and, where `time` is
/// later than that event, everything else that happened up to `time`.
///
/// Several events may share an instant; then `event` says how many of them have happened. At an
/// event, what follows from it at once (writes, decisions begun) has happened too.
struct Playhead {
  std::uint32_t event = 0;  // number of the last one that has happened; 0: none
  SimTime time;
  friend auto operator<=>(const Playhead&, const Playhead&) = default;
};

}  // namespace brink
