#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"

// Oracle: Lanchester (1916), Aircraft in Warfare. R' = −β B, B' = −ρ R; with c = √(ρ β)
//   R = R₀ cosh ct − √(β / ρ) B₀ sinh ct,  B = B₀ cosh ct − √(ρ / β) R₀ sinh ct,
// and ρ R² − β B² never changes. The engine's stepper keeps 1e-10 relative a step: 1e-8 allows for
// a hundred steps, and 1e-8 of B at its slope is less than 1e-6 days.
namespace brink::test {
namespace {

struct Battle {
  double red, blue, skill_of_red, skill_of_blue;

  double c() const { return std::sqrt(skill_of_red * skill_of_blue); }
  double red_at(double t) const {
    return red * std::cosh(c() * t) - skill_of_blue / c() * blue * std::sinh(c() * t);
  }
  double blue_at(double t) const {
    return blue * std::cosh(c() * t) - skill_of_red / c() * red * std::sinh(c() * t);
  }
  double lead() const { return skill_of_red * red * red - skill_of_blue * blue * blue; }
  /// When the loser is down to 3 of 10 men.
  double length() const {
    double low = 0;
    double high = 365;
    for (int i = 0; i < 100; ++i) {
      const double middle = (low + high) / 2;
      const double left = lead() > 0 ? blue_at(middle) / blue : red_at(middle) / red;
      (left > 0.3 ? low : high) = middle;
    }
    return low;
  }
};

void expect_battle(const Battle& battle) {
  const auto program = shipped("models/lanchester");
  auto overlay = with_setting(program, "red", battle.red);
  overlay.settings.emplace_back(slot_index(program, "blue"), Value::of(battle.blue));
  overlay.settings.emplace_back(slot_index(program, "skill_of_red"),
                                Value::of(battle.skill_of_red));
  overlay.settings.emplace_back(slot_index(program, "skill_of_blue"),
                                Value::of(battle.skill_of_blue));
  const auto result = run_once(program, {.seed = 231}, overlay);
  const auto number = [&](const char* measure) {
    return result.measures[measure_index(program, measure)].value.number;
  };
  const double days = in_days(result.end - SimTime{});
  EXPECT_EQ(result.outcome, battle.lead() > 0 ? "blue_breaks" : "red_breaks");
  EXPECT_NEAR(days, battle.length(), 1e-6);
  EXPECT_NEAR(number("red"), battle.red_at(days), 1e-8 * battle.red);
  EXPECT_NEAR(number("blue"), battle.blue_at(days), 1e-8 * battle.blue);
  EXPECT_NEAR(number("lead"), battle.lead(), 1e-7 * battle.skill_of_red * battle.red * battle.red);
}

TEST(LanchesterSquareLawTest, ABattleEndsWhenAndAsTheSquareLawSays) {
  expect_battle({1000, 800, 0.05, 0.05});
  expect_battle({1000, 800, 0.05, 0.079});  // above 0.05 (10 / 8)² = 0.078125
  expect_battle({1000, 800, 0.05, 0.077});
  expect_battle({1000, 1100, 0.05, 0.05});
  expect_battle({20, 50, 0.3, 0.02});
}

}  // namespace
}  // namespace brink::test
