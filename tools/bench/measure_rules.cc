#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "engine/language/scenario_file.h"
#include "engine/report/words.h"
#include "tools/bench/engine_play.h"
#include "tools/bench/families.h"
#include "tools/bench/suites.h"

namespace brink::bench {
namespace {

constexpr std::uint64_t kSeed = 1;

struct Crowded {
  std::string name;
  std::unique_ptr<const Program> program;
  std::unique_ptr<EnginePlay> play;
};

Crowded with_rules(const std::string& name, const std::string& text) {
  Crowded crowded{name, compiled_text("rules.yaml", text), nullptr};
  crowded.play = std::make_unique<EnginePlay>(*crowded.program, kSeed);
  return crowded;
}

// draws are addressed, so rules that never act leave every run as it is
Check same_runs(const Crowded& without, const Crowded& with) {
  constexpr std::uint64_t kRuns = 20;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    const auto a = without.play->play(run);
    const auto b = with.play->play(run);
    if (a.events == b.events && a.end == b.end && a.escalation == b.escalation) continue;
    return {without.name + " and " + with.name, false, fmt::format("run {} is another", run)};
  }
  return {without.name + " and " + with.name, true, fmt::format("{} runs are the same", kRuns)};
}

}  // namespace

Group measure_rules(const Options& options) {
  const auto base = read_source(options.scenarios + "/benchmarks/tit_for_tat.yaml");
  if (!base) throw std::runtime_error(base.error());
  const std::size_t many = options.is_quick ? 40 : 400;
  std::vector<Crowded> all_crowded;
  all_crowded.push_back(with_rules("none", *base));
  all_crowded.push_back(with_rules("4 rules", rules_text(*base, 4)));
  all_crowded.push_back(with_rules(fmt::format("{} rules", many), rules_text(*base, many)));
  all_crowded.push_back(with_rules(fmt::format("{} upon raids", many),
                                   rules_text(*base, many, Added::event_of_others)));
  std::vector<Contender> contenders;
  for (const auto& crowded : all_crowded) {
    contenders.push_back({crowded.name, [&](std::uint64_t first, std::uint64_t runs) {
                            return crowded.play->play_many(first, runs);
                          }});
  }
  const auto all = interleave("rules", contenders, options.effort);
  Group group{.key = "rules", .title = "tit for tat with rules that never act"};
  group.about =
      "A quarter of them are conditions (`when:`), a process that never opens goes with every "
      "four. "
      "`upon raids`: upon the model's own events, but of somebody who never makes any.";
  group.columns = {{"ns_per_event", "ns/event", 1},
                   {"to_none", "× without", 3},
                   {"runs_per_second", "runs/s", 0},
                   {"kibibytes", "KiB", 1}};
  group.is_complete = static_cast<int>(all[0].ns_per_event.size()) == options.effort.rounds;
  if (all[0].ns_per_event.empty()) return group;
  for (std::size_t i = 0; i < all.size(); ++i) {
    group.rows.push_back({all[i].name,
                          {all[i].ns(), ratio(all[i], all[0]), all[i].runs_per_second(),
                           static_cast<double>(all_crowded[i].play->bytes()) / 1024}});
    if (i > 0) group.checks.push_back(same_runs(all_crowded[0], all_crowded[i]));
  }
  if (!options.is_quick) {
    group.budgets = {{"unrelated", "an event with 400 unrelated rules, to one with 4",
                      ratio(all[2], all[1]), 1.05, "×"}};
  }
  return group;
}

}  // namespace brink::bench
