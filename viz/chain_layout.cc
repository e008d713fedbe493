#include "viz/chain_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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
                                     float reach) {
  std::vector<ChainBadge> badges;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const auto& at = links[i];
    if (at.x < left || at.x > right) continue;
    const auto near = std::find_if(badges.begin(), badges.end(), [&](const ChainBadge& badge) {
      return std::abs(badge.at.x - at.x) < reach && std::abs(badge.at.y - at.y) < reach;
    });
    if (near != badges.end()) {
      near->links.push_back(i);
    } else {
      badges.push_back({at, {i}, {}});
    }
  }
  for (auto& badge : badges) badge.label = chain_label(badge.links);
  return badges;
}

}  // namespace brink::viz
