#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace brink::viz {

/// Where a link of the chain stands on the timeline. [px]
struct ChainPoint {
  float x = 0;
  float y = 0;
};

/// A badge on the timeline: one link, or several that stand on one spot.
///
/// links  from 0, the event's own first; rising
/// label  their numbers from 1: "3", "2–4", "2, 5", "2 … 9"; empty where there is no room for one
struct ChainBadge {
  ChainPoint at;
  std::vector<std::size_t> links;
  std::string label;
};

inline constexpr float kSpot = 8;  // links nearer than this stand on one spot [px]

/// Half the width of a badge with a label. [px]
using BadgeHalf = std::function<float(const std::string&)>;

/// The badges of the links that stand between two places along x, nearest to the event first. None
/// with a label touches another with one: the link nearer to the event has it.
/// Cost: O(links²).
std::vector<ChainBadge> chain_badges(std::span<const ChainPoint> links, float left, float right,
                                     float height, const BadgeHalf& half_width);

/// How the numbers of links are written in a badge.
std::string chain_label(std::span<const std::size_t> links);

}  // namespace brink::viz
