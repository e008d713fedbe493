// The README shows a scenario beside what it prints: both must be what the program says today.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "tests/support/runs.h"

namespace brink::test {
namespace {

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> part{};
  while (const auto n = std::fread(part.data(), 1, part.size(), pipe.get())) {
    text.append(part.data(), n);
  }
  return text;
}

// the content of the first block fenced as `kind`
std::string block(const std::string& readme, const std::string& kind) {
  const std::string fence = "```" + kind + "\n";
  const auto first = readme.find(fence);
  if (first == std::string::npos) return {};
  const auto start = first + fence.size();
  return readme.substr(start, readme.find("```", start) - start);
}

// stands above what the README shows
const std::string kSchemaLine = "# yaml-language-server: $schema=scenario.schema.json\n";

TEST(ReadmeTest, ShowsTheFirstScenarioAsItIsShipped) {
  const auto shown = block(file_text("README.md"), "yaml");
  EXPECT_EQ(kSchemaLine + shown, file_text("scenarios/first.yaml"));
}

TEST(ReadmeTest, ShowsWhatTheFirstScenarioPrints) {
  const std::string source = BRINK_SOURCE_DIR;
  const auto printed =
      output_of("cd " + source + " && " + BRINK_PROGRAM + " run scenarios/first.yaml --seed 5");
  EXPECT_EQ(block(file_text("README.md"), "text"), printed);
}

TEST(ReadmeTest, TheFirstScenarioHasTwelveLinesBelowItsSchema) {
  const auto text = file_text("scenarios/first.yaml");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1 + 12);
}

}  // namespace
}  // namespace brink::test
