#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace brink {

/// Counts of values in logarithmic buckets, for quantiles of samples that are never kept.
///
/// A bucket holds the values that share sign, exponent and the top 8 bits of the mantissa: 256
/// buckets to each doubling. A bucket is thus at most 1/256 (0.39 %) of its smallest value wide,
/// and a quantile lies within 1/256 of the exact one; only below 2.2e-308 (subnormal numbers) is
/// there no such bound. While a bucket has seen one value only, it keeps it: quantiles of small
/// samples, of counts and of values that many runs share are exact.
///
/// The whole object is a function of the multiset of values: merging in any order and grouping
/// gives equal objects, and equal bits.
///
/// Source: buckets as in G. Tene's HdrHistogram; mergeable relative-error quantiles: Masson, Rim &
///         Lee (2019), DDSketch, PVLDB 12:2195.
/// Cost:   24 bytes a bucket that holds a value; 2,549 buckets span 1 to 1,000.
class Histogram {
 public:
  struct Bucket {
    std::int32_t key = 0;  // rises with the value; 0 for 0, and -key mirrors key
    std::uint64_t count = 0;
    double value = 0;    // that all of them are; 0 where they differ
    bool is_one = true;  // all of them are `value`

    bool operator==(const Bucket&) const = default;
  };

  static constexpr int kDroppedBits = 52 - 8;  // of the mantissa, in a bucket's key

  Histogram() = default;
  /// In any order; -0 counts as 0.
  /// REQUIRES: the values are finite.
  /// Cost:     O(n log n).
  static Histogram of(std::span<const double> values);
  /// Reads back what buckets, is_whole, least and most gave; without buckets, the empty histogram.
  /// Nothing where they contradict each other: keys must ascend, counts be above 0, single values
  /// lie in their bucket, and least and most in the first and the last.
  static std::optional<Histogram> restored(std::vector<Bucket> buckets, bool is_whole, double least,
                                           double most);

  /// Cost: O(buckets of both).
  void merge(const Histogram& other);

  /// Values so far.
  std::uint64_t count() const { return count_; }

  /// The value of rank ceil(p n), at least 1, within 1/256; NaN when empty. The first and the last
  /// rank are exact, and nothing leaves [least, most]. Different values in one bucket count as if
  /// they lay evenly in it, and, while all values are whole, as whole numbers. A p n within a few
  /// roundings of a whole number is that number: rank 7 for p = 0.07, n = 100.
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
