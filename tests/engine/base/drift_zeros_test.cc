#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/base/drift.h"
#include "engine/base/random.h"
#include "tests/support/runs.h"

// Oracle: forms made from the zeros they are to have, sampled values, and plain bisection.
namespace brink {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

class RandomForms {
 public:
  explicit RandomForms(std::uint64_t seed) : draws_({.seed = seed}, 3, 0) {}

  double between(double low, double high) { return low + (high - low) * draws_.uniform(); }
  std::uint64_t below(std::uint64_t n) { return draws_.below(n); }
  bool chance(double p) { return draws_.uniform() < p; }
  /// A sum of c t^p e^(−kt), some of them growing where asked for.
  Drift any(bool may_grow) {
    Drift form = Drift::constant(chance(0.5) ? between(-2, 2) : 0);
    for (auto n = below(5); n > 0; --n) {
      const double rate = chance(0.3) ? 0 : between(may_grow ? -0.5 : 0, 3);
      Drift term = Drift::decay(between(-3, 3), 0, rate);
      for (auto power = below(4); power > 0; --power) term = term.times(Drift::line(0, 1));
      form = form.plus(term);
    }
    return form;
  }

 private:
  Draws draws_;
};

/// What rounding may do to a value: the terms without their signs.
double size_of(const Drift& form, double t) {
  double sum = 0;
  for (const auto& term : form.terms()) {
    sum += std::abs(term.coefficient) * std::pow(t, term.power) * std::exp(-term.rate * t);
  }
  return sum;
}

bool grows(const Drift& form) {
  return std::any_of(form.terms().begin(), form.terms().end(),
                     [](const Drift::Term& term) { return term.rate < 0; });
}

// `bounds` leaves more room than rounding takes: no tolerance
TEST(DriftBoundsTest, NoValueLiesOutside) {
  RandomForms random(1);
  for (int i = 0; i < test::cases(20'000); ++i) {
    const Drift form = random.any(random.chance(0.2));
    const double until = random.chance(0.1) ? 0 : std::pow(10, random.between(-6, 2));
    const auto bounds = form.bounds(until);
    for (int k = 0; k <= 20; ++k) {
      const double t = k == 20 ? until : k == 0 ? 0 : random.between(0, until);
      const double x = form.value(t);
      ASSERT_GE(x, bounds.low) << i;
      ASSERT_LE(x, bounds.high) << i;
    }
    EXPECT_EQ(grows(form), bounds.low == -kInfinity) << "they say something where they can";
    EXPECT_EQ(grows(form), bounds.high == kInfinity);
  }
}

TEST(DriftBoundsTest, OfOneTermTheyAreItsEnds) {
  const auto near = [](Drift::Bounds bounds, double low, double high) {
    EXPECT_NEAR(bounds.low, low, 1e-10);
    EXPECT_NEAR(bounds.high, high, 1e-10);
  };
  near(Drift::constant(3).bounds(5), 3, 3);
  near(Drift::constant(-3).bounds(5), -3, -3);
  near(Drift::line(1, 2).bounds(5), 1, 11);
  near(Drift::line(1, -2).bounds(5), -9, 1);
  near(Drift::decay(4, 1, 0.5).bounds(5), 1, 4);
  near(Drift::decay(-4, 1, 0.5).bounds(5), -4, 1);
  near(Drift().bounds(5), 0, 0);
}

/// A form with simple zeros at known places, and the stretch in which they are asked for.
struct Known {
  Drift form;
  std::vector<double> zeros;  // rising
};

// c (t − a) (t − b) ... e^(−kt): with eighths for the zeros every coefficient is exact
Known of_eighths(RandomForms& random) {
  std::vector<bool> is_taken(41);
  Drift form = Drift::constant(random.chance(0.5) ? 1 : -1);
  for (auto n = random.below(6) + 1; n > 0; --n) {
    const auto eighths = random.below(41);
    if (is_taken[eighths]) continue;
    is_taken[eighths] = true;
    form = form.times(Drift::line(-static_cast<double>(eighths) / 8, 1));
  }
  Known known{random.chance(0.5) ? form : form.times(Drift::decay(1, 0, 0.25)), {}};
  for (std::size_t i = 0; i < is_taken.size(); ++i) {
    if (is_taken[i]) known.zeros.push_back(static_cast<double>(i) / 8);
  }
  return known;
}

std::vector<double> zeros_of(const Drift& form, double low, double high) {
  std::vector<double> zeros(32);
  zeros.resize(static_cast<std::size_t>(form.zeros(low, high, zeros)));
  return zeros;
}

// a place may be missed by the rounding of the value divided by the slope there
void expect_zeros(const Known& known, double low, double high) {
  const auto found = zeros_of(known.form, low, high);
  std::vector<double> expected;
  for (const double zero : known.zeros) {
    if (zero > low && zero <= high) expected.push_back(zero);
  }
  ASSERT_EQ(found.size(), expected.size()) << "in (" << low << ", " << high << "]";
  const auto slope = known.form.derivative();
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double room = 1e-14 * size_of(known.form, expected[i]);
    EXPECT_NEAR(found[i], expected[i], room / std::abs(slope.value(expected[i])) + 1e-15);
  }
}

TEST(DriftZerosTest, AreAllOfThoseOfAProduct) {
  RandomForms random(2);
  for (int i = 0; i < test::cases(20'000); ++i) {
    const auto known = of_eighths(random);
    // between eighths, so that no zero is at an end
    const double low = (static_cast<double>(random.below(40)) - 1) / 8 + 1.0 / 16;
    expect_zeros(known, low, low + static_cast<double>(random.below(50) + 1) / 8);
  }
}

// exact coefficients and zeros: the value there is exactly 0
TEST(DriftZerosTest, TheUpperEndIsOneAndTheLowerIsNot) {
  RandomForms random(3);
  for (int i = 0; i < test::cases(20'000); ++i) {
    const auto known = of_eighths(random);
    const double zero = known.zeros[random.below(known.zeros.size())];
    const double width = static_cast<double>(random.below(20)) + 1.0 / 16;
    expect_zeros(known, zero, zero + width);
    if (zero > 0) expect_zeros(known, std::max(0.0, zero - width), zero);
  }
}

// (t − a) (t − b) with b − a down to 2^-18: both are seen, though the value between is tiny
TEST(DriftZerosTest, TwoCloseTogetherAreBothFound) {
  RandomForms random(4);
  for (int power = 1; power <= 18; ++power) {
    for (int i = 0; i < test::cases(500); ++i) {
      const double a = static_cast<double>(random.below(64)) / 8 + 1;
      const double gap = std::ldexp(1, -power);
      Known known{Drift::line(-a, 1).times(Drift::line(-a - gap, 1)), {a, a + gap}};
      if (random.chance(0.5)) known.form = known.form.times(Drift::decay(1, 0, 0.5));
      expect_zeros(known, 0, 20);
    }
  }
}

// a touch is no change of sign: whatever is reported lies there, and nothing else is
TEST(DriftZerosTest, WhereAFormOnlyTouchesZeroAtMostOneIsFound) {
  RandomForms random(5);
  for (int i = 0; i < test::cases(5'000); ++i) {
    const double a = static_cast<double>(random.below(64)) / 8 + 1;
    const auto square = Drift::line(-a, 1).times(Drift::line(-a, 1));
    const auto found = zeros_of(square, 0, 20);
    ASSERT_LE(found.size(), 1U);
    for (const double zero : found) EXPECT_DOUBLE_EQ(zero, a);
    EXPECT_TRUE(zeros_of(square.plus(Drift::constant(0x1p-30)), 0, 20).empty());
  }
}

// a polynomial in e^(−kt) times (t − r) is a sum of up to 16 terms; its zeros are −ln(x) / k and r
TEST(DriftZerosTest, AreAllOfThoseOfManyExponentials) {
  RandomForms random(6);
  for (int i = 0; i < test::cases(20'000); ++i) {
    const double rate = random.between(0.05, 1);
    Known known{Drift::constant(1), {}};
    for (auto n = random.below(5) + 1; n > 0; --n) {
      // apart from each other, or rounding could not tell them
      const double x = 0.9 - 0.17 * static_cast<double>(n) + random.between(-0.04, 0.04);
      known.form = known.form.times(Drift::constant(-x).plus(Drift::decay(1, 0, rate)));
      known.zeros.push_back(-std::log(x) / rate);
    }
    if (random.chance(0.5)) {
      const double r = random.between(0.1, 1.2) / rate;
      const bool is_apart = std::all_of(known.zeros.begin(), known.zeros.end(), [&](double zero) {
        return std::abs(zero - r) > 0.05 / rate;
      });
      if (!is_apart) continue;
      known.form = known.form.times(Drift::line(-r, 1));
      known.zeros.push_back(r);
    }
    std::sort(known.zeros.begin(), known.zeros.end());
    expect_zeros(known, 0, 10 / rate);
  }
}

// as plain bisection would end: on an exact zero, or on two neighbours of different signs
TEST(DriftZerosTest, LieWhereTheSignChangesBetweenNeighbours) {
  RandomForms random(7);
  int seen = 0;
  for (int i = 0; i < test::cases(20'000); ++i) {
    // a constant term is its slowest exponential: the form is solved as it stands
    const auto form = random.any(false).plus(Drift::constant(random.chance(0.5) ? 4 : -4));
    const double low = random.chance(0.5) ? 0 : random.between(0, 3);
    const double high = low + random.between(0.1, 20);
    for (const double zero : zeros_of(form, low, high)) {
      const double x = form.value(zero);
      const double before = form.value(std::nextafter(zero, -kInfinity));
      EXPECT_TRUE(x == 0 || (x < 0) != (before < 0)) << x << " after " << before;
      ++seen;
    }
  }
  EXPECT_GT(seen, test::cases(20'000) / 10);
}

}  // namespace
}  // namespace brink
