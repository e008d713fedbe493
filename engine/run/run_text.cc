#include <fmt/format.h>

#include <algorithm>

#include "engine/run/settings.h"

namespace brink {

tl::expected<RunSeed, std::string> seed_of(const RunText& text) {
  const auto seed = parse_seed(text.seed);
  if (!seed) return tl::unexpected("--seed: " + seed.error());
  const auto replication = parse_seed(text.replication);
  if (!replication) return tl::unexpected("--replication: " + replication.error());
  return RunSeed{*seed, *replication};
}

namespace {

std::optional<std::string> add_settings(const Program& program, const RunText& text,
                                        Overlay& overlay) {
  std::vector<std::string> names;
  for (const auto& setting : text.settings) {
    const auto name = setting.substr(0, setting.find('='));
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      return fmt::format("`{}` is set twice", name);
    }
    names.push_back(name);
    if (auto failure = add_setting(program, setting, overlay)) return failure;
  }
  return std::nullopt;
}

std::optional<std::string> understand(const Program& program, const RunText& text,
                                      Overlay& overlay) {
  if (!text.variant.empty()) {
    if (auto failure = set_variant(program, text.variant, overlay)) return failure;
  }
  if (auto failure = add_settings(program, text, overlay)) return failure;
  // interventions must know where the run ends
  if (!text.until.empty()) {
    if (auto failure = set_until(program, text.until, overlay)) return failure;
  }
  for (const auto& intervention : text.interventions) {
    if (const auto failure = add_intervention(program, intervention, overlay)) {
      return "--what-if: " + *failure;
    }
  }
  overlay.outcomes_stop = !text.no_stop;
  return std::nullopt;
}

}  // namespace

tl::expected<Overlay, std::string> overlay_of(const Program& program, const RunText& text) {
  Overlay overlay;
  if (auto failure = understand(program, text, overlay)) return tl::unexpected(*failure);
  return overlay;
}

}  // namespace brink
