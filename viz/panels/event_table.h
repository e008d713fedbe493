#pragma once

#include <imgui.h>

#include <string>
#include <vector>

#include "viz/app_state.h"

/// The rows of the events tab.
namespace brink::viz {

inline constexpr float kEventRow = 23;  // [px]

/// A column of the event table and where it stands. [px]
struct EventColumn {
  enum class Kind : std::uint8_t { number, date, from, to, type, details, maker };
  Kind kind = Kind::number;
  float x = 0;
  float width = 0;
};

/// The columns that fit into a width: who made an event goes first, then the details.
std::vector<EventColumn> event_columns(const AppState& state, float left, float width);

/// The line of headings.
void draw_event_headings(const AppState& state, const std::vector<EventColumn>& columns, float y,
                         ImDrawList& list);

/// One row; what is still to come is dimmed.
void draw_event_row(const AppState& state, const std::vector<EventColumn>& columns,
                    const EventRecord& event, const Rect& rect, ImDrawList& list);

}  // namespace brink::viz
