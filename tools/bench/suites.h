#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tools/bench/group.h"
#include "tools/bench/timing.h"

namespace brink::bench {

struct Options {
  Effort effort;
  std::string scenarios;  // the folder of the shipped scenarios
  bool is_quick = false;  // only the smaller sizes
};

/// What can be measured by its name on the command line.
struct Suite {
  std::string_view name;
  std::string_view about;
  Group (*measure)(const Options& options);
};

/// In the order in which they are shown.
std::span<const Suite> suites();

/// The suites themselves. Errors: std::runtime_error for a scenario that cannot be read or run.
Group measure_tit_for_tat(const Options& options);
Group measure_tit_for_tat_sampled(const Options& options);
Group measure_flagship(const Options& options);
Group measure_fork(const Options& options);
Group measure_load(const Options& options);
Group measure_hold(const Options& options);
Group measure_actors(const Options& options);
Group measure_channels(const Options& options);
Group measure_rules(const Options& options);

}  // namespace brink::bench
