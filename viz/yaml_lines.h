#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace brink::viz {

/// The lines of a text, without their ends; they borrow it. Cost: O(bytes).
std::vector<std::string_view> lines_of(std::string_view text);

/// A piece of a line of YAML, as it is coloured.
struct YamlPiece {
  enum class Kind : std::uint8_t { plain, key, comment };
  Kind kind = Kind::plain;
  std::string_view text;
};

/// A line in pieces that together are the line. Told by the line alone: a key is a word before a
/// colon, a comment begins with # at the start or after a blank; neither within quotes.
std::vector<YamlPiece> yaml_pieces(std::string_view line);

/// Lines, from 1, `last` included.
struct LineRange {
  int first = 0;
  int last = 0;
  bool contains(int line) const { return line >= first && line <= last; }
};

/// The lines of the entry that begins on a line: it and what is indented further, up to the last
/// that is neither blank nor a comment.
LineRange entry_at(const std::vector<std::string_view>& lines, int line);

/// Numbers of the lines, from 1, that hold a text, whatever the case of Latin letters; none for an
/// empty text. Cost: O(bytes).
std::vector<int> lines_with(const std::vector<std::string_view>& lines, std::string_view wanted);

/// Where a text begins in a line, from a place on, whatever the case; npos where it does not.
std::size_t find_words(std::string_view line, std::string_view wanted, std::size_t from = 0);

}  // namespace brink::viz
