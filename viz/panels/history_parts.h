#pragma once

#include "viz/app_state.h"

/// The parts of the "History" tab.
namespace brink::viz {

/// A field to choose a variable or parameter with.
void slot_choice(AppState& state);

/// "Set from here on", with the field that fits the slot's type.
void slot_input(AppState& state, SlotId slot, Value now);

/// The slot's changes: those that have been made, the latest first; then those still to come.
void slot_changes(AppState& state, SlotId slot);

}  // namespace brink::viz
