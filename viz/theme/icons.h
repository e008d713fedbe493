#pragma once

namespace brink::viz {

/// Pictures on buttons.
enum class Icon {
  play,
  pause,
  step_forward,
  step_back,
  fast_forward,
  fast_backward,
  fork,
  camera,
  search,
  bookmark,
  sitemap,
  scissors,
  undo,
  question,
  cog,
  envelope,
  lock,
  lesson,
  projector,
  random,
  close,
};
inline constexpr int kIconCount = static_cast<int>(Icon::close) + 1;

/// What to write for an icon, in UTF-8: a glyph of Font Awesome, or without its font
/// (`Fonts::has_icons`) a word.
const char* icon(Icon which, bool has_icons);

/// The icon's code point in Font Awesome 4.7.
unsigned icon_code(Icon which);

}  // namespace brink::viz
