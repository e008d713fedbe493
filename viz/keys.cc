#include "viz/keys.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "engine/base/check.h"

namespace brink::viz {
namespace {

constexpr Chord plain(Key key) { return {key}; }
constexpr Chord plain(char c) { return {key_of(c)}; }
constexpr Chord shift(Key key) { return {key, true, false}; }
constexpr Chord shift(char c) { return {key_of(c), true, false}; }
constexpr Chord control(Key key) { return {key, false, true}; }
constexpr Chord control(char c) { return {key_of(c), false, true}; }

using C = Command;
constexpr std::array kTable{
    KeyEntry{C::play, "play", "Play or pause", "Time", plain(Key::space), {}},
    KeyEntry{C::next_event, "next-event", "Next event", "Time", plain(Key::right), {}},
    KeyEntry{C::previous_event, "previous-event", "Event before", "Time", plain(Key::left), {}},
    KeyEntry{C::next_day, "next-day", "A day on", "Time", shift(Key::right), {}},
    KeyEntry{C::previous_day, "previous-day", "A day back", "Time", shift(Key::left), {}},
    KeyEntry{C::next_week, "next-week", "A week on", "Time", control(Key::right), {}},
    KeyEntry{C::previous_week, "previous-week", "A week back", "Time", control(Key::left), {}},
    KeyEntry{C::to_start, "start", "To the start", "Time", plain(Key::home), {}},
    KeyEntry{C::to_end, "end", "To the end", "Time", plain(Key::end), {}},
    KeyEntry{C::slower, "slower", "Play slower", "Time", plain(','), {}},
    KeyEntry{C::faster, "faster", "Play faster", "Time", plain('.'), {}},
    KeyEntry{C::zoom_in, "zoom-in", "Zoom in at the playhead", "View", plain('W'), {}},
    KeyEntry{C::zoom_out, "zoom-out", "Zoom out", "View", plain('S'), {}},
    KeyEntry{C::pan_left, "pan-left", "Move the view left", "View", plain('A'), {}},
    KeyEntry{C::pan_right, "pan-right", "Move the view right", "View", plain('D'), {}},
    KeyEntry{C::fit, "fit", "Fit the whole run in view", "View", plain('F'), {}},
    KeyEntry{
        C::toggle_future, "future", "Hide or show what is still to come", "View", plain('H'), {}},
    KeyEntry{
        C::toggle_panels, "panels", "Hide or show the side panels", "View", plain(Key::tab), {}},
    KeyEntry{C::toggle_theme, "theme", "Dark or light theme", "View", plain('T'), {}},
    KeyEntry{C::larger, "larger", "Larger text", "View", control('+'), control('=')},
    KeyEntry{C::smaller, "smaller", "Smaller text", "View", control('-'), {}},
    KeyEntry{C::normal_size, "normal-size", "Normal text size", "View", control('0'), {}},
    KeyEntry{C::full_screen, "full-screen", "Full screen", "View", plain(Key::f11), {}},
    KeyEntry{C::why, "why", "Why did this event happen?", "Reasons", plain('Y'), {}},
    KeyEntry{C::go_to_cause, "cause", "To its cause", "Reasons", plain('['), {}},
    KeyEntry{C::go_to_effect, "effect", "To its first effect", "Reasons", plain(']'), {}},
    KeyEntry{C::copy_why, "copy-why", "Copy the reasons as text", "Reasons", control('C'), {}},
    KeyEntry{C::reset_changes, "reset", "Take back all changes", "What if", plain('R'), {}},
    KeyEntry{C::next_difference,
             "difference",
             "To the first event that the change made different",
             "What if",
             plain('X'),
             {}},
    KeyEntry{C::new_seed,
             "new-seed",
             "Another seed: the same story by another chance",
             "What if",
             plain('N'),
             {}},
    KeyEntry{C::bookmark, "bookmark", "Set or remove a bookmark here", "Marks", plain('M'), {}},
    KeyEntry{C::next_bookmark, "next-bookmark", "Next bookmark", "Marks", shift('M'), {}},
    KeyEntry{
        C::previous_bookmark, "previous-bookmark", "Bookmark before", "Marks", control('M'), {}},
    KeyEntry{C::search, "search", "Find events", "Find and keep", control('F'), plain('/')},
    KeyEntry{C::palette, "palette", "All commands", "Find and keep", control('P'), {}},
    KeyEntry{
        C::export_picture, "picture", "Save a picture (PNG)", "Find and keep", control('S'), {}},
    KeyEntry{C::export_table,
             "table",
             "Save the events as a table (CSV)",
             "Find and keep",
             control('E'),
             {}},
    KeyEntry{C::help, "help", "Keys and colours", "Find and keep", plain('?'), plain(Key::f1)},
    KeyEntry{C::close,
             "close",
             "Close what is open, or unselect",
             "Find and keep",
             plain(Key::escape),
             {}},
};

struct KeyName {
  Key key;
  std::string_view shown;
  std::string_view written;  // as parse_chord also takes it
};
constexpr std::array kNames{
    KeyName{Key::space, "Space", "Space"},
    KeyName{Key::left, "←", "Left"},
    KeyName{Key::right, "→", "Right"},
    KeyName{Key::up, "↑", "Up"},
    KeyName{Key::down, "↓", "Down"},
    KeyName{Key::home, "Home", "Home"},
    KeyName{Key::end, "End", "End"},
    KeyName{Key::page_up, "PageUp", "PageUp"},
    KeyName{Key::page_down, "PageDown", "PageDown"},
    KeyName{Key::tab, "Tab", "Tab"},
    KeyName{Key::enter, "Enter", "Enter"},
    KeyName{Key::escape, "Esc", "Escape"},
    KeyName{Key::backspace, "Backspace", "Backspace"},
    KeyName{Key::remove, "Del", "Delete"},
    KeyName{Key::f1, "F1", "F1"},
    KeyName{Key::f5, "F5", "F5"},
    KeyName{Key::f11, "F11", "F11"},
};

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

bool take_prefix(std::string_view& text, std::string_view word) {
  if (text.size() <= word.size() || !same_word(text.substr(0, word.size()), word)) return false;
  text.remove_prefix(word.size());
  return true;
}

}  // namespace

std::span<const KeyEntry> key_table() { return kTable; }

const KeyEntry& entry_of(Command command) {
  const auto* found = std::find_if(kTable.begin(), kTable.end(),
                                   [&](const KeyEntry& e) { return e.command == command; });
  BRINK_CHECK(found != kTable.end());
  return *found;
}

std::optional<Command> command_of(const Chord& chord) {
  for (const auto& entry : kTable) {
    const bool is_it =
        entry.chord == chord || (entry.other.key != Key::none && entry.other == chord);
    if (entry.chord.key != Key::none && is_it) return entry.command;
  }
  return std::nullopt;
}

std::string chord_text(const Chord& chord) {
  if (chord.key == Key::none) return {};
  std::string text;
  if (chord.control) text += "Ctrl+";
  if (chord.shift) text += "Shift+";
  for (const auto& name : kNames) {
    if (name.key == chord.key) return text += name.shown;
  }
  return text += static_cast<char>(chord.key);
}

std::optional<Chord> parse_chord(std::string_view text) {
  Chord chord;
  for (bool more = true; more;) {
    more = false;
    if (take_prefix(text, "Ctrl+")) more = chord.control = true;
    if (take_prefix(text, "Shift+")) more = chord.shift = true;
  }
  for (const auto& name : kNames) {
    if (!same_word(name.shown, text) && !same_word(name.written, text)) continue;
    chord.key = name.key;
    return chord;
  }
  if (text.size() != 1 || std::isgraph(static_cast<unsigned char>(text[0])) == 0)
    return std::nullopt;
  chord.key = key_of(static_cast<char>(std::toupper(static_cast<unsigned char>(text[0]))));
  return chord;
}

}  // namespace brink::viz
