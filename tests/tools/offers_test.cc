// `brink run --offers` and `brink replay --offers`: the tree instead of the timeline, then how the
// run ended.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/tools/ran.h"

namespace {

namespace fs = std::filesystem;

using brink::test::shell;

std::string run(const std::string& scenario, const std::string& options) {
  const auto ran =
      shell(BRINK_PROGRAM " run " BRINK_SOURCE_DIR "/scenarios/" + scenario + " " + options);
  EXPECT_EQ(ran.code, 0) << ran.output;
  return ran.output;
}

std::string hash_in(const std::string& output) {
  const auto at = output.find("\nhash  ");
  return at == std::string::npos ? "" : output.substr(at, 7 + 16);
}

TEST(OffersTest, PrintsTheTreeTheEndAndTheHash) {
  const auto text = run("first.yaml", "--seed 5 --offers");
  EXPECT_NE(
      text.find("15 Jun 00:00      #3  South → North  letter: truce 1 · public · open until 5 Jul\n"
                "18 Jun 00:00      #5  refused by North after 3 d, with 17 d left\n"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("  outcome  war\n"), std::string::npos);
  EXPECT_EQ(text.find("raid"), std::string::npos) << "that is the timeline's";
  EXPECT_EQ(hash_in(text), hash_in(run("first.yaml", "--seed 5 --quiet")));
}

TEST(OffersTest, SaysThatThereWereNone) {
  EXPECT_NE(run("coalition.yaml", "--offers").find("No offers were made."), std::string::npos);
}

TEST(OffersTest, JsonAndCsvHaveARowForEachOffer) {
  std::istringstream lines(run("open_letter.yaml", "--seed 8 --offers --format jsonl"));
  std::size_t rows = 0;
  for (std::string line; std::getline(lines, line); ++rows) {
    const auto row = nlohmann::json::parse(line);
    EXPECT_TRUE(row.contains("status")) << line;
  }
  EXPECT_EQ(rows, 9U);
  const auto csv = run("open_letter.yaml", "--seed 8 --offers --format csv");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 10);
}

TEST(OffersTest, AReplayPrintsTheTreeOfARunOfABatch) {
  const auto folder = fs::temp_directory_path() / ("brink_offers_test_" + std::to_string(getpid()));
  const auto batch = shell(BRINK_PROGRAM " batch " BRINK_SOURCE_DIR
                                         "/scenarios/first.yaml -n 3 --seed 5 --quiet --out " +
                           folder.string());
  EXPECT_EQ(batch.code, 0) << batch.output;
  const auto ran = shell(BRINK_PROGRAM " replay " + folder.string() + " --run 0 --offers");
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.output, run("first.yaml", "--seed 5 --offers"));
  fs::remove_all(folder);
}

}  // namespace
