// What stands where a scenario file should: too large, not a file, not readable, without an end.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/tools/watched.h"

namespace brink {
namespace {

namespace fs = std::filesystem;
using test::watch;

constexpr const char* kScenario = "brink: 1\ntitle: T\nstart: 2026-06-01\nhorizon: 60 d\n";

class SourceFileTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("source_file_" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  test::Watched run(const std::string& command, const std::string& file,
                    const test::WatchLimits& limits = {}) const {
    return watch({BRINK_PROGRAM, command, file}, path("out"), limits);
  }
  void expect_unreadable(const std::string& file, const std::string& why,
                         const test::WatchLimits& limits = {}) const {
    for (const auto* command : {"check", "run"}) {
      const auto ran = run(command, file, limits);
      EXPECT_EQ(ran.code, 1) << file;
      EXPECT_EQ(ran.output, "brink: error: cannot read the scenario `" + file + "`: " + why + "\n");
      EXPECT_LT(ran.cpu, 1);
    }
  }

  fs::path folder_;
};

TEST_F(SourceFileTest, TheLargestIsReadAndOneByteMoreIsNot) {
  const std::string scenario = kScenario;
  write("largest.yaml", scenario + "#" + std::string(4'000'000 - scenario.size() - 1, 'x'));
  EXPECT_EQ(run("check", path("largest.yaml")).code, 0);
  write("larger.yaml", scenario + "#" + std::string(4'000'000 - scenario.size(), 'x'));
  expect_unreadable(path("larger.yaml"), "it is larger than 4 MB");
}

TEST_F(SourceFileTest, NoMoreIsReadOfAHugeOne) {
  write("huge.yaml", kScenario);
  fs::resize_file(path("huge.yaml"), std::uintmax_t{1} << 36U);  // 64 GB, none of it on the disk
  expect_unreadable(path("huge.yaml"), "it is larger than 4 MB");
}

TEST_F(SourceFileTest, WhatIsNoFileIsNotRead) {
  expect_unreadable(folder_.string(), "it is a folder");
  expect_unreadable("/dev/zero", "it is neither a file nor a pipe");
  expect_unreadable("/dev/null", "it is neither a file nor a pipe");
  expect_unreadable(path("none.yaml"), "No such file or directory");
  fs::create_symlink(path("loop.yaml"), path("loop.yaml"));
  expect_unreadable(path("loop.yaml"), "Too many levels of symbolic links");
}

TEST_F(SourceFileTest, AFileOfAnotherUserIsNot) {
  write("secret.yaml", kScenario);
  fs::permissions(path("secret.yaml"), fs::perms::none);
  expect_unreadable(path("secret.yaml"), "Permission denied", {.as_nobody = true});
}

TEST_F(SourceFileTest, APipeIsReadToItsEnd) {
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  const auto ran =
      watch({"/bin/sh", "-c",
             "{ printf 'brink: 1\\ntitle: T\\n'; sleep 0.2; printf 'start: 2026-06-01\\nhorizon: "
             "60 d\\n'; } | " BRINK_PROGRAM " check /dev/stdin"},
            path("out"));
  EXPECT_EQ(ran.code, 0) << ran.output;
  EXPECT_EQ(ran.output, "/dev/stdin: good (nothing in it)\n");
}

TEST_F(SourceFileTest, APipeWithoutAWriterIsEmpty) {
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  expect_unreadable(path("pipe"), "it is empty");
}

TEST_F(SourceFileTest, APipeThatDoesNotEndIsGivenUp) {
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  const int writer = open(path("pipe").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_GE(writer, 0);
  const auto ran = run("check", path("pipe"), {.wall = 30});
  close(writer);
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.output, "brink: error: cannot read the scenario `" + path("pipe") +
                            "`: the pipe did not end within 10 seconds\n");
  EXPECT_LT(ran.cpu, 1);
}

TEST_F(SourceFileTest, AHundredErrorsAreShownAndTheRestIsSaid) {
  const auto lines_of = [&](int errors) {
    std::string text = std::string(kScenario) + "actors:\n";
    for (int i = 0; i < errors; ++i) text += "  a" + std::to_string(i) + ": {nane: A}\n";
    write("many.yaml", text);
    return run("check", path("many.yaml")).output;
  };
  const auto count = [](const std::string& text) {
    std::size_t n = 0;
    for (auto i = text.find(" error: "); i != text.npos; i = text.find(" error: ", i + 1)) ++n;
    return n;
  };
  const std::string more = "... and perhaps more: the search ends at 100 errors\n";
  EXPECT_EQ(count(lines_of(99)), 99U);
  EXPECT_FALSE(lines_of(99).ends_with(more));
  EXPECT_EQ(count(lines_of(40'000)), 100U);
  EXPECT_TRUE(lines_of(40'000).ends_with(more));
}

TEST_F(SourceFileTest, AHundredWarningsAreShownAndTheOthersCounted) {
  std::string text = std::string(kScenario) + "events:\n";
  for (int i = 0; i < 150; ++i) text += "  e" + std::to_string(i) + ": {is: assault, cameo: 036}\n";
  text += "schedule:\n";
  for (int i = 0; i < 150; ++i) {
    text += fmt::format("  s{0}: {{at: 1 d, emit: e{0}}}\n", i);
  }
  write("warned.yaml", text);
  const auto ran = run("check", path("warned.yaml"));
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.output.find("\n... and 50 more\n"), std::string::npos);
  EXPECT_TRUE(ran.output.ends_with("good (150 event types, 150 scheduled events); 150 warnings\n"));
}

TEST_F(SourceFileTest, SeedsAreWholeNumbersBelowTwoToThe64) {
  write("good.yaml", kScenario);
  const auto seeded = [&](const std::string& seed) {
    return watch({BRINK_PROGRAM, "run", path("good.yaml"), "--quiet", "--seed=" + seed},
                 path("out"));
  };
  EXPECT_EQ(seeded("18446744073709551615").code, 0);
  for (const auto* seed : {"18446744073709551616", "99999999999999999999999999", "1e3", "0x10",
                           "+1", "-0", " 1", "1 ", "nan", "١"}) {
    const auto ran = seeded(seed);
    EXPECT_EQ(ran.code, 2) << seed;
    const bool large = std::string(seed).size() > 6;
    const auto why = large ? std::string(seed) + " is too large: at most 18446744073709551615\n"
                           : "`" + std::string(seed) + "` is not a whole number from 0 on\n";
    EXPECT_EQ(ran.output, "brink: error: --seed: " + why);
  }
  EXPECT_EQ(seeded(std::string(100'000, '9')).code, 2);
}

}  // namespace
}  // namespace brink
