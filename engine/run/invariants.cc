#include "engine/run/invariants.h"

#include <tuple>

#include "engine/base/check.h"

namespace brink {
namespace {

void check_agenda(const Run& run) {
  const auto heap = run.block.view<HeapItem>(kHeap);
  const auto entries = run.block.view<AgendaEntry>(kEntries);
  for (std::size_t i = 0; i < heap.size(); ++i) {
    const auto& item = heap[i];
    const auto& parent = heap[i == 0 ? 0 : (i - 1) / 2];
    BRINK_CHECK(std::tie(parent.time, parent.order, parent.suborder) <=
                std::tie(item.time, item.order, item.suborder));
    BRINK_CHECK(entries[item.entry].heap_place == i);
    BRINK_CHECK(item.time >= run.now() && item.time <= run.header().end);
  }
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
  const auto clocks = run.block.view<ClockState>(kClocks);
  const auto entries = run.block.view<AgendaEntry>(kEntries);
  for (std::uint32_t i = 0; i < clocks.size(); ++i) {
    if (clocks[i].entry == kNone) continue;
    const auto& entry = entries[clocks[i].entry];
    BRINK_CHECK(entry.index == i);
    BRINK_CHECK(entry.kind == EntryKind::process || entry.kind == EntryKind::retime);
    BRINK_CHECK(clocks[i].is_open);
  }
}

void check_flows(const Run& run) {
  const auto flows = run.block.view<FlowState>(kFlows);
  const auto entries = run.block.view<AgendaEntry>(kEntries);
  for (std::uint32_t i = 0; i < flows.size(); ++i) {
    const auto& system = run.program->systems[i];
    const auto anchor = run.block.view<SlotState>(kSlots)[system.slots[0]].anchor;
    for (const auto slot : system.slots) {
      BRINK_CHECK(run.block.view<SlotState>(kSlots)[slot].anchor == anchor);
    }
    BRINK_CHECK(!flows[i].is_marked && flows[i].until > anchor);
    if (flows[i].entry == kNone) continue;
    const auto& entry = entries[flows[i].entry];
    BRINK_CHECK(entry.index == i && entry.kind == EntryKind::flow);
    BRINK_CHECK(entry.time == flows[i].until);
  }
}

}  // namespace

void check_invariants(const Run& run) {
  if (run.header().status != RunStatus::running) return;
  check_agenda(run);
  check_state(run);
  check_windows(run);
  check_clocks(run);
  check_flows(run);
}

}  // namespace brink
