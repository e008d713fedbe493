// The authors' manual, scenarios/README.md, is true: its scenarios run, its bad ones fail in the
// words it prints, its tables are those of the engine.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/language/functions.h"
#include "engine/language/keys.h"
#include "tests/support/folder.h"
#include "tests/support/runs.h"

namespace brink {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLines = 1300;

/// A fenced block: what stands behind its fence, its text, and the line of the fence.
struct Block {
  std::string kind;
  std::string text;
  int line = 0;
};

std::string manual() { return test::file_text("scenarios/README.md"); }

std::vector<Block> blocks() {
  std::vector<Block> all;
  std::stringstream lines(manual());
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) all.push_back({line.substr(3), {}, number});
    } else if (inside) {
      all.back().text += line + "\n";
    }
  }
  return all;
}

std::vector<Block> blocks_of(std::string_view kind) {
  auto all = blocks();
  std::erase_if(all, [&](const Block& block) { return block.kind != kind; });
  return all;
}

std::string place(const Block& block) {
  return "scenarios/README.md:" + std::to_string(block.line);
}

/// True if some of 20 runs has an event or a variable that changes.
bool anything_happens(const Program& program) {
  for (const auto& slot : program.slots) {
    if (slot.law != Law::constant) return true;
  }
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto run = test::run_once(program, {seed, 0});
    if (!run.log.events().empty()) return true;
    for (const auto& write : run.log.writes()) {
      if (write.time > SimTime{}) return true;
    }
  }
  return false;
}

constexpr std::string_view kModule = "yaml module ";  // and its file's name

/// A folder with the manual's modules, where its scenarios can be read.
class Manual : public test::Folder {
 public:
  Manual() : Folder("brink_manual_test") {
    for (const auto& block : blocks()) {
      if (block.kind.starts_with(kModule)) write(block.kind.substr(kModule.size()), block.text);
    }
  }

  std::string findings(const std::string& text) const {
    write("README.yaml", text);
    auto all = test::findings_of_file(path("README.yaml"));
    for (auto at = all.find(path("")); at != std::string::npos; at = all.find(path(""))) {
      all.erase(at, path("").size());
    }
    return all;
  }
};

TEST(ManualTest, EveryScenarioChecksCleanAndRunsToItsEnd) {
  const Manual folder;
  const auto scenarios = blocks_of("yaml");
  EXPECT_GE(scenarios.size(), 7u);
  for (const auto& block : scenarios) {
    ASSERT_EQ(folder.findings(block.text), "") << place(block);
    const auto program = test::compiled_file(folder.path("README.yaml"));
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      EXPECT_EQ(test::run_once(program, {seed, 0}).status, Status::ended) << place(block);
    }
    EXPECT_TRUE(anything_happens(program)) << place(block) << ": nothing happens in any of 20 runs";
  }
}

TEST(ManualTest, EveryFragmentIsGoodYamlAndKnowsItsKeys) {
  // what a fragment leaves out is another scenario's: only its form is checked
  for (const auto& block : blocks_of("yaml fragment")) {
    const auto text = "brink: 1\ntitle: T\nstart: 2026-06-01\nhorizon: 60 d\n" + block.text;
    const auto scenario = read_scenario({"README.yaml", text});
    std::string all;
    if (!scenario) {
      for (const auto& finding : scenario.error()) all += render(finding, text);
    }
    EXPECT_EQ(all, "") << place(block);
  }
}

TEST(ManualTest, EveryBadScenarioFailsInTheseWords) {
  const auto all = blocks();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind != "yaml bad") continue;
    ASSERT_LT(i + 1, all.size());
    ASSERT_EQ(all[i + 1].kind, "text") << place(all[i]);
    EXPECT_EQ(test::findings(all[i].text, "README.yaml"), all[i + 1].text) << place(all[i]);
  }
  EXPECT_GE(blocks_of("yaml bad").size(), 2u);
}

TEST(ManualTest, EveryBlockIsOfAKnownKind) {
  const std::set<std::string> known{"yaml", "yaml fragment", "yaml bad", "text"};
  for (const auto& block : blocks()) {
    EXPECT_TRUE(known.contains(block.kind) || block.kind.starts_with(kModule)) << place(block);
  }
}

/// The rows of the table whose head begins with `| <head> |`, split into cells.
std::vector<std::vector<std::string>> table(std::string_view head) {
  std::vector<std::vector<std::string>> rows;
  std::stringstream lines(manual());
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("| " + std::string(head) + " |")) {
      inside = true;
    } else if (!line.starts_with("|")) {
      inside = false;
    } else if (inside && !line.starts_with("| ---")) {
      std::stringstream cells(line.substr(1));
      rows.emplace_back();
      for (std::string cell; std::getline(cells, cell, '|');) {
        const auto first = cell.find_first_not_of(' ');
        if (first == std::string::npos) continue;
        rows.back().push_back(cell.substr(first, cell.find_last_not_of(' ') + 1 - first));
      }
    }
  }
  return rows;
}

/// The calls of a table's first column: `name(a, b)`.
std::set<std::string> calls_in(std::string_view head) {
  std::set<std::string> calls;
  for (const auto& row : table(head)) {
    std::stringstream parts(row[0]);
    int number = 0;
    for (std::string part; std::getline(parts, part, '`');) {
      if (number++ % 2 == 1) calls.insert(part);
    }
  }
  return calls;
}

/// How the manual must write the functions of these kinds.
std::set<std::string> calls_of(std::initializer_list<FunctionKind> kinds) {
  std::set<std::string> calls;
  for (const auto& function : all_functions()) {
    if (std::find(kinds.begin(), kinds.end(), function.kind) == kinds.end()) continue;
    calls.insert(call_form(function));
  }
  return calls;
}

TEST(ManualTest, TheFunctionTableIsTheEnginesTable) {
  EXPECT_EQ(calls_in("function"), calls_of({FunctionKind::function, FunctionKind::history}));
}

TEST(ManualTest, TheDistributionTableIsTheEnginesTable) {
  EXPECT_EQ(calls_in("distribution"), calls_of({FunctionKind::distribution}));
}

TEST(ManualTest, TheTableOfFunctionsOverAGroupIsTheEnginesTable) {
  EXPECT_EQ(calls_in("over a group"), calls_of({FunctionKind::over}));
}

TEST(ManualTest, TheKeyTableIsTheEnginesTable) {
  std::vector<std::vector<std::string>> expected;
  for (const auto& key : all_keys()) {
    if (expected.empty() || expected.back()[0] != key.section) {
      expected.push_back({std::string(key.section), ""});
    }
    auto& keys = expected.back()[1];
    keys += (keys.empty() ? "" : " ") + std::string(key.key) + (key.required ? "*" : "");
  }
  EXPECT_EQ(table("section"), expected);
}

TEST(ManualTest, StaysShort) {
  const auto text = manual();
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), kMostLines);
}

/// How a heading is linked to: lower case, blanks as hyphens, other signs left out.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    if (c == ' ' || c == '-') anchor += '-';
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
      anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return anchor;
}

TEST(ManualTest, EveryLinkLeadsSomewhere) {
  const auto text = manual();
  std::set<std::string> anchors;
  std::stringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto title = line.find_first_not_of('#');
    if (title > 0 && title != std::string::npos && line[title] == ' ') {
      anchors.insert("#" + anchor_of(line.substr(title + 1)));
    }
  }
  int links = 0;
  for (auto at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
    const auto link = text.substr(at + 2, text.find(')', at) - at - 2);
    ++links;
    if (link.starts_with("#")) {
      EXPECT_TRUE(anchors.contains(link)) << link;
    } else {
      EXPECT_TRUE(fs::exists(fs::path(BRINK_SOURCE_DIR) / "scenarios" / link)) << link;
    }
  }
  EXPECT_GE(links, 40);
}

}  // namespace
}  // namespace brink
