// Oracle: the same runs made one by one with `run_once`, and numbers worked out by hand.
#include "engine/batch/replicate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <map>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/runs.h"

namespace brink::test {
namespace {

using Counts = std::vector<std::uint64_t>;

// every form and type of a measure; outcomes that end a run early, late, or only mark; failures
constexpr const char* kScenario = R"yaml(brink: 1
title: Replicate
start: 2026-06-01
horizon: 20 d
parameters: {pace: {default: 0.4, range: [0, 2]}, limit: 6}
actors: {
  north: {variables: {anger: {initial: 0, range: [0, 1], decay: 4 d}, ally: pick(each in others)}},
  south: {}, east: {}}
groups: {others: [south, east]}
events: {raid: {is: assault, attributes: {size: 1}}, audit: {is: consult}, visit: {is: consult}}
world: {variables: {
  x: {initial: uniform(0 .. 1), trend: 0.25}, y: {initial: "binomial(4, 0.5)"}, tense: false,
  mood: {initial: calm, values: [calm, alarm]}, pause: {initial: uniform(1 d .. 3 d)},
  deadline: 2026-06-10}}
schedule: {audit: {at: 15 d, emit: audit}, visit: {at: 7 d, emit: visit}}
processes:
  raids: {rate: pace, emit: raid, from: south, to: north, with: {size: poisson(mean = 3)}}
  threats: {rate: 0.1 - 0.02 * x, emit: threaten, from: north, to: south}
rules:
  sore: {upon: raid, do: [north.anger += 0.4, x += 0.1 * event.size, pause *= 1.1]}
  divided: {upon: audit, do: [x += 1 / y]}
  tension: {upon: raid, if: total(raid) >= 3, do: [mood = alarm, tense = true, deadline += 1 d]}
  forget: {upon: visit, do: [north.ally = pick(each in others where tense)]}
outcomes:
  many: {when: total(raid) >= limit}
  angry: {when: north.anger > 0.9, stop: false}
  threatened: {when: total(threaten) >= 3}
  quiet: otherwise
measures: {
  raids: {count: raid}, sizes: {sum: event.size, of: raid}, first_raid: {first: raid},
  mean_anger: {average: north.anger}, peak: {highest: north.anger}, mood_at_last: {final: mood},
  ally_at_last: {final: north.ally}, tense_at_last: {final: tense}, tense_time: {time: tense},
  deadline_at_last: {final: deadline}, at_ten: {at: 2026-06-11, of: x},
  not_computable: {final: log(x - 3)}, lull: {final: since(threaten)},
  x_series: {series: x, every: 16 h}, anger_series: {series: north.anger, every: 16 h},
  tense_series: {series: "if(tense, 1, 0)", every: 16 h},
  pause_series: {series: pause, every: 16 h}}
)yaml";

const Program& program() {
  static const Program made = compiled(kScenario);
  return made;
}

Study study_of(const Program& of, const StudyText& text) {
  auto study = make_study(of, text);
  if (!study) throw std::runtime_error(study.error());
  return std::move(*study);
}

Study big_study() {
  return study_of(program(), {.seed = 11,
                              .replications = 40,
                              .sweeps = {"pace=0.2,0.5", "limit=4,7"},
                              .series = {"x, north.anger, tense, pause"},
                              .every = "16 h"});
}

ChunkResult made(const Study& study, const Chunk& chunk) {
  std::atomic<std::uint64_t> count = 0;
  auto result = run_chunk(study, chunk, {}, count);
  if (!result) throw std::runtime_error("the chunk was not made");
  EXPECT_EQ(count, chunk.count);
  return std::move(*result);
}

/// All replications of one point as a chunk.
ChunkResult all_of(const Study& study, std::uint64_t point = 0) {
  return made(study, {.number = point, .point = point, .count = study.design.replications});
}

/// The same runs, one by one.
std::vector<RunResult> one_by_one(const Study& study, std::uint64_t point = 0) {
  const auto overlay = overlay_of(study.design, study.base, point);
  std::vector<RunResult> runs;
  for (std::uint64_t r = 0; r < study.design.replications; ++r) {
    runs.push_back(run_once(*study.program, {study.text.seed, r}, overlay));
  }
  return runs;
}

/// A measure's result in a row, as replicate.h tells it.
std::optional<double> cell_of(const Measure& measure, const MeasureValue& result) {
  if (!result.exists || measure.form == MeasureDecl::Form::series) return std::nullopt;
  if (measure.type == ValueType::actor && result.value.whole == kNobody) return std::nullopt;
  switch (measure.type) {
    case ValueType::number:
      return result.value.number;
    case ValueType::duration:
    case ValueType::date:
      if (Duration{result.value.whole}.is_infinite()) return std::nullopt;
      return static_cast<double>(result.value.whole) / 86.4e9;
    default:
      return static_cast<double>(result.value.whole);
  }
}

std::vector<std::uint64_t> bits_of(const Numbers& numbers) {
  const auto& m = numbers.moments;
  return {m.n, std::bit_cast<std::uint64_t>(m.mean), std::bit_cast<std::uint64_t>(m.m2),
          std::bit_cast<std::uint64_t>(numbers.histogram.quantile(0.5))};
}

std::uint64_t sum(const Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

TEST(ReplicateTest, RowsAgreeWithSingleRuns) {
  const auto study = big_study();
  const auto n = program().measures.size();
  std::size_t failed = 0;
  std::map<std::string, int> missing;
  for (std::uint64_t point = 0; point < study.design.points(); ++point) {
    const auto result = all_of(study, point);
    const auto runs = one_by_one(study, point);
    ASSERT_EQ(result.cells.size(), result.rows.size() * n);
    std::size_t row = 0;
    std::size_t failure = 0;
    for (std::uint64_t r = 0; r < runs.size(); ++r) {
      if (runs[r].status == Status::error) {
        ASSERT_LT(failure, result.failures.size());
        EXPECT_EQ(result.failures[failure].replication, r);
        EXPECT_EQ(result.failures[failure++].time, runs[r].end);
        continue;
      }
      ASSERT_LT(row, result.rows.size());
      const auto& made = result.rows[row];
      EXPECT_EQ(made.replication, r);
      EXPECT_EQ(made.hash, runs[r].hash);
      EXPECT_EQ(made.end, runs[r].end);
      EXPECT_EQ(made.outcome == kNone ? "" : program().outcomes[made.outcome].name,
                runs[r].outcome);
      for (std::size_t m = 0; m < n; ++m) {
        const auto& measure = program().measures[m];
        const auto& cell = result.cells[row * n + m];
        const auto expected = cell_of(measure, runs[r].measures[m]);
        ASSERT_EQ(cell.exists, expected.has_value()) << measure.name;
        EXPECT_EQ(cell.number, expected.value_or(cell.number)) << measure.name;
        if (!expected) ++missing[measure.name];
      }
      ++row;
    }
    EXPECT_EQ(row, result.rows.size());
    EXPECT_EQ(failure, result.failures.size());
    failed += failure;
  }
  // the law must meet what it speaks of
  EXPECT_GT(failed, 0U);
  for (const char* name : {"first_raid", "ally_at_last", "at_ten", "not_computable", "lull"}) {
    EXPECT_GT(missing[name], 0) << name;
  }
}

TEST(ReplicateTest, ThePartialSumsUpTheRows) {
  const auto study = big_study();
  const auto n = program().measures.size();
  const auto result = all_of(study, 1);
  const auto& partial = result.partial;
  EXPECT_EQ(partial.ended, result.rows.size());
  EXPECT_EQ(partial.failed, result.failures.size());
  Counts outcomes(program().outcomes.size() + 1);
  std::vector<double> ends;
  for (const auto& row : result.rows) {
    ++outcomes[row.outcome == kNone ? outcomes.size() - 1 : row.outcome];
    ends.push_back(static_cast<double>(row.end.us) / 86.4e9);
  }
  const auto marks = study.marks.size();
  for (std::size_t i = 0; i < result.reached.size(); ++i) {
    outcomes[study.marks[i % marks]] += result.reached[i].is_never() ? 0 : 1;
  }
  EXPECT_EQ(partial.outcomes, outcomes);
  EXPECT_EQ(partial.end_time.histogram, Histogram::of(ends));
  for (std::size_t m = 0; m < n; ++m) {
    std::vector<double> values;
    Counts choices(partial.measures[m].choices.size());
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
      const auto& cell = result.cells[i * n + m];
      if (!cell.exists) continue;
      if (choices.empty()) {
        values.push_back(cell.number);
      } else {
        ++choices.at(static_cast<std::size_t>(cell.number));
      }
    }
    const auto& name = program().measures[m].name;
    EXPECT_EQ(partial.measures[m].choices, choices) << name;
    Numbers numbers{.moments = {}, .histogram = Histogram::of(values)};
    for (const double x : values) numbers.moments.add(x);  // in their order
    EXPECT_EQ(bits_of(partial.measures[m].numbers), bits_of(numbers)) << name;
  }
}

TEST(ReplicateTest, AVariableIsFollowedAsASeriesOfItIs) {
  const auto study = big_study();
  ASSERT_EQ(study.series.size(), 8U) << "four measures, the same four by --series";
  bool has_ended_early = false;
  for (std::uint64_t point = 0; point < study.design.points(); ++point) {
    const auto partial = all_of(study, point).partial;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto& measure = partial.series[i];
      const auto& variable = partial.series[i + 4];
      ASSERT_EQ(measure.size(), 31U) << "0, 16, ..., 480 hours";
      ASSERT_EQ(variable.size(), measure.size());
      for (std::size_t t = 0; t < measure.size(); ++t) {
        EXPECT_EQ(bits_of(variable[t]), bits_of(measure[t])) << study.series[i].name << " " << t;
      }
      EXPECT_EQ(measure[0].moments.n, partial.ended) << "a failed run counts at no time";
      has_ended_early = has_ended_early || measure[30].moments.n < partial.ended;
    }
  }
  EXPECT_TRUE(has_ended_early);
}

/// Values of x at 0, 1, ... days in the only run, as long as it lasted.
std::vector<double> followed(const std::string& rest, const StudyText& more = {}) {
  const auto scenario = compiled("brink: 1\ntitle: Grid\nstart: 2026-06-01\nhorizon: 4 d\n" + rest);
  auto text = more;
  text.replications = 1;
  text.series = {"x"};
  const auto study = study_of(scenario, text);
  const auto result = all_of(study);
  std::vector<double> values;
  for (const auto& numbers : result.partial.series[0]) {
    if (numbers.moments.n == 1) values.push_back(numbers.moments.mean);
  }
  return values;
}

TEST(ReplicateTest, AtAChangeASeriesHasTheValueAfterIt) {
  const std::string step =
      "world: {variables: {x: 0}}\nrules: {r: {upon: aid, do: [x = 7]}}\nschedule: {s: {at: ";
  EXPECT_EQ(followed(step + "2 d, emit: aid}}\n"), (std::vector<double>{0, 0, 7, 7, 7}));
  EXPECT_EQ(followed(step + "47 h, emit: aid}}\n"), (std::vector<double>{0, 0, 7, 7, 7}));
  EXPECT_EQ(followed(step + "2 d 1 us, emit: aid}}\n"), (std::vector<double>{0, 0, 0, 7, 7}));
  EXPECT_EQ(followed(step + "0 d, emit: aid}}\n"), (std::vector<double>{7, 7, 7, 7, 7}));
  EXPECT_EQ(followed(step + "4 d, emit: aid}}\n"), (std::vector<double>{0, 0, 0, 0, 7}));
}

TEST(ReplicateTest, ASeriesEndsWithItsRun) {
  const std::string moves = "world: {variables: {x: {initial: 0, trend: 2}}}\n";
  EXPECT_EQ(followed(moves), (std::vector<double>{0, 2, 4, 6, 8})) << "with the point at the end";
  EXPECT_EQ(followed(moves, {.until = "2 d"}), (std::vector<double>{0, 2, 4}));
  EXPECT_EQ(followed(moves, {.until = "59 h"}), (std::vector<double>{0, 2, 4}));
  EXPECT_EQ(followed(moves, {.until = "6 d"}), (std::vector<double>{0, 2, 4, 6, 8, 10, 12}));
  EXPECT_EQ(followed(moves + "outcomes: {done: {when: x > 5}}\n"), (std::vector<double>{0, 2, 4}));
  EXPECT_EQ(followed(moves + "outcomes: {done: {when: x > 5}}\n", {.outcomes_stop = false}),
            (std::vector<double>{0, 2, 4, 6, 8}));
  EXPECT_EQ(followed("world: {variables: {x: 1}}\noutcomes: {done: {when: x > 0}}\n"),
            (std::vector<double>{1}))
      << "it ended as it began";
  EXPECT_EQ(followed("world: {variables: {x: 0}}\nschedule: {s: {at: 3 d, emit: aid}}\n"
                     "rules: {r: {upon: aid, do: [x = 7]}}\noutcomes: {done: {when: x > 0}}\n"),
            (std::vector<double>{0, 0, 0, 7}))
      << "ended by the change on the grid";
}

TEST(ReplicateTest, EachRunCountsOnceInEveryIncidence) {
  const auto study = big_study();
  for (std::uint64_t point = 0; point < study.design.points(); ++point) {
    const auto partial = all_of(study, point).partial;
    const auto runs = one_by_one(study, point);
    // interval j holds (j · 0.1 d, (j + 1) · 0.1 d]; the first 0 too
    const auto interval = [](SimTime t) {
      return static_cast<std::size_t>(std::max<std::int64_t>(t.us - 1, 0) / 8'640'000'000);
    };
    for (std::uint32_t o = 0; o < program().outcomes.size(); ++o) {
      const auto& counts = partial.incidence[o];
      if (program().outcomes[o].when == kNone) {
        EXPECT_TRUE(counts.events.empty());
        continue;
      }
      IncidenceCounts expected(kIncidenceIntervals);
      for (const auto& run : runs) {
        std::optional<SimTime> reached;
        for (const auto& noted : run.log.notes()) {
          if (noted.note.kind == Note::Kind::outcome && noted.note.index == o) reached = noted.time;
        }
        if (reached) {
          ++expected.events[interval(*reached)];
        } else if (run.outcome == "many" || run.outcome == "threatened") {
          ++expected.competing[interval(run.end)];
        } else {
          ++expected.censored[interval(run.end)];
        }
      }
      EXPECT_EQ(counts, expected) << program().outcomes[o].name;
      EXPECT_EQ(sum(counts.events) + sum(counts.competing) + sum(counts.censored), runs.size())
          << "failed ones too";
      EXPECT_EQ(runs.size(), partial.ended + partial.failed);
    }
  }
}

TEST(ReplicateTest, AFailedRunIsToldAndCensoredAndInNoRow) {
  const auto scenario = compiled(R"yaml(brink: 1
title: Fails
start: 2026-06-01
horizon: 10 d
world: {variables: {x: 1, y: {initial: "binomial(1, 0.5)"}}}
schedule: {audit: {at: 5 d, emit: consult}}
rules: {divided: {upon: consult, do: [x = 1 / y]}}
outcomes: {early: {when: now >= 2026-06-02, stop: false}, never: {when: x > 5}}
measures: {y: {final: y}}
)yaml");
  auto study = study_of(scenario, {.replications = 50, .series = {"x"}});
  study.describe_failure = [](const brink::Run& run) {
    return FailureText{"here", "at " + std::to_string(run.now().us)};
  };
  const auto result = all_of(study);
  const auto failed = result.failures.size();
  const auto ended = result.rows.size();
  EXPECT_EQ(failed + ended, 50U);
  ASSERT_GT(failed, 0U);
  ASSERT_GT(ended, 0U);
  for (const auto& cell : result.cells) EXPECT_EQ(cell.number, 1) << "a row of one that failed";
  for (const auto& failure : result.failures) {
    EXPECT_EQ(failure.time.us, 5 * kMicrosecondsPerDay);
    EXPECT_EQ(failure.text.place + " " + failure.text.message, "here at 432000000000");
  }
  const auto& partial = result.partial;
  EXPECT_EQ(partial.failed, failed);
  EXPECT_EQ(partial.ended, ended);
  ASSERT_EQ(study.marks, std::vector<std::uint32_t>{0});
  EXPECT_EQ(partial.outcomes[0], ended) << "all reached what only marks";
  EXPECT_EQ(sum(partial.outcomes) - partial.outcomes[0], ended);
  EXPECT_EQ(partial.measures[0].numbers.moments.n, ended);
  EXPECT_EQ(partial.series[0][0].moments.n, ended);
  EXPECT_EQ(partial.incidence[0].events[19], 50U) << "reached on the first day, in interval 20";
  EXPECT_EQ(partial.incidence[1].censored[99], failed) << "followed to day 5 of 10";
  EXPECT_EQ(partial.incidence[1].censored[199], ended);

  study.describe_failure = nullptr;
  EXPECT_EQ(all_of(study).failures.at(0).text.message, "");
}

TEST(ReplicateTest, WhatWasHeldBackIsCounted) {
  const auto study = big_study();
  const auto partial = all_of(study, 3).partial;
  const auto overlay = overlay_of(study.design, study.base, 3);
  std::vector<Held> clamps(program().slots.size());
  std::vector<Held> rates(program().instances.size());
  const auto add = [](Held& held, std::uint64_t times) {
    held.times += times;
    held.runs += times > 0 ? 1 : 0;
  };
  for (std::uint64_t r = 0; r < study.design.replications; ++r) {
    brink::Run run(program(), overlay, {study.text.seed, r});
    NullObserver nobody;
    if (run_to_end(run, nobody) == Status::error) continue;
    for (SlotId s = 0; s < clamps.size(); ++s) add(clamps[s], clamp_count(run, s));
    for (std::uint32_t i = 0; i < rates.size(); ++i) add(rates[i], negative_rate_count(run, i));
  }
  auto expected = partial;
  expected.clamps = clamps;
  expected.negative_rates = rates;
  EXPECT_EQ(encode(partial), encode(expected));
  EXPECT_GT(partial.clamps[slot_index(program(), "north.anger")].runs, 0U);
  EXPECT_GT(partial.negative_rates[1].runs, 0U);
}

TEST(ReplicateTest, AChunkHasTheReplicationsItSays) {
  const auto study = big_study();
  const auto all = all_of(study, 2);
  std::vector<std::uint64_t> hashes;
  for (std::uint64_t first = 0; first < study.design.replications; first += 8) {
    const auto part = made(study, {.point = 2, .first = first, .count = 8});
    for (const auto& row : part.rows) hashes.push_back(row.hash);
  }
  ASSERT_EQ(hashes.size(), all.rows.size());
  for (std::size_t i = 0; i < hashes.size(); ++i) EXPECT_EQ(hashes[i], all.rows[i].hash);
}

TEST(ReplicateTest, AskedToStopItMakesNothing) {
  const auto study = big_study();
  std::stop_source stop;
  stop.request_stop();
  std::atomic<std::uint64_t> count = 0;
  EXPECT_FALSE(run_chunk(study, {.count = 3}, stop.get_token(), count));
  EXPECT_EQ(count, 0U);
}

}  // namespace
}  // namespace brink::test
