#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <thread>

#include "engine/batch/scheduler.h"
#include "engine/language/scenario_file.h"
#include "engine/report/batch_summary.h"
#include "engine/report/results.h"
#include "engine/report/run_error.h"
#include "engine/report/words.h"
#include "engine/run/settings.h"
#include "tools/batch_progress.h"
#include "tools/commands.h"
#include "tools/interrupt.h"

namespace brink::tools {
namespace {

namespace fs = std::filesystem;
using Failure = std::optional<std::string>;

constexpr unsigned kMostThreads = 1024;

/// What the command line says, understood as far as it can be without the scenario.
struct BatchPlan {
  StudyText study;
  Shard shard;
  unsigned threads = 1;
};

Failure read_whole(std::string_view option, const std::string& text, std::uint64_t& value) {
  if (text.empty()) return std::nullopt;
  const auto read = parse_seed(text);
  if (!read) return fmt::format("{}: {}", option, read.error());
  value = *read;
  return std::nullopt;
}

// what is given goes over what `plan` says already
Failure understand(const BatchArguments& arguments, BatchPlan& plan) {
  auto& study = plan.study;
  if (auto failure = read_whole("-n", arguments.replications, study.replications)) return failure;
  if (auto failure = read_whole("--seed", arguments.seed, study.seed)) return failure;
  if (!arguments.settings.empty()) study.settings = arguments.settings;
  if (!arguments.sweeps.empty()) study.sweeps = arguments.sweeps;
  if (!arguments.variant.empty()) study.variant = arguments.variant;
  if (!arguments.until.empty()) study.until = arguments.until;
  if (!arguments.series.empty()) study.series = arguments.series;
  if (!arguments.every.empty()) study.every = arguments.every;
  if (arguments.no_stop) study.outcomes_stop = false;
  if (!arguments.every.empty() && study.series.empty()) {
    return "--every says how often variables are followed: name them by --series";
  }
  if (!arguments.shard.empty()) {
    const auto shard = parse_shard(arguments.shard);
    if (!shard) return "--shard: " + shard.error();
    plan.shard = *shard;
  }
  std::uint64_t threads = std::max(1U, std::thread::hardware_concurrency());
  if (auto failure = read_whole("--threads", arguments.threads, threads)) return failure;
  if (threads == 0 || threads > kMostThreads) {
    return fmt::format("--threads: from 1 to {}", kMostThreads);
  }
  plan.threads = static_cast<unsigned>(threads);
  return std::nullopt;
}

// `open_letter-results`, or the first of -2, -3, ... that is not there; a shard's name is its own
std::string default_folder(const std::string& file, const Shard& shard) {
  auto stem = fs::path(file).stem().string();
  if (stem.empty()) stem = "brink";
  if (shard.count > 1) return fmt::format("{}-shard-{}-of-{}", stem, shard.index + 1, shard.count);
  auto folder = stem + "-results";
  std::error_code failure;
  for (int i = 2; fs::exists(folder, failure); ++i) folder = fmt::format("{}-results-{}", stem, i);
  return folder;
}

std::string folder_of(std::string out, const std::string& file, const Shard& shard) {
  if (out.empty()) return default_folder(file, shard);
  while (out.size() > 1 && out.ends_with('/')) out.pop_back();
  return out;
}

// "scenarios/a.yaml:12:5: the run stopped ..., give one rule a delay"
std::string failure_line(const Run& run) {
  const auto error = run_error(run);
  auto text = error.file;
  if (error.at.line > 0) text += fmt::format(":{}:{}", error.at.line, error.at.column);
  text += ": " + error.message;
  return error.hint.empty() ? text : text + "; " + error.hint;
}

std::optional<Study> study_or_complaint(const Program& program, const StudyText& text) {
  auto study = make_study(program, text);
  if (!study) {
    complain(study.error());
    return std::nullopt;
  }
  study->describe_failure = failure_line;
  return std::move(*study);
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

/// What the session did, for the head of the summary.
struct Session {
  std::uint64_t runs = 0;
  double seconds = 0;
  unsigned threads = 1;
};

std::string head_text(const Results& results, const Study& study, const Session& session) {
  const auto& manifest = results.manifest();
  auto text = fmt::format("{}\n{}\n", study.program->scenario.title, design_text(results, study));
  if (session.runs > 0) {
    text +=
        fmt::format("{} in {} on {}, {}\n", counted(session.runs, "run", "runs"),
                    seconds_text(session.seconds), counted(session.threads, "thread", "threads"),
                    rate_text(static_cast<double>(session.runs), session.seconds));
  }
  if (!manifest.is_complete) {
    text += fmt::format("so far {}\n", counted(manifest.ended + manifest.failed, "run", "runs"));
  }
  return text + fmt::format("results: {}/ (results.db, manifest.json, *.csv)\n", results.folder());
}

// sums up and prints; the exit code
int conclude(Results& results, const Study& study, const Session& session, bool whole, bool quiet) {
  if (const auto failure = results.sum_up(study, whole)) {
    complain(*failure,
             fmt::format("every finished chunk is kept: `brink batch --resume {}` goes on",
                         results.folder()));
    return kBadScenario;
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

/// A shard's runs up to a chunk.
std::uint64_t runs_before(const Design& design, std::uint64_t chunk) {
  const auto block = chunk / design.points();
  const auto place = chunk % design.points();
  const auto upto = [&](std::uint64_t b) {
    return std::min(b * design.chunk, design.replications);
  };
  return upto(block) * design.points() + place * (upto(block + 1) - upto(block));
}

int work(Results& results, const Study& study, unsigned threads, bool quiet) {
  const auto kept = results.progress();
  if (!kept) {
    complain(kept.error());
    return kBadScenario;
  }
  const auto& design = study.design;
  auto range = chunks_of(design, results.manifest().shard);
  const auto begin = runs_before(design, range.first);
  const auto total = runs_before(design, range.end) - begin;
  range.first += kept->chunks;
  const auto before = kept->ended + kept->failed;
  const auto began = std::chrono::steady_clock::now();
  const InterruptGuard guard;
  Session session{.threads = threads};
  if (range.first < range.end) {
    const auto sink = [&](ChunkResult&& result) { return results.keep(study, result); };
    Scheduler scheduler(study, counted_chunks(design, range), sink, range.first, threads);
    {
      BatchProgress progress(total, before, quiet);
      while (!scheduler.wait_for(std::chrono::milliseconds(100))) {
        if (guard.is_interrupted()) scheduler.request_stop();
        progress.tell(scheduler.runs_made());
      }
    }
    if (!scheduler.failure().empty()) {
      complain(scheduler.failure(),
               fmt::format("every finished chunk is kept: `brink batch --resume {}` goes on",
                           results.folder()));
      return kBadScenario;
    }
  }
  const auto now = results.progress();
  const auto done = now ? now->ended + now->failed : before;
  session.runs = done - before;
  session.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  const bool whole = done == total;
  int code = conclude(results, study, session, whole, quiet);
  if (code == kDone && now && now->ended == 0 && now->failed > 0) code = kBadScenario;
  if (code != kDone || whole || !guard.is_interrupted()) return code;
  std::fputs(
      fmt::format("brink: interrupted after {} of {} runs; `brink batch --resume {}` goes on\n",
                  short_count(done), short_count(total), results.folder())
          .c_str(),
      stderr);
  return kInterrupted;
}

int begin_batch(const BatchArguments& arguments) {
  BatchPlan plan;
  if (const auto failure = understand(arguments, plan)) {
    complain(*failure);
    return kBadCommandLine;
  }
  const auto program = load(arguments.file);
  if (!program) return kBadScenario;
  const auto study = study_or_complaint(*program, plan.study);
  if (!study) return kBadCommandLine;
  const auto folder = folder_of(arguments.out, arguments.file, plan.shard);
  auto results = Results::create(folder, *study, manifest_of(*study, plan.shard));
  if (!results) {
    complain(results.error());
    return kBadScenario;
  }
  return work(*results, *study, plan.threads, arguments.quiet);
}

// the texts of the scenario that a batch began with, where its file is still there
std::optional<SourceTexts> texts_on_disk(const Manifest& manifest) {
  SourceTexts read;
  if (!fs::is_regular_file(manifest.texts.front().name)) return std::nullopt;
  const auto scenario = read_scenario_file(manifest.texts.front().name, read);
  if (scenario) return texts_of(*scenario);
  if (read.size() < manifest.texts.size()) return std::nullopt;
  return read;
}

int resume_batch(const BatchArguments& arguments) {
  const auto& folder = arguments.resume;
  Manifest manifest;
  if (auto results = Results::open(folder, Results::Use::read)) {
    manifest = results->manifest();
  } else {
    complain("--resume: " + results.error());
    return kBadScenario;
  }
  BatchPlan plan{.study = manifest.study, .shard = manifest.shard};
  if (const auto failure = understand(arguments, plan)) {
    complain(*failure);
    return kBadCommandLine;
  }
  const auto program = arguments.file.empty() ? load_kept(manifest.texts) : load(arguments.file);
  if (!program) return kBadScenario;
  const auto study = study_or_complaint(*program, plan.study);
  if (!study) return kBadCommandLine;
  auto now = manifest_of(*study, plan.shard);
  if (arguments.file.empty()) now.texts = texts_on_disk(manifest).value_or(manifest.texts);
  const auto changes = differences(manifest, now);
  if (!changes.empty()) {
    complain(
        fmt::format("--resume: `{}` was begun otherwise: {}", folder, fmt::join(changes, "; ")),
        "go on with what it was begun with, or begin anew by --out");
    return kBadScenario;
  }
  auto results = Results::open(folder, Results::Use::write);
  if (!results) {
    complain("--resume: " + results.error());
    return kBadScenario;
  }
  return work(*results, *study, plan.threads, arguments.quiet);
}

// what every shard must be a share of; the message where one is not
Failure check_shards(const std::vector<std::string>& folders, std::vector<Manifest>& manifests) {
  for (const auto& folder : folders) {
    auto results = Results::open(folder, Results::Use::read);
    if (!results) return results.error();
    auto manifest = results->manifest();
    if (manifest.shard.count == 1) return fmt::format("`{}` is a whole batch, no shard", folder);
    if (!manifest.is_complete) {
      return fmt::format("`{}` is not finished: `brink batch --resume {}` goes on with it", folder,
                         folder);
    }
    for (std::size_t i = 0; i < manifests.size(); ++i) {
      if (manifests[i].shard != manifest.shard) continue;
      return fmt::format("`{}` and `{}` are both shard {} of {}", folders[i], folder,
                         manifest.shard.index + 1, manifest.shard.count);
    }
    auto other = manifest;
    if (!manifests.empty()) other.shard.index = manifests.front().shard.index;
    const auto changes =
        manifests.empty() ? std::vector<std::string>() : differences(manifests.front(), other);
    if (!changes.empty()) {
      return fmt::format("`{}` and `{}` are of different batches: {}", folders.front(), folder,
                         fmt::join(changes, "; "));
    }
    manifests.push_back(std::move(manifest));
  }
  const auto count = manifests.front().shard.count;
  if (manifests.size() == count) return std::nullopt;
  std::vector<std::uint64_t> missing;
  for (std::uint64_t i = 0; i < count && missing.size() < 8; ++i) {
    const bool there = std::any_of(manifests.begin(), manifests.end(),
                                   [&](const Manifest& m) { return m.shard.index == i; });
    if (!there) missing.push_back(i + 1);
  }
  return fmt::format("{} of {} shards are there; missing: {}", manifests.size(), count,
                     fmt::join(missing, ", "));
}

Failure take_all(Results& results, const Study& study, const MergeArguments& arguments,
                 const std::vector<Manifest>& manifests) {
  std::vector<std::size_t> order(manifests.size());
  for (const auto& manifest : manifests) {
    order[manifest.shard.index] = static_cast<std::size_t>(&manifest - manifests.data());
  }
  for (const auto i : order) {
    if (auto failure = results.take_in(study, arguments.folders[i])) return failure;
  }
  return std::nullopt;
}

}  // namespace

int batch_command(const BatchArguments& arguments) {
  if (!arguments.resume.empty() && !arguments.out.empty()) {
    complain("--resume names the folder already: leave out --out");
    return kBadCommandLine;
  }
  if (arguments.file.empty() && arguments.resume.empty()) {
    complain("FILE is required", "`brink batch --help` lists the options");
    return kBadCommandLine;
  }
  return arguments.resume.empty() ? begin_batch(arguments) : resume_batch(arguments);
}

int merge_command(const MergeArguments& arguments) {
  std::vector<Manifest> manifests;
  if (const auto failure = check_shards(arguments.folders, manifests)) {
    complain(*failure);
    return kBadScenario;
  }
  const auto program = load_kept(manifests.front().texts);
  if (!program) return kBadScenario;
  const auto study = study_or_complaint(*program, manifests.front().study);
  if (!study) return kBadScenario;
  auto whole = manifests.front();
  whole.shard = {};
  const auto folder = folder_of(arguments.out, whole.texts.front().name, {});
  auto results = Results::create(folder, *study, whole);
  if (!results) {
    complain(results.error());
    return kBadScenario;
  }
  if (const auto failure = take_all(*results, *study, arguments, manifests)) {
    complain(*failure,
             fmt::format("the shards are as they were; remove `{}` and try again", folder));
    return kBadScenario;
  }
  return conclude(*results, *study, {}, true, arguments.quiet);
}

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
