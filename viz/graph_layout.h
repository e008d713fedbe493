#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace brink::viz {

/// Two nodes that belong together. Which comes first, and how often it is said, does not matter.
struct GraphEdge {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  friend auto operator<=>(const GraphEdge&, const GraphEdge&) = default;
};

/// Where a node lies: 0 to 1 from left to right and from top to bottom. `kNowhere`: it is not
/// shown.
struct GraphPlace {
  float x = 0;
  float y = 0;
  bool is_shown() const { return x >= 0; }
};
inline constexpr GraphPlace kNowhere{-1, -1};

inline constexpr std::size_t kMostSprings = 60;  // nodes above which they stand on a circle

/// Places nodes in the unit square so that those that belong together are near each other, at the
/// same distance as far as that can be. The same input gives the same places.
///
/// Pieces that nothing joins are held together by longer edges. Many nodes, and graphs of more than
/// five in which nearly all belong together, stand on a circle in their order. One node lies in the
/// middle.
/// Source: Kamada and Kawai (1989), Information Processing Letters 31:7.
/// Cost: O(nodes³) up to `kMostSprings`, some ms; O(nodes + edges) above.
std::vector<GraphPlace> lay_out_graph(std::size_t nodes, std::span<const GraphEdge> edges);

}  // namespace brink::viz
