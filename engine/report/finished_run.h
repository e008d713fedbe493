#pragma once

#include <cstdint>
#include <vector>

#include "engine/run/observers.h"
#include "engine/run/run.h"

namespace brink {

/// What a run left behind, as the reports read it. Everything is borrowed.
///
/// run          at its end, or where it was interrupted or failed
/// log          everything that happened
/// measures     one per measure of the program
/// hash         the run hash; means nothing unless the run has ended
/// interrupted  somebody stopped the run before its end
struct FinishedRun {
  const Run* run = nullptr;
  const Log* log = nullptr;
  const std::vector<MeasureValue>* measures = nullptr;
  std::uint64_t hash = 0;
  bool interrupted = false;

  const Program& program() const { return *run->program; }
  bool has_ended() const { return run->header().status == RunStatus::ended; }
};

}  // namespace brink
