#pragma once

#include <string>

#include "engine/report/finished_run.h"

namespace brink {

struct TimelineOptions {
  bool colour = false;      // ANSI colours; nothing is said by colour alone
  bool all = false;         // everything, nothing told in summary
  std::size_t lines = 60;   // a run that would take more is told in summary
  std::size_t width = 100;  // columns
};

/// A run as a story in time, for people: what happened, why, what it changed.
std::string timeline_text(const FinishedRun& run, const TimelineOptions& options = {});

/// What was run: title, start, seed, settings, interventions.
std::string heading_text(const FinishedRun& run, const TimelineOptions& options = {});

/// Outcome, end and run hash alone.
std::string ending_text(const FinishedRun& run, const TimelineOptions& options = {});

/// What came of it: outcome, end, what became of the offers (of a run too long to be told in full),
/// measures, what was held at its range, events by type, and the run hash on a line of its own.
/// `brief`: outcome, measures and hash only.
std::string summary_text(const FinishedRun& run, const TimelineOptions& options = {},
                         bool brief = false);

}  // namespace brink
