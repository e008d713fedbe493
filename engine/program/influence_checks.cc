#include "engine/program/influence_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/program/checks.h"
#include "engine/program/cycles.h"
#include "engine/program/firing.h"
#include "engine/program/influence.h"

namespace brink {
namespace {

constexpr std::size_t kMaxTold = 8;  // rules of a circle

// "raid → spiral → strike → answer (line 12) → raid"
std::string way_of(const Program& program, const Findings& findings, const Cycle& cycle) {
  auto text = program.types[cycle.made.back()].name;
  const auto& first = program.rules[cycle.rules.front()];
  const auto told = std::min(cycle.rules.size(), kMaxTold);
  for (std::size_t i = 0; i < told; ++i) {
    const auto& rule = program.rules[cycle.rules[i]];
    text += " → " + rule.name;
    if (i > 0) text += fmt::format(" ({})", findings.place_text(rule.at, first.at));
    text += " → " + program.types[cycle.made[i]].name;
  }
  if (told == cycle.rules.size()) return text;
  return fmt::format("{} → {} more rules → {}", text, cycle.rules.size() - told,
                     program.types[cycle.made.back()].name);
}

// somewhere a rule makes an event in the instant of the one it follows
bool makes_at_once(const Program& program, const std::vector<CompiledDeed>& deeds) {
  return std::any_of(deeds.begin(), deeds.end(), [&](const CompiledDeed& deed) {
    if (deed.kind == Deed::Kind::loop) return makes_at_once(program, deed.deeds);
    return deed.kind != Deed::Kind::assign && is_at_once(program, deed.emission.after);
  });
}

bool makes_at_once(const Program& program, const Rule& rule) {
  if (!rule.has_pattern || !is_at_once(program, rule.after)) return false;
  return makes_at_once(program, rule.deeds) ||
         std::any_of(rule.options.begin(), rule.options.end(),
                     [&](const Option& option) { return makes_at_once(program, option.deeds); });
}

}  // namespace

void check_cycles(const Program& program, Findings& findings) {
  const auto& rules = program.rules;
  const auto at_once = [&](const Rule& rule) { return makes_at_once(program, rule); };
  if (std::none_of(rules.begin(), rules.end(), at_once)) return;
  GroupSets groups(program);
  const auto flow = event_flow(program, groups);
  const auto fires = rules_that_fire(program, flow);
  for (const auto& cycle : zero_delay_cycles(program, flow, fires)) {
    const auto at = rules[cycle.rules.front()].at;
    const auto way = way_of(program, findings, cycle);
    if (cycle.certain) {
      findings.error(
          at, fmt::format("an endless circle in one instant: {}", way),
          "give one rule of this circle a delay (`after:`), or a condition that ends it");
    } else {
      findings.warning(at,
                       fmt::format("a circle in one instant, which only a condition, a chance or a "
                                   "choice ends: {}",
                                   way),
                       "give one rule of this circle a delay (`after:`): more than 10,000 events "
                       "in one instant end a run with an error");
    }
  }
}

void add_influence_warnings(Program& program) {
  std::vector<std::string> files{program.scenario.source.name};
  for (const auto& module : program.scenario.modules) files.push_back(module.name);
  Findings findings(std::move(files));
  GroupSets groups(program);
  const auto flow = event_flow(program, groups);
  const auto fires = rules_that_fire(program, flow);
  const auto graph = influence_of(program, flow, groups);
  const internal::Check check{program, flow, fires, graph, groups, findings};
  internal::check_rules(check);
  internal::check_events(check);
  internal::check_offers(check);
  internal::check_names(check);
  internal::check_channels(check);
  internal::check_actors(check);
  auto& warnings = program.warnings;
  warnings.insert(warnings.end(), findings.all().begin(), findings.all().end());
  tidy(warnings);
}

}  // namespace brink
