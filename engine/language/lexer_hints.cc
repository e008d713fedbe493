#include "engine/language/lexer_hints.h"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "engine/base/calendar.h"
#include "engine/base/diagnostic.h"

namespace brink {
namespace {

// longer signs first
constexpr std::array<Habit, 37> kHabits{{
    {"===", "write =="},
    {"!==", "write !="},
    {"...", "write two points: low .. high"},
    {"&&", "write and"},
    {"||", "write or"},
    {"**", "write ^"},
    {"<>", "write !="},
    {"=<", "write <="},
    {"=>", "write >="},
    {":=", "write == to compare; a deed sets a variable"},
    {"+=", "an expression changes nothing; write it as a deed under do:"},
    {"-=", "an expression changes nothing; write it as a deed under do:"},
    {"*=", "an expression changes nothing; write it as a deed under do:"},
    {"/=", "an expression changes nothing; write it as a deed under do:"},
    {"'", "write names and symbols without quotes"},
    {"\"", "write names and symbols without quotes"},
    {"&", "write and"},
    {"|", "write or"},
    {"%", "write a share as a number, 0.05 for 5 %; there is no remainder"},
    {"?", "write if(condition, a, b)"},
    {":", "write if(condition, a, b) for a choice, low .. high for a range"},
    {";", "separate arguments by a comma"},
    {"{", "use parentheses for grouping"},
    {"}", "use parentheses for grouping"},
    {"#", "an event's number has no place in an expression; write a pattern or a name"},
    {"$", "write the name alone"},
    {"@", "write the name alone"},
    {"~", "write not"},
    {"\u2212", "write -"},
    {"\u2013", "write -, or .. for a range"},
    {"\u00d7", "write *"},
    {"\u00b7", "write *"},
    {"\u00f7", "write /"},
    {"\u2264", "write <="},
    {"\u2265", "write >="},
    {"\u2260", "write !="},
    {"!", "write not"},
}};

struct Word {
  std::string_view word;
  std::string_view unit;
};
constexpr std::array<Word, 22> kWords{{
    {"day", "d"},           {"days", "d"},         {"hour", "h"},
    {"hours", "h"},         {"hr", "h"},           {"hrs", "h"},
    {"minute", "min"},      {"minutes", "min"},    {"mins", "min"},
    {"m", "min"},           {"second", "s"},       {"seconds", "s"},
    {"sec", "s"},           {"secs", "s"},         {"week", "w"},
    {"weeks", "w"},         {"wk", "w"},           {"millisecond", "ms"},
    {"milliseconds", "ms"}, {"microsecond", "us"}, {"microseconds", "us"},
    {"msec", "ms"},
}};

constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};

std::string lower_case(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lower;
}

// 1 to 12 for a month's name or its beginning of three letters or more; 0 for other words
int month_of(std::string_view word) {
  if (word.size() < 3) return 0;
  const auto lower = lower_case(word);
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i].starts_with(lower)) return static_cast<int>(i) + 1;
  }
  return 0;
}

}  // namespace

std::string month_hint(std::string_view word, std::string_view day, std::string_view year) {
  const int month = month_of(word);
  if (month == 0) return {};
  const bool good_day = day.size() == 1 || day.size() == 2;
  const bool good_year = year.size() == 4;
  const auto written =
      fmt::format("{}-{:02}-{:0>2}", good_year ? year : "2026", month, good_day ? day : "1");
  if (good_day && good_year && parse_instant(written)) return fmt::format("write {}", written);
  // no such day, or no year given: the last day there is serves as an example
  for (int last = good_day && !parse_instant(written) ? 31 : 0; last > 27; --last) {
    const auto example = fmt::format("{}-{:02}-{}", good_year ? year : "2026", month, last);
    if (parse_instant(example)) {
      return fmt::format("a date is YYYY-MM-DD, for example {}", example);
    }
  }
  return fmt::format("a date is YYYY-MM-DD, for example {}", written);
}

std::string shouted_hint(std::string_view word) {
  const auto lower = lower_case(word);
  if (word == lower || (lower != "and" && lower != "or" && lower != "not")) return {};
  return fmt::format("write {}", lower);
}

const Habit* find_habit(std::string_view text) {
  // `!=` and `==` are the language's own unless a third sign follows
  if (text.starts_with("!=") && !text.starts_with("!==")) return nullptr;
  for (const auto& habit : kHabits) {
    if (text.starts_with(habit.sign)) return &habit;
  }
  return nullptr;
}

std::string unit_hint(std::string_view word, std::string_view number) {
  for (const auto& known : kWords) {
    if (known.word == word) return fmt::format("write {} {}", number, known.unit);
  }
  if (word.starts_with("month") || word.starts_with("year")) {
    return "months and years differ in length; write days";
  }
  static const std::vector<std::string> units{"us", "ms", "s", "min", "h", "d", "w"};
  const auto near = nearest_name(word, units);
  const bool same_length = word.size() == 1 && (near.empty() || (near[0] | 32) != (word[0] | 32));
  if (!near.empty() && !same_length) return fmt::format("write {} {}", number, near);
  return fmt::format("write {} * {} for a product", number, word);
}

}  // namespace brink
