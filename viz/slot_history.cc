#include "viz/slot_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/value_lines.h"
#include "engine/report/words.h"
#include "viz/yaml_lines.h"

namespace brink::viz {
namespace {

std::string about_of(const Program& program, const SlotInfo& info) {
  const auto& scenario = program.scenario;
  const auto is_it = [&](const Label& label) { return info.at.line > 0 && label.at == info.at; };
  for (const auto& parameter : scenario.parameters) {
    if (is_it(parameter.label)) return parameter.label.about;
  }
  for (const auto& variable : scenario.world) {
    if (is_it(variable.label)) return variable.label.about;
  }
  for (const auto& actor : scenario.actors) {
    for (const auto& variable : actor.variables) {
      if (is_it(variable.label)) return variable.label.about;
    }
  }
  for (const auto& pair : scenario.pairs) {
    if (is_it(pair.variable.label)) return pair.variable.label.about;
  }
  return {};
}

std::string bound(const Program& program, const SlotInfo& info, double x) {
  if (info.type != ValueType::duration) return short_number(x);
  return short_value(program, info.type, Value::of_whole(static_cast<std::int64_t>(x)));  // µs
}

std::string range_of(const Program& program, const SlotInfo& info) {
  if (info.type == ValueType::symbol) {
    std::string text;
    for (const auto symbol : info.symbols) {
      text += (text.empty() ? "" : ", ") + words(program.symbols[symbol]);
    }
    return text;
  }
  if (info.type == ValueType::truth) return "true or false";
  const bool has_low = std::isfinite(info.low);
  const bool has_high = std::isfinite(info.high);
  if (has_low && has_high) {
    return fmt::format("{} to {}", bound(program, info, info.low), bound(program, info, info.high));
  }
  if (has_low) return fmt::format("{} or more", bound(program, info, info.low));
  return has_high ? fmt::format("{} or less", bound(program, info, info.high)) : "any";
}

std::string law_of(const Program& program, const SlotInfo& info) {
  const auto speed = info.speed == kNone ? std::string() : expression_text(program, info.speed);
  switch (info.law) {
    case Law::constant:
      break;
    case Law::trend:
      return fmt::format("moves by itself: {} a day", speed);
    case Law::decay: {
      const auto rest = info.rest == kNone ? std::string("0") : expression_text(program, info.rest);
      return fmt::format("goes back to {} by itself, most of the way in {}", rest, speed);
    }
    case Law::flow:
      return fmt::format("flows by itself: {} a day", speed);
  }
  return info.is_parameter ? "changes only by your hand" : "changes only by rules";
}

bool made_at(const Log::TimedWrite& write, const Playhead& place) {
  if (is_intervention(write.write)) return write.time.us <= place.time.us + 1;
  if (write.time != place.time) return write.time < place.time;
  return write.write.cause <= place.event;
}

}  // namespace

std::string slot_own_name(const Program& program, SlotId slot) {
  const auto& info = program.slots[slot];
  if (info.owner == kNobody) return words(info.name);
  if (info.other != kNobody) return words(info.name.substr(0, info.name.find('(')));
  return words(info.name.substr(info.name.find('.') + 1));
}

std::string slot_kind(const Program& program, SlotId slot) {
  const auto& info = program.slots[slot];
  if (info.is_parameter) return "parameter";
  if (info.owner == kNobody) return "variable of the world";
  if (info.other != kNobody) {
    return fmt::format("between {} and {}", actor_name(program, info.owner),
                       actor_name(program, info.other));
  }
  return fmt::format("variable of {}", actor_name(program, info.owner));
}

SlotFacts slot_facts(const Program& program, SlotId slot) {
  const auto& info = program.slots[slot];
  return {slot_name(program, slot), slot_kind(program, slot), info.unit,
          range_of(program, info),  law_of(program, info),    about_of(program, info)};
}

void follow_writes(SlotWrites& found, const Recording& recording, SlotId slot) {
  const auto& writes = recording.log.writes();
  const auto size = writes.size();
  if (found.slot != slot || found.recording != &recording || found.looked_at > size) {
    found = {slot, &recording, 0, {}};
  }
  for (; found.looked_at < size; ++found.looked_at) {
    if (writes[found.looked_at].write.slot == slot) {
      found.writes.push_back(static_cast<std::uint32_t>(found.looked_at));
    }
  }
}

std::size_t changes_until(const Blocks<Log::TimedWrite>& writes,
                          const std::vector<std::uint32_t>& changes, const Playhead& place) {
  const auto end = std::partition_point(changes.begin(), changes.end(),
                                        [&](std::uint32_t i) { return made_at(writes[i], place); });
  return static_cast<std::size_t>(end - changes.begin());
}

void find_slots(SlotChoice& choice, const Program& program) {
  if (choice.names.size() != program.slots.size()) {
    choice.names.clear();
    for (SlotId s = 0; s < program.slots.size(); ++s) {
      choice.names.push_back(slot_name(program, s));
    }
    choice.is_found = false;
  }
  const std::string_view wanted = choice.text.data();
  if (choice.is_found && choice.found_for == wanted) return;
  choice.found_for = wanted;
  choice.is_found = true;
  choice.matches.clear();
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    if (wanted.empty() || find_words(choice.names[s], wanted) != std::string_view::npos) {
      choice.matches.push_back(s);
    }
  }
  std::stable_partition(choice.matches.begin(), choice.matches.end(),
                        [&](SlotId s) { return program.slots[s].is_parameter; });
}

}  // namespace brink::viz
