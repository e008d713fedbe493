// `brink bench` as a user meets it. No test looks at a time.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/tools/ran.h"

namespace brink {
namespace {

namespace fs = std::filesystem;

using test::Ran;

const std::string kScenarios = BRINK_SOURCE_DIR "/scenarios";

Ran bench(const std::string& arguments) { return test::shell(BRINK_PROGRAM " bench " + arguments); }

Ran quick(const std::string& arguments) {
  return bench("--quick --scenarios " + kScenarios + " " + arguments);
}

TEST(BenchTest, AQuickRunGivesFiguresOfEverythingAndAllAgree) {
  const auto ran = quick("--json");
  ASSERT_EQ(ran.code, 0) << ran.output;
  const auto json = nlohmann::json::parse(ran.output);
  EXPECT_EQ(json["schema"], 1);
  EXPECT_EQ(json["complete"], true);
  EXPECT_EQ(json["agrees"], true);
  EXPECT_GT(json["peak_memory_bytes"], 1'000'000);
  std::string names;
  int checks = 0;
  for (const auto& group : json["groups"]) {
    names += group["name"].get<std::string>() + " ";
    EXPECT_EQ(group["complete"], true) << group["name"];
    EXPECT_FALSE(group["rows"].empty()) << group["name"];
    for (const auto& row : group["rows"]) {
      for (const auto& [key, figure] : row.items()) {
        if (key == "name") continue;
        if (key == "kibibytes" && figure.is_null()) continue;  // of what is written by hand
        EXPECT_TRUE(figure.is_number() && figure >= 0) << group["name"] << " " << row;
      }
    }
    for (const auto& check : group["checks"]) {
      EXPECT_EQ(check["agrees"], true) << check;
      ++checks;
    }
  }
  EXPECT_EQ(names,
            "tit_for_tat tit_for_tat_sampled flagship fork load hold actors channels rules ");
  EXPECT_EQ(checks, 3 + 3 + 3);
}

TEST(BenchTest, TheTableHasTheFiguresTheBudgetsAndTheChecks) {
  const auto ran = quick("tit_for_tat");
  EXPECT_EQ(ran.code, 0);
  for (const auto* text :
       {"brink ", "ns/event", "× floor", "  engine  ", "  floor, addressed draws  ",
        "  idiomatic C++  ", "budget: an event, to the floor with addressed draws: ",
        "at most 1.5 ×: ", "check: engine and idiomatic C++: agree", "peak memory"}) {
    EXPECT_NE(ran.output.find(text), std::string::npos) << text << " in\n" << ran.output;
  }
  EXPECT_EQ(ran.output.find("hold"), std::string::npos) << "only what was named";
}

void expect_refused(const std::string& arguments, const std::string& message) {
  const auto ran = quick(arguments);
  EXPECT_EQ(ran.code, 2) << arguments;
  EXPECT_NE(ran.output.find(message), std::string::npos) << ran.output;
}

TEST(BenchTest, AWrongCommandLineIsRefused) {
  expect_refused("hodl", "there is no benchmark `hodl`; did you mean `hold`?");
  expect_refused("tit_for_tat 7", "there is no benchmark `7`; there are: tit_for_tat, ");
  expect_refused("--rounds 4", "--rounds: `4` is no odd number from 1 to 999");
  expect_refused("--rounds many", "--rounds: `many` is no odd number");
  expect_refused("--rounds -1", "--rounds");
  expect_refused("--seconds 0", "--seconds: `0` is no number from 0.001 to 60");
  expect_refused("--seconds nan", "--seconds: `nan` is no number");
  expect_refused("--second 1", "unknown option `--second`");
}

TEST(BenchTest, ItSaysWhereItMustBeRun) {
  const auto ran = test::shell("cd / && " BRINK_PROGRAM " bench hold");
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.output,
            "brink: error: there is no folder scenarios/benchmarks\n"
            "  hint: run this where the folder `scenarios` is, or say where: --scenarios DIR\n");
}

class BenchFolderTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("brink_bench_test_" + std::to_string(getpid()));
    fs::create_directories(folder_ / "benchmarks");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write_model(const std::string& text) const {
    std::ofstream(folder_ / "benchmarks" / "tit_for_tat.yaml") << text;
  }
  static std::string model() {
    std::stringstream text;
    text << std::ifstream(kScenarios + "/benchmarks/tit_for_tat.yaml").rdbuf();
    return text.str();
  }

  fs::path folder_;
};

// with a third of the answers the scenario is another model than the hand-written ones
TEST_F(BenchFolderTest, AnotherModelIsNoticedAndFails) {
  auto text = model();
  const auto at = text.find("chance: 0.3");
  ASSERT_NE(at, std::string::npos);
  write_model(text.replace(at, 11, "chance: 0.1"));
  const auto ran = bench("tit_for_tat --rounds 3 --seconds 0.2 --scenarios " + folder_.string());
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.output.find("check: engine and floor, addressed draws: DIFFER"), std::string::npos)
      << ran.output;
  EXPECT_NE(ran.output.find("error: contenders that should play the same model differ"),
            std::string::npos)
      << ran.output;
}

TEST_F(BenchFolderTest, AScenarioThatIsWrongOrMissingIsAnError) {
  const auto missing = bench("tit_for_tat --quick --scenarios " + folder_.string());
  EXPECT_EQ(missing.code, 1);
  EXPECT_NE(missing.output.find("tit_for_tat.yaml"), std::string::npos) << missing.output;
  write_model("brink: 1\ntitle: Nothing\n");
  const auto wrong = bench("tit_for_tat --quick --scenarios " + folder_.string());
  EXPECT_EQ(wrong.code, 1);
  EXPECT_NE(wrong.output.find("tit_for_tat.yaml:"), std::string::npos) << wrong.output;
}

TEST(BenchTest, AnInterruptEndsItWithWhatWasMeasured) {
  const auto command = "timeout --preserve-status -s INT 2 " BRINK_PROGRAM
                       " bench --rounds 999 --seconds 0.01 tit_for_tat --scenarios " +
                       kScenarios;
  const auto ran = test::shell(command + " --json 2>/dev/null");
  EXPECT_EQ(ran.code, 3);
  const auto json = nlohmann::json::parse(ran.output);
  EXPECT_EQ(json["complete"], false);
  EXPECT_EQ(json["groups"][0]["complete"], false);
  EXPECT_EQ(json["groups"][0]["rows"].size(), 4U);
  const auto shown = test::shell(command);
  EXPECT_EQ(shown.code, 3);
  EXPECT_NE(shown.output.find("stopped before all of it was measured"), std::string::npos);
  EXPECT_NE(shown.output.find("brink: interrupted; what was measured before is shown\n"),
            std::string::npos);
}

}  // namespace
}  // namespace brink
