// What a review of batches brought to light.
#include <fmt/format.h>

#include "tests/tools/batch_helpers.h"

namespace brink::test {
namespace {

const std::string kScenarios = std::string(BRINK_SOURCE_DIR) + "/scenarios/";

class BatchReview : public BatchFolder {};

// the one that came too late took the other's database for a failed beginning of its own
TEST_F(BatchReview, OfBatchesThatBeginAtOnceInOneFolderOneHasIt) {
  for (int round = 0; round < 8; ++round) {
    const auto out = fmt::format("r{}", round);
    const auto ran = run_in(
        ".",
        fmt::format("for i in 1 2 3 4 5 6; do {} batch parley.yaml -n 200 --threads 1 --out {} "
                    "--quiet && echo done & done; wait",
                    BRINK_PROGRAM, out));
    std::size_t successes = 0;
    for (auto at = ran.output.find("done\n"); at != std::string::npos;
         at = ran.output.find("done\n", at + 1)) {
      ++successes;
    }
    EXPECT_EQ(successes, 1U) << ran.output;
    EXPECT_EQ(brink("batch --resume " + out + " --quiet").code, 0);
  }
}

// they were told as 0 % with a narrow interval
TEST_F(BatchReview, OutcomesThatOnlyMarkAreCountedWhereTheyAreReached) {
  done("batch " + kScenarios + "coalition.yaml -n 100 --out r --quiet");
  const auto counts = python("r", R"(
reached, = database.execute('SELECT count(reached_most_join) FROM runs').fetchone()
n, = database.execute("SELECT n FROM outcomes WHERE outcome = 'most_join'").fetchone()
last, = database.execute("SELECT probability FROM incidence WHERE outcome = 'most_join' ORDER BY time DESC").fetchone()
print(reached == n, n > 20, abs(last - n / 100) < 1e-12)
)");
  EXPECT_EQ(counts, "True True True\n");
  const auto summary = done("batch " + kScenarios + "first.yaml -n 1000 --no-stop --out s");
  EXPECT_NE(summary.find("truce (reached)  8"), std::string::npos) << summary;
}

TEST_F(BatchReview, AResumeRemovesNoFileButItsOwnParts) {
  done("batch parley.yaml -n 10 --out r --quiet");
  for (const char* name : {"census.csv.gz.part", "my.csv.old.part", "runs.csv.x1.part"}) {
    write(std::string("r/") + name, "precious");
  }
  write("r/runs.csv.4711.part", "left over");
  done("batch --resume r --quiet");
  for (const char* name : {"census.csv.gz.part", "my.csv.old.part", "runs.csv.x1.part"}) {
    EXPECT_EQ(read(std::string("r/") + name), "precious");
  }
  EXPECT_FALSE(std::filesystem::exists(path("r/runs.csv.4711.part")));
}

class Shards : public BatchFolder {
 protected:
  void SetUp() override {
    BatchFolder::SetUp();
    for (int i = 1; i <= 2; ++i) {
      done(fmt::format("batch parley.yaml -n 200 --shard {0}/2 --out s{0} --quiet", i));
    }
  }
};

// it said it was complete, with the counts and the digest of the first shard
TEST_F(Shards, AMergeThatFailsIsNotCompleteAndNamesTheShard) {
  python("s2",
         "database.execute('UPDATE spans SET data = zeroblob(length(data))')\n"
         "database.commit()\n");
  const auto ran = brink("merge s1 s2 --out m");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.output.find("while `s2` was taken in"), std::string::npos) << ran.output;
  const auto manifest = read("m/manifest.json");
  EXPECT_NE(manifest.find("\"complete\": false"), std::string::npos) << manifest;
  EXPECT_NE(manifest.find("\"digest\": \"\""), std::string::npos) << manifest;
}

TEST_F(Shards, AMergeMissesChunks) {
  python("s2", "database.execute('DELETE FROM chunks WHERE chunk % 7 = 0')\ndatabase.commit()\n");
  const auto ran = brink("merge s1 s2 --out m");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.output.find("of 200 chunks are in the shards"), std::string::npos) << ran.output;
}

TEST_F(Shards, AMergeRefusesAnotherVersion) {
  for (const char* shard : {"s1", "s2"}) {
    python(shard,
           "database.execute(\"UPDATE manifest SET value = '\\\"0.0.9\\\"' WHERE key = "
           "'version'\")\ndatabase.commit()\n");
  }
  const auto ran = brink("merge s1 s2 --out m");
  EXPECT_EQ(ran.code, 1);
  EXPECT_TRUE(ran.output.starts_with("brink: error: `s1` was made by brink 0.0.9; this is "))
      << ran.output;
}

TEST_F(BatchReview, TheOnlyShardOfOneCanBeMerged) {
  const auto digest = done("batch parley.yaml -n 50 --shard 1/1 --out s --quiet");
  EXPECT_EQ(done("merge s --out m --quiet"), digest);
}

// each of these ended in an abort
TEST_F(BatchReview, OrdinaryTroubleHasAMessage) {
  const auto long_name = std::string(300, 'x');
  EXPECT_EQ(brink("batch parley.yaml -n 1 --out " + long_name).output,
            "brink: error: cannot make the folder `" + long_name + "`: File name too long\n");
  std::filesystem::create_symlink("loop", path("loop"));
  EXPECT_EQ(brink("batch parley.yaml -n 1 --out loop/r").code, 1);
  const auto few = run_in(".", "ulimit -v 400000; exec " BRINK_PROGRAM
                               " batch parley.yaml -n 300 --threads 1024 --out few --quiet");
  // room for some threads, which do the work, or for too little else
  const auto whole = done("batch parley.yaml -n 300 --out many --quiet");
  EXPECT_TRUE(few.output == whole || few.output.starts_with("brink: error: out of memory\n"))
      << few.code << few.output;
}

// a share had Student's interval: of none the width 0, of few an end below 0
TEST_F(BatchReview, ATruthHasTheIntervalOfAShare) {
  write("t.yaml", R"(brink: 1
title: Truths
start: 2026-06-01
horizon: 10 d
events: {raid: {is: assault}}
processes: {raids: {rate: 0.005, emit: raid}}
measures: {ever: {final: total(raid) > 0}, never: {final: total(raid) > 9}}
)");
  done("batch t.yaml -n 50 --out r --quiet");
  const auto said = python("r", R"(
for low, high in database.execute("SELECT low, high FROM measures WHERE measure <> 'end_time'"):
  print(low >= 0, high > 0.05)
)");
  EXPECT_EQ(said, "True True\nTrue True\n");
}

// 12 digits are no reason to leave the range
TEST_F(BatchReview, AnEvenlySpacedValueStaysBetweenItsEnds) {
  write("w.yaml", R"(brink: 1
title: Wide
start: 2026-06-01
horizon: 1 d
parameters: {p: {default: 0}}
)");
  for (const std::string range : {"1000000000001:1000000000003:3", "1:1.0000000000001:3",
                                  "0.1234567890124:0.1234567890128:3"}) {
    done("batch w.yaml -n 1 --sweep p=" + range + " --out w --quiet");
    EXPECT_EQ(python("w",
                     "a, b, c = [p for p, in database.execute('SELECT p FROM points')]\n"
                     "print(a < b < c)\n"),
              "True\n")
        << range;
    std::filesystem::remove_all(path("w"));
  }
}

TEST_F(BatchReview, AnOptionWithoutValueIsNotTakenForNone) {
  EXPECT_EQ(brink("batch parley.yaml --seed ''").code, 2);
  EXPECT_EQ(brink("batch parley.yaml -n ''").code, 2);
  EXPECT_EQ(brink("batch parley.yaml --shard ''").code, 2);
  EXPECT_EQ(brink("batch parley.yaml --until ''").code, 2);
  EXPECT_EQ(brink("batch parley.yaml --out ''").code, 2);
  EXPECT_EQ(brink("batch parley.yaml --out= --quiet").code, 2);
}

// 200 rows for each of many points weighed more than the runs
TEST_F(BatchReview, IncidenceHasARowWhereACountChanges) {
  done("batch parley.yaml -n 3 --sweep price=0:1:50 --out r --quiet");
  const auto said = python("r", R"(
rows, = database.execute('SELECT count(*) FROM incidence').fetchone()
still, = database.execute('SELECT count(*) FROM incidence WHERE events + competing + censored = 0').fetchone()
print(rows <= 50 * 5, still <= 50 * 2)
)");
  EXPECT_EQ(said, "True True\n");
}

TEST_F(BatchReview, ExamplesDrawParametersCalledLikeColumns) {
  write("m.yaml", R"(brink: 1
title: Means
start: 2026-06-01
horizon: 5 d
parameters: {mean: {default: 1}}
world: {variables: {x: {initial: mean, trend: 1}}}
)");
  done("batch m.yaml -n 20 --sweep mean=1,2 --series x --out r --quiet");
  const auto ran = run_in(".", "/usr/bin/python3 " BRINK_SOURCE_DIR "/tools/examples/series.py r");
  EXPECT_EQ(ran.code, 0) << ran.output;
}

// no outcome at all left the figure without a bar to draw
TEST_F(BatchReview, ExamplesDrawScenariosWithoutOutcomes) {
  write("bare.yaml", "brink: 1\ntitle: Bare\nstart: 2026-06-01\nhorizon: 5 d\n");
  done("batch bare.yaml -n 5 --out r --quiet");
  const auto ran = run_in(".", "Rscript " BRINK_SOURCE_DIR "/tools/examples/outcomes.R r");
  EXPECT_EQ(ran.code, 0) << ran.output;
}

// two of 200,000 runs were told as 0.000 %
TEST_F(BatchReview, RareSharesKeepTheirDigits) {
  write("rare.yaml", R"(brink: 1
title: Rare
start: 2026-06-01
horizon: 10 d
events: {blow: {is: assault}}
processes: {blows: {rate: 0.000001, emit: blow}}
outcomes: {struck: {when: total(blow) > 0}, peace: otherwise}
)");
  const auto summary = done("batch rare.yaml -n 200000 --out r");
  const auto line = summary.substr(summary.find("struck"));
  EXPECT_EQ(line.find("0.00 %"), std::string::npos) << summary;
  EXPECT_EQ(line.find("100.0 to 100.0"), std::string::npos) << summary;
}

TEST_F(BatchReview, PointsThatLookAlikeInShortAreToldInFull) {
  const auto summary = done("batch parley.yaml -n 10 --sweep price=0.10001,0.10002 --out r");
  EXPECT_NE(summary.find("0.10001"), std::string::npos) << summary;
  EXPECT_NE(summary.find("0.10002"), std::string::npos) << summary;
}

TEST_F(BatchReview, AFileOfTheSameNameElsewhereIsNotItsScenario) {
  done("batch parley.yaml -n 20 --out r --quiet");
  run_in("elsewhere", "echo 'no scenario' > parley.yaml");
  const auto ran = run_in("elsewhere", BRINK_PROGRAM " batch --resume ../r --quiet");
  EXPECT_EQ(ran.code, 0) << ran.output;
}

TEST_F(BatchReview, CommandsInHintsAreQuoted) {
  done("batch parley.yaml -n 5 --out 'my results' --quiet");
  const auto ran = brink("batch parley.yaml -n 5 --out 'my results'");
  EXPECT_NE(ran.output.find("`--resume 'my results'`"), std::string::npos) << ran.output;
}

TEST_F(BatchReview, AnotherBuildOfTheSameVersionIsNoticed) {
  done("batch parley.yaml -n 20 --out r --quiet");
  python("r",
         "database.execute('UPDATE runs SET hash = hash + 1 WHERE run = 0')\n"
         "database.commit()\n");
  expect_refused("batch --resume r", 1,
                 "--resume: run 0 comes out otherwise than the one that was kept: another build of "
                 "brink made it");
}

}  // namespace
}  // namespace brink::test
