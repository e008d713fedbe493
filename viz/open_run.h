#pragma once

#include <string>

#include <tl/expected.hpp>

#include "engine/run/settings.h"
#include "viz/app.h"

namespace brink::viz {

/// Which run is to be opened, as the command line gives it: not yet understood.
///
/// path  a scenario, or a results folder of a batch; then `run` is the number of one of its runs,
///       and of `text` only interventions may be said
struct RunToOpen {
  std::string path;
  std::string run;
  RunText text;
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
