#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/batch/partial.h"

/// The partials of a point, merged as the nodes of one fixed binary tree over its blocks.
///
/// A span of level L holds blocks [place · 2^L, (place + 1) · 2^L). Two spans become their parent
/// as soon as both are there, so of n finished blocks at most 2 log2 n spans are left, and however
/// the blocks came (threads, shards, a batch that was stopped and resumed), the same sums are made
/// in the same order: pairwise summation, whose rounding error grows with log n.
///
/// Source: Chan, Golub & LeVeque (1983), The American Statistician 37:242, on pairwise merging.
namespace brink {

struct Span {
  std::uint32_t level = 0;
  std::uint64_t place = 0;
  bool operator==(const Span&) const = default;

  std::uint64_t first_block() const { return place << level; }
  Span parent() const { return {level + 1, place / 2}; }
  Span sibling() const { return {level, place ^ 1U}; }
  bool is_left() const { return place % 2 == 0; }
};

/// Where the spans of a point lie. `take` gives one and removes it, or nothing where it is not
/// there; both may fail by an exception.
struct SpanShelf {
  std::function<std::optional<Partial>(Span)> take;
  std::function<void(Span, const Partial&)> put;
};

/// Adds a span to a shelf, with every merge that has become possible.
void add_span(const SpanShelf& shelf, Span span, Partial partial);

/// A span and what it holds.
struct SpanPartial {
  Span span;
  Partial partial;
};

/// The spans of a point in memory.
class SpanMap {
 public:
  /// Adds a span, with every merge that has become possible.
  void add(Span span, Partial partial);
  std::vector<SpanPartial> spans() const;

 private:
  std::map<std::pair<std::uint32_t, std::uint64_t>, Partial> kept_;
};

/// Everything on a shelf as one partial, from the first block to the last.
Partial merged(const Study& study, std::vector<SpanPartial> spans);

}  // namespace brink
