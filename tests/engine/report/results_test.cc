// Oracle: the rows themselves, summed up by plain two-pass formulas and by SQL.
#include "engine/report/results.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <future>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>

#include "engine/report/intervals.h"
#include "tests/support/folder.h"
#include "tests/support/runs.h"

namespace brink::test {
namespace {

using Cells = std::vector<std::string>;
using Use = Results::Use;

// an outcome and none, every type of measure, a variable at its range, one run of 32 that fails
constexpr const char* kScenario = R"yaml(brink: 1
title: Results
start: 2026-06-01
horizon: 20 d
parameters: {pace: {default: 0.4, range: [0, 2]}, mood: {default: calm, values: [calm, tense]}}
actors: {north: {variables: {anger: {initial: 0, range: [0, 1], decay: 9 d}}}, south: {}}
world: {variables: {x: {initial: uniform(0 .. 1)}, y: {initial: "binomial(5, 0.5)"}, chief: north}}
schedule: {audit: {at: 15 d, emit: consult}}
processes: {raids: {rate: pace, emit: assault, from: south, to: north}}
rules:
  sore: {upon: assault, do: [north.anger += 0.4, x += 0.3, "chief = if(x > 2, south, north)"]}
  divided: {upon: consult, do: [x += 1 / y]}
outcomes: {many: {when: total(assault) >= 8}}
measures: {
  raids: {count: assault}, first_raid: {first: assault}, mean_anger: {average: north.anger},
  mood_then: {final: mood}, chief_then: {final: chief}, is_angry: {final: north.anger > 0.5},
  day: {final: 2026-06-05}}
)yaml";

struct Batch {
  explicit Batch(const std::string& yaml = kScenario, const StudyText& text = {},
                 const std::string& file = "test.yaml")
      : program(compiled(yaml, file)), study(make_study(program, text).value()) {
    study.describe_failure = [](const brink::Run&) {
      return FailureText{"t.yaml:1:2", "1 / 0, \"he\" said\nthen — nothing"};
    };
  }
  Batch(const Batch&) = delete;
  Manifest manifest(const Shard& shard = {}) const { return manifest_of(study, shard); }

  Program program;
  Study study;
};

// four points of 61 runs, in chunks of one
const Batch& batch() {
  static const Cells sweeps = {"pace=0.3,0.5", "mood=calm,tense"};
  static const Batch made(
      kScenario,
      {.seed = 3, .replications = 61, .sweeps = sweeps, .series = {"x"}, .every = "4 d"});
  return made;
}

void fill(Results& results, const Study& study, const ChunkRange& range) {
  std::atomic<std::uint64_t> made = 0;
  for (auto i = range.first; i < range.end; ++i) {
    const auto result = run_chunk(study, chunk_of(study.design, i), {}, made);
    EXPECT_EQ(results.keep(study, result.value()), std::nullopt);
  }
}

/// A whole batch, or a shard, in a folder of its own.
Results whole(const Batch& of, const std::string& folder, const Shard& shard = {}) {
  auto results = Results::create(folder, of.study, of.manifest(shard)).value();
  fill(results, of.study, chunks_of(of.study.design, shard));
  EXPECT_EQ(results.sum_up(of.study, true), std::nullopt);
  return results;
}

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST(ResultsTest, TheTableOfRunsHasEveryRun) {
  const Folder folder("results_runs");
  const auto& study = batch().study;
  auto results = whole(batch(), folder.path("r"));
  Cells rows;
  Cells failures;
  for (std::uint64_t number = 0; number < 4 * 61; ++number) {
    const auto [replication, point] = std::pair(number / 4, number % 4);
    const auto mood = point % 2 == 0 ? "calm" : "tense";
    const auto run =
        run_once(batch().program, {3, replication}, overlay_of(study.design, study.base, point));
    const auto kept = results.find(number).value();
    EXPECT_EQ(std::pair(kept.replication, kept.point), std::pair(replication, point));
    if (run.status == Status::error) {
      EXPECT_EQ(kept.hash, std::nullopt);
      failures.push_back(
          fmt::format("{0},{1},{2},15,t.yaml:1:2,\"1 / 0, \"\"he\"\" said\nthen — nothing\",brink "
                      "replay {3} --run {0}\n",
                      number, point, replication, folder.path("r")));
      continue;
    }
    EXPECT_EQ(kept.hash, run.hash);
    const auto& m = run.measures;
    rows.push_back(fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},4\n", number, point, replication,
        point < 2 ? 0.3 : 0.5, mood, run.outcome, in_days(run.end - SimTime{}), m[0].value.number,
        m[1].exists ? fmt::format("{}", in_days({m[1].value.whole})) : "", m[2].value.number, mood,
        m[4].value.whole == 0 ? "north" : "south", m[5].value.whole));
  }
  ASSERT_GT(failures.size(), 0U);
  EXPECT_EQ(text_of(folder.path("r/runs.csv")),
            fmt::format("run,point,replication,pace,mood,outcome,end_time,raids,first_raid,"
                        "mean_anger,mood_then,chief_then,is_angry,day\n{}",
                        fmt::join(rows, "")));
  EXPECT_EQ(
      text_of(folder.path("r/failures.csv")),
      fmt::format("run,point,replication,time,place,message,command\n{}", fmt::join(failures, "")));
  EXPECT_EQ(results.manifest().failed, failures.size());
}

// sums of some dozen numbers: √n roundings of 1e-16, with room
void expect_near(const std::string& text, double expected, double tolerance = 1e-12) {
  EXPECT_NEAR(std::stod(text), expected, tolerance * std::max(1.0, std::abs(expected)));
}

TEST(ResultsTest, MeasuresAgreeWithTheRows) {
  const Folder folder("results_measures");
  auto results = whole(batch(), folder.path("r"));
  for (int point = 0; point < 4; ++point) {
    for (const std::string name : {"raids", "first_raid", "mean_anger", "is_angry", "day"}) {
      const auto ask = [&](std::string_view sql) {
        return results.query(fmt::format(fmt::runtime(sql), name, point)).value();
      };
      std::vector<double> values;
      for (const auto& row :
           ask("SELECT {0} FROM runs WHERE point = {1} AND {0} NOT NULL ORDER BY {0}")) {
        values.push_back(std::stod(row[0]));
      }
      const auto n = static_cast<double>(values.size());
      const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
      double squares = 0;
      for (const double x : values) squares += (x - mean) * (x - mean);
      const double sd = std::sqrt(squares / (n - 1));
      const auto hits = static_cast<std::uint64_t>(std::lround(mean * n));
      const auto interval = name == "is_angry" ? proportion_interval(hits, values.size())
                                               : mean_interval(mean, sd, values.size());
      const auto row = ask(R"(SELECT n, mean, sd, low, high, least, most, q50, n + missing =
          (SELECT count(*) FROM runs WHERE point = {1})
          FROM measures WHERE measure = '{0}' AND point = {1})")[0];
      expect_near(row[0], n, 0);
      expect_near(row[1], mean);
      expect_near(row[2], sd);
      expect_near(row[3], interval.low, 1e-11);
      expect_near(row[4], interval.high, 1e-11);
      expect_near(row[5], values.front(), 0);
      expect_near(row[6], values.back(), 0);
      // rank ceil(n / 2): exact where values are whole, otherwise within a bucket
      expect_near(row[7], values[(values.size() + 1) / 2 - 1], name == "raids" ? 0 : 1.0 / 256);
      EXPECT_EQ(row[8], "1") << name;
    }
  }
}

TEST(ResultsTest, SharesSeriesAndIncidenceAgreeWithTheRows) {
  const Folder folder("results_shares");
  auto results = whole(batch(), folder.path("r"));
  const std::string runs = "(SELECT count(*) FROM runs r WHERE r.point = t.point";
  // each finds the rows that are wrong; the first runs fail on day 15
  for (const auto& wrong :
       Cells{"outcomes t WHERE n <> " + runs + " AND coalesce(r.outcome, '') = t.outcome)",
             "outcomes t WHERE abs(probability - n * 1.0 / " + runs + ")) > 1e-15",
             "measure_values t WHERE measure = 'chief_then' AND n <> " + runs +
                 " AND chief_then = value)",
             "series t WHERE n <> " + runs + " AND end_time >= time)",
             "incidence t WHERE time < 14.95 AND abs(probability * 61 - " + runs +
                 " AND outcome = 'many' AND end_time <= time + 1e-9)) > 1e-12",
             "incidence t GROUP BY point HAVING sum(events + competing + censored) <> 61",
             "held t WHERE kind <> 'clamp' OR name <> 'north.anger' OR times < runs"}) {
    EXPECT_TRUE(results.query("SELECT t.* FROM " + wrong).value().empty()) << wrong;
    const auto table = wrong.substr(0, wrong.find(' '));
    EXPECT_GE(results.query("SELECT 1 FROM " + table).value().size(), 4U) << table;
  }
  int wide = 0;
  const auto rows = results.query("SELECT n, low, high, " + runs + ") FROM outcomes t").value();
  for (const auto& row : rows) {
    const double yes = std::stod(row[0]);
    const double n = std::stod(row[3]);
    if (std::min(yes, n - yes) < 10) continue;
    ++wide;
    // Wilson (1927): (p + z²/2n ± z √(p (1 − p)/n + z²/4n²)) / (1 + z²/n)
    const double z = 1.959963984540054;
    const double middle = yes / n + z * z / (2 * n);
    const double half = z * std::sqrt(yes / n * (1 - yes / n) / n + z * z / (4 * n * n));
    expect_near(row[1], (middle - half) / (1 + z * z / n));
    expect_near(row[2], (middle + half) / (1 + z * z / n));
  }
  EXPECT_GE(wide, 2);
}

TEST(ResultsTest, ShardsAndAResumedBatchGiveTheSame) {
  const Folder folder("results_shards");
  const auto& study = batch().study;
  const auto digest = whole(batch(), folder.path("once")).manifest().digest;
  {
    auto begun = Results::create(folder.path("again"), study, batch().manifest()).value();
    fill(begun, study, {0, 23});
    EXPECT_EQ(begun.sum_up(study, false), std::nullopt);
    EXPECT_NE(begun.manifest().digest, digest);
  }
  {
    auto again = Results::open(folder.path("again"), Use::write).value();
    EXPECT_FALSE(again.manifest().is_complete);
    EXPECT_EQ(again.progress().value().chunks, 23U);
    fill(again, study, {23, study.design.chunks()});
    EXPECT_EQ(again.sum_up(study, true), std::nullopt);
    auto merged = Results::create(folder.path("merged"), study, batch().manifest()).value();
    for (const std::uint64_t i : {0U, 1U, 2U}) {
      whole(batch(), folder.path("shard"), {i, 3});
      EXPECT_EQ(merged.take_in(study, folder.path("shard")), std::nullopt);
      std::filesystem::remove_all(folder.path("shard"));
    }
    EXPECT_EQ(merged.sum_up(study, true), std::nullopt);
  }
  for (const std::string other : {"again/", "merged/"}) {
    const auto results = Results::open(folder.path(other), Use::read).value();
    EXPECT_EQ(results.manifest().digest, digest) << other;
    EXPECT_TRUE(results.manifest().is_complete);
    for (const std::string table : {"runs", "points", "outcomes", "measures", "measure_values",
                                    "series", "incidence", "held"}) {
      const auto text = text_of(folder.path(other + table + ".csv"));
      EXPECT_TRUE(text == text_of(folder.path("once/" + table + ".csv"))) << other << table;
    }
  }
}

TEST(ResultsTest, ColumnsKeepTheirNamesApart) {
  const Folder folder("results_names");
  const Batch names(R"yaml(brink: 1
title: Names
start: 2026-06-01
horizon: 1 d
parameters: {point: 1, pace: 2, hash: 3}
measures: {
  measure_outcome: {final: 4}, outcome: {final: point}, Run: {final: pace}, pace: {final: hash},
  measure_run: {final: 5}, raids: {final: 6}, RAIDS: {final: 7}, rowid: {final: 8}}
)yaml",
                    {.replications = 1, .sweeps = {"point=1,9", "pace=2", "hash=3"}});
  whole(names, folder.path("r"));
  EXPECT_EQ(text_of(folder.path("r/runs.csv")),
            "run,point,replication,parameter_point,pace,parameter_hash,outcome,end_time,"
            "measure_outcome,measure_outcome_,measure_Run,measure_pace,measure_measure_run,raids,"
            "measure_RAIDS,rowid\n"
            "0,0,0,1,2,3,,1,4,1,2,3,5,6,7,8\n1,1,0,9,2,3,,1,4,9,2,3,5,6,7,8\n");
}

TEST(ResultsTest, QuotesCommasAndLettersOfAllCountriesSurvive) {
  const Folder folder("results_quotes");
  const std::string title = "Say \"no\", — «да», 戦争";
  const std::string file = "a \"b\", ü\\c.yaml";
  const Batch odd("brink: 1\ntitle: '" + title + "'\nstart: 2026-06-01\nhorizon: 1 d\n" +
                      "measures: {m: {final: 1, unit: 'a, \"b\"'}}\n",
                  {.replications = 1}, file);
  const auto path = folder.path("r, \"1\" ü");
  whole(odd, path);
  const auto results = Results::open(path, Use::read).value();
  EXPECT_EQ(results.manifest().title, title);
  EXPECT_EQ(results.manifest().texts.at(0).name, file);
  EXPECT_TRUE(differences(results.manifest(), odd.manifest()).empty());
  EXPECT_EQ(nlohmann::json::parse(text_of(path + "/manifest.json"))["title"], title);
  EXPECT_NE(text_of(path + "/measures.csv").find("0,m,\"a, \"\"b\"\"\",1,0,1,"), std::string::npos);
}

TEST(ResultsTest, EveryDifferenceOfTwoBatchesIsTold) {
  auto before = batch().manifest();
  before.version = "1";
  auto now = before;
  now.ended = 9;
  now.digest = "0";
  EXPECT_EQ(differences(before, now), Cells{}) << "how far it came does not matter";
  now.chunk = 5;
  EXPECT_EQ(differences(before, now), Cells{"the chunk size: 1 before, 5 now"});
  now.texts.push_back({"m.yaml", "x"});
  EXPECT_EQ(differences(before, now), Cells{"the number of modules: 0 before, 1 now"});
  now.texts[0].text.replace(25, 1, "?");
  now.version = "2";
  now.shard = {2, 3};
  now.study = {.seed = 4, .replications = 7, .settings = {"a=1", "b=2"}, .sweeps = {"pace=0.3"}};
  now.study.variant = "v";
  now.study.until = "9 d";
  now.study.outcomes_stop = false;
  now.study.series = {"x", "y"};
  EXPECT_EQ(
      differences(before, now),
      (Cells{"the version of brink: 1 before, 2 now",
             "the text of test.yaml: it differs from line 3 on", "the seed: 3 before, 4 now",
             "replications (-n): 61 before, 7 now",
             "swept (--sweep): pace=0.3,0.5; mood=calm,tense before, pace=0.3 now",
             "set (--set): none before, a=1; b=2 now", "the variant: none before, v now",
             "the end (--until): none before, 9 d now", "outcomes end a run: yes before, no now",
             "series: x before, x; y now", "their step (--every): 4 d before, 1 d now",
             "the shard: none before, 3/3 now"}));
  const auto kept = manifest_from(nlohmann::ordered_json::parse(manifest_text(now)));
  EXPECT_EQ(differences(now, kept.value()), Cells{}) << "its text keeps all of it";
  now.study.series = {};
  EXPECT_EQ(differences(before, now).size(), 11U) << "no step where nothing is followed";
}

TEST(ResultsTest, OneProgramAtATime) {
  const Folder folder("results_busy");
  const auto path = folder.path("r");
  const auto one = Results::create(path, batch().study, batch().manifest()).value();
  const auto error_of = [&](Use use) { return Results::open(path, use).error(); };
  auto reader = std::async(std::launch::async, error_of, Use::read);
  const auto busy = "`" + path + "/results.db`: another program has it open; close that first";
  EXPECT_EQ(error_of(Use::write), busy + " (database is locked)");
  EXPECT_EQ(reader.get(), busy + " (database is locked)");
}

TEST(ResultsTest, WhereNothingCanBeMadeOrReadThatIsSaid) {
  const Folder folder("results_refused");
  folder.write("file", "");
  folder.write("r/results.db", "");
  const auto error_of_new = [&](const std::string& name) {
    return Results::create(folder.path(name), batch().study, batch().manifest()).error();
  };
  EXPECT_TRUE(
      error_of_new("r").ends_with("` holds results already: choose another folder, or go on "
                                  "with them by `--resume " +
                                  folder.path("r") + "`"));
  EXPECT_TRUE(error_of_new("file").starts_with("cannot make the folder `"));
  EXPECT_EQ(Results::open(folder.path("s"), Use::read).error(),
            "there is no folder `" + folder.path("s") + "`");
  EXPECT_EQ(Results::open(folder.path(""), Use::write).error(),
            "`" + folder.path("") + "` holds no results: there is no results.db in it");
}

/// What is said of a database with other bytes; empty where all of it can still be read.
std::string said_of(const Folder& folder, const std::string& bytes, Use use) {
  std::filesystem::remove_all(folder.path("bad"));
  folder.write("bad/results.db", bytes);
  auto results = Results::open(folder.path("bad"), use);
  if (!results) return results.error();
  for (const char* table : {"runs", "spans", "outcomes", "incidence", "failures", "chunks"}) {
    const auto rows = results->query(std::string("SELECT * FROM ") + table);
    if (!rows) return rows.error();
  }
  return use == Use::read ? "" : results->sum_up(batch().study, true).value_or("");
}

TEST(ResultsTest, ADamagedDatabaseIsSaidToBe) {
  const Folder folder("results_damage");
  whole(batch(), folder.path("r"));
  const auto bytes = text_of(folder.path("r/results.db"));
  const auto path = "`" + folder.path("bad") + "/results.db`";
  auto newer = bytes;
  newer[63] = 9;  // PRAGMA user_version is the big-endian number at byte 60
  for (const auto use : {Use::read, Use::write}) {
    EXPECT_EQ(said_of(folder, bytes, use), "");
    EXPECT_EQ(said_of(folder, newer, use),
              path + " has tables of version 9; this program reads version 1");
    EXPECT_EQ(said_of(folder, std::string(5000, 'x'), use),
              path + ": it is damaged, or no database at all (file is not a database)");
    EXPECT_TRUE(said_of(folder, "", use).starts_with(path + " holds nothing: the batch was"));
    // what is missing of the last page reads as zeros
    for (std::size_t n = 1; n + 4096 <= bytes.size(); n += bytes.size() / 23) {
      const auto said = said_of(folder, bytes.substr(0, n), use);
      EXPECT_TRUE(said.starts_with(path)) << n << " of " << bytes.size() << " bytes: " << said;
    }
    for (std::size_t at = 1; at < bytes.size(); at += bytes.size() / 97) {
      auto changed = bytes;
      changed.replace(at, 50, 50, 'x');
      const auto said = said_of(folder, changed, use);  // may be harmless, never a crash
      EXPECT_TRUE(said.empty() || said.starts_with(path)) << at << ": " << said;
    }
  }
}

// 3 of 5 runs are lost from sight when one has reached it, then the last reaches it: the curve is 1
TEST(ResultsTest, AnIncidenceOfOneHasAnInterval) {
  const Folder folder("results_incidence");
  auto results = Results::create(folder.path("r"), batch().study, batch().manifest()).value();
  ChunkResult made{.partial = empty_partial(batch().study)};
  made.partial.incidence[0].events[1] = made.partial.incidence[0].events[2] = 1;
  made.partial.incidence[0].censored[1] = 3;
  EXPECT_EQ(results.keep(batch().study, made), std::nullopt);
  EXPECT_EQ(results.sum_up(batch().study, false), std::nullopt);
  const auto row = results.query("SELECT probability, low, high FROM incidence").value().back();
  EXPECT_EQ(row[0] + " to " + row[2], "1 to 1");
  EXPECT_GT(std::stod(row[1]), 0.2) << "Wilson's lower end for 1 of 1";
}

}  // namespace
}  // namespace brink::test
