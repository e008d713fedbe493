#pragma once

#include "viz/app_state.h"

/// What the mouse does on everything that lies on the time axis: lanes and plots alike.
namespace brink::viz {

/// The wheel zooms about the mouse; with Shift, or turned sideways, it moves the view. Returns the
/// notches that are left for the panel to scroll by: those turned with Alt, where it `can_scroll`.
float zoom_by_wheel(AppState& state, bool can_scroll);

/// Moves the playhead to a place on the screen. [px]
void scrub(AppState& state, float x);

/// Moves the view along with the mouse.
void drag_view(AppState& state);

}  // namespace brink::viz
