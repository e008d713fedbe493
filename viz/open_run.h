#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "viz/app.h"

namespace brink::viz {

/// Which run is to be opened, as the command line gives it: not yet understood.
///
/// path  a scenario, or a results folder of a batch; then `run` is the number of one of its runs
struct RunToOpen {
  std::string path;
  std::string seed;         // empty: 1
  std::string replication;  // empty: 0
  std::string run;
  std::string variant;
  std::vector<std::string> settings;  // name=value
  std::vector<std::string> what_if;   // date: name = value
  std::string until;
  bool no_stop = false;
};

/// Why a run cannot be opened. `text` is complete, several lines where the scenario is wrong;
/// `is_command_line` where it is what was asked for rather than the file.
struct OpenFailure {
  std::string text;
  bool is_command_line = false;
};

/// Reads and compiles, and understands the rest. Cost: a few milliseconds for a scenario of 200
/// lines.
tl::expected<Opened, OpenFailure> open_run(const RunToOpen& wanted);

}  // namespace brink::viz
