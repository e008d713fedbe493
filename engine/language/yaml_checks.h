#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/language/source_text.h"

namespace brink {

/// The text of a YAML file while it is read, and what was found in it so far. Offsets count bytes
/// from the first one after a byte-order mark; columns count bytes too.
class YamlFile {
 public:
  /// `number` is that of the file in the places of findings and nodes.
  explicit YamlFile(const SourceText& source, int number = 0);

  std::string_view text() const { return text_; }
  Position position(std::size_t offset) const;
  /// The offset of a place, no further than the end of the text.
  std::size_t offset(int line, int column) const;
  /// The character at an offset; 0 past the end.
  char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }

  /// Keeps a finding; the hundredth is the last that is kept.
  void report(Position at, std::string message, std::string hint);
  bool is_full() const;
  bool has_finding_on(int line) const;
  Diagnostics& findings() { return findings_; }

 private:
  const std::string* name_;
  int number_;
  std::string_view text_;
  std::vector<std::size_t> lines_;  // offset at which each line begins
  Diagnostics findings_;
};

/// Reports bytes that are not UTF-8 and control characters, the first of each line; of a text in
/// another encoding only that.
void check_bytes(YamlFile& file);

/// Reports tabs in indentation, directives and document markers after the first. Returns how much
/// of the text belongs to the first document.
std::size_t check_lines(YamlFile& file);

/// Reports a plain scalar that other YAML tools read as something else than a text, and that is no
/// value here: `~`, `null`, `yes`, `.nan`, `0x10`.
void check_word(YamlFile& file, Position at, std::string_view word);

/// Where a plain scalar ends in the text.
struct PlainEnd {
  std::size_t end = 0;  // offset behind its last character
  bool one_line = true;
  std::size_t dash = std::string_view::npos;  // a continuation line that begins with `- `
};
PlainEnd find_plain_end(std::string_view text, std::size_t begin, std::string_view value);

/// Where a quoted scalar ends in the text.
struct QuotedEnd {
  std::size_t end = 0;  // offset behind the closing quote
  bool closed = false;
  bool literal = true;  // on one line and without escapes: the characters stand there as they are
};
QuotedEnd find_quoted_end(std::string_view text, std::size_t begin);

/// The first bracket of a text that has no partner.
struct Balance {
  std::size_t unmatched = std::string_view::npos;
  int open = 0;  // how many were opened more than closed
};
Balance balance_of(std::string_view text);

}  // namespace brink
