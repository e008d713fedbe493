#pragma once

#include <string>
#include <vector>

#include "tools/bench/suites.h"

namespace brink::bench {

struct Measured {
  std::vector<Group> groups;
  bool is_stopped = false;

  /// Whether all contenders did the same work.
  bool agrees() const;
};

/// Measures suites in their order; none named: all. `shown` gets each group as it is done.
///
/// Errors: std::runtime_error, see suites.h.
Measured measure_all(const std::vector<std::string>& names, const Options& options,
                     const std::function<void(const Group&)>& shown);

/// What the machine and the process are, before and after what was measured.
std::string heading_text(const Options& options);
std::string ending_text(const Measured& measured);

/// All of it for programs: `schema` 1.
std::string measured_json(const Measured& measured, const Options& options);

}  // namespace brink::bench
