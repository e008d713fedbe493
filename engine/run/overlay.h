#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/program/program.h"

namespace brink {

/// What one run does otherwise than its Program says: other parameter values, suppressed rules,
/// processes or events. Lies beside the Program and never changes it.
///
/// Thread safety: immutable while runs use it.
struct Overlay {
  std::string variant;                             // whose values the settings hold, if any
  std::vector<std::pair<SlotId, Value>> settings;  // parameters set before the start
  std::vector<bool> suppressed_rules;              // by rule; shorter means false
  std::vector<bool> suppressed_processes;          // by process: it fires, unseen
  std::vector<bool> suppressed_schedule;           // by schedule entry
  std::vector<bool> suppressed_channels;           // by channel: it stays closed
  std::vector<std::uint64_t> suppressed_events;    // keys, sorted: made, but never happen
  std::optional<Duration> until;                   // instead of the horizon
  bool outcomes_stop = true;                       // false: outcomes only mark
  std::uint64_t max_events = 50'000'000;           // then the run ends with an error

  static bool bit(const std::vector<bool>& bits, std::size_t i) {
    return i < bits.size() && bits[i];
  }
  bool suppresses(std::uint64_t key) const {
    return std::binary_search(suppressed_events.begin(), suppressed_events.end(), key);
  }
};

}  // namespace brink
