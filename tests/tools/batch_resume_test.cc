// What a batch may go on with, and what it refuses and why; the same for shards that are to be one.
#include <gtest/gtest.h>

#include "tests/tools/batch_helpers.h"

namespace brink {
namespace {

namespace fs = std::filesystem;
using test::expect_same;
using test::results_of;

class BatchResumeTest : public test::BatchFolder {
 protected:
  void begin(const std::string& options, const std::string& out = "r",
             const std::string& scenario = "parley.yaml") const {
    done("batch " + scenario + " -n 12 --quiet --out " + out + " " + options);
  }
  void expect_changed(const std::string& arguments, const std::string& what) const {
    expect_refused("batch " + arguments, 1,
                   "--resume: `r` was begun otherwise: " + what +
                       "\n  hint: go on with what it was begun with, or begin anew by --out");
  }
  void replace(const std::string& file, const std::string& old, const std::string& now) const {
    auto text = read(file);
    const auto at = text.find(old);
    ASSERT_NE(at, std::string::npos);
    write(file, text.replace(at, old.size(), now));
  }
};

TEST_F(BatchResumeTest, AChangedDesignIsRefusedAndTold) {
  begin("--seed 7 --sweep mood=calm,angry --series a.x --set busy=1");
  const auto before = results_of(path("r"));
  const std::string resume = "--resume r ";
  expect_changed(resume + "--seed 8", "the seed: 7 before, 8 now");
  expect_changed(resume + "-n 21", "replications (-n): 12 before, 21 now");
  expect_changed(resume + "--sweep mood=calm",
                 "swept (--sweep): mood=calm,angry before, mood=calm now");
  expect_changed(resume + "--sweep price=0:1:3",
                 "swept (--sweep): mood=calm,angry before, price=0,0.5,1 now");
  expect_changed(resume + "--set busy=2", "set (--set): busy=1 before, busy=2 now");
  expect_changed(resume + "--set busy=1 --set price=0.3",
                 "set (--set): busy=1 before, busy=1; price=0.3 now");
  expect_changed(resume + "--variant furious", "the variant: none before, furious now");
  expect_changed(resume + "--series b.y", "series: a.x before, b.y now");
  expect_changed(resume + "--series a.x,b.y", "series: a.x before, a.x; b.y now");
  expect_changed(resume + "--every 2d", "their step (--every): 1 d before, 2 d now");
  expect_changed(resume + "--until 50d", "the end (--until): none before, 50 d now");
  expect_changed(resume + "--no-stop", "outcomes end a run: yes before, no now");
  expect_changed(resume + "--shard 1/4", "the shard: none before, 1/4 now");
  expect_changed(resume + "--seed 8 -n 13",
                 "the seed: 7 before, 8 now; replications (-n): 12 before, 13 now");
  expect_same(before, results_of(path("r")), "refused");
}

TEST_F(BatchResumeTest, WhatIsTheSameInOtherWordsGoesOn) {
  begin("--sweep price=0:1:3 --set mood=angry --set busy=0 --series a.x,b.y --until 2026-07-01");
  const auto before = results_of(path("r"));
  done(
      "batch parley.yaml --resume r --quiet --seed 1 -n 12 --sweep price=0,0.5,1.0 --set busy=0 "
      "--set mood=angry --series a.x --series b.y --every 24h --until 30d --threads 7");
  expect_same(before, results_of(path("r")), "said otherwise");
}

TEST_F(BatchResumeTest, AChangedScenarioIsRefusedWithItsFirstOtherLine) {
  begin("");
  write("other.yaml", test::brittle());
  expect_changed("other.yaml --resume r", "the text of other.yaml: it differs from line 35 on");
  replace("parley.yaml", "rate: 0.02", "rate: 0.03");
  const auto what = "the text of parley.yaml: it differs from line 21 on";
  expect_changed("--resume r", what);
  expect_changed("parley.yaml --resume r", what);
  expect_changed("--resume r --seed 2", std::string(what) + "; the seed: 1 before, 2 now");
}

TEST_F(BatchResumeTest, AChangedModuleIsRefused) {
  begin("", "r", "brittle.yaml");
  replace("spoil.yaml", "chance: 0.01", "chance: 0.02");
  expect_changed("--resume r", "the text of spoil.yaml: it differs from line 8 on");
  expect_changed("brittle.yaml --resume r", "the text of spoil.yaml: it differs from line 8 on");
}

TEST_F(BatchResumeTest, AnotherVersionIsRefused) {
  begin("");
  python("r",
         "database.execute(\"UPDATE manifest SET value = '\\\"0.0.7\\\"' WHERE key = 'version'\")\n"
         "database.commit()\n");
  auto version = done("--version");
  version = version.substr(6, version.find(' ', 6) - 6);
  expect_changed("--resume r", "the version of brink: 0.0.7 before, " + version + " now");
}

TEST_F(BatchResumeTest, AScenarioThatIsGoneIsNotNeeded) {
  begin_and_stop("r", SIGKILL);
  fs::remove(path("parley.yaml"));
  const auto digest = done("batch --resume r --quiet");
  write("parley.yaml", test::kParley);
  EXPECT_EQ(digest, whole_digest());
  expect_same(results_of(path("whole")), results_of(path("r")), "without its scenario");
}

TEST_F(BatchResumeTest, ItGoesOnFromAnywhere) {
  begin_and_stop("r", SIGINT);
  const auto resumed = run_in("else/where", BRINK_PROGRAM " batch --resume ../../r --quiet");
  EXPECT_EQ(resumed.output, whole_digest());
  expect_same(results_of(path("whole")), results_of(path("r")), "from another folder");
  fs::rename(path("r"), path("else/moved"));
  const auto moved =
      run_in("else/where", BRINK_PROGRAM " batch ../../parley.yaml --resume ../moved --quiet");
  EXPECT_EQ(moved.output, resumed.output);
}

TEST_F(BatchResumeTest, AFinishedBatchIsSummedUpAgain) {
  begin("--sweep mood=calm,angry", "r", "brittle.yaml");
  const auto before = results_of(path("r"));
  fs::remove(path("r/runs.csv"));
  fs::remove(path("r/manifest.json"));
  const auto output = done("batch --resume r");
  EXPECT_EQ(output.find("runs/s"), std::string::npos) << "no run was made";
  EXPECT_EQ(output.find("so far"), std::string::npos);
  EXPECT_NE(output.find("2 points × 12 replications = 24 runs · seed 1\nresults: r/ ("),
            std::string::npos)
      << output;
  expect_same(before, results_of(path("r")), "again");
}

// README: "in WAL mode while a batch works on it and one plain file afterwards"
TEST_F(BatchResumeTest, WhoLooksInBetweenLeavesNoFileBehind) {
  begin_and_stop("r", SIGKILL);
  done("replay r --run 1 --quiet");
  done("batch --resume r --quiet");
  EXPECT_FALSE(fs::exists(path("r/results.db-wal")));
  EXPECT_FALSE(fs::exists(path("r/results.db-shm")));
}

TEST_F(BatchResumeTest, FoldersThatDoNotFitAreRefused) {
  begin("");
  fs::create_directories(path("empty"));
  write("file", "");
  write("results.csv", "");
  expect_refused("batch --resume none", 1, "--resume: there is no folder `none`");
  expect_refused("batch --resume empty", 1,
                 "--resume: `empty` holds no results: there is no results.db in it");
  expect_refused("batch --resume r --out s", 2,
                 "--resume names the folder already: leave out --out");
  expect_refused("batch none.yaml --resume r", 1,
                 "cannot read the scenario `none.yaml`: No such file or directory");
  expect_refused("batch parley.yaml --out r", 1,
                 "`r` holds results already: choose another folder, or go on with them by "
                 "`--resume r`");
  expect_refused("batch parley.yaml --out file", 1,
                 "cannot make the folder `file`: Not a directory");
  expect_refused("batch parley.yaml --out file/r", 1,
                 "cannot make the folder `file/r`: Not a directory");
  EXPECT_TRUE(fs::is_empty(path("empty")));
}

TEST_F(BatchResumeTest, WithoutOutEachBatchGetsAFolderOfItsOwn) {
  for (const char* folder : {"parley-results", "parley-results-2", "parley-results-3"}) {
    EXPECT_FALSE(fs::exists(path(folder)));
    done("batch parley.yaml -n 2 --quiet");
    EXPECT_TRUE(fs::exists(path(folder) + "/manifest.json")) << folder;
  }
}

TEST_F(BatchResumeTest, AShardGoesOnAsTheShardItIs) {
  begin("--shard 1/4", "r");
  done("batch --resume r --quiet");
  done("batch --resume r --quiet --shard 1/4");
  expect_changed("--resume r --shard 2/4", "the shard: 1/4 before, 2/4 now");
}

TEST_F(BatchResumeTest, ShardsThatAreNoWholeAreRefused) {
  for (const std::string i : {"1", "2", "3"}) begin("--shard " + i + "/3", "s" + i);
  begin("", "whole");
  begin("--shard 2/4", "of4");
  begin("--shard 2/3 --seed 9", "seed9");
  begin("--shard 2/3", "module", "brittle.yaml");
  expect_refused("merge s1 s3", 1, "2 of 3 shards are there; missing: 2");
  expect_refused("merge s2", 1, "1 of 3 shards are there; missing: 1, 3");
  expect_refused("merge s1 s2 s2 s3", 1, "`s2` and `s2` are both shard 2 of 3");
  fs::copy(path("s2"), path("copy"));
  expect_refused("merge s1 s2 copy", 1, "`s2` and `copy` are both shard 2 of 3");
  expect_refused("merge s1 whole s3", 1, "`whole` is a whole batch, no shard");
  const std::string other = " are of different batches: ";
  expect_refused("merge s1 seed9 s3", 1, "`s1` and `seed9`" + other + "the seed: 1 before, 9 now");
  expect_refused("merge s1 of4 s3", 1, "`s1` and `of4`" + other + "the shard: 1/3 before, 1/4 now");
  expect_refused(
      "merge s1 module s3", 1,
      "`s1` and `module`" + other + "the text of brittle.yaml: it differs from line 35 on");
  expect_refused("merge s1 none s3", 1, "there is no folder `none`");
  expect_refused("merge s1 s2 s3 --out whole", 1,
                 "`whole` holds results already: choose another folder, or go on with them by "
                 "`--resume whole`");
  EXPECT_FALSE(fs::exists(path("parley-results")));
  done("merge s1 s2 s3 --quiet");
  expect_same(results_of(path("whole")), results_of(path("parley-results")), "merged at last");
}

TEST_F(BatchResumeTest, AnUnfinishedShardIsRefused) {
  begin("--shard 1/2", "s1");
  begin_and_stop("s2", SIGINT, "-n 1000000 --shard 2/2 --quiet");
  const auto text = "`s2` is not finished: `brink batch --resume s2` goes on with it";
  expect_refused("merge s1 s2", 1, text);
  expect_refused("merge s2 s1", 1, text);
}

}  // namespace
}  // namespace brink
