#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"
#include "tests/support/timeline.h"
#include "tests/support/twin.h"

namespace brink {
namespace {

constexpr std::int64_t kDay = kMicrosecondsPerDay;

Intervention set(const Program& program, std::int64_t us, std::string_view name, double value) {
  return {{us}, test::slot_index(program, name), Value::of(value)};
}

/// A scenario in which `p` is read in one place, and what is set in it.
struct Place {
  const char* name;
  const char* text;
};

const char* const kHead = R"(
brink: 1
title: One place
start: 2026-01-01
horizon: 60 d
parameters: {p: {default: 1, range: [0, 9]}, q: 0.5}
actors: {a: {variables: {x: 1}}, b: {}}
events:
  go: {is: assault, attributes: {size: 0}}
  note: {is: offer, visibility: private, terms: {ease: 1}, lapses: 20 d}
  seen: {is: cooperate}
)";

// the event that measures what is read: its attribute holds the state to the last bit
const Place kPlaces[] = {
    {"rate", "processes: {g: {rate: p, emit: go, from: a, to: b}}"},
    {"rate of a variable that follows",
     "let: {pace: p * q + 0.1}\nprocesses: {g: {rate: pace, emit: go, from: a, to: b}}"},
    {"gate", "processes: {g: {every: 1 d, while: p < 2, emit: go, from: a, to: b}}"},
    {"wait", "processes: {g: {every: p * 1 d, emit: go, from: a, to: b}}"},
    {"when", "rules: {r: {when: p > 2, do: [{emit: go, from: a, to: b}]}}"},
    {"trend",
     "world: {variables: {v: {initial: 0, trend: p}}}\n"
     "rules: {r: {when: v > 30, do: [{emit: go, from: a, to: b, with: {size: v}}]}}"},
    {"rest",
     "world: {variables: {v: {initial: 0, rest: p, decay: 9 d}}}\n"
     "rules: {r: {when: v > 0.99, do: [{emit: go, from: a, to: b, with: {size: v}}]}}"},
    {"decay",
     "world: {variables: {v: {initial: 8, decay: p * 20 d}}}\n"
     "rules: {r: {when: v < 1, do: [{emit: go, from: a, to: b, with: {size: v}}]}}"},
    {"two that fade at one pace",
     "world: {variables: {v: {initial: 8, decay: p * 20 d}, w: {initial: 4, decay: p * 20 d}}}\n"
     "processes: {g: {rate: v + w, emit: go, from: a, to: b, with: {size: v - w}}}"},
    {"flow",
     "world: {variables: {v: {initial: 1, flow: v * (p - v)}}}\n"
     "processes: {g: {rate: v, emit: go, from: a, to: b, with: {size: v}}}"},
    {"integrated rate",
     "world: {variables: {v: {initial: 1, decay: 9 d}}}\n"
     "processes: {g: {rate: p * sqrt(v), emit: go, from: a, to: b, with: {size: v}}}"},
    {"rate that moves",
     "world: {variables: {v: {initial: 1, decay: 9 d}}}\n"
     "processes: {g: {rate: p * v, emit: go, from: a, to: b, with: {size: v}}}"},
    {"chance",
     "processes: {g: {rate: 1, emit: go, from: a, to: b}}\n"
     "rules: {r: {upon: go, chance: p / 9, do: [{emit: seen, from: b, to: a}]}}"},
    {"after",
     "processes: {g: {rate: 1, emit: go, from: a, to: b}}\n"
     "rules: {r: {upon: go, by: target, after: p * 1 d, do: [{emit: seen, to: source}]}}"},
    {"open",
     "channels: {line: {between: [a, b], open: p < 2}}\n"
     "processes: {g: {rate: 1, emit: note, from: a, to: b}}\n"
     "rules: {r: {upon: note, by: target, do: [accept: offer]}}"},
    {"delay",
     "channels: {line: {between: [a, b], delay: p * 1 h}, post: {between: [a, b], delay: 4 h}}\n"
     "processes: {g: {rate: 1, emit: note, from: a, to: b}}\n"
     "rules: {r: {upon: note, by: target, do: [accept: offer]}}"},
    {"choice",
     "processes: {g: {rate: 1, emit: note, from: a, to: b}}\n"
     "rules:\n  r:\n    upon: note\n    by: target\n    choose:\n      temperature: p\n      "
     "options:\n"
     "        yes_: {utility: 1, do: [accept: offer]}\n        no_: {utility: 0, do: [refuse: "
     "offer]}"},
    {"terms",
     "processes: {g: {rate: 1, emit: note, from: a, to: b, terms: {ease: p}}}\n"
     "rules: {r: {upon: note, by: target, if: offer.ease > 2, do: [accept: offer]}}"},
    {"outcome",
     "processes: {g: {rate: 1, emit: go, from: a, to: b}}\n"
     "outcomes: {done: {when: p > 2}, open_ended: otherwise}"},
};

TEST(Intervention, DoesInEveryPlaceWhatAnAssignmentDoes) {
  for (const auto& [name, text] : kPlaces) {
    const auto yaml = std::string(kHead) + text + "\n";
    const auto program = test::compiled(yaml);
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      Overlay overlay;
      overlay.interventions = {
          set(program, 20 * kDay + 271'829 + static_cast<std::int64_t>(seed), "p", 3.25)};
      const auto twin = test::twin_of(yaml, program, overlay.interventions);
      ASSERT_TRUE(twin) << name << ": " << twin.error();
      const auto one = test::run_once(program, {.seed = seed}, overlay);
      const auto other = test::run_once(*twin, {.seed = seed});
      ASSERT_EQ(one.status, Status::ended) << name;
      ASSERT_EQ(test::first_difference(test::timeline_beside(program, one.log),
                                       test::timeline_of_twin(*twin, other.log)),
                "")
          << name << ", seed " << seed;
      EXPECT_EQ(one.outcome, other.outcome) << name;
      EXPECT_EQ(one.end, other.end) << name;
      EXPECT_NE(one.hash, test::run_once(program, {.seed = seed}).hash) << name;
    }
  }
}

TEST(Intervention, IsSeenByMeasuresFromItsInstantOn) {
  const auto program = test::compiled(std::string(kHead) + R"(
measures:
  mean: {average: p}
  most: {highest: p}
  long: {time: p > 2}
  late: {at: 30 d, of: p}
  early: {at: 10 d, of: p}
  last: {final: p}
)");
  Overlay overlay;
  overlay.interventions = {set(program, 15 * kDay, "p", 5), set(program, 45 * kDay, "p", 0)};
  const auto result = test::run_once(program, {.seed = 1}, overlay);
  const auto value = [&](const char* name) {
    return result.measures[test::measure_index(program, name)].value;
  };
  EXPECT_DOUBLE_EQ(value("mean").number, (15.0 * 1 + 30.0 * 5) / 60);
  EXPECT_EQ(value("most").number, 5);
  EXPECT_EQ(value("long").whole, 30 * kDay);
  EXPECT_EQ(value("early").number, 1);
  EXPECT_EQ(value("late").number, 5);
  EXPECT_EQ(value("last").number, 0);
}

// a unit clock that has spent a·T when the rate rises to b fires at T + (E - a·T) / b, where E is
// what it waits for: known from a run whose rate stays a
TEST(Intervention, LeavesAWaitingClockWhatItHasSpent) {
  const auto program =
      test::compiled(std::string(kHead) + "processes: {g: {rate: p, emit: go, from: a, to: b}}\n");
  const double a = 1;
  const double b = 2.5;
  const std::int64_t at = 20 * kDay;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Overlay overlay;
    overlay.interventions = {set(program, at, "p", b)};
    const auto stays = test::run_once(program, {.seed = seed});
    const auto rises = test::run_once(program, {.seed = seed}, overlay);
    const auto& old_events = stays.log.events();
    const auto& events = rises.log.events();
    ASSERT_GT(events.size(), old_events.size());
    for (std::size_t i = 0; i < old_events.size(); ++i) {
      const double area = a * static_cast<double>(old_events[i].time.us);  // under the rate
      const double spent = a * static_cast<double>(at);
      const double expected =
          area <= spent ? area / a : static_cast<double>(at) + (area - spent) / b;
      ASSERT_EQ(events[i].key, old_events[i].key);
      // each time is rounded up to a microsecond
      ASSERT_NEAR(static_cast<double>(events[i].time.us), expected, static_cast<double>(i) + 2);
    }
  }
}

// counts of a Poisson process whose rate is a for T days, then b for the other U
TEST(Intervention, GivesAPoissonProcessItsNewRate) {
  const auto program =
      test::compiled(std::string(kHead) + "processes: {g: {rate: p, emit: go, from: a, to: b}}\n");
  Overlay overlay;
  overlay.interventions = {set(program, 20 * kDay, "p", 3)};
  test::Moments before;
  test::Moments after;
  for (std::uint64_t r = 0; r < 400; ++r) {
    const auto result = test::run_once(program, {.seed = 3, .replication = r}, overlay);
    double early = 0;
    for (const auto& event : result.log.events()) early += event.time.us < 20 * kDay ? 1 : 0;
    before.add(early);
    after.add(static_cast<double>(result.log.events().size()) - early);
  }
  EXPECT_NEAR(before.mean, 20, 4 * before.standard_error());
  EXPECT_NEAR(after.mean, 120, 4 * after.standard_error());
  EXPECT_NEAR(before.variance(), 20, 8);
  EXPECT_NEAR(after.variance(), 120, 40);
}

TEST(Intervention, ComesBeforeAllElseOfItsInstantAndInOrder) {
  const auto program = test::compiled(R"(
brink: 1
title: One instant
start: 2026-01-01
horizon: 10 d
world: {variables: {v: {initial: 0, range: [0, 5]}}}
actors: {a: {}, b: {}}
events: {go: {is: assault, attributes: {size: 0}}}
schedule: {s: {at: 3 d, emit: go, from: a, to: b, with: {size: v}}}
)");
  Overlay overlay;
  overlay.interventions = {set(program, 3 * kDay, "v", 2), set(program, 3 * kDay, "v", 4),
                           set(program, 10 * kDay, "v", 7), set(program, 11 * kDay, "v", 1)};
  const auto result = test::run_once(program, {.seed = 1}, overlay);
  ASSERT_EQ(result.log.events().size(), 1U);
  EXPECT_EQ(result.log.attribute(result.log.events()[0], 0).number, 4);
  const auto& writes = result.log.writes();
  ASSERT_EQ(writes.size(), 3U);
  for (const auto& [time, write] : writes) {
    EXPECT_TRUE(is_intervention(write));
    EXPECT_EQ(write.cause, 0U);
  }
  EXPECT_EQ(writes[0].write.after.number, 2);
  EXPECT_EQ(writes[1].write.after.number, 4);
  // held in the range, at the run's very end; what lies beyond that is not done
  EXPECT_EQ(writes[2].write.after.number, 5);
  EXPECT_EQ(writes[2].time.us, 10 * kDay);
}

TEST(Intervention, IsPeekedAtAndIsNoDecision) {
  const auto program = test::compiled(
      std::string(kHead) + "rules: {r: {when: p > 2, do: [{emit: go, from: a, to: b}]}}\n");
  Overlay overlay;
  overlay.interventions = {set(program, 7 * kDay, "p", 3)};
  brink::Run run(program, overlay, {.seed = 1});
  NullObserver nobody;
  EXPECT_EQ(step(run, nobody), Status::event);  // the beginning
  EXPECT_EQ(peek(run), SimTime{7 * kDay});
  EXPECT_EQ(step(run, nobody), Status::event);
  EXPECT_EQ(run.now(), SimTime{7 * kDay});
  EXPECT_EQ(run.header().events, 0U);
  EXPECT_EQ(peek(run), SimTime{7 * kDay}) << "what became true acts at that instant";
  run_to_end(run, nobody);
  EXPECT_EQ(run.header().events, 1U);
}

TEST(Intervention, ComesBetweenAnEventAndTheDecisionUponIt) {
  const auto program = test::compiled(std::string(kHead) + R"(
schedule: {s: {at: 2 d, emit: note, from: a, to: b}}
rules:
  r:
    upon: note
    by: target
    after: 3 d
    choose: {options: {yes_: {if: p > 2, utility: 1, do: [accept: offer]}, no_: {utility: 0, do: [refuse: offer]}}}
)");
  const auto statuses = [&](const Overlay& overlay) {
    brink::Run run(program, overlay, {.seed = 1});
    NullObserver nobody;
    std::vector<Status> all;
    while (run.header().status == RunStatus::running) all.push_back(step(run, nobody));
    return all;
  };
  Overlay overlay;
  overlay.interventions = {set(program, 4 * kDay, "p", 3)};
  const auto plain = statuses({});
  const auto with = statuses(overlay);
  const auto decision = std::find(plain.begin(), plain.end(), Status::decision);
  ASSERT_NE(decision, plain.end());
  // one step more, and only before that is the decision what comes next
  const auto place = decision - plain.begin();
  ASSERT_EQ(with.size(), plain.size() + 1);
  EXPECT_EQ(with[static_cast<std::size_t>(place)], Status::event);
  EXPECT_EQ(with[static_cast<std::size_t>(place) + 1], Status::decision);
}

}  // namespace
}  // namespace brink
