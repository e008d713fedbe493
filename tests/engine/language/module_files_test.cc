// Which files `use:` opens: attacks by path, link, circle and number.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <random>

#include "engine/language/modules.h"
#include "engine/language/scenario_file.h"
#include "tests/support/module_folder.h"

namespace brink {
namespace {

namespace fs = std::filesystem;
using test::Folder;
using test::ModuleFolder;

const std::string kHint =
    "  hint: a module lies beside or below the scenario, for example `doctrines/reprisal.yaml`\n";

// the one finding about a scenario that uses `file`, without its line and caret
std::string complaint(const ModuleFolder& folder, const std::string& file) {
  folder.scenario("use: [{file: \"" + file + "\"}]\n");
  auto text = folder.findings();
  const auto line = text.find('\n');
  const auto hint = text.find("  hint:");
  if (line == std::string::npos || hint == std::string::npos) return text;
  EXPECT_EQ(text.substr(hint), kHint);
  EXPECT_TRUE(text.starts_with("s.yaml:5:15: error: ")) << text;
  return text.substr(20, line - 20);
}

TEST(ModuleFilesTest, APathStaysBesideOrBelowTheScenario) {
  const ModuleFolder folder;
  EXPECT_EQ(complaint(folder, "/etc/m.yaml"), "`/etc/m.yaml` is an absolute path");
  EXPECT_EQ(complaint(folder, "../m.yaml"), "`../m.yaml` leads out of the scenario's folder");
  EXPECT_EQ(complaint(folder, "a/../m.yaml"), "`a/../m.yaml` leads out of the scenario's folder");
  EXPECT_EQ(complaint(folder, "a/.."), "`a/..` leads out of the scenario's folder");
  EXPECT_EQ(complaint(folder, "a\\\\m.yaml"),
            "`a\\m.yaml` has a backslash in it: write `/` between folders");
  EXPECT_EQ(complaint(folder, "/etc/passwd\\0.yaml"),
            "a path of a module has a control character in it");
  EXPECT_EQ(complaint(folder, "m.txt"), "`m.txt` does not end in .yaml or .yml");
  EXPECT_EQ(complaint(folder, "none.yaml"),
            "cannot read the module `none.yaml`: No such file or directory");
}

TEST(ModuleFilesTest, NoLinkLeadsOut) {
  const ModuleFolder folder;
  const Folder outside("brink_modules_outside");
  const std::string good = "brink: 1\nmodule: M\n";
  outside.write("m.yaml", good);
  folder.write("sub/m.yaml", good);
  fs::create_symlink(outside.path("m.yaml"), folder.path("link.yaml"));
  fs::create_directory_symlink(outside.path(""), folder.path("linked"));
  fs::create_symlink("sub/m.yaml", folder.path("inner.yaml"));
  const std::string out = "a symbolic link leads out of the scenario's folder";
  EXPECT_EQ(complaint(folder, "link.yaml"), "cannot read the module `link.yaml`: " + out);
  EXPECT_EQ(complaint(folder, "linked/m.yaml"), "cannot read the module `linked/m.yaml`: " + out);
  EXPECT_EQ(complaint(folder, "inner.yaml"), "");
  EXPECT_EQ(complaint(folder, "./sub/m.yaml"), "");
  // a folder whose name only begins like the scenario's
  const auto twin = folder.path("").substr(0, folder.path("").size() - 1) + "_twin";
  fs::create_directories(twin);
  fs::copy_file(outside.path("m.yaml"), twin + "/m.yaml");
  fs::create_symlink(twin + "/m.yaml", folder.path("twin.yaml"));
  EXPECT_EQ(complaint(folder, "twin.yaml"), "cannot read the module `twin.yaml`: " + out);
  fs::remove_all(twin);
}

TEST(ModuleFilesTest, OnlyRegularFilesAreOpened) {
  const ModuleFolder folder;
  fs::create_directory(folder.path("folder.yaml"));
  ASSERT_EQ(mkfifo(folder.path("fifo.yaml").c_str(), 0600), 0);
  folder.write("empty.yaml", "\n");
  folder.write("large.yaml", "brink: 1\nmodule: M\n#" + std::string(kMaxYamlBytes, 'x'));
  EXPECT_EQ(complaint(folder, "folder.yaml"),
            "cannot read the module `folder.yaml`: it is a folder");
  EXPECT_EQ(complaint(folder, "fifo.yaml"),
            "cannot read the module `fifo.yaml`: it is no regular file");
  EXPECT_EQ(complaint(folder, "empty.yaml"), "cannot read the module `empty.yaml`: it is empty");
  EXPECT_EQ(complaint(folder, "large.yaml"),
            "cannot read the module `large.yaml`: it is larger than 4 MB");
}

TEST(ModuleFilesTest, ACircleIsShownAsAChain) {
  const ModuleFolder folder;
  folder.scenario("use: [{file: a.yaml}]\n");
  folder.module("a.yaml", "use: [{file: sub/b.yaml}]\n");
  folder.module("sub/b.yaml", "use: [{file: c.yaml}]\n");
  fs::create_symlink("../a.yaml", folder.path("sub/c.yaml"));
  EXPECT_EQ(folder.findings(),
            "sub/b.yaml:3:14: error: modules use each other in a circle: a.yaml → sub/b.yaml → "
            "sub/c.yaml\n"
            "  use: [{file: c.yaml}]\n"
            "               ^\n"
            "  hint: take one `use` of the circle out\n");
}

TEST(ModuleFilesTest, ThePathOfAnInnerModuleBeginsAtItsUser) {
  const ModuleFolder folder;
  folder.scenario("use: [{file: a/m.yaml}]\nrules: {r: {when: p > 0, do: [{emit: protest}]}}\n");
  folder.module("a/m.yaml", "use: [{file: b/n.yaml}]\n");
  folder.module("a/b/n.yaml", "parameters: {p: 1}\n");
  EXPECT_EQ(folder.findings(), "");
}

TEST(ModuleFilesTest, ModulesStandSixteenDeepAtMost) {
  const ModuleFolder folder;
  const auto chain = [&](std::size_t length) {
    for (std::size_t i = 1; i < length; ++i) {
      folder.module(fmt::format("m{}.yaml", i), fmt::format("use: [{{file: m{}.yaml}}]\n", i + 1));
    }
    folder.module(fmt::format("m{}.yaml", length), "parameters: {p: 1}\n");
    return folder.findings();
  };
  folder.scenario("use: [{file: m1.yaml}]\n");
  EXPECT_EQ(chain(kMaxModuleDepth), "");
  EXPECT_EQ(chain(kMaxModuleDepth + 1),
            "m16.yaml:3:14: error: modules use modules more than 16 deep\n"
            "  use: [{file: m17.yaml}]\n"
            "               ^\n"
            "  hint: use the inner ones in the scenario itself\n");
}

// sixteen files that each use the next one twice would be read 65,536 times
TEST(ModuleFilesTest, SixtyFourUsesAreTheMost) {
  const ModuleFolder folder;
  std::string uses;
  for (std::size_t i = 0; i < kMaxModuleUses; ++i) {
    uses += fmt::format("  - {{file: m.yaml, as: u{}}}\n", i);
  }
  folder.module("m.yaml", "parameters: {p: 1}\n");
  folder.scenario("use:\n" + uses);
  EXPECT_EQ(folder.findings(), "");
  folder.scenario("use:\n" + uses + "  - {file: m.yaml, as: last}\n  - {file: m.yaml, as: more}\n");
  EXPECT_EQ(folder.findings(),
            "s.yaml:70:5: error: more than 64 uses of modules\n"
            "    - {file: m.yaml, as: last}\n"
            "      ^\n"
            "  hint: leave some out\n");
  for (int i = 1; i < 16; ++i) {
    folder.module(
        fmt::format("d{}.yaml", i),
        fmt::format("use: [{{file: d{0}.yaml, as: a}}, {{file: d{0}.yaml, as: b}}]\n", i + 1));
  }
  folder.module("d16.yaml", "parameters: {p: 1}\n");
  folder.scenario("use: [{file: d1.yaml}]\n");
  const auto findings = folder.findings();
  EXPECT_NE(findings.find("error: more than 64 uses of modules"), std::string::npos) << findings;
  EXPECT_EQ(std::count(findings.begin(), findings.end(), '^'), 1) << findings;
}

TEST(ModuleFilesTest, WhatModulesGiveIsLimited) {
  const ModuleFolder folder;
  std::string actors;
  std::string members;
  for (int i = 0; i < 2'001; ++i) {
    actors += fmt::format("  a{}: {{}}\n", i);
    members += fmt::format("{}a{}", i == 0 ? "" : ", ", i);
  }
  std::string variables;
  for (int i = 0; i < 100; ++i) variables += fmt::format("  v{}: 0\n", i);
  folder.scenario("use: [{file: m.yaml, for: all_of_them}]\nactors:\n" + actors +
                  "groups: {all_of_them: [" + members + "]}\n");
  folder.module("m.yaml", "variables:\n" + variables);
  EXPECT_EQ(folder.findings(),
            "s.yaml:5:7: error: modules give more than 200000 variables to their members\n"
            "  use: [{file: m.yaml, for: all_of_them}]\n"
            "        ^\n"
            "  hint: use them for fewer actors\n");
}

TEST(ModuleFilesTest, AllModulesTogetherAreLimited) {
  const ModuleFolder folder;
  folder.write("m.yaml", "brink: 1\nmodule: M\n#" + std::string(3'900'000, 'x') + "\n");
  std::string uses = "use:\n";
  for (int i = 0; i < 5; ++i) uses += fmt::format("  - {{file: m.yaml, as: u{}}}\n", i);
  folder.scenario(uses);
  EXPECT_EQ(folder.findings(),
            "s.yaml:10:12: error: the modules are larger than 16 MB in all\n"
            "    - {file: m.yaml, as: u4}\n"
            "             ^\n"
            "  hint: make them shorter; a module used twice counts twice\n");
}

TEST(ModuleFilesTest, AScenarioThroughAPipeHasNoModules) {
  const ModuleFolder folder;
  folder.module("m.yaml", "parameters: {p: 1}\n");
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string text =
      "brink: 1\ntitle: T\nstart: 2026-06-01\nhorizon: 60 d\nuse: [{file: m.yaml}]\n";
  ASSERT_EQ(write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  close(ends[1]);
  SourceTexts texts;
  const auto scenario = read_scenario_file(fmt::format("/dev/fd/{}", ends[0]), texts);
  close(ends[0]);
  ASSERT_FALSE(scenario);
  EXPECT_EQ(scenario.error()[0].message, "modules are read from files only");
}

// words of a scenario and its modules change places, vanish and double: whatever comes of it, every
// finding points into a text that was read
TEST(ModuleFilesTest, CorruptedModulesEndInFindingsThatPointSomewhere) {
  const ModuleFolder folder;
  const std::vector<std::pair<std::string, std::string>> good{{"s.yaml", R"(brink: 1
title: T
start: 2026-06-01
horizon: 60 d
use: [{file: m.yaml, for: pair, with: {strike: raid, p: 0.5}}, {file: m.yaml, for: c, as: x, with: {strike: raid}}]
actors: {a: {variables: {v: 1}}, b: {variables: {v: 1}}, c: {variables: {v: 1}}}
groups: {pair: [a, b]}
events: {raid: {is: assault}}
processes: {raids: {for: pair, rate: 0.1 * self.g + 0.1, emit: raid, to: rival}}
)"},
                                                              {"m.yaml", R"(brink: 1
module: M
expects: {events: [strike], variables: [v]}
use: [{file: n.yaml, for: members, as: n, with: {hit: strike}}]
parameters: {p: {default: 0.3, range: [0, 1]}, mood: {default: calm, values: [calm, angry]}}
let: {l: p / 2}
variables: {g: {initial: 0, decay: 10 d}}
rules: {r: {upon: strike to members, by: target, if: mood == calm and self.v > self.n_w, chance: l, do: [self.g += 1]}}
)"},
                                                              {"n.yaml", R"(brink: 1
module: N
expects: {events: [hit]}
variables: {w: 0}
measures: {m: {count: hit from members}}
)"}};
  std::mt19937_64 dice(7);
  const auto words_of = [](const std::string& text) {
    std::vector<std::string> words;
    bool inside = false;
    for (const char c : text) {
      const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
      if (words.empty() || !letter || !inside) words.emplace_back();
      words.back() += c;
      inside = letter;
    }
    return words;
  };
  int bad = 0;
  int fine = 0;
  for (int i = 0; i < 600; ++i) {
    for (const auto& [name, text] : good) {
      auto words = words_of(text);
      const auto any = [&] { return dice() % words.size(); };
      for (auto changes = dice() % 3; changes > 0; --changes) {
        const auto at = any();
        if (dice() % 3 == 0) {
          words[at].clear();
        } else {
          words[at] = words[any()];
        }
      }
      folder.write(name, fmt::format("{}", fmt::join(words, "")));
    }
    SourceTexts texts;
    auto scenario = read_scenario_file(folder.path("s.yaml"), texts);
    Diagnostics found;
    if (!scenario) {
      found = scenario.error();
      EXPECT_FALSE(found.empty());
    } else if (const auto program = compile(std::move(*scenario)); !program) {
      found = program.error();
      EXPECT_FALSE(found.empty());
    } else {
      ++fine;
    }
    bad += found.empty() ? 0 : 1;
    for (const auto& finding : found) {
      ASSERT_LT(static_cast<std::size_t>(finding.at.file), texts.size());
      const auto& source = texts[static_cast<std::size_t>(finding.at.file)];
      EXPECT_EQ(finding.file, source.name);
      EXPECT_LE(finding.at.line, 1 + std::count(source.text.begin(), source.text.end(), '\n'));
      EXPECT_NE(render(finding, texts), "");
    }
  }
  EXPECT_GT(bad, 300);
  EXPECT_GT(fine, 20);
}

}  // namespace
}  // namespace brink
