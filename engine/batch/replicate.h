#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/batch/partial.h"
#include "engine/batch/study.h"

namespace brink {

/// One finished run, as a row of the results.
struct RunRow {
  std::uint64_t replication = 0;
  std::uint64_t hash = 0;  // the run hash
  SimTime end;
  std::uint32_t outcome = kNone;  // kNone: none
};

/// A run that could not go on.
struct FailedRun {
  std::uint64_t replication = 0;
  SimTime time;
  FailureText text;
};

/// A measure's result in a row: a number (durations and dates in days; truths 0 or 1; words and
/// actors by their index), or none.
struct MeasureCell {
  double number = 0;
  bool exists = false;
};

/// What the runs of a chunk came to. Plain data: it may come from a thread, a rank or a file.
struct ChunkResult {
  Chunk chunk;
  std::vector<RunRow> rows;         // by replication
  std::vector<MeasureCell> cells;   // shape (rows, measures of the program)
  std::vector<SimTime> reached;     // shape (rows, marks of the study); never: not at all
  std::vector<FailedRun> failures;  // by replication
  Partial partial;
};

/// Makes the runs of a chunk, each stepped by `step` from the start to its end; nothing when asked
/// to stop before all were made.
///
/// made  counts up with every run, for who shows progress
///
/// Thread safety: any number of threads share a study.
/// Cost: the runs, and memory for the chunk's rows and values of series.
std::optional<ChunkResult> run_chunk(const Study& study, const Chunk& chunk,
                                     const std::stop_token& stop, std::atomic<std::uint64_t>& made);

}  // namespace brink
