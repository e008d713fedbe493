#include <gtest/gtest.h>

#include "tests/support/dice.h"
#include "tests/support/random_scenario.h"
#include "tests/support/runs.h"
#include "tests/support/timeline.h"
#include "tests/support/twin.h"

namespace brink::test {
namespace {

std::string where(std::uint64_t seed, const std::string& text) {
  return "seed " + std::to_string(seed) + ", " +
         kept(text, "intervention_" + std::to_string(seed) + ".yaml");
}

Intervention random_intervention(const Program& program, Dice& dice) {
  for (;;) {
    const auto slot = static_cast<SlotId>(dice.below(program.slots.size()));
    if (const auto value = random_value(program, slot, dice)) {
      return {random_instant(program, dice), slot, *value};
    }
  }
}

// some at the same instant
Overlay random_overlay(const Program& program, Dice& dice) {
  Overlay overlay;
  overlay.max_events = 20'000;
  for (auto n = dice.between(1, 4); n > 0; --n) {
    overlay.interventions.push_back(random_intervention(program, dice));
    if (n % 2 == 0) overlay.interventions.back().at = overlay.interventions.front().at;
  }
  std::stable_sort(overlay.interventions.begin(), overlay.interventions.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  return overlay;
}

TEST(RandomInterventions, DoWhatARuleWouldDoThatAssignsTheValueAtThatInstant) {
  const int count = cases(5'000);
  int compared = 0;
  int parameters = 0;
  int changed = 0;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(count); ++seed) {
    const auto text = random_scenario(seed);
    const auto program = compiled(text);
    Dice dice(seed);
    Overlay overlay;
    overlay.max_events = 20'000;
    overlay.interventions = {random_intervention(program, dice)};
    const auto twin = twin_of(text, program, overlay.interventions);
    if (!twin) continue;
    Overlay plain;
    plain.max_events = overlay.max_events;
    const auto one = run_once(program, {seed, 0}, overlay);
    const auto other = run_once(*twin, {seed, 0}, plain);
    ASSERT_EQ(one.status, other.status) << where(seed, text);
    if (one.status == Status::error) continue;
    ++compared;
    parameters += program.slots[overlay.interventions[0].slot].is_parameter ? 1 : 0;
    changed += one.hash != run_once(program, {seed, 0}, plain).hash ? 1 : 0;
    const auto& set = overlay.interventions[0];
    ASSERT_EQ(
        first_difference(timeline_beside(program, one.log), timeline_of_twin(*twin, other.log)), "")
        << program.slots[set.slot].name << " at " << set.at.us << ", " << where(seed, text);
    // both end a stretch at that instant, so that even what is added up stretch by stretch is equal
    for (std::size_t m = 0; m < program.measures.size(); ++m) {
      ASSERT_EQ(one.measures[m].exists, other.measures[m].exists) << where(seed, text);
      if (!one.measures[m].exists) continue;
      ASSERT_EQ(one.measures[m].value.whole, other.measures[m].value.whole)
          << program.measures[m].name << ", " << where(seed, text);
    }
    ASSERT_EQ(one.outcome, other.outcome) << where(seed, text);
    ASSERT_EQ(one.end, other.end) << where(seed, text);
  }
  EXPECT_GT(compared, count / 2) << "hardly any twin compiles";
  EXPECT_GT(parameters, count / 40) << "hardly any parameter was set";
  EXPECT_GT(changed, compared / 4) << "hardly any intervention changes anything";
}

// a copy at any step, made before the last instant of interventions, that goes on with these
TEST(RandomInterventions, ArePartOfARunHoweverLateItIsToldOfThem) {
  const int count = cases(5'000);
  int forked = 0;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(count); ++seed) {
    const auto text = random_scenario(seed);
    const auto program = compiled(text);
    Dice dice(seed + 1);
    const auto whole = random_overlay(program, dice);
    const auto expected = run_once(program, {seed, 0}, whole);
    Overlay early = whole;
    const auto last = whole.interventions.back().at;
    std::erase_if(early.interventions, [&](const Intervention& i) { return i.at == last; });
    brink::Run run(program, early, {seed, 0});
    RunHash hash;
    for (auto steps = dice.below(200); steps > 0 && run.header().status == RunStatus::running;
         --steps) {
      brink::Run before = run;
      const auto hash_before = hash;
      step(run, hash);
      if (run.now() < last) continue;
      run = before;
      hash = hash_before;
      break;
    }
    if (run.header().status != RunStatus::running) continue;
    ++forked;
    brink::Run fork = run;
    continue_under(fork, whole);
    run_to_end(fork, hash);
    ASSERT_EQ(hash.value(), expected.hash) << where(seed, text);
    ASSERT_EQ(fork.now(), expected.end) << where(seed, text);
  }
  EXPECT_GT(forked, count / 2);
}

TEST(RandomInterventions, ThatSetWhatIsThereAlreadyChangeNoEvent) {
  const int count = cases(2'000);
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(count); ++seed) {
    const auto text = random_scenario(seed);
    const auto program = compiled(text);
    Dice dice(seed);
    Overlay overlay;
    overlay.max_events = 20'000;
    const auto plain = run_once(program, {seed, 0}, overlay);
    const auto at = random_instant(program, dice);
    // the values just before that instant, with their laws' last steps done
    brink::Run run(program, overlay, {seed, 0});
    NullObserver nobody;
    while (run.header().status == RunStatus::running && peek(run) < at) step(run, nobody);
    if (run.header().status != RunStatus::running) continue;
    for (SlotId s = 0; s < program.slots.size(); ++s) {
      if (program.slots[s].law == Law::constant) {
        overlay.interventions.push_back({at, s, slot_value(run, s, at)});
      }
    }
    const auto same = run_once(program, {seed, 0}, overlay);
    ASSERT_EQ(same.hash, plain.hash) << where(seed, text);
    ASSERT_EQ(same.log.writes().size(), plain.log.writes().size()) << where(seed, text);
  }
}

}  // namespace
}  // namespace brink::test
