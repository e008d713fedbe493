#pragma once

#include <optional>
#include <string>

#include "viz/app.h"

namespace brink::viz {

/// A picture to be made without a display.
///
/// keys  a file with one thing to do on each line: a key (`Space`, `Ctrl+P`, `Shift+Right`), the
///       name of a command (`next-event`), `click NAME` or `double-click NAME` (of something that
///       is named, such as `tab-events`), `drag NAME DX DY` [px], or `type TEXT`; empty lines and
///       what follows `#` mean nothing
struct Screenshot {
  std::string path;
  int width = 1600;  // [px]
  int height = 900;
  Theme theme = Theme::dark;
  float zoom = 1;
  std::optional<SimTime> at;
  std::string keys;
};

/// Draws the viewer and writes the picture; the message where it cannot.
std::optional<std::string> take_screenshot(Opened opened, const Screenshot& wanted);

/// `1600x900`, from 640x400 to 7680x4320; nothing for any other text.
std::optional<std::pair<int, int>> parse_size(std::string_view text);

}  // namespace brink::viz
