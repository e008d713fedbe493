#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace brink::viz {

/// Where a link of the chain stands on the timeline. [px]
struct ChainPoint {
  float x = 0;
  float y = 0;
};

/// A badge on the timeline: one link, or several that stand too close to be told apart.
///
/// links  from 0, the event's own first; rising
/// label  their numbers from 1: "3", "2–4", "2, 5", "2 … 9"
struct ChainBadge {
  ChainPoint at;
  std::vector<std::size_t> links;
  std::string label;
};

/// The badges of the links that stand between two places along x; those within `reach` px of
/// another share its badge. Cost: O(links · badges).
std::vector<ChainBadge> chain_badges(std::span<const ChainPoint> links, float left, float right,
                                     float reach);

/// How the numbers of links are written in a badge.
std::string chain_label(std::span<const std::size_t> links);

}  // namespace brink::viz
