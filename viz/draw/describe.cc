#include "viz/draw/describe.h"

#include <fmt/format.h>

#include <array>

#include "engine/report/words.h"

namespace brink::viz {

std::string parties_text(const Program& program, const EventRecord& event) {
  const auto source = actor_name(program, event.source);
  const auto target = actor_name(program, event.target);
  if (event.source == kNobody) {
    return event.target == kNobody ? "the world" : fmt::format("→ {}", target);
  }
  if (event.target == kNobody || event.target == event.source) return std::string(source);
  return fmt::format("{} → {}", source, target);
}

std::string type_words(const Program& program, const EventRecord& event) {
  return words(program.types[event.type].name);
}

std::string maker_text(const Program& program, const EventRecord& event) {
  const auto id = words(maker_id(program, event));
  switch (event.origin) {
    case Origin::rule: {
      const auto option = option_id(program, event);
      return option.empty() ? fmt::format("rule {}", id)
                            : fmt::format("rule {}, option {}", id, words(option));
    }
    case Origin::process:
      return fmt::format("process {}", id);
    case Origin::schedule:
      return fmt::format("scheduled: {}", id);
    case Origin::engine:
      break;
  }
  return event.about != kNoId ? fmt::format("channel {}", id) : "by the passing of time";
}

std::vector<std::string> attribute_texts(const Program& program, const Log& log,
                                         const EventRecord& event) {
  std::vector<std::string> texts;
  const auto& attributes = program.types[event.type].attributes;
  for (std::size_t i = 0; i < event.attributes && i < attributes.size(); ++i) {
    const auto& info = attributes[i];
    const auto value = short_value(program, info.type, log.attribute(event, i));
    texts.push_back(quantity_text(words(info.id), value, info.unit));
  }
  return texts;
}

std::string event_lines(const Program& program, const Log& log, const EventRecord& event) {
  auto text = fmt::format("#{}  {}\n{}: {}{}", event.number, full_date(program, event.time),
                          parties_text(program, event), type_words(program, event),
                          event.is_public ? "" : " [private]");
  for (const auto& attribute : attribute_texts(program, log, event)) text += "\n  " + attribute;
  text += "\n" + maker_text(program, event);
  if (event.cause != 0) text += fmt::format("\nfollows from #{}", event.cause);
  return text;
}

std::string full_date(const Program& program, SimTime time) {
  static constexpr std::array<const char*, 7> kDays{"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};
  const Instant at{program.start.us + time.us};
  // 0001-01-01 was a Monday
  const auto day = static_cast<std::size_t>(at.us / kMicrosecondsPerDay % 7);
  const auto clock = format_instant(at, Precision::minute).substr(11);
  return fmt::format("{} {}, {}", kDays[day], day_text(program, time, true), clock);
}

std::string speed_text(double days_per_second) {
  if (days_per_second <= 0) return "0";
  if (days_per_second < 0.995) return fmt::format("{:.3g} h/s", days_per_second * 24);
  return fmt::format("{:.3g} d/s", days_per_second);
}

}  // namespace brink::viz
