#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: Richardson (1960), Arms and Insecurity. x' = k y − a x + g and y' = l x − b y + h are
// linear: with the eigenvalues λ± = (−(a + b) ± √((a − b)² + 4 k l)) / 2 of M and the balance
//   x* = (b g + k h) / (a b − k l),  y* = (l g + a h) / (a b − k l),
// (x, y) = (x*, y*) − e^(Mt) (x*, y*) from an unarmed start, e^(Mt) by Sylvester's formula. The
// engine's stepper keeps 1e-10 relative a step: 1e-8 allows for a hundred steps.
namespace brink::test {
namespace {

using Pair = std::array<double, 2>;

struct Race {
  double k = 0.2, l = 0.3, a = 0.5, b = 0.4, g = 1, h = 2;

  Pair balance() const {
    const double determinant = a * b - k * l;
    return {(b * g + k * h) / determinant, (l * g + a * h) / determinant};
  }
  /// f(M) applied to the balance, for a function of the eigenvalues.
  template <class Function>
  Pair applied(const Function& f) const {
    const double root = std::sqrt((a - b) * (a - b) + 4 * k * l);
    const double high = (-(a + b) + root) / 2;
    const double low = (-(a + b) - root) / 2;
    const auto [x, y] = balance();
    const Pair image{-a * x + k * y, l * x - b * y};  // M (x*, y*)
    const double at_high = f(high) / root;
    const double at_low = f(low) / root;
    return {at_high * (image[0] - low * x) - at_low * (image[0] - high * x),
            at_high * (image[1] - low * y) - at_low * (image[1] - high * y)};
  }
  /// Arms after that many years.
  Pair at(double years) const {
    const auto gap = applied([&](double eigenvalue) { return std::exp(eigenvalue * years); });
    return {balance()[0] - gap[0], balance()[1] - gap[1]};
  }
  /// Their integral, in years.
  Pair area(double years) const {
    const auto gap =
        applied([&](double eigenvalue) { return (std::exp(eigenvalue * years) - 1) / eigenvalue; });
    return {balance()[0] * years - gap[0], balance()[1] * years - gap[1]};
  }
};

const Program& arms_race() {
  static const Program program = shipped("models/arms_race");
  return program;
}

void expect_course(const Race& race, const Overlay& overlay) {
  const auto m = run_once(arms_race(), {.seed = 221}, overlay).measures;
  const char* names[] = {"north", "south"};
  for (std::size_t side = 0; side < 2; ++side) {
    const auto& series = m[measure_index(arms_race(), names[side])].series;
    ASSERT_EQ(series.size(), 21U);
    for (std::size_t year = 0; year < series.size(); ++year) {
      const double exact = race.at(static_cast<double>(year))[side];
      EXPECT_NEAR(series[year].number, exact, 1e-8 * (1 + exact)) << names[side] << ", " << year;
    }
  }
  EXPECT_NEAR(m[measure_index(arms_race(), "north_on_average")].value.number, race.area(20)[0] / 20,
              1e-8 * (1 + race.at(20)[0]));
}

TEST(ArmsRaceTest, ArmsFollowRichardsonsSolution) {
  const Race race;
  EXPECT_NEAR(race.balance()[0], 5.7143, 5e-5);
  EXPECT_NEAR(race.balance()[1], 9.2857, 5e-5);
  expect_course(race, {});
}

// a b < k l: one eigenvalue is positive, and arms grow without end
TEST(ArmsRaceTest, WithoutEnoughFatigueTheRaceRunsAway) {
  Race race;
  race.b = 0.1;
  expect_course(race, with_setting(arms_race(), "fatigue_south", 0.1));
  EXPECT_GT(race.at(20)[1], 2 * race.at(10)[1]);
}

TEST(ArmsRaceTest, TheAlarmIsRaisedAtTheInstantOfTheFormula) {
  const Race race;
  double low = 0;
  double high = 20;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (race.at(middle)[1] < 6 ? low : high) = middle;
  }
  const auto m = run_once(arms_race(), {.seed = 222}).measures;
  const auto& alarm = m[measure_index(arms_race(), "alarm")].value;
  // 1e-8 of arms at a slope of about 0.0013 a day: 1e-5 days
  EXPECT_NEAR(in_days(Duration{alarm.whole}), 365 * low, 1e-5);
}

// incidents are Poisson, their mean the integral of the rate
TEST(ArmsRaceTest, IncidentsCountTheAreaUnderTheArms) {
  const auto area = Race{}.area(20);
  Sample incidents;
  for (int r = 0; r < cases(10'000); ++r) {
    const auto m =
        measures_of(arms_race(), {.seed = 223, .replication = static_cast<std::uint64_t>(r)});
    incidents.add(m[measure_index(arms_race(), "incidents")].value.number);
  }
  const double mean = 0.002 * 365 * (area[0] + area[1]);
  expect_mean("arms race: incidents", incidents, mean);
  expect_variance("arms race: incidents", incidents, mean);
}

}  // namespace
}  // namespace brink::test
