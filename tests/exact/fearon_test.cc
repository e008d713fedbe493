#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: Fearon (1995), International Organization 49:379. A war is won by A with probability p
// and costs c_A and c_B; the prize is 1. Both prefer a share x for A to war if p − c_A ≤ x ≤ p +
// c_B. If A makes the demand and only knows that c_B is uniform on [0, C], it does best to ask for
//   x* = p + (C − c_A) / 2, which risks war with probability (C − c_A) / (2C);
// it gets U(x* ± d) = U(x*) − d² / C.
namespace brink::test {
namespace {

const char* const kMediation = R"(
brink: 1
title: A division that both must prefer to war
about: >
  A mediator lays one division of the prize before two rivals. Each compares its share with what a war
  would bring it: its odds of winning, less the cost. One refusal means war.
start: 2026-01-01
horizon: 30 d
parameters:
  share_for_a:     {default: 0.5, range: [-1, 2], about: the proposed division}
  odds_of_a:       {default: 0.5, range: [0, 1], about: probability that A wins a war}
  cost_of_war_a:   {default: 0.125, range: [0, 1]}
  cost_of_war_b:   {default: 0.25, range: [0, 1]}
actors:
  mediator: {}
  a: {variables: {value_of_war: {initial: odds_of_a - cost_of_war_a}}}
  b: {variables: {value_of_war: {initial: 1 - odds_of_a - cost_of_war_b}}}
groups: {rivals: [a, b]}
events:
  division: {is: offer, terms: {share: 0}, lapses: 10 d}
schedule:
  to_a: {at: 1 d, emit: division, from: mediator, to: a, terms: {share: share_for_a}}
  to_b: {at: 1 d, emit: division, from: mediator, to: b, terms: {share: 1 - share_for_a}}
rules:
  peace_or_war:
    upon: division
    by: target
    after: 2 d
    choose:
      options:
        peace: {utility: offer.share, do: [accept: offer]}
        war:   {utility: self.value_of_war, do: [refuse: offer]}
outcomes:
  war:   {when: total(refuse) > 0}
  peace: {when: total(accept) == 2}
)";

std::string outcome_at(const Program& program, double share) {
  return run_once(program, {.seed = 181}, with_setting(program, "share_for_a", share)).outcome;
}

// binary fractions: the ends themselves are exact, and belong to the range
TEST(FearonTest, PeaceHoldsWithinTheBargainingRangeAndNowhereElse) {
  const auto program = compiled(kMediation);
  const double low = 0.5 - 0.125;
  const double high = 0.5 + 0.25;
  for (const double inside : {low, low + 1e-9, 0.5, high - 1e-9, high}) {
    EXPECT_EQ(outcome_at(program, inside), "peace") << inside;
  }
  for (const double outside : {0.0, low - 0.1, low - 1e-9, high + 1e-9, high + 0.1, 1.0}) {
    EXPECT_EQ(outcome_at(program, outside), "war") << outside;
  }
}

TEST(FearonTest, TheBargainingRangeIsAsWideAsBothCostsTogether) {
  const auto program = compiled(kMediation);
  for (const double cost : {0.0625, 0.25, 0.4375}) {
    const auto answered = [&](double share) {
      auto overlay = with_setting(program, "share_for_a", share);
      overlay.settings.emplace_back(slot_index(program, "cost_of_war_a"), Value::of(cost));
      return run_once(program, {.seed = 182}, overlay).outcome;
    };
    int peaceful = 0;  // of divisions 1/64 apart
    for (int i = 0; i <= 64; ++i) peaceful += answered(i / 64.0) == "peace" ? 1 : 0;
    EXPECT_EQ(peaceful, 64 * (cost + 0.25) + 1);
  }
}

const char* const kUltimatum = R"(
brink: 1
title: A demand to an opponent of unknown resolve
about: >
  A demands a share of the prize. How much B shrinks from war only B knows. To ask for more is worth
  more if B gives way, and makes war likelier: the best demand risks a war that neither wants.
start: 2026-01-01
horizon: 60 d
parameters:
  demand:        {default: 0.7, range: [0, 1.5], about: the share that A asks for}
  odds_of_a:     {default: 0.5, range: [0, 1], about: probability that A wins a war}
  cost_of_war_a: {default: 0.1, range: [0, 1]}
  highest_cost:  {default: 0.5, range: [0, 1], about: all that A knows of the cost to B}
actors:
  a: {variables: {gain: 0}}
  b: {variables: {gain: 0, cost_of_war: {initial: uniform(0 .. highest_cost)}}}
events:
  ultimatum: {is: offer, terms: {share: 0}, lapses: 30 d}
  war: {is: assault, attributes: {winner: {values: [a_wins, b_wins]}}}
schedule:
  ultimatum: {at: 1 d, emit: ultimatum, from: a, to: b, terms: {share: demand}}
rules:
  b_answers:
    upon: ultimatum
    by: b
    after: exponential(mean = 3 d)
    choose:
      options:
        give_way: {utility: 1 - offer.share, do: [accept: offer]}
        resist:   {utility: 1 - odds_of_a - self.cost_of_war, do: [refuse: offer]}
  division: {upon: accept, do: [a.gain = offer.share, b.gain = 1 - offer.share]}
  outbreak:
    upon: refuse
    by: a
    do:
      - emit: war
        to: source
        with: {winner: {a_wins: odds_of_a, b_wins: 1 - odds_of_a}}
  prize: {upon: war where event.winner == a_wins, do: [a.gain = 1]}
  no_prize: {upon: war where event.winner == b_wins, do: [b.gain = 1]}
  costs: {upon: war, do: [a.gain -= cost_of_war_a, b.gain -= b.cost_of_war]}
measures:
  war:       {count: war}
  gain_of_a: {final: a.gain}
  gain_of_b: {final: b.gain}
)";

constexpr double kOdds = 0.5;
constexpr double kCostA = 0.1;
constexpr double kHighest = 0.5;
constexpr double kBest = kOdds + (kHighest - kCostA) / 2;

/// What A gains, on average, by a demand within the range where both answers are possible.
double expected_gain(double demand) {
  const double war = (demand - kOdds) / kHighest;
  return demand * (1 - war) + (kOdds - kCostA) * war;
}

struct Demands {
  Sample wars;
  Sample gain;
  Sample total;  // of both, and what the war destroyed
};
Demands demanded(const Program& program, double demand, std::uint64_t seed) {
  const auto overlay = with_setting(program, "demand", demand);
  Demands all;
  for (int r = 0; r < cases(400'000); ++r) {
    const auto m =
        measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)}, overlay);
    all.wars.add(m[0].value.number);
    all.gain.add(m[1].value.number);
    all.total.add(m[1].value.number + m[2].value.number);
  }
  return all;
}

TEST(FearonTest, TheBestDemandRisksWarAsTheFormulaSays) {
  const auto program = compiled(kUltimatum);
  const auto best = demanded(program, kBest, 183);
  const double war = (kHighest - kCostA) / (2 * kHighest);
  expect_mean("ultimatum: P(war) at the best demand", best.wars, war);
  expect_mean("ultimatum: gain of A at the best demand", best.gain, expected_gain(kBest));
  // who fights has a cost uniform on [0, x* − p]
  expect_mean("ultimatum: what both keep", best.total, 1 - war * (kCostA + (kBest - kOdds) / 2));
}

// common random numbers: in every pair B has the same cost and, if it comes to war, the same winner
TEST(FearonTest, AskingForMoreOrLessThanTheBestBringsLess) {
  const auto program = compiled(kUltimatum);
  const auto best = demanded(program, kBest, 184);
  for (const double step : {-0.15, -0.1, 0.1, 0.15}) {
    const auto other = demanded(program, kBest + step, 184);
    Sample lost;
    for (std::size_t i = 0; i < best.gain.values.size(); ++i) {
      lost.add(best.gain.values[i] - other.gain.values[i]);
    }
    const auto name = fmt::format("ultimatum: loss by asking for {:+} more", step);
    EXPECT_GT(lost.mean(), kStandardErrors * lost.mean_error()) << name;
    expect_mean(name, lost, step * step / kHighest);
    expect_mean("ultimatum: P(war) there", other.wars, (kBest + step - kOdds) / kHighest);
  }
}

}  // namespace
}  // namespace brink::test
