#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracles: war of attrition (mixed equilibrium, hazards c_j / v_j), stochastic Lanchester square
// law (first-step recursion, below), shot noise (Campbell's theorem).
namespace brink::test {
namespace {

TEST(AttritionTest, TheOneWhoQuitsLessOftenWins) {
  const auto program = compiled(R"(
brink: 1
title: War of attrition
start: 2026-01-01
horizon: 1000 d
actors:
  one: {variables: {value: 10, cost: 1}}
  two: {variables: {value: 6, cost: 1.5}}
groups: {players: [one, two]}
events: {quit: {is: retreat}}
processes: {quitting: {for: players, rate: rival.cost / rival.value, emit: quit, to: rival}}
outcomes:
  one_wins: {when: total(quit from two) > 0}
  two_wins: {when: total(quit from one) > 0}
measures: {length: {first: quit}}
)");
  // one quits at c₂/v₂ = 0.25, two at c₁/v₁ = 0.1
  Sample wins;
  Sample length;
  std::vector<double> lengths;
  for (int r = 0; r < cases(40'000); ++r) {
    const Overlay overlay;
    brink::Run run(program, overlay, {.seed = 51, .replication = static_cast<std::uint64_t>(r)});
    NullObserver nobody;
    ASSERT_EQ(run_to_end(run, nobody), Status::ended);
    wins.add(run.header().outcome == 0 ? 1 : 0);
    length.add(in_days(run.now() - SimTime{}));
    lengths.push_back(0.35 * length.values.back());
  }
  expect_mean("war of attrition: P(one wins)", wins, 0.1 / 0.35);
  expect_mean("war of attrition: duration", length, 1 / 0.35);
  expect_distribution("war of attrition: duration is exponential", lengths, exp1);
}

/// P(m beats n) when each side loses one at the rate of the other's number.
double square_law(int m, int n) {
  if (n == 0) return 1;
  if (m == 0) return 0;
  return (m * square_law(m, n - 1) + n * square_law(m - 1, n)) / (m + n);
}

TEST(LanchesterTest, FiveBeatFourAsTheSquareLawSays) {
  const auto program = compiled(R"(
brink: 1
title: Square law
start: 2026-01-01
horizon: 1000 d
actors: {red: {variables: {men: {initial: 5, min: 0}}}, blue: {variables: {men: {initial: 4, min: 0}}}}
groups: {sides: [red, blue]}
events: {kill: {is: assault}}
processes: {fire: {for: sides, rate: self.men, emit: kill, to: rival}}
rules: {falls: {upon: kill, do: [target.men -= 1]}}
outcomes:
  red_wins: {when: blue.men <= 0}
  blue_wins: {when: red.men <= 0}
)");
  EXPECT_NEAR(square_law(5, 4), 0.71520888, 5e-9);
  Sample wins;
  for (int r = 0; r < cases(100'000); ++r) {
    const Overlay overlay;
    brink::Run run(program, overlay, {.seed = 52, .replication = static_cast<std::uint64_t>(r)});
    NullObserver nobody;
    ASSERT_EQ(run_to_end(run, nobody), Status::ended);
    wins.add(run.header().outcome == 0 ? 1 : 0);
  }
  expect_mean("Lanchester: P(5 beat 4)", wins, square_law(5, 4));
}

// strikes at λ = 3, each hits with q = 0.4, damage exponential of mean 2, repaired at ρ = 1/4 a
// day: mean λ q E[D] / ρ = 9.6, variance λ q E[D²] / (2ρ) = 19.2. The start has faded by e^(−20),
// and what is neither hit nor repaired leaves neither mark.
TEST(RepairTest, DamageSettlesAtTheMomentsOfShotNoise) {
  const auto program = compiled(R"(
brink: 1
title: Strikes and repair
start: 2026-01-01
horizon: 80 d
actors: {grid: {variables: {damage: {initial: 0, min: 0, decay: 4 d}}}}
events: {strike: {is: assault}}
processes: {strikes: {rate: 3, emit: strike, to: grid}}
rules: {hit: {upon: strike, chance: 0.4, do: [grid.damage += exponential(mean = 2)]}}
measures:
  damage: {final: grid.damage}
  mean: {average: grid.damage}
  worst: {highest: grid.damage}
)");
  Sample damage;
  Sample mean;
  for (int r = 0; r < cases(40'000); ++r) {
    const auto m = measures_of(program, {.seed = 53, .replication = static_cast<std::uint64_t>(r)});
    damage.add(m[0].value.number);
    mean.add(m[1].value.number);
    ASSERT_GE(m[2].value.number, m[0].value.number);
  }
  expect_mean("damage at the end", damage, 9.6);
  expect_variance("damage at the end", damage, 19.2);
  // from an undamaged start: 9.6 (1 − (1 − e^(−20)) / 20) over 80 d
  expect_mean("mean damage over the run", mean, 9.6 * (1 - (1 - std::exp(-20)) / 20));
}

}  // namespace
}  // namespace brink::test
