#pragma once

#include <imgui.h>

#include "viz/app_state.h"

namespace brink::viz {

/// What the shapes, colours and lines mean: a list for one column of a window, at the cursor.
void legend_of_shapes(AppState& state);
void legend_of_lines(AppState& state);

}  // namespace brink::viz
