// The schema by which editors complete and check is the one committed, takes every scenario that is
// good, and refuses what it is for: unknown and missing keys and values of another form. Judged by
// Debian's python3-jsonschema, an implementation that is not ours.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/language/keys.h"
#include "engine/report/schema.h"
#include "tests/support/runs.h"

namespace brink::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSchemaFile = "scenarios/scenario.schema.json";

struct Ran {
  int code = -1;
  std::string output;
};

Ran ran(const std::string& command) {
  Ran result;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return result;
  std::array<char, 4096> part{};
  while (const auto n = std::fread(part.data(), 1, part.size(), pipe)) {
    result.output.append(part.data(), n);
  }
  const int status = pclose(pipe);
  if (WIFEXITED(status)) result.code = WEXITSTATUS(status);
  return result;
}

using Faults = std::map<std::string, std::vector<std::string>>;  // by file or example

/// What check_schema.py says; a failure of its own (a package that is missing) fails the test.
Faults judged(const std::string& arguments) {
  const std::string source = BRINK_SOURCE_DIR;
  const auto result = ran("python3 " + source + "/tests/support/check_schema.py " + arguments);
  EXPECT_EQ(result.code, 0) << "check_schema.py failed; are the packages of tools/packages.txt "
                               "there (python3-yaml, python3-jsonschema)?";
  Faults faults;
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    const auto row = nlohmann::json::parse(line);
    faults[row["file"]] = row["faults"].get<std::vector<std::string>>();
  }
  return faults;
}

/// A folder with this program's schema, in which texts are judged.
class SchemaTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("brink_schema_test_" + std::to_string(getpid()));
    fs::create_directories(folder_);
    std::ofstream(schema()) << schema_text();
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string schema() const { return (folder_ / "schema.json").string(); }

  /// The faults of each text, in their order.
  std::vector<std::vector<std::string>> faults_of(const std::vector<std::string>& texts) const {
    std::string arguments = schema();
    std::vector<std::string> files;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      files.push_back((folder_ / (std::to_string(i) + ".yaml")).string());
      std::ofstream(files.back()) << texts[i];
      arguments += " " + files.back();
    }
    const auto by_file = judged(arguments);
    std::vector<std::vector<std::string>> all;
    for (const auto& file : files) all.push_back(by_file.at(file));
    return all;
  }

  fs::path folder_;
};

std::vector<fs::path> shipped_files() {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(BRINK_SOURCE_DIR) / "scenarios")) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  return files;
}

std::string text_of(const fs::path& path) {
  return file_text(fs::relative(path, BRINK_SOURCE_DIR).string());
}

TEST_F(SchemaTest, TheCommittedSchemaIsWhatTheCommandPrints) {
  const auto printed = ran(BRINK_PROGRAM " schema");
  EXPECT_EQ(printed.code, 0);
  EXPECT_TRUE(printed.output == file_text(kSchemaFile))
      << kSchemaFile << " is not what `brink schema` prints; from the repository:\n"
      << "  .build/release/bin/brink schema > " << kSchemaFile;
}

TEST_F(SchemaTest, EveryShippedScenarioNamesTheSchemaInItsFirstLine) {
  ASSERT_GE(shipped_files().size(), 2u);
  for (const auto& file : shipped_files()) {
    const auto path =
        fs::path(BRINK_SOURCE_DIR).append(kSchemaFile).lexically_relative(file.parent_path());
    EXPECT_TRUE(
        text_of(file).starts_with("# yaml-language-server: $schema=" + path.string() + "\n"))
        << file;
  }
}

TEST_F(SchemaTest, EveryShippedScenarioIsGood) {
  std::vector<std::string> texts;
  for (const auto& file : shipped_files()) texts.push_back(text_of(file));
  const auto faults = faults_of(texts);
  for (std::size_t i = 0; i < faults.size(); ++i) {
    EXPECT_EQ(faults[i], std::vector<std::string>{}) << shipped_files()[i];
  }
}

/// The manual's blocks that are good YAML, fragments below a head, by their first line.
std::vector<std::string> manual_blocks() {
  std::vector<std::string> all;
  std::istringstream lines(file_text("scenarios/README.md"));
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "```yaml" || line == "```yaml fragment") {
      const bool whole = line == "```yaml";
      all.emplace_back(whole ? "" : "brink: 1\ntitle: T\nstart: 2026-06-01\nhorizon: 60 d\n");
      inside = true;
    } else if (line.starts_with("```")) {
      inside = false;
    } else if (inside) {
      all.back() += line + "\n";
    }
  }
  return all;
}

TEST_F(SchemaTest, EveryScenarioOfTheManualIsGood) {
  const auto blocks = manual_blocks();
  ASSERT_GE(blocks.size(), 12u);
  const auto faults = faults_of(blocks);
  for (std::size_t i = 0; i < faults.size(); ++i) {
    EXPECT_EQ(faults[i], std::vector<std::string>{}) << blocks[i];
  }
}

// the examples come from the table of keys, the forms from its shapes: each watches the other
TEST_F(SchemaTest, EveryExampleFitsItsKey) {
  const auto faults = judged("--examples " + schema());
  for (const auto& key : all_keys()) {
    std::string section(key.section);
    std::replace(section.begin(), section.end(), ' ', '_');
    const auto name = section + "." + std::string(key.key);
    ASSERT_TRUE(faults.contains(name)) << name << " has no example";
    EXPECT_EQ(faults.at(name), std::vector<std::string>{}) << name;
  }
}

const std::string kHead = "brink: 1\ntitle: T\nstart: 2026-06-04\nhorizon: 60 d\n";

TEST_F(SchemaTest, TakesEveryFormOfAValue) {
  const std::vector<std::string> good{
      kHead + "parameters: {p: 0.5, q: true, r: 3 d, s: 1952-10, t: {default: 2 * 3}}\n",
      kHead +
          "actors: {a: {variables: {x: {initial: 1, trend: 1}}}, "
          "b: {like: a, variables: {x: {decay: 3 d}}}}\n",
      kHead + "groups: {g: a, h: [a, b]}\npairs: {trust: {between: all, initial: 0}}\n",
      kHead + "schedule: {s: {at: 9 d, emit: aid, to: [a, b], with: {site: {x: 1, y: 2 * z}}}}\n",
      kHead +
          "rules: {r: {upon: offer, by: a, do: [{accept: [offer, last(offer)], only: [x]}, "
          "{for: x in g, do: [x.y += 1]}, \"a.y = if(b == c, 1, 2)\"]}}\n",
      kHead +
          "outcomes: {o: {when: true}, p: otherwise}\nmeasures: {m: {series: a.x, every: 12 h 30 "
          "min}}\n",
      kHead + "use: [{file: m.yaml, for: g, with: {strike: salvo, p: 0.1}}]\n",
      "brink: 1\nmodule: M\nexpects: {events: salvo}\nvariables: {grudge: 0}\n"};
  const auto faults = faults_of(good);
  for (std::size_t i = 0; i < good.size(); ++i) {
    EXPECT_EQ(faults[i], std::vector<std::string>{}) << good[i];
  }
}

TEST_F(SchemaTest, RefusesOtherForms) {
  const std::vector<std::string> bad{
      "",
      "brink: 2\ntitle: T\nstart: 2026-06-04\nhorizon: 60 d\n",
      "brink: 1\ntitle: T\nstart: 2026-06-04\nhorizon: 6 months\n",
      "brink: 1\nmodule: M\ntitle: T\n",                      // a module has no title
      kHead + "variables: {grudge: 0}\n",                     // of a module only
      kHead + "actors: {a: {variables: {x: {trend: 1}}}}\n",  // like nobody
      kHead + "pairs: {trust: 0.5}\n",
      kHead + "events: {e: {is: offer, consent: some}}\n",
      kHead + "events: {e: {is: assault, cameo: 195}}\n",  // a code is a text
      kHead + "rules: {r: {upon: offer, do: [{accept: offer, emit: aid}]}}\n",
      kHead + "rules: {r: {upon: offer, do: [emit aid]}}\n",
      kHead + "rules: {r: {upon: offer, do: [a.x == 3]}}\n",
      kHead + "rules: {r: {upon: offer, do: [{accept: []}]}}\n",
      kHead + "processes: {p: {emit: aid}}\n",
      kHead + "use: [m.yaml]\n",
      kHead + "let: {2nd: 1}\n",
      kHead + "let: {" + std::string(61, 'n') + ": 1}\n",
      kHead + "let: {l: {a: 1}}\n",
      kHead + "outcomes: {o: else}\n"};
  const auto faults = faults_of(bad);
  for (std::size_t i = 0; i < bad.size(); ++i) EXPECT_NE(faults[i].size(), 0u) << bad[i];
}

struct Case {
  std::string name;
  std::string scenario;
  std::string says;
};

std::vector<Case> bad_shapes() {
  std::vector<Case> cases;
  std::string Case::*part = nullptr;
  std::istringstream lines(file_text("tests/engine/program/bad/shapes.cases"));
  for (std::string line; std::getline(lines, line);) {
    if (line == "%%%% says") {
      part = &Case::says;
    } else if (line.starts_with("%%%% ")) {
      cases.push_back({line.substr(5), {}, {}});
      part = &Case::scenario;
    } else {
      cases.back().*part += line + "\n";
    }
  }
  return cases;
}

TEST_F(SchemaTest, UnknownAndMissingKeysAndOtherFormsAreRefused) {
  const std::regex of_form(
      "has no key|lacks `|has no value|has no content|must be a (plain number|map|list|range)|"
      "must be \\[low|must be an e|must be `otherwise`|is not a (date|deed|visibility)|"
      "needs (either|one form)|cannot be a name|has one verb|usable horizon");
  // said by a message of form, but no matter of form to a schema
  const std::set<std::string> left_to_check{
      "a day that is not in the calendar",  // the 30th of February has the form of a date
  };
  const auto cases = bad_shapes();
  std::vector<std::string> texts;
  for (const auto& c : cases) texts.push_back(c.scenario);
  const auto faults = faults_of(texts);
  int refused = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!std::regex_search(cases[i].says, of_form)) continue;
    const bool taken = left_to_check.contains(cases[i].name);
    EXPECT_EQ(faults[i].empty(), taken) << cases[i].name << "\n" << cases[i].scenario;
    refused += taken ? 0 : 1;
  }
  EXPECT_GE(refused, 20);
}

}  // namespace
}  // namespace brink::test
