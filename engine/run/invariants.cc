#include "engine/run/invariants.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/run/agenda.h"
#include "engine/run/far_agenda.h"

namespace brink {
namespace {

void check_agenda(const Run& run) {
  const auto items = run.block.view<AgendaItem>(kAgenda);
  const auto entries = run.block.view<EntryState>(kEntries);
  const bool is_heap = run.header().agenda.is_heap;
  BRINK_CHECK(is_heap || items.size() <= internal::kMaxSorted);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& item = items[i];
    BRINK_CHECK(item.time >= run.now() && item.time <= run.header().end);
    if (is_heap) BRINK_CHECK(entries[item.entry].place == i);
    if (i == 0) continue;
    const auto& other = items[is_heap ? internal::parent_of(i) : i - 1];
    BRINK_CHECK(internal::before(other, item) == is_heap);
  }
}

void check_far_agenda(const Run& run) {
  const auto& agenda = run.header().agenda;
  const auto items = run.block.view<FarItem>(kFarItems);
  const auto entries = run.block.view<EntryState>(kEntries);
  const auto heads = run.block.view<std::uint32_t>(kFarBuckets);
  const auto tiers = run.block.view<FarTier>(kFarTiers);
  std::uint32_t count = 0;
  for (std::size_t t = tiers.size(); t-- > 0;) {
    const auto& tier = tiers[t];
    BRINK_CHECK(tier.next < tier.buckets && tier.start < tier.until);
    for (std::uint32_t b = 0; b < tier.buckets; ++b) {
      std::uint32_t previous = kNone;
      for (auto i = heads[tier.first + b]; i != kNone; previous = i, i = items[i].next, ++count) {
        const auto time = items[i].item.time;
        BRINK_CHECK(b >= tier.next && items[i].previous == previous && items[i].item.entry == i);
        BRINK_CHECK(entries[i].place == (internal::kFarPlace | (tier.first + b)));
        BRINK_CHECK(time >= agenda.near_until && time <= run.header().end);
        BRINK_CHECK(t == 0 || time < tier.until);
        BRINK_CHECK(t + 1 == tiers.size() || time >= tiers[t + 1].until);
      }
    }
  }
  BRINK_CHECK(count == agenda.far && (count == 0) == tiers.empty());
  for (const auto& item : run.block.view<AgendaItem>(kAgenda)) {
    BRINK_CHECK(count == 0 || item.time < agenda.near_until);
  }
  BRINK_CHECK(count == 0 || run.block.size(kAgenda) > 0);
}

// what the state believes to wait for is what waits, and when
void check_waiting(const Run& run) {
  const auto clocks = run.block.view<ClockState>(kClocks);
  const auto flows = run.block.view<FlowState>(kFlows);
  std::size_t clock_entries = 0;
  std::size_t flow_entries = 0;
  for_each_entry(run, [&](const AgendaEntry& entry, std::uint32_t handle) {
    if (entry.kind == EntryKind::process || entry.kind == EntryKind::retime) {
      BRINK_CHECK(clocks[entry.index].entry == handle);
      ++clock_entries;
    } else if (entry.kind == EntryKind::flow) {
      BRINK_CHECK(flows[entry.index].entry == handle && flows[entry.index].until == entry.time);
      ++flow_entries;
    }
  });
  const auto waits = [](const auto& state) { return state.entry != kNone; };
  BRINK_CHECK(static_cast<std::size_t>(std::count_if(clocks.begin(), clocks.end(), waits)) ==
              clock_entries);
  BRINK_CHECK(static_cast<std::size_t>(std::count_if(flows.begin(), flows.end(), waits)) ==
              flow_entries);
}

void check_state(const Run& run) {
  for (SlotId s = 0; s < run.program->slots.size(); ++s) {
    const auto& info = run.program->slots[s];
    if (info.type != ValueType::number || info.is_parameter) continue;
    const double x = slot_value(run, s, run.now()).number;
    BRINK_CHECK(x >= info.low && x <= info.high);
  }
}

void check_windows(const Run& run) {
  const auto items = run.block.view<WindowItem>(kWindowItems);
  for (const auto& cell : run.block.view<CellState>(kCells)) {
    std::uint32_t count = 0;
    SimTime last{-1};
    for (auto i = cell.head; i != kNone; i = items[i].next, ++count) {
      BRINK_CHECK(items[i].time >= last);
      last = items[i].time;
    }
    BRINK_CHECK(count == cell.in_window);
    BRINK_CHECK((cell.head == kNone) == (cell.tail == kNone));
  }
}

void check_clocks(const Run& run) {
  for (const auto& clock : run.block.view<ClockState>(kClocks)) {
    BRINK_CHECK(clock.entry == kNone || clock.is_open);
  }
}

void check_flows(const Run& run) {
  const auto flows = run.block.view<FlowState>(kFlows);
  for (std::uint32_t i = 0; i < flows.size(); ++i) {
    const auto& system = run.program->systems[i];
    const auto anchor = run.block.view<SlotState>(kSlots)[system.slots[0]].anchor;
    for (const auto slot : system.slots) {
      BRINK_CHECK(run.block.view<SlotState>(kSlots)[slot].anchor == anchor);
    }
    BRINK_CHECK(!flows[i].is_marked && flows[i].until > anchor);
  }
}

}  // namespace

void check_invariants(const Run& run) {
  if (run.header().status != RunStatus::running) return;
  check_agenda(run);
  check_far_agenda(run);
  check_waiting(run);
  check_state(run);
  check_windows(run);
  check_clocks(run);
  check_flows(run);
}

}  // namespace brink
