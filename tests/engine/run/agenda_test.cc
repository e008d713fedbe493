#include "engine/run/agenda.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "engine/run/invariants.h"
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
    const Place place{time, order.parent, order.phase, order.rank, order.ordinal};
    entries_[place] = index;
    places_[index] = place;
  }
  void remove(std::uint32_t index) {
    entries_.erase(places_.at(index));
    places_.erase(index);
  }
  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  std::pair<SimTime, std::uint32_t> pop() {
    const auto first = entries_.begin();
    const std::pair result{std::get<0>(first->first), first->second};
    remove(first->second);
    return result;
  }
  SimTime earliest() const {
    return entries_.empty() ? SimTime::never() : std::get<0>(entries_.begin()->first);
  }
  const std::map<Place, std::uint32_t>& in_order() const { return entries_; }

 private:
  std::map<Place, std::uint32_t> entries_;
  std::map<std::uint32_t, Place> places_;
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
      const auto what = below(12);
      const SimTime time{below(8)};
      const EntryOrder order{below(3), static_cast<std::uint8_t>(below(3)), below(3), i};
      if (what < 6) {
        handles[i] = schedule(run, time, EntryKind::event, i, order);
        ASSERT_NE(handles[i], kNone);
        slow.add(time, order, i);
      } else if (what < 8 && !handles.empty()) {
        auto chosen = handles.begin();
        std::advance(chosen, below(handles.size()));
        cancel(run, chosen->second);
        slow.remove(chosen->first);
        handles.erase(chosen);
      } else if (what < 10 && !handles.empty()) {
        auto chosen = handles.begin();
        std::advance(chosen, below(handles.size()));
        handles[i] = reschedule(run, chosen->second, time, EntryKind::event, i, order);
        ASSERT_NE(handles[i], kNone);
        slow.remove(chosen->first);
        slow.add(time, order, i);
        handles.erase(chosen);
      } else if (!slow.empty()) {
        const auto [first, index] = slow.pop();
        const auto entry = pop_earliest(run);
        ASSERT_EQ(entry.index, index);
        ASSERT_EQ(entry.time, first);
        handles.erase(index);
      }
      ASSERT_EQ(earliest(run), slow.earliest());
    }
    for (; !slow.empty();) ASSERT_EQ(pop_earliest(run).index, slow.pop().second);
  }
}

/// How far from now things are scheduled [µs].
struct Spread {
  const char* name;
  std::int64_t (*draw)(Draws& draws, std::uint64_t size, bool is_growing);
};

std::int64_t power_of_two(Draws& draws, std::uint64_t most) {
  return static_cast<std::int64_t>(draws.below((std::uint64_t{1} << draws.below(most)) + 1));
}

const Spread kSpreads[] = {
    {"even", [](Draws& draws, std::uint64_t,
                bool) { return static_cast<std::int64_t>(draws.below(86'400'000'000)); }},
    {"microseconds to a thousand years",
     [](Draws& draws, std::uint64_t, bool) { return power_of_two(draws, 55); }},
    {"soon or late",
     [](Draws& draws, std::uint64_t, bool) {
       const bool is_late = draws.below(10) == 0;
       return static_cast<std::int64_t>(draws.below(1'000) +
                                        (is_late ? std::uint64_t{1} << 50 : 0));
     }},
    {"at one instant", [](Draws&, std::uint64_t, bool) { return std::int64_t{0}; }},
    {"many ties", [](Draws& draws, std::uint64_t,
                     bool) { return static_cast<std::int64_t>(draws.below(4) * draws.below(50)); }},
    {"later and later, then sooner and sooner",
     [](Draws& draws, std::uint64_t size, bool is_growing) {
       const auto step = is_growing ? size : 100'000 - size;
       return static_cast<std::int64_t>(step * step + draws.below(3));
     }},
};

/// The agenda and the slow one beside it.
class Pair {
 public:
  Pair(const Program& program, const Overlay& overlay, const Spread& spread)
      : run_(program, overlay, {}), spread_(spread), draws_({.seed = 2}, 0, 0) {
    pop_earliest(run_);  // the beginning
  }

  std::size_t size() const { return slow_.size(); }
  SimTime earliest_of_both() const {
    EXPECT_EQ(earliest(run_), slow_.earliest());
    return earliest(run_);
  }

  void add(bool is_growing) {
    const SimTime time = draw_time(is_growing);
    const EntryOrder order = draw_order();
    const auto handle = schedule(run_, time, EntryKind::event, next_, order);
    ASSERT_NE(handle, kNone);
    remember(handle, time, order);
  }
  // for good, without a handle
  void add_now() {
    const EntryOrder order = draw_order();
    schedule_now(run_, next_, order);
    remember(kNone, run_.now(), order);
  }
  // another instant, order and index for an entry; now and then there was none
  void move_any(bool is_growing) {
    const SimTime time = draw_time(is_growing);
    const EntryOrder order = draw_order();
    auto handle = kNone;
    const auto at = draws_.below(indices_.size());
    if (draws_.below(20) != 0 && handles_[at] != kNone) {
      handle = handles_[at];
      slow_.remove(indices_[at]);
      forget(indices_[at]);
    }
    handle = reschedule(run_, handle, time, EntryKind::event, next_, order);
    ASSERT_NE(handle, kNone);
    remember(handle, time, order);
  }
  void remove_any() {
    const auto at = draws_.below(indices_.size());
    if (handles_[at] == kNone) return;
    cancel(run_, handles_[at]);
    slow_.remove(indices_[at]);
    forget(indices_[at]);
  }
  void pop() {
    const auto [time, index] = slow_.pop();
    const auto entry = pop_earliest(run_);
    ASSERT_EQ(entry.index, index);
    ASSERT_EQ(entry.time, time);
    run_.header().now = time;
    forget(index);
  }
  // a copy hands out the same; then it takes the place of the original
  void copy() {
    brink::Run copy = run_;
    std::size_t left = 2'000;
    for (const auto& [place, index] : slow_.in_order()) {
      if (left-- == 0) break;
      ASSERT_EQ(pop_earliest(copy).index, index);
    }
    brink::Run second = run_;
    while (!is_agenda_empty(run_) && draws_.below(100) != 0) pop_earliest(run_);
    run_ = std::move(second);
  }
  void check() {
    check_invariants(run_);
    std::size_t count = 0;
    for_each_entry(run_, [&](const AgendaEntry& entry, std::uint32_t handle) {
      ++count;
      const auto known = handles_.at(where_.at(entry.index));
      ASSERT_TRUE(known == kNone || known == handle);
    });
    ASSERT_EQ(count, slow_.size());
  }

 private:
  SimTime draw_time(bool is_growing) {
    return run_.now() + Duration{spread_.draw(draws_, slow_.size(), is_growing)};
  }
  EntryOrder draw_order() {
    const auto below = [&](std::uint64_t n) { return static_cast<std::uint32_t>(draws_.below(n)); };
    return {below(3), static_cast<std::uint8_t>(below(3)), below(3), next_};
  }
  void remember(std::uint32_t handle, SimTime time, const EntryOrder& order) {
    handles_.push_back(handle);
    slow_.add(time, order, next_);
    indices_.push_back(next_++);
    where_[indices_.back()] = indices_.size() - 1;
  }
  void forget(std::uint32_t index) {
    const auto at = where_.at(index);
    handles_[at] = handles_.back();
    indices_[at] = indices_.back();
    where_[indices_[at]] = at;
    handles_.pop_back();
    indices_.pop_back();
    where_.erase(index);
  }

  brink::Run run_;
  const Spread& spread_;
  Draws draws_;
  SlowAgenda slow_;
  std::uint32_t next_ = 0;
  std::vector<std::uint32_t> handles_;
  std::vector<std::uint32_t> indices_;
  std::map<std::uint32_t, std::size_t> where_;  // of an index among these
};

// up and down through every form the agenda takes, with many cancellations
TEST(AgendaTest, AgreesWithASortedMapWhileItGrowsAndShrinks) {
  const auto program = nothing();
  Overlay overlay;
  overlay.until = Duration{std::int64_t{1} << 62};
  for (const auto& spread : kSpreads) {
    SCOPED_TRACE(spread.name);
    Pair pair(program, overlay, spread);
    Draws draws({.seed = 3}, 0, 0);
    std::size_t steps = 0;
    bool is_growing = true;
    for (const std::size_t goal : {20, 3, 60, 5, 1'500, 900, 3'000, 0, 50'000, 700, 2'000, 0}) {
      is_growing = goal > pair.size();
      while (pair.size() != goal) {
        const auto what = draws.below(12);
        if (what >= 10 && pair.size() != 0) {
          pair.move_any(is_growing);
        } else if (what == 1) {
          pair.add_now();
        } else if (what < (is_growing ? 7U : 2U) || pair.size() == 0) {
          pair.add(is_growing);
        } else if (what % 2 == 0) {
          pair.remove_any();
        } else {
          pair.pop();
        }
        pair.earliest_of_both();
        if (++steps % 20'000 == 0) pair.copy();
        if (::testing::Test::HasFailure()) return;
      }
      pair.check();
      pair.copy();
    }
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

TEST(AgendaTest, WhatIsEqualInAllRunsInTheOrderItWasScheduled) {
  const auto program = nothing();
  const Overlay overlay;
  for (const std::uint32_t count : {5U, 40U, 3'000U}) {
    brink::Run run(program, overlay, {});
    pop_earliest(run);
    // at three instants by turns, so that a large agenda keeps two of them apart
    const auto time_of = [](std::uint32_t i) { return SimTime{2 - i % 3}; };
    run.header().agenda.serial = 0xFFFF'FFF0;  // the counter may begin anew
    for (std::uint32_t i = 0; i < count; ++i) schedule(run, time_of(i), EntryKind::event, i, {});
    for (std::uint32_t first = 3; first-- > 0;) {
      for (std::uint32_t i = first; i < count; i += 3) ASSERT_EQ(pop_earliest(run).index, i);
    }
  }
}

TEST(AgendaTest, WhatIsMovedBeyondTheEndIsNotKept) {
  const auto program = nothing();
  const Overlay overlay;
  for (const std::uint32_t count : {1U, 20U, 3'000U}) {
    brink::Run run(program, overlay, {});
    pop_earliest(run);
    const auto end = run.header().end;
    std::vector<std::uint32_t> handles;
    for (std::uint32_t i = 0; i < count; ++i) {
      handles.push_back(schedule(run, SimTime{i}, EntryKind::event, i, {}));
    }
    const auto first = handles.front();
    EXPECT_EQ(reschedule(run, first, {end.us + 1}, EntryKind::event, 0, {}), kNone);
    for (std::uint32_t i = 1; i < count; ++i) ASSERT_EQ(pop_earliest(run).index, i);
    EXPECT_TRUE(is_agenda_empty(run));
    EXPECT_EQ(reschedule(run, kNone, {end.us + 1}, EntryKind::event, 0, {}), kNone);
    EXPECT_TRUE(is_agenda_empty(run));
  }
}

TEST(AgendaTest, WhatIsMovedRunsAfterItsEqualsAsIfScheduledNow) {
  const auto program = nothing();
  const Overlay overlay;
  for (const std::uint32_t count : {5U, 40U, 3'000U}) {
    brink::Run run(program, overlay, {});
    pop_earliest(run);
    std::vector<std::uint32_t> handles;
    for (std::uint32_t i = 0; i < count; ++i) {
      handles.push_back(schedule(run, {7}, EntryKind::event, i, {}));
    }
    for (std::uint32_t i = 0; i < count; i += 2) {
      reschedule(run, handles[i], {7}, EntryKind::deeds, i, {});
    }
    for (std::uint32_t i = 1; i < count; i += 2) ASSERT_EQ(pop_earliest(run).index, i);
    for (std::uint32_t i = 0; i < count; i += 2) {
      ASSERT_EQ(kind_of_earliest(run), EntryKind::deeds);
      ASSERT_EQ(pop_earliest(run).index, i);
    }
  }
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
  std::vector<std::uint32_t> places;
  const auto add = [&](std::uint64_t key) {
    places.push_back(add_pending(run));
    EXPECT_EQ(pending_at(run, places.back()).rule, kNoId) << "what was there before is gone";
    pending_at(run, places.back()).key = key;
    pending_at(run, places.back()).rule = 7;
  };
  for (std::uint64_t i = 0; i < 100; ++i) add(i);
  for (std::uint64_t i = 0; i < 100; i += 2) {
    EXPECT_EQ(take_pending(run, places[i]).key, i);
  }
  for (std::uint64_t i = 0; i < 50; ++i) {
    add(1'000 + i);
    EXPECT_LT(places.back(), 100U);
  }
  for (std::uint64_t i = 1; i < 100; i += 2) EXPECT_EQ(take_pending(run, places[i]).key, i);
  for (std::uint64_t i = 0; i < 50; ++i) {
    EXPECT_EQ(take_pending(run, places[100 + i]).key, 1'000 + i);
  }
}

}  // namespace
}  // namespace brink
