#pragma once

#include <string>
#include <string_view>

#include "viz/app_state.h"

/// What the viewer writes down for others. Files go into the working folder, are named after the
/// scenario's file, and never take another's place. Each function tells the person what it did or
/// why it could not.
namespace brink::viz {

/// Saves the events that have happened up to the playhead as `NAME-events.csv`.
void export_table(AppState& state);
/// Has the picture of this frame saved as `NAME.png`: whoever draws the frame writes it.
void export_picture(AppState& state);
/// Puts the reasons of the picked event on the clipboard, as `brink why` prints them.
void copy_why(AppState& state);
/// Saves the same as `NAME-why-N.txt`.
void save_why(AppState& state);

/// "open_letter" of "scenarios/open_letter.yaml"; of a results folder its own name.
std::string export_name(std::string_view file);

/// The full path of a file that does not exist yet: STEM + ENDING in a folder, or STEM-2 + ENDING,
/// STEM-3 + ENDING, …
std::string free_path(const std::string& folder, const std::string& stem,
                      const std::string& ending);

}  // namespace brink::viz
