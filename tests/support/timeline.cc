#include "tests/support/timeline.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace brink::test {
namespace {

std::string actor_name(const Program& program, ActorId actor) {
  return actor == kNobody ? "nobody" : program.actors[actor].id;
}

// symbols and actors by name: their indices depend on what else is declared
std::string value_text(const Program& program, ValueType type, Value value) {
  if (type == ValueType::symbol) return program.symbols[static_cast<std::size_t>(value.whole)];
  if (type == ValueType::actor) return actor_name(program, static_cast<ActorId>(value.whole));
  return fmt::format("{:x}", static_cast<std::uint64_t>(value.whole));
}

std::uint64_t key_of(const Log& log, std::uint32_t number) {
  return number == 0 ? 0 : log.events()[number - 1].key;
}

std::string event_line(const Program& program, const Log& log, const EventRecord& event) {
  auto line =
      fmt::format("{:>16} {:016x} {} {} -> {} {} option {} cause {:016x}", event.time.us, event.key,
                  program.types[event.type].name, actor_name(program, event.source),
                  actor_name(program, event.target), event.is_public ? "public" : "private",
                  event.option, key_of(log, event.cause));
  const auto& attributes = program.types[event.type].attributes;
  for (std::size_t i = 0; i < event.attributes; ++i) {
    line += fmt::format(" {}={}", attributes[i].id,
                        value_text(program, attributes[i].type, log.attribute(event, i)));
  }
  return line;
}

}  // namespace

std::string story(const Program& program, const Log& log) {
  const auto name = [&](ActorId id) { return id == kNobody ? "-" : program.actors[id].id; };
  std::string text;
  for (const auto& event : log.events()) {
    text += fmt::format("{} {} {}>{}\n", event.time.us / kMicrosecondsPerDay,
                        program.types[event.type].name, name(event.source), name(event.target));
  }
  return text;
}

bool belongs(const Program& program, const EventRecord& event, std::string_view prefix) {
  const auto is_own = [&](ActorId actor) {
    return actor != kNobody && program.actors[actor].id.starts_with(prefix);
  };
  return program.types[event.type].name.starts_with(prefix) || is_own(event.source) ||
         is_own(event.target);
}

std::vector<std::string> timeline(const Program& program, const Log& log, std::string_view prefix,
                                  bool others) {
  std::vector<std::string> lines;
  for (const auto& event : log.events()) {
    if (belongs(program, event, prefix) != others) lines.push_back(event_line(program, log, event));
  }
  for (const auto& [time, write] : log.writes()) {
    const auto& slot = program.slots[write.slot];
    if (slot.name.starts_with(prefix) == others) continue;
    lines.push_back(fmt::format("{:>16} write {} {} {} cause {:016x}", time.us, slot.name,
                                value_text(program, slot.type, write.before),
                                value_text(program, slot.type, write.after),
                                key_of(log, write.cause)));
  }
  return lines;
}

std::string first_difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto [one, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (one == a.end() && other == b.end()) return {};
  std::string out = fmt::format("line {} of {} and {}\n", one - a.begin() + 1, a.size(), b.size());
  for (auto line = std::max(a.begin(), one - std::min<std::ptrdiff_t>(3, one - a.begin()));
       line != one; ++line) {
    out += "  both  " + *line + "\n";
  }
  out += "  one   " + (one == a.end() ? "(end)" : *one) + "\n";
  return out + "  other " + (other == b.end() ? "(end)" : *other) + "\n";
}

std::string kept(const std::string& text, const std::string& name) {
  const auto path = ::testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

}  // namespace brink::test
