#pragma once

#include <string>
#include <string_view>

namespace brink {

/// A sign that other languages have, and what to write here.
struct Habit {
  std::string_view sign;
  std::string_view hint;
};

/// The habit that a text begins with, or null.
const Habit* find_habit(std::string_view text);

/// What to write instead of a date with a month's name; empty if the word is none.
///
/// day, year  as written, empty where not given
std::string month_hint(std::string_view word, std::string_view day, std::string_view year);

/// What to write instead of `AND`, `OR`, `NOT`; empty for other words.
std::string shouted_hint(std::string_view word);

/// What to write instead of a word that stands where a unit of time belongs.
///
/// number  the number before it, as written
std::string unit_hint(std::string_view word, std::string_view number);

}  // namespace brink
