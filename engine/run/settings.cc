#include "engine/run/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/base/calendar.h"

namespace brink {
namespace {

using Failure = std::optional<std::string>;

std::string joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

std::vector<std::string> parameter_names(const Program& program) {
  std::vector<std::string> names;
  for (const auto& slot : program.slots) {
    if (slot.is_parameter) names.push_back(slot.name);
  }
  return names;
}

std::string unknown_parameter(const Program& program, std::string_view name) {
  const auto names = parameter_names(program);
  if (names.empty()) {
    return fmt::format("no parameter is called `{}`: the scenario has none", name);
  }
  const auto nearest = nearest_name(name, names);
  if (!nearest.empty()) {
    return fmt::format("no parameter is called `{}`; did you mean `{}`?", name, nearest);
  }
  return fmt::format("no parameter is called `{}`; there are: {}", name, joined(names));
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || rest != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string bound_text(const SlotInfo& info, double bound) {
  if (info.type != ValueType::duration) return fmt::format("{}", bound);
  return format_duration({static_cast<std::int64_t>(bound)});
}

Failure range_failure(const SlotInfo& info, std::string_view text, double x) {
  if (x >= info.low && x <= info.high) return std::nullopt;
  const bool low = std::isfinite(info.low);
  const bool high = std::isfinite(info.high);
  const auto allowed = low && high ? fmt::format("from {} to {}", bound_text(info, info.low),
                                                 bound_text(info, info.high))
                       : low       ? fmt::format("at least {}", bound_text(info, info.low))
                                   : fmt::format("at most {}", bound_text(info, info.high));
  return fmt::format("`{}` cannot be {}: it must be {}", info.name, text, allowed);
}

Failure set_symbol(const Program& program, const SlotInfo& info, std::string_view text,
                   Value& value) {
  std::vector<std::string> names;
  for (const auto symbol : info.symbols) {
    names.push_back(program.symbols[symbol]);
    if (program.symbols[symbol] != text) continue;
    value = Value::of_whole(symbol);
    return std::nullopt;
  }
  return fmt::format("`{}` cannot be `{}`: it is one of {}", info.name, text, joined(names));
}

Failure read_value(const Program& program, const SlotInfo& info, std::string_view text,
                   Value& value) {
  const auto wrong = [&](std::string_view example) {
    return fmt::format("`{}` must be {}, such as {}; `{}` is none", info.name,
                       with_article(info.type), example, text);
  };
  switch (info.type) {
    case ValueType::number: {
      const auto number = parse_number(text);
      if (!number) return wrong("0.2");
      value = Value::of(*number + 0.0);  // -0 is 0
      return range_failure(info, text, *number);
    }
    case ValueType::duration: {
      const auto length = parse_duration(text);
      if (!length) return wrong("`3 d 12 h`");
      value = Value::of_whole(length->us);
      return range_failure(info, text, static_cast<double>(length->us));
    }
    case ValueType::truth:
      if (text != "true" && text != "false") {
        return fmt::format("`{}` must be true or false; `{}` is neither", info.name, text);
      }
      value = Value::of_whole(text == "true" ? 1 : 0);
      return std::nullopt;
    case ValueType::symbol:
      return set_symbol(program, info, text, value);
    case ValueType::date: {
      const auto instant = parse_instant(text);
      if (!instant) return wrong("2026-06-04");
      value = Value::of_whole(instant->us - program.start.us);
      return std::nullopt;
    }
    case ValueType::actor: {
      std::vector<std::string> names;
      for (std::size_t i = 0; i < program.actors.size(); ++i) {
        names.push_back(program.actors[i].id);
        if (names.back() == text) value = Value::of_whole(static_cast<std::int64_t>(i));
      }
      if (std::find(names.begin(), names.end(), text) != names.end()) return std::nullopt;
      return fmt::format("`{}` must be an actor; `{}` is none: {}", info.name, text, joined(names));
    }
    default:
      return fmt::format("`{}` cannot be set", info.name);
  }
}

}  // namespace

tl::expected<std::uint64_t, std::string> parse_seed(std::string_view text) {
  std::uint64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc{} && rest == end) return value;
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
  if (digits) {
    return tl::unexpected(fmt::format("{} is too large: at most 18446744073709551615", text));
  }
  return tl::unexpected(fmt::format("`{}` is not a whole number from 0 on", text));
}

tl::expected<SlotId, std::string> find_parameter(const Program& program, std::string_view name) {
  const auto& slots = program.slots;
  const auto known = std::find_if(slots.begin(), slots.end(),
                                  [&](const SlotInfo& slot) { return slot.name == name; });
  if (known == slots.end()) return tl::unexpected(unknown_parameter(program, name));
  if (!known->is_parameter) {
    return tl::unexpected(fmt::format("`{}` is a variable; only parameters can be set", name));
  }
  return static_cast<SlotId>(known - slots.begin());
}

tl::expected<Value, std::string> parse_value(const Program& program, SlotId slot,
                                             std::string_view text) {
  Value value{};
  if (auto failure = read_value(program, program.slots[slot], text, value)) {
    return tl::unexpected(std::move(*failure));
  }
  return value;
}

std::string value_text(const Program& program, ValueType type, Value value) {
  const auto index = static_cast<std::size_t>(value.whole);
  switch (type) {
    case ValueType::number:
      return fmt::format("{}", value.number);
    case ValueType::truth:
      return value.whole != 0 ? "true" : "false";
    case ValueType::duration: {
      auto text = format_duration({value.whole});
      const auto back = parse_duration(text);
      const bool is_whole = back && back->us == value.whole;
      return is_whole ? text : fmt::format("{} us", value.whole);
    }
    case ValueType::date:
      return format_exactly({program.start.us + value.whole});
    case ValueType::symbol:
      return program.symbols[index];
    case ValueType::actor:
      return program.actors[index].id;
    default:
      return fmt::format("{}", value.whole);
  }
}

Failure add_setting(const Program& program, std::string_view text, Overlay& overlay) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string_view::npos) {
    return fmt::format("--set takes name=value; `{}` is none", text);
  }
  const auto slot = find_parameter(program, text.substr(0, equals));
  if (!slot) return slot.error();
  const auto value = parse_value(program, *slot, text.substr(equals + 1));
  if (!value) return value.error();
  std::erase_if(overlay.settings, [&](const auto& setting) { return setting.first == *slot; });
  overlay.settings.emplace_back(*slot, *value);
  return std::nullopt;
}

Failure set_variant(const Program& program, std::string_view name, Overlay& overlay) {
  std::vector<std::string> names;
  for (const auto& variant : program.variants) {
    names.push_back(variant.name);
    if (variant.name != name) continue;
    overlay.variant = variant.name;
    overlay.settings = variant.settings;
  }
  if (std::find(names.begin(), names.end(), name) != names.end()) return std::nullopt;
  if (names.empty())
    return fmt::format("--variant: the scenario has no variants, so no `{}`", name);
  const auto nearest = nearest_name(name, names);
  return fmt::format("--variant: there is no variant `{}`; {}", name,
                     nearest.empty() ? fmt::format("there are: {}", joined(names))
                                     : fmt::format("did you mean `{}`?", nearest));
}

Failure set_until(const Program& program, std::string_view text, Overlay& overlay) {
  if (const auto length = parse_duration(text)) {
    if (length->us <= 0) return fmt::format("--until {}: a run must last longer than 0 s", text);
    if (length->us > kLastInstant.us - program.start.us) {
      return fmt::format("--until {}: a run must end before the year 10000", text);
    }
    overlay.until = *length;
    return std::nullopt;
  }
  const auto instant = parse_instant(text);
  if (!instant) {
    return fmt::format(
        "--until takes a date such as 2026-07-01 or a length of time such as `90 d`; `{}` is none",
        text);
  }
  if (*instant <= program.start) {
    return fmt::format("--until {}: the scenario starts on {}", text,
                       format_exactly(program.start));
  }
  overlay.until = Duration{instant->us - program.start.us};
  return std::nullopt;
}

}  // namespace brink
