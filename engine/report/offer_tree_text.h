#pragma once

#include <string>

#include "engine/report/finished_run.h"
#include "engine/report/timeline.h"

namespace brink {

/// A run's negotiations for people: each first offer with its counters below it as a tree, and
/// every answer, lapse, agreement and end of a term on a line of its own, in order of time.
///
/// What is much alike is told together, see `grouped_offers`, and so is the middle of a long chain
/// of counters; `options.all` tells each.
///
/// Cost: O(events + offers · log offers).
std::string offer_tree_text(const FinishedRun& run, const TimelineOptions& options = {});

}  // namespace brink
