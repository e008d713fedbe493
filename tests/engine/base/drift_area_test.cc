#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/drift.h"
#include "engine/base/random.h"
#include "tests/support/runs.h"

// Oracle: bisection, and integrals summed from the definition in long double.
namespace brink {
namespace {

class RandomForms {
 public:
  explicit RandomForms(std::uint64_t seed) : draws_({.seed = seed}, 4, 0) {}

  double between(double low, double high) { return low + (high - low) * draws_.uniform(); }
  bool chance(double p) { return draws_.uniform() < p; }
  /// A form that is nowhere below 0: sums of squares and of falling or rising decays.
  Drift nowhere_negative() {
    Drift form = Drift::constant(chance(0.5) ? between(0, 2) : 0);
    if (chance(0.5)) {
      const Drift line = Drift::line(between(-2, 2), between(-0.5, 0.5));
      form = form.plus(line.times(line));
    }
    if (chance(0.7)) {
      form = form.plus(Drift::decay(between(0, 4), chance(0.5) ? between(0, 1) : 0, rate()));
    }
    if (chance(0.3))
      form = form.plus(Drift::line(0, between(0, 2)).times(Drift::decay(1, 0, rate())));
    return form;
  }

 private:
  double rate() { return std::pow(10, between(-3, 1)); }
  Draws draws_;
};

// ∫ s^p e^(−ks) from 0 to t: for k = 0 and p <= 2 a power, otherwise by repeated integration by
// parts where kt is not small, by its series where it is
long double slow_integral(int p, long double k, long double t) {
  if (k == 0) return std::pow(t, p + 1.0L) / (p + 1);
  if (k * t < 1) {
    long double sum = 0;
    long double factor = 1;
    for (int j = 0; j < 60; ++j) {
      sum += factor * std::pow(t, p + 1.0L + j) / (p + 1 + j);
      factor *= -k / (j + 1);
    }
    return sum;
  }
  if (p == 0) return -std::expm1(-k * t) / k;
  return (p * slow_integral(p - 1, k, t) -
          std::pow(t, static_cast<long double>(p)) * std::exp(-k * t)) /
         k;
}

long double slow_area(const Drift& form, double t) {
  long double sum = 0;
  for (const auto& term : form.terms()) {
    sum += static_cast<long double>(term.coefficient) * slow_integral(term.power, term.rate, t);
  }
  return sum;
}

/// The terms without their signs, integrated: what rounding is in proportion to.
double size_of_area(const Drift& form, double t) {
  double sum = 0;
  for (const auto& term : form.terms()) {
    sum +=
        std::abs(term.coefficient) * static_cast<double>(slow_integral(term.power, term.rate, t));
  }
  return sum;
}

double slow_time_to(const Drift& form, double area, double limit) {
  double low = 0;
  double high = limit;
  for (int i = 0; i < 200; ++i) {
    const double middle = low + (high - low) / 2;
    (slow_area(form, middle) < static_cast<long double>(area) ? low : high) = middle;
  }
  return high;
}

// the time may be off by the rounding of the area over the height there
TEST(DriftAreaTest, TheTimeIsThatOfBisection) {
  RandomForms random(1);
  int reached = 0;
  int never = 0;
  for (int i = 0; i < test::cases(10'000); ++i) {
    const Drift form = random.nowhere_negative();
    const double limit = std::pow(10, random.between(-3, 2.5));
    const double area = -std::log(random.between(0, 1));
    const double whole = static_cast<double>(slow_area(form, limit));
    const double rounding = 1e-13 * size_of_area(form, limit);
    const double t = form.time_to_area(area, limit);
    if (whole < area - rounding) {
      ASSERT_LT(t, 0) << i;
      ++never;
      continue;
    }
    if (whole < area + rounding) continue;  // rounding decides
    ASSERT_GE(t, 0) << i;
    ASSERT_LE(t, limit) << i;
    const double expected = slow_time_to(form, area, limit);
    const double height = form.value(expected);
    if (height <= 1e-6) continue;  // level there: any of many times
    const double room = 1e-13 * size_of_area(form, expected) / height + 4e-15 * expected;
    EXPECT_NEAR(t, expected, room) << i;
    ++reached;
  }
  EXPECT_GT(reached, test::cases(10'000) / 5);
  EXPECT_GT(never, test::cases(10'000) / 5);
}

TEST(DriftAreaTest, MoreAreaTakesLonger) {
  RandomForms random(2);
  for (int i = 0; i < test::cases(10'000); ++i) {
    const Drift form = random.nowhere_negative();
    const double limit = random.between(1, 30);
    double before = 0;
    for (double area = 0; area < 3; area += 0.3) {
      const double t = form.time_to_area(area, limit);
      if (t < 0) break;
      ASSERT_GE(t, before) << i;
      before = t;
    }
  }
}

TEST(DriftAreaTest, AnAreaThatIsJustNotReachedIsNone) {
  const auto decay = Drift::decay(1, 0, 0.5);  // 2 in all
  EXPECT_GT(decay.time_to_area(1.9999, 1e3), 0);
  EXPECT_LT(decay.time_to_area(2.0001, 1e3), 0);
  const auto both = decay.plus(Drift::line(0, 1));  // and 50 in ten days
  const double all = both.integral(10);
  EXPECT_LT(both.time_to_area(all * (1 + 1e-12), 10), 0);
  EXPECT_NEAR(both.time_to_area(all * (1 - 1e-12), 10), 10, 1e-10);
}

}  // namespace
}  // namespace brink
