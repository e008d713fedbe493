#include <fmt/format.h>

#include <algorithm>

#include "tools/bench/engine_play.h"
#include "tools/bench/floor.h"
#include "tools/bench/idiomatic.h"
#include "tools/bench/suites.h"
#include "tools/bench/tally.h"

namespace brink::bench {
namespace {

constexpr std::uint64_t kSeed = 1;

enum Place : std::size_t { kEngine, kFloor, kSequential, kIdiomatic, kPlaces };

struct Contest {
  std::vector<Contender> contenders;
  std::array<Tally, kPlaces> tallies;

  // a contender whose runs are also tallied; both cost it the same
  template <class Play>
  void add(const std::string& name, Play play) {
    auto& tally = tallies[contenders.size()];
    contenders.push_back({name, [play, &tally](std::uint64_t first, std::uint64_t runs) {
                            std::uint64_t events = 0;
                            for (std::uint64_t i = 0; i < runs; ++i) {
                              const Played played = play(first + i);
                              tally.add(played);
                              events += played.events;
                            }
                            return events;
                          }});
  }
};

Check check_of(const Contest& contest, std::size_t other) {
  const auto all = differences(contest.tallies[kEngine], contest.tallies[other]);
  const auto worst =
      std::max_element(all.begin(), all.end(), [](const Difference& a, const Difference& b) {
        return a.standard_errors < b.standard_errors;
      });
  return {"engine and " + contest.contenders[other].name,
          agree(contest.tallies[kEngine], contest.tallies[other]),
          fmt::format(
              "furthest apart in {}: {:.4g} and {:.4g}, {:.1f} of at most {} standard errors",
              worst->name, worst->one, worst->other, worst->standard_errors, kMostStandardErrors)};
}

Row row_of(const Timed& timed, const Tally& tally, const std::vector<Timed>& all,
           std::optional<double> kibibytes) {
  Row row{timed.name, {}};
  const auto& moments = tally.moments;
  row.figures = {timed.ns(),
                 timed.runs_per_second(),
                 ratio(timed, all[kFloor]),
                 ratio(timed, all[kSequential]),
                 ratio(timed, all[kIdiomatic]),
                 kibibytes,
                 moments[0].mean,
                 moments[1].mean,
                 moments[2].mean,
                 moments[3].mean,
                 moments[4].mean};
  return row;
}

Group measure(Form form, const std::string& key, const std::string& title, const Options& options) {
  const auto program = compiled_file(options.scenarios + "/benchmarks/" + key + ".yaml");
  EnginePlay engine(*program, kSeed);
  Contest contest;
  contest.add("engine", [&](std::uint64_t run) { return engine.play(run); });
  contest.add("floor, addressed draws",
              [form](std::uint64_t run) { return play_addressed(form, kSeed, run); });
  contest.add("floor, draws in sequence",
              [form](std::uint64_t run) { return play_sequential(form, kSeed, run); });
  contest.add("idiomatic C++",
              [form](std::uint64_t run) { return play_idiomatic(form, kSeed, run); });
  const auto all = interleave(key, contest.contenders, options.effort);

  Group group{.key = key, .title = title};
  group.about =
      "floor: written by hand for this model alone, with draws addressed as the engine's are, and "
      "with one xoshiro256++ in sequence; idiomatic: std::function, std::priority_queue, "
      "mt19937_64. "
      "× says how many times as long per event, KiB how large a run is.";
  group.columns = {{"ns_per_event", "ns/event", 1},
                   {"runs_per_second", "runs/s", 0},
                   {"to_floor", "× floor", 2},
                   {"to_sequential_floor", "× in sequence", 2},
                   {"to_idiomatic", "× idiomatic", 2},
                   {"kibibytes", "KiB", 1},
                   {"events_per_run", "events", 1},
                   {"strikes_per_run", "strikes", 1, false},
                   {"end_days", "end [d]", 1, false},
                   {"agreement_share", "P(agreement)", 3},
                   {"final_escalation", "escalation", 3, false}};
  group.is_complete = static_cast<int>(all[0].ns_per_event.size()) == options.effort.rounds;
  if (all[0].ns_per_event.empty()) return group;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::optional<double> kibibytes;
    if (i == kEngine) kibibytes = static_cast<double>(engine.bytes()) / 1024;
    group.rows.push_back(row_of(all[i], contest.tallies[i], all, kibibytes));
    if (i != kEngine) group.checks.push_back(check_of(contest, i));
  }
  group.budgets = {{"to_floor", "an event, to the floor with addressed draws",
                    ratio(all[kEngine], all[kFloor]), 1.5, "×"},
                   {"to_idiomatic", "an event, to idiomatic C++",
                    ratio(all[kEngine], all[kIdiomatic]), 0.6, "×"}};
  return group;
}

}  // namespace

Group measure_tit_for_tat(const Options& options) {
  return measure(Form::rate, "tit_for_tat", "tit for tat, at a rate that follows the escalation",
                 options);
}

Group measure_tit_for_tat_sampled(const Options& options) {
  return measure(Form::sampled, "tit_for_tat_sampled",
                 "tit for tat, waiting times drawn as they begin", options);
}

}  // namespace brink::bench
