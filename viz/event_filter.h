#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/run/observers.h"

namespace brink::viz {

/// One condition of a search.
///
/// field  where the text must occur
/// text   lower case; of `number` empty
struct QueryWord {
  enum class Field : std::uint8_t { any, type, from, to, maker, number };
  Field field = Field::any;
  bool excludes = false;
  std::string text;
  std::uint32_t number = 0;
  friend bool operator==(const QueryWord&, const QueryWord&) = default;
};

/// Reads a search: words that must all occur, whatever their case, in an event's type, parties,
/// maker or attributes as they are shown. `-word` must not occur, `#17` is a number, `type:`,
/// `from:`, `to:` and `by:` look in one place only, "several words" stand in quotes. A prefix with
/// nothing behind it asks nothing.
std::vector<QueryWord> parse_query(std::string_view text);

/// Tells which events of a program a search means. What it has found out about a type, an actor or
/// a maker it keeps.
///
/// Cost: some 50 ns an event; more where values of attributes must be written out.
class EventMatcher {
 public:
  /// `program` is borrowed.
  EventMatcher(const Program& program, std::string_view text);

  bool matches(const Log& log, const EventRecord& event);

 private:
  /// Where a word occurs, by what an event points to.
  struct Known {
    QueryWord word;
    std::vector<bool> types;       // in the type's name
    std::vector<bool> attributes;  // in the name or unit of one of a type's attributes
    std::vector<bool> actors;
    bool in_world = false;
    bool in_private = false;
    std::unordered_map<std::uint64_t, bool> makers;
  };
  bool occurs(Known& known, const Log& log, const EventRecord& event) const;
  bool in_maker(Known& known, const EventRecord& event) const;
  bool in_source(const Known& known, const EventRecord& event) const;
  bool in_target(const Known& known, const EventRecord& event) const;
  bool in_details(const Known& known, const Log& log, const EventRecord& event) const;

  const Program& program_;
  std::vector<Known> words_;
};

}  // namespace brink::viz
