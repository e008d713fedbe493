#pragma once

#include <span>
#include <string_view>

namespace brink {

/// What the value of a key must be.
enum class Shape : unsigned char {
  text,         // free text
  name,         // the id of something
  names,        // a list of ids
  texts,        // a list of free texts
  date,         // a calendar date
  duration,     // a constant duration
  truth,        // true or false
  number,       // a constant number
  expression,   // an expression
  expressions,  // an expression, or a list of them
  pattern,      // an event pattern
  range,        // [low, high]
  section,      // a map with the keys of the section `of`
  entries,      // named entries, each with the keys of the section `of`
  map,          // names and expressions; or, by `of`, names and "names" or "numbers"
  list,         // a list; each item a map with the keys of the section `of`
};

/// One key of the language: where it stands, what it takes, what it means.
struct KeyInfo {
  std::string_view section;  // the kind of map it belongs to: "scenario", "parameter", "rule", ...
  std::string_view key;
  Shape shape;
  bool required;
  std::string_view meaning;
  std::string_view example;
  std::string_view of = {};  // the section of what a section, entries or list holds
};

/// Every key of the language, by section in the order of the manual. The loader, the help and the
/// schema are made from this table.
std::span<const KeyInfo> all_keys();

/// The keys of one section.
std::span<const KeyInfo> keys_of(std::string_view section);

/// The key of a section that a word of other languages stands for (`then` is `do`); empty if none.
std::string_view key_meant(std::string_view section, std::string_view word);

/// The shape in words: "an expression".
std::string_view with_article(Shape shape);

}  // namespace brink
