#pragma once

#include <string>

#include "viz/app.h"

namespace brink::viz {

/// How the window begins.
struct WindowOptions {
  Theme theme = Theme::dark;
  bool has_theme = false;  // asked for; otherwise the one of the last time
  float zoom = 0;          // 0: the one of the last time
  int width = 1600;        // [px]
  int height = 900;
  SimTime at{-1};  // where the playhead begins; negative: in the first days
};

/// Opens a window on a run and stays until it is closed. The exit code; a message is printed where
/// there is no display.
int show_window(Opened opened, const WindowOptions& options);

}  // namespace brink::viz
