#include "viz/graph_labels.h"

#include <algorithm>
#include <array>

#include "viz/graph_layout.h"

namespace brink::viz {
namespace {

constexpr float kFarOutside = -1e5F;  // [px]
constexpr std::size_t kFewNodes = 8;  // whose labels may stand inside the graph

}  // namespace

std::vector<GraphPoint> fit_graph(std::span<const GraphPlace> places, const Rect& rect,
                                  float radius, float label_height) {
  // a label below each, and room beside the outermost: more of it where there are many
  const float beside = places.size() > kFewNodes ? 0.4F : 0.16F;
  const float room_x = std::max(rect.width - 2 * radius - beside * rect.width, 1.0F);
  const float room_y = std::max(rect.height - 2 * radius - label_height - 4, 1.0F);
  float low_x = 1;
  float high_x = 0;
  float low_y = 1;
  float high_y = 0;
  for (const auto& place : places) {
    if (!place.is_shown()) continue;
    low_x = std::min(low_x, place.x);
    high_x = std::max(high_x, place.x);
    low_y = std::min(low_y, place.y);
    high_y = std::max(high_y, place.y);
  }
  const float wide_scale = room_x / std::max(high_x - low_x, 0.05F);
  const float tall_scale = room_y / std::max(high_y - low_y, 0.05F);
  const float scale_x = std::min(wide_scale, tall_scale * 1.5F);
  const float scale_y = std::min(tall_scale, wide_scale * 1.5F);
  const float middle_x = rect.x + rect.width / 2;
  const float middle_y = rect.y + radius + room_y / 2;
  std::vector<GraphPoint> points;
  points.reserve(places.size());
  for (const auto& place : places) {
    if (!place.is_shown()) {
      points.push_back({kFarOutside, kFarOutside});
      continue;
    }
    points.push_back({middle_x + (place.x - (low_x + high_x) / 2) * scale_x,
                      middle_y + (place.y - (low_y + high_y) / 2) * scale_y});
  }
  return points;
}

namespace {

constexpr float kApart = 2;  // [px]

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() + kApart && b.x < a.right() + kApart && a.y < b.bottom() &&
         b.y < a.bottom();
}

/// Places one label after the other.
class Placer {
 public:
  Placer(std::span<const GraphPoint> nodes, const Rect& rect, float radius, float height)
      : nodes_(nodes), rect_(rect), radius_(radius), height_(height) {
    GraphPoint low{1e9F, 1e9F};
    GraphPoint high{-1e9F, -1e9F};
    for (const auto& node : nodes) {
      if (node.x == kFarOutside) continue;
      low = {std::min(low.x, node.x), std::min(low.y, node.y)};
      high = {std::max(high.x, node.x), std::max(high.y, node.y)};
    }
    middle_ = {(low.x + high.x) / 2, (low.y + high.y) / 2};
    half_ = {(high.x - low.x) / 2, (high.y - low.y) / 2};
  }

  NodeLabel place(std::size_t node, float width, float narrowest) {
    if (nodes_[node].x == kFarOutside) return {};
    // rather short and outside than in full among the lines
    for (const float least_out : {0.25F, -0.2F}) {
      for (const float share : {1.0F, 0.75F, 0.55F, 0.4F, 0.28F, 0.2F, 0.12F}) {
        const float shown = std::max(width * share, std::min(narrowest, width));
        for (const auto& candidate : candidates(node, shown, least_out)) {
          if (!is_free(candidate, node)) continue;
          taken_.push_back(candidate);
          return {candidate.x, candidate.y, shown};
        }
      }
    }
    return {};
  }

 private:
  // below, above, right, left; of many nodes only those that lead out of the graph, the most first
  std::vector<Rect> candidates(std::size_t node, float width, float least_out) const {
    const auto& at = nodes_[node];
    const float right = std::max(rect_.right() - width, rect_.x);
    const float centred = std::clamp(at.x - width / 2, rect_.x, right);
    const float beside = radius_ + 4;
    const float middle = at.y - height_ / 2;
    const float out_x = (at.x - middle_.x) / std::max(half_.x, 1.0F);
    const float out_y = (at.y - middle_.y) / std::max(half_.y, 1.0F);
    struct Side {
      float out;
      Rect rect;
    };
    std::array<Side, 4> sides{Side{out_y, {centred, at.y + radius_ + 1, width, height_}},
                              Side{-out_y, {centred, at.y - radius_ - 1 - height_, width, height_}},
                              Side{out_x, {at.x + beside, middle, width, height_}},
                              Side{-out_x, {at.x - beside - width, middle, width, height_}}};
    const bool is_many = nodes_.size() > kFewNodes;
    if (is_many) {
      std::stable_sort(sides.begin(), sides.end(),
                       [](const Side& a, const Side& b) { return a.out > b.out; });
    }
    std::vector<Rect> rects;
    for (const auto& side : sides) {
      if (!is_many || side.out > least_out) rects.push_back(side.rect);
    }
    return rects;
  }

  bool is_free(const Rect& label, std::size_t own) const {
    if (label.x < rect_.x || label.right() > rect_.right() || label.y < rect_.y ||
        label.bottom() > rect_.bottom()) {
      return false;
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const float reach = i == own ? radius_ * 0.5F : radius_;
      const Rect node{nodes_[i].x - reach, nodes_[i].y - reach, 2 * reach, 2 * reach};
      if (overlap(label, node)) return false;
    }
    return std::none_of(taken_.begin(), taken_.end(),
                        [&](const Rect& other) { return overlap(label, other); });
  }

  std::span<const GraphPoint> nodes_;
  Rect rect_;
  float radius_;
  float height_;
  GraphPoint middle_;  // of all nodes
  GraphPoint half_;    // how far they reach from there
  std::vector<Rect> taken_;
};

}  // namespace

std::vector<NodeLabel> place_labels(std::span<const GraphPoint> nodes,
                                    std::span<const float> widths, const Rect& rect, float radius,
                                    float height, float narrowest) {
  Placer placer(nodes, rect, radius, height);
  std::vector<NodeLabel> labels;
  labels.reserve(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    labels.push_back(placer.place(i, widths[i], narrowest));
  }
  return labels;
}

}  // namespace brink::viz
