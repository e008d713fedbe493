#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <string>

#include "tests/viz/viewers.h"

// the tabs at the right and the ladder, by clicks
namespace brink::viz {
namespace {

using test::opened;
using test::opened_text;

// the first mark that begins so; empty where there is none
std::string first_mark(const AppState& state, const std::string& begin) {
  const auto found = state.marks.lower_bound(begin);
  if (found == state.marks.end() || !found->first.starts_with(begin)) return {};
  return found->first;
}

class SideTabsTest : public ::testing::Test {
 protected:
  Headless viewer{opened("open_letter", 17), 1600, 900};
  AppState& state = viewer.state();

  void press(const char* chord) { viewer.press(*parse_chord(chord)); }
  // the first refusal: that of the counter letter by Russia
  std::uint32_t refusal() const {
    for (const auto& event : state.events()) {
      if (state.program->types[event.type].name == "refuse") return event.number;
    }
    return 0;
  }
  void explain(std::uint32_t event) {
    select_event(state, event, true);
    press("Y");
    viewer.frames(3);
  }
};

TEST_F(SideTabsTest, CardsLeadFromTheRefusalToTheLetterAndBack) {
  ASSERT_NE(refusal(), 0U);
  explain(refusal());
  ASSERT_TRUE(state.marks.contains("why-card-1")) << first_mark(state, "why");
  const auto& links = state.scene->why->explanation.links;
  ASSERT_GE(links.size(), 3U);
  const auto cause = links[1].event.number;
  ASSERT_TRUE(viewer.click("cause"));
  viewer.frames(2);
  EXPECT_EQ(state.selection.event, cause);
  EXPECT_EQ(state.playback.place.event, cause);
  ASSERT_TRUE(viewer.click("effect"));
  EXPECT_NE(state.selection.event, cause);
  ASSERT_TRUE(viewer.click("why-back"));
  EXPECT_EQ(state.selection.event, cause);
}

TEST_F(SideTabsTest, TheReasonsAreCopiedAsBrinkWhyPrintsThem) {
  explain(refusal());
  press("Ctrl+C");
  const std::string text = ImGui::GetClipboardText();
  EXPECT_NE(text.find("why Russia → Ukraine  refuse"), std::string::npos) << text;
  EXPECT_NE(text.find("utility"), std::string::npos);
}

TEST_F(SideTabsTest, ThePlaceOfTheRuleIsShownInTheText) {
  explain(refusal());
  ASSERT_TRUE(viewer.click("why-text"));
  viewer.frames(2);
  EXPECT_EQ(state.lower.shown, LowerTab::text);
  EXPECT_TRUE(state.marks.contains("text"));
}

TEST_F(SideTabsTest, AnOfferOfTheTreeSelectsTheEventThatSentIt) {
  press("Ctrl+Right");
  ASSERT_TRUE(viewer.click("tab-offers"));
  viewer.frames(2);
  EXPECT_EQ(state.reasons.shown, ReasonsTab::offers);
  const auto offer = first_mark(state, "offer-");
  ASSERT_FALSE(offer.empty());
  ASSERT_TRUE(viewer.click(offer));
  const auto selected = state.selection.event;
  ASSERT_NE(selected, 0U);
  EXPECT_LE(selected, state.playback.place.event);
  EXPECT_TRUE(state.program->types[state.events()[selected - 1].type].is_offer);
}

TEST_F(SideTabsTest, TheTreeOfOffersIsThatOfThePlayhead) {
  press("Home");
  viewer.click("tab-offers");
  viewer.frames(2);
  EXPECT_TRUE(first_mark(state, "offer-").empty());
  press("End");
  viewer.frames(2);
  std::size_t sent = 0;
  for (const auto& node : state.scene->moment->offers.offers) sent += node.event != 0 ? 1 : 0;
  EXPECT_GT(sent, 1U);
  EXPECT_FALSE(first_mark(state, "offer-").empty());
}

TEST_F(SideTabsTest, HistoryShowsAVariableAndSetsItFromThePlayheadOn) {
  press("Ctrl+Right");
  ASSERT_TRUE(viewer.click("tab-history"));
  state.selection.slot = test::slot_index(*state.program, "russia.support");
  viewer.frames(3);
  EXPECT_TRUE(state.marks.contains("history-count"));
  ASSERT_TRUE(viewer.click("history-set"));
  for (int i = 0; i < 12; ++i) viewer.press_in_field(Key::backspace);
  viewer.type("0.1");
  viewer.press_in_field(Key::enter);
  viewer.frames(2);
  if (state.scene->changes.empty() && state.marks.contains("history-set-button")) {
    viewer.click("history-set-button");
  }
  ASSERT_EQ(state.scene->changes.size(), 1U);
  EXPECT_EQ(state.scene->changes[0].slot, state.selection.slot);
  EXPECT_EQ(state.scene->changes[0].value.number, 0.1);
  EXPECT_GT(state.scene->changes[0].at, state.playback.place.time);
}

TEST_F(SideTabsTest, AnEdgeOfRelationsSelectsAnEventBetweenTheTwo) {
  press("Ctrl+Right");
  viewer.frames(2);
  ASSERT_TRUE(viewer.click("tab-relations"));
  const auto edge = first_mark(state, "relation-ukraine-russia").empty()
                        ? first_mark(state, "relation-0-1")
                        : first_mark(state, "relation-ukraine-russia");
  ASSERT_FALSE(edge.empty()) << first_mark(state, "relation");
  ASSERT_TRUE(viewer.click(edge));
  const auto selected = state.selection.event;
  ASSERT_NE(selected, 0U);
  const auto& event = state.events()[selected - 1];
  EXPECT_TRUE(event.source <= 1 && event.target <= 1);
  EXPECT_LE(selected, state.playback.place.event);
}

TEST_F(SideTabsTest, TheLadderHasATokenForPairsThatStandOnIt) {
  press("Ctrl+Right");
  viewer.frames(2);
  EXPECT_TRUE(state.marks.contains("ladder"));
  EXPECT_FALSE(first_mark(state, "token-").empty());
  EXPECT_FALSE(first_mark(state, "rung-").empty());
}

TEST_F(SideTabsTest, ChannelsAreDrawnWhereThereAreAny) {
  ASSERT_TRUE(viewer.click("tab-channels"));
  viewer.frames(2);
  EXPECT_EQ(state.relations.shown, RelationsTab::channels);
  EXPECT_TRUE(state.marks.contains("channels-graph"));
}

TEST(SideTabsOnOthers, EveryTabOfAnEmptyScenarioSaysWhatIsMissing) {
  Headless viewer(opened_text(test::kEmptyScenario), 1280, 720);
  for (const char* tab : {"tab-why", "tab-offers", "tab-history", "tab-relations", "tab-channels",
                          "tab-plots", "tab-events", "tab-text"}) {
    ASSERT_TRUE(viewer.click(tab)) << tab;
    viewer.frames(2);
  }
  EXPECT_TRUE(first_mark(viewer.state(), "offer-").empty());
  EXPECT_TRUE(first_mark(viewer.state(), "token-").empty());
}

}  // namespace
}  // namespace brink::viz
