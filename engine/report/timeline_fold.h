#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/report/timeline_items.h"

namespace brink {

/// What two items have in common when they may be told together: the event's type, the note's kind
/// and rule.
std::string kind_of(const Program& program, const TimelineItem& item);

/// Which items of a long timeline are told in summary, so that it takes about `lines` lines. Kinds
/// are folded from the most frequent down: first those that carry no decision, offer or step on the
/// ladder; then lapses, ends and steps; offers and answers only when the rest still takes more than
/// twice `lines`. The first item of a kind is never folded, nor is a kind of fewer than four, nor
/// an outcome.
///
/// Cost: O(items · kinds).
std::vector<bool> folded_items(const Program& program, const std::vector<TimelineItem>& items,
                               std::size_t lines);

}  // namespace brink
