// Laws of badges on the timeline: every visible link has one, and no two labels touch.
#include "viz/chain_layout.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace brink::viz {
namespace {

float half(const std::string& label) {
  return std::max(9.0F, 4.0F * static_cast<float>(label.size()));
}

TEST(ChainLabel, NamesRunsAndLeavesOutTheMiddle) {
  const auto label = [](std::vector<std::size_t> links) { return chain_label(links); };
  EXPECT_EQ(label({0}), "1");
  EXPECT_EQ(label({1, 2, 3}), "2–4");
  EXPECT_EQ(label({1, 4}), "2, 5");
  EXPECT_EQ(label({1, 4, 8}), "2 … 9");
}

TEST(ChainBadges, HoldEveryVisibleLinkOnceAndTheirLabelsDoNotTouch) {
  std::mt19937 dice(5);
  std::uniform_real_distribution<float> x(-200, 1200);
  for (int round = 0; round < 200; ++round) {
    std::vector<ChainPoint> links;
    for (int i = 0; i < 24; ++i) links.push_back({x(dice), static_cast<float>(dice() % 4) * 40});
    const auto badges = chain_badges(links, 0, 1000, 19, half);
    EXPECT_TRUE(badges.empty() || !badges.front().label.empty());
    std::vector<int> held(links.size());
    for (std::size_t a = 0; a < badges.size(); ++a) {
      for (const auto link : badges[a].links) ++held[link];
      for (std::size_t b = 0; b < a; ++b) {
        if (badges[a].label.empty() || badges[b].label.empty()) continue;
        const bool apart_x = std::abs(badges[a].at.x - badges[b].at.x) >=
                             half(badges[a].label) + half(badges[b].label);
        EXPECT_TRUE(apart_x || std::abs(badges[a].at.y - badges[b].at.y) >= 19);
      }
    }
    for (std::size_t i = 0; i < links.size(); ++i) {
      EXPECT_EQ(held[i], links[i].x >= 0 && links[i].x <= 1000 ? 1 : 0);
    }
  }
}

}  // namespace
}  // namespace brink::viz
