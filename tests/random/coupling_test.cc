#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/dice.h"
#include "tests/support/random_scenario.h"
#include "tests/support/runs.h"
#include "tests/support/timeline.h"

namespace brink::test {
namespace {

// things of component A that can be taken away
struct Removal {
  Overlay overlay;
  std::string what;
};

template <class List>
std::vector<std::size_t> named(const List& list, std::string_view prefix) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].name.starts_with(prefix)) found.push_back(i);
  }
  return found;
}

template <class List>
void suppress_one(std::vector<bool>& bits, const List& list, Dice& dice, std::string& what) {
  const auto chosen = dice.pick(named(list, "a_"));
  bits.resize(chosen + 1);
  bits[chosen] = true;
  what = list[chosen].name;
}

// measures that add up stretch by stretch round differently where something else ends a stretch
bool is_followed(const Measure& measure) {
  using Form = MeasureDecl::Form;
  return measure.form == Form::average || measure.form == Form::highest ||
         measure.form == Form::lowest;
}

Removal random_removal(const Program& program, const Log& log, Dice& dice) {
  Removal removal;
  switch (dice.between(0, 5)) {
    case 0:
      suppress_one(removal.overlay.suppressed_rules, program.rules, dice, removal.what);
      break;
    case 1:
      suppress_one(removal.overlay.suppressed_processes, program.processes, dice, removal.what);
      break;
    case 2:
      suppress_one(removal.overlay.suppressed_schedule, program.schedule, dice, removal.what);
      break;
    case 3:
      if (!named(program.channels, "a_").empty()) {
        suppress_one(removal.overlay.suppressed_channels, program.channels, dice, removal.what);
        break;
      }
      [[fallthrough]];
    default: {
      std::vector<const EventRecord*> own;
      for (const auto& event : log.events()) {
        if (belongs(program, event, "a_")) own.push_back(&event);
      }
      if (own.empty()) break;
      const auto* event = dice.pick(own);
      removal.overlay.suppressed_events = {event->key};
      removal.what = "event #" + std::to_string(event->number);
    }
  }
  return removal;
}

TEST(Coupling, WhatIsTakenFromOneComponentLeavesTheOtherBitIdentical) {
  const int count = cases(2'000);
  int changed = 0;
  std::size_t kept_lines = 0;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(count); ++seed) {
    const auto text = random_scenario(seed, {.two_components = true});
    const auto program = compiled(text);
    const auto base = run_once(program, {seed, 0});
    ASSERT_EQ(base.status, Status::ended) << "seed " << seed;
    const auto base_a = timeline(program, base.log, "a_");
    const auto base_b = timeline(program, base.log, "b_");
    ASSERT_EQ(base_b, timeline(program, base.log, "a_", true)) << "the components overlap";
    kept_lines += base_b.size();
    Dice dice(seed);
    const auto removal = random_removal(program, base.log, dice);
    const auto other = run_once(program, {seed, 0}, removal.overlay);
    ASSERT_EQ(other.status, Status::ended) << "seed " << seed;
    changed += timeline(program, other.log, "a_") != base_a ? 1 : 0;
    EXPECT_EQ(first_difference(base_b, timeline(program, other.log, "b_")), "")
        << "seed " << seed << " without " << removal.what << ", "
        << kept(text, "coupling_" + std::to_string(seed) + ".yaml");
    for (std::size_t m = 0; m < program.measures.size(); ++m) {
      const auto& measure = program.measures[m];
      if (!measure.name.starts_with("b_") || is_followed(measure)) continue;
      EXPECT_EQ(base.measures[m].value.whole, other.measures[m].value.whole)
          << "seed " << seed << " without " << removal.what << ", " << measure.name;
    }
  }
  EXPECT_GT(changed, count / 2) << "most removals change nothing at all: the law is not tested";
  EXPECT_GT(kept_lines, static_cast<std::size_t>(count) * 50);
}

TEST(Coupling, WhatIsAddedLeavesAllElseBitIdentical) {
  const int count = cases(1'000);
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(count); ++seed) {
    const auto text = random_scenario(seed, {.may_grow = true});
    const auto more = with_bystander(text, seed);
    const auto program = compiled(text);
    const auto larger = compiled(more);
    Overlay overlay;
    overlay.outcomes_stop = false;
    const auto alone = run_once(program, {seed, 0}, overlay);
    const auto together = run_once(larger, {seed, 0}, overlay);
    const auto without = timeline(program, alone.log);
    EXPECT_EQ(first_difference(without, timeline(larger, together.log, "z_", true)), "")
        << "seed " << seed << ", " << kept(more, "bystander_" + std::to_string(seed) + ".yaml");
    ASSERT_GT(together.log.events().size(), alone.log.events().size()) << "seed " << seed;
  }
}

TEST(Coupling, ReadingTwiceGivesTheSameRun) {
  const int count = cases(500);
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(count); ++seed) {
    const auto text = random_scenario(seed);
    EXPECT_EQ(run_once(compiled(text), {seed, 0}).hash, run_once(compiled(text), {seed, 0}).hash)
        << "seed " << seed;
    EXPECT_NE(run_once(compiled(text), {seed, 0}).hash, run_once(compiled(text), {seed, 1}).hash)
        << "seed " << seed << ": the replication makes no difference";
  }
}

}  // namespace
}  // namespace brink::test
