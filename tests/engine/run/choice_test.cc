#include <gtest/gtest.h>

#include <string>

#include "tests/support/runs.h"

namespace brink {
namespace {

std::string choosing(const std::string& choice, const std::string& more = "") {
  return R"(
brink: 1
title: A choice
start: 2026-01-01
horizon: 400 d
parameters: {heat: 0.5}
world: {variables: {mood: {initial: 0, trend: 0.1}}}
actors: {a: {variables: {x: 0}}, b: {}}
events: {ask: {is: request}, answer: {is: consult}, noise: {is: protest}}
processes:
  asking: {every: 10 d, emit: ask, from: b, to: a}
)" + more +
         "rules:\n  answers:\n    upon: ask\n    by: a\n" + choice;
}

std::vector<Note> notes_of(const test::RunResult& result) {
  std::vector<Note> notes;
  for (const auto& timed : result.log.notes()) notes.push_back(timed.note);
  return notes;
}

// mood passes 0.5 on day 5 after the first question (day 10): utilities are those of day 17
TEST(ChoiceTest, OptionsAreJudgedAfterDeliberation) {
  const auto program = test::compiled(choosing(R"(
    if: mood < 1.05
    after: 7 d
    choose: {options: {early: {utility: 1.5}, late: {utility: mood}}}
)"));
  const auto notes = notes_of(test::run_once(program, {.seed = 1}));
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].option, 1);
}

TEST(ChoiceTest, StillIsAskedWhenTheDelayIsOver) {
  const auto program = test::compiled(choosing(R"(
    if: mood < 1.05
    after: 7 d
    still: mood < 1.6
    choose: {options: {go: {utility: 1}}}
)"));
  const auto notes = notes_of(test::run_once(program, {.seed = 1}));
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].kind, Note::Kind::given_up);
}

TEST(ChoiceTest, WithoutAPossibleOptionNothingIsDone) {
  const auto program = test::compiled(choosing(R"(
    choose: {options: {go: {utility: 1, if: mood < 0, do: [self.x += 1]}}}
)"));
  const auto result = test::run_once(program, {.seed = 1});
  EXPECT_EQ(notes_of(result).size(), 40U);
  EXPECT_EQ(notes_of(result)[0].kind, Note::Kind::no_option);
  EXPECT_TRUE(result.log.writes().empty());
}

TEST(ChoiceTest, EventsSayWhichOptionMadeThem) {
  const auto program = test::compiled(choosing(R"(
    choose: {options: {no: {utility: 0}, yes: {utility: 1, do: [{emit: answer, to: b}]}}}
)"));
  const auto result = test::run_once(program, {.seed = 1});
  const auto& events = result.log.events();
  ASSERT_GE(events.size(), 2U);
  EXPECT_EQ(events[0].option, 0xFF);
  EXPECT_EQ(events[1].option, 1);
  EXPECT_EQ(events[1].cause, events[0].number);
  EXPECT_EQ(events[1].maker, test::rule_index(program, "answers"));
}

// draws are addressed by cause: what else happens in the world does not change what is chosen
TEST(ChoiceTest, AnotherProcessDoesNotChangeWhatIsChosen) {
  const std::string choice = R"(
    choose: {temperature: heat, options: {no: {utility: 0}, yes: {utility: 0.2}, maybe: {utility: 0.1}}}
)";
  const auto quiet = test::compiled(choosing(choice));
  const auto noisy = test::compiled(choosing(choice, "  noises: {rate: 3, emit: noise}\n"));
  const auto options = [](const test::RunResult& result) {
    std::string text;
    for (const auto& note : notes_of(result)) text += std::to_string(note.option);
    return text;
  };
  const auto one = options(test::run_once(quiet, {.seed = 5}));
  EXPECT_EQ(one.size(), 40U);
  EXPECT_EQ(one, options(test::run_once(noisy, {.seed = 5})));
  EXPECT_NE(one, options(test::run_once(quiet, {.seed = 6})));
  EXPECT_NE(one, options(test::run_once(quiet, {.seed = 5, .replication = 1})));
}

TEST(ChoiceTest, ANegativeTemperatureEndsTheRun) {
  const auto program = test::compiled(choosing(R"(
    choose: {temperature: heat, options: {no: {utility: 0}, yes: {utility: 1}}}
)"));
  const auto overlay = test::with_setting(program, "heat", -1);
  brink::Run run(program, overlay, {.seed = 1});
  NullObserver nobody;
  EXPECT_EQ(run_to_end(run, nobody), Status::error);
  EXPECT_EQ(run.error.kind, RunError::Kind::bad_temperature);
  EXPECT_EQ(run.error.time.us, 10 * kMicrosecondsPerDay);
  EXPECT_EQ(run.error.value.number, -1);
}

}  // namespace
}  // namespace brink
