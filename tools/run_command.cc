#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "engine/report/log_rows.h"
#include "engine/report/new_file.h"
#include "engine/report/offer_rows.h"
#include "engine/report/offer_tree_text.h"
#include "engine/report/run_error.h"
#include "engine/report/timeline.h"
#include "engine/run/observers.h"
#include "engine/run/step.h"
#include "tools/commands.h"
#include "tools/interrupt.h"

namespace brink::tools {
namespace {

// one line on standard error that says how far the run is; only on a terminal, after a second
class Progress {
 public:
  void tell(const Run& run) {
    if (!is_terminal_ || ++steps_ % 1024 != 0) return;
    const auto now = Clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(200);
    shown_ = true;
    const auto& header = run.header();
    const double share = in_days(header.now - SimTime{}) / in_days(header.end - SimTime{});
    const Instant at{run.program->start.us + header.now.us};
    std::fputs(fmt::format("\r{:3.0f} %  {}  {} events ", share * 100,
                           format_instant(at, Precision::day), header.events)
                   .c_str(),
               stderr);
  }
  ~Progress() {
    if (shown_) std::fputs("\r\x1b[K", stderr);
  }

 private:
  using Clock = std::chrono::steady_clock;
  bool is_terminal_ = isatty(STDERR_FILENO) != 0;
  bool shown_ = false;
  std::uint64_t steps_ = 0;
  Clock::time_point next_ = Clock::now() + std::chrono::seconds(1);
};

std::string report(const FinishedRun& run, const RunArguments& arguments) {
  if (arguments.offers && arguments.format == "csv") return offer_csv(run);
  if (arguments.offers && arguments.format == "jsonl") return offer_json(run);
  if (arguments.format == "csv") return csv_log(run);
  if (arguments.format == "jsonl") return arguments.quiet ? json_summary(run) : json_log(run);
  const TimelineOptions options{
      .colour = wants_colour(), .all = arguments.all, .width = text_width()};
  if (arguments.quiet) return summary_text(run, options, true);
  if (arguments.offers) return offer_tree_text(run, options) + "\n" + ending_text(run, options);
  return timeline_text(run, options) + "\n" + summary_text(run, options);
}

template <class Observer>
bool run_unless_interrupted(Run& run, const InterruptGuard& guard, Observer& observer) {
  Progress progress;
  const auto status = run_until(run, observer, [&] {
    progress.tell(run);
    return guard.is_interrupted();
  });
  return status == Status::ended || status == Status::error;
}

// memory for a log only where something is told of it
bool keeps_log(const RunArguments& arguments) { return !arguments.quiet || !arguments.log.empty(); }

bool run_observed(Run& run, bool with_log, RunHash& hash, Log& log, Measures& measures) {
  const InterruptGuard guard;
  if (with_log) {
    Together observers(hash, measures, log);
    return run_unless_interrupted(run, guard, observers);
  }
  Together observers(hash, measures);
  return run_unless_interrupted(run, guard, observers);
}

int ending(const FinishedRun& run, int written) {
  if (run.run->error.kind != RunError::Kind::none) {
    std::fputs(run_error_text(*run.run).c_str(), stderr);
    return kBadScenario;
  }
  if (!run.interrupted) return written;
  const Instant at{run.program().start.us + run.run->now().us};
  std::fputs(
      fmt::format("brink: interrupted on {}, after {} events; what came before is complete\n",
                  format_instant(at, Precision::minute), run.run->header().events)
          .c_str(),
      stderr);
  return kInterrupted;
}

}  // namespace

int report_run(const Program& program, const RunArguments& arguments, const RunPlan& plan) {
  NewFile log_file(arguments.log);
  if (!plan.log_format.empty()) {
    if (const auto failure = log_file.open()) {
      complain("--log: " + *failure);
      return kBadScenario;
    }
  }
  Run run(program, plan.overlay, plan.seed);
  Log log;
  RunHash hash;
  Measures measures(program);
  const bool completed = run_observed(run, keeps_log(arguments), hash, log, measures);
  if (run.header().status != RunStatus::ended) measures.on_end(run);
  const FinishedRun finished{&run, &log, &measures.results(), hash.value(), !completed};
  std::optional<std::string> log_failure;
  if (!plan.log_format.empty()) {
    const auto text = plan.log_format == "csv" ? csv_log(finished) : json_log(finished);
    log_failure = log_file.write_and_close(text);
  }
  print(report(finished, arguments));
  const int written = finish_output();
  if (log_failure) complain("--log: " + *log_failure);
  const int code = ending(finished, log_failure ? static_cast<int>(kBadScenario) : written);
  if (code != kDone || !plan.expected_hash || *plan.expected_hash == hash.value()) return code;
  complain(
      fmt::format("this is another timeline than the one in the results, whose hash is {:016x}",
                  *plan.expected_hash),
      "the same bits are promised within one version of brink only");
  return kBadScenario;
}

std::optional<std::string> understand_reports(const RunArguments& arguments, RunPlan& plan) {
  const auto& format = arguments.format;
  if (format != "text" && format != "jsonl" && format != "csv") {
    return fmt::format("--format: `{}` is none of text, jsonl, csv", format);
  }
  if (arguments.quiet && arguments.all) {
    return "--quiet and --all contradict each other: give one of them";
  }
  if (arguments.quiet && arguments.offers) {
    return "--quiet and --offers contradict each other: give one of them";
  }
  if (arguments.quiet && format == "csv") return "--quiet has no csv: use text or jsonl";
  if (arguments.log.empty()) return std::nullopt;
  if (arguments.log.ends_with(".jsonl")) plan.log_format = "jsonl";
  if (arguments.log.ends_with(".csv")) plan.log_format = "csv";
  if (plan.log_format.empty()) {
    return fmt::format("--log: `{}` must end in .jsonl or .csv", arguments.log);
  }
  return std::nullopt;
}

int run_command(const RunArguments& arguments) {
  RunPlan plan;
  auto failure = understand_seed(arguments.which, plan);
  if (!failure) failure = understand_reports(arguments, plan);
  if (failure) {
    complain(*failure);
    return kBadCommandLine;
  }
  const auto program = load(arguments.which.file);
  if (!program) return kBadScenario;
  failure = understand_settings(*program, arguments.which, plan);
  if (failure) {
    complain(*failure);
    return kBadCommandLine;
  }
  return report_run(*program, arguments, plan);
}

}  // namespace brink::tools
