#include "engine/base/exact_math.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/base/random.h"

namespace brink {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kSmallest = std::numeric_limits<double>::denorm_min();
constexpr double kLargest = std::numeric_limits<double>::max();
constexpr int kPoints = 100'000;

/// Distance from the exact value in units of its last place; the oracle's own error is 2^-11 of it.
double ulps(double got, long double exact) {
  const auto nearest = static_cast<double>(exact);
  if (std::isinf(nearest) || std::isinf(got)) return got == nearest ? 0 : kInfinity;
  const int exponent = std::max(std::ilogb(nearest), -1022);
  return static_cast<double>(std::fabs(got - exact) * std::ldexp(1.0L, 52 - exponent));
}

/// Random arguments: uniform on an interval, or uniform in the logarithm with either sign.
class Arguments {
 public:
  explicit Arguments(std::uint64_t key) : draws_(RunSeed{}, key, 0) {}

  double between(double low, double high) { return low + (high - low) * draws_.uniform(); }

  double magnitude(double low_exponent, double high_exponent) {
    return std::exp2(between(low_exponent, high_exponent));
  }

  double signed_magnitude(double low_exponent, double high_exponent) {
    const double sign = draws_.uniform() < 0.5 ? -1.0 : 1.0;
    return sign * magnitude(low_exponent, high_exponent);
  }

 private:
  Draws draws_;
};

/// Largest error over kPoints arguments.
template <class Got, class Exact, class Argument>
double worst(Got got, Exact exact, Argument argument) {
  double largest = 0;
  for (int i = 0; i < kPoints; ++i) {
    const double x = argument();
    largest = std::max(largest, ulps(got(x), exact(static_cast<long double>(x))));
  }
  return largest;
}

long double long_exp(long double x) { return std::exp(x); }
long double long_expm1(long double x) { return std::expm1(x); }
long double long_log(long double x) { return std::log(x); }
long double long_log1p(long double x) { return std::log1p(x); }

// 1 ulp: half for the final rounding, the rest for the second largest term of each series
constexpr double kOneUlp = 1;

TEST(ExactMathTest, ExpIsWithinOneUlp) {
  Arguments random(1);
  EXPECT_LT(worst(exact::exp, long_exp, [&] { return random.between(-708, 709.7); }), kOneUlp);
  EXPECT_LT(worst(exact::exp, long_exp, [&] { return random.between(-2, 2); }), kOneUlp);
  EXPECT_LT(worst(exact::exp, long_exp, [&] { return random.signed_magnitude(-60, 3); }), kOneUlp);
  EXPECT_LT(worst(exact::exp, long_exp, [&] { return random.between(-745, -708); }), kOneUlp);
}

// near x = 0.35 the doubled tail of e^(x - ln 2) adds its two roundings to the last one
TEST(ExactMathTest, Expm1IsWithinOneAndAHalfUlps) {
  Arguments random(2);
  const auto check = [&](auto argument) {
    EXPECT_LT(worst(exact::expm1, long_expm1, argument), 1.5);
  };
  check([&] { return random.between(-45, 709.7); });
  check([&] { return random.between(-2, 2); });
  check([&] { return random.signed_magnitude(-80, 3); });
}

TEST(ExactMathTest, LogIsWithinOneUlp) {
  Arguments random(3);
  const auto check = [&](auto argument) {
    EXPECT_LT(worst(exact::log, long_log, argument), kOneUlp);
  };
  check([&] { return random.between(0, 1); });
  check([&] { return random.between(0.5, 2); });
  check([&] { return 1 + random.signed_magnitude(-52, -2); });
  check([&] { return random.magnitude(-1074, 1023.99); });
}

TEST(ExactMathTest, Log1pIsWithinOneUlp) {
  Arguments random(4);
  const auto check = [&](auto argument) {
    EXPECT_LT(worst(exact::log1p, long_log1p, argument), kOneUlp);
  };
  check([&] { return random.between(-1, 1); });
  check([&] { return random.between(-0.5, 3); });
  check([&] { return random.signed_magnitude(-80, -0.01); });
  check([&] { return random.magnitude(-2, 1023); });
}

TEST(ExactMathTest, PowIsWithinOneUlp) {
  Arguments random(5);
  double y = 0;
  const auto power = [&](double x) { return exact::pow(x, y); };
  const auto exact_power = [&](long double x) { return std::pow(x, static_cast<long double>(y)); };
  const auto check = [&](auto argument) {
    EXPECT_LT(worst(power, exact_power, argument), kOneUlp);
  };
  check([&] {
    y = random.between(-10, 10);
    return random.magnitude(-10, 10);
  });
  check([&] {
    y = random.between(-1000, 1000);
    return random.between(0.5, 2);
  });
  check([&] {
    // results over the whole normal range, from any base
    const double x = random.magnitude(-1074, 1023);
    y = random.between(-707, 709) / std::log(x);
    return x;
  });
  check([&] {
    // bases next to 1 with huge exponents
    const double x = 1 + random.signed_magnitude(-50, -2);
    y = random.between(-700, 700) / std::log(x);
    return x;
  });
}

TEST(ExactMathTest, LogGammaIsWithinRelativeTenToTheMinusThirteen) {
  Arguments random(6);
  const auto check = [&](auto argument) {
    for (int i = 0; i < kPoints / 4; ++i) {
      const double x = argument();
      const long double expected = std::lgamma(static_cast<long double>(x));
      ASSERT_LE(std::fabs(exact::log_gamma(x) - expected), 1e-13L * std::fabs(expected)) << x;
    }
  };
  check([&] { return random.between(0, 15); });
  check([&] { return random.between(0, 1000); });
  check([&] { return random.magnitude(-1070, 1000); });
  check([&] { return 1 + random.signed_magnitude(-50, -2); });
  check([&] { return 2 + random.signed_magnitude(-50, -2); });
}

TEST(ExactMathTest, ExponentialAndLogarithmTakeSpecialValuesAsIeee) {
  EXPECT_EQ(exact::exp(0), 1);
  EXPECT_EQ(exact::exp(-0.0), 1);
  EXPECT_EQ(exact::exp(kInfinity), kInfinity);
  EXPECT_EQ(exact::exp(-kInfinity), 0);
  EXPECT_EQ(exact::exp(709.8), kInfinity);
  EXPECT_EQ(exact::exp(-745.2), 0);
  EXPECT_EQ(exact::exp(-745.1), kSmallest);
  EXPECT_EQ(exact::expm1(kInfinity), kInfinity);
  EXPECT_EQ(exact::expm1(-kInfinity), -1);
  EXPECT_TRUE(std::signbit(exact::expm1(-0.0)));
  EXPECT_EQ(exact::expm1(kSmallest), kSmallest);
  EXPECT_EQ(exact::log(0), -kInfinity);
  EXPECT_EQ(exact::log(-0.0), -kInfinity);
  EXPECT_EQ(exact::log(1), 0);
  EXPECT_EQ(exact::log(kInfinity), kInfinity);
  EXPECT_EQ(exact::log(kLargest), std::log(kLargest));
  EXPECT_EQ(exact::log1p(-1), -kInfinity);
  EXPECT_EQ(exact::log1p(kInfinity), kInfinity);
  EXPECT_TRUE(std::signbit(exact::log1p(-0.0)));
  for (const double x : {-1e-300, -1.0, -kInfinity}) EXPECT_TRUE(std::isnan(exact::log(x))) << x;
  EXPECT_TRUE(std::isnan(exact::log1p(-1.0000001)));
  for (const auto f : {exact::exp, exact::expm1, exact::log, exact::log1p, exact::log_gamma}) {
    EXPECT_TRUE(std::isnan(f(kNan)));
  }
}

TEST(ExactMathTest, LogGammaIsZeroAtOneAndTwoAndInfiniteAtItsEnds) {
  EXPECT_EQ(exact::log_gamma(1), 0);
  EXPECT_EQ(exact::log_gamma(2), 0);
  EXPECT_EQ(exact::log_gamma(0), kInfinity);
  EXPECT_EQ(exact::log_gamma(kInfinity), kInfinity);
  EXPECT_EQ(exact::log_gamma(kLargest), kInfinity);
  EXPECT_TRUE(std::isnan(exact::log_gamma(-0.5)));
}

TEST(ExactMathTest, PowTakesSpecialValuesAsTheCLibrary) {
  const std::array values{
      0.0,      -0.0,      1.0,       -1.0,       2.0,   -2.0,   3.0,        -3.0,
      0.5,      -0.5,      1e300,     1e10,       -1e10, 1e-310, kSmallest,  -kSmallest,
      kLargest, -kLargest, kInfinity, -kInfinity, kNan,  0x1p53, 0x1p53 - 1, 0x1.fffffffffffffp-1};
  for (const double x : values) {
    for (const double y : values) {
      const double expected = std::pow(x, y);
      const double got = exact::pow(x, y);
      if (std::isnan(expected)) {
        EXPECT_TRUE(std::isnan(got)) << x << " to " << y;
        continue;
      }
      EXPECT_EQ(std::signbit(got), std::signbit(expected)) << x << " to " << y;
      // 2 ulp: subnormal results are rounded twice
      EXPECT_LE(ulps(got, expected), 2) << x << " to " << y;
    }
  }
}

TEST(ExactMathTest, PowersOfWholeNumbersAreExactWhereTheyFit) {
  for (int x = 1; x <= 30; ++x) {
    double product = 1;
    for (int n = 0; n <= 10; ++n, product *= x) {
      EXPECT_EQ(exact::pow(x, n), product);
      EXPECT_EQ(exact::pow(-x, n), n % 2 == 0 ? product : -product);
    }
  }
}

TEST(ExactMathTest, RoundingsEqualTheCLibrary) {
  Arguments random(7);
  const auto check = [](double x) {
    const auto same = [x](double got, double expected) {
      EXPECT_EQ(got, expected) << x;
      EXPECT_EQ(std::signbit(got), std::signbit(expected)) << x;
    };
    same(exact::floor(x), std::floor(x));
    same(exact::ceil(x), std::ceil(x));
    same(exact::trunc(x), std::trunc(x));
    same(exact::round(x), std::round(x));
    same(exact::abs(x), std::fabs(x));
    same(exact::sqrt(exact::abs(x)), std::sqrt(std::fabs(x)));
    EXPECT_EQ(exact::is_finite(x), std::isfinite(x)) << x;
  };
  for (const double x : {0.0, 0.5, 1.5, 2.5, 0x1.fffffffffffffp-2, 0x1p52 - 0.5, 0x1p52 + 1, 0x1p53,
                         kSmallest, kLargest, kInfinity}) {
    check(x);
    check(-x);
  }
  for (int i = 0; i < 20'000; ++i) check(random.signed_magnitude(-3, 55));
  EXPECT_FALSE(exact::is_finite(kNan));
  for (const auto f : {exact::floor, exact::ceil, exact::trunc, exact::round}) {
    EXPECT_TRUE(std::isnan(f(kNan)));
  }
}

/// FNV-1a over whole words.
void mix(std::uint64_t& hash, double value) {
  hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 0x100000001b3u;
  hash ^= hash >> 29;
}

// the constant is the determinism guard: every compiler, optimisation level and processor must give
// it; it changes only on purpose, and then every golden of the engine does
TEST(ExactMathTest, HundredThousandResultsHaveTheGoldenHashOnEveryCompiler) {
  Draws draws({.seed = 2024, .replication = 7}, 11, 13);
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (int i = 0; i < 10'000; ++i) {
    const double u = draws.uniform();
    const double x = (draws.uniform() - 0.5) * 200;
    mix(hash, u);
    mix(hash, exact::exp(x));
    mix(hash, exact::expm1(x / 50));
    mix(hash, exact::log(u));
    mix(hash, exact::log1p(-u));
    mix(hash, exact::pow(u * 20, x));
    mix(hash, exact::log_gamma(u * 40));
    mix(hash, exact::floor(x) + exact::ceil(x * 3));
    mix(hash, exact::round(x) + exact::trunc(x * 3));
    mix(hash, exact::sqrt(u) + static_cast<double>(draws.below(1000)));
  }
  EXPECT_EQ(hash, 0xd34722df5d6f2ce2u);
}

}  // namespace
}  // namespace brink
