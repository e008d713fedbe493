// scenarios/coalition.yaml claims that sanctions spread as trust and caution say, that spreading
// has a threshold, and that lobbying, quarrels and costs each move it. Runs are coupled: the same
// seed and replication with and without.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "engine/run/evaluate.h"
#include "tests/support/runs.h"
#include "tests/support/statistics.h"

namespace brink::test {
namespace {

constexpr int kRuns = 200;
constexpr double kMost = 20;  // states that sanction, of 29

const Program& coalition() {
  static const Program program = shipped("coalition");
  return program;
}

std::vector<double> sample_of(const char* measure, const Overlay& overlay) {
  const auto index = measure_index(coalition(), measure);
  std::vector<double> values;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    values.push_back(measures_of(coalition(), {31, run}, overlay)[index].value.number);
  }
  return values;
}

/// The paired difference is more than `least`, by four standard errors.
void expect_more(const std::string& what, const std::vector<double>& high,
                 const std::vector<double>& low, double least = 0) {
  Sample difference;
  for (std::size_t i = 0; i < high.size(); ++i) difference.add(high[i] - low[i]);
  expect_above(what, difference, least);
}

std::vector<double> most_joined(double trust) {
  auto counts = sample_of("most_at_once", with_setting(coalition(), "trust_at_first", trust));
  for (auto& count : counts) count = count >= kMost ? 1 : 0;
  return counts;
}

// were there no threshold, the share of runs in which most join would rise with trust as 1 : 1, or
// by 0.2 from 0.3 to 0.5; it rises by more than twice that, and hardly at all on either side
TEST(CoalitionTest, SpreadingIsAThresholdPhenomenon) {
  const auto low = most_joined(0.3);
  const auto high = most_joined(0.5);
  expect_more("0.3 to 0.5", high, low, 0.4);
  Sample below;
  for (const double x : most_joined(0.15)) below.add(x);
  Sample above;
  for (const double x : most_joined(0.7)) above.add(x);
  EXPECT_LE(below.mean(), 0.02);
  EXPECT_GE(above.mean(), 0.95);
}

TEST(CoalitionTest, WithoutLobbyingFewerJoin) {
  Overlay quiet;
  quiet.suppressed_processes.resize(coalition().processes.size());
  quiet.suppressed_processes[process_index(coalition(), "lobby")] = true;
  expect_more("lobbying", sample_of("most_at_once", {}), sample_of("most_at_once", quiet));
}

TEST(CoalitionTest, QuarrelsKeepStatesOutAndCountermeasuresDriveThemOut) {
  const auto without = [](const char* rule) {
    Overlay overlay;
    overlay.suppressed_rules.resize(coalition().rules.size());
    overlay.suppressed_rules[rule_index(coalition(), rule)] = true;
    return overlay;
  };
  expect_more("without quarrels", sample_of("most_at_once", without("falling_out")),
              sample_of("most_at_once", {}));
  expect_more("countermeasures", sample_of("left", {}), sample_of("left", without("hurt")));
  expect_more("costs", sample_of("left", with_setting(coalition(), "pain", 0.004)),
              sample_of("left", with_setting(coalition(), "pain", 0)));
}

/// A second computation of one run: from the first values, and what happened by chance (visits,
/// reproaches, councils, countermeasures), it works out who joins, and when.
class Recount {
 public:
  explicit Recount(RunSeed seed) : log_(run_once(coalition(), seed).log) {
    const Overlay none;
    const Run run(coalition(), none, seed);
    const auto first = [&](const std::string& slot) {
      return slot_value(run, slot_index(coalition(), slot), {}).number;
    };
    for (ActorId a = 0; a < kStates; ++a) {
      const auto& id = coalition().actors[a].id;
      states_.push_back(
          {false, first(id + ".caution"), first(id + ".exposure"), {first(id + ".support"), {}}});
      for (ActorId b = 0; b < kStates; ++b) {
        const auto slot = a == b ? kNone : pair_slot(coalition(), 0, a, b);
        trust_.push_back({a == b ? 0 : slot_value(run, slot, {}).number, {}});
      }
    }
  }

  void check() {
    for (const auto& event : log_.events()) {
      const auto& type = coalition().types[event.type].name;
      expect_past(event.time);
      if (type == "join") join(event);
      if (type == "leave") leave(event);
      if (type == "visit") visit(event);
      if (type == "reproach") reproach(event);
      if (type == "countermeasure") countermeasure(event);
      if (type == "join" || type == "council") look_around(event.time);
    }
    expect_past(SimTime{} + coalition().horizon);
  }

  int joins = 0;
  int leaves = 0;
  Sample preference;  // trust of those who were visited, less that of all who could have been

 private:
  static constexpr ActorId kStates = 29;  // the lead first, the outlaw left out
  struct Level {
    double value;
    SimTime since;
  };
  struct State {
    bool sanctions;
    double caution;
    double exposure;
    Level support;
  };

  double trust(ActorId a, ActorId b, SimTime now) const {
    const auto& level = trust_[a * kStates + b];
    return 0.4 + (level.value - 0.4) * std::exp(-in_days(now - level.since) / 400);
  }
  void damage(ActorId a, ActorId b, SimTime now) {
    trust_[a * kStates + b] = {0.9 * trust(a, b, now), now};
  }
  double support(ActorId a, SimTime now) const {
    const auto& state = states_[a];
    const double slope = state.sanctions ? -0.002 * state.exposure : 0.0005;
    const double moved = state.support.value + slope * in_days(now - state.support.since);
    return std::clamp(moved, 0.0, 1.0);
  }
  void turn(ActorId a, bool sanctions, SimTime now) {
    states_[a].support = {support(a, now), now};
    states_[a].sanctions = sanctions;
  }

  /// Whoever is convinced now joins in a week, unless it has joined by then.
  void look_around(SimTime now) {
    for (ActorId a = 1; a < kStates; ++a) {
      double company = 0;
      for (ActorId b = 0; b < kStates; ++b) {
        if (b != a && states_[b].sanctions) company += trust(a, b, now);
      }
      ASSERT_GT(std::abs(company - states_[a].caution), 1e-9) << "too close to tell";
      if (states_[a].sanctions || support(a, now) < 0.4 || company < states_[a].caution) continue;
      due_.insert({now + Duration{7 * kMicrosecondsPerDay}, a});
    }
  }
  /// Before `now` nobody was due who did not join and was not in already.
  void expect_past(SimTime now) {
    while (!due_.empty() && due_.begin()->first < now) {
      EXPECT_TRUE(states_[due_.begin()->second].sanctions)
          << coalition().actors[due_.begin()->second].id << " should have joined";
      due_.erase(due_.begin());
    }
    // once all of an instant is done, nobody stays whose public has had enough
    for (ActorId a = 1; a < kStates && now > last_; ++a) {
      EXPECT_TRUE(!states_[a].sanctions || support(a, last_) > 0.25 - 1e-9);
    }
    last_ = now;
  }
  void join(const EventRecord& event) {
    if (event.source != 0) {
      EXPECT_EQ(due_.erase({event.time, event.source}), 1U)
          << coalition().actors[event.source].id << " should not have joined";
      ++joins;
    }
    EXPECT_FALSE(states_[event.source].sanctions);
    turn(event.source, true, event.time);
  }
  void leave(const EventRecord& event) {
    EXPECT_TRUE(states_[event.source].sanctions);
    EXPECT_LE(support(event.source, event.time), 0.25 + 1e-9);
    turn(event.source, false, event.time);
    ++leaves;
  }
  void visit(const EventRecord& event) {
    EXPECT_TRUE(states_[event.source].sanctions);
    EXPECT_FALSE(states_[event.target].sanctions);
    Sample could;
    for (ActorId a = 1; a < kStates; ++a) {
      if (!states_[a].sanctions) could.add(trust(a, event.source, event.time));
    }
    preference.add(trust(event.target, event.source, event.time) - could.mean());
    states_[event.target].caution = std::max(0.0, states_[event.target].caution - 0.2);
  }
  void reproach(const EventRecord& event) {
    EXPECT_TRUE(states_[event.source].sanctions);
    EXPECT_FALSE(states_[event.target].sanctions);
    damage(event.source, event.target, event.time);
    damage(event.target, event.source, event.time);
  }
  void countermeasure(const EventRecord& event) {
    const double strength = log_.attribute(event, 0).number;
    for (ActorId a = 0; a < kStates; ++a) {
      if (!states_[a].sanctions) continue;
      const double loss = strength * (0.5 + states_[a].exposure);
      states_[a].support = {std::max(0.0, support(a, event.time) - loss), event.time};
    }
  }

  Log log_;
  std::vector<State> states_;
  std::vector<Level> trust_;
  std::set<std::pair<SimTime, ActorId>> due_;
  SimTime last_;
};

TEST(CoalitionTest, EachJoinsExactlyWhenASecondComputationSaysAndThoseVisitedAreTrusting) {
  int joins = 0;
  int leaves = 0;
  Sample preference;
  for (std::uint64_t run = 0; run < 60; ++run) {
    Recount recount({32, run});
    recount.check();
    ASSERT_FALSE(HasFailure()) << "replication " << run;
    joins += recount.joins;
    leaves += recount.leaves;
    for (const double x : recount.preference.values) preference.add(x);
  }
  EXPECT_GT(joins, 300);
  EXPECT_GT(leaves, 50);
  expect_above("trust of those visited", preference);
}

}  // namespace
}  // namespace brink::test
