// What `brink check` says of a bad scenario, whole: every finding with its place, source line,
// caret and hint. Each file of tests/engine/program/bad/ holds cases:
//
//     %%%% what is wrong
//     the scenario
//     %%%% says
//     what is printed
//
// A file whose texts differ is written anew beside the old one, `*.cases.new`.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/runs.h"

namespace brink {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "%%%% ";
constexpr std::string_view kSays = "%%%% says\n";
constexpr std::size_t kFewest = 60;

struct Case {
  std::string name;
  std::string scenario;
  std::string says;
};

std::vector<Case> cases_of(const std::string& text) {
  std::vector<Case> cases;
  std::string Case::*part = nullptr;
  std::stringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    line += '\n';
    if (line == kSays) {
      part = &Case::says;
    } else if (line.starts_with(kMark)) {
      cases.push_back({line.substr(kMark.size(), line.size() - kMark.size() - 1), {}, {}});
      part = &Case::scenario;
    } else if (part != nullptr) {
      cases.back().*part += line;
    }
  }
  return cases;
}

std::vector<fs::path> case_files() {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::directory_iterator(fs::path(BRINK_SOURCE_DIR) / "tests/engine/program/bad")) {
    if (entry.path().extension() == ".cases") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& path : case_files()) {
    for (auto& c : cases_of(test::file_text(fs::relative(path, BRINK_SOURCE_DIR).string()))) {
      all.push_back(std::move(c));
    }
  }
  return all;
}

class BadScenario : public testing::TestWithParam<fs::path> {};

TEST_P(BadScenario, IsReportedInTheseWords) {
  std::string anew;
  bool differs = false;
  for (const auto& c :
       cases_of(test::file_text(fs::relative(GetParam(), BRINK_SOURCE_DIR).string()))) {
    const auto says = test::findings(c.scenario, "bad.yaml");
    EXPECT_EQ(says, c.says) << c.name;
    differs = differs || says != c.says;
    anew += std::string(kMark) + c.name + "\n" + c.scenario + std::string(kSays) + says;
  }
  if (!differs) return;
  const auto beside = GetParam().string() + ".new";
  std::ofstream(beside) << anew;
  ADD_FAILURE() << "expected: " << GetParam() << "\nnow:      " << beside;
}

INSTANTIATE_TEST_SUITE_P(Files, BadScenario, testing::ValuesIn(case_files()),
                         [](const auto& file) { return file.param.stem().string(); });

TEST(BadScenarios, AreManyAndEachHasANameOfItsOwn) {
  std::set<std::string> names;
  for (const auto& c : all_cases()) {
    EXPECT_TRUE(names.insert(c.name).second) << c.name;
    EXPECT_FALSE(c.says.empty()) << c.name << " is found to be good";
  }
  EXPECT_GE(names.size(), kFewest);
}

/// A finding of a rendered text: where, and its first line.
struct Said {
  int line = 0;
  int column = 0;
  std::string text;
  auto place() const { return std::pair(line, column); }
};

std::vector<Said> said(const std::string& says) {
  std::vector<Said> findings;
  std::stringstream lines(says);
  for (std::string text; std::getline(lines, text);) {
    if (!text.starts_with("bad.yaml:")) continue;
    Said one{.text = text};
    std::sscanf(text.c_str(), "bad.yaml:%d:%d: ", &one.line, &one.column);
    findings.push_back(one);
  }
  return findings;
}

TEST(BadScenarios, AreReportedInTheOrderOfTheFileAndNothingTwice) {
  for (const auto& c : all_cases()) {
    const auto findings = said(c.says);
    EXPECT_FALSE(findings.empty()) << c.name;
    for (std::size_t i = 1; i < findings.size(); ++i) {
      EXPECT_LE(findings[i - 1].place(), findings[i].place()) << c.name;
      EXPECT_NE(findings[i - 1].text, findings[i].text) << c.name;
    }
  }
}

TEST(BadScenarios, SayTheLineAndWhatToDo) {
  // a finding about the whole file has no place, and says all in one line
  for (const auto& c : all_cases()) {
    const auto findings = said(c.says);
    std::size_t carets = 0;
    std::stringstream lines(c.says);
    for (std::string text; std::getline(lines, text);) {
      carets += text.find_first_not_of(' ') == text.size() - 1 && text.back() == '^' ? 1 : 0;
    }
    const auto placed = std::count_if(findings.begin(), findings.end(),
                                      [](const Said& one) { return one.line > 0; });
    EXPECT_EQ(carets, static_cast<std::size_t>(placed)) << c.name;
  }
}

TEST(BadScenarios, NeverCrashWhenCutAnywhere) {
  // a file half written, or damaged in transport, is reported or good, never fatal
  std::size_t step = 0;
  for (const auto& c : all_cases()) {
    for (std::size_t end = step++ % 7; end < c.scenario.size(); end += 7) {
      test::findings(c.scenario.substr(0, end));
    }
  }
}

TEST(BadScenarios, NeverCrashWhenALineIsMissing) {
  for (const auto& c : all_cases()) {
    std::size_t begin = 0;
    while (begin < c.scenario.size()) {
      const auto end = c.scenario.find('\n', begin) + 1;
      test::findings(c.scenario.substr(0, begin) + c.scenario.substr(end));
      begin = end;
    }
  }
}

}  // namespace
}  // namespace brink
