#include <gtest/gtest.h>

#include <set>

#include "tests/support/runs.h"

namespace brink {
namespace {

/// A bit of everything: processes, decays, choices, offers, windows, delays, conditions.
const char* const kBusy = R"(
brink: 1
title: A busy quarter
start: 2026-01-01
horizon: 120 d
parameters: {heat: 0.4}
world: {variables: {tension: {initial: 0, min: 0, decay: 20 d}, ready: {initial: 0, range: [0, 1], trend: 0.02}}}
actors:
  a: {variables: {anger: {initial: 0, min: 0, decay: 5 d}, stock: {initial: 100, min: 0}}}
  b: {variables: {anger: {initial: 0, min: 0, decay: 9 d}, stock: {initial: 80, min: 0}}}
groups: {both: [a, b]}
events:
  strike: {is: assault, rung: 5, attributes: {size: 1, hits: 0, place: {values: [port, road], default: port}}}
  plea: {is: offer, terms: {truce: 1}, lapses: 9 d, lasts: 12 d}
processes:
  strikes:
    for: both
    rate: 0.4 + 0.3 * self.anger + 0.2 * ready
    while: not in_force(truce)
    emit: strike
    to: rival
    with:
      size: floor(gamma(shape = 2, scale = 3))
      hits: binomial(this.size, 0.4)
      place: {port: 1, road: 2}
  pleas: {every: uniform(5 d .. 15 d), emit: plea, from: a, to: b}
rules:
  damage: {upon: strike, do: [target.stock -= event.hits, target.anger += 0.1 * event.hits, tension += 0.2]}
  reprisal: {upon: strike, by: target, chance: 0.2, after: exponential(mean = 2 d), do: [{emit: strike, to: source}]}
  answer:
    upon: plea
    by: b
    after: lognormal(median = 2 d, sdlog = 0.5)
    choose:
      temperature: heat
      options:
        accept_: {utility: 1 - self.anger, do: [accept: offer]}
        refuse_: {utility: 0.2, do: [refuse: offer]}
  tense: {when: tension > 2, do: [ready = 0]}
  many:
    when: count(strike, 4 d) > 5
    do: [tension += 1]
outcomes: {empty: {when: a.stock <= 0 or b.stock <= 0}, survived: otherwise}
)";

std::uint64_t hash_of(const Program& program, RunSeed seed, const Overlay& overlay = {}) {
  brink::Run run(program, overlay, seed);
  RunHash hash;
  run_to_end(run, hash);
  return hash.value();
}

TEST(DeterminismTest, TheSameSeedGivesTheSameRunAndAnotherAnother) {
  const auto program = test::compiled(kBusy);
  const auto again = test::compiled(kBusy);
  std::set<std::uint64_t> hashes;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto hash = hash_of(program, {.seed = seed});
    EXPECT_EQ(hash, hash_of(again, {.seed = seed}));
    hashes.insert(hash);
    hashes.insert(hash_of(program, {.seed = 1, .replication = seed}));
  }
  EXPECT_EQ(hashes.size(), 40U);
}

TEST(DeterminismTest, WhoWatchesDoesNotChangeTheRun) {
  const auto program = test::compiled(kBusy);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto watched = test::run_once(program, {.seed = seed});
    EXPECT_EQ(watched.hash, hash_of(program, {.seed = seed}));
    EXPECT_GT(watched.log.events().size(), 50U);
  }
}

TEST(DeterminismTest, ACopyMidwayContinuesAsItsOriginal) {
  const auto program = test::compiled(kBusy);
  const Overlay overlay;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    for (const int steps : {0, 1, 7, 40, 150, 100'000}) {
      brink::Run original(program, overlay, {.seed = seed});
      RunHash hash;
      for (int i = 0; i < steps && step(original, hash) != Status::ended; ++i) {
      }
      brink::Run copy = original;
      RunHash copied_hash = hash;
      brink::Run assigned(program, overlay, {.seed = 999});
      NullObserver nobody;
      for (int i = 0; i < 300; ++i) step(assigned, nobody);
      assigned = original;
      RunHash assigned_hash = hash;
      run_to_end(original, hash);
      run_to_end(copy, copied_hash);
      run_to_end(assigned, assigned_hash);
      EXPECT_EQ(hash.value(), copied_hash.value()) << seed << ", " << steps;
      EXPECT_EQ(hash.value(), assigned_hash.value()) << seed << ", " << steps;
      EXPECT_EQ(hash.value(), hash_of(program, {.seed = seed})) << seed << ", " << steps;
    }
  }
}

TEST(DeterminismTest, SuppressingAnEventSwallowsItAndNothingThatItDidNotCause) {
  const auto program = test::compiled(kBusy);
  const auto strike = test::type_index(program, "strike");
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto full = test::run_once(program, {.seed = seed});
    const auto& events = full.log.events();
    const auto victim = std::find_if(events.begin() + 10, events.end(),
                                     [&](const auto& e) { return e.type == strike; });
    ASSERT_NE(victim, events.end());
    Overlay overlay;
    overlay.suppressed_events = {victim->key};
    const auto without = test::run_once(program, {.seed = seed}, overlay);
    const auto& others = without.log.events();
    const auto before = static_cast<std::size_t>(victim - events.begin());
    ASSERT_GE(others.size(), before);
    for (std::size_t i = 0; i < before; ++i) ASSERT_EQ(others[i].key, events[i].key);
    for (const auto& event : others) EXPECT_NE(event.key, victim->key);
    EXPECT_NE(without.hash, full.hash);
  }
}

// a suppressed process still runs its clock: what does not depend on it stays bit for bit
TEST(DeterminismTest, ASuppressedProcessLeavesTheOthersUntouched) {
  const auto program = test::compiled(R"(
brink: 1
title: Two processes
start: 2026-01-01
horizon: 300 d
actors: {a: {}, b: {}}
events: {strike: {is: assault, attributes: {size: 0}}, feast: {is: cooperate}}
processes:
  strikes: {rate: 1, emit: strike, from: a, to: b, with: {size: exponential(mean = 3)}}
  feasts: {rate: 1, emit: feast, from: a, to: b}
)");
  const auto feast = test::type_index(program, "feast");
  const auto times = [&](const Overlay& overlay, bool feasts) {
    std::vector<std::pair<std::int64_t, std::uint64_t>> all;
    const auto result = test::run_once(program, {.seed = 4}, overlay);
    for (const auto& event : result.log.events()) {
      if ((event.type == feast) == feasts) all.emplace_back(event.time.us, event.key);
    }
    return all;
  };
  Overlay overlay;
  overlay.suppressed_processes = {true};
  EXPECT_EQ(times(overlay, true), times({}, true));
  EXPECT_TRUE(times(overlay, false).empty());
  EXPECT_FALSE(times({}, false).empty());
}

// keys name causes, so they are the same whatever else happens: also those of the engine's own
// events
TEST(DeterminismTest, AnUnrelatedProcessChangesNoKeyOfAnotherEvent) {
  const std::string calm = R"(
brink: 1
title: Calm
start: 2026-01-01
horizon: 100 d
actors: {a: {}, b: {}}
events: {plea: {is: offer, terms: {truce: 1}, lapses: 4 d, lasts: 3 d}, noise: {is: protest}}
rules: {yes: {upon: plea, by: b, chance: 0.5, do: [accept: offer]}}
processes:
  pleas: {every: 10 d, emit: plea, from: a, to: b}
)";
  const auto keys = [](const std::string& text) {
    const auto program = test::compiled(text);
    const auto result = test::run_once(program, {.seed = 2});
    std::vector<std::pair<std::string, std::uint64_t>> all;
    for (const auto& event : result.log.events()) {
      const auto& type = program.types[event.type].name;
      if (type != "noise") all.emplace_back(type, event.key);
    }
    return all;
  };
  const auto quiet = keys(calm);
  EXPECT_EQ(quiet, keys(calm + "  noises: {rate: 2, emit: noise}\n"));
  EXPECT_EQ(std::set(quiet.begin(), quiet.end()).size(), quiet.size()) << "each has its own";
  EXPECT_GE(quiet.size(), 20U);
}

TEST(DeterminismTest, UntilCutsARunShortWithoutChangingIt) {
  const auto program = test::compiled(kBusy);
  const auto full = test::run_once(program, {.seed = 3});
  Overlay overlay;
  overlay.until = Duration{20 * kMicrosecondsPerDay};
  const auto cut = test::run_once(program, {.seed = 3}, overlay);
  const auto& events = cut.log.events();
  EXPECT_EQ(cut.end.us, 20 * kMicrosecondsPerDay);
  for (std::size_t i = 0; i < events.size(); ++i) {
    ASSERT_EQ(events[i].key, full.log.events()[i].key);
    ASSERT_EQ(events[i].time, full.log.events()[i].time);
  }
  EXPECT_GT(full.log.events()[events.size()].time.us, 20 * kMicrosecondsPerDay);
}

}  // namespace
}  // namespace brink
