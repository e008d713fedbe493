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

const char* const kNoisyTitForTat = R"(
brink: 1
title: Tit for tat, with mistakes
about: >
  Two rivals meet every day. Each does what the other did the day before, but now and then something
  goes wrong. One mistake echoes back and forth: in the long run there is as much conflict as peace.
start: 2026-01-01
horizon: 400.5 d
parameters:
  mistakes:   {default: 0.1, range: [0.001, 0.5], about: probability that a move is not the intended one}
  temptation: {default: 5, about: for striking one who keeps the peace}
  reward:     {default: 3, about: for peace}
  punishment: {default: 1, about: for conflict}
  sucker:     {default: 0, about: for keeping the peace while being struck}
actors:
  north: {variables: {peaceful: true, payoff: 0}}
  south: {variables: {peaceful: true, payoff: 0}}
groups: {rivals: [north, south]}
let:
  slip: log((1 - mistakes) / mistakes)   # a logit choice with temperature 1 errs with this gap
events:
  meeting: {is: consult}
  keep_peace: {is: cooperate}
  strike: {is: assault}
processes:
  days: {every: 1 d, emit: meeting}
rules:
  tit_for_tat:
    upon: meeting
    by: each of rivals
    choose:
      temperature: 1
      options:
        peace:
          utility: if(rival.peaceful, slip, 0)
          do: [self.peaceful = true, {emit: keep_peace, to: rival}]
        attack:
          utility: if(rival.peaceful, 0, slip)
          do: [self.peaceful = false, {emit: strike, to: rival}]
  what_it_brings:
    upon: meeting
    by: each of rivals
    after: 6 h
    do:
      - self.payoff += if(rival.peaceful, if(self.peaceful, reward, temptation), if(self.peaceful, sucker, punishment))
measures:
  peace: {count: keep_peace}
  north: {final: north.payoff}
  south: {final: south.payoff}
  peace_before: {count: keep_peace where now < 2026-04-11 12:00}
  north_before: {at: 100.5 d, of: north.payoff}
  south_before: {at: 100.5 d, of: south.payoff}
)";

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
  const auto program = compiled(kNoisyTitForTat);
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
