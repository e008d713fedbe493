#include "engine/batch/histogram.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/exact_math.h"

namespace brink {
namespace {

constexpr int kDroppedBits = Histogram::kDroppedBits;

std::int32_t key_of(double x) {
  if (x == 0) return 0;
  const std::uint64_t kept = std::bit_cast<std::uint64_t>(exact::abs(x)) >> kDroppedBits;
  const auto key = static_cast<std::int32_t>(kept) + 1;
  return x < 0 ? -key : key;
}

/// The bits of the smallest value in a bucket. REQUIRES: key > 0.
std::uint64_t first_bits(std::int32_t key) {
  return static_cast<std::uint64_t>(key - 1) << kDroppedBits;
}

/// Where the values of a bucket lie.
struct Ends {
  double low = 0;
  double high = 0;
};
Ends ends_of(std::int32_t key) {
  const auto size = key < 0 ? -key : key;
  const double first = std::bit_cast<double>(first_bits(size));
  const double end = std::bit_cast<double>(first_bits(size + 1));
  return key < 0 ? Ends{-end, -first} : Ends{first, end};
}

/// The whole number of a bucket that is nearest to a value of it.
double nearest_whole(const Ends& bucket, double x) {
  // the end that is farther from 0 is not in it
  const bool is_negative = bucket.low < 0;
  const double low = is_negative ? exact::floor(bucket.low) + 1 : exact::ceil(bucket.low);
  const double high = is_negative ? exact::floor(bucket.high) : exact::ceil(bucket.high) - 1;
  return std::clamp(exact::floor(x + 0.5), low, high);
}

bool is_whole_number(double x) { return exact::abs(x) < 0x1p53 && exact::trunc(x) == x; }

void add_to(Histogram::Bucket& bucket, const Histogram::Bucket& more) {
  bucket.count += more.count;
  bucket.is_one = bucket.is_one && more.is_one && bucket.value == more.value;
  if (!bucket.is_one) bucket.value = 0;
}

std::uint64_t rank_of(double p, std::uint64_t n) {
  // p and the product are each half a unit in the last place off, 2^-52 together
  constexpr double kForgiven = 1 - 0x1p-51;
  const double rank = exact::ceil(p * static_cast<double>(n) * kForgiven);
  if (!(rank > 1)) return 1;
  if (rank >= static_cast<double>(n)) return n;
  return static_cast<std::uint64_t>(rank);
}

}  // namespace

Histogram Histogram::of(std::span<const double> values) {
  Histogram made;
  std::vector<double> sorted;
  sorted.reserve(values.size());
  for (const double value : values) {
    BRINK_CHECK(exact::is_finite(value));
    sorted.push_back(value + 0.0);  // -0 becomes 0
  }
  std::sort(sorted.begin(), sorted.end());
  for (const double x : sorted) {
    made.is_whole_ = made.is_whole_ && is_whole_number(x);
    const auto key = key_of(x);
    if (made.buckets_.empty() || made.buckets_.back().key != key) {
      made.buckets_.push_back({.key = key, .count = 1, .value = x});
    } else {
      add_to(made.buckets_.back(), {.key = key, .count = 1, .value = x});
    }
  }
  made.count_ = values.size();
  if (!sorted.empty()) {
    made.least_ = sorted.front();
    made.most_ = sorted.back();
  }
  return made;
}

std::optional<Histogram> Histogram::restored(std::vector<Bucket> buckets, bool is_whole,
                                             double least, double most) {
  Histogram made;
  if (buckets.empty()) return made;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (buckets[i].count == 0) return std::nullopt;
    if (buckets[i].is_one && key_of(buckets[i].value) != buckets[i].key) return std::nullopt;
    if (i > 0 && buckets[i - 1].key >= buckets[i].key) return std::nullopt;
    made.count_ += buckets[i].count;
  }
  if (!exact::is_finite(least) || !exact::is_finite(most) || least > most) return std::nullopt;
  if (key_of(least) != buckets.front().key || key_of(most) != buckets.back().key) {
    return std::nullopt;
  }
  made.buckets_ = std::move(buckets);
  made.is_whole_ = is_whole;
  made.least_ = least;
  made.most_ = most;
  return made;
}

void Histogram::merge(const Histogram& other) {
  std::vector<Bucket> merged;
  merged.reserve(buckets_.size() + other.buckets_.size());
  auto left = buckets_.begin();
  auto right = other.buckets_.begin();
  while (left != buckets_.end() && right != other.buckets_.end()) {
    if (left->key == right->key) {
      merged.push_back(*left++);
      add_to(merged.back(), *right);
      ++right;
    } else {
      merged.push_back(left->key < right->key ? *left++ : *right++);
    }
  }
  merged.insert(merged.end(), left, buckets_.end());
  merged.insert(merged.end(), right, other.buckets_.end());
  count_ += other.count_;
  is_whole_ = is_whole_ && other.is_whole_;
  least_ = std::min(least_, other.least_);
  most_ = std::max(most_, other.most_);
  buckets_ = std::move(merged);
}

double Histogram::quantile(double p) const {
  BRINK_CHECK(p >= 0 && p <= 1);
  if (count_ == 0) return std::numeric_limits<double>::quiet_NaN();
  const std::uint64_t rank = rank_of(p, count_);
  if (rank == 1) return least_;
  if (rank == count_) return most_;
  std::uint64_t below = 0;
  auto bucket = buckets_.begin();
  while (below + bucket->count < rank) below += (bucket++)->count;
  if (bucket->is_one) return bucket->value;
  // several values: as if they lay evenly in what the bucket has between the least and the most
  const auto ends = ends_of(bucket->key);
  const double low = std::max(ends.low, least_);
  const double high = std::min(ends.high, most_);
  const double share =
      (static_cast<double>(rank - below) - 0.5) / static_cast<double>(bucket->count);
  const double x = low + (high - low) * share;
  return std::clamp(is_whole_ ? nearest_whole(ends, x) : x, least_, most_);
}

}  // namespace brink
