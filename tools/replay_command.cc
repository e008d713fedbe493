#include <fmt/format.h>

#include "engine/report/results.h"
#include "engine/run/settings.h"
#include "tools/batch_report.h"
#include "tools/commands.h"

namespace brink::tools {
namespace {

/// A run of a folder, with the scenario and design that its batch kept.
struct Replayed {
  Manifest manifest;
  KeptRun run;
};

tl::expected<Replayed, int> find_run(const ReplayArguments& arguments) {
  const auto failed = [](const std::string& message, ExitCode code) {
    complain(message);
    return tl::unexpected<int>(code);
  };
  const auto number = parse_seed(arguments.run);
  if (!number) return failed("--run: " + number.error(), kBadCommandLine);
  auto results = Results::open(arguments.folder, Results::Use::read);
  if (!results) return failed(results.error(), kBadScenario);
  const auto& manifest = results->manifest();
  const auto runs = manifest.points * manifest.study.replications;
  if (*number >= runs) {
    return failed(fmt::format("--run: there is no run {}: `{}` has the runs 0 to {}", *number,
                              arguments.folder, runs - 1),
                  kBadCommandLine);
  }
  const auto kept = results->find(*number);
  if (!kept) return failed(kept.error(), kBadScenario);
  return Replayed{manifest, *kept};
}

}  // namespace

int replay_command(const ReplayArguments& arguments) {
  RunPlan plan;
  if (const auto failure = understand_reports(arguments.report, plan)) {
    complain(*failure);
    return kBadCommandLine;
  }
  const auto found = find_run(arguments);
  if (!found) return found.error();
  const auto program = load_kept(found->manifest.texts);
  if (!program) return kBadScenario;
  const auto study = study_or_complaint(*program, found->manifest.study);
  if (!study) return kBadScenario;
  plan.seed = {study->text.seed, found->run.replication};
  plan.overlay = overlay_of(study->design, study->base, found->run.point);
  plan.expected_hash = found->run.hash;
  return report_run(*program, arguments.report, plan);
}

}  // namespace brink::tools
