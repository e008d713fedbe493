#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace brink {

/// Counts of values in logarithmic buckets, for quantiles of samples that are never kept.
///
/// A bucket holds the values that share sign, exponent and the top 7 bits of the mantissa: 128
/// buckets to each doubling. A bucket is thus at most 1/128 of its smallest value wide, its middle
/// lies within 1/256 (0.39 %) of every value in it, and a quantile within 1/256 of the exact one;
/// only below 2.2e-308 (subnormal numbers) is there no such bound.
///
/// The whole object is a function of the multiset of values: merging in any order and grouping
/// gives equal objects, and equal bits.
///
/// Source: buckets as in G. Tene's HdrHistogram; mergeable relative-error quantiles: Masson, Rim &
///         Lee (2019), DDSketch, PVLDB 12:2195.
/// Cost:   16 bytes a bucket that holds a value; 1,275 buckets span 1 to 1,000.
class Histogram {
 public:
  struct Bucket {
    std::int32_t key = 0;  // rises with the value; 0 for 0, and -key mirrors key
    std::uint64_t count = 0;

    bool operator==(const Bucket&) const = default;
  };

  Histogram() = default;
  /// In any order; -0 counts as 0.
  /// REQUIRES: the values are finite.
  /// Cost:     O(n log n).
  static Histogram of(std::span<const double> values);
  /// Reads back what buckets, is_whole, least and most gave; without buckets, the empty histogram.
  /// Nothing where they contradict each other: keys must ascend, counts be above 0, and least and
  /// most lie in the first and the last bucket.
  static std::optional<Histogram> restored(std::vector<Bucket> buckets, bool is_whole, double least,
                                           double most);

  /// Cost: O(buckets of both).
  void merge(const Histogram& other);

  /// Values so far.
  std::uint64_t count() const { return count_; }

  /// The value of rank ceil(p n), at least 1, within 1/256; NaN when empty. The first and the last
  /// rank are exact, and nothing leaves [least, most]. A bucket stands for its midpoint, or, while
  /// all values are whole, for the middle (the lower of two) of the whole numbers in it: those
  /// below 256 are exact. A p n within a few roundings of a whole number is that number: rank 7 for
  /// p = 0.07, n = 100.
  ///
  /// Source:   inverse of the empirical distribution function, type 1 of Hyndman & Fan (1996), The
  ///           American Statistician 50:361.
  /// REQUIRES: 0 <= p <= 1.
  /// Cost:     O(buckets).
  double quantile(double p) const;

  /// Those that hold a value, ascending by value.
  const std::vector<Bucket>& buckets() const { return buckets_; }
  /// Every value so far was a whole number below 2^53 in size; true when empty.
  bool is_whole() const { return is_whole_; }
  /// Smallest value; infinity when empty.
  double least() const { return least_; }
  /// Largest value; -infinity when empty.
  double most() const { return most_; }

  bool operator==(const Histogram&) const = default;

 private:
  std::vector<Bucket> buckets_;
  std::uint64_t count_ = 0;
  bool is_whole_ = true;
  double least_ = std::numeric_limits<double>::infinity();
  double most_ = -std::numeric_limits<double>::infinity();
};

}  // namespace brink
