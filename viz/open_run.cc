#include "viz/open_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/batch/study.h"
#include "engine/language/scenario_file.h"
#include "engine/report/results.h"
#include "engine/run/settings.h"

namespace brink::viz {
namespace {

using Failed = tl::unexpected<OpenFailure>;

Failed wrong_command(const std::string& text) {
  return Failed({"brink-view: error: " + text, true});
}
Failed wrong_file(const std::string& text) { return Failed({text, false}); }

std::string all_findings(const Diagnostics& findings, const SourceTexts& texts) {
  std::string text;
  for (const auto& finding : findings) text += render(finding, texts);
  return text;
}

tl::expected<std::shared_ptr<const Program>, OpenFailure> compiled(Result<Scenario> scenario,
                                                                   const SourceTexts& texts) {
  if (!scenario) {
    if (texts.empty()) return wrong_file("brink-view: error: " + scenario.error().front().message);
    return wrong_file(all_findings(scenario.error(), texts));
  }
  auto program = compile(std::move(*scenario));
  if (!program) return wrong_file(all_findings(program.error(), texts));
  return std::make_shared<const Program>(std::move(*program));
}

tl::expected<Opened, OpenFailure> open_scenario(const RunToOpen& wanted) {
  if (!wanted.run.empty()) return wrong_command("--run belongs to a results folder");
  const auto seed = seed_of(wanted.text);
  if (!seed) return wrong_command(seed.error());
  SourceTexts texts;
  auto scenario = read_scenario_file(wanted.path, texts);
  auto program = compiled(std::move(scenario), texts);
  if (!program) return tl::unexpected(program.error());
  auto overlay = overlay_of(**program, wanted.text);
  if (!overlay) return wrong_command(overlay.error());
  return Opened{*program, std::move(*overlay), *seed, wanted.path};
}

tl::expected<Opened, OpenFailure> open_row(const RunToOpen& wanted) {
  const auto& text = wanted.text;
  const RunText usual;
  const bool has_more = text.seed != usual.seed || text.replication != usual.replication ||
                        !text.variant.empty() || !text.settings.empty() || !text.until.empty() ||
                        text.no_stop;
  if (has_more) {
    return wrong_command(
        "a run of a results folder is opened as it was made: only --run and --what-if go with it");
  }
  const auto number = parse_seed(wanted.run.empty() ? "0" : wanted.run);
  if (!number) return wrong_command("--run: " + number.error());
  auto results = Results::open(wanted.path, Results::Use::read);
  if (!results) return wrong_file("brink-view: error: " + results.error());
  const auto& manifest = results->manifest();
  const auto runs = manifest.points * manifest.study.replications;
  if (*number >= runs) {
    return wrong_command(fmt::format("--run: there is no run {}: `{}` has the runs 0 to {}",
                                     *number, wanted.path, runs - 1));
  }
  const auto kept = results->find(*number);
  if (!kept) return wrong_file("brink-view: error: " + kept.error());
  SourceTexts texts;
  auto scenario = read_scenario_texts(manifest.texts, texts);
  auto program = compiled(std::move(scenario), texts);
  if (!program) return tl::unexpected(program.error());
  const auto study = make_study(**program, manifest.study);
  if (!study) return wrong_file("brink-view: error: " + study.error());
  Opened opened{*program,
                overlay_of(study->design, study->base, kept->point),
                {study->text.seed, kept->replication},
                fmt::format("{}, run {}", wanted.path, *number)};
  for (const auto& intervention : text.interventions) {
    if (const auto failure = add_intervention(**program, intervention, opened.overlay)) {
      return wrong_command("--what-if: " + *failure);
    }
  }
  return opened;
}

}  // namespace

tl::expected<Opened, OpenFailure> open_run(const RunToOpen& wanted) {
  std::error_code error;
  return std::filesystem::is_directory(wanted.path, error) ? open_row(wanted)
                                                           : open_scenario(wanted);
}

}  // namespace brink::viz
