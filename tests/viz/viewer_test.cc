#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>
#include <random>

#include "tests/viz/viewers.h"

// the viewer is driven as a person would, by keys, clicks and drags, in a window that is not there
namespace brink::viz {
namespace {

using test::middle_of;
using test::opened;
using test::opened_text;
using test::run_once;
using test::shown_hash;

double day_of(const Playhead& place) { return in_days(place.time - SimTime{}); }

class ViewerTest : public ::testing::Test {
 protected:
  Headless viewer{opened("open_letter", 17), 1600, 900};
  AppState& state = viewer.state();

  void press(const char* chord) { viewer.press(*parse_chord(chord)); }
  Playhead place() const { return state.playback.place; }
  // a point in a lane at which nothing else is
  std::pair<float, float> on_axis(double day) const {
    const auto& lanes = state.marks.find("lanes")->second;
    return {state.view.x_of(day), lanes.y + 6};
  }
};

TEST_F(ViewerTest, OpensPausedAtTheFirstEventWithKeysToPress) {
  EXPECT_FALSE(state.playback.is_playing);
  EXPECT_EQ(place(), place_of_event(state.events(), 1));
  EXPECT_LT(day_of(place()), 7);
  EXPECT_TRUE(state.marks.contains("hints"));
  EXPECT_EQ(shown_hash(viewer), run_once(*state.program, {17, 0}).hash);
}

TEST_F(ViewerTest, SpacePlaysAtTheSpeedThatIsWantedAndPauses) {
  const double from = day_of(place());
  press("Space");
  EXPECT_TRUE(state.playback.is_playing);
  viewer.frames(58);
  press("Space");
  // 2 days a second; the two frames of a press play too
  EXPECT_NEAR(day_of(place()) - from, state.playback.speed, 0.1);
  EXPECT_FALSE(state.playback.is_playing);
  const auto stopped = place();
  viewer.frames(10);
  EXPECT_EQ(place(), stopped);
}

TEST_F(ViewerTest, PlayingEndsAtTheEndOfTheRun) {
  state.playback.speed = 1000;
  press("Space");
  viewer.frames(60);
  EXPECT_FALSE(state.playback.is_playing);
  EXPECT_EQ(place().time, state.recording().end);
  EXPECT_EQ(place().event, state.events().size());
}

TEST_F(ViewerTest, ArrowsStepByEventsDaysAndWeeksAndBack) {
  press("Right");
  EXPECT_EQ(place().event, 2U);
  press("Right");
  press("Left");
  EXPECT_EQ(place(), place_of_event(state.events(), 2));
  const double from = day_of(place());
  press("Shift+Right");
  EXPECT_NEAR(day_of(place()) - from, 1, 1e-9);
  press("Ctrl+Right");
  EXPECT_NEAR(day_of(place()) - from, 8, 1e-9);
  press("Ctrl+Left");
  press("Shift+Left");
  EXPECT_NEAR(day_of(place()), from, 1e-9);
  press("End");
  EXPECT_EQ(place().time, state.recording().end);
  press("Home");
  EXPECT_EQ(place(), Playhead{});
}

TEST_F(ViewerTest, TransportButtonsDoWhatTheirKeysDo) {
  ASSERT_TRUE(viewer.click("next-event"));
  EXPECT_EQ(place().event, 2U);
  ASSERT_TRUE(viewer.click("previous-event"));
  EXPECT_EQ(place().event, 1U);
  ASSERT_TRUE(viewer.click("end"));
  EXPECT_EQ(place().time, state.recording().end);
  ASSERT_TRUE(viewer.click("start"));
  EXPECT_EQ(place(), Playhead{});
  ASSERT_TRUE(viewer.click("next-week"));
  EXPECT_NEAR(day_of(place()), 7, 1e-9);
  ASSERT_TRUE(viewer.click("play"));
  EXPECT_TRUE(state.playback.is_playing);
}

TEST_F(ViewerTest, TheMomentShownIsTheRunAtThePlayhead) {
  for (const char* chord : {"Right", "Ctrl+Right", "End", "Left", "Home", "Shift+Right"}) {
    press(chord);
    viewer.frames(1);
    ASSERT_NE(state.scene->moment, nullptr);
    EXPECT_EQ(state.scene->moment->at, place());
    EXPECT_EQ(state.scene->moment->run.header().events, place().event);
    EXPECT_EQ(state.scene->moment->log.events().size(), place().event);
  }
}

TEST_F(ViewerTest, DraggingInTheLanesMovesThePlayhead) {
  const auto [x0, y] = on_axis(10);
  const auto [x1, y1] = on_axis(20);
  viewer.drag(x0, y, x1, y1);
  EXPECT_NEAR(day_of(place()), 20, 0.1);
}

TEST_F(ViewerTest, TheWheelZoomsAboutTheMouseAndFFitsTheWholeRun) {
  const auto [x, y] = on_axis(15);
  const double before = state.view.to - state.view.from;
  const double under_mouse = state.view.day_at(x);
  viewer.wheel(x, y, 2);
  EXPECT_NEAR(state.view.to - state.view.from, before * 0.85 * 0.85, 1e-6);
  EXPECT_NEAR(state.view.day_at(x), under_mouse, 0.05);  // a pixel
  press("F");
  EXPECT_EQ(state.view.from, 0);
  EXPECT_EQ(state.view.to, state.length);
  press("W");
  EXPECT_LT(state.view.to - state.view.from, state.length);
  const double from = state.view.from;
  press("D");
  EXPECT_GT(state.view.from, from);
  press("A");
  EXPECT_NEAR(state.view.from, from, 1e-9);
}

TEST_F(ViewerTest, TheStripGoesAnywhereInTheRun) {
  const auto strip = state.marks.find("strip")->second;
  viewer.click(strip.x + strip.width * 0.75F, strip.y + strip.height / 2);
  EXPECT_NEAR(day_of(place()), 0.75 * state.length, 0.5);
  EXPECT_LE(state.view.from, day_of(place()));
  EXPECT_GE(state.view.to, day_of(place()));
}

TEST_F(ViewerTest, ClickingAnEventAsksWhyItHappened) {
  state.view.from = 0;
  state.view.to = 3;
  viewer.frames(2);
  // the letter is the first event of its shape
  std::uint32_t letter = 0;
  for (const auto& event : state.events()) {
    if (letter == 0 && state.looks[event.type].shape == Shape::diamond) letter = event.number;
  }
  ASSERT_NE(letter, 0U);
  const auto lanes = state.marks.find("lane-0")->second;
  const auto& event = state.events()[letter - 1];
  const auto severity = static_cast<float>(state.looks[event.type].severity);
  const float floor = lanes.y + lanes.height - 14;
  viewer.click(state.view.x_of(event.time), floor - severity * (lanes.height - 28));
  EXPECT_EQ(state.selection.event, letter);
  ASSERT_NE(state.scene->why, nullptr);
  EXPECT_EQ(state.scene->why->event, letter);
  press("Escape");
  EXPECT_EQ(state.selection.event, 0U);
}

TEST_F(ViewerTest, BracketsWalkFromEffectToCauseAndBack) {
  // an event that has a cause
  std::uint32_t effect = 0;
  for (const auto& event : state.events()) {
    if (effect == 0 && event.cause != 0) effect = event.number;
  }
  const auto cause = state.events()[effect - 1].cause;
  select_event(state, effect, true);
  press("Y");
  EXPECT_EQ(state.scene->why->event, effect);
  press("[");
  EXPECT_EQ(state.selection.event, cause);
  EXPECT_EQ(place().event, cause);
  press("]");
  EXPECT_EQ(state.selection.event, effect);
}

TEST_F(ViewerTest, ASliderPlaysAgainFromThePlayheadAndADoubleClickTakesItBack) {
  const auto baseline = shown_hash(viewer);
  press("Ctrl+Right");
  const auto events_before = place().event;
  const auto rect = state.marks.find("slider-territorial_demand")->second;
  const float y = rect.y + rect.height / 2;
  viewer.drag(rect.x + rect.width * 0.4F, y, rect.x + 2, y);
  ASSERT_EQ(state.scene->changes.size(), 1U);
  EXPECT_EQ(state.scene->changes[0].value.number, 0);
  EXPECT_GT(state.scene->changes[0].at, SimTime{});
  EXPECT_TRUE(state.scene->is_changed);
  EXPECT_TRUE(state.marks.contains("outcome-changed"));
  const auto& log = state.scene->baseline.recording->log;
  for (std::uint32_t i = 0; i < events_before; ++i) {
    ASSERT_EQ(state.events()[i].key, log.events()[i].key);
  }
  EXPECT_NE(shown_hash(viewer), baseline);
  const auto [x, middle] = middle_of(viewer, "slider-territorial_demand");
  viewer.double_click(x, middle);
  EXPECT_TRUE(state.scene->changes.empty());
  EXPECT_EQ(shown_hash(viewer), baseline);
}

TEST_F(ViewerTest, XGoesToTheFirstEventThatTheChangeMadeDifferent) {
  press("Home");
  const auto rect = state.marks.find("slider-reprisal")->second;
  viewer.click(rect.x + rect.width * 0.9F, rect.y + rect.height / 2);
  ASSERT_TRUE(state.scene->first_different);
  EXPECT_TRUE(state.marks.contains("difference"));
  press("X");
  EXPECT_EQ(state.selection.event, *state.scene->first_different);
  press("R");
  EXPECT_TRUE(state.scene->changes.empty());
}

TEST_F(ViewerTest, ASeedIsTypedAndKeysBelongToTheField) {
  ASSERT_TRUE(viewer.click("seed"));
  viewer.press_in_field(Key::end);
  for (int i = 0; i < 4; ++i) viewer.press_in_field(Key::backspace);
  viewer.type("4");
  press("N");  // a letter in the field, not the command
  viewer.press_in_field(Key::enter);
  EXPECT_EQ(state.scene->seed.seed, 4U);
  EXPECT_EQ(shown_hash(viewer), run_once(*state.program, {4, 0}).hash);
  viewer.click(900, 895);
  press("N");
  EXPECT_EQ(state.scene->seed.seed, 5U);
}

TEST_F(ViewerTest, BookmarksAreSetGoneToAndRemoved) {
  press("M");
  ASSERT_EQ(state.bookmarks.size(), 1U);
  const auto first = place();
  press("Ctrl+Right");
  press("M");
  ASSERT_EQ(state.bookmarks.size(), 2U);
  viewer.frames(1);
  EXPECT_TRUE(state.marks.contains("bookmark-1"));
  press("Ctrl+M");
  EXPECT_EQ(place(), first);
  press("Shift+M");
  EXPECT_EQ(place(), state.bookmarks[1].place);
  press("M");
  EXPECT_EQ(state.bookmarks.size(), 1U);
}

TEST_F(ViewerTest, SplittersAndTabMakeRoom) {
  const float width = state.division.left;
  const auto [x, y] = middle_of(viewer, "split-left");
  viewer.drag(x, y, x + 60, y);
  EXPECT_NEAR(state.division.left, width + 60, 2);
  EXPECT_TRUE(state.marks.contains("slider-reprisal"));
  press("Tab");
  viewer.frames(1);
  EXPECT_FALSE(state.marks.contains("slider-reprisal"));
  press("Tab");
  viewer.frames(1);
  EXPECT_TRUE(state.marks.contains("slider-reprisal"));
}

TEST_F(ViewerTest, TextGrowsAndTheThemeTurns) {
  press("Ctrl++");
  EXPECT_EQ(state.zoom, 1.25F);
  press("Ctrl+0");
  EXPECT_EQ(state.zoom, 1);
  press("T");
  EXPECT_EQ(state.theme, Theme::light);
}

TEST_F(ViewerTest, SpeedGoesUpAndDownItsSteps) {
  press(".");
  EXPECT_EQ(state.playback.speed, 5);
  press(",");
  press(",");
  EXPECT_EQ(state.playback.speed, 1);
}

TEST(ViewerOnOthers, AnEmptyScenarioAndAnOverlongOneAreShownToo) {
  Headless empty(opened_text(test::kEmptyScenario), 1024, 768);
  for (const auto& entry : key_table()) {
    if (entry.command != Command::export_picture && entry.command != Command::export_table) {
      empty.press(entry.chord);
    }
  }
  EXPECT_EQ(shown_hash(empty), run_once(*empty.state().program, empty.state().scene->seed).hash);
}

// the shown run is the headless one after any steps, rewinds and changes that were taken back
TEST(ViewerHash, IsTheHeadlessOneAfterAnySequence) {
  std::mt19937 random(3);  // NOLINT
  for (const auto* name : {"open_letter", "cuba_1962", "coalition"}) {
    Headless viewer(opened(name, 6), 1280, 720);
    auto& state = viewer.state();
    const auto alone = run_once(*state.program, {6, 0});
    constexpr Command kMoves[] = {
        Command::next_event, Command::previous_event, Command::next_day, Command::previous_day,
        Command::next_week,  Command::previous_week,  Command::to_start, Command::to_end};
    for (int i = 0; i < 60; ++i) {
      carry_out(state, kMoves[random() % std::size(kMoves)]);
      viewer.frames(1);
      const auto slot = static_cast<SlotId>(random() % state.program->slots.size());
      if (i % 7 == 3 && state.program->slots[slot].type == ValueType::number) {
        change_slot(state, slot, Value::of(0.5));
        viewer.frames(2);
      }
    }
    viewer.press({key_of('R')});
    EXPECT_EQ(shown_hash(viewer), alone.hash) << name;
    EXPECT_TRUE(state.scene->changes.empty());
  }
}

}  // namespace
}  // namespace brink::viz
