#include "engine/report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace brink {

std::string with_commas(std::string digits) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  std::size_t end = std::min(digits.find('.'), digits.size());
  while (end > first + 3) {
    end -= 3;
    digits.insert(end, ",");
  }
  return digits;
}

namespace {

std::string without_trailing_zeros(std::string digits) {
  if (digits.find('.') == std::string::npos) return digits;
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.ends_with('.')) digits.pop_back();
  return digits;
}

// digits after the point so that a difference shows with two digits that matter
int decimals_for(double difference) {
  if (difference == 0) return 0;
  // a difference of 0.9999999 is one of 1
  const double size = std::floor(std::log10(difference * (1 + 1e-9)));
  return std::clamp(1 - static_cast<int>(size), 0, 12);
}

// both with as many digits after the point, less the zeros they both end in
std::pair<std::string, std::string> joint_text(double a, double b, int decimals) {
  auto from = fmt::format("{:.{}f}", a, decimals);
  auto to = fmt::format("{:.{}f}", b, decimals);
  while (from.find('.') != std::string::npos && from.back() == to.back() &&
         (from.back() == '0' || from.back() == '.')) {
    from.pop_back();
    to.pop_back();
  }
  if (a == 0) from = "0";
  if (b == 0) to = "0";
  return {from, to};
}

}  // namespace

std::string words(std::string_view id) {
  std::string text(id);
  std::replace(text.begin(), text.end(), '_', ' ');
  if (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string exact_number(double x) { return fmt::format("{}", x == 0 ? 0.0 : x); }

std::string short_number(double x) {
  if (x == 0) return "0";
  if (!std::isfinite(x)) return std::isnan(x) ? "not a number" : x > 0 ? "infinite" : "-infinite";
  const double size = std::fabs(x);
  if (size >= 1e15 || size < 1e-4) return fmt::format("{:.4g}", x);
  const int decimals = std::clamp(3 - static_cast<int>(std::floor(std::log10(size))), 0, 8);
  return with_commas(without_trailing_zeros(fmt::format("{:.{}f}", x, decimals)));
}

std::string brief_number(double x) {
  if (x == std::floor(x) || !std::isfinite(x)) return short_number(x);
  const int size = static_cast<int>(std::floor(std::log10(std::fabs(x))));
  if (size < -4) return fmt::format("{:.2g}", x);
  return with_commas(without_trailing_zeros(fmt::format("{:.{}f}", x, std::max(0, 1 - size))));
}

std::string_view month_name(std::size_t month) {
  constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return kMonths[month - 1];
}

std::string day_text(const Program& program, SimTime time, bool with_year) {
  const auto iso = format_instant({program.start.us + time.us}, Precision::day);
  return fmt::format("{} {}{}", std::stoi(iso.substr(8, 2)),
                     month_name(std::stoul(iso.substr(5, 2))),
                     with_year ? " " + iso.substr(0, 4) : "");
}

namespace {

std::string month_of(std::string_view iso) {
  return std::string(month_name(static_cast<std::size_t>((iso[5] - '0') * 10 + (iso[6] - '0'))));
}

}  // namespace

std::string moment_text(const Program& program, SimTime time, bool with_seconds) {
  const auto iso = format_instant({program.start.us + time.us}, Precision::second);
  return fmt::format("{} {} {}", iso.substr(8, 2), month_of(iso),
                     iso.substr(11, with_seconds ? 8 : 5));
}

std::string days_text(const Program& program, SimTime from, SimTime to) {
  const auto a = format_instant({program.start.us + from.us}, Precision::day);
  const auto b = format_instant({program.start.us + to.us}, Precision::day);
  if (a == b) return fmt::format("{} {}", a.substr(8, 2), month_of(a));
  if (a.substr(0, 4) != b.substr(0, 4)) {
    return fmt::format("{} {}–{} {}", month_of(a), a.substr(0, 4), month_of(b), b.substr(0, 4));
  }
  if (a.substr(0, 7) == b.substr(0, 7)) {
    return fmt::format("{}–{} {}", a.substr(8, 2), b.substr(8, 2), month_of(a));
  }
  return fmt::format("{} {}–{} {}", a.substr(8, 2), month_of(a), b.substr(8, 2), month_of(b));
}

std::string short_count(std::uint64_t n) { return with_commas(fmt::format("{}", n)); }

std::string short_value(const Program& program, ValueType type, Value value) {
  const auto index = static_cast<std::size_t>(value.whole);
  switch (type) {
    case ValueType::number:
      return short_number(value.number);
    case ValueType::truth:
      return value.whole != 0 ? "true" : "false";
    case ValueType::duration:
      return format_duration({value.whole});
    case ValueType::date:
      return format_exactly({program.start.us + value.whole});
    case ValueType::symbol:
      return index < program.symbols.size() ? words(program.symbols[index]) : "?";
    case ValueType::actor:
      return index < program.actors.size() ? program.actors[index].name : "nobody";
    default:
      return fmt::format("{}", value.whole);
  }
}

std::string change_text(const Program& program, ValueType type, Value before, Value after,
                        bool rough) {
  if (type != ValueType::number) {
    return short_value(program, type, before) + " → " + short_value(program, type, after);
  }
  const double a = before.number;
  const double b = after.number;
  const double size = std::max(std::fabs(a), std::fabs(b));
  const double difference = std::fabs(b - a);
  if (size >= 1e15 || (size < 1e-4 && size > 0) || difference < 1e-9) {
    if (!rough) return fmt::format("{} → {}", exact_number(a), exact_number(b));
    const bool tells = difference >= 1e-3 * size;
    return tells ? fmt::format("{:.3g} → {:.3g}", a, b) : std::string();
  }
  int decimals = decimals_for(difference);
  if (rough) decimals = std::min(decimals, std::max(0, decimals_for(size) + 1));
  const auto [from, to] = joint_text(a, b, decimals);
  return from == to ? "" : with_commas(from) + " → " + with_commas(to);
}

std::string quantity_text(const std::string& name, const std::string& value,
                          const std::string& unit) {
  const bool said = unit.empty() || name.ends_with(words(unit));
  return fmt::format("{} {}{}{}", name, value, said ? "" : " ", said ? "" : unit);
}

std::string_view actor_name(const Program& program, ActorId actor) {
  return actor == kNobody ? std::string_view() : std::string_view(program.actors[actor].name);
}

std::string slot_name(const Program& program, SlotId slot) {
  const auto& info = program.slots[slot];
  if (info.owner == kNobody) return words(info.name);
  if (info.other != kNobody) {
    return fmt::format("{}({}, {})", words(info.name.substr(0, info.name.find('('))),
                       actor_name(program, info.owner), actor_name(program, info.other));
  }
  const auto dot = info.name.find('.');
  return fmt::format("{} {}", actor_name(program, info.owner), words(info.name.substr(dot + 1)));
}

std::string_view maker_id(const Program& program, const EventRecord& event) {
  switch (event.origin) {
    case Origin::rule:
      return program.rules[event.maker].name;
    case Origin::process:
      return program.processes[program.instances[event.maker].process].name;
    case Origin::schedule:
      return program.schedule[event.maker].name;
    case Origin::engine:
      break;
  }
  const auto& roots = program.roots;
  const bool of_message = event.type != roots.lapse && event.type != roots.expire;
  return of_message && event.maker < program.channels.size() ? program.channels[event.maker].name
                                                             : program.types[event.type].name;
}

std::string_view maker_about(const Program& program, const EventRecord& event) {
  switch (event.origin) {
    case Origin::rule:
      return program.rules[event.maker].about;
    case Origin::process:
      return program.processes[program.instances[event.maker].process].about;
    case Origin::schedule:
      return program.scenario.schedule[event.maker].label.about;
    case Origin::engine:
      break;
  }
  return {};
}

std::string_view option_id(const Program& program, const EventRecord& event) {
  if (event.option == 0xFF || event.origin != Origin::rule) return {};
  return program.rules[event.maker].options[event.option].name;
}

std::size_t columns(std::string_view text) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && text[i] != 'm') ++i;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
      ++n;
    }
  }
  return n;
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string result;
  std::size_t column = indent;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    const auto size = columns(word);
    if (!result.empty()) {
      const bool fits = column + 1 + size <= width;
      result += fits ? " " : "\n" + std::string(indent, ' ');
      column = fits ? column + 1 : indent;
    }
    result += word;
    column += size;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

std::string Palette::coloured(std::string_view code, std::string_view text) const {
  return on_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

std::string shell_word(const std::string& word) {
  const auto plain = word.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+:@") ==
                     std::string::npos;
  if (plain && !word.empty()) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string failure_text(const Program& program, const Log& log, const EventRecord& event) {
  if (event.maker >= program.channels.size()) return "no channel leads there";
  const auto channel = words(program.channels[event.maker].name);
  const auto reason = log.attribute(event, 0).whole;
  const auto& reasons = program.types[event.type].attributes[0].symbols;
  return (reason == reasons[1] ? "refused by who should hand it on by " : "lost on ") + channel;
}

}  // namespace brink
