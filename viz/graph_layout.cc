#include "viz/graph_layout.h"

#include <algorithm>
#include <cmath>
#include <numbers>

// the compiler does not see that optional edges are there when they are looked at
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/kamada_kawai_spring_layout.hpp>

// the only file that includes Boost.Graph's layouts: they take long to compile
namespace brink::viz {
namespace {

using Length = boost::property<boost::edge_weight_t, double>;
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS,
                                    boost::property<boost::vertex_index_t, std::size_t>, Length>;
using Point = boost::square_topology<>::point_type;

constexpr double kLongEdge = 1.25;      // between pieces, as a multiple of an edge
constexpr double kDense = 0.7;          // share of all pairs from which a circle says as much
constexpr std::size_t kStepsEach = 80;  // of the algorithm, at most, for each node
constexpr double kPanelAspect = 1.4;    // width over height of where graphs are drawn
constexpr std::size_t kFewNodes = 5;    // which need no circle

std::vector<GraphEdge> tidy(std::size_t nodes, std::span<const GraphEdge> edges) {
  std::vector<GraphEdge> kept;
  for (const auto& edge : edges) {
    if (edge.a == edge.b || edge.a >= nodes || edge.b >= nodes) continue;
    kept.push_back({std::min(edge.a, edge.b), std::max(edge.a, edge.b)});
  }
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  return kept;
}

std::vector<Point> on_circle(std::size_t nodes) {
  std::vector<Point> points(nodes);
  for (std::size_t i = 0; i < nodes; ++i) {
    // from the left over the top: two lie side by side
    const double angle =
        std::numbers::pi * (1 + 2 * static_cast<double>(i) / static_cast<double>(nodes));
    points[i][0] = std::cos(angle);
    points[i][1] = std::sin(angle);
  }
  return points;
}

// joins the node of most edges of each piece to that of the largest piece
void join_pieces(Graph& graph) {
  const auto nodes = boost::num_vertices(graph);
  std::vector<std::size_t> piece(nodes);
  const auto pieces = boost::connected_components(graph, piece.data());
  std::vector<std::size_t> size(pieces);
  std::vector<std::size_t> middle(pieces, nodes);
  for (std::size_t i = 0; i < nodes; ++i) {
    ++size[piece[i]];
    auto& best = middle[piece[i]];
    if (best == nodes || boost::degree(i, graph) > boost::degree(best, graph)) best = i;
  }
  const auto largest =
      static_cast<std::size_t>(std::max_element(size.begin(), size.end()) - size.begin());
  for (std::size_t p = 0; p < pieces; ++p) {
    if (p != largest) boost::add_edge(middle[largest], middle[p], Length(kLongEdge), graph);
  }
}

/// Says when the springs have come to rest; and that they never do where they only swing to and
/// fro. The algorithm copies it: counts are kept outside.
struct Rest {
  struct Counts {
    std::size_t steps = 0;
    std::size_t of_node = 0;  // in succession
  };
  Counts* counts;
  std::size_t most;

  bool operator()(double force, std::size_t /*node*/, const Graph& /*graph*/, bool of_all) const {
    constexpr double kSmallForce = 1e-5;
    constexpr std::size_t kMostOfNode = 10;
    counts->of_node = of_all ? 0 : counts->of_node + 1;
    // not a number: there is no way back
    return !(force > kSmallForce) || ++counts->steps > most || counts->of_node >= kMostOfNode;
  }
};

bool are_finite(const std::vector<Point>& points) {
  return std::all_of(points.begin(), points.end(), [](const Point& point) {
    return std::abs(point[0]) < 1e6 && std::abs(point[1]) < 1e6;
  });
}

std::vector<Point> by_springs(std::size_t nodes, const std::vector<GraphEdge>& edges) {
  Graph graph(nodes);
  for (const auto& edge : edges) boost::add_edge(edge.a, edge.b, Length(1), graph);
  join_pieces(graph);
  auto points = on_circle(nodes);
  const auto places =
      boost::make_iterator_property_map(points.begin(), boost::get(boost::vertex_index, graph));
  // an exact middle of forces is a saddle, not a place to rest
  for (std::size_t i = 0; i < nodes; ++i) points[i][0] += 1e-4 * static_cast<double>(i % 7);
  Rest::Counts counts;
  boost::kamada_kawai_spring_layout(graph, places, boost::get(boost::edge_weight, graph),
                                    boost::square_topology<>(2.0), boost::side_length(2.0),
                                    Rest{&counts, kStepsEach * nodes});
  return are_finite(points) ? points : on_circle(nodes);
}

// turns the graph so that it lies as large as can be in a rectangle that is wider than high
void turn_flat(std::vector<Point>& points) {
  constexpr int kTurns = 36;
  double best_extent = 1e9;
  std::vector<Point> best = points;
  for (int turn = 0; turn < kTurns; ++turn) {
    const double angle = std::numbers::pi * turn / kTurns;
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    auto turned = points;
    double low[2] = {1e9, 1e9};
    double high[2] = {-1e9, -1e9};
    for (auto& point : turned) {
      const double x = point[0];
      point[0] = c * x - s * point[1];
      point[1] = s * x + c * point[1];
      for (std::size_t d = 0; d < 2; ++d) {
        low[d] = std::min(low[d], point[d]);
        high[d] = std::max(high[d], point[d]);
      }
    }
    const double extent = std::max((high[0] - low[0]) / kPanelAspect, high[1] - low[1]);
    // a little better is no reason to turn
    if (extent > best_extent * 0.99) continue;
    best_extent = extent;
    best = std::move(turned);
  }
  points = std::move(best);
}

std::vector<GraphPlace> in_unit_square(const std::vector<Point>& points) {
  double low[2] = {1e9, 1e9};
  double high[2] = {-1e9, -1e9};
  for (const auto& point : points) {
    for (std::size_t d = 0; d < 2; ++d) {
      low[d] = std::min(low[d], point[d]);
      high[d] = std::max(high[d], point[d]);
    }
  }
  // one scale for both, so that equal lengths stay equal
  const double extent = std::max({high[0] - low[0], high[1] - low[1], 1e-9});
  std::vector<GraphPlace> places;
  for (const auto& point : points) {
    const auto along = [&](std::size_t d) {
      const double share = 0.5 + (point[d] - (low[d] + high[d]) / 2) / extent;
      return static_cast<float>(std::clamp(share, 0.0, 1.0));
    };
    places.push_back({along(0), along(1)});
  }
  return places;
}

}  // namespace

std::vector<GraphPlace> lay_out_graph(std::size_t nodes, std::span<const GraphEdge> edges) {
  if (nodes == 0) return {};
  if (nodes == 1) return {{0.5F, 0.5F}};
  const auto kept = tidy(nodes, edges);
  const double pairs = static_cast<double>(nodes) * static_cast<double>(nodes - 1) / 2;
  const bool is_dense = nodes > kFewNodes && static_cast<double>(kept.size()) >= kDense * pairs;
  const bool is_empty = kept.empty();
  if (nodes > kMostSprings || is_dense || is_empty) return in_unit_square(on_circle(nodes));
  auto points = by_springs(nodes, kept);
  turn_flat(points);
  return in_unit_square(points);
}

}  // namespace brink::viz
#pragma GCC diagnostic pop
