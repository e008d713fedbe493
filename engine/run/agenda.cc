#include "engine/run/agenda.h"

#include <tuple>

namespace brink {
namespace {

// what is equal otherwise runs in the order it was scheduled (the counter may wrap)
bool before(const HeapItem& a, const HeapItem& b) {
  const auto one = std::tie(a.time, a.order, a.suborder);
  const auto other = std::tie(b.time, b.order, b.suborder);
  if (one != other) return one < other;
  return static_cast<std::int32_t>(a.serial - b.serial) < 0;
}

// smaller is earlier: the engine's own, then the higher priorities
std::uint64_t turn_of(EntryKind kind, int priority) {
  switch (kind) {
    case EntryKind::begin:
    case EntryKind::watch:
    case EntryKind::flow:
    case EntryKind::window:
    case EntryKind::ladder:
    case EntryKind::lapse:
    case EntryKind::expiry:
      return 0;
    default:
      return static_cast<std::uint64_t>(kMaxPriority + 1 - priority);
  }
}

void place(std::span<HeapItem> heap, std::span<AgendaEntry> entries, std::size_t i,
           const HeapItem& item) {
  heap[i] = item;
  entries[item.entry].heap_place = static_cast<std::uint32_t>(i);
}

void sift_up(std::span<HeapItem> heap, std::span<AgendaEntry> entries, std::size_t i) {
  const HeapItem item = heap[i];
  while (i > 0) {
    const std::size_t parent = (i - 1) / 2;
    if (!before(item, heap[parent])) break;
    place(heap, entries, i, heap[parent]);
    i = parent;
  }
  place(heap, entries, i, item);
}

void sift_down(std::span<HeapItem> heap, std::span<AgendaEntry> entries, std::size_t i) {
  const HeapItem item = heap[i];
  for (;;) {
    std::size_t child = 2 * i + 1;
    if (child >= heap.size()) break;
    if (child + 1 < heap.size() && before(heap[child + 1], heap[child])) ++child;
    if (!before(heap[child], item)) break;
    place(heap, entries, i, heap[child]);
    i = child;
  }
  place(heap, entries, i, item);
}

void remove_from_heap(Run& run, std::size_t i) {
  auto heap = run.block.view<HeapItem>(kHeap);
  const auto entries = run.block.view<AgendaEntry>(kEntries);
  const HeapItem last = heap.back();
  run.block.pop(kHeap);
  heap = run.block.view<HeapItem>(kHeap);
  if (i == heap.size()) return;
  place(heap, entries, i, last);
  if (i > 0 && before(heap[i], heap[(i - 1) / 2])) {
    sift_up(heap, entries, i);
  } else {
    sift_down(heap, entries, i);
  }
}

void free_entry(Run& run, std::uint32_t entry) {
  auto& own = run.block.view<AgendaEntry>(kEntries)[entry];
  own.heap_place = run.header().free_entry;
  run.header().free_entry = entry;
}

}  // namespace

std::uint32_t schedule(Run& run, SimTime time, EntryKind kind, std::uint32_t index,
                       EntryOrder order) {
  if (time > run.header().end) return kNone;
  AgendaEntry entry;
  entry.time = time;
  entry.order =
      (turn_of(kind, order.priority) << 40) | (std::uint64_t{order.parent} << 8) | order.phase;
  entry.suborder = (std::uint64_t{order.rank} << 32) | order.ordinal;
  entry.kind = kind;
  entry.index = index;
  std::uint32_t handle = run.header().free_entry;
  if (handle != kNone) {
    auto entries = run.block.view<AgendaEntry>(kEntries);
    run.header().free_entry = entries[handle].heap_place;
    entries[handle] = entry;
  } else {
    handle = run.block.push(kEntries, entry);
  }
  run.block.push(kHeap, HeapItem{time, entry.order, entry.suborder, handle, run.header().serial++});
  if (run.block.size(kHeap) > kMaxPending && run.error.kind == RunError::Kind::none) {
    run.error.kind = RunError::Kind::too_many_pending;
    run.error.time = run.now();
  }
  const auto heap = run.block.view<HeapItem>(kHeap);
  sift_up(heap, run.block.view<AgendaEntry>(kEntries), heap.size() - 1);
  return handle;
}

void cancel(Run& run, std::uint32_t entry) {
  if (entry == kNone) return;
  remove_from_heap(run, run.block.view<AgendaEntry>(kEntries)[entry].heap_place);
  free_entry(run, entry);
}

SimTime earliest(const Run& run) {
  const auto heap = run.block.view<HeapItem>(kHeap);
  return heap.empty() ? SimTime::never() : heap[0].time;
}

AgendaEntry pop_earliest(Run& run) {
  const auto handle = run.block.view<HeapItem>(kHeap)[0].entry;
  const AgendaEntry entry = run.block.view<AgendaEntry>(kEntries)[handle];
  remove_from_heap(run, 0);
  free_entry(run, handle);
  return entry;
}

std::uint32_t add_pending(Run& run, const Pending& pending) {
  const auto index = run.header().free_pending;
  if (index == kNone) return run.block.push(kPending, pending);
  auto all = run.block.view<Pending>(kPending);
  run.header().free_pending = all[index].next_free;
  copy_used(all[index], pending);
  return index;
}

Pending take_pending(Run& run, std::uint32_t index) {
  auto& own = run.block.view<Pending>(kPending)[index];
  Pending pending;
  copy_used(pending, own);
  own.next_free = run.header().free_pending;
  run.header().free_pending = index;
  return pending;
}

}  // namespace brink
