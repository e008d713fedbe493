#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/program/program.h"
#include "engine/run/observers.h"

namespace brink {

/// Which event of a run is meant.
///
/// number   `17` or `#17`: the 17th
/// key      16 hexadecimal digits, as a log has them
/// first    `first(PATTERN)`
/// last     `last(PATTERN)`, or a pattern alone
struct EventQuery {
  enum class By : std::uint8_t { number, key, first, last };
  By by = By::number;
  std::uint64_t value = 0;  // of number and key
  std::string pattern;
  int column = 1;    // where the pattern begins in `text`
  std::string text;  // as written
};

/// What a query is called in findings.
inline constexpr std::string_view kQueryName = "EVENT";

EventQuery parse_event_query(const std::string& text);

/// The scenario compiled again with the query's pattern as its last measure, which changes nothing
/// that happens. Of a query without a pattern, the scenario as it is.
///
/// Errors: what is wrong with the pattern, each in `EVENT` with its place in the query's text.
/// Cost:   that of compiling.
Result<Program> compile_with(const Program& program, const EventQuery& query);

/// Renders findings of `compile_with` with the query's text below.
std::string render_query(const EventQuery& query, const Diagnostics& findings);

/// Finds the event while a run goes on. REQUIRES: the run's program is that of `compile_with`.
class EventFinder : public NullObserver {
 public:
  explicit EventFinder(const EventQuery& query) : query_(&query) {}
  void on_event(const Run& run, const EventRecord& event, const Attributes& attributes);
  std::uint32_t found() const { return found_; }  // its number; 0: there was none (so far)

 private:
  bool is_meant(const Run& run, const EventRecord& event, const Attributes& attributes) const;

  const EventQuery* query_;
  std::uint32_t found_ = 0;
};

}  // namespace brink
