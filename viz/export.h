#pragma once

#include <string>

#include "viz/app_state.h"

namespace brink::viz {

/// Saves the events that have happened up to the playhead as CSV, in the working folder.
void export_table(AppState& state);
/// Has the picture of this frame saved as PNG, in the working folder.
void export_picture(AppState& state);
/// Puts the reasons of the picked event on the clipboard, as `brink why` prints them.
void copy_why(AppState& state);

}  // namespace brink::viz
