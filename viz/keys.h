#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace brink::viz {

/// Everything a person can tell the viewer to do, by key, by palette or by a button.
enum class Command : std::uint8_t {
  play,
  next_event,
  previous_event,
  next_day,
  previous_day,
  next_week,
  previous_week,
  to_start,
  to_end,
  slower,
  faster,
  zoom_in,
  zoom_out,
  pan_left,
  pan_right,
  fit,
  why,
  go_to_cause,
  go_to_effect,
  bookmark,
  next_bookmark,
  previous_bookmark,
  reset_changes,
  new_seed,
  next_difference,
  toggle_future,
  toggle_panels,
  toggle_theme,
  palette,
  larger,
  smaller,
  normal_size,
  export_picture,
  export_table,
  copy_why,
  search,
  help,
  full_screen,
  close,
};

/// Keys that have no character of their own; others are their character, upper case.
enum class Key : std::uint16_t {
  none = 0,
  space = ' ',
  left = 256,
  right,
  up,
  down,
  home,
  end,
  page_up,
  page_down,
  tab,
  enter,
  escape,
  backspace,
  remove,
  f1,
  f5 = f1 + 4,
  f11 = f1 + 10,
};
constexpr Key key_of(char character) { return static_cast<Key>(character); }

/// A key with what is held down beside it.
struct Chord {
  Key key = Key::none;
  bool shift = false;
  bool control = false;
  friend bool operator==(const Chord&, const Chord&) = default;
};

/// One row of the table from which keys, the palette, the help page and the hints are made.
///
/// name   one word, as `--keys` files and tests may call it
/// label  what it does, as the palette says it
/// group  heading on the help page
/// chord  none: only by the palette or a button
/// other  a second one for the same
struct KeyEntry {
  Command command{};
  std::string_view name;
  std::string_view label;
  std::string_view group;
  Chord chord;
  Chord other;
};

std::span<const KeyEntry> key_table();
const KeyEntry& entry_of(Command command);

/// The command of a chord; nothing where it has none.
std::optional<Command> command_of(const Chord& chord);

/// "Ctrl+P", "Shift+→", "Space"; empty for none.
std::string chord_text(const Chord& chord);
/// The same backwards, and with words for arrows: "Shift+Right". Nothing for any other text.
std::optional<Chord> parse_chord(std::string_view text);

}  // namespace brink::viz
