// Laws of a variable's history, told beside a plain pass over the log.
#include "viz/slot_history.h"

#include <gtest/gtest.h>

#include <cstring>

#include "tests/support/runs.h"

namespace brink::viz {
namespace {

TEST(SlotHistory, HasEveryWriteOfItsSlotAndNoOther) {
  const auto program = test::shipped("open_letter");
  const Overlay overlay;
  Recorder recorder(program, overlay, {17, 0});
  SlotWrites found;
  const auto slot = test::slot_index(program, "ukraine.support");
  // it grows with its recording
  for (int steps = 200; recorder.advance([&] { return --steps <= 0; }); steps = 200) {
    follow_writes(found, *recorder.recording(), slot);
  }
  follow_writes(found, *recorder.recording(), slot);
  std::vector<std::uint32_t> expected;
  const auto& writes = recorder.recording()->log.writes();
  for (std::uint32_t i = 0; i < writes.size(); ++i) {
    if (writes[i].write.slot == slot) expected.push_back(i);
  }
  EXPECT_FALSE(expected.empty());
  EXPECT_EQ(found.writes, expected);
  const auto other = test::slot_index(program, "russia.support");
  follow_writes(found, *recorder.recording(), other);
  for (const auto i : found.writes) EXPECT_EQ(writes[i].write.slot, other);
}

TEST(SlotHistory, WhatIsMadeAtAPlaceIsWhatTheLogHeldThere) {
  const auto program = test::shipped("open_letter");
  const Overlay overlay;
  Recorder recorder(program, overlay, {17, 0});
  while (recorder.advance([] { return false; })) {
  }
  const auto& log = recorder.recording()->log;
  SlotWrites found;
  const auto slot = test::slot_index(program, "ukraine.support");
  follow_writes(found, *recorder.recording(), slot);
  for (std::uint32_t number = 1; number <= log.events().size(); number += 37) {
    const Playhead place{number, log.events()[number - 1].time};
    const auto length = recorder.moment(place).length.writes;
    std::size_t expected = 0;
    for (const auto i : found.writes) expected += i < length ? 1 : 0;
    EXPECT_EQ(changes_until(log.writes(), found.writes, place), expected) << number;
  }
}

TEST(SlotHistory, AnInterventionMadeAtThePlayheadCountsAsMade) {
  Blocks<Log::TimedWrite> writes;
  writes.push_back({SimTime{101}, {}});
  const std::vector<std::uint32_t> changes{0};
  EXPECT_EQ(changes_until(writes, changes, {0, SimTime{100}}), 1U);
  EXPECT_EQ(changes_until(writes, changes, {0, SimTime{99}}), 0U);
}

TEST(SlotChoice, FindsByAPartOfTheNameParametersFirst) {
  const auto program = test::shipped("open_letter");
  SlotChoice choice;
  find_slots(choice, program);
  EXPECT_EQ(choice.matches.size(), program.slots.size());
  EXPECT_TRUE(program.slots[choice.matches.front()].is_parameter);
  std::strcpy(choice.text.data(), "SUPPORT");
  find_slots(choice, program);
  ASSERT_FALSE(choice.matches.empty());
  EXPECT_LT(choice.matches.size(), program.slots.size());
  for (const auto slot : choice.matches) {
    EXPECT_NE(choice.names[slot].find("support"), std::string::npos);
  }
}

TEST(SlotFacts, SayWhatTheScenarioSays) {
  const auto program = test::compiled(R"(
brink: 1
title: T
start: 2026-01-01
horizon: 30 d
parameters:
  patience: {default: 5 d, range: [1 d, 30 d], about: how long they wait}
actors:
  a:
    name: Alba
    variables:
      forces: {initial: 2, min: 0, trend: 0.02, unit: divisions, about: in the field}
)");
  const auto patience = slot_facts(program, test::slot_index(program, "patience"));
  EXPECT_EQ(patience.range, "1 d to 30 d");
  EXPECT_EQ(patience.about, "how long they wait");
  const auto forces = slot_facts(program, test::slot_index(program, "a.forces"));
  EXPECT_EQ(forces.name, "Alba forces");
  EXPECT_EQ(forces.kind, "variable of Alba");
  EXPECT_EQ(forces.range, "0 or more");
  EXPECT_EQ(forces.law, "moves by itself: 0.02 a day");
  EXPECT_EQ(forces.about, "in the field");
}

}  // namespace
}  // namespace brink::viz
