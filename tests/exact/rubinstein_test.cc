#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"

// Oracle: Rubinstein (1982), Econometrica 50:97. Who proposes can claim vᵢ = (1 − δⱼ) / (1 − δᵢ
// δⱼ), and who answers takes δᵢ vᵢ, what waiting is worth: 1 − v₁ = δ₂ v₂. The first proposal is
// accepted. There is no chance in it: the answers are exact up to the rounding of a few operations
// (1e-14).
namespace brink::test {
namespace {

const char* const kAlternatingOffers = R"(
brink: 1
title: Two who divide a cake that shrinks
about: >
  East and West propose by turns how to divide something, a month apart; for each a month's delay
  makes its share worth less. Each takes what is at least as good as waiting to make its own proposal.
  The more patient gets more; a hair too much asked costs a month, and the one who asked pays for it.
start: 2026-01-01
horizon: 3600 d
parameters:
  patience_east: {default: 0.9, range: [0, 0.999], about: worth to East of 1 received a month later}
  patience_west: {default: 0.8, range: [0, 0.999], about: the same for West}
  greed_east:    {default: 0, range: [-1, 1], about: what East asks beyond what West would grant}
  greed_west:    {default: 0, range: [-1, 1], about: what West asks beyond what East would grant}
let:
  joint: 1 - patience_east * patience_west
actors:
  east:
    variables:
      patience: {initial: patience_east}
      greed: {initial: greed_east}
      waiting: {initial: patience_east * (1 - patience_west) / joint, about: what refusing is worth}
      share: 0
      gain: 0
  west:
    variables:
      patience: {initial: patience_west}
      greed: {initial: greed_west}
      waiting: {initial: patience_west * (1 - patience_east) / joint, about: what refusing is worth}
      share: 0
      gain: 0
events:
  proposal: {is: offer, terms: {yours: 0}, about: what the other is to have}
  counterproposal: {is: counter}
schedule:
  opening: {at: 1 d, emit: proposal, from: east, to: west, terms: {yours: west.waiting - east.greed}}
rules:
  agree:
    upon: offer
    by: target
    if: offer.yours >= self.waiting
    do: [accept: offer]
  propose_in_turn:
    upon: offer
    by: target
    if: offer.yours < self.waiting
    after: 30 d
    do:
      - counter: offer
        as: counterproposal
        terms: {yours: source.waiting - self.greed}
  division:
    upon: accept
    do:
      - source.share = offer.yours
      - target.share = 1 - offer.yours
      - source.gain = source.share * source.patience ^ offer.round
      - target.gain = target.share * target.patience ^ offer.round
outcomes:
  agreement: {when: total(accept) > 0}
  deadlock:  otherwise
measures:
  east:     {final: east.share}
  west:     {final: west.share}
  gain_east: {final: east.gain}
  gain_west: {final: west.gain}
  counters: {count: counterproposal}
  agreed:   {first: accept}
)";

struct Patience {
  double east;
  double west;
  /// What East, as the first to propose, can claim; and West if it were the first.
  double claim_of_east() const { return (1 - west) / (1 - east * west); }
  double claim_of_west() const { return (1 - east) / (1 - east * west); }
};

struct Deal {
  double east, west, gain_east, gain_west, counters, day;
};

RunResult bargained(const Program& program, Patience patience, double greed_east,
                    double greed_west = 0) {
  auto overlay = with_setting(program, "patience_east", patience.east);
  overlay.settings.emplace_back(slot_index(program, "patience_west"), Value::of(patience.west));
  overlay.settings.emplace_back(slot_index(program, "greed_east"), Value::of(greed_east));
  overlay.settings.emplace_back(slot_index(program, "greed_west"), Value::of(greed_west));
  return run_once(program, {.seed = 191}, overlay);
}

Deal deal(const Program& program, Patience patience, double greed_east) {
  const auto result = bargained(program, patience, greed_east);
  EXPECT_EQ(result.outcome, "agreement");
  const auto number = [&](std::size_t i) { return result.measures[i].value.number; };
  return {number(0), number(1), number(2), number(3), number(4), in_days(result.end - SimTime{})};
}

const Patience kPairs[] = {{0.9, 0.8}, {0.8, 0.9}, {0.5, 0.5}, {0.99, 0.95}, {0.3, 0.97}};

TEST(RubinsteinTest, TheFirstDemandIsAcceptedAtOnceAndSplitsAsTheFormulaSays) {
  const auto program = compiled(kAlternatingOffers);
  for (const auto& patience : kPairs) {
    const auto it = deal(program, patience, 0);
    EXPECT_EQ(it.counters, 0);
    EXPECT_EQ(it.day, 1);
    EXPECT_NEAR(it.east, patience.claim_of_east(), 1e-14);
    EXPECT_NEAR(it.west, 1 - patience.claim_of_east(), 1e-14);
  }
}

// one month later West proposes and gets v₂, which is worth δ₂ v₂ = 1 − v₁ to it: no more than it
// was offered; East loses by it
TEST(RubinsteinTest, AHairMoreIsCounteredAndOnlyTheOneWhoAskedLoses) {
  const auto program = compiled(kAlternatingOffers);
  for (const auto& patience : kPairs) {
    const auto it = deal(program, patience, 1e-12);
    EXPECT_EQ(it.counters, 1);
    EXPECT_EQ(it.day, 31);
    EXPECT_NEAR(it.west, patience.claim_of_west(), 1e-14);
    EXPECT_NEAR(it.gain_west, 1 - patience.claim_of_east(), 1e-14);
    EXPECT_NEAR(it.gain_east, patience.east * patience.east * patience.claim_of_east(), 1e-14);
  }
}

TEST(RubinsteinTest, AskingForLessIsAcceptedAndCostsExactlyThat) {
  const auto program = compiled(kAlternatingOffers);
  for (const auto& patience : kPairs) {
    const auto it = deal(program, patience, -0.01);
    EXPECT_EQ(it.counters, 0);
    EXPECT_NEAR(it.gain_east, patience.claim_of_east() - 0.01, 1e-14);
  }
}

TEST(RubinsteinTest, TwoWhoBothAskTooMuchProposeByTurnsForEver) {
  const auto program = compiled(kAlternatingOffers);
  const auto result = bargained(program, kPairs[0], 1e-12, 1e-12);
  EXPECT_EQ(result.outcome, "deadlock");
  const auto& events = result.log.events();
  ASSERT_EQ(events.size(), 120U);  // day 1, 31, ..., 3571
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(in_days(events[i].time - SimTime{}), 1 + 30 * static_cast<double>(i));
    EXPECT_EQ(events[i].source, i % 2);
    EXPECT_EQ(events[i].target, 1 - i % 2);
  }
}

}  // namespace
}  // namespace brink::test
