#include "viz/screen_layout.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace brink::viz {
namespace {

std::array<Rect, 8> all(const ScreenLayout& s) {
  return {s.top, s.parameters, s.ladder, s.timeline, s.lower, s.reasons, s.relations, s.hints};
}

bool overlap(const Rect& a, const Rect& b) {
  const bool is_empty = a.width <= 0 || b.width <= 0;
  return !is_empty && a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

TEST(ScreenLayoutTest, PanelsNeitherOverlapNorLeaveTheScreen) {
  std::mt19937 random(6);  // NOLINT
  for (int round = 0; round < 3000; ++round) {
    const auto width = static_cast<float>(640 + random() % 4000);
    const auto height = static_cast<float>(400 + random() % 2000);
    const auto share = [&] { return static_cast<float>(random() % 100) / 100; };
    const Division division{.left = share() * 700,
                            .right = share() * 700,
                            .lower = share(),
                            .ladder = share(),
                            .relations = share(),
                            .has_sides = random() % 4 != 0};
    const auto rects = all(lay_out(width, height, division, 50, 28));
    for (std::size_t i = 0; i < rects.size(); ++i) {
      if (rects[i].width <= 0) continue;
      ASSERT_GE(rects[i].x, 0);
      ASSERT_LE(rects[i].right(), width + 0.5F);
      ASSERT_LE(rects[i].bottom(), height + 0.5F);
      ASSERT_GT(rects[i].height, 0);
      for (std::size_t j = 0; j < i; ++j)
        ASSERT_FALSE(overlap(rects[i], rects[j])) << i << " " << j;
    }
  }
}

TEST(ScreenLayoutTest, TheMiddleKeepsAboutHalfOfANarrowScreen) {
  const auto layout = lay_out(1024, 768, {.left = 500, .right = 600}, 50, 28);
  EXPECT_GE(layout.timeline.width, 1024 / 2 - 5 * kGap);
  EXPECT_GT(layout.parameters.width, 0);
}

TEST(ScreenLayoutTest, SidesThatAreHiddenGiveTheirRoomToTheMiddle) {
  const auto layout = lay_out(1600, 900, {.has_sides = false}, 50, 28);
  EXPECT_EQ(layout.parameters.width, 0);
  EXPECT_EQ(layout.timeline.width, 1600 - 2 * kGap);
}

}  // namespace
}  // namespace brink::viz
