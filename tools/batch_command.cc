#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "engine/batch/scheduler.h"
#include "engine/language/scenario_file.h"
#include "engine/report/results.h"
#include "engine/report/words.h"
#include "engine/run/settings.h"
#include "tools/batch_progress.h"
#include "tools/batch_report.h"
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

Failure read_whole(std::string_view option, const std::optional<std::string>& text,
                   std::uint64_t& value) {
  if (!text) return std::nullopt;
  const auto read = parse_seed(*text);
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
  if (!arguments.series.empty()) study.series = arguments.series;
  if (arguments.variant) study.variant = *arguments.variant;
  if (arguments.until) study.until = *arguments.until;
  if (arguments.every) study.every = *arguments.every;
  if (arguments.no_stop) study.outcomes_stop = false;
  for (const auto* text : {&arguments.variant, &arguments.until, &arguments.shard}) {
    if (*text && (*text)->empty()) return "--variant, --until and --shard need a value";
  }
  if (arguments.every && study.series.empty()) {
    return "--every says how often variables are followed: name them by --series";
  }
  if (arguments.shard) {
    const auto shard = parse_shard(*arguments.shard);
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
  Session session{.before = before, .threads = threads};
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
      complain(scheduler.failure(), resume_hint(results.folder()));
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
                  short_count(done), short_count(total), shell_word(results.folder()))
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
  const auto folder = results_folder(arguments.out, *arguments.file, plan.shard);
  if (!folder) {
    complain(folder.error());
    return kBadCommandLine;
  }
  const auto program = load(*arguments.file);
  if (!program) return kBadScenario;
  const auto study = study_or_complaint(*program, plan.study);
  if (!study) return kBadCommandLine;
  auto manifest = manifest_of(*study, plan.shard);
  std::error_code failure;
  manifest.path = fs::weakly_canonical(fs::absolute(*arguments.file, failure), failure).string();
  auto results = Results::create(*folder, *study, manifest);
  if (!results) {
    complain(results.error());
    return kBadScenario;
  }
  return work(*results, *study, plan.threads, arguments.quiet);
}

// the texts of the scenario that a batch began with, where its file is still there
std::optional<SourceTexts> texts_on_disk(const Manifest& manifest) {
  SourceTexts read;
  std::error_code failure;
  if (!fs::is_regular_file(manifest.path, failure)) return std::nullopt;
  const auto scenario = read_scenario_file(manifest.path, read);
  if (scenario) read = texts_of(*scenario);
  if (!scenario && read.size() < manifest.texts.size()) return std::nullopt;
  for (std::size_t i = 0; i < std::min(read.size(), manifest.texts.size()); ++i) {
    read[i].name = manifest.texts[i].name;
  }
  return read;
}

// one version may have many builds: the first run that was kept must come out again; the folder is
// left as it is
Failure check_build(const std::string& folder, const Study& study) {
  auto results = Results::open(folder, Results::Use::read);
  if (!results) return results.error();
  const auto range = chunks_of(study.design, results->manifest().shard);
  if (range.first == range.end) return std::nullopt;
  auto chunk = chunk_of(study.design, range.first);
  const auto run = chunk.first * study.design.points() + chunk.point;
  const auto kept = results->find(run);
  if (!kept) return kept.error();
  if (!kept->hash) return std::nullopt;
  chunk.count = 1;
  std::atomic<std::uint64_t> made = 0;
  const auto again = run_chunk(study, chunk, {}, made);
  if (!again->rows.empty() && again->rows[0].hash == *kept->hash) return std::nullopt;
  return fmt::format(
      "run {} comes out otherwise than the one that was kept: another build of brink "
      "made it",
      run);
}

int resume_batch(const BatchArguments& arguments) {
  const auto& folder = *arguments.resume;
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
  const auto program = arguments.file ? load(*arguments.file) : load_kept(manifest.texts);
  if (!program) return kBadScenario;
  const auto study = study_or_complaint(*program, plan.study);
  if (!study) return kBadCommandLine;
  auto now = manifest_of(*study, plan.shard);
  if (!arguments.file) now.texts = texts_on_disk(manifest).value_or(manifest.texts);
  const auto changes = differences(manifest, now);
  if (!changes.empty()) {
    complain(
        fmt::format("--resume: `{}` was begun otherwise: {}", folder, fmt::join(changes, "; ")),
        "go on with what it was begun with, or begin anew by --out");
    return kBadScenario;
  }
  if (const auto failure = check_build(folder, *study)) {
    complain("--resume: " + *failure);
    return kBadScenario;
  }
  auto results = Results::open(folder, Results::Use::write);
  if (!results) {
    complain("--resume: " + results.error());
    return kBadScenario;
  }
  return work(*results, *study, plan.threads, arguments.quiet);
}

}  // namespace

int batch_command(const BatchArguments& arguments) {
  if (arguments.resume && arguments.out) {
    complain("--resume names the folder already: leave out --out");
    return kBadCommandLine;
  }
  if (!arguments.file && !arguments.resume) {
    complain("FILE is required", "`brink batch --help` lists the options");
    return kBadCommandLine;
  }
  return arguments.resume ? resume_batch(arguments) : begin_batch(arguments);
}

}  // namespace brink::tools
