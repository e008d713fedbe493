// scenarios/models/repeated_game.yaml plays three doctrines against each other. Oracles: closed
// forms and small Markov chains, written here; both of a pair move on the same state.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

namespace brink::test {
namespace {

constexpr int kRounds = 400;

const Program& game() {
  static const Program program = shipped("models/repeated_game");
  return program;
}

struct Means {
  double peace = 0;   // moves that keep the peace, of one player, summed over rounds
  double payoff = 0;  // of one player, likewise
};

/// Two who play tit for tat and err with probability e: after t rounds each keeps the peace with
/// probability c = 1/2 + (1 − 2e)^t / 2, independently of the other.
Means tit_for_tat(double e, int first, int last) {
  Means sum;
  for (int t = first; t <= last; ++t) {
    const double c = 0.5 + std::pow(1 - 2 * e, t) / 2;
    sum.peace += c;
    sum.payoff += 3 * c * c + 5 * c * (1 - c) + (1 - c) * (1 - c);
  }
  return sum;
}

/// Two grudgers who err with probability e: the chain of (wronged, wronged), whose four states are
/// 2 a + b. Source: by definition.
Means grudgers(double e, int rounds) {
  std::array<double, 4> chance{1, 0, 0, 0};
  Means sum;
  for (int t = 0; t < rounds; ++t) {
    std::array<double, 4> next{};
    for (unsigned state = 0; state < 4; ++state) {
      const double a = (state & 2U) != 0 ? e : 1 - e;  // the first keeps the peace
      const double b = (state & 1U) != 0 ? e : 1 - e;
      sum.peace += chance[state] * a;
      sum.payoff += chance[state] * (3 * a * b + 5 * (1 - a) * b + (1 - a) * (1 - b));
      next[state] += chance[state] * a * b;
      next[state | 2U] += chance[state] * a * (1 - b);  // the second struck the first
      next[state | 1U] += chance[state] * (1 - a) * b;
      next[3] += chance[state] * (1 - a) * (1 - b);
    }
    chance = next;
  }
  return sum;
}

struct Table {
  std::vector<std::vector<MeasureValue>> rows;
  double number(std::size_t row, const char* measure) const {
    return rows[row][measure_index(game(), measure)].value.number;
  }
};

const Table& played() {
  static const Table table = [] {
    Table all;
    for (int run = 0; run < cases(4'000); ++run) {
      all.rows.push_back(measures_of(game(), {71, static_cast<std::uint64_t>(run)}));
    }
    return all;
  }();
  return table;
}

// rounds 101 to 400 have forgotten the first to 0.8^100 = 2e-10
TEST(RepeatedGameTest, NoisyTitForTatKeepsHalfOfThePeaceAndEarnsTwoAndAQuarter) {
  Sample early_peace, early_payoff, peace, payoff;
  for (std::size_t r = 0; r < played().rows.size(); ++r) {
    const auto n = [&](const char* measure) { return played().number(r, measure); };
    early_peace.add(n("noisy_peace_at_first") / 200);
    early_payoff.add((n("north_at_first") + n("south_at_first")) / 200);
    peace.add((n("noisy_peace") - n("noisy_peace_at_first")) / 600);
    payoff.add((n("north") + n("south") - n("north_at_first") - n("south_at_first")) / 600);
  }
  const auto early = tit_for_tat(0.1, 1, 100);
  expect_mean("noisy tit for tat, first 100 rounds: peace", early_peace, early.peace / 100);
  expect_mean("noisy tit for tat, first 100 rounds: payoff", early_payoff, early.payoff / 100);
  expect_mean("noisy tit for tat, long run: peace", peace, 0.5);
  expect_mean("noisy tit for tat, long run: payoff", payoff, 2.25);
}

TEST(RepeatedGameTest, TitForTatLosesOneBlowToWhoAlwaysStrikes) {
  for (std::size_t r = 0; r < played().rows.size(); ++r) {
    ASSERT_EQ(played().number(r, "east"), kRounds - 1);
    ASSERT_EQ(played().number(r, "west"), kRounds + 4);
  }
  const auto east = static_cast<ActorId>(2);
  ASSERT_EQ(game().actors[east].id, "east");
  int moves = 0;
  const auto log = run_once(game(), {72, 0}).log;
  for (const auto& event : log.events()) {
    if (event.source != east) continue;
    EXPECT_EQ(game().types[event.type].name, moves == 0 ? "keep_peace" : "strike");
    ++moves;
  }
  EXPECT_EQ(moves, kRounds);
}

TEST(RepeatedGameTest, GrudgersEndAsTheirChainSays) {
  Sample early, peace, payoff;
  for (std::size_t r = 0; r < played().rows.size(); ++r) {
    early.add(played().number(r, "grudging_peace_at_first") / 2);
    peace.add(played().number(r, "grudging_peace") / 2);
    payoff.add(played().number(r, "hill"));
  }
  expect_mean("grudgers, first 30 rounds: peace", early, grudgers(0.02, 30).peace);
  expect_mean("grudgers: peace", peace, grudgers(0.02, kRounds).peace);
  expect_mean("grudgers: payoff", payoff, grudgers(0.02, kRounds).payoff);
}

// without mistakes nobody but West ever strikes first: peace for 400 rounds, at 3 a round
TEST(RepeatedGameTest, WithoutMistakesPeaceHolds) {
  auto overlay = with_setting(game(), "noisy_mistakes", 0);
  overlay.settings.emplace_back(slot_index(game(), "grudging_mistakes"), Value::of(0));
  for (std::uint64_t run = 0; run < 5; ++run) {
    const auto m = measures_of(game(), {73, run}, overlay);
    for (const char* player : {"north", "south", "hill"}) {
      EXPECT_EQ(m[measure_index(game(), player)].value.number, 3 * kRounds) << player;
    }
  }
}

}  // namespace
}  // namespace brink::test
