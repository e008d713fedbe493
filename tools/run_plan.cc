#include "engine/run/settings.h"
#include "tools/commands.h"

namespace brink::tools {

std::optional<std::string> understand_seed(const WhichRun& which, RunPlan& plan) {
  const auto seed = seed_of(which.text);
  if (!seed) return seed.error();
  plan.seed = *seed;
  return std::nullopt;
}

std::optional<std::string> understand_settings(const Program& program, const WhichRun& which,
                                               RunPlan& plan) {
  auto overlay = overlay_of(program, which.text);
  if (!overlay) return overlay.error();
  plan.overlay = std::move(*overlay);
  return std::nullopt;
}

}  // namespace brink::tools
