// The two scripts of tools/examples draw what a batch left behind.
#include <gtest/gtest.h>

#include "tests/tools/batch_helpers.h"

namespace brink {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOutcomes = "Rscript " BRINK_SOURCE_DIR "/tools/examples/outcomes.R ";
constexpr const char* kSeries = "/usr/bin/python3 " BRINK_SOURCE_DIR "/tools/examples/series.py ";

class ExamplesTest : public test::BatchFolder {
 protected:
  void expect_figure(const std::string& command, const std::string& folder, unsigned width,
                     unsigned height) const {
    const auto ran = run_in(".", command + folder + " figure.png");
    EXPECT_EQ(ran.code, 0) << ran.output;
    EXPECT_TRUE(ran.output.starts_with("wrote figure.png")) << ran.output;
    const auto png = read("figure.png");
    ASSERT_GT(png.size(), 5'000U) << "an empty figure";
    EXPECT_EQ(png.substr(0, 16), std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
    const auto whole = [&](std::size_t at) {  // big-endian
      unsigned n = 0;
      for (std::size_t i = 0; i < 4; ++i) n = n * 256 + static_cast<unsigned char>(png[at + i]);
      return n;
    };
    EXPECT_EQ(whole(16), width);
    EXPECT_EQ(whole(20), height);
    fs::remove(path("figure.png"));
  }
  // a script that does not know what to do says so in words, naming the folder
  void expect_refused_in_words(const std::string& command, const std::string& folder) const {
    const auto ran = run_in(".", command + folder + " figure.png");
    EXPECT_NE(ran.code, 0);
    EXPECT_NE(ran.output.find(folder), std::string::npos) << ran.output;
    EXPECT_EQ(ran.output.find("Traceback"), std::string::npos) << ran.output;
    EXPECT_FALSE(fs::exists(path("figure.png")));
  }
};

TEST_F(ExamplesTest, TheFlagshipIsDrawn) {
  done("batch " BRINK_SOURCE_DIR
       "/scenarios/open_letter.yaml -n 12 --sweep territorial_demand=0.05,0.2 --quiet --out r "
       "--series ukraine.support,russia.support");
  expect_figure(kOutcomes, "r", 1000, 600);
  expect_figure(kSeries, "r", 1100, 704);
}

TEST_F(ExamplesTest, ABatchWithoutASweepIsDrawn) {
  done("batch brittle.yaml -n 100 --quiet --out r --series a.x");
  expect_figure(kOutcomes, "r", 1000, 600);
  expect_figure(kSeries, "r", 1100, 352);
}

TEST_F(ExamplesTest, OutcomesOfAWrongFolderAreRefusedInWords) {
  fs::create_directories(path("empty"));
  expect_refused_in_words(kOutcomes, "none");
  expect_refused_in_words(kOutcomes, "empty");
}

TEST_F(ExamplesTest, SeriesOfAWrongFolderAreRefusedInWords) {
  fs::create_directories(path("empty"));
  done("batch parley.yaml -n 10 --quiet --out without");
  expect_refused_in_words(kSeries, "none");
  expect_refused_in_words(kSeries, "empty");
  expect_refused_in_words(kSeries, "without");
}

TEST_F(ExamplesTest, WithoutArgumentsTheyTellTheirUse) {
  for (const std::string command : {kOutcomes, kSeries}) {
    const auto ran = run_in(".", command);
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.output.find("usage: "), std::string::npos) << ran.output;
  }
}

}  // namespace
}  // namespace brink
