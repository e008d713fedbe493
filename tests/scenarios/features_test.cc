// The scenarios that ship are good, and those of single features show what they promise: the
// commands in their comments work, something happens, and both manuals name each of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "engine/language/functions.h"
#include "engine/language/keys.h"
#include "tests/support/runs.h"

namespace brink::test {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLines = 40;  // of a feature's scenario

/// Shipped YAML files below a folder, by their paths from the repository.
std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> files;
  const fs::path source(BRINK_SOURCE_DIR);
  for (const auto& entry : fs::recursive_directory_iterator(source / folder)) {
    if (entry.path().extension() != ".yaml") continue;
    files.push_back(fs::relative(entry.path(), source).string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// True of a module, which is checked with the scenarios that use it.
bool is_module(const std::string& text) { return text.find("\nmodule:") != std::string::npos; }

TEST(ShippedScenarios, CheckCleanWithoutWarnings) {
  int found = 0;
  for (const auto& file : files_below("scenarios")) {
    const auto text = file_text(file);
    if (is_module(text)) continue;
    ++found;
    EXPECT_EQ(findings_of_file((fs::path(BRINK_SOURCE_DIR) / file).string()), "");
  }
  EXPECT_GE(found, 16);
}

/// The features' scenarios, without the modules that they use.
std::vector<std::string> features() {
  auto files = files_below("scenarios/features");
  std::erase_if(files, [](const std::string& file) { return is_module(file_text(file)); });
  return files;
}

TEST(FeatureScenarios, SomethingHappensInMostOfTwentySeeds) {
  for (const auto& file : features()) {
    const auto program = compiled_file((fs::path(BRINK_SOURCE_DIR) / file).string());
    int with_events = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const auto run = run_once(program, {seed, 0});
      EXPECT_EQ(run.status, Status::ended) << file << ", seed " << seed;
      with_events += run.log.events().empty() ? 0 : 1;
    }
    EXPECT_GT(with_events, 10) << file;
  }
}

/// The commands that a scenario's comments suggest: a comment's words from `brink run` on.
std::vector<std::string> commands_in(const std::string& text) {
  std::vector<std::string> commands;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto at = line.find("brink run ");
    if (line.starts_with("#") && at != std::string::npos) commands.push_back(line.substr(at + 6));
  }
  return commands;
}

TEST(FeatureScenarios, TheCommandsInTheirCommentsWork) {
  for (const auto& file : features()) {
    const auto commands = commands_in(file_text(file));
    EXPECT_FALSE(commands.empty()) << file << " suggests no command to try";
    for (const auto& command : commands) {
      EXPECT_TRUE(command.starts_with("run " + file)) << file << ": brink " << command;
      const auto line = "cd '" BRINK_SOURCE_DIR "' && '" BRINK_PROGRAM "' " + command;
      EXPECT_EQ(std::system((line + " > /dev/null").c_str()), 0) << "brink " << command;
    }
  }
}

TEST(FeatureScenarios, RandomnessHoldsEveryDistribution) {
  const auto text = file_text("scenarios/features/randomness.yaml");
  for (const auto& function : all_functions()) {
    if (function.kind != FunctionKind::distribution) continue;
    const auto call = std::string(function.name) + "(";
    const bool held =
        text.find(" " + call) != std::string::npos || text.find("\"" + call) != std::string::npos;
    EXPECT_TRUE(held) << function.name;
  }
}

TEST(FeatureScenarios, MeasuresHoldEveryFormOfAMeasure) {
  const auto text = file_text("scenarios/features/measures.yaml");
  for (const auto& key : keys_of("measure")) {
    if (key.key == "sources") continue;
    EXPECT_NE(text.find(std::string(key.key) + ": "), std::string::npos) << key.key;
  }
}

TEST(FeatureScenarios, AreShort) {
  for (const auto& file : features()) {
    const auto text = file_text(file);
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), kMostLines) << file;
  }
}

TEST(FeatureScenarios, AreNamedInTheirReadmeAndInTheManual) {
  const auto readme = file_text("scenarios/features/README.md");
  const auto manual = file_text("scenarios/README.md");
  const auto files = features();
  EXPECT_GE(files.size(), 14u);
  for (const auto& file : files) {
    const auto name = fs::path(file).filename().string();
    EXPECT_NE(readme.find("| [" + name + "](" + name + ") |"), std::string::npos) << name;
    EXPECT_NE(manual.find("(features/" + name + ")"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace brink::test
