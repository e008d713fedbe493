#include "tools/batch_report.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "engine/report/batch_summary.h"
#include "engine/report/run_error.h"
#include "engine/report/words.h"
#include "tools/batch_progress.h"
#include "tools/commands.h"

namespace brink::tools {
namespace {

namespace fs = std::filesystem;

// `open_letter-results`, or the first of -2, -3, ... that is not there; a shard's name is its own
std::string default_folder(const std::string& file, const Shard& shard) {
  auto stem = fs::path(file).stem().string();
  if (stem.empty()) stem = "brink";
  if (shard.count > 1) return fmt::format("{}-shard-{}-of-{}", stem, shard.index + 1, shard.count);
  auto folder = stem + "-results";
  std::error_code failure;
  for (int i = 2; fs::exists(folder, failure); ++i) folder = fmt::format("{}-results-{}", stem, i);
  if (folder != stem + "-results") {
    std::fputs(
        fmt::format("brink: `{0}-results` is there already (`--resume {0}-results` goes on with "
                    "it); results go to `{1}`\n",
                    shell_word(stem), folder)
            .c_str(),
        stderr);
  }
  return folder;
}

// "scenarios/a.yaml:12:5", and "the run stopped ...; give one rule a delay"
FailureText failure_text(const Run& run) {
  const auto error = run_error(run);
  FailureText text{error.file, error.message};
  if (error.at.line > 0) text.place += fmt::format(":{}:{}", error.at.line, error.at.column);
  if (!error.hint.empty()) text.message += "; " + error.hint;
  return text;
}

std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", short_count(n), n == 1 ? one : many);
}

std::string design_text(const Results& results, const Study& study) {
  const auto& shard = results.manifest().shard;
  const auto points = study.design.points();
  auto text = counted(study.design.replications, "replication", "replications");
  if (points > 1) {
    text = fmt::format("{} points × {} = {}", short_count(points), text,
                       counted(study.design.runs(), "run", "runs"));
  }
  if (shard.count > 1) text += fmt::format(" · shard {} of {}", shard.index + 1, shard.count);
  return fmt::format("{} · seed {}", text, study.text.seed);
}

std::string head_text(const Results& results, const Study& study, const Session& session) {
  const auto& manifest = results.manifest();
  auto text = fmt::format("{}\n{}\n", study.program->scenario.title, design_text(results, study));
  if (session.runs > 0) {
    text +=
        fmt::format("{} in {} on {}, {}\n", counted(session.runs, "run", "runs"),
                    seconds_text(session.seconds), counted(session.threads, "thread", "threads"),
                    rate_text(static_cast<double>(session.runs), session.seconds));
  }
  if (session.before > 0 && session.runs > 0) {
    text += fmt::format("{} were there before\n", counted(session.before, "run", "runs"));
  }
  if (!manifest.is_complete) {
    text += fmt::format("so far {}\n", counted(manifest.ended + manifest.failed, "run", "runs"));
  }
  return text + fmt::format("results: {}/ (results.db, manifest.json, *.csv)\n", results.folder());
}

}  // namespace

tl::expected<std::string, std::string> results_folder(const std::optional<std::string>& out,
                                                      const std::string& file, const Shard& shard) {
  if (!out) return default_folder(file, shard);
  if (out->empty() || out->starts_with('-')) {
    return tl::unexpected(fmt::format("--out: `{}` is no name for a folder", *out));
  }
  auto folder = *out;
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return folder;
}

std::string resume_hint(const std::string& folder) {
  return fmt::format("every finished chunk is kept: `brink batch --resume {}` goes on",
                     shell_word(folder));
}

std::optional<Study> study_or_complaint(const Program& program, const StudyText& text) {
  auto study = make_study(program, text);
  if (!study) {
    complain(study.error());
    return std::nullopt;
  }
  study->describe_failure = failure_text;
  return std::move(*study);
}

int conclude(Results& results, const Study& study, const Session& session, bool whole, bool quiet) {
  if (const auto failure = results.sum_up(study, whole)) {
    complain(*failure, resume_hint(results.folder()));
    return kBadScenario;
  }
  const auto& manifest = results.manifest();
  if (quiet && manifest.failed > 0) {
    std::fputs(fmt::format("brink: {} of {} runs failed: see {}/failures.csv\n",
                           short_count(manifest.failed),
                           short_count(manifest.ended + manifest.failed), results.folder())
                   .c_str(),
               stderr);
  }
  if (quiet) {
    print(fmt::format("digest  {}\n", results.manifest().digest));
    return finish_output();
  }
  auto summary = batch_summary(results, study, {.colour = wants_colour(), .width = text_width()});
  if (!summary) {
    complain(summary.error());
    return kBadScenario;
  }
  print(head_text(results, study, session) + *summary);
  return finish_output();
}

}  // namespace brink::tools
