#include <gtest/gtest.h>

#include <set>

#include "tests/support/dice.h"
#include "tests/support/random_scenario.h"
#include "tests/support/runs.h"
#include "tests/support/timeline.h"

namespace brink::test {
namespace {

constexpr std::uint64_t kMaxEvents = 20'000;

struct Case {
  std::uint64_t seed = 0;
  std::string text;
  Program program;
};

// where to find the scenario of a failed check
std::string where(const Case& c) {
  return "seed " + std::to_string(c.seed) + ", " +
         kept(c.text, "random_" + std::to_string(c.seed) + ".yaml");
}

// compiles the scenario of each seed and hands it on; stops at the first fatal failure
template <class Check>
void for_each_scenario(int count, const Check& check) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(count); ++seed) {
    const auto text = random_scenario(seed);
    auto scenario = read_scenario({"random.yaml", text});
    auto program = scenario ? compile(std::move(*scenario)) : tl::unexpected(scenario.error());
    ASSERT_TRUE(program) << "seed " << seed << ", " << kept(text, "random.yaml") << "\n"
                         << findings(text);
    const Case c{seed, text, std::move(*program)};
    check(c);
    if (::testing::Test::HasFatalFailure()) return;
  }
}

Overlay bounded() {
  Overlay overlay;
  overlay.max_events = kMaxEvents;
  return overlay;
}

TEST(RandomScenarios, RunToTheirEnd) {
  std::set<std::string> types;
  std::set<Note::Kind> notes;
  std::size_t events = 0;
  for_each_scenario(cases(10'000), [&](const Case& c) {
    const auto result = run_once(c.program, {c.seed, 0}, bounded());
    ASSERT_EQ(result.status, Status::ended) << where(c);
    events += result.log.events().size();
    for (const auto& event : result.log.events()) types.insert(c.program.types[event.type].name);
    for (const auto& note : result.log.notes()) notes.insert(note.note.kind);
  });
  // the batch must do something, or the laws below would say nothing
  EXPECT_GT(events, 10'000U);
  for (const auto* type :
       {"clash", "word",   "omen",        "letter", "note",    "but",   "yea",         "nay",
        "back",  "breach", "accept",      "refuse", "counter", "lapse", "expire",      "end",
        "talk",  "echo",   "undelivered", "leak",   "reveal",  "tell",  "conditional", "iff"}) {
    EXPECT_TRUE(types.contains(type)) << "no run has an event " << type;
  }
  EXPECT_EQ(notes.size(), 12U) << "not every kind of note was met";
}

// true if a message is under way, or somebody is about to hear of an event
bool is_something_under_way(const brink::Run& run) {
  bool found = false;
  for_each_entry(run, [&](const AgendaEntry& entry, std::uint32_t) {
    found |= entry.kind == EntryKind::hop || entry.kind == EntryKind::hearing;
  });
  return found;
}

TEST(RandomScenarios, ACopyGoesOnLikeTheOriginal) {
  const Overlay overlay = bounded();
  int under_way = 0;
  for_each_scenario(cases(10'000), [&](const Case& c) {
    const RunSeed seed{c.seed, 1};
    brink::Run whole(c.program, overlay, seed);
    RunHash whole_hash;
    std::size_t steps = 0;
    for (auto s = Status::event; s == Status::event || s == Status::decision; ++steps) {
      s = step(whole, whole_hash);
    }
    Dice dice(c.seed);
    brink::Run run(c.program, overlay, seed);
    RunHash hash;
    for (auto left = dice.below(steps); left > 0; --left) step(run, hash);
    under_way += is_something_under_way(run) ? 1 : 0;
    brink::Run copy = run;
    RunHash copy_hash = hash;
    // turn about, so that anything shared by the two would show
    while (run.header().status == RunStatus::running ||
           copy.header().status == RunStatus::running) {
      if (dice.chance(0.5)) step(run, hash);
      if (dice.chance(0.5)) step(copy, copy_hash);
    }
    EXPECT_EQ(hash.value(), whole_hash.value()) << where(c);
    EXPECT_EQ(copy_hash.value(), whole_hash.value()) << where(c);
  });
  EXPECT_GT(under_way, cases(10'000) / 10) << "hardly any copy was made while a message went";
}

// routes are kept until something that they depend on has changed: found anew at every step, they
// are the same
TEST(RandomScenarios, GoByTheSameRoutesWhenTheseAreFoundAnewAtEveryStep) {
  const Overlay overlay = bounded();
  for_each_scenario(cases(10'000), [&](const Case& c) {
    if (c.program.channels.empty()) return;
    brink::Run run(c.program, overlay, {c.seed, 5});
    RunHash hash;
    while (run.header().status == RunStatus::running) {
      ++run.header().routes_version;
      step(run, hash);
    }
    brink::Run kept_routes(c.program, overlay, {c.seed, 5});
    RunHash kept_hash;
    run_to_end(kept_routes, kept_hash);
    EXPECT_EQ(hash.value(), kept_hash.value()) << where(c);
  });
}

TEST(RandomScenarios, ObserversChangeNothing) {
  const Overlay overlay = bounded();
  for_each_scenario(cases(10'000), [&](const Case& c) {
    brink::Run run(c.program, overlay, {c.seed, 2});
    RunHash hash;
    run_to_end(run, hash);
    EXPECT_EQ(run_once(c.program, {c.seed, 2}, overlay).hash, hash.value()) << where(c);
  });
}

TEST(RandomScenarios, EventsAreInOrderAndHaveKeysOfTheirOwn) {
  for_each_scenario(cases(10'000), [&](const Case& c) {
    const auto result = run_once(c.program, {c.seed, 3}, bounded());
    std::set<std::uint64_t> keys;
    SimTime last;
    for (std::uint32_t i = 0; i < result.log.events().size(); ++i) {
      const auto& event = result.log.events()[i];
      ASSERT_EQ(event.number, i + 1) << where(c);
      ASSERT_GE(event.time, last) << where(c);
      ASSERT_LT(event.cause, event.number) << where(c);
      ASSERT_TRUE(keys.insert(event.key).second) << "two events share a key, " << where(c);
      last = event.time;
    }
    ASSERT_LE(result.end, SimTime{} + c.program.horizon) << where(c);
  });
}

TEST(RandomScenarios, VariablesStayWithinTheirRanges) {
  const Overlay overlay = bounded();
  for_each_scenario(cases(10'000), [&](const Case& c) {
    brink::Run run(c.program, overlay, {c.seed, 4});
    NullObserver nobody;
    while (run.header().status == RunStatus::running) {
      step(run, nobody);
      for (SlotId s = 0; s < c.program.slots.size(); ++s) {
        const auto& info = c.program.slots[s];
        if (info.type != ValueType::number) continue;
        const double x = slot_value(run, s, run.now()).number;
        ASSERT_TRUE(x >= info.low && x <= info.high)
            << info.name << " is " << x << ", " << where(c);
      }
    }
  });
}

}  // namespace
}  // namespace brink::test
