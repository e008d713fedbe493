#pragma once

#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace brink {

/// A place in a text: line and column, both from 1; line 0 means "the file as a whole".
struct Position {
  int line = 0;
  int column = 0;
  int file = 0;  // 0: the scenario itself; from 1 on: the modules it uses, as they were read
  int part =
      0;  // within a text whose columns cannot be told (quoted, of several lines): which byte
  bool operator==(const Position&) const = default;
};

enum class Severity { error, warning };

/// One finding about the user's input.
struct Diagnostic {
  std::string file;     // as the user named it
  Position at;          // where the finding starts
  std::string message;  // what is wrong and what was expected, lower case, no stop
  std::string hint;     // what to do about it; may be empty
  Severity severity = Severity::error;
};

using Diagnostics = std::vector<Diagnostic>;

/// Where a reader stops looking for more errors.
inline constexpr std::size_t kMaxErrors = 100;

/// A value, or everything that kept it from being made.
template <class T>
using Result = tl::expected<T, Diagnostics>;

/// True if any of the findings is an error.
bool has_errors(std::span<const Diagnostic> diagnostics);

/// Renders a finding the way compilers do: `file:line:column: error: message`, the source line with
/// a caret under the column, then the hint. Tabs count as one column and are shown as a space; long
/// lines are cut around the caret, long quotations between backticks behind 120 bytes.
///
/// source  the whole text of the file; empty if it could not be read
std::string render(const Diagnostic& diagnostic, std::string_view source);

/// Sorts by file and place (whole-file findings first) and drops repetitions, also those of a file
/// that was read more than once.
void tidy(Diagnostics& diagnostics);

/// How many names a misspelt one is compared with.
inline constexpr std::size_t kMaxCandidates = 5'000;

/// The candidate that a misspelt name most likely stands for, or empty when none is near: at most a
/// third of its letters (and never more than three) inserted, removed, replaced or swapped. Letter
/// case is ignored; the first of equals wins. Only the first kMaxCandidates are looked at.
///
/// Source: Damerau (1964), CACM 7:171; restricted edit distance.
/// Cost:   O(candidates · length²).
std::string nearest_name(std::string_view name, std::span<const std::string> candidates);

}  // namespace brink
