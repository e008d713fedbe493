#include <fmt/format.h>

#include <algorithm>

#include "engine/run/settings.h"
#include "tools/commands.h"

namespace brink::tools {

std::optional<std::string> understand_seed(const WhichRun& which, RunPlan& plan) {
  const auto seed = parse_seed(which.seed);
  if (!seed) return "--seed: " + seed.error();
  const auto replication = parse_seed(which.replication);
  if (!replication) return "--replication: " + replication.error();
  plan.seed = {*seed, *replication};
  return std::nullopt;
}

std::optional<std::string> understand_settings(const Program& program, const WhichRun& which,
                                               RunPlan& plan) {
  if (!which.variant.empty()) {
    if (auto failure = set_variant(program, which.variant, plan.overlay)) return failure;
  }
  std::vector<std::string> names;
  for (const auto& setting : which.settings) {
    const auto name = setting.substr(0, setting.find('='));
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      return fmt::format("`{}` is set twice", name);
    }
    names.push_back(name);
    if (auto failure = add_setting(program, setting, plan.overlay)) return failure;
  }
  if (!which.until.empty()) {
    if (auto failure = set_until(program, which.until, plan.overlay)) return failure;
  }
  for (const auto& intervention : which.interventions) {
    if (const auto failure = add_intervention(program, intervention, plan.overlay)) {
      return "--what-if: " + *failure;
    }
  }
  plan.overlay.outcomes_stop = !which.no_stop;
  return std::nullopt;
}

}  // namespace brink::tools
