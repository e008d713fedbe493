#include "engine/batch/moments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "tests/support/dice.h"

namespace brink::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Moments moments_of(const std::vector<double>& values) {
  Moments moments;
  for (const double x : values) moments.add(x);
  return moments;
}

std::vector<std::uint64_t> bits_of(const Moments& m) {
  return {m.n, std::bit_cast<std::uint64_t>(m.mean), std::bit_cast<std::uint64_t>(m.m2),
          std::bit_cast<std::uint64_t>(m.least), std::bit_cast<std::uint64_t>(m.most)};
}

/// Relative difference where b is not 0.
void expect_close(double a, double b, double tolerance, const char* what) {
  EXPECT_LE(std::abs(a - b), tolerance * std::abs(b)) << what << ": " << a << " and " << b;
}

/// Whole numbers around `centre`, as many as asked for.
std::vector<double> whole_numbers(Dice& dice, int centre, std::size_t count) {
  std::vector<double> values(count);
  for (double& x : values) x = dice.between(centre - 1000, centre + 1000);
  return values;
}

TEST(MomentsTest, WithoutValuesThereIsNoSpread) {
  const Moments none;
  EXPECT_EQ(none.n, 0U);
  EXPECT_EQ(none.mean, 0);
  EXPECT_EQ(none.variance(), 0);
  EXPECT_EQ(none.sd(), 0);
  EXPECT_EQ(none.least, kInfinity);
  EXPECT_EQ(none.most, -kInfinity);
}

TEST(MomentsTest, OneValueIsItsOwnMeanAndHasNoSpread) {
  for (const double x : {0.0, -3.5, 1e-300, 1e300}) {
    const Moments one = moments_of({x});
    EXPECT_EQ(one.mean, x);
    EXPECT_EQ(one.variance(), 0);
    EXPECT_EQ(one.least, x);
    EXPECT_EQ(one.most, x);
  }
}

TEST(MomentsTest, ASmallSpreadAroundALargeMeanSurvives) {
  // the sum of squares minus the square of the sum loses every digit here; 4, 7, 13, 16 have
  // mean 10 and squared deviations 36 + 9 + 9 + 36
  const Moments moments = moments_of({1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16});
  EXPECT_EQ(moments.mean, 1e9 + 10);
  EXPECT_EQ(moments.variance(), 30);
  EXPECT_EQ(moments.sd(), std::sqrt(30.0));
}

TEST(MomentsTest, WholeNumbersAgreeWithIntegerArithmetic) {
  __extension__ using Wide = __int128;
  // Welford's relative error is at most about n κ 2^-53, κ² = 1 + mean² / variance (Chan, Golub &
  // LeVeque 1983); in practice about √n κ 2^-53, below 1e-12 for κ up to 90 and n up to 5000
  Dice dice(1);
  for (int round = 0; round < 300; ++round) {
    const int centre = dice.pick(std::vector<int>{0, -500, 50'000});
    const auto values = whole_numbers(dice, centre, 2 + dice.below(5000));
    Wide sum = 0;
    Wide squares = 0;
    for (const double x : values) {
      sum += static_cast<std::int64_t>(x);
      squares += Wide{static_cast<std::int64_t>(x)} * static_cast<std::int64_t>(x);
    }
    const Wide n = static_cast<std::int64_t>(values.size());
    const auto spread = static_cast<double>(n * squares - sum * sum);  // n · m2, exact until here
    const Moments moments = moments_of(values);
    EXPECT_EQ(moments.n, values.size());
    // the mean's error is relative to the values' size, not to the mean, which may be near 0
    EXPECT_NEAR(moments.mean, static_cast<double>(sum) / static_cast<double>(n),
                1e-13 * (std::abs(centre) + 1000));
    expect_close(moments.m2, spread / static_cast<double>(n), 1e-12, "m2");
    expect_close(moments.variance(), spread / static_cast<double>(n * (n - 1)), 1e-12, "variance");
    EXPECT_EQ(moments.least, *std::min_element(values.begin(), values.end()));
    EXPECT_EQ(moments.most, *std::max_element(values.begin(), values.end()));
  }
}

TEST(MomentsTest, MergingPartsAgreesWithAddingAll) {
  Dice dice(2);
  for (int round = 0; round < 300; ++round) {
    const auto values = whole_numbers(dice, dice.between(-2000, 2000), 2 + dice.below(2000));
    Moments merged;
    for (std::size_t from = 0; from < values.size();) {
      const std::size_t size = std::min(1 + dice.below(300), values.size() - from);
      Moments part;
      for (std::size_t i = from; i < from + size; ++i) part.add(values[i]);
      merged.merge(part);
      from += size;
    }
    const Moments all = moments_of(values);
    EXPECT_EQ(merged.n, all.n);
    EXPECT_NEAR(merged.mean, all.mean, 1e-12 * 3000);  // the values' size bounds the error
    expect_close(merged.m2, all.m2, 1e-12, "m2");
    EXPECT_EQ(merged.least, all.least);
    EXPECT_EQ(merged.most, all.most);
  }
}

TEST(MomentsTest, MergingTwoSinglesIsExact) {
  Moments left = moments_of({1e9 + 4});
  left.merge(moments_of({1e9 + 16}));
  EXPECT_EQ(left.mean, 1e9 + 10);
  EXPECT_EQ(left.m2, 72);
}

TEST(MomentsTest, MergingWithItselfDoublesTheSample) {
  Moments moments = moments_of({1, 2, 3, 6});
  moments.merge(moments);
  EXPECT_EQ(moments.n, 8U);
  EXPECT_EQ(moments.mean, 3);
  EXPECT_EQ(moments.m2, 28);
}

TEST(MomentsTest, MergingWithAnEmptyOneKeepsEveryBit) {
  Dice dice(3);
  for (int round = 0; round < 200; ++round) {
    Moments sample;
    const std::size_t size = dice.below(20);
    for (std::size_t i = 0; i < size; ++i) sample.add(dice.uniform(-1, 1) * 1e-5);
    Moments after = sample;
    after.merge(Moments{});
    EXPECT_EQ(bits_of(after), bits_of(sample));
    Moments before;
    before.merge(sample);
    EXPECT_EQ(bits_of(before), bits_of(sample));
  }
}

TEST(MomentsTest, NegativeZeroCountsAsZero) {
  EXPECT_EQ(bits_of(moments_of({-0.0, 0.0})), bits_of(moments_of({0.0, -0.0})));
  EXPECT_FALSE(std::signbit(moments_of({-0.0}).least));
}

TEST(MomentsDeathTest, OnlyFiniteValuesAreAdded) {
  Moments moments;
  EXPECT_DEATH(moments.add(kInfinity), "is_finite");
  EXPECT_DEATH(moments.add(std::nan("")), "is_finite");
}

}  // namespace
}  // namespace brink::test
