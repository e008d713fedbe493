// Laws of labels beside nodes: inside, clear of all nodes and of each other.
#include "viz/graph_labels.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "viz/graph_layout.h"

namespace brink::viz {
namespace {

constexpr float kRadius = 12;
constexpr float kHeight = 15;

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

struct Labelled {
  Rect rect;
  std::vector<GraphPoint> nodes;
  std::vector<NodeLabel> labels;
};

Labelled labelled(std::size_t nodes, const Rect& rect, float width) {
  std::vector<GraphEdge> edges;
  for (std::uint32_t i = 1; i < nodes; ++i) edges.push_back({i / 2, i});
  Labelled made{rect, {}, {}};
  made.nodes = fit_graph(lay_out_graph(nodes, edges), rect, kRadius, kHeight);
  const std::vector<float> widths(nodes, width);
  made.labels = place_labels(made.nodes, widths, rect, kRadius, kHeight, 30);
  return made;
}

TEST(GraphLabels, NodesLieWhollyInTheRectangle) {
  for (const std::size_t n : {1U, 2U, 5U, 12U, 40U}) {
    for (const Rect rect : {Rect{10, 20, 300, 180}, Rect{0, 0, 120, 400}, Rect{5, 5, 700, 90}}) {
      for (const auto& node : labelled(n, rect, 80).nodes) {
        EXPECT_GE(node.x - kRadius, rect.x);
        EXPECT_LE(node.x + kRadius, rect.right());
        EXPECT_GE(node.y - kRadius, rect.y);
        EXPECT_LE(node.y + kRadius, rect.bottom());
      }
    }
  }
}

TEST(GraphLabels, LabelsOverlapNeitherNodesNorEachOtherNorTheBorder) {
  for (const std::size_t n : {2U, 5U, 12U, 30U}) {
    for (const float width : {20.0F, 90.0F, 280.0F}) {
      const auto made = labelled(n, {10, 20, 320, 220}, width);
      std::vector<Rect> taken;
      for (const auto& label : made.labels) {
        if (label.width <= 0) continue;
        const Rect text{label.x, label.y, label.width, kHeight};
        EXPECT_GE(text.x, made.rect.x);
        EXPECT_LE(text.right(), made.rect.right());
        EXPECT_GE(text.y, made.rect.y);
        EXPECT_LE(text.bottom(), made.rect.bottom());
        for (const auto& other : taken) EXPECT_FALSE(overlap(text, other));
        for (const auto& node : made.nodes) {
          // the middle of every disc stays free
          EXPECT_FALSE(overlap(text, {node.x - 4, node.y - 4, 8, 8}));
        }
        taken.push_back(text);
      }
    }
  }
}

TEST(GraphLabels, AFewShortLabelsAreAllThereInFull) {
  for (const auto& label : labelled(6, {0, 0, 340, 260}, 50).labels) EXPECT_EQ(label.width, 50);
}

TEST(GraphLabels, ALabelThatFitsNowhereHasNoRoom) {
  const std::vector<GraphPoint> nodes{{20, 20}};
  const std::vector<float> widths{100};
  EXPECT_EQ(place_labels(nodes, widths, {0, 0, 40, 40}, kRadius, kHeight, 100)[0].width, 0);
}

}  // namespace
}  // namespace brink::viz
