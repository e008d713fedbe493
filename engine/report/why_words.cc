#include "engine/report/why_words.h"

#include <fmt/format.h>

namespace brink {

std::string_view kind_name(TraceKind kind) {
  constexpr std::string_view kNames[] = {
      "upon",      "when",        "if",     "chance",   "after",    "still",  "option_if",
      "utility",   "temperature", "option", "choice",   "at",       "clock",  "retimed",
      "while",     "rate",        "for",    "assigned", "emission", "from",   "to",
      "attribute", "weight",      "term",   "delay",    "emitted",  "lapses", "lasts",
      "hop",       "carries",     "leak",   "arrives"};
  static_assert(std::size(kNames) == static_cast<std::size_t>(TraceKind::arrives) + 1);
  return kNames[static_cast<std::size_t>(kind)];
}

std::string place_text(const Program& program, Position at) {
  if (at.line == 0) return {};
  return fmt::format("{}:{}", source_of(program.scenario, at).name, at.line);
}

Position maker_place(const Program& program, const EventRecord& event) {
  switch (event.origin) {
    case Origin::rule:
      return program.rules[event.maker].at;
    case Origin::process:
      return program.scenario.processes[program.instances[event.maker].process].label.at;
    case Origin::schedule:
      return program.scenario.schedule[event.maker].label.at;
    case Origin::engine:
      break;
  }
  return {};
}

std::string dated_moment(const Program& program, SimTime time) {
  const auto iso = format_instant({program.start.us + time.us}, Precision::minute);
  return fmt::format("{} {}", day_text(program, time, true), iso.substr(11));
}

std::string event_text(const Explanation& explanation, std::uint32_t number) {
  const FinishedRun run{explanation.run.get(), &explanation.log, nullptr};
  const TimelineOptions options{.colour = false, .all = true};
  const auto& events = explanation.log.events();
  const TimelineLines lines(run, options, std::vector<bool>(events.size() + 1, true));
  return lines.what_happened(events[number - 1]);
}

std::string type_text(const Explanation& explanation, std::uint32_t number) {
  const auto& program = *explanation.run->program;
  return words(program.types[explanation.log.events()[number - 1].type].name);
}

// constant, or a decay that rests where it began
static bool is_as_at_start(const Program& program, const CapturedValue& value) {
  const auto& slot = program.slots[value.read];
  if (slot.law == Law::constant) return true;
  const auto& initial = program.nodes[slot.initial];
  return initial.op == Op::constant && initial.constant.whole == value.value.whole;
}

std::string contributor_text(const Explanation& explanation, const CapturedValue& value,
                             const Contributor& contributor) {
  const auto& program = *explanation.run->program;
  const auto named = [&](std::uint32_t number) {
    return fmt::format("#{} {}", number, type_text(explanation, number));
  };
  switch (contributor.kind) {
    case Contributor::Kind::none:
      return {};
    case Contributor::Kind::initial:
      return is_as_at_start(program, value) ? "as at the start" : "moved by itself since the start";
    case Contributor::Kind::parameter:
      return "parameter";
    case Contributor::Kind::event:
      return named(contributor.event);
    case Contributor::Kind::write:
      break;
  }
  const auto& [time, write] = explanation.log.writes()[contributor.write];
  std::string by =
      write.cause == 0 ? "on " + day_text(program, time, true) : "by " + named(write.cause);
  if (is_intervention(write)) by = "what if, " + by;
  if (write.rule != kNoId) by += fmt::format(", rule {}", words(program.rules[write.rule].name));
  const auto type = program.slots[write.slot].type;
  auto change = change_text(program, type, write.before, write.after, true);
  if (change.empty()) change = change_text(program, type, write.before, write.after);
  const bool moved =
      program.slots[write.slot].law != Law::constant && value.value.whole != write.after.whole;
  return fmt::format("{}{}: {}{}", is_intervention(write) ? "" : "last changed ", by, change,
                     moved ? ", and moved since" : "");
}

}  // namespace brink
