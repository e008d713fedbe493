// The same bits whatever the threads, the shards, and however a batch was stopped and resumed.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/tools/batch_helpers.h"

namespace brink {
namespace {

namespace fs = std::filesystem;
using test::Beside;
using test::expect_same;
using test::pause_for;
using test::results_of;

constexpr const char* kDesign =
    " -n 600 --seed 5 --sweep price=0.1,0.5 --sweep mood=calm,angry --series a.x,b.y --quiet ";

class BatchDigestTest : public test::BatchFolder {
 protected:
  // each in a folder of its own, so that the commands in failures.csv are the same
  std::string batch_in(const std::string& below, const std::string& arguments) const {
    const auto ran = run_in(below, BRINK_PROGRAM " batch " + arguments);
    EXPECT_EQ(ran.code, 0) << arguments << "\n" << ran.output;
    return ran.output;
  }

  // What is in a database, judged by another program: "empty", "whole chunks: N", or what is wrong.
  // On a copy, so that the program itself has to mend what a kill left.
  std::string judge(const std::string& folder) const {
    fs::remove_all(path("copy"));
    fs::create_directories(path("copy"));
    for (const char* name : {"results.db", "results.db-wal"}) {
      std::error_code none;
      fs::copy_file(path(folder) + "/" + name, path("copy/") + name, none);
    }
    return python("copy", kJudge);
  }
  static int chunks_in(const std::string& judgement) {
    const auto colon = judgement.find(": ");
    return colon == std::string::npos ? -1 : std::stoi(judgement.substr(colon + 2));
  }
  static constexpr const char* kJudge = R"(
def column(query): return [row[0] for row in database.execute(query)]
def judge():
    if column('PRAGMA user_version') == [0]: return 'empty'
    if column('PRAGMA integrity_check') != ['ok']: return 'damaged'
    points = column('SELECT count(*) FROM points')[0]
    chunks = database.execute('SELECT * FROM chunks ORDER BY chunk').fetchall()
    if [c[0] for c in chunks] != list(range(len(chunks))): return 'a chunk is left out'
    runs, failures = column('SELECT run FROM runs'), column('SELECT run FROM failures')
    if sum(c[3] for c in chunks) != len(runs) + len(failures): return 'rows and chunks differ'
    if sum(c[4] for c in chunks) != len(failures): return 'failures and chunks differ'
    made = {r * points + c[1] for c in chunks for r in range(c[2], c[2] + c[3])}
    if made != set(runs) | set(failures): return 'rows are not those of the chunks'
    for point in range(points):
        spans = column(f'SELECT 1 << level FROM spans WHERE point = {point}')
        if sum(spans) != sum(c[1] == point for c in chunks): return 'partials and chunks differ'
    return f'whole chunks: {len(chunks)}'
print(judge())
)";
};

TEST_F(BatchDigestTest, ThreadsDoNotChangeABit) {
  for (const std::string scenario : {"parley", "brittle"}) {
    const auto with = [&](const std::string& threads) {
      const auto below = scenario + threads;
      const auto digest =
          batch_in(below, "../" + scenario + ".yaml --out r --threads " + threads + kDesign);
      return std::pair(digest, results_of(path(below + "/r")));
    };
    const auto [digest, texts] = with("1");
    EXPECT_NE(digest.find("digest  "), std::string::npos) << digest;
    EXPECT_EQ(digest.find(" runs failed: see ") != std::string::npos, scenario == "brittle");
    EXPECT_EQ(texts.size(), 10U);
    EXPECT_EQ(
        std::count(texts.at("failures.csv").begin(), texts.at("failures.csv").end(), '\n') > 1,
        scenario == "brittle");
    for (const std::string threads : {"2", "3", "7"}) {
      const auto [other, others] = with(threads);
      EXPECT_EQ(other, digest) << threads;
      expect_same(texts, others, scenario + ", threads " + threads);
    }
  }
}

TEST_F(BatchDigestTest, FourShardsMergedInAnyOrderAreTheWhole) {
  const auto digest = batch_in("whole", std::string("../brittle.yaml --out r") + kDesign);
  const auto texts = results_of(path("whole/r"));
  std::vector<std::string> shards;
  for (const std::string i : {"1", "2", "3", "4"}) {
    shards.push_back("../s" + i);
    batch_in("shards",
             "../brittle.yaml --out ../s" + i + " --shard " + i + "/4 --threads " + i + kDesign);
  }
  std::mt19937 random(4);
  for (int i = 0; i < 6; ++i) {
    std::string order;
    for (const auto& shard : shards) order += " " + shard;
    fs::remove_all(path("merged"));
    const auto merged = run_in("merged", BRINK_PROGRAM " merge --quiet --out r" + order);
    EXPECT_EQ(merged.output, digest) << order;
    expect_same(texts, results_of(path("merged/r")), order);
    std::shuffle(shards.begin(), shards.end(), random);
  }
}

TEST_F(BatchDigestTest, ShardsWithoutRunsAreMergedToo) {
  const auto digest = batch_in(".", "brittle.yaml --out r -n 2 --quiet");
  std::string all;
  for (const std::string i : {"1", "2", "3", "4", "5"}) {
    batch_in(".", "brittle.yaml --out s" + i + " -n 2 --quiet --shard " + i + "/5");
    all += " s" + i;
  }
  EXPECT_EQ(done("merge --quiet --out m" + all), digest);
  expect_same(results_of(path("r")), results_of(path("m")), "two runs in five shards");
}

// about half a second of work on two cores; each round gets at most 60 ms of it, and at least ten
// of the kills meet a batch that has kept something since the last
TEST_F(BatchDigestTest, TwentyKillsAtRandomMomentsLoseNothingThatWasFinished) {
  const std::string design = "-n 20000 --sweep price=0.1,0.5 --quiet --threads 3";
  const auto digest = batch_in("whole", "../brittle.yaml --out r " + design);
  const auto texts = results_of(path("whole/r"));
  std::mt19937 random(20260601);
  std::uniform_int_distribution<int> milliseconds(1, 60);
  int kills = 0;
  int went_on = 0;  // rounds that kept something
  int finished = 0;
  int idle = 0;  // rounds since; all chunks may be there, and 60 ms too short to sum them up
  std::string before = "empty";
  for (int round = 0; kills < 20 || went_on < 10 || before != "empty"; ++round) {
    ASSERT_LT(round, 300) << "the program does not get anywhere";
    const auto begin = BRINK_PROGRAM " batch ../brittle.yaml --out r " + design;
    const auto words = before == "empty" ? begin : BRINK_PROGRAM " batch --resume r --quiet";
    fs::create_directories(path("killed"));
    if (before == "empty") fs::remove_all(path("killed/r"));
    Beside batch({"/bin/sh", "-c", "exec " + words}, path("killed"), path("output"));
    pause_for(milliseconds(random));
    if (idle < 3 && (kills < 20 || went_on < 10)) batch.send(SIGKILL);
    const int code = batch.wait();
    if (code == 0) {
      EXPECT_EQ(read("output"), digest) << "round " << round;
      expect_same(texts, results_of(path("killed/r")), "after " + std::to_string(kills) + " kills");
      before = "empty";
      idle = 0;
      ++finished;
      continue;
    }
    ASSERT_EQ(code, 128 + SIGKILL) << read("output");
    ++kills;
    const auto now = fs::exists(path("killed/r/results.db")) ? judge("killed/r") : "empty\n";
    ASSERT_TRUE(now == "empty\n" || now.starts_with("whole chunks: ")) << now;
    ASSERT_GE(chunks_in(now), chunks_in(before)) << "what was kept is gone";
    const bool kept_more = chunks_in(now) > chunks_in(before);
    went_on += kept_more ? 1 : 0;
    idle = kept_more ? 0 : idle + 1;
    before = now == "empty\n" ? "empty" : now;
  }
  EXPECT_GE(finished, 1);
}

TEST_F(BatchDigestTest, KillsWhileItSumsUpLoseNothing) {
  const auto begin = "batch brittle.yaml --out r -n 20000 --quiet --sweep price=0.1,0.5";
  const auto digest = done(begin);
  const auto texts = results_of(path("r"));
  const auto chunks = judge("r");
  std::mt19937 random(7);
  std::uniform_int_distribution<int> milliseconds(5, 150);
  int kills = 0;
  for (int round = 0; kills < 6; ++round) {
    ASSERT_LT(round, 100) << "it is over before it is killed";
    Beside batch({BRINK_PROGRAM, "batch", "--resume", "r", "--quiet"}, path("."), path("output"));
    pause_for(milliseconds(random));
    batch.send(SIGKILL);
    kills += batch.wait() == 128 + SIGKILL ? 1 : 0;
    ASSERT_EQ(judge("r"), chunks);
  }
  EXPECT_EQ(done("batch --resume r --quiet"), digest);
  expect_same(texts, results_of(path("r")), "killed at the end");
  for (const auto& file : fs::directory_iterator(path("r"))) {
    EXPECT_NE(file.path().extension(), ".part") << file.path() << " is left by a kill";
  }
}

// what is in an interrupted batch's runs.csv: whole chunks of all points, in order
void expect_balanced_prefix(const std::string& part, const std::string& whole, std::size_t points,
                            std::size_t chunk) {
  std::vector<std::size_t> runs(points);
  std::stringstream rows(part);
  std::string row;
  std::getline(rows, row);
  for (; std::getline(rows, row);) {
    EXPECT_NE(whole.find("\n" + row + "\n"), std::string::npos) << row;
    const auto point = std::stoul(row.substr(row.find(',') + 1));
    const auto replication = std::stoul(row.substr(row.find(',', row.find(',') + 1) + 1));
    EXPECT_EQ(replication, runs.at(point)++);
  }
  for (const auto n : runs) {
    EXPECT_EQ(n % chunk, 0U);
    EXPECT_LE(n, runs.front());
    EXPECT_GE(n + chunk, runs.front());
  }
}

TEST_F(BatchDigestTest, InterruptsSumUpABalancedPartAndTheRestCanFollow) {
  const std::string design = "-n 700 --sweep price=0.1,0.5 --set busy=50 --no-stop";
  const auto digest = done("batch parley.yaml --quiet --out whole " + design);
  const auto texts = results_of(path("whole"));
  const auto chunk = nlohmann::json::parse(texts.at("manifest.json"))["chunk"].get<std::size_t>();
  for (const int signal : {SIGINT, SIGTERM}) {
    fs::remove_all(path("r"));
    begin_and_stop("r", signal, design);
    const auto output = read("r.txt");
    const auto manifest = nlohmann::json::parse(read("r/manifest.json"));
    const auto ended = manifest["ended"].get<std::uint64_t>();
    EXPECT_GT(ended, 0U);
    EXPECT_FALSE(manifest["complete"].get<bool>());
    auto runs = std::to_string(ended);
    if (ended >= 1000) runs.insert(runs.size() - 3, ",");
    EXPECT_NE(output.find("\nso far " + runs + " runs\n"), std::string::npos) << output;
    EXPECT_NE(output.find("  (of what is finished)\n"), std::string::npos) << output;
    EXPECT_TRUE(output.ends_with("\nbrink: interrupted after " + runs +
                                 " of 1,400 runs; `brink batch --resume r` goes on\n"))
        << output;
    const auto csv = read("r/runs.csv");
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), static_cast<long>(ended) + 1);
    expect_balanced_prefix(csv, texts.at("runs.csv"), 2, chunk);
    EXPECT_EQ(done("batch --resume r --quiet"), digest);
    expect_same(texts, results_of(path("r")), "resumed");
  }
}

}  // namespace
}  // namespace brink
