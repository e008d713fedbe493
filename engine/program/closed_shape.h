#pragma once

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include "engine/program/compiler.h"

namespace brink::internal {

/// How large a closed form can get: bounds of the number of terms c · t^p · e^(−k t) it has once
/// like terms are merged.
struct ClosedShape {
  /// One k as the sum of those of its factors, each named by what it is sure to be equal with.
  using Fade = std::vector<std::uint64_t>;

  int terms = 1;         // products of terms multiply, whatever they are
  std::set<Fade> fades;  // the different k other than 0
  int degree = 0;        // largest p

  int bound() const { return std::min(terms, (static_cast<int>(fades.size()) + 1) * (degree + 1)); }
};

/// The shapes of either of two forms, of their sum and of their product.
ClosedShape either_of(const ClosedShape& a, const ClosedShape& b);
ClosedShape sum_of(const ClosedShape& a, const ClosedShape& b);
ClosedShape product_of(const ClosedShape& a, const ClosedShape& b);

/// True if a form of that shape can be held.
bool fits(const ClosedShape& shape);

}  // namespace brink::internal
