#pragma once

#include "viz/app_state.h"

namespace brink::viz {

/// Brings back how the person left the screen: division, theme, text size, side panels. Nothing
/// happens where nothing is kept, or what is kept cannot be read.
void recall(AppState& state);

/// Keeps that for the next time, in $XDG_CONFIG_HOME/brink/view.json or ~/.config/brink/view.json.
/// Where it cannot be written it is not kept.
void remember(const AppState& state);

}  // namespace brink::viz
