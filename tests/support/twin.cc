#include "tests/support/twin.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/language/scenario_file.h"
#include "engine/run/settings.h"
#include "tests/support/timeline.h"

namespace brink::test {
namespace {

constexpr std::string_view kNobodyElse = "cause 0000000000000000";

// what makes the tick and follows it, to be put into a scenario
Result<Scenario> ticking(const Program& program, const std::vector<Intervention>& interventions) {
  std::string deeds;
  for (const auto& [at, slot, value] : interventions) {
    const auto& info = program.slots[slot];
    deeds += fmt::format("\n      - {} = {}", info.name, value_text(program, info.type, value));
  }
  return read_scenario({"tick.yaml", fmt::format(R"(
brink: 1
title: A tick
start: 2026-01-01
horizon: 1 d
actors: {{nobody: {{}}}}
events: {{zz_tick: {{is: retreat}}}}
schedule: {{zz_at: {{at: {} us, emit: zz_tick}}}}
rules:
  zz_set:
    upon: zz_tick
    do:{}
)",
                                                 interventions[0].at.us, deeds)});
}

void make_variable(Scenario& scenario, const std::string& name) {
  const auto parameter =
      std::find_if(scenario.parameters.begin(), scenario.parameters.end(),
                   [&](const ParameterDecl& decl) { return decl.label.id == name; });
  if (parameter == scenario.parameters.end()) return;
  VariableDecl variable;
  variable.label = parameter->label;
  variable.initial = parameter->initial;
  variable.range = parameter->range;
  variable.values = parameter->values;
  variable.unit = parameter->unit;
  scenario.world.insert(scenario.world.begin(), variable);
  scenario.parameters.erase(parameter);
  for (auto& variant : scenario.variants) {
    std::erase_if(variant.parameters,
                  [&](const TermDecl& setting) { return setting.name.value == name; });
  }
}

std::string messages(const Diagnostics& diagnostics) {
  std::string all;
  for (const auto& d : diagnostics) all += d.message + "\n";
  return all;
}

}  // namespace

tl::expected<Program, std::string> twin_of(const std::string& yaml, const Program& program,
                                           const std::vector<Intervention>& interventions) {
  auto scenario = read_scenario({"twin.yaml", yaml});
  if (!scenario) return tl::unexpected(messages(scenario.error()));
  auto tick = ticking(program, interventions);
  if (!tick) return tl::unexpected(messages(tick.error()));
  for (const auto& intervention : interventions) {
    const auto& info = program.slots[intervention.slot];
    if (info.is_parameter) make_variable(*scenario, info.name);
  }
  scenario->events.push_back(tick->events[0]);
  scenario->schedule.push_back(tick->schedule[0]);
  scenario->rules.push_back(tick->rules[0]);
  auto twin = compile(std::move(*scenario));
  if (!twin) return tl::unexpected(messages(twin.error()));
  return std::move(*twin);
}

std::vector<std::string> timeline_beside(const Program& program, const Log& log) {
  auto lines = timeline(program, log);
  std::size_t kept = log.events().size();
  std::vector<std::string> result(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(kept));
  for (const auto& timed : log.writes()) {
    if (!is_intervention(timed.write)) result.push_back(lines[kept]);
    ++kept;
  }
  return result;
}

std::vector<std::string> timeline_of_twin(const Program& program, const Log& log) {
  std::string tick = "none";
  for (const auto& event : log.events()) {
    if (program.types[event.type].name != "zz_tick") continue;
    tick = fmt::format("cause {:016x}", event.key);
  }
  auto lines = timeline(program, log);
  std::vector<std::string> result;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool is_event = i < log.events().size();
    const bool is_own = is_event ? program.types[log.events()[i].type].name == "zz_tick" : [&] {
      const auto& write = log.writes()[i - log.events().size()].write;
      return write.rule != kNoId && program.rules[write.rule].name == "zz_set";
    }();
    if (is_own) continue;
    if (const auto place = lines[i].find(tick); place != std::string::npos) {
      lines[i].replace(place, tick.size(), kNobodyElse);
    }
    result.push_back(std::move(lines[i]));
  }
  return result;
}

std::optional<Value> random_value(const Program& program, SlotId slot, Dice& dice) {
  const auto& info = program.slots[slot];
  switch (info.type) {
    case ValueType::number: {
      const double x = static_cast<double>(dice.between(-5, 40)) / 10;
      return Value::of(std::clamp(x, info.low, info.high) + 0.0);
    }
    case ValueType::duration: {
      const auto us = static_cast<double>(dice.between(1, 240)) * 3.6e9;
      return Value::of_whole(static_cast<std::int64_t>(std::clamp(us, info.low, info.high)));
    }
    case ValueType::truth:
      return Value::of_whole(dice.chance(0.5) ? 1 : 0);
    case ValueType::symbol:
      return Value::of_whole(dice.pick(info.symbols));
    default:
      return std::nullopt;
  }
}

SimTime random_instant(const Program& program, Dice& dice) {
  const auto last = program.horizon.us / 2'000'000;
  const auto second = dice.below(static_cast<std::uint64_t>(last));
  // no law or delay of a scenario is written in such microseconds
  return {static_cast<std::int64_t>(second) * 1'000'000 + 271'829};
}

}  // namespace brink::test
