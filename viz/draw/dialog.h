#pragma once

#include <string_view>

#include "viz/app_state.h"

/// Windows over everything else.
namespace brink::viz {

/// Opens a window in the middle of the screen, everything behind it dimmed and dead, as large as
/// asked for or as there is room. A click beside it, its close button and Esc (Command::close)
/// close it: `shows` becomes false.
///
/// name  also of its mark, and with `-close` of its button's
/// True while it is open: then call `end_dialog`.
bool begin_dialog(AppState& state, const char* name, std::string_view title, bool& shows,
                  float width, float height);
void end_dialog();

}  // namespace brink::viz
