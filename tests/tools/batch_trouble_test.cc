// A batch in trouble: no space, no rights, a database that is locked or damaged. Each time it says
// which file and what to do, gives back 1, and nothing that was finished is lost.
#include <gtest/gtest.h>

#include <random>

#include "tests/tools/batch_helpers.h"
#include "tests/tools/watched.h"

namespace brink {
namespace {

namespace fs = std::filesystem;
using test::Beside;
using test::Disk;
using test::expect_same;
using test::results_of;
using test::text_of;
using test::Watched;

class BatchTroubleTest : public test::BatchFolder {
 protected:
  void begin(const std::string& out) const {
    done("batch parley.yaml -n 300 --sweep price=0.1,0.5 --quiet --out " + out);
  }
  /// Without root's right to write everywhere.
  Watched as_nobody(const std::vector<std::string>& words) const {
    std::vector<std::string> all{BRINK_PROGRAM};
    all.insert(all.end(), words.begin(), words.end());
    return test::watch(all, path("output"), {.as_nobody = true});
  }
  void set_rights(const std::string& folder, const char* mode) const {
    EXPECT_EQ(run_in(".", std::string("chmod -R ") + mode + " " + folder).code, 0);
  }
  std::string error(const std::string& file, const std::string& what) const {
    return "brink: error: `" + path(file) + "`: " + what + "\n";
  }
  std::string resume_error(const std::string& file, const std::string& what) const {
    return "brink: error: --resume: `" + path(file) + "`: " + what + "\n";
  }
  static constexpr const char* kMayNotBeWritten =
      "it must not be written: look at the rights of the file and its folder";
};

class FullDiskTest : public BatchTroubleTest {
 protected:
  enum class Full { at_begin, at_work, at_end, never };

  void SetUp() override {
    BatchTroubleTest::SetUp();
    digest_ = done("batch brittle.yaml --out disk/r " + design_);
    texts_ = results_of(path("disk/r"));
    fs::remove_all(path("disk"));
  }

  // begins on a disk that is too small, makes it larger, goes on; when the disk was full
  Full begin_and_go_on(unsigned kilobytes) const {
    Disk disk(path("disk"), kilobytes);
    EXPECT_EQ(disk.failure(), "");
    const auto ran = brink("batch brittle.yaml --out disk/r " + design_);
    if (ran.code == 0) return Full::never;
    EXPECT_EQ(ran.code, 1) << kilobytes << " KB";
    const auto when = when_full(ran.output);
    if (when != Full::at_end) {
      EXPECT_EQ(brink("batch --resume disk/r --quiet").code, 1) << "it is still full";
    }
    disk.make_larger(50'000);
    EXPECT_EQ(disk.failure(), "");
    if (when == Full::at_begin) {
      // nothing is left behind: the same command may be given again
      EXPECT_EQ(done("batch brittle.yaml --out disk/r " + design_), digest_) << kilobytes << " KB";
      return when;
    }
    EXPECT_EQ(done("batch --resume disk/r --quiet"), digest_) << kilobytes << " KB";
    expect_same(texts_, results_of(path("disk/r")), std::to_string(kilobytes) + " KB");
    return when;
  }

 private:
  static Full when_full(const std::string& output) {
    const std::string full =
        "brink: error: `disk/r/results.db`: the disk is full: free some space and try again "
        "(database or disk is full)\n";
    const std::string kept =
        "  hint: every finished chunk is kept: `brink batch --resume disk/r` goes on\n";
    if (output == full) return Full::at_begin;
    if (output == full + kept) return Full::at_work;
    EXPECT_TRUE(output.starts_with("brink: error: cannot write `disk/r/")) << output;
    EXPECT_TRUE(output.ends_with("`: No space left on device\n" + kept)) << output;
    return Full::at_end;
  }

 protected:
  const std::string design_ = "-n 1500 --sweep price=0.1,0.5 --series a.x --quiet";
  std::string digest_;
  test::Texts texts_;
};

// needs no right to mount: files end at a size, which the disk's errors tell in other words
TEST_F(FullDiskTest, NothingIsLostWhereFilesMayNotGrow) {
  const auto digest = [](const std::string& output) {
    return output.substr(output.find("digest"));
  };
  fs::create_directories(path("disk"));
  int stopped = 0;
  for (const char* blocks : {"8", "64", "256", "700", "1000"}) {
    const auto ran =
        run_in(".", std::string("trap '' XFSZ; ulimit -f ") + blocks +
                        "; exec " BRINK_PROGRAM " batch brittle.yaml --out disk/r " + design_);
    if (ran.code != 0) {
      EXPECT_EQ(ran.code, 1) << ran.output;
      EXPECT_TRUE(ran.output.starts_with("brink: error: ")) << ran.output;
      ++stopped;
    }
    const bool began = fs::exists(path("disk/r/results.db"));
    const auto again =
        began ? "batch --resume disk/r --quiet" : "batch brittle.yaml --out disk/r " + design_;
    EXPECT_EQ(digest(done(again)), digest(digest_)) << blocks;
    expect_same(texts_, results_of(path("disk/r")), blocks);
    fs::remove_all(path("disk/r"));
  }
  EXPECT_GE(stopped, 3);
}

TEST_F(FullDiskTest, NothingIsLostWheneverItIsFull) {
  if (!test::may_mount(path("probe"))) return;  // the test above is there everywhere
  std::map<Full, int> times;
  unsigned size = 40;
  unsigned last = size;
  for (auto when = Full::at_begin; when != Full::never && !HasFailure(); size += size / 4) {
    last = size;
    ++times[when = begin_and_go_on(size)];
  }
  // the files at the end need less than the journal: smaller steps up to what was enough
  for (size = last - last / 5; size < last && times[Full::at_end] == 0; size += 80) {
    ++times[begin_and_go_on(size)];
  }
  EXPECT_GE(times[Full::at_begin], 1);
  EXPECT_GE(times[Full::at_work], 3);
  EXPECT_GE(times[Full::at_end], 1);
}

TEST_F(BatchTroubleTest, AReadOnlyFolderCanBeReadButNotGoneOnWith) {
  begin("r");
  const auto replayed = done("replay r --run 5");
  set_rights("r", "a-w");
  EXPECT_EQ(as_nobody({"replay", path("r"), "--run", "5"}).output, replayed);
  const auto ran = as_nobody({"batch", "--resume", path("r")});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.output, resume_error("r/results.db", kMayNotBeWritten));
  const auto fresh = as_nobody({"batch", path("parley.yaml"), "--out", path("r/s")});
  EXPECT_EQ(fresh.code, 1);
  EXPECT_EQ(fresh.output,
            "brink: error: cannot make the folder `" + path("r/s") + "`: Permission denied\n");
  // the folder alone
  fs::create_directories(path("shut"));
  fs::permissions(path("shut"), fs::perms::owner_read | fs::perms::owner_exec);
  const auto shut = as_nobody({"batch", path("parley.yaml"), "--out", path("shut")});
  EXPECT_EQ(shut.code, 1);
  EXPECT_EQ(shut.output,
            "brink: error: cannot write `" + path("shut/results.db") + "`: Permission denied\n");
  set_rights("r", "u+w");
  EXPECT_EQ(results_of(path("r")).size(), 10U);
}

TEST_F(BatchTroubleTest, AReadOnlyDiskSaysSo) {
  if (!test::may_mount(path("probe"))) return;  // a read-only folder, above, is there everywhere
  Disk disk(path("disk"), 8'000);
  ASSERT_EQ(disk.failure(), "");
  begin("disk/r");
  disk.make_read_only(8'000);
  ASSERT_EQ(disk.failure(), "");
  expect_refused("batch --resume disk/r", 1,
                 std::string("--resume: `disk/r/results.db`: ") + kMayNotBeWritten);
  expect_refused("batch parley.yaml --out disk/s", 1,
                 "cannot make the folder `disk/s`: Read-only file system");
  done("replay disk/r --run 5");
}

// a batch that was killed has a journal beside its database
TEST_F(BatchTroubleTest, AKilledBatchInAReadOnlyFolderSaysSo) {
  begin_and_stop("r", SIGKILL);
  set_rights("r", "a-w");
  const auto ran = as_nobody({"batch", "--resume", path("r")});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.output,
            resume_error("r/results.db",
                         "it is of a batch that was killed, and must not be written; `brink batch "
                         "--resume` makes it whole where it may be"));
  set_rights("r", "u+w");
  EXPECT_EQ(done("batch --resume r --quiet"), whole_digest());
}

// README: "in WAL mode while a batch works on it and one plain file afterwards"
TEST_F(BatchTroubleTest, ARefusedResumeLeavesResultsThatCanBeReadAnywhere) {
  begin("r");
  EXPECT_EQ(brink("batch --resume r --seed 2").code, 1);
  set_rights("r", "a-w");
  const auto ran = as_nobody({"replay", path("r"), "--run", "5", "--quiet"});
  EXPECT_EQ(ran.code, 0) << ran.output;
  set_rights("r", "u+w");
}

TEST_F(BatchTroubleTest, ResultsThatAreLockedAreLeftAlone) {
  begin_and_stop("r", SIGINT);
  write("lock.py",
        "import sqlite3, time\n"
        "database = sqlite3.connect('r/results.db', isolation_level=None)\n"
        "database.execute('BEGIN EXCLUSIVE')\n"
        "open('locked', 'w')\n"
        "time.sleep(60)\n");
  {
    Beside other({"/usr/bin/python3", "lock.py"}, path("."), path("output"));
    ASSERT_TRUE(test::appears(path("locked"))) << read("output");
    expect_refused("batch --resume r", 1,
                   "--resume: `r/results.db`: another program has it open; close that first "
                   "(database is locked)");
  }
  EXPECT_EQ(done("batch --resume r --quiet"), whole_digest());
}

TEST_F(BatchTroubleTest, ASecondResumeLeavesTheFirstAtWork) {
  const std::string first = "batch parley.yaml -n 1000000 --set busy=5 --threads 2 --quiet --out r";
  Beside batch({"/bin/sh", "-c", "exec " BRINK_PROGRAM " " + first}, path("."), path("output"));
  ASSERT_TRUE(test::appears(path("r/manifest.json"))) << read("output");
  const auto locked =
      "`r/results.db`: another program has it open; close that first (database is locked)";
  expect_refused("batch --resume r", 1, std::string("--resume: ") + locked);
  batch.send(SIGINT);
  EXPECT_EQ(batch.wait(), 3);
  EXPECT_NE(text_of(path("output")).find("brink: interrupted after "), std::string::npos);
}

TEST_F(BatchTroubleTest, ADamagedDatabaseIsNamedAndLeftAsItIs) {
  begin("r");
  const auto good = text_of(path("r/results.db"));
  const auto texts = results_of(path("r"));
  const std::string name = "`r/results.db`";
  const auto damaged = [&](const std::string& bytes, const std::string& says) {
    write("r/results.db", bytes);
    const auto ran = brink("batch --resume r");
    EXPECT_EQ(ran.code, 1);
    EXPECT_TRUE(ran.output.starts_with("brink: error: --resume: " + name + says)) << ran.output;
    expect_same(texts, results_of(path("r")), "a damaged database");
  };
  auto bytes = good;
  damaged(bytes.replace(0, 16, "garbage garbage "),
          ": it is damaged, or no database at all (file is not a database)\n");
  damaged("", " holds nothing: the batch was stopped before it began");
  damaged(good.substr(0, 20'000),
          ": it is damaged; what is whole can be read with sqlite3's `.recover` (database disk "
          "image is malformed)\n");
  bytes = good;
  damaged(bytes.replace(40'960, 8'192, std::string(8'192, '\x55')), " is damaged (");
  EXPECT_NE(brink("batch --resume r").output.find("`sqlite3 r/results.db .recover`\n"),
            std::string::npos);
  write("r/results.db", good);
  done("batch --resume r --quiet");
  expect_same(texts, results_of(path("r")), "mended");
}

TEST_F(BatchTroubleTest, AReplayFromDamagedRowsIsNoMistakeOfTheCommandLine) {
  begin("r");
  const auto page = std::stoul(
      python("r",
             "print(database.execute(\"SELECT rootpage FROM sqlite_master WHERE name = 'runs'"
             "\").fetchone()[0])"));
  auto bytes = text_of(path("r/results.db"));
  write("r/results.db", bytes.replace((page - 1) * 4096, 4096, std::string(4096, '\x55')));
  expect_refused("replay r --run 7", 1,
                 "`r/results.db`: it is damaged; what is whole can be read with sqlite3's "
                 "`.recover` (database disk image is malformed)");
}

TEST_F(BatchTroubleTest, DamageAnywhereIsAnErrorOrChangesNoDigest) {
  const auto digest = done("batch brittle.yaml -n 60 --sweep price=0.1,0.5 --quiet --out r");
  const auto good = text_of(path("r/results.db"));
  std::mt19937 random(3);
  int errors = 0;
  for (int i = 0; i < 150; ++i) {
    auto bytes = good;
    const auto at = random() % bytes.size();
    const std::size_t lengths[] = {1, 1, 8, 200, 4096};
    for (auto n = std::min(lengths[i % 5], bytes.size() - at); n > 0; --n) {
      bytes[at + n - 1] = static_cast<char>(random());
    }
    write("r/results.db", bytes);
    const auto replayed = brink("replay r --run 7 --quiet");
    EXPECT_TRUE(replayed.code >= 0 && replayed.code <= 2) << replayed.output;
    const auto ran = brink("batch --resume r --quiet");
    const bool is_error = ran.code == 1 && ran.output.starts_with("brink: error: ");
    EXPECT_TRUE(is_error || (ran.code == 0 && ran.output == digest))
        << "byte " << at << ": " << ran.code << " " << ran.output;
    errors += is_error ? 1 : 0;
  }
  EXPECT_GE(errors, 30);
}

}  // namespace
}  // namespace brink
