#include "engine/language/scenario_file.h"
#include "engine/run/observers.h"
#include "engine/run/step.h"
#include "tools/bench/engine_play.h"
#include "tools/bench/families.h"
#include "tools/bench/suites.h"

#include <stdexcept>

namespace brink::bench {
namespace {

constexpr std::uint64_t kSeed = 1;

std::string flagship(const Options& options) { return options.scenarios + "/open_letter.yaml"; }

// plays runs and keeps all that happened in memory, as `brink run` does
std::uint64_t play_logged(const Program& program, std::uint64_t first, std::uint64_t runs) {
  std::uint64_t events = 0;
  const Overlay overlay;
  for (std::uint64_t i = 0; i < runs; ++i) {
    Run run(program, overlay, {kSeed, first + i});
    Log log;
    if (run_to_end(run, log) == Status::error) throw std::runtime_error("a run failed");
    events += log.events().size();
  }
  return events;
}

// how long a Run takes to be copied into one that was a copy before
double fork_seconds(const Run& run, const Options& options) {
  constexpr int kCopies = 100;
  Run copy = run;
  return time_of(
             [&] {
               for (int i = 0; i < kCopies; ++i) copy = run;
             },
             options.effort) /
         kCopies;
}

Row fork_row(const std::string& name, const Program& program, const Options& options) {
  EnginePlay play(program, kSeed);
  const auto events = play.play(1).events / 2;
  const Overlay overlay;
  const double begin = time_of(
      [&] {
        const Run run(program, overlay, {kSeed, 1});
      },
      options.effort);
  const auto& run = play.halted(1, events);
  return {name,
          {fork_seconds(run, options) * 1e6, begin * 1e6,
           static_cast<double>(run.block.bytes()) / 1024, static_cast<double>(events)}};
}

struct LoadTimes {
  double read = 0;  // [ms]
  double compile = 0;
};

// reading and compiling are timed apart: reading is done anew for each compilation
LoadTimes load_times(const std::function<Result<Scenario>()>& read, const Options& options) {
  LoadTimes times;
  times.read = 1e3 * time_of(
                         [&] {
                           if (!read()) throw std::runtime_error("a scenario is bad");
                         },
                         options.effort);
  std::vector<double> compiling;
  for (int round = 0; round < options.effort.rounds && !options.effort.stopped(); ++round) {
    auto scenario = read();
    const double before = cpu_seconds();
    const auto program = compile(std::move(*scenario));
    compiling.push_back(cpu_seconds() - before);
    if (!program) throw std::runtime_error("a scenario is bad");
  }
  times.compile = 1e3 * median(std::move(compiling));
  return times;
}

Row load_row(const std::string& name, const LoadTimes& times, std::size_t bytes) {
  return {
      name,
      {times.read + times.compile, times.read, times.compile, static_cast<double>(bytes) / 1024}};
}

}  // namespace

Group measure_flagship(const Options& options) {
  const auto program = compiled_file(flagship(options));
  EnginePlay play(*program, kSeed);
  const std::vector<Contender> contenders{
      {"open_letter.yaml",
       [&](std::uint64_t first, std::uint64_t runs) { return play.play_many(first, runs); }},
      {"and its full log", [&](std::uint64_t first, std::uint64_t runs) {
         return play_logged(*program, first, runs);
       }}};
  const auto all = interleave("flagship", contenders, options.effort);
  Group group{.key = "flagship", .title = "the flagship: scenarios/open_letter.yaml"};
  group.about = "Whole runs; the log keeps every event with its cause and every change in memory.";
  group.columns = {{"ns_per_event", "ns/event", 1},
                   {"events_per_run", "events a run", 1},
                   {"runs_per_second", "runs/s", 0},
                   {"to_unlogged", "× without log", 2},
                   {"kibibytes", "KiB", 1}};
  group.is_complete = static_cast<int>(all[0].ns_per_event.size()) == options.effort.rounds;
  if (all[0].ns_per_event.empty()) return group;
  for (const auto& timed : all) {
    group.rows.push_back({timed.name,
                          {timed.ns(), timed.events_per_run(), timed.runs_per_second(),
                           ratio(timed, all[0]), static_cast<double>(play.bytes()) / 1024}});
  }
  group.budgets = {
      {"log", "a run with its full log, to one without", ratio(all[1], all[0]), 1.3, "×"}};
  return group;
}

Group measure_fork(const Options& options) {
  Group group{.key = "fork",
              .title = "copying a run in the middle, into memory that was used before"};
  group.about =
      "A copy is a snapshot; a fork goes on from it. begin: how long a run takes to begin instead.";
  group.columns = {{"fork_microseconds", "fork [µs]", 2},
                   {"begin_microseconds", "begin [µs]", 2},
                   {"kibibytes", "KiB", 1},
                   {"after_events", "after events", 0}};
  if (options.effort.tell) options.effort.tell("fork");
  group.rows.push_back(fork_row("open_letter.yaml", *compiled_file(flagship(options)), options));
  group.rows.push_back(fork_row("tit_for_tat.yaml",
                                *compiled_file(options.scenarios + "/benchmarks/tit_for_tat.yaml"),
                                options));
  group.is_complete = !options.effort.stopped();
  group.budgets = {{"fork", "a fork of the flagship", group.rows[0].figures[0], 2, "µs"},
                   {"bytes", "memory of the flagship", group.rows[0].figures[2], 64, "KiB"}};
  return group;
}

Group measure_load(const Options& options) {
  Group group{.key = "load", .title = "from text to a program that can run"};
  group.about = "read: YAML and its checks; compile: names, types, what can meet what.";
  group.columns = {{"milliseconds", "ms", 2},
                   {"read_milliseconds", "read", 2},
                   {"compile_milliseconds", "compile", 2},
                   {"kibibytes", "KiB of text", 1}};
  if (options.effort.tell) options.effort.tell("load: the flagship");
  const auto text = read_source(flagship(options));
  const auto base = read_source(options.scenarios + "/benchmarks/tit_for_tat.yaml");
  if (!text || !base) throw std::runtime_error(text ? base.error() : text.error());
  const auto ours = load_times(
      [&] {
        SourceTexts texts;
        return read_scenario_file(flagship(options), texts);
      },
      options);
  group.rows.push_back(load_row("open_letter.yaml", ours, text->size()));
  group.budgets = {{"flagship", "loading the flagship", ours.read + ours.compile, 5, "ms"}};
  group.is_complete = !options.effort.stopped();
  if (options.is_quick || options.effort.stopped()) return group;
  if (options.effort.tell) options.effort.tell("load: 10,000 rules");
  const auto large = rules_text(*base, 10'000);
  const auto theirs = load_times([&] { return read_scenario({"rules.yaml", large}); }, options);
  group.rows.push_back(load_row("10,000 rules", theirs, large.size()));
  group.budgets.push_back(
      {"rules", "loading 10,000 rules", theirs.read + theirs.compile, 500, "ms"});
  return group;
}

}  // namespace brink::bench
