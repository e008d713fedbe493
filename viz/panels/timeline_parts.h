#pragma once

#include <imgui.h>

#include "viz/app_state.h"

/// The parts of the timeline panel, and what they share.
namespace brink::viz {

/// Where the parts of the timeline lie. [px]
///
/// names  the column left of everything
/// strip  the whole run; axis: dates; lanes: one below the other, scrolled by `scroll`
struct TimelinePlaces {
  Rect names;
  Rect strip;
  Rect axis;
  Rect lanes;
  float lane_height = 0;
  float scroll = 0;
  std::size_t lane_count = 0;

  float lane_top(std::size_t lane) const {
    return lanes.y + static_cast<float>(lane) * lane_height - scroll;
  }
  /// The lane's line on which severity 0 stands.
  float lane_floor(std::size_t lane) const { return lane_top(lane) + lane_height - 14; }
  /// The height of severity 1 above it.
  float lane_room() const { return lane_height - 28; }
};

/// The height at which an event stands in its lane.
float event_height(const AppState& state, const TimelinePlaces& places, const EventRecord& event);
/// The lane of an actor; of nobody the last.
std::size_t lane_of(const AppState& state, ActorId actor);

/// The whole run, with a bracket around what is in view, bookmarks, and the first event that a
/// change made different.
void whole_run_strip(AppState& state, const TimelinePlaces& places);

/// Lanes with events, offers and messages; picks out what the mouse is on.
void draw_lanes(AppState& state, const TimelinePlaces& places, ImDrawList& list);

/// Offers as bars below their events, messages as curves between lanes.
void draw_spans(AppState& state, const TimelinePlaces& places, ImDrawList& list);

/// Numbered arrows along the chain of causes that is explained, and dashed ones from the events
/// that last changed what was read on the way to the event and to the link the mouse is on.
void draw_chain(AppState& state, const TimelinePlaces& places, ImDrawList& list);

}  // namespace brink::viz
