#include "viz/chain_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace brink::viz {

std::string chain_label(std::span<const std::size_t> links) {
  constexpr std::size_t kMostNumbers = 2;  // that are written out
  if (links.empty()) return {};
  const auto first = links.front() + 1;
  const auto last = links.back() + 1;
  if (links.size() == 1) return std::to_string(first);
  if (last - first + 1 == links.size()) return fmt::format("{}–{}", first, last);
  return links.size() <= kMostNumbers ? fmt::format("{}, {}", first, last)
                                      : fmt::format("{} … {}", first, last);
}

std::vector<ChainBadge> chain_badges(std::span<const ChainPoint> links, float left, float right,
                                     float height, const BadgeHalf& half_width) {
  std::vector<ChainBadge> badges;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const auto& at = links[i];
    if (at.x < left || at.x > right) continue;
    const auto same = std::find_if(badges.begin(), badges.end(), [&](const ChainBadge& badge) {
      return std::abs(badge.at.x - at.x) < kSpot && std::abs(badge.at.y - at.y) < kSpot;
    });
    if (same != badges.end()) {
      same->links.push_back(i);
    } else {
      badges.push_back({at, {i}, {}});
    }
  }
  struct Taken {
    ChainPoint at;
    float half = 0;
  };
  std::vector<Taken> taken;
  for (auto& badge : badges) {
    auto label = chain_label(badge.links);
    const float half = half_width(label);
    const bool has_room = std::none_of(taken.begin(), taken.end(), [&](const Taken& other) {
      return std::abs(other.at.x - badge.at.x) < other.half + half &&
             std::abs(other.at.y - badge.at.y) < height;
    });
    if (!has_room) continue;
    taken.push_back({badge.at, half});
    badge.label = std::move(label);
  }
  return badges;
}

}  // namespace brink::viz
