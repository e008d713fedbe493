#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: the gambler's ruin (Smith 1998, International Studies Quarterly 42:301, as a war). One
// side holds k of n forts and wins each battle with probability q; r = (1 − q) / q:
//   P(wins all) = (1 − r^k) / (1 − r^n),  mean number of battles = (n P − k) / (2q − 1).
namespace brink::test {
namespace {

struct Ruin {
  double wins;
  double battles;
};
Ruin ruin(double q, int k, int n) {
  const double r = (1 - q) / q;
  const double wins = (1 - std::pow(r, k)) / (1 - std::pow(r, n));
  return {wins, (n * wins - k) / (2 * q - 1)};
}

// the horizon cuts off nothing: beyond 1000 battles lie (2 √(q (1 − q)) cos(π/12))^1000 < 1e-14
void expect_war(double edge, const Ruin& exact, std::uint64_t seed) {
  const auto program = shipped("models/ruin");
  const auto overlay = with_setting(program, "edge", edge);
  Sample wins;
  Sample battles;
  for (int r = 0; r < cases(200'000); ++r) {
    const auto m =
        measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)}, overlay);
    const double forts = m[1].value.number;
    ASSERT_TRUE(forts == 0 || forts == 12) << forts;
    wins.add(forts == 12 ? 1 : 0);
    battles.add(m[0].value.number);
  }
  expect_mean("war of battles: P(victory)", wins, exact.wins);
  expect_mean("war of battles: battles", battles, exact.battles);
}

TEST(RuinTest, AWarOfBattlesEndsAsTheGamblersRuin) {
  const auto exact = ruin(0.55, 5, 12);
  EXPECT_NEAR(exact.wins, 0.69598, 5e-6);
  EXPECT_NEAR(exact.battles, 33.518, 5e-4);
  expect_war(0.55, exact, 161);
  expect_war(0.45, ruin(0.45, 5, 12), 162);
}

// without an edge: P = k / n, k (n − k) battles
TEST(RuinTest, AnEvenWarIsWonInProportionToTheForts) { expect_war(0.5, {5.0 / 12, 35}, 163); }

}  // namespace
}  // namespace brink::test
