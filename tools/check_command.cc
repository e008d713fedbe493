#include <fmt/format.h>

#include "tools/commands.h"

namespace brink::tools {
namespace {

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

// "3 actors, 12 rules, ..."; what a scenario has none of is left out
std::string contents(const Scenario& scenario) {
  struct Part {
    std::size_t n;
    std::string_view one;
    std::string_view many;
  };
  const Part parts[] = {{scenario.actors.size(), "actor", "actors"},
                        {scenario.parameters.size(), "parameter", "parameters"},
                        {scenario.events.size(), "event type", "event types"},
                        {scenario.schedule.size(), "scheduled event", "scheduled events"},
                        {scenario.processes.size(), "process", "processes"},
                        {scenario.rules.size(), "rule", "rules"},
                        {scenario.outcomes.size(), "outcome", "outcomes"},
                        {scenario.measures.size(), "measure", "measures"},
                        {scenario.variants.size(), "variant", "variants"}};
  std::string text;
  for (const auto& part : parts) {
    if (part.n == 0) continue;
    text += (text.empty() ? "" : ", ") + counted(part.n, part.one, part.many);
  }
  return text.empty() ? "nothing in it" : text;
}

}  // namespace

int check_command(const std::vector<std::string>& files) {
  bool all_good = true;
  for (const auto& file : files) {
    const auto program = load(file, true);
    if (!program) {
      all_good = false;
      continue;
    }
    const auto warnings = program->warnings.size();
    const auto warned =
        warnings == 0 ? std::string() : "; " + counted(warnings, "warning", "warnings");
    if (!print(fmt::format("{}: good ({}){}\n", file, contents(program->scenario), warned))) break;
  }
  const int written = finish_output();
  return all_good ? written : static_cast<int>(kBadScenario);
}

}  // namespace brink::tools
