#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"
#include "engine/program/prepare.h"
#include "engine/program/influence_checks.h"
#include "engine/program/program.h"

namespace brink {
namespace internal {

// ids of these have 16 bits
bool Compiler::check_numbers() {
  const auto check = [&](const auto& list, std::string_view what) {
    if (list.size() <= kMaxOfAKind) return true;
    error(list[kMaxOfAKind].label.at, fmt::format("more than {} {}", kMaxOfAKind, what));
    return false;
  };
  return check(scenario().rules, "rules") && check(scenario().schedule, "schedule entries") &&
         check(scenario().groups, "groups") && check(scenario().processes, "processes") &&
         check(scenario().channels, "channels");
}

void Compiler::run() {
  if (!check_numbers()) return;
  for (std::size_t i = 0; i < scenario().actors.size(); ++i) {
    declare_name(scenario().actors[i].label, NameEntry::Kind::actor, i);
  }
  declare_slots();
  declare_actors();
  declare_groups();
  declare_pairs();
  declare_types();
  if (has_errors(findings_.all())) return;
  find_actor_sets();
  let_values_.resize(scenario().lets.size());
  let_states_.resize(scenario().lets.size());
  let_levels_.resize(scenario().lets.size());
  let_secrets_.resize(scenario().lets.size());
  compile_ladder();
  compile_state();
  compile_channels();
  compile_type_terms();
  for (std::uint32_t i = 0; i < scenario().lets.size(); ++i) {
    program_.lets.push_back(compile_let(i).node);
  }
  for (const auto& entry : scenario().schedule) compile_schedule(entry);
  for (const auto& process : scenario().processes) compile_process(process);
  for (const auto& rule : scenario().rules) compile_rule(rule);
  compile_outcomes();
  for (const auto& measure : scenario().measures) compile_measure(measure);
  for (const auto& variant : scenario().variants) compile_variant(variant);
  if (has_errors(findings_.all())) return;
  index_rules();
  mark_moving();
  find_systems();
  find_readers();
  check_laws();
  collect_rungs();
  encode(program_);
  prepare(program_);
  if (!has_errors(findings_.all())) check_cycles(program_, findings_);
}

void Compiler::collect_rungs() {
  auto& levels = program_.rung_levels;
  for (const auto& type : program_.types) {
    if (type.has_rung) levels.push_back(type.rung);
  }
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  const auto pairs = program_.actors.size() * (program_.actors.size() + 1) / 2;
  if (program_.reads_rungs && pairs * levels.size() > kMaxCells) {
    error(scenario().ladder->at, "`rung(a, b)` cannot follow so many actors",
          "at most 4,000,000 pairs times rungs fit");
  }
}

}  // namespace internal

Result<Program> compile(Scenario scenario) {
  Program program;
  program.start = scenario.start;
  program.horizon = scenario.horizon;
  std::vector<std::string> files{scenario.source.name};
  for (const auto& module : scenario.modules) files.push_back(module.name);
  Findings findings(std::move(files));
  program.scenario = std::move(scenario);
  try {
    internal::Compiler(program, findings).run();
  } catch (const TooManyErrors&) {
    // the hundred found say enough
  }
  tidy(findings.all());
  if (has_errors(findings.all())) return tl::unexpected(std::move(findings.all()));
  program.warnings = program.scenario.warnings;
  program.warnings.insert(program.warnings.end(), findings.all().begin(), findings.all().end());
  return program;
}

}  // namespace brink
