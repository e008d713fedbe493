#pragma once

#include <span>
#include <vector>

#include "viz/screen_layout.h"

namespace brink::viz {

/// A point of the screen [px].
struct GraphPoint {
  float x = 0;
  float y = 0;
};

/// What is written beside a node: where its text may begin and how much room it has there [px].
/// `width` is 0 where there is no room.
struct NodeLabel {
  float x = 0;
  float y = 0;
  float width = 0;
};

/// Fits places of the unit square into a rectangle, a node's radius and a label's height from its
/// edges. A graph may be stretched, to half as much again in one direction. What is not shown comes
/// to lie far outside.
///
/// Cost: O(nodes).
std::vector<GraphPoint> fit_graph(std::span<const struct GraphPlace> places, const Rect& rect,
                                  float radius, float label_height);

/// Finds room for labels beside nodes: below, above, right or left, within the rectangle, clear of
/// all nodes and of one another. A label that fits nowhere is made shorter, down to `narrowest`
/// px; then it has no room at all.
///
/// widths  of the labels in full [px]
/// Cost: O(nodes²).
std::vector<NodeLabel> place_labels(std::span<const GraphPoint> nodes,
                                    std::span<const float> widths, const Rect& rect, float radius,
                                    float height, float narrowest);

}  // namespace brink::viz
