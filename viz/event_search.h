#pragma once

#include <cstdint>

#include "viz/app_state.h"

/// The search of the event table, done a little in each frame.
namespace brink::viz {

/// Work of one frame, less than 1 ms: an event is 1, each of its attributes 8 more.
inline constexpr std::size_t kSearchedAtOnce = 20'000;

/// Goes on with the search for what stands in the box; begins again where that or the run has
/// changed. Then the table is moved to the playhead again, or to its top.
void advance_search(const Program& program, EventFilter& filter,
                    const std::shared_ptr<const Recording>& recording);

/// True while events remain that have not been looked at.
bool is_searching(const EventFilter& filter);

/// How many rows the table has: events that match, or all of them where nothing is asked.
std::size_t row_count(const EventFilter& filter);
/// The event of a row. REQUIRES: row < row_count(filter).
std::uint32_t event_of_row(const EventFilter& filter, std::size_t row);
/// How many rows have events up to this one. Cost: O(log rows).
std::size_t rows_until(const EventFilter& filter, std::uint32_t event);

}  // namespace brink::viz
