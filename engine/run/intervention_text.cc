#include <fmt/format.h>

#include <algorithm>

#include "engine/base/calendar.h"
#include "engine/run/settings.h"

// interventions as people write them
namespace brink {
namespace {

using Failure = std::optional<std::string>;

constexpr std::string_view kBlanks = " \t\n\r";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// pairs' names hold a blank, which people may leave out
std::string without_blanks(std::string_view text) {
  std::string all(text);
  std::erase_if(all, [](char c) { return kBlanks.find(c) != kBlanks.npos; });
  return all;
}

/// The three parts of `DATE: NAME = VALUE`.
struct Parts {
  std::string_view date;
  std::string_view name;
  std::string_view value;
};

Failure split(std::string_view text, Parts& parts) {
  const auto malformed = [&](std::string_view lack) {
    return fmt::format(
        "an intervention is written `DATE: NAME = VALUE`, such as `2026-06-20: support = 0.4`; "
        "`{}` has no {}",
        text, lack);
  };
  const auto equals = text.find('=');
  if (equals == text.npos) return malformed("`=`");
  const auto before = text.substr(0, equals);
  const auto colon = before.rfind(':');
  if (colon == before.npos) return malformed("`:` after the date");
  parts = {trimmed(before.substr(0, colon)), trimmed(before.substr(colon + 1)),
           trimmed(text.substr(equals + 1))};
  // the colon of `09:30`: no name begins with a digit
  const bool is_clock = !parts.name.empty() && parts.name[0] >= '0' && parts.name[0] <= '9';
  if (is_clock) return malformed("`:` after the date");
  if (parts.date.empty()) return malformed("date");
  if (parts.name.empty()) return malformed("name before the `=`");
  if (parts.value.empty()) return malformed("value after the `=`");
  return std::nullopt;
}

std::string moment(const Program& program, SimTime at) {
  return format_exactly({program.start.us + at.us});
}

Failure read_instant(const Program& program, std::string_view text, SimTime& at) {
  if (const auto length = parse_duration(text)) {
    at = SimTime{} + *length;
    return std::nullopt;
  }
  const auto instant = parse_instant(text);
  if (!instant) {
    return fmt::format(
        "`{}` is neither a date such as 2026-06-20 nor a length of time from the start such as "
        "`16 d`",
        text);
  }
  at = {instant->us - program.start.us};
  return std::nullopt;
}

Failure instant_failure(const Program& program, const Overlay& overlay, const Parts& parts,
                        SlotId slot, SimTime at) {
  if (at.us <= 0) {
    const auto hint = program.slots[slot].is_parameter
                          ? fmt::format("to set a parameter from the start on, use `--set {}={}`",
                                        parts.name, parts.value)
                          : std::string("a variable can only be set after the start");
    return fmt::format("{} is not after the start, {}: {}", parts.date, moment(program, {}), hint);
  }
  const auto end = SimTime{} + overlay.until.value_or(program.horizon);
  if (at <= end) return std::nullopt;
  return fmt::format("{} is after the end of the run, {}", parts.date, moment(program, end));
}

// a pair's name with its actors the other way round; empty where it is none
std::string mirrored(const Program& program, std::string_view name) {
  const auto open = name.find('(');
  const auto comma = name.find(',');
  if (open == name.npos || comma == name.npos || comma < open || !name.ends_with(')')) return {};
  const auto id = name.substr(0, open);
  const bool is_mutual =
      std::any_of(program.pairs.begin(), program.pairs.end(),
                  [&](const PairInfo& pair) { return pair.id == id && !pair.directed; });
  if (!is_mutual) return {};
  const auto second = name.substr(comma + 1, name.size() - comma - 2);
  return fmt::format("{}({},{})", id, second, name.substr(open + 1, comma - open - 1));
}

}  // namespace

tl::expected<SlotId, std::string> find_slot(const Program& program, std::string_view name) {
  const auto wanted = without_blanks(name);
  const auto other = mirrored(program, wanted);
  std::vector<std::string> names;
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    names.push_back(program.slots[s].name);
    const auto own = without_blanks(names.back());
    if (own == wanted || own == other) return s;
  }
  if (names.empty()) {
    return tl::unexpected(
        fmt::format("no parameter or variable is called `{}`: the scenario has none", name));
  }
  const auto nearest = nearest_name(name, names);
  return tl::unexpected(fmt::format("no parameter or variable is called `{}`{}", name,
                                    nearest.empty()
                                        ? fmt::format("; there are: {}", fmt::join(names, ", "))
                                        : fmt::format("; did you mean `{}`?", nearest)));
}

Failure add_intervention(const Program& program, std::string_view text, Overlay& overlay) {
  Parts parts;
  if (auto failure = split(text, parts)) return failure;
  const auto slot = find_slot(program, parts.name);
  if (!slot) return slot.error();
  SimTime at;
  if (auto failure = read_instant(program, parts.date, at)) return failure;
  if (auto failure = instant_failure(program, overlay, parts, *slot, at)) return failure;
  const auto value = parse_value(program, *slot, parts.value);
  if (!value) return value.error();
  auto& all = overlay.interventions;
  const auto is_same = [&](const Intervention& other) {
    return other.at == at && other.slot == *slot;
  };
  if (std::any_of(all.begin(), all.end(), is_same)) {
    return fmt::format("`{}` is set twice at {}", program.slots[*slot].name, moment(program, at));
  }
  const auto place =
      std::upper_bound(all.begin(), all.end(), at,
                       [](SimTime t, const Intervention& other) { return t < other.at; });
  all.insert(place, {at, *slot, *value});
  return std::nullopt;
}

std::string intervention_text(const Program& program, const Intervention& intervention) {
  const auto& info = program.slots[intervention.slot];
  return fmt::format("{}: {} = {}", moment(program, intervention.at), info.name,
                     value_text(program, info.type, intervention.value));
}

}  // namespace brink
