#include "viz/open_run.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/folder.h"
#include "tests/support/runs.h"

namespace brink::viz {
namespace {

std::string scenario(const std::string& name) {
  return std::string(BRINK_SOURCE_DIR) + "/scenarios/" + name + ".yaml";
}

std::string failure_of(const RunToOpen& wanted) {
  const auto opened = open_run(wanted);
  return opened ? "" : opened.error().text;
}

TEST(OpenRunTest, AScenarioIsOpenedAsBrinkRunPlaysIt) {
  RunToOpen wanted{.path = scenario("open_letter")};
  wanted.text.seed = "17";
  wanted.text.settings = {"territorial_demand=0.05"};
  const auto opened = open_run(wanted);
  ASSERT_TRUE(opened);
  const auto overlay = test::with_setting(*opened->program, "territorial_demand", 0.05);
  EXPECT_EQ(test::run_once(*opened->program, opened->seed, opened->overlay).hash,
            test::run_once(*opened->program, {17, 0}, overlay).hash);
}

TEST(OpenRunTest, ARowOfResultsIsTheRunOfThatRow) {
  const test::Folder folder("brink_open_run");
  const auto results = folder.path("results");
  const auto command = std::string(BRINK_PROGRAM) + " batch " + scenario("first") +
                       " -n 6 --seed 3 --quiet --out " + results + " > /dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0);
  const auto opened = open_run({.path = results, .run = "4"});
  ASSERT_TRUE(opened) << opened.error().text;
  const auto program = test::compiled_file(scenario("first"));
  EXPECT_EQ(test::run_once(*opened->program, opened->seed, opened->overlay).hash,
            test::run_once(program, {3, 4}).hash);
  EXPECT_NE(failure_of({.path = results, .run = "6"}).find("the runs 0 to 5"), std::string::npos);
  RunToOpen with_seed{.path = results, .run = "1"};
  with_seed.text.seed = "9";
  EXPECT_NE(failure_of(with_seed).find("is opened as it was made"), std::string::npos);
}

TEST(OpenRunTest, WhatCannotBeOpenedIsSaidWithItsPlace) {
  EXPECT_NE(failure_of({.path = "/nowhere/at/all.yaml"}).find("/nowhere/at/all.yaml"),
            std::string::npos);
  const test::Folder folder("brink_open_bad");
  folder.write("bad.yaml", "brink: 1\ntitle: Bad\nstart: 2026-01-01\nhorizont: 3 d\n");
  const auto text = failure_of({.path = folder.path("bad.yaml")});
  EXPECT_NE(text.find("bad.yaml:4:1: error"), std::string::npos) << text;
  EXPECT_NE(text.find("horizon"), std::string::npos);
  RunToOpen typo{.path = scenario("open_letter")};
  typo.text.settings = {"reprisals=0.2"};
  const auto opened = open_run(typo);
  ASSERT_FALSE(opened);
  EXPECT_TRUE(opened.error().is_command_line);
  EXPECT_NE(opened.error().text.find("reprisal"), std::string::npos);
}

}  // namespace
}  // namespace brink::viz
