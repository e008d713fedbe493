// The `brink` command as a user meets it: what it prints, where, and what it gives back.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/tools/ran.h"

namespace {

namespace fs = std::filesystem;

using brink::test::Ran;
using brink::test::shell;

Ran brink(const std::string& arguments) { return shell(BRINK_PROGRAM " " + arguments); }

constexpr const char* kScenario = R"(brink: 1
title: Raids
start: 2026-06-01
horizon: 60 d
parameters:
  price: {default: 0.5, range: [0, 1]}
  patience: {default: 3 d, range: [1 h, 30 d]}
  mood: {default: calm, values: [calm, angry]}
  winter: {default: false}
actors: {a: {variables: {x: {initial: 0}}}, b: {}}
events: {raid: {is: assault}, letter: {is: offer, terms: {truce: 1}}}
schedule: {letter: {at: 10 d, emit: letter, from: b, to: a}}
processes: {raids: {rate: 0.2 + price, emit: raid, from: a, to: b}}
rules:
  harm: {upon: raid, if: a.x < 1000, do: [a.x += 1]}
  answer: {upon: letter, by: target, if: winter or mood == calm or mood == angry, after: patience, do: [refuse: offer]}
outcomes: {refused: {when: total(refuse) > 0, stop: true}, war: otherwise}
measures: {raids: {count: raid}}
)";

class CommandTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("brink_command_test_" + std::to_string(getpid()));
    fs::create_directories(folder_);
    write("good.yaml", kScenario);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string good() const { return path("good.yaml"); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name)) << text;
  }
  std::string read(const std::string& name) const {
    std::stringstream text;
    text << std::ifstream(path(name)).rdbuf();
    return text.str();
  }
  void expect_refused(const std::string& options, const std::string& message) const {
    const auto ran = brink("run " + good() + " " + options);
    EXPECT_EQ(ran.code, 2) << options;
    EXPECT_NE(ran.output.find(message), std::string::npos) << ran.output;
  }

  fs::path folder_;
};

TEST_F(CommandTest, WithoutArgumentsItSaysHowToUseIt) {
  const auto ran = brink("");
  EXPECT_EQ(ran.code, 2);
  EXPECT_TRUE(ran.output.starts_with("usage: brink check FILE..."));
}

TEST_F(CommandTest, HelpAndVersionSucceed) {
  for (const auto* arguments :
       {"help", "--help", "-h", "help rule", "help schedule entry", "run --help", "check --help",
        "schema --help", "help schema", "--version"}) {
    EXPECT_EQ(brink(arguments).code, 0) << arguments;
  }
  EXPECT_EQ(brink("--help").output, brink("help").output);
  EXPECT_TRUE(brink("--version").output.starts_with("brink 0."));
}

TEST_F(CommandTest, MisspeltWordsGetTheNearest) {
  EXPECT_EQ(brink("rnu").output,
            "brink: error: there is no command `rnu`\n  hint: did you mean `brink run`?\n");
  EXPECT_EQ(brink("help gama").output,
            "brink: error: there is no help on `gama`\n"
            "  hint: did you mean `brink help gamma`?\n");
  expect_refused("--sead 4", "unknown option `--sead`\n  hint: did you mean `--seed`?");
  EXPECT_EQ(brink("rnu").code, 2);
  EXPECT_EQ(brink("help gama").code, 2);
}

TEST_F(CommandTest, CheckCountsWhatAGoodScenarioHas) {
  const auto ran = brink("check " + good());
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.output, good() +
                            ": good (2 actors, 4 parameters, 2 event types, 1 scheduled event, "
                            "1 process, 2 rules, 2 outcomes, 1 measure)\n");
}

TEST_F(CommandTest, CheckShowsEveryFindingAndFailsIfOneFileIsBad) {
  write("bad.yaml", std::string(kScenario) + "title: again\nnonsense: 1\n");
  const auto ran = brink("check " + path("bad.yaml") + " " + good());
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.output.find("bad.yaml:"), std::string::npos);
  EXPECT_NE(ran.output.find("^"), std::string::npos);
  EXPECT_NE(ran.output.find("good.yaml: good"), std::string::npos);
}

TEST_F(CommandTest, CheckShowsTheLineOfTheModuleThatIsWrong) {
  fs::create_directories(folder_ / "sub");
  write("used.yaml", std::string(kScenario) + "use: [{file: sub/m.yaml}]\n");
  write("sub/m.yaml", "brink: 1\nmodule: M\nlet: {l: 1 + prise}\n");
  auto ran = brink("check " + path("used.yaml"));
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.output, path("sub/m.yaml") +
                            ":3:14: error: `prise` is not known in this module: declare it, or "
                            "list it under `expects:`\n"
                            "  let: {l: 1 + prise}\n"
                            "               ^\n");
  // found by the compiler, and a warning
  write("sub/m.yaml", "brink: 1\nmodule: M\nlet: {l: 1 + 3 d}\n");
  ran = brink("check " + path("used.yaml"));
  EXPECT_EQ(ran.code, 1);
  EXPECT_TRUE(ran.output.starts_with(path("sub/m.yaml") + ":3:12: error: ")) << ran.output;
  EXPECT_NE(ran.output.find("\n  let: {l: 1 + 3 d}\n             ^\n"), std::string::npos)
      << ran.output;
  write("sub/m.yaml", "brink: 1\nmodule: M\nevents: {e: {is: assault, cameo: 195}}\n");
  ran = brink("check " + path("used.yaml"));
  EXPECT_EQ(ran.code, 0);
  EXPECT_TRUE(ran.output.starts_with(path("sub/m.yaml") + ":3:34: warning: ")) << ran.output;
  EXPECT_NE(ran.output.find("\n  events: {e: {is: assault, cameo: 195}}\n"), std::string::npos);
}

TEST_F(CommandTest, AModuleIsFoundBesideItsScenarioWhereverOneStands) {
  write("used.yaml", std::string(kScenario) + "use: [{file: m.yaml}]\n");
  write("m.yaml", "brink: 1\nmodule: M\nlet: {l: prise}\n");
  const auto ran = shell("cd " + folder_.string() + " && " BRINK_PROGRAM " check used.yaml");
  EXPECT_TRUE(ran.output.starts_with("m.yaml:3:10: error: ")) << ran.output;
}

TEST_F(CommandTest, FilesThatCannotBeReadSayWhy) {
  write("empty.yaml", "\n");
  for (const auto& [file, why] :
       {std::pair<std::string, std::string>{path("none.yaml"), "No such file or directory"},
        {folder_.string(), "it is a folder"},
        {path("empty.yaml"), "it is empty"}}) {
    const auto ran = brink("run " + file);
    EXPECT_EQ(ran.code, 1);
    EXPECT_EQ(ran.output, "brink: error: cannot read the scenario `" + file + "`: " + why + "\n");
  }
}

TEST_F(CommandTest, RunIsTheSameEveryTimeAndOtherWithAnotherSeed) {
  const auto first = brink("run " + good() + " --seed 7 --no-stop");
  EXPECT_EQ(first.code, 0);
  EXPECT_EQ(first.output, brink("run " + good() + " --seed 7 --no-stop").output);
  EXPECT_NE(first.output, brink("run " + good() + " --seed 8 --no-stop").output);
  EXPECT_NE(first.output, brink("run " + good() + " --seed 7 --replication 1 --no-stop").output);
  EXPECT_NE(first.output.find("\nhash  "), std::string::npos);
}

TEST_F(CommandTest, SeedsThatAreNoneAreRefused) {
  expect_refused("--seed -1", "--seed: `-1` is not a whole number from 0 on");
  expect_refused("--seed 18446744073709551616", "is too large: at most 18446744073709551615");
  expect_refused("--seed 1.5", "is not a whole number");
  expect_refused("--seed abc", "is not a whole number");
  expect_refused("--replication -1", "--replication: `-1`");
  expect_refused("--seed", "--seed needs a value");
  EXPECT_EQ(brink("run " + good() + " --quiet --seed 18446744073709551615").code, 0);
}

TEST_F(CommandTest, SettingsAreReadByTheParametersType) {
  for (const auto* set :
       {"price=0.25", "price=1e-1", "'patience=3 d 12 h'", "mood=angry", "winter=true"}) {
    EXPECT_EQ(brink("run " + good() + " --quiet --set " + set).code, 0) << set;
  }
  expect_refused("--set prise=0.4", "no parameter is called `prise`; did you mean `price`?");
  expect_refused("--set zzzzzz=1", "there are: price, patience, mood, winter");
  expect_refused("--set price=2", "`price` cannot be 2: it must be from 0 to 1");
  expect_refused("--set price=nan", "`price` must be a number");
  expect_refused("--set price=", "`price` must be a number");
  expect_refused("--set patience=5", "`patience` must be a duration, such as `3 d 12 h`");
  expect_refused("--set patience=99d", "it must be from 1 h to 30 d");
  expect_refused("--set mood=sad", "`mood` cannot be `sad`: it is one of calm, angry");
  expect_refused("--set winter=yes", "`winter` must be true or false");
  expect_refused("--set price", "--set takes name=value");
  expect_refused("--set a.x=1", "`a.x` is a variable; only parameters can be set");
  expect_refused("--set price=0 --set price=1", "`price` is set twice");
}

TEST_F(CommandTest, WhatIfSetsValuesOnTheWayAndSaysSo) {
  const std::string what_if =
      " --no-stop --what-if '20 d: price = 1' --what-if '2026-06-15: a.x = 40'";
  const auto ran = brink("run " + good() + what_if);
  EXPECT_EQ(ran.code, 0);
  for (const auto* line : {"what if 2026-06-15: a.x = 40\nwhat if 2026-06-21: price = 1\n",
                           "15 Jun 00:00          what if: a x ",
                           "21 Jun 00:00          what if: price 0.5 → 1.0\n"}) {
    EXPECT_NE(ran.output.find(line), std::string::npos) << ran.output;
  }
  EXPECT_EQ(ran.output, brink("run " + good() + what_if).output);
  // before the first of them all is as it was
  const auto all = brink("run " + good() + " --all" + what_if).output;
  const auto plain = brink("run " + good() + " --all --no-stop").output;
  const auto from = plain.find("\n2026\n");
  const auto same = all.substr(all.find("\n2026\n"));
  const auto until = same.find("15 Jun 00:00");
  EXPECT_GT(until, 100U);
  EXPECT_EQ(plain.substr(from, until), same.substr(0, until));
  expect_refused("--what-if '20 d: prise = 1'",
                 "--what-if: no parameter or variable is called `prise`");
  expect_refused("--what-if '0 d: price = 1'", "use `--set price=1`");
  expect_refused("--until 9d --what-if '10 d: price = 1'",
                 "is after the end of the run, 2026-06-10");
  expect_refused("--what-if 20d: price = 1",
                 "hint: write it in quotes: `--what-if '2026-06-20: support = 0.4'`");
}

TEST_F(CommandTest, UntilIsADateOrALengthAndMayPassTheHorizon) {
  const auto end_of = [&](const std::string& until) {
    const auto ran = brink("run " + good() + " --no-stop --format jsonl --quiet --until " + until);
    return nlohmann::json::parse(ran.output)["end"].get<std::string>();
  };
  EXPECT_EQ(end_of("2026-06-20"), "2026-06-20");
  EXPECT_EQ(end_of("'5 d 6 h'"), "2026-06-06 06:00");
  EXPECT_EQ(end_of("100d"), "2026-09-09");
  expect_refused("--until 2026-06-01", "the scenario starts on 2026-06-01");
  expect_refused("--until 30", "`30` is none");
  expect_refused("--until 10 d", "hint: write `--until 10d`, or in quotes: `--until \"10 d\"`");
  expect_refused("--until 0d", "a run must last longer than 0 s");
}

TEST_F(CommandTest, OptionsGivenTwiceAreRefused) {
  expect_refused("--seed 7 --seed 8", "--seed is given twice");
  expect_refused("--until 3d --until 4d", "--until is given twice");
}

TEST_F(CommandTest, HelpOnAnOptionPointsToTheCommand) {
  for (const auto* topic : {"--seed", "--until", "until"}) {
    const auto ran = brink(std::string("help ") + topic);
    EXPECT_EQ(ran.code, 0) << topic;
    EXPECT_NE(ran.output.find("`brink run --help`"), std::string::npos) << ran.output;
  }
  EXPECT_NE(brink("help run").output.find("--no-stop"), std::string::npos);
  EXPECT_EQ(brink("help --sead").code, 2);
}

TEST_F(CommandTest, ATextIsAsWideAsTheTerminal) {
  // what an author says of a process is told where the line has room for it
  const std::string about = "one about every other day, whatever the weather and the mood";
  const std::string rate = "rate: 0.2 + price,";
  write("told.yaml", std::string(kScenario).replace(std::string(kScenario).find(rate), rate.size(),
                                                    rate + " about: \"" + about + "\","));
  const auto tells = [&](int columns) {
    const auto ran = shell("script -qec 'stty cols " + std::to_string(columns) +
                           "; " BRINK_PROGRAM " run " + path("told.yaml") + " --seed 3' /dev/null");
    return ran.output.find(about) != std::string::npos;
  };
  EXPECT_FALSE(tells(80));
  EXPECT_TRUE(tells(140));
  EXPECT_TRUE(brink("run " + path("told.yaml") + " --seed 3").output.find(about) !=
              std::string::npos);
}

TEST_F(CommandTest, NoStopOnlyMarksOutcomes) {
  const auto stops = brink("run " + good() + " --format jsonl --quiet");
  EXPECT_EQ(nlohmann::json::parse(stops.output)["outcome"], "refused");
  const auto goes_on = brink("run " + good() + " --format jsonl --quiet --no-stop");
  EXPECT_EQ(nlohmann::json::parse(goes_on.output)["end"], "2026-07-31");
}

TEST_F(CommandTest, QuietPrintsOutcomeMeasuresAndHash) {
  const auto ran = brink("run " + good() + " --quiet");
  EXPECT_EQ(ran.code, 0);
  EXPECT_TRUE(ran.output.starts_with("  outcome  refused\n\nmeasures\n  raids  "));
  EXPECT_EQ(ran.output.find("raid:"), std::string::npos);
}

TEST_F(CommandTest, LogsAreWrittenWholeAndAgreeWithTheOutput) {
  const auto run = "run " + good() + " --seed 3";
  EXPECT_EQ(brink(run + " --quiet --log " + path("log.jsonl")).code, 0);
  EXPECT_EQ(read("log.jsonl"), brink(run + " --format jsonl").output);
  EXPECT_EQ(brink(run + " --quiet --log " + path("log.csv")).code, 0);
  EXPECT_EQ(read("log.csv"), brink(run + " --format csv").output);
  for (const auto& entry : fs::directory_iterator(folder_)) {
    EXPECT_NE(entry.path().extension(), ".part") << "a temporary file is left";
  }
}

TEST_F(CommandTest, LogsThatCannotBeWrittenSayWhy) {
  const auto ran = brink("run " + good() + " --quiet --log " + path("none/log.csv"));
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.output, "brink: error: --log: cannot write `" + path("none/log.csv") +
                            "`: No such file or directory\n");
  expect_refused("--log " + path("log.txt"), "must end in .jsonl or .csv");
  fs::create_directories(folder_ / "folder.csv");
  EXPECT_EQ(brink("run " + good() + " --log " + path("folder.csv")).code, 1);
}

TEST_F(CommandTest, FormatsThatAreNoneAreRefused) {
  expect_refused("--format xml", "`xml` is none of text, jsonl, csv");
  expect_refused("--format csv --quiet", "--quiet has no csv");
  expect_refused("--all --quiet", "--quiet and --all contradict each other");
  expect_refused("--offers --quiet", "--quiet and --offers contradict each other");
}

TEST_F(CommandTest, NoColourLeavesAPipeOrATerminalThatWantsNone) {
  EXPECT_EQ(brink("run " + good()).output.find('\x1b'), std::string::npos);
  const auto terminal = "script -qec '" BRINK_PROGRAM " run " + good() + "' /dev/null";
  EXPECT_NE(shell("unset NO_COLOR; " + terminal).output.find('\x1b'), std::string::npos);
  EXPECT_EQ(shell("NO_COLOR=1 " + terminal).output.find('\x1b'), std::string::npos);
}

TEST_F(CommandTest, AReaderThatLeavesIsNoFailure) {
  const auto ran = shell("{ " BRINK_PROGRAM " run " + good() +
                         " --until 4000d --no-stop --all; echo code $? >&2; } | head -1");
  EXPECT_NE(ran.output.find("Raids\n"), std::string::npos);
  EXPECT_NE(ran.output.find("code 0\n"), std::string::npos);
}

TEST_F(CommandTest, AFullDiskIsAFailure) {
  const auto ran = shell(BRINK_PROGRAM " run " + good() + " > /dev/full");
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.output, "brink: error: cannot write the output: No space left on device\n");
}

TEST_F(CommandTest, ARunThatFailsPrintsWhatCameBeforeAndTheReason) {
  write("boom.yaml",
        std::string(kScenario).replace(std::string(kScenario).find("a.x += 1"), 8, "a.x = log(0)"));
  const auto ran = brink("run " + path("boom.yaml"));
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.output.find("#1  a → b  raid"), std::string::npos);
  EXPECT_NE(ran.output.find("rule `harm`, `do`: `log(0)` is -infinite"), std::string::npos);
}

// a run of about 10^11 events, far more than the second it is given
TEST_F(CommandTest, AnInterruptKeepsWhatWasFinished) {
  auto text = std::string(kScenario);
  write("long.yaml", text.replace(text.find("0.2 + price"), 11, "1000000"));
  for (const auto* signal : {"INT", "TERM"}) {
    const auto ran = shell("timeout --preserve-status -s " + std::string(signal) + " 0.5 " +
                           BRINK_PROGRAM " run " + path("long.yaml") +
                           " --no-stop --until 100000d --log " + path("cut.jsonl"));
    EXPECT_EQ(ran.code, 3) << signal;
    EXPECT_NE(ran.output.find("none: the run was interrupted"), std::string::npos);
    EXPECT_NE(ran.output.find("brink: interrupted on 2026-06-0"), std::string::npos);
    EXPECT_EQ(ran.output.find("hash  "), std::string::npos) << "a half run has no hash";
    const auto log = read("cut.jsonl");
    const auto last = log.rfind('\n', log.size() - 2);
    const auto summary = nlohmann::json::parse(log.substr(last + 1));
    EXPECT_EQ(summary["status"], "interrupted");
    EXPECT_TRUE(summary["hash"].is_null());
  }
}

}  // namespace
