#include "engine/run/agenda.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "tests/support/runs.h"

namespace brink {
namespace {

Program nothing() {
  return test::compiled("brink: 1\ntitle: Nothing\nstart: 2026-01-01\nhorizon: 100 d\n");
}

/// The agenda as one would write it without caring for cost.
class SlowAgenda {
 public:
  using Place = std::tuple<SimTime, std::uint32_t, int, std::uint32_t, std::uint32_t>;

  void add(SimTime time, const EntryOrder& order, std::uint32_t index) {
    entries_[{time, order.parent, order.phase, order.rank, order.ordinal}] = index;
  }
  void remove(std::uint32_t index) {
    std::erase_if(entries_, [&](const auto& entry) { return entry.second == index; });
  }
  bool empty() const { return entries_.empty(); }
  std::pair<SimTime, std::uint32_t> pop() {
    const auto first = entries_.begin();
    const std::pair result{std::get<0>(first->first), first->second};
    entries_.erase(first);
    return result;
  }
  SimTime earliest() const {
    return entries_.empty() ? SimTime::never() : std::get<0>(entries_.begin()->first);
  }

 private:
  std::map<Place, std::uint32_t> entries_;
};

// few instants, parents, phases and ranks, so that ties of every depth are common
TEST(AgendaTest, AgreesWithASortedMapUnderAnyUse) {
  const auto program = nothing();
  const Overlay overlay;
  for (int round = 0; round < test::cases(200); ++round) {
    Draws draws({.seed = 1}, static_cast<std::uint64_t>(round), 0);
    const auto below = [&](std::uint64_t n) { return static_cast<std::uint32_t>(draws.below(n)); };
    brink::Run run(program, overlay, {});
    pop_earliest(run);  // the beginning
    SlowAgenda slow;
    std::map<std::uint32_t, std::uint32_t> handles;  // by index
    for (std::uint32_t i = 0; i < 1'000; ++i) {
      const auto what = below(10);
      if (what < 6) {
        const SimTime time{below(8)};
        const EntryOrder order{below(3), static_cast<std::uint8_t>(below(3)), below(3), i};
        handles[i] = schedule(run, time, EntryKind::event, i, order);
        ASSERT_NE(handles[i], kNone);
        slow.add(time, order, i);
      } else if (what < 8 && !handles.empty()) {
        auto chosen = handles.begin();
        std::advance(chosen, below(handles.size()));
        cancel(run, chosen->second);
        slow.remove(chosen->first);
        handles.erase(chosen);
      } else if (!slow.empty()) {
        const auto [time, index] = slow.pop();
        const auto entry = pop_earliest(run);
        ASSERT_EQ(entry.index, index);
        ASSERT_EQ(entry.time, time);
        handles.erase(index);
      }
      ASSERT_EQ(earliest(run), slow.earliest());
    }
    for (; !slow.empty();) ASSERT_EQ(pop_earliest(run).index, slow.pop().second);
  }
}

TEST(AgendaTest, TiesRunByParentThenPhaseThenRankThenOrdinal) {
  const auto program = nothing();
  const Overlay overlay;
  brink::Run run(program, overlay, {});
  pop_earliest(run);
  const SimTime now{5};
  schedule(run, now, EntryKind::event, 5, {.parent = 2, .phase = 0, .rank = 0, .ordinal = 0});
  schedule(run, now, EntryKind::event, 4, {.parent = 1, .phase = 2, .rank = 0, .ordinal = 0});
  schedule(run, now, EntryKind::event, 3, {.parent = 1, .phase = 1, .rank = 7, .ordinal = 1});
  schedule(run, now, EntryKind::event, 2, {.parent = 1, .phase = 1, .rank = 7, .ordinal = 0});
  schedule(run, now, EntryKind::event, 1, {.parent = 1, .phase = 0, .rank = 9, .ordinal = 9});
  schedule(run, {4}, EntryKind::event, 0, {.parent = 9, .phase = 2, .rank = 9, .ordinal = 9});
  for (std::uint32_t i = 0; i <= 5; ++i) EXPECT_EQ(pop_earliest(run).index, i);
  EXPECT_TRUE(earliest(run).is_never());
}

TEST(AgendaTest, WhatLiesBeyondTheEndIsNotKept) {
  const auto program = nothing();
  const Overlay overlay;
  brink::Run run(program, overlay, {});
  pop_earliest(run);
  const auto end = run.header().end;
  EXPECT_EQ(schedule(run, {end.us + 1}, EntryKind::event, 0, {}), kNone);
  EXPECT_NE(schedule(run, end, EntryKind::event, 0, {}), kNone);
  cancel(run, kNone);
  EXPECT_EQ(earliest(run), end);
}

TEST(AgendaTest, PlacesOfWaitingThingsAreUsedAgain) {
  const auto program = nothing();
  const Overlay overlay;
  brink::Run run(program, overlay, {});
  Pending pending{};
  std::vector<std::uint32_t> places;
  for (std::uint64_t i = 0; i < 100; ++i) {
    pending.key = i;
    places.push_back(add_pending(run, pending));
  }
  for (std::uint64_t i = 0; i < 100; i += 2) {
    EXPECT_EQ(take_pending(run, places[i]).key, i);
  }
  for (std::uint64_t i = 0; i < 50; ++i) {
    pending.key = 1'000 + i;
    places.push_back(add_pending(run, pending));
    EXPECT_LT(places.back(), 100U);
  }
  for (std::uint64_t i = 1; i < 100; i += 2) EXPECT_EQ(take_pending(run, places[i]).key, i);
  for (std::uint64_t i = 0; i < 50; ++i) {
    EXPECT_EQ(take_pending(run, places[100 + i]).key, 1'000 + i);
  }
}

}  // namespace
}  // namespace brink
