#include "viz/palette_items.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "engine/report/words.h"
#include "engine/story/tracer.h"

namespace brink::viz {
namespace {

constexpr std::size_t kVariablesShown = 8;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

template <class Number>
std::optional<Number> whole(std::string_view text) {
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_all = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  return is_all && !text.empty() ? std::optional(number) : std::nullopt;
}

// all words of a text occur in another, whatever their case
bool has_words(std::string_view shown, std::string_view asked) {
  const auto where = lower(shown);
  std::istringstream rest(lower(asked));
  for (std::string word; rest >> word;) {
    if (where.find(word) == std::string::npos) return false;
  }
  return true;
}

// what follows a word at the beginning; nothing where it is another
std::optional<std::string_view> after_word(std::string_view text, std::string_view word) {
  if (lower(text.substr(0, word.size())) != word) return std::nullopt;
  text.remove_prefix(word.size());
  if (!text.empty() && !text.starts_with(' ') && !text.starts_with('#')) return std::nullopt;
  return trimmed(text);
}

std::optional<std::size_t> month_of(std::string_view name) {
  if (name.size() < 3) return std::nullopt;
  for (std::size_t m = 1; m <= 12; ++m) {
    if (lower(month_name(m)) == lower(name.substr(0, 3))) return m;
  }
  return std::nullopt;
}

bool is_in(const PaletteScene& scene, SimTime time) {
  return time >= SimTime{} && time <= scene.end;
}

// "20 Jun", "20 June 2026"
std::optional<SimTime> parse_day(const PaletteScene& scene, std::string_view text) {
  std::istringstream words_of{std::string(text)};
  std::string day;
  std::string name;
  std::string year;
  words_of >> day >> name >> year;
  const auto number = whole<unsigned>(day);
  const auto month = month_of(name);
  if (!number || !month || (!year.empty() && !whole<unsigned>(year))) return std::nullopt;
  const auto first =
      whole<unsigned>(format_instant(scene.program.start, Precision::day).substr(0, 4));
  const auto from = year.empty() ? *first : *whole<unsigned>(year);
  // a leap day comes at most eight years later
  for (auto y = from; y <= (year.empty() ? from + 8 : from); ++y) {
    const auto instant = parse_instant(fmt::format("{:04}-{:02}-{:02}", y, *month, *number));
    if (!instant) continue;
    const SimTime time{instant->us - scene.program.start.us};
    if (is_in(scene, time)) return time;
  }
  return std::nullopt;
}

void add_place(const PaletteScene& scene, std::string_view text, std::vector<PaletteItem>& items) {
  const auto asked = after_word(text, "go to");
  const auto time = parse_place(scene, asked.value_or(text));
  if (!time) return;
  PaletteItem item{.kind = PaletteItem::Kind::go_to, .label = {}, .keys = {}};
  const auto clock = moment_text(scene.program, *time);
  item.label = fmt::format("Go to {},{}", day_text(scene.program, *time, true),
                           clock.substr(clock.rfind(' ')));
  item.time = *time;
  items.push_back(std::move(item));
}

void add_why(const PaletteScene& scene, std::string_view text, std::vector<PaletteItem>& items) {
  auto asked = after_word(text, "why");
  if (!asked && text.starts_with('#')) asked = text;
  if (!asked) return;
  if (asked->starts_with('#')) asked->remove_prefix(1);
  const auto number = whole<std::uint32_t>(*asked);
  if (!number || *number == 0 || *number > scene.events) return;
  PaletteItem item{.kind = PaletteItem::Kind::why, .label = {}, .keys = {}};
  item.label = fmt::format("Why did event #{} happen?", *number);
  item.event = *number;
  items.push_back(std::move(item));
}

void add_seed(std::string_view text, std::vector<PaletteItem>& items) {
  const auto asked = after_word(text, "seed");
  const auto seed = asked ? whole<std::uint64_t>(*asked) : std::nullopt;
  if (!seed) return;
  PaletteItem item{.kind = PaletteItem::Kind::seed, .label = {}, .keys = {}};
  item.label = fmt::format("Seed {}: the same story by another chance", *seed);
  item.seed = *seed;
  items.push_back(std::move(item));
}

void add_variables(const PaletteScene& scene, std::string_view asked,
                   std::vector<PaletteItem>& items) {
  std::size_t shown = 0;
  for (SlotId s = 0; s < scene.program.slots.size() && shown < kVariablesShown; ++s) {
    const auto name = slot_name(scene.program, s);
    if (!has_course(scene.program, s) || !has_words(name, asked)) continue;
    PaletteItem item{.kind = PaletteItem::Kind::plot, .label = "Plot " + name, .keys = {}};
    item.slot = s;
    items.push_back(std::move(item));
    ++shown;
  }
}

}  // namespace

std::optional<SimTime> parse_place(const PaletteScene& scene, std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  std::optional<SimTime> time;
  const bool is_from_now = text.front() == '+' || text.front() == '-';
  const auto length = parse_duration(text.substr(text.front() == '+' ? 1 : 0));
  if (const auto instant = parse_instant(text)) {
    time = SimTime{instant->us - scene.program.start.us};
  } else if (length) {
    time = (is_from_now ? scene.now : SimTime{}) + *length;
  } else {
    return parse_day(scene, text);
  }
  return is_in(scene, *time) ? time : std::nullopt;
}

std::vector<PaletteItem> palette_items(const PaletteScene& scene, std::string_view text) {
  text = trimmed(text);
  std::vector<PaletteItem> items;
  add_place(scene, text, items);
  add_why(scene, text, items);
  add_seed(text, items);
  const auto plotted = after_word(text, "plot");
  if (plotted) add_variables(scene, *plotted, items);
  for (const auto& entry : key_table()) {
    if (entry.command == Command::palette || entry.command == Command::close) continue;
    if (!has_words(fmt::format("{} {}", entry.label, entry.name), text)) continue;
    PaletteItem item{.label = std::string(entry.label), .keys = chord_text(entry.chord)};
    item.command = entry.command;
    items.push_back(std::move(item));
  }
  if (!plotted && text.size() >= 2) add_variables(scene, text, items);
  return items;
}

}  // namespace brink::viz
