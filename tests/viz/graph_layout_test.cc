// Laws of graph layouts: symmetric graphs stay symmetric, nothing leaves the square.
#include "viz/graph_layout.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace brink::viz {
namespace {

using Edges = std::vector<GraphEdge>;

double length_of(const std::vector<GraphPlace>& places, const GraphEdge& edge) {
  return std::hypot(static_cast<double>(places[edge.a].x - places[edge.b].x),
                    static_cast<double>(places[edge.a].y - places[edge.b].y));
}

Edges ring(std::uint32_t nodes) {
  Edges edges;
  for (std::uint32_t i = 0; i < nodes; ++i) edges.push_back({i, (i + 1) % nodes});
  return edges;
}

Edges star(std::uint32_t nodes) {
  Edges edges;
  for (std::uint32_t i = 1; i < nodes; ++i) edges.push_back({0, i});
  return edges;
}

Edges complete(std::uint32_t nodes) {
  Edges edges;
  for (std::uint32_t i = 0; i < nodes; ++i) {
    for (std::uint32_t j = i + 1; j < nodes; ++j) edges.push_back({i, j});
  }
  return edges;
}

struct Case {
  std::string name;
  std::size_t nodes;
  Edges edges;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const std::uint32_t n : {2U, 3U, 4U, 5U, 7U, 12U, 30U}) {
    all.push_back({"ring " + std::to_string(n), n, ring(n)});
    all.push_back({"star " + std::to_string(n), n, star(n)});
    all.push_back({"complete " + std::to_string(n), n, complete(n)});
    all.push_back({"nothing " + std::to_string(n), n, {}});
    all.push_back({"one edge among " + std::to_string(n), n, {{0, 1}}});
  }
  all.push_back({"two rings", 10, {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {5, 6}, {6, 7}, {7, 5}}});
  all.push_back({"many", 200, star(200)});
  return all;
}

TEST(GraphLayout, AllNodesLieInTheUnitSquareEachAtAPlaceOfItsOwn) {
  for (const auto& c : cases()) {
    const auto places = lay_out_graph(c.nodes, c.edges);
    ASSERT_EQ(places.size(), c.nodes) << c.name;
    // on a circle, neighbours are nearest: that is what there is room for
    const double least = std::min(0.05, 0.5 / static_cast<double>(c.nodes));
    for (std::uint32_t i = 0; i < c.nodes; ++i) {
      EXPECT_GE(places[i].x, 0) << c.name;
      EXPECT_LE(places[i].x, 1) << c.name;
      EXPECT_GE(places[i].y, 0) << c.name;
      EXPECT_LE(places[i].y, 1) << c.name;
      for (std::uint32_t j = 0; j < i; ++j) {
        EXPECT_GT(length_of(places, {i, j}), least) << c.name << ": " << i << " and " << j;
      }
    }
  }
}

TEST(GraphLayout, EdgesOfRingsAndStarsAreEquallyLong) {
  for (const std::uint32_t n : {3U, 4U, 5U, 6U, 8U, 12U}) {
    for (const auto& edges : {ring(n), star(n)}) {
      const auto places = lay_out_graph(n, edges);
      const double first = length_of(places, edges.front());
      for (const auto& edge : edges) EXPECT_NEAR(length_of(places, edge), first, 0.08 * first) << n;
    }
  }
}

TEST(GraphLayout, FillsTheSquareInOneDirection) {
  for (const auto& c : cases()) {
    const auto places = lay_out_graph(c.nodes, c.edges);
    GraphPlace low{1, 1};
    GraphPlace high{0, 0};
    for (const auto& place : places) {
      low = {std::min(low.x, place.x), std::min(low.y, place.y)};
      high = {std::max(high.x, place.x), std::max(high.y, place.y)};
    }
    EXPECT_NEAR(std::max(high.x - low.x, high.y - low.y), 1, 1e-4) << c.name;
  }
}

TEST(GraphLayout, SaysTheSameTwiceAndWhateverTheOrderOfTheEdges) {
  const Edges edges{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 0}, {1, 5}, {5, 6}};
  Edges other;
  for (auto i = edges.size(); i-- > 0;) {
    other.push_back({edges[i].b, edges[i].a});
    other.push_back(edges[i]);
  }
  const auto first = lay_out_graph(8, edges);
  for (const auto& again : {lay_out_graph(8, edges), lay_out_graph(8, other)}) {
    for (std::size_t i = 0; i < first.size(); ++i) {
      EXPECT_EQ(first[i].x, again[i].x);
      EXPECT_EQ(first[i].y, again[i].y);
    }
  }
}

TEST(GraphLayout, NeighboursAreNearerThanTheEndsOfAPath) {
  Edges path;
  for (std::uint32_t i = 0; i + 1 < 6; ++i) path.push_back({i, i + 1});
  const auto places = lay_out_graph(6, path);
  const double ends = length_of(places, {0, 5});
  for (const auto& edge : path) EXPECT_LT(length_of(places, edge), ends / 3);
}

TEST(GraphLayout, OneNodeLiesInTheMiddleAndNoneNowhere) {
  EXPECT_TRUE(lay_out_graph(0, {}).empty());
  const auto one = lay_out_graph(1, Edges{{0, 0}});
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].x, 0.5F);
  EXPECT_EQ(one[0].y, 0.5F);
}

TEST(GraphLayout, EdgesToNodesThatAreNotThereMeanNothing) {
  const auto with = lay_out_graph(4, Edges{{0, 1}, {1, 2}, {2, 9}, {3, 3}});
  const auto without = lay_out_graph(4, Edges{{0, 1}, {1, 2}});
  for (std::size_t i = 0; i < with.size(); ++i) EXPECT_EQ(with[i].x, without[i].x);
}

}  // namespace
}  // namespace brink::viz
