#pragma once

#include <cstdint>
#include <limits>

namespace brink {

/// Count, mean, spread and extremes of a sample that is never kept.
///
/// n      values so far
/// mean   their mean; 0 while there is none
/// m2     their sum of squared deviations from the mean
/// least  smallest, most largest; -0 counts as 0
///
/// The last bits of `mean` and `m2` depend on the order and grouping of the values, so callers who
/// promise bits fix both. A spread beyond 1e154 overflows `m2` to infinity,
/// values that lie more than 1.7e308 apart the mean too.
///
/// Source: update: Welford (1962), Technometrics 4:419; merge: Chan, Golub & LeVeque (1979),
///         Stanford report STAN-CS-79-773, and (1983), The American Statistician 37:242.
/// Cost:   O(1) each; one division per value and per merge.
struct Moments {
  std::uint64_t n = 0;
  double mean = 0;
  double m2 = 0;
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();

  /// REQUIRES: x is finite.
  void add(double x);
  /// As if the other sample's values had been added too. Merging with an empty one, either way
  /// round, changes no bit of the one that is not.
  void merge(const Moments& other);
  /// Unbiased, m2 / (n - 1); 0 when n < 2.
  double variance() const;
  /// Square root of the variance.
  double sd() const;
};

}  // namespace brink
