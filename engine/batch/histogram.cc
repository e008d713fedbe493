#include "engine/batch/histogram.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/exact_math.h"

namespace brink {
namespace {

constexpr int kDroppedBits = 52 - 7;  // of the mantissa

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

/// Exact: within a bucket the bits count equal steps.
double midpoint(std::int32_t key) {
  constexpr std::uint64_t kHalf = std::uint64_t{1} << (kDroppedBits - 1);
  return std::bit_cast<double>(first_bits(key) + kHalf);
}

double middle_of_whole_numbers(std::int32_t key) {
  const double first = exact::ceil(std::bit_cast<double>(first_bits(key)));
  const double last = exact::ceil(std::bit_cast<double>(first_bits(key + 1))) - 1;
  return first + exact::floor((last - first) / 2);
}

double middle(std::int32_t key, bool is_whole) {
  if (key < 0) return -middle(-key, is_whole);
  if (key == 0) return 0;
  return is_whole ? middle_of_whole_numbers(key) : midpoint(key);
}

bool is_whole_number(double x) { return exact::abs(x) < 0x1p53 && exact::trunc(x) == x; }

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
  std::vector<std::int32_t> keys;
  keys.reserve(values.size());
  for (const double value : values) {
    BRINK_CHECK(exact::is_finite(value));
    const double x = value + 0.0;  // -0 becomes 0
    keys.push_back(key_of(x));
    made.is_whole_ = made.is_whole_ && is_whole_number(x);
    made.least_ = std::min(made.least_, x);
    made.most_ = std::max(made.most_, x);
  }
  std::sort(keys.begin(), keys.end());
  for (const std::int32_t key : keys) {
    if (made.buckets_.empty() || made.buckets_.back().key != key) made.buckets_.push_back({key, 0});
    ++made.buckets_.back().count;
  }
  made.count_ = values.size();
  return made;
}

std::optional<Histogram> Histogram::restored(std::vector<Bucket> buckets, bool is_whole,
                                             double least, double most) {
  Histogram made;
  if (buckets.empty()) return made;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (buckets[i].count == 0) return std::nullopt;
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
      merged.push_back({left->key, left->count + right->count});
      ++left;
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
  return std::clamp(middle(bucket->key, is_whole_), least_, most_);
}

}  // namespace brink
