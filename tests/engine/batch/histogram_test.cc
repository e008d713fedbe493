#include "engine/batch/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "tests/support/dice.h"

namespace brink::test {
namespace {

using Values = std::vector<double>;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::uint64_t kPermille = 1000;

/// About normal: the sum of twelve uniforms.
double bell(Dice& dice) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += dice.uniform(0, 1);
  return sum;
}

double whole_between(Dice& dice, double low, double high) {
  return std::floor(dice.uniform(low, high + 1));
}

/// One value of any kind; most samples mix several.
double any_value(Dice& dice, int kind) {
  switch (kind) {
    case 0:
      return std::exp(2 * bell(dice));
    case 1:
      return -std::exp(3 * bell(dice));
    case 2:
      return bell(dice) * 1e-300;
    case 3:
      return bell(dice) * 2e307;
    case 4:
      return whole_between(dice, 0, 255);
    case 5:
      return whole_between(dice, -5000, 5000);
    case 6:
      return std::trunc(std::exp(dice.uniform(-36, 36))) * (dice.chance(0.3) ? -1 : 1);
    default:
      return dice.chance(0.5) ? 0.0 : -0.0;
  }
}
constexpr int kKinds = 8;

Values any_sample(Dice& dice, std::size_t size) {
  const int kind = dice.between(0, kKinds - 1);
  const int other = dice.chance(0.5) ? kind : dice.between(0, kKinds - 1);
  Values values(size);
  for (double& x : values) x = any_value(dice, dice.chance(0.8) ? kind : other);
  return values;
}

/// The value of rank ceil(k n / 1000), at least 1, of the sorted sample.
double sorted_quantile(const Values& sorted, std::uint64_t k) {
  const std::uint64_t rank = (k * sorted.size() + kPermille - 1) / kPermille;
  return sorted[std::max<std::uint64_t>(rank, 1) - 1];
}

/// The quantile of p = k / 1000.
double permille(const Histogram& histogram, std::uint64_t k) {
  return histogram.quantile(static_cast<double>(k) / static_cast<double>(kPermille));
}

std::int32_t key_of(double x) { return Histogram::of(Values{x}).buckets().at(0).key; }

/// Same object, and the same bits where == is blind: the sign of zero.
void expect_same(const Histogram& a, const Histogram& b) {
  EXPECT_EQ(a, b);
  EXPECT_EQ(std::signbit(a.least()), std::signbit(b.least()));
  EXPECT_EQ(std::signbit(a.most()), std::signbit(b.most()));
}

TEST(HistogramTest, WithoutValuesThereIsNoQuantile) {
  const Histogram none;
  EXPECT_EQ(none.count(), 0U);
  EXPECT_TRUE(std::isnan(none.quantile(0.5)));
  EXPECT_TRUE(none.buckets().empty());
  EXPECT_TRUE(none.is_whole());
  EXPECT_EQ(none.least(), kInfinity);
  EXPECT_EQ(none.most(), -kInfinity);
  EXPECT_EQ(Histogram::of(Values{}), none);
}

TEST(HistogramTest, QuantilesLieWithinOnePartIn256OfTheSortedSample) {
  // a bucket's width, 2^e / 256, against a value of 2^e or more: no slack for rounding is needed,
  // since places in a bucket, x / 256 and differences this small are exact
  Dice dice(1);
  for (int round = 0; round < 400; ++round) {
    const Values values = any_sample(dice, 1 + dice.below(3000));
    const Histogram histogram = Histogram::of(values);
    Values sorted = values;
    std::sort(sorted.begin(), sorted.end());
    ASSERT_EQ(histogram.count(), values.size());
    EXPECT_EQ(histogram.least(), sorted.front());
    EXPECT_EQ(histogram.most(), sorted.back());
    double last = sorted.front();
    for (std::uint64_t k = 0; k <= kPermille; ++k) {
      const double exact = sorted_quantile(sorted, k);
      const double found = permille(histogram, k);
      ASSERT_LE(std::abs(found - exact), std::abs(exact) / 256) << k << ": " << found;
      ASSERT_GE(found, last) << "quantiles never fall";
      last = found;
    }
    EXPECT_EQ(histogram.quantile(0), sorted.front());
    EXPECT_EQ(histogram.quantile(1), sorted.back());
  }
}

TEST(HistogramTest, WholeNumbersBelow512ComeOutExactly) {
  Dice dice(2);
  for (int round = 0; round < 200; ++round) {
    const double widest = whole_between(dice, 0, 511);
    Values values(1 + dice.below(500));
    for (double& x : values) x = whole_between(dice, -widest, widest);
    const Histogram histogram = Histogram::of(values);
    std::sort(values.begin(), values.end());
    EXPECT_TRUE(histogram.is_whole());
    for (std::uint64_t k = 0; k <= kPermille; ++k) {
      ASSERT_EQ(permille(histogram, k), sorted_quantile(values, k)) << k;
    }
  }
}

// a share of all runs that end on one value: 0.2, 150 d
TEST(HistogramTest, ValuesThatShareNoBucketComeOutExactly) {
  Dice dice(12);
  for (int round = 0; round < 100; ++round) {
    Values few;
    double x = dice.uniform(-1e3, -1);
    for (int i = 0; i < 40; ++i, x += 1.1 + std::abs(x) / 100) few.push_back(x);
    Values values(1 + dice.below(2000));
    for (double& value : values) value = dice.pick(few);
    const Histogram histogram = Histogram::of(values);
    std::sort(values.begin(), values.end());
    for (std::uint64_t k = 0; k <= kPermille; ++k) {
      ASSERT_EQ(permille(histogram, k), sorted_quantile(values, k)) << k;
    }
  }
}

TEST(HistogramTest, DifferentValuesInABucketLieEvenlyInIt) {
  // 1024 to 1027 share a bucket; 0 and 5000 are the ends
  const auto quantiles = [](const Values& values) {
    const auto histogram = Histogram::of(values);
    const auto n = static_cast<double>(values.size());
    Values all;
    for (std::size_t i = 1; i + 1 < values.size(); ++i) {
      all.push_back(histogram.quantile(static_cast<double>(i + 1) / n));
    }
    return all;
  };
  EXPECT_EQ(quantiles({0, 1025, 5000}), (Values{1025}));
  EXPECT_EQ(quantiles({0, 1024, 1026, 5000}), (Values{1025, 1027}));
  EXPECT_EQ(quantiles({-5000, -1026, -1024, 0}), (Values{-1027, -1025}));
  // one value that is not whole, and they stand for places in the bucket
  EXPECT_EQ(quantiles({0.5, 1024, 1026, 5000}), (Values{1025, 1027}));
  EXPECT_EQ(quantiles({0.5, 1024, 1024, 1024, 1026, 5000}),
            (Values{1024.5, 1025.5, 1026.5, 1027.5}));
}

// the error of evenly spread values is far below a bucket's width
TEST(HistogramTest, AnEvenSpreadHasNoSteps) {
  Values values;
  for (int i = 0; i < 20'000; ++i) values.push_back(0.5 + i / 100'000.0);
  const auto histogram = Histogram::of(values);
  for (std::uint64_t k = 0; k <= kPermille; ++k) {
    ASSERT_NEAR(permille(histogram, k), sorted_quantile(values, k), 1e-5) << k;
  }
}

TEST(HistogramTest, WholeMeansEveryValueIsAWholeNumberBelow2To53) {
  EXPECT_TRUE(Histogram::of(Values{0, -0.0, 7, -7, 0x1p53 - 1}).is_whole());
  for (const double x : {0.5, -1.25, 1e-310, 0x1p53, -0x1p53, 1e300}) {
    EXPECT_FALSE(Histogram::of(Values{3, x}).is_whole()) << x;
    Histogram merged = Histogram::of(Values{3});
    merged.merge(Histogram::of(Values{x}));
    EXPECT_FALSE(merged.is_whole()) << x;
  }
}

TEST(HistogramTest, NothingLeavesTheRangeOfTheValues) {
  Dice dice(3);
  for (int round = 0; round < 2000; ++round) {
    const double x = any_value(dice, dice.between(0, kKinds - 1));
    const Histogram same = Histogram::of(Values(5, x));
    EXPECT_EQ(same.quantile(0.5), x);
    const double next = std::nextafter(x, kInfinity);
    const double middle = Histogram::of(Values{x, x, next, next}).quantile(0.5);
    EXPECT_TRUE(x <= middle && middle <= next) << x;
  }
}

TEST(HistogramTest, KeysRiseWithTheValue) {
  Dice dice(4);
  const auto pattern = [&dice] {
    while (true) {
      // a shift to the right makes subnormal and small values as common as the others
      const std::uint64_t sign = dice.next() & (std::uint64_t{1} << 63);
      const double x = std::bit_cast<double>((dice.next() >> (1 + dice.below(63))) | sign);
      if (std::isfinite(x)) return x;
    }
  };
  for (int round = 0; round < 100'000; ++round) {
    const double a = pattern();
    const double b = dice.chance(0.5) ? pattern() : a * dice.uniform(0.98, 1.02);
    if (!std::isfinite(b)) continue;
    const std::int32_t key_a = key_of(a);
    const std::int32_t key_b = key_of(b);
    EXPECT_TRUE(a < b ? key_a <= key_b : key_a >= key_b) << a << " " << b;
    EXPECT_EQ(key_of(-a), -key_a) << a;
    EXPECT_EQ(key_a == 0, a == 0) << a;
    EXPECT_EQ(key_a < 0, a < 0) << a;
  }
}

TEST(HistogramTest, EachDoublingHas256Buckets) {
  for (const double x : {1e-300, 1.0, 3.7, 1e15, 1e307}) {
    EXPECT_EQ(key_of(2 * x) - key_of(x), 256) << x;
    EXPECT_EQ(key_of(-2 * x) - key_of(-x), -256) << x;
  }
  Values values;
  for (int x = 1; x <= 256'000; ++x) values.push_back(x / 256.0);
  const Histogram histogram = Histogram::of(values);
  const auto& buckets = histogram.buckets();
  const auto first = std::lower_bound(buckets.begin(), buckets.end(), key_of(1),
                                      [](const auto& bucket, int key) { return bucket.key < key; });
  EXPECT_EQ(buckets.end() - first, 2549);  // the header's figure for 1 to 1,000
}

TEST(HistogramTest, MergingInAnyOrderAndGroupingGivesTheSame) {
  Dice dice(5);
  for (int round = 0; round < 200; ++round) {
    const Values values = any_sample(dice, dice.below(2000));
    std::vector<Histogram> parts(1 + dice.below(12));
    std::vector<Values> shares(parts.size());
    for (const double x : values) shares[dice.below(shares.size())].push_back(x);
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = Histogram::of(shares[i]);
    while (parts.size() > 1) {
      const std::size_t from = dice.below(parts.size());
      const Histogram taken = parts[from];
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(from));
      parts[dice.below(parts.size())].merge(taken);
    }
    expect_same(parts[0], Histogram::of(values));
  }
}

TEST(HistogramTest, MergingWithItselfDoublesTheCounts) {
  Histogram histogram = Histogram::of(Values{1, 2, 2, -5});
  histogram.merge(histogram);
  EXPECT_EQ(histogram, Histogram::of(Values{1, 2, 2, -5, 1, 2, 2, -5}));
}

TEST(HistogramTest, NegativeZeroCountsAsZero) {
  expect_same(Histogram::of(Values{-0.0}), Histogram::of(Values{0.0}));
  expect_same(Histogram::of(Values{-0.0, 0.0, -0.0}), Histogram::of(Values{0.0, -0.0, 0.0}));
  EXPECT_FALSE(std::signbit(Histogram::of(Values{-0.0, -0.0}).quantile(0.5)));
}

TEST(HistogramTest, ItReadsBackWhatItGave) {
  Dice dice(6);
  for (int round = 0; round < 200; ++round) {
    const Histogram given = Histogram::of(any_sample(dice, dice.below(300)));
    expect_same(
        *Histogram::restored(given.buckets(), given.is_whole(), given.least(), given.most()),
        given);
  }
}

TEST(HistogramTest, ARankIsNotMissedByTheRoundingOfP) {
  // 0.07 · 100, 0.14 · 50 and 0.56 · 25 round to above 7, 7 and 14
  Values values(100);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i + 1);
  const auto first = [&values](std::size_t n) { return Histogram::of(std::span(values).first(n)); };
  EXPECT_EQ(first(100).quantile(0.07), 7);
  EXPECT_EQ(first(50).quantile(0.14), 7);
  EXPECT_EQ(first(25).quantile(0.56), 14);
  EXPECT_EQ(first(100).quantile(0.0701), 8);
  EXPECT_EQ(first(100).quantile(1e-300), 1);
}

TEST(HistogramDeathTest, MistakesAreCaught) {
  EXPECT_DEATH(Histogram::of(Values{1, kInfinity}), "is_finite");
  EXPECT_DEATH(Histogram::of(Values{1}).quantile(1.5), "p <= 1");
}

TEST(HistogramTest, WhatContradictsItselfIsNotReadBack) {
  const auto key = key_of(1);
  EXPECT_TRUE(Histogram::restored({{key, 1, 1}}, true, 1, 1));
  EXPECT_FALSE(Histogram::restored({{key, 0, 1}}, true, 1, 1));
  EXPECT_FALSE(Histogram::restored({{key, 1, 2}}, true, 1, 1));
  EXPECT_FALSE(Histogram::restored({{key, 1, 1}, {key, 1, 1}}, true, 1, 1));
  EXPECT_FALSE(Histogram::restored({{key, 1, 1}}, true, 1, 2));
  EXPECT_FALSE(Histogram::restored({{key, 1, 1}}, true, 1, kInfinity));
}

}  // namespace
}  // namespace brink::test
