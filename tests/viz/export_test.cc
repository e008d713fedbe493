// Laws of what the viewer writes down: complete, named after the scenario, nothing overwritten.
#include "viz/export.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <filesystem>

#include "engine/report/why_text.h"
#include "tests/support/folder.h"
#include "tests/viz/viewers.h"
#include "viz/draw/wrap.h"
#include "viz/raster/png.h"

namespace brink::viz {
namespace {

namespace fs = std::filesystem;

/// A viewer whose working folder is a new one.
class ExportTest : public ::testing::Test {
 protected:
  ExportTest() { fs::current_path(folder.path("")); }
  ~ExportTest() override { fs::current_path(before); }

  std::string text_of(const std::string& name) const {
    std::ifstream file(folder.path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path before = fs::current_path();
  test::Folder folder{"viz_export"};
  Headless viewer{test::opened("open_letter", 17), 1280, 720};
  AppState& state = viewer.state();
};

TEST(ExportName, IsTheFilesOrTheFoldersOwn) {
  EXPECT_EQ(export_name("scenarios/open_letter.yaml"), "open_letter");
  EXPECT_EQ(export_name("out/study/"), "study");
  EXPECT_EQ(export_name(""), "brink");
}

TEST_F(ExportTest, TheTableHoldsWhatHasHappenedUpToThePlayheadAndLeavesTheOldOneAlone) {
  const auto lines_in = [&](const std::string& name) {
    const auto text = text_of(name);
    return std::count(text.begin(), text.end(), '\n');
  };
  viewer.press(*parse_chord("Right"));
  viewer.press(*parse_chord("Right"));
  export_table(state);
  EXPECT_EQ(lines_in("open_letter-events.csv"), 1 + state.playback.place.event);
  EXPECT_NE(state.message.text.find(folder.path("open_letter-events.csv")), std::string::npos);
  viewer.press(*parse_chord("End"));
  export_table(state);
  EXPECT_EQ(lines_in("open_letter-events-2.csv"), 1 + static_cast<long>(state.events().size()));
  EXPECT_LT(lines_in("open_letter-events.csv"), 10);
}

TEST_F(ExportTest, ThePictureIsTheFramesAndWhatCannotBeSavedIsTold) {
  carry_out(state, Command::export_picture);
  viewer.frames(2);
  const auto picture = read_png(folder.path("open_letter.png"));
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, 1280);
  state.wants_picture = folder.path("no_such_folder/a.png");
  viewer.frames(2);
  EXPECT_NE(state.message.text.find("cannot write"), std::string::npos);
}

TEST_F(ExportTest, TheReasonsAreThoseThatBrinkWhyPrints) {
  copy_why(state);
  EXPECT_NE(state.message.text.find("No event is picked"), std::string::npos);
  viewer.press(*parse_chord("Y"));
  ASSERT_NE(state.scene->why, nullptr);
  const auto expected = why_text(state.scene->why->explanation);
  carry_out(state, Command::copy_why);
  EXPECT_EQ(std::string(ImGui::GetClipboardText()), expected);
  save_why(state);
  EXPECT_NE(state.message.text.find("Saved why"), std::string::npos) << state.message.text;
  const auto name = "open_letter-why-" + std::to_string(state.selection.event) + ".txt";
  EXPECT_EQ(text_of(name), expected) << state.message.text;
}

TEST_F(ExportTest, AVariableIsSetFromThePlayheadOnByTheHistoryTab) {
  viewer.press(*parse_chord("Right"));
  const auto slot = test::slot_index(*state.program, "ukraine.support");
  state.selection.slot = slot;
  ASSERT_TRUE(viewer.click("tab-history"));
  ASSERT_TRUE(viewer.click("history-set"));
  viewer.type("0.25");
  viewer.press_in_field(Key::enter);
  ASSERT_EQ(state.scene->changes.size(), 1U);
  EXPECT_EQ(state.scene->changes[0].slot, slot);
  EXPECT_EQ(state.scene->changes[0].value.number, 0.25);
}

TEST_F(ExportTest, ACauseIsReachedByItsCardAndTheEventAgainByTheWayBack) {
  viewer.press(*parse_chord("End"));
  select_event(state, 119, true);
  viewer.frames(3);
  ASSERT_TRUE(viewer.click("why-fold-1"));
  ASSERT_TRUE(viewer.click("why-card-2"));
  EXPECT_EQ(state.selection.event, state.events()[118].cause);
  EXPECT_EQ(state.playback.place.event, state.selection.event);
  ASSERT_TRUE(viewer.click("why-back"));
  EXPECT_EQ(state.selection.event, 119U);
  ASSERT_TRUE(viewer.click("why-text"));
  viewer.frames(2);
  const auto at = state.program->rules[state.events()[118].maker].at;
  EXPECT_EQ(state.text.entry.first, at.line);
  EXPECT_TRUE(state.marks.contains("text"));
}

TEST(Wrap, BreaksAtBlanksOnlyAndLosesNoWord) {
  const auto letters = [](std::string_view text) { return static_cast<float>(text.size()); };
  EXPECT_EQ(wrapped_by("one two three", 7, letters), "one two\nthree");
  EXPECT_EQ(wrapped_by("one two three", 7, letters, "  "), "one two\n  three");
  EXPECT_EQ(wrapped_by("0.15 + self.weariness", 5, letters), "0.15\n+\nself.weariness");
  EXPECT_EQ(wrapped_by("a\nb", 9, letters), "a\nb");
  EXPECT_EQ(wrapped_by("", 9, letters), "");
}

}  // namespace
}  // namespace brink::viz
