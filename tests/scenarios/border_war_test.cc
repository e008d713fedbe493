// scenarios/border_war.yaml claims that the deadline is kept to the microsecond, that a promise
// made to a third party changes later choices, as much as its breaking costs, and that refusing a
// mediator costs support. Runs are coupled: the same seed and replication with and without.
#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"
#include "tests/support/timeline.h"

namespace brink::test {
namespace {

constexpr int kRuns = 600;

const Program& border_war() {
  static const Program program = shipped("border_war");
  return program;
}

const std::string& type_of(const EventRecord& event) { return border_war().types[event.type].name; }

Overlay without_rule(const char* name) {
  Overlay overlay;
  overlay.suppressed_rules.resize(border_war().rules.size());
  overlay.suppressed_rules[rule_index(border_war(), name)] = true;
  return overlay;
}

Overlay with_deadline(Duration deadline) {
  Overlay overlay;
  overlay.settings.emplace_back(slot_index(border_war(), "deadline"), Value{.whole = deadline.us});
  return overlay;
}

/// What Lowland's council decides the first time it meets; nothing where it never does.
std::optional<bool> fights_on_at_first(const Log& log) {
  for (const auto& event : log.events()) {
    if (event.cause == 0 || type_of(log.events()[event.cause - 1]) != "review") continue;
    return type_of(event) == "fight_on";
  }
  return {};
}

using Choices = std::vector<std::optional<bool>>;

Choices first_choices(const Overlay& overlay) {
  Choices choices;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    choices.push_back(fights_on_at_first(run_once(border_war(), {51, run}, overlay).log));
  }
  return choices;
}

/// How much oftener the council fights on, over the runs where it meets both with and without.
Sample difference(const Choices& with, const Choices& without) {
  Sample sample;
  for (std::size_t i = 0; i < with.size(); ++i) {
    if (with[i] && without[i]) sample.add((*with[i] ? 1 : 0) - (*without[i] ? 1 : 0));
  }
  return sample;
}

std::vector<double> numbers(const char* measure, const Overlay& overlay) {
  const auto index = measure_index(border_war(), measure);
  std::vector<double> values;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    values.push_back(measures_of(border_war(), {52, run}, overlay)[index].value.number);
  }
  return values;
}

Sample difference(const std::vector<double>& high, const std::vector<double>& low) {
  Sample sample;
  for (std::size_t i = 0; i < high.size(); ++i) sample.add(high[i] - low[i]);
  return sample;
}

TEST(BorderWarTest, WithoutAnAnswerWarBeginsAtTheVeryInstantOfTheDeadline) {
  for (const Duration deadline : {Duration{10 * kMicrosecondsPerDay}, Duration{3'000'000'007}}) {
    int lapsed = 0;
    for (std::uint64_t run = 0; run < 100; ++run) {
      const auto log = run_once(border_war(), {50, run}, with_deadline(deadline)).log;
      const auto& events = log.events();
      ASSERT_EQ(type_of(events[1]), "ultimatum");
      for (std::size_t i = 2; i < events.size(); ++i) {
        if (events[i].offer != events[1].offer) continue;
        if (type_of(events[i]) != "lapse") {  // an answer
          EXPECT_LT(events[i].time, events[1].time + deadline);
          continue;
        }
        ++lapsed;
        EXPECT_EQ(events[i].time, events[1].time + deadline);
        EXPECT_EQ(type_of(events[i + 1]), "outbreak");
        EXPECT_EQ(events[i + 1].time, events[1].time + deadline);
        EXPECT_EQ(events[i + 1].cause, events[i].number);
      }
    }
    EXPECT_GT(lapsed, 30) << deadline.us;
  }
}

TEST(BorderWarTest, APromiseRaisesTheChanceOfFightingOnAndOfNotHavingTo) {
  const auto silent = with_setting(border_war(), "promise", 0);
  const auto fought = difference(first_choices({}), first_choices(silent));
  EXPECT_GT(fought.count(), kRuns / 3);
  expect_above("border war: the promise, fighting on", fought);
  Sample yields;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    const auto restored = [&](const Overlay& overlay) {
      return run_once(border_war(), {53, run}, overlay).outcome == "valley_restored" ? 1.0 : 0.0;
    };
    yields.add(restored({}) - restored(silent));
  }
  expect_above("border war: the promise, Upland gives way", yields);
}

// the promise acts through the rules alone: not to give it, by either way, is the same history; to
// make it cost nothing at home takes away what it does to the first choice, every time
TEST(BorderWarTest, WithoutItsRuleThePromiseDoesNothing) {
  const auto silent = with_setting(border_war(), "promise", 0);
  const auto unsaid = without_rule("lowland_gives_its_word");
  for (std::uint64_t run = 0; run < 30; ++run) {
    const auto a = timeline(border_war(), run_once(border_war(), {54, run}, silent).log);
    const auto b = timeline(border_war(), run_once(border_war(), {54, run}, unsaid).log);
    EXPECT_EQ(first_difference(a, b), "") << "replication " << run;
  }
  const auto bound = first_choices({});
  expect_above("border war: the word kept in mind",
               difference(bound, first_choices(without_rule("word_given"))));
  expect_above("border war: the cost of breaking it",
               difference(bound, first_choices(with_setting(border_war(), "broken_word", 0))));
  const auto costless = difference(first_choices(with_setting(border_war(), "broken_word", 0)),
                                   first_choices(silent));
  EXPECT_EQ(costless.mean(), 0);
  EXPECT_EQ(costless.variance(), 0);
}

TEST(BorderWarTest, BreakingTheWordCostsSupportAndTheAlly) {
  expect_above("border war: support without the cost",
               difference(numbers("lowest_support_lowland", without_rule("word_broken")),
                          numbers("lowest_support_lowland", {})));
  expect_above(
      "border war: convoys of an ally that does not turn away",
      difference(numbers("convoys", without_rule("ally_turns_away")), numbers("convoys", {})));
}

TEST(BorderWarTest, RefusingTheMediatorCostsExactlyItsPriceAndSupportIsHigherWithoutIt) {
  const auto rule = rule_index(border_war(), "refusing_costs");
  int refusals = 0;
  for (std::uint64_t run = 0; run < 60; ++run) {
    const auto log = run_once(border_war(), {55, run}).log;
    std::vector<std::uint32_t> charged;
    for (const auto& timed : log.writes()) {
      if (timed.write.rule != rule) continue;
      const double after = std::max(0.0, timed.write.before.number - 0.05);
      EXPECT_DOUBLE_EQ(timed.write.after.number, after);
      charged.push_back(timed.write.cause);
    }
    std::vector<std::uint32_t> refused;
    for (const auto& event : log.events()) {
      const bool is_refusal = type_of(event) == "refuse";
      if (!is_refusal || border_war().actors[event.target].id != "envoy") continue;
      refused.push_back(event.number);
    }
    EXPECT_EQ(charged, refused);
    refusals += static_cast<int>(refused.size());
  }
  EXPECT_GT(refusals, 60);
  for (const char* measure : {"lowest_support_upland", "lowest_support_lowland"}) {
    expect_above(
        std::string("border war: refusals cost nothing, ") + measure,
        difference(numbers(measure, without_rule("refusing_costs")), numbers(measure, {})));
  }
}

/// The probability of fighting on at the first review, from the log up to it: the logit of the two
/// utilities the file states, computed from the last writes and the trend of weariness.
double chance_to_fight(const Log& log, const EventRecord& review) {
  double held = 1;
  double weariness = 0.1;
  SimTime since;
  bool promised = false;
  for (const auto& timed : log.writes()) {
    if (timed.time > review.time) break;
    const auto& name = border_war().slots[timed.write.slot].name;
    if (name == "held") held = timed.write.after.number;
    if (name == "lowland.promised") promised = timed.write.after.whole != 0;
    if (name == "phase") since = timed.time;  // the war begins: the trend with it
    if (name != "lowland.weariness") continue;
    weariness = timed.write.after.number;
    since = timed.time;
  }
  weariness += 0.002 * in_days(review.time - since);
  const double settle = weariness - (promised ? 0.3 : 0);
  const double fight = 0.3 + 0.3 * (1 - held);
  return 1 / (1 + std::exp((settle - fight) / 0.15));
}

TEST(BorderWarTest, TheFirstChoiceFollowsTheLogitOfWhatTheFileStates) {
  for (const double promise : {0.0, 1.0}) {
    Sample excess;
    // no mediator: no talks in force
    auto overlay = with_setting(border_war(), "promise", promise);
    overlay.settings.emplace_back(slot_index(border_war(), "mediation"), Value::of(0));
    for (std::uint64_t run = 0; run < kRuns; ++run) {
      const auto log = run_once(border_war(), {56, run}, overlay).log;
      const auto chosen = fights_on_at_first(log);
      if (!chosen) continue;
      const auto review = std::find_if(log.events().begin(), log.events().end(),
                                       [](const auto& e) { return type_of(e) == "review"; });
      excess.add((*chosen ? 1 : 0) - chance_to_fight(log, *review));
    }
    EXPECT_GT(excess.count(), kRuns / 3);
    expect_mean("border war: fighting on, less its probability", excess, 0);
  }
}

}  // namespace
}  // namespace brink::test
