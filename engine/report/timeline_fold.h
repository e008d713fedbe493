#pragma once

#include <vector>

#include "engine/report/timeline.h"
#include "engine/report/timeline_items.h"

namespace brink {

/// How an item is told: by itself, in summary with its neighbours, or not at all.
enum class Told : std::uint8_t { shown, folded, hidden };

/// True for a run too long to be told in full in about `options.lines` lines.
bool is_long(const FinishedRun& run, const TimelineOptions& options);

/// True for a rule's effect that a summary counts: a condition-rule that acts, a choice or a late
/// deed that changes something.
bool is_effect(const TimelineItem& item);

/// Decides how each item is told. With `all`, everything is shown. Otherwise what came to nothing
/// is hidden, but for answers to public offers; and of a long run only these are shown: outcomes;
/// interventions; the life of public offers; events of the schedule; events of types that occur at
/// most three times, but for lapses and expiries of private offers; events that move a pair on the
/// ladder. A lone item between two shown ones is shown too.
///
/// Of a long run, steps on the ladder are taken off the items where they say little: falls by the
/// mere passing of time; those in the first window; and those of pairs that stay in the lower half.
///
/// Cost: O(items · log pairs).
std::vector<Told> told_of(const FinishedRun& run, const TimelineOptions& options,
                          std::vector<TimelineItem>& items);

}  // namespace brink
