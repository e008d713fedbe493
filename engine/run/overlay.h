#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/program/program.h"

namespace brink {

/// Something set from outside while a run is under way: a parameter or a variable gets a value.
///
/// `at` lies after the start and at the latest at the run's end (beyond it nothing is done). All
/// interventions of one instant are made in their order, as one step of its own, before anything
/// else that happens at that instant. They are no event: numbers, keys and dice of what they do not
/// affect stay the same. `value` is good and of the slot's type; it is held in the slot's range, as
/// assignments are. What reads the slot follows as if a rule had assigned it: rates, conditions,
/// laws, flows and channels at once, what is asked only where it is used (chances, delays,
/// attributes, `every`) when it is asked next. What is asked once at the start (first values, dates
/// of the schedule, lengths of windows) is not asked again.
struct Intervention {
  SimTime at;
  SlotId slot = 0;
  Value value{};
};

/// What one run does otherwise than its Program says: other parameter values, suppressed rules,
/// processes or events, values set on the way. Lies beside the Program and never changes it.
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
  std::vector<Intervention> interventions;         // by time; several of one instant in order
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
