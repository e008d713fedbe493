// What the command palette makes of a text.
#include "viz/palette_items.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/runs.h"
#include "viz/first_plots.h"

namespace brink::viz {
namespace {

using Kind = PaletteItem::Kind;

class PaletteTest : public ::testing::Test {
 protected:
  Program program = test::shipped("open_letter");
  PaletteScene scene{program, SimTime{10 * kMicrosecondsPerDay}, SimTime{180 * kMicrosecondsPerDay},
                     1116};

  std::optional<double> day(std::string_view text) const {
    const auto time = parse_place(scene, text);
    return time ? std::optional(in_days(*time - SimTime{})) : std::nullopt;
  }
  PaletteItem first(std::string_view text) const {
    const auto items = palette_items(scene, text);
    return items.empty() ? PaletteItem{} : items.front();
  }
};

TEST_F(PaletteTest, DatesAndLengthsArePlacesOfTheRun) {
  EXPECT_EQ(day("2026-06-20"), 16);
  EXPECT_EQ(day("2026-06-20 12:00"), 16.5);
  EXPECT_EQ(day("20 Jun"), 16);
  EXPECT_EQ(day("20 june 2026"), 16);
  EXPECT_EQ(day("4 JUN"), 0);
  EXPECT_EQ(day("16 d"), 16);
  EXPECT_EQ(day("+3 d"), 13);
  EXPECT_EQ(day("-3 d"), 7);
  EXPECT_EQ(day("  16 d "), 16);
}

TEST_F(PaletteTest, NothingOutsideOfTheRunIsAPlace) {
  for (const auto* text : {"3 Jun 2026", "2027-06-20", "181 d", "-11 d", "30 Feb", "20", "jun",
                           "20 ju", "", "+", "20 Jun 26x"}) {
    EXPECT_EQ(day(text), std::nullopt) << text;
  }
}

TEST_F(PaletteTest, WithoutATextEveryCommandIsListedWithItsKey) {
  const auto items = palette_items(scene, "");
  EXPECT_EQ(items.size(), key_table().size() - 2);  // but the palette itself, and closing it
  EXPECT_EQ(items.front().command, Command::play);
  EXPECT_EQ(items.front().keys, "Space");
}

TEST_F(PaletteTest, CommandsAreFoundByPartsOfTheirWords) {
  EXPECT_EQ(first("cause").command, Command::go_to_cause);
  EXPECT_EQ(first("THEME dark").command, Command::toggle_theme);
  EXPECT_TRUE(palette_items(scene, "no such thing").empty());
}

TEST_F(PaletteTest, WhySeedGoToAndPlotTakeWhatFollows) {
  EXPECT_EQ(first("why #17").kind, Kind::why);
  EXPECT_EQ(first("why 17").event, 17U);
  EXPECT_EQ(first("#17").event, 17U);
  EXPECT_NE(first("why #1117").kind, Kind::why);
  EXPECT_NE(first("why #0").kind, Kind::why);
  EXPECT_EQ(first("seed 12").kind, Kind::seed);
  EXPECT_EQ(first("seed 12").seed, 12U);
  EXPECT_EQ(first("go to 20 Jun").kind, Kind::go_to);
  EXPECT_EQ(first("20 Jun").label, "Go to 20 Jun 2026, 00:00");
  const auto plot = first("plot russia supp");
  EXPECT_EQ(plot.kind, Kind::plot);
  EXPECT_EQ(program.slots[plot.slot].name, "russia.support");
}

TEST_F(PaletteTest, FirstPlotsAreFewChangeAndBelongToSeveral) {
  for (const auto* name : {"open_letter", "cuba_1962", "coalition", "armistice", "border_war"}) {
    const auto shown = test::shipped(name);
    const auto slots = first_plots(shown);
    ASSERT_FALSE(slots.empty()) << name;
    EXPECT_LE(slots.size(), 4U);
    EXPECT_TRUE(std::is_sorted(slots.begin(), slots.end()));
    for (const auto slot : slots) {
      EXPECT_FALSE(shown.slots[slot].is_parameter);
      EXPECT_EQ(shown.slots[slot].type, ValueType::number);
    }
    const auto other = [&](SlotId s) {
      return shown.slots[s].owner != shown.slots[slots[0]].owner;
    };
    EXPECT_TRUE(std::any_of(slots.begin(), slots.end(), other)) << name;
  }
}

}  // namespace
}  // namespace brink::viz
