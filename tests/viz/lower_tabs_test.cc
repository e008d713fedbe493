// Plots, events and the windows over everything, driven as a person would.
#include <gtest/gtest.h>
#include <imgui.h>

#include <filesystem>

#include "engine/report/words.h"
#include "tests/support/folder.h"
#include "tests/viz/viewers.h"
#include "viz/event_search.h"

namespace brink::viz {
namespace {

using test::middle_of;
using test::opened;
using test::opened_text;

class LowerTabsTest : public ::testing::Test {
 protected:
  Headless viewer{opened("open_letter", 17), 1600, 900};
  AppState& state = viewer.state();

  void press(const char* chord) { viewer.press(*parse_chord(chord)); }
  void search(std::string_view text) {
    press("Ctrl+F");
    viewer.frames(3);
    viewer.type(text);
    viewer.frames(2);
  }
  void drag_mark(std::string_view mark, float dx) {
    const auto [x, y] = middle_of(viewer, mark);
    viewer.drag(x, y, x + dx, y);
  }
  std::string first_plot() const { return state.program->slots[state.plotted.front()].name; }
};

TEST_F(LowerTabsTest, APlotStandsRightBelowTheLanesAndIsScrubbedLikeThem) {
  const auto plot = state.marks.find("plot-" + first_plot())->second;
  const auto lanes = state.marks.find("lanes")->second;
  EXPECT_FLOAT_EQ(plot.x, lanes.x);
  EXPECT_FLOAT_EQ(plot.width, lanes.width);
  drag_mark("plot-" + first_plot(), 120);
  const float x = state.view.x_of(state.playback.place.time);
  EXPECT_NEAR(x, plot.x + plot.width / 2 + 120, 1);
  EXPECT_FALSE(state.playback.is_playing);
}

TEST_F(LowerTabsTest, TheWheelZoomsAboutTheMouseInPlotsToo) {
  const auto [x, y] = middle_of(viewer, "plot-" + first_plot());
  const double day = state.view.day_at(x);
  const double length = state.view.to - state.view.from;
  viewer.wheel(x, y, 2);
  EXPECT_LT(state.view.to - state.view.from, length * 0.8);
  EXPECT_NEAR(state.view.day_at(x), day, 0.05);
}

TEST_F(LowerTabsTest, PlotsAreTakenAwayAndAddedAndTheirCoursesFollow) {
  const auto name = first_plot();
  const auto slot = state.plotted.front();
  ASSERT_TRUE(viewer.click("plot-remove-" + name));
  EXPECT_FALSE(state.marks.contains("plot-" + name));
  ASSERT_TRUE(viewer.click("add-variable"));
  viewer.frames(2);
  viewer.type(slot_name(*state.program, slot));
  viewer.frames(2);
  ASSERT_TRUE(viewer.click("choose-" + name));
  viewer.frames(3);
  EXPECT_EQ(state.plotted.back(), slot);
  EXPECT_EQ(state.scene->plotted, state.plotted);
}

TEST_F(LowerTabsTest, AtMostEightVariablesArePlottedEachOnce) {
  for (SlotId s = 0; s < state.program->slots.size(); ++s) {
    if (has_course(*state.program, s)) plot_slot(state, s, true);
  }
  EXPECT_EQ(state.plotted.size(), kMostPlots);
  plot_slot(state, state.plotted[2], true);
  EXPECT_LE(state.plotted.size(), kMostPlots);
}

TEST_F(LowerTabsTest, ANameOfAPlotOpensItsHistory) {
  ASSERT_TRUE(viewer.click("plot-name-" + first_plot()));
  EXPECT_EQ(state.selection.slot, state.plotted.front());
  EXPECT_EQ(state.reasons.shown, ReasonsTab::history);
}

TEST_F(LowerTabsTest, AClickOnARowPicksItsEventAndADoubleClickGoesThere) {
  ASSERT_TRUE(viewer.click("tab-events"));
  viewer.frames(2);
  const auto before = state.playback.place;
  ASSERT_TRUE(viewer.click("event-3"));
  EXPECT_EQ(state.selection.event, 3U);
  EXPECT_EQ(state.playback.place, before);
  EXPECT_EQ(state.reasons.shown, ReasonsTab::why);
  const auto [x, y] = middle_of(viewer, "event-4");
  viewer.frames(60);  // so long ago that it is no double click
  viewer.double_click(x, y);
  EXPECT_EQ(state.selection.event, 4U);
  EXPECT_EQ(state.playback.place, place_of_event(state.events(), 4));
}

TEST_F(LowerTabsTest, EnterGoesToTheFirstMatchAfterThePlayhead) {
  search("spiral");
  ASSERT_FALSE(state.filter.found.empty());
  EXPECT_LT(state.filter.found.size(), state.events().size());
  const auto expected = state.filter.found[rows_until(state.filter, state.playback.place.event)];
  viewer.press_in_field(Key::enter);
  EXPECT_EQ(state.playback.place, place_of_event(state.events(), expected));
  EXPECT_EQ(state.selection.event, expected);
}

TEST_F(LowerTabsTest, ASearchShowsTheMatchesAroundThePlayhead) {
  press("End");
  search("spiral");
  EXPECT_TRUE(state.marks.contains("event-" + std::to_string(state.filter.found.back())));
}

TEST_F(LowerTabsTest, TheTableFollowsThePlayheadUntilItIsScrolled) {
  ASSERT_TRUE(viewer.click("tab-events"));
  press("End");
  viewer.frames(2);
  EXPECT_TRUE(state.marks.contains("event-" + std::to_string(state.events().size())));
  const auto [x, y] = middle_of(viewer, "event-rows");
  viewer.wheel(x, y, 5);
  EXPECT_FALSE(state.filter.follows);
  press("Home");
  viewer.frames(2);
  EXPECT_FALSE(state.marks.contains("event-1"));
  ASSERT_TRUE(viewer.click("follow"));
  viewer.frames(2);
  EXPECT_TRUE(state.marks.contains("event-1"));
}

TEST_F(LowerTabsTest, WhatIsStillToComeIsNotInTheTableWhileItIsHidden) {
  ASSERT_TRUE(viewer.click("tab-events"));
  press("Right");
  press("H");
  viewer.frames(2);
  EXPECT_TRUE(state.marks.contains("event-2"));
  EXPECT_FALSE(state.marks.contains("event-3"));
}

TEST_F(LowerTabsTest, ThePaletteFindsACommandAndEnterDoesIt) {
  press("Ctrl+P");
  viewer.frames(3);
  viewer.type("theme");
  viewer.press_in_field(Key::enter);
  EXPECT_EQ(state.theme, Theme::light);
  EXPECT_FALSE(state.shows_palette);
}

TEST_F(LowerTabsTest, ArrowsChooseInThePaletteAndTheRunStaysWhereItIs) {
  const auto before = state.playback.place;
  press("Ctrl+P");
  viewer.frames(3);
  viewer.press_in_field(Key::down);
  viewer.press_in_field(Key::down);
  viewer.press_in_field(Key::up);
  EXPECT_EQ(state.palette_choice, 1U);
  EXPECT_EQ(state.playback.place, before);
  viewer.press_in_field(Key::enter);
  EXPECT_EQ(state.playback.place.event, before.event + 1);  // "Next event" is the second line
}

TEST_F(LowerTabsTest, ThePaletteGoesToADateAndToASeed) {
  press("Ctrl+P");
  viewer.frames(3);
  viewer.type("20 jun");
  viewer.press_in_field(Key::enter);
  EXPECT_EQ(state.playback.place.time, SimTime{16 * kMicrosecondsPerDay});
  press("Ctrl+P");
  viewer.frames(3);
  viewer.type("seed 5");
  viewer.press_in_field(Key::enter);
  viewer.frames(2);
  EXPECT_EQ(state.scene->seed.seed, 5U);
}

TEST_F(LowerTabsTest, WindowsCloseByEscByTheirButtonAndByAClickBeside) {
  press("?");
  viewer.frames(2);
  ASSERT_TRUE(state.marks.contains("help-window"));
  press("Escape");
  viewer.frames(2);
  EXPECT_FALSE(state.marks.contains("help-window"));
  press("?");
  viewer.frames(2);
  ASSERT_TRUE(viewer.click("help-window-close"));
  EXPECT_FALSE(state.shows_help);
  ASSERT_TRUE(viewer.click("export"));
  viewer.frames(2);
  ASSERT_TRUE(state.marks.contains("export-window"));
  viewer.click(5, 5);
  EXPECT_FALSE(state.shows_export);
}

TEST_F(LowerTabsTest, WhatIsChosenInAWindowIsDoneWhenTheWindowIsGone) {
  const test::Folder folder("viz_lower_tabs");
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path(""));  // there the picture is saved
  ASSERT_TRUE(viewer.click("export"));
  viewer.frames(2);
  const auto [x, y] = middle_of(viewer, "export-picture");
  viewer.move_to(x, y);
  ImGui::GetIO().MouseDown[0] = true;
  viewer.frames(1);
  ImGui::GetIO().MouseDown[0] = false;
  viewer.frames(1);
  EXPECT_EQ(state.later, Command::export_picture);
  viewer.frames(1);
  EXPECT_EQ(state.later, Command::export_picture);  // the window is drawn for the last time
  viewer.frames(1);
  EXPECT_FALSE(state.later.has_value());
  EXPECT_FALSE(state.marks.contains("export-window"));
  viewer.frames(1);
  EXPECT_FALSE(std::filesystem::is_empty(folder.path("")));
  std::filesystem::current_path(before);
}

TEST_F(LowerTabsTest, OneWindowTakesThePlaceOfAnother) {
  press("?");
  press("Ctrl+P");
  viewer.frames(3);
  EXPECT_TRUE(state.marks.contains("palette"));
  EXPECT_FALSE(state.marks.contains("help-window"));
  viewer.type("keys and");
  viewer.press_in_field(Key::enter);
  viewer.frames(3);
  EXPECT_TRUE(state.marks.contains("help-window"));
  EXPECT_FALSE(state.marks.contains("palette"));
}

TEST_F(LowerTabsTest, WindowsStandWithinASmallScreenEnlargedTwice) {
  viewer.resize(1024, 768);
  state.zoom = 2;
  for (const auto* name : {"help-window", "palette", "export-window"}) {
    state.shows_help = name == std::string_view("help-window");
    state.shows_palette = name == std::string_view("palette");
    state.shows_export = name == std::string_view("export-window");
    viewer.frames(4);
    const auto found = state.marks.find(name);
    ASSERT_NE(found, state.marks.end()) << name;
    const auto& rect = found->second;
    EXPECT_GE(rect.x, 0);
    EXPECT_GE(rect.y, 0);
    EXPECT_LE(rect.right() * 2, 1024);
    EXPECT_LE(rect.bottom() * 2, 768);
  }
}

TEST(EmptyLowerTabsTest, ARunWithoutAnythingSaysWhatToDo) {
  Headless viewer(opened_text(test::kEmptyScenario), 1024, 768);
  EXPECT_TRUE(viewer.state().plotted.empty());
  ASSERT_TRUE(viewer.click("tab-events"));
  viewer.frames(3);
  EXPECT_FALSE(viewer.state().marks.contains("event-rows"));
}

}  // namespace
}  // namespace brink::viz
