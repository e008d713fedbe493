#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: tit for tat against itself, each move a mistake with probability ε. Both move on the same
// state, so that the two alternating threads of moves are independent: after t rounds each
// cooperates with c_t = 1/2 + (1 − 2ε)^t / 2, independently of the other. In the long run all four
// pairs of moves are alike: cooperation 1/2, mean payoff (3 + 5 + 0 + 1) / 4 = 2.25. Were the
// second to see the first's move, both would mostly do the same, and earn (1 − ε) 2 + ε 2.5.
namespace brink::test {
namespace {

struct Play {
  double cooperation = 0;
  double payoff = 0;
};
/// Sums over rounds 1 to n, for one player.
Play play(double mistakes, int rounds) {
  Play sum;
  for (int t = 1; t <= rounds; ++t) {
    const double c = 0.5 + std::pow(1 - 2 * mistakes, t) / 2;
    sum.cooperation += c;
    sum.payoff += 3 * c * c + 5 * c * (1 - c) + (1 - c) * (1 - c);
  }
  return sum;
}

// rounds 1 to 100 begin in peace; those after have forgotten it to 0.8^100 = 2e-10
TEST(DilemmaTest, NoisyTitForTatCooperatesHalfTheTimeAndEarnsTwoAndAQuarter) {
  const auto program = shipped("models/tit_for_tat");
  Sample early_peace;
  Sample early_payoff;
  Sample peace;
  Sample payoff;
  for (int r = 0; r < cases(20'000); ++r) {
    const auto m =
        measures_of(program, {.seed = 171, .replication = static_cast<std::uint64_t>(r)});
    early_peace.add(m[3].value.number / 200);
    early_payoff.add((m[4].value.number + m[5].value.number) / 200);
    peace.add((m[0].value.number - m[3].value.number) / 600);
    payoff.add((m[1].value.number + m[2].value.number - m[4].value.number - m[5].value.number) /
               600);
  }
  const auto early = play(0.1, 100);
  expect_mean("tit for tat, first 100 rounds: peace", early_peace, early.cooperation / 100);
  expect_mean("tit for tat, first 100 rounds: payoff", early_payoff, early.payoff / 100);
  expect_mean("tit for tat, long run: peace", peace, 0.5);
  expect_mean("tit for tat, long run: payoff", payoff, 2.25);
}

}  // namespace
}  // namespace brink::test
