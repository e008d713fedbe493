#include "engine/base/drift.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/base/random.h"
#include "tests/support/runs.h"

// Oracle: slow numeric models. Values come from the definition in long double, integrals from
// composite Simpson, zeros from a fine grid of sign changes refined by bisection.
namespace brink {
namespace {

using Term = Drift::Term;

long double slow_value(const Drift& drift, long double t) {
  long double sum = 0;
  for (const auto& term : drift.terms()) {
    sum += static_cast<long double>(term.coefficient) *
           std::pow(t, static_cast<long double>(term.power)) *
           std::exp(-static_cast<long double>(term.rate) * t);
  }
  return sum;
}

/// What rounding may do to a sum: the terms without their signs.
double size_of(const Drift& drift, double t) {
  double sum = 0;
  for (const auto& term : drift.terms()) {
    sum += std::abs(term.coefficient) * std::pow(t, term.power) * std::exp(-term.rate * t);
  }
  return sum;
}

long double simpson(const Drift& drift, long double t, int pieces) {
  const long double h = t / pieces;
  long double sum = slow_value(drift, 0) + slow_value(drift, t);
  for (int i = 1; i < pieces; ++i) sum += slow_value(drift, i * h) * (i % 2 == 0 ? 2 : 4);
  return sum * h / 3;
}

class RandomForms {
 public:
  explicit RandomForms(std::uint64_t seed) : draws_({.seed = seed}, 1, 0) {}

  double between(double low, double high) { return low + (high - low) * draws_.uniform(); }
  std::uint64_t below(std::uint64_t n) { return draws_.below(n); }
  Drift line() { return Drift::line(between(-2, 2), between(-0.5, 0.5)); }
  Drift decay() { return Drift::decay(between(-3, 3), between(-1, 1), between(0.02, 3)); }
  Drift one() {
    switch (below(4)) {
      case 0:
        return Drift::constant(between(-2, 2));
      case 1:
        return line();
      default:
        return decay();
    }
  }
  /// A sum of up to three products of up to two simple forms: at most 12 terms.
  Drift sum_of_products() {
    Drift result = Drift::constant(between(-0.5, 0.5));
    for (auto n = below(3) + 1; n > 0; --n) {
      result = result.plus(below(2) == 0 ? one() : one().times(one()));
    }
    return result;
  }

 private:
  Draws draws_;
};

TEST(DriftTest, SumsAndProductsAreThoseOfTheirValues) {
  RandomForms random(1);
  for (int i = 0; i < test::cases(20'000); ++i) {
    const Drift a = random.one().plus(random.one());
    const Drift b = random.one();
    const double t = random.between(0, 20);
    const double room = 1e-14 * (1 + size_of(a, t)) * (1 + size_of(b, t));
    EXPECT_NEAR(a.plus(b).value(t), a.value(t) + b.value(t), room);
    EXPECT_NEAR(a.times(b).value(t), a.value(t) * b.value(t), 10 * room);
    EXPECT_NEAR(a.scaled(-3).value(t), -3 * a.value(t), room * 3);
    EXPECT_NEAR(a.value(t), static_cast<double>(slow_value(a, t)), room);
  }
}

TEST(DriftTest, DecayStartsAtItsValueAndEndsAtItsRest) {
  const auto drift = Drift::decay(5, 2, 0.1);
  EXPECT_DOUBLE_EQ(drift.value(0), 5);
  EXPECT_DOUBLE_EQ(drift.value(10), 2 + 3 * std::exp(-1.0));
  EXPECT_DOUBLE_EQ(drift.value(1e6), 2);
  EXPECT_DOUBLE_EQ(Drift::decay(2, 2, 0.1).value(7), 2);
  EXPECT_TRUE(Drift::decay(2, 2, 0.1).is_constant());
  EXPECT_TRUE(Drift::line(2, 0).is_constant());
  EXPECT_TRUE(Drift().is_constant());
  EXPECT_FALSE(Drift::line(2, 1e-9).is_constant());
}

// Simpson's error over 2,000 pieces of h <= 0.01: h⁴/180 · t · |x⁗| < 1e-7 of the form's size for
// rates up to 6; rounding of the closed form 1e-12
TEST(DriftTest, IntegralsAreThoseOfSimpson) {
  RandomForms random(2);
  for (int i = 0; i < test::cases(5'000); ++i) {
    const Drift drift = random.sum_of_products();
    const double t = random.between(0, random.below(2) == 0 ? 1 : 20);
    double size = 0;
    for (int k = 0; k <= 10; ++k) size = std::max(size, size_of(drift, t * k / 10));
    EXPECT_NEAR(drift.integral(t), static_cast<double>(simpson(drift, t, 2'000)),
                2e-7 * size * (1 + t));
  }
}

// short stretches, where e^(−kt) − 1 and its like would cancel. Simpson's own error, h = t/400 <=
// 2.5e-4 and rates up to 3: h⁴/180 · 3⁴ = 2e-15 of the integral
TEST(DriftTest, IntegralsOfShortStretchesKeepTheirDigits) {
  RandomForms random(3);
  for (int i = 0; i < test::cases(20'000); ++i) {
    const Drift drift = random.decay().times(random.line());
    const double t = std::pow(10, random.between(-9, -1));
    const double size = std::max(size_of(drift, 0), size_of(drift, t)) * t;
    EXPECT_NEAR(drift.integral(t), static_cast<double>(simpson(drift, t, 400)), 1e-14 * size);
  }
}

// the slope over 1e-5 on both sides differs from the derivative by h²/6 · |x‴| and rounding / h
TEST(DriftTest, DerivativesAreSlopes) {
  RandomForms random(4);
  for (int i = 0; i < test::cases(5'000); ++i) {
    const Drift drift = random.sum_of_products();
    const double t = random.between(0.1, 10);
    constexpr double kStep = 1e-5;
    const auto slope = (slow_value(drift, t + kStep) - slow_value(drift, t - kStep)) / (2 * kStep);
    EXPECT_NEAR(drift.derivative().value(t), static_cast<double>(slope),
                1e-7 * (1 + size_of(drift, t)));
  }
}

/// Sign changes on a fine grid, refined.
std::vector<double> slow_zeros(const Drift& drift, double low, double high, int pieces) {
  std::vector<double> zeros;
  for (int i = 0; i < pieces; ++i) {
    long double a = low + (high - low) * i / pieces;
    long double b = low + (high - low) * (i + 1) / pieces;
    const bool rises = slow_value(drift, a) < 0;
    if (rises == (slow_value(drift, b) < 0)) continue;
    for (int k = 0; k < 70; ++k) {
      const long double middle = (a + b) / 2;
      ((slow_value(drift, middle) < 0) == rises ? a : b) = middle;
    }
    zeros.push_back(static_cast<double>(b));
  }
  return zeros;
}

// each zero of the grid must be found; each found one must be a zero. A zero is ill-conditioned by
// rounding / slope, so places are compared with that in mind, and near-double zeros are left out
TEST(DriftTest, ZerosAreThoseOfAFineGrid) {
  RandomForms random(5);
  int compared = 0;
  for (int i = 0; i < test::cases(20'000); ++i) {
    const Drift drift = random.sum_of_products();
    if (drift.is_constant()) continue;
    const double low = random.below(2) == 0 ? 0 : random.between(0, 3);
    const double high = low + random.between(0.5, 30);
    const auto expected = slow_zeros(drift, low, high, 1'500);
    std::vector<double> found(32);
    found.resize(static_cast<std::size_t>(drift.zeros(low, high, found)));
    double before = low;
    for (const double zero : found) {
      EXPECT_GE(zero, before);
      EXPECT_LE(zero, high);
      EXPECT_LE(std::abs(drift.value(zero)),
                1e-13 * size_of(drift, zero) +
                    1e-14 * std::abs(drift.derivative().value(zero)) * (1 + zero));
      before = zero;
    }
    // two zeros between neighbours of the grid are seen by Rolle's method alone
    ASSERT_GE(found.size(), expected.size()) << i;
    if (found.size() != expected.size()) continue;
    for (std::size_t k = 0; k < expected.size(); ++k) {
      const double slope = std::abs(drift.derivative().value(expected[k]));
      EXPECT_NEAR(found[k], expected[k], 1e-13 * (1 + size_of(drift, expected[k])) / slope + 1e-13);
    }
    compared += static_cast<int>(expected.size());
  }
  EXPECT_GT(compared, test::cases(20'000) / 4);
}

TEST(DriftTest, ZerosOfKnownPlacesAreFound) {
  std::vector<double> out(8);
  EXPECT_EQ(Drift::line(-3, 1.5).zeros(0, 10, out), 1);
  EXPECT_DOUBLE_EQ(out[0], 2);
  EXPECT_EQ(Drift::line(-3, 1.5).zeros(0, 2, out), 1) << "the upper end belongs to the stretch";
  EXPECT_EQ(Drift::line(-3, 1.5).zeros(2, 10, out), 0) << "the lower end does not";
  EXPECT_EQ(Drift::line(-3, 1.5).zeros(0, 1.99, out), 0);
  EXPECT_EQ(Drift::decay(4, 0, 0.5).plus(Drift::constant(-1)).zeros(0, 10, out), 1);
  EXPECT_NEAR(out[0], 2 * std::log(4.0), 1e-15 * 4);
  // (t − 1)(t − 3) changes sign twice
  EXPECT_EQ(Drift::line(-1, 1).times(Drift::line(-3, 1)).zeros(0, 10, out), 2);
  EXPECT_NEAR(out[0], 1, 1e-14);
  EXPECT_NEAR(out[1], 3, 1e-14);
  // t e^(−t) = 0.3 twice: 0.489402227180, 1.781337023422
  const auto hump = Drift::line(0, 1).times(Drift::decay(1, 0, 1)).plus(Drift::constant(-0.3));
  EXPECT_EQ(hump.zeros(0, 10, out), 2);
  EXPECT_NEAR(out[0], 0.489402227180215, 1e-12);
  EXPECT_NEAR(out[1], 1.781337023421628, 1e-12);
  EXPECT_EQ(Drift::constant(0).zeros(0, 10, out), 0) << "zero throughout has no zeros";
  EXPECT_EQ(Drift().zeros(0, 10, out), 0);
}

// t with integral(t) = area: checked by integrating, to the rounding of the integral
TEST(DriftTest, TimeToAnAreaIsWhereTheIntegralReachesIt) {
  RandomForms random(6);
  int reached = 0;
  for (int i = 0; i < test::cases(20'000); ++i) {
    // squares and sums of positive forms do not go below 0
    const Drift one = random.one();
    const Drift drift = one.times(one).plus(
        Drift::decay(random.between(0, 2), random.between(0, 1), random.between(0.02, 3)));
    const double limit = random.between(0, 20);
    const double area = -std::log(random.between(0, 1));
    const double t = drift.time_to_area(area, limit);
    if (drift.integral(limit) < area) {
      EXPECT_LT(t, 0);
      continue;
    }
    ASSERT_GE(t, 0);
    ASSERT_LE(t, limit);
    double size = 0;
    for (int k = 0; k <= 10; ++k) size = std::max(size, size_of(drift, t * k / 10));
    EXPECT_NEAR(drift.integral(t), area, 1e-13 * (1 + size * (1 + t)));
    ++reached;
  }
  EXPECT_GT(reached, test::cases(20'000) / 4);
}

TEST(DriftTest, TimeToAreaKnowsItsEdges) {
  EXPECT_DOUBLE_EQ(Drift::constant(2).time_to_area(3, 10), 1.5);
  EXPECT_DOUBLE_EQ(Drift::constant(2).time_to_area(20, 10), 10);
  EXPECT_LT(Drift::constant(2).time_to_area(20.001, 10), 0);
  EXPECT_LT(Drift::constant(0).time_to_area(1e-9, 10), 0);
  EXPECT_EQ(Drift::constant(0).time_to_area(0, 10), 0);
  EXPECT_DOUBLE_EQ(Drift::line(0, 2).time_to_area(9, 10), 3);
  // all that a decay to 0 ever gives is value / rate
  EXPECT_LT(Drift::decay(1, 0, 0.5).time_to_area(2.0000001, 1e9), 0);
  EXPECT_NEAR(Drift::decay(1, 0, 0.5).time_to_area(1, 1e9), 2 * std::log(2.0), 1e-12);
}

}  // namespace
}  // namespace brink
