#include "engine/batch/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/base/calendar.h"
#include "engine/base/diagnostic.h"
#include "engine/base/exact_math.h"
#include "engine/run/settings.h"

namespace brink {
namespace {

using Failure = std::optional<std::string>;

// at commas that stand in no parentheses; spaces around a piece are dropped
std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> pieces{""};
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == at && depth == 0) {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  for (auto& piece : pieces) {
    while (piece.ends_with(' ')) piece.pop_back();
    while (piece.starts_with(' ')) piece.erase(0, 1);
  }
  return pieces;
}

// the ends of `low:high`, whose texts may hold colons themselves: dates with hours
struct Ends {
  Value low{};
  Value high{};
};
std::optional<Ends> ends_of(const Program& program, SlotId slot, std::string_view text,
                            std::string& failure) {
  for (auto at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    const auto low = parse_value(program, slot, text.substr(0, at));
    const auto high = parse_value(program, slot, text.substr(at + 1));
    if (low && high) return Ends{*low, *high};
    failure = !low ? low.error() : high.error();
  }
  return std::nullopt;
}

// evenly spaced, both ends included; the ends come out exactly
Value between(ValueType type, const Ends& ends, std::uint64_t i, std::uint64_t last) {
  if (i == 0) return ends.low;
  if (i == last) return ends.high;
  const auto n = static_cast<double>(last);
  const auto part = static_cast<double>(i);
  if (type == ValueType::number) {
    return Value::of(ends.low.number * ((n - part) / n) + ends.high.number * (part / n));
  }
  __extension__ using Wide = __int128;
  const Wide span = Wide{ends.high.whole} - ends.low.whole;
  return Value::of_whole(static_cast<std::int64_t>(ends.low.whole + span * static_cast<Wide>(i) /
                                                                        static_cast<Wide>(last)));
}

// a number in 12 digits where that is the same but for rounding: 0.1, not 0.1 + 1e-17
Value tidy(ValueType type, Value value, const Ends& ends) {
  if (type != ValueType::number) return value;
  const auto text = fmt::format("{:.12g}", value.number);
  double number = value.number;
  std::from_chars(text.data(), text.data() + text.size(), number);
  constexpr double kRounding = 0x1p-51;
  const double size = std::max(exact::abs(ends.low.number), exact::abs(ends.high.number));
  return exact::abs(number - value.number) <= kRounding * size ? Value::of(number) : value;
}

Failure range_values(const Program& program, Factor& factor, std::string_view text) {
  const auto& info = program.slots[factor.slot];
  const auto colon = text.rfind(':');
  if (text.find(':') == colon) {
    return fmt::format("--sweep {}: write low:high:count, such as {}:5", info.name, text);
  }
  std::uint64_t count = 0;
  const auto number = text.substr(colon + 1);
  const auto [rest, error] = std::from_chars(number.data(), number.data() + number.size(), count);
  if (error != std::errc{} || rest != number.data() + number.size() || count < 2 ||
      count > kMaxPoints) {
    return fmt::format(
        "--sweep {}: `{}` must be how many values there are from the first to the last, 2 to {}",
        info.name, number, kMaxPoints);
  }
  const bool can = info.type == ValueType::number || info.type == ValueType::duration ||
                   info.type == ValueType::date;
  if (!can) {
    return fmt::format("--sweep {}: {} has no range; list its values: {}=a,b,c", info.name,
                       with_article(info.type), info.name);
  }
  std::string failure = fmt::format("write low:high:count, such as {}:5", text);
  const auto ends = ends_of(program, factor.slot, text.substr(0, colon), failure);
  if (!ends) return fmt::format("--sweep {}: {}", info.name, failure);
  for (std::uint64_t i = 0; i < count; ++i) {
    auto value = between(info.type, *ends, i, count - 1);
    factor.values.push_back(i == 0 || i == count - 1 ? value : tidy(info.type, value, *ends));
  }
  return std::nullopt;
}

Failure listed_values(const Program& program, Factor& factor, std::string_view text) {
  for (const auto& piece : split(text, ',')) {
    const auto value = parse_value(program, factor.slot, piece);
    if (!value) return fmt::format("--sweep {}", value.error());
    factor.values.push_back(*value);
  }
  return std::nullopt;
}

// a date with an hour has a colon too: a range's last piece is a count, and it has two colons
bool is_range(const Program& program, SlotId slot, std::string_view text) {
  if (text.find(':') == std::string_view::npos) return false;
  const auto pieces = split(text, ',');
  return pieces.size() == 1 && !parse_value(program, slot, text);
}

std::string canonical_sweep(const Program& program, const Factor& factor) {
  const auto& info = program.slots[factor.slot];
  std::vector<std::string> texts;
  for (const auto value : factor.values) texts.push_back(value_text(program, info.type, value));
  return fmt::format("{}={}", info.name, fmt::join(texts, ","));
}

Failure add_sweep(const Program& program, std::string_view text, Study& study) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string_view::npos) {
    return fmt::format("--sweep takes name=low:high:count or name=a,b,c; `{}` is neither", text);
  }
  const auto slot = find_parameter(program, text.substr(0, equals));
  if (!slot) return "--sweep: " + slot.error();
  const auto& name = program.slots[*slot].name;
  for (const auto& other : study.design.factors) {
    if (other.slot == *slot) return fmt::format("--sweep: `{}` is swept twice", name);
  }
  Factor factor{.slot = *slot};
  const auto values = text.substr(equals + 1);
  const auto failure = is_range(program, *slot, values) ? range_values(program, factor, values)
                                                        : listed_values(program, factor, values);
  if (failure) return failure;
  auto sorted = factor.values;
  const auto bits = [](Value value) { return value.whole; };
  std::ranges::sort(sorted, {}, bits);
  if (const auto twice = std::ranges::adjacent_find(sorted, {}, bits); twice != sorted.end()) {
    return fmt::format("--sweep {}: {} is there twice", name,
                       value_text(program, program.slots[*slot].type, *twice));
  }
  if (study.design.points() > kMaxPoints / factor.values.size()) {
    return fmt::format("--sweep: more than {} combinations; sweep fewer values", kMaxPoints);
  }
  study.text.sweeps.push_back(canonical_sweep(program, factor));
  study.design.factors.push_back(std::move(factor));
  return std::nullopt;
}

Failure add_settings(const Program& program, const StudyText& text, Study& study) {
  if (!text.variant.empty()) {
    if (auto failure = set_variant(program, text.variant, study.base)) return failure;
    study.text.variant = text.variant;
  }
  std::vector<SlotId> set;
  for (const auto& setting : text.settings) {
    if (auto failure = add_setting(program, setting, study.base)) return failure;
    const auto [slot, value] = study.base.settings.back();
    const auto& info = program.slots[slot];
    if (std::find(set.begin(), set.end(), slot) != set.end()) {
      return fmt::format("`{}` is set twice", info.name);
    }
    set.push_back(slot);
    study.text.settings.push_back(info.name + "=" + value_text(program, info.type, value));
    for (const auto& factor : study.design.factors) {
      if (factor.slot != slot) continue;
      return fmt::format("`{}` is both set and swept; choose one", info.name);
    }
  }
  std::sort(study.text.settings.begin(), study.text.settings.end());
  if (!text.until.empty()) {
    if (auto failure = set_until(program, text.until, study.base)) return failure;
    study.text.until =
        value_text(program, ValueType::duration, Value::of_whole(study.base.until->us));
  }
  study.base.outcomes_stop = study.text.outcomes_stop = text.outcomes_stop;
  return std::nullopt;
}

std::string unknown_variable(const Program& program, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& slot : program.slots) {
    if (!slot.is_parameter) names.push_back(slot.name);
  }
  auto nearest = nearest_name(name, names);
  for (const auto& other : names) {
    if (nearest.empty() && other.ends_with("." + name)) nearest = other;
  }
  if (!nearest.empty()) {
    return fmt::format("--series: no variable is called `{}`; did you mean `{}`?", name, nearest);
  }
  if (names.empty()) return fmt::format("--series {}: the scenario has no variables", name);
  constexpr std::size_t kShown = 12;
  const auto more = names.size() > kShown ? ", ..." : "";
  if (names.size() > kShown) names.resize(kShown);
  return fmt::format("--series: no variable is called `{}`; there are: {}{}", name,
                     fmt::join(names, ", "), more);
}

Failure add_variable(const Program& program, const std::string& name, Duration every,
                     Study& study) {
  const auto& slots = program.slots;
  const auto known = std::find_if(slots.begin(), slots.end(), [&](const SlotInfo& slot) {
    return slot.name == name && !slot.is_parameter;
  });
  if (known == slots.end()) return unknown_variable(program, name);
  for (const auto& other : study.series) {
    if (other.name != name) continue;
    if (other.slot == kNone) {
      return fmt::format("--series: the scenario has a measure `{}` that is followed already",
                         name);
    }
    return fmt::format("--series: `{}` is there twice", name);
  }
  const bool can = known->type == ValueType::number || known->type == ValueType::duration ||
                   known->type == ValueType::truth;
  if (!can) {
    return fmt::format("--series: `{}` is {}; only numbers, truths and lengths of time have a mean",
                       name, with_article(known->type));
  }
  study.series.push_back({.name = name,
                          .unit = known->unit,
                          .type = known->type,
                          .every = every,
                          .slot = static_cast<SlotId>(known - slots.begin())});
  study.text.series.push_back(name);
  return std::nullopt;
}

Failure add_series(const Program& program, const StudyText& text, Study& study) {
  for (std::uint32_t i = 0; i < program.measures.size(); ++i) {
    const auto& measure = program.measures[i];
    if (measure.form != MeasureDecl::Form::series) continue;
    study.series.push_back({.name = measure.name,
                            .unit = measure.unit,
                            .type = measure.type,
                            .every = measure.every,
                            .measure = i});
  }
  const auto every = parse_duration(text.every);
  if (!every || every->us <= 0) {
    return fmt::format("--every takes a length of time above 0, such as `1 d`; `{}` is none",
                       text.every);
  }
  study.text.every = value_text(program, ValueType::duration, Value::of_whole(every->us));
  for (const auto& list : text.series) {
    for (const auto& name : split(list, ',')) {
      if (auto failure = add_variable(program, name, *every, study)) return failure;
    }
  }
  std::uint64_t values = 0;
  for (auto& series : study.series) {
    series.times = static_cast<std::size_t>(study.length().us / series.every.us) + 1;
    values += series.times;
    if (values > kMaxSeriesValues) {
      return fmt::format(
          "the series have more than {} values a run; follow fewer, or each less "
          "often (--every, or `every:` in the scenario)",
          kMaxSeriesValues);
    }
  }
  return std::nullopt;
}

}  // namespace

tl::expected<Study, std::string> make_study(const Program& program, const StudyText& text) {
  Study study{.program = &program};
  study.text.seed = text.seed;
  study.text.replications = study.design.replications = text.replications;
  if (text.replications == 0) return tl::unexpected<std::string>("-n: at least 1 replication");
  for (const auto& sweep : text.sweeps) {
    if (auto failure = add_sweep(program, sweep, study)) return tl::unexpected(*failure);
  }
  if (text.replications > kMaxRuns / study.design.points()) {
    return tl::unexpected(fmt::format("-n {}: more than {} runs", text.replications, kMaxRuns));
  }
  if (auto failure = add_settings(program, text, study)) return tl::unexpected(*failure);
  if (auto failure = add_series(program, text, study)) return tl::unexpected(*failure);
  for (std::uint32_t i = 0; i < program.outcomes.size(); ++i) {
    const auto& outcome = program.outcomes[i];
    const bool ends = outcome.stops && study.base.outcomes_stop;
    if (outcome.when != kNone && !ends) study.marks.push_back(i);
  }
  std::uint64_t values = 0;
  for (const auto& series : study.series) values += series.times;
  study.design.chunk = default_chunk(text.replications, values);
  return study;
}

}  // namespace brink
