#include "engine/run/agenda.h"

#include <algorithm>

#include "engine/run/far_agenda.h"

namespace brink {
namespace {

using internal::before;
using internal::kHeapArity;
using internal::kMaxSorted;
using internal::kMinHeap;
using internal::parent_of;

// smaller is earlier: the engine's own, then the higher priorities
std::uint64_t turn_of(EntryKind kind, int priority) {
  if (kind <= EntryKind::expiry) return 0;
  return static_cast<std::uint64_t>(kMaxPriority + 1 - priority);
}

/// The heap with what finds an entry in it.
struct Heap {
  explicit Heap(Run& run)
      : items(run.block.view<AgendaItem>(kAgenda)), entries(run.block.view<EntryState>(kEntries)) {}

  void put(std::size_t place, const AgendaItem& item) {
    items[place] = item;
    entries[item.entry].place = static_cast<std::uint32_t>(place);
  }

  // the first of a place's children, which has one
  std::size_t first_child(std::size_t place) const {
    const std::size_t first = kHeapArity * place + 1;
    const std::size_t end = std::min(first + kHeapArity, items.size());
    std::size_t best = first;
    for (std::size_t i = first + 1; i < end; ++i) {
      if (before(items[i], items[best])) best = i;
    }
    return best;
  }

  void rise(std::size_t place, const AgendaItem& item) {
    while (place > 0 && before(item, items[parent_of(place)])) {
      put(place, items[parent_of(place)]);
      place = parent_of(place);
    }
    put(place, item);
  }

  void sink(std::size_t place, const AgendaItem& item) {
    while (kHeapArity * place + 1 < items.size()) {
      const auto child = first_child(place);
      if (!before(items[child], item)) break;
      put(place, items[child]);
      place = child;
    }
    put(place, item);
  }

  std::span<AgendaItem> items;
  std::span<EntryState> entries;
};

// written field by field: a processor that has just stored fields one by one waits before it can
// load several of them at once
inline void put_item(AgendaItem& place, const AgendaItem& item) {
  place.time = item.time;
  place.order = item.order;
  place.suborder = item.suborder;
  place.entry = item.entry;
  place.serial = item.serial;
}

// the latest first, so that what comes next is at the end; the last place is free
inline void insert_sorted(std::span<AgendaItem> items, const AgendaItem item) {
  std::size_t place = items.size() - 1;
  for (; place > 0 && before(items[place - 1], item); --place) items[place] = items[place - 1];
  put_item(items[place], item);
}

void remove_sorted(Run& run, std::uint32_t entry) {
  const auto items = run.block.view<AgendaItem>(kAgenda);
  std::size_t place = 0;
  while (items[place].entry != entry) ++place;
  for (; place + 1 < items.size(); ++place) items[place] = items[place + 1];
  run.block.pop(kAgenda);
}

void remove_from_heap(Run& run, std::size_t place) {
  const AgendaItem last = run.block.view<AgendaItem>(kAgenda).back();
  run.block.pop(kAgenda);
  Heap heap(run);
  if (place == heap.items.size()) return;
  if (place > 0 && before(last, heap.items[parent_of(place)])) {
    heap.rise(place, last);
  } else {
    heap.sink(place, last);
  }
}

// a new place is taken only when more wait than ever before
[[gnu::noinline]] std::uint32_t push_entry(Run& run, std::uint32_t index, EntryKind kind) {
  const auto handle = run.block.push(kEntries, EntryState{.index = index, .kind = kind});
  if (handle >= kMaxPending && run.error.kind == RunError::Kind::none) {
    run.error.kind = RunError::Kind::too_many_pending;
    run.error.time = run.now();
  }
  return handle;
}

inline std::uint32_t add_entry(Run& run, std::uint32_t index, EntryKind kind) {
  auto& agenda = run.header().agenda;
  const auto handle = agenda.free_entry;
  if (handle == kNone) [[unlikely]]
    return push_entry(run, index, kind);
  auto& own = run.block.view<EntryState>(kEntries)[handle];
  agenda.free_entry = own.place;
  own.index = index;
  own.place = 0;
  own.kind = kind;
  return handle;
}

void free_entry(Run& run, std::uint32_t entry) {
  auto& agenda = run.header().agenda;
  run.block.view<EntryState>(kEntries)[entry].place = agenda.free_entry;
  agenda.free_entry = entry;
}

// among the far ones, in the heap, or as one too many for a sorted array
[[gnu::noinline]] void put_elsewhere(Run& run, const AgendaItem item) {
  if (item.time >= run.header().agenda.near_until && run.header().agenda.far > 0) {
    internal::put_far(run, item);
    return;
  }
  const auto place = run.block.size(kAgenda);
  run.block.resize(kAgenda, place + 1);
  if (run.header().agenda.is_heap) {
    Heap(run).rise(place, item);
    if (place >= run.header().agenda.near_limit) internal::part(run);
  } else {
    run.block.view<AgendaItem>(kAgenda).back() = item;
    internal::arrange(run);
  }
}

// one that has become small takes a simpler form, one that is used up begins with what comes next
void shrink_near(Run& run) {
  const auto& agenda = run.header().agenda;
  const auto count = run.block.size(kAgenda);
  if (count == 0 && agenda.far > 0) {
    internal::refill(run);
  } else if (agenda.is_heap && count <= kMinHeap) {
    internal::arrange(run);
  }
}

}  // namespace

void internal::arrange(Run& run) {
  const auto items = run.block.view<AgendaItem>(kAgenda);
  auto& agenda = run.header().agenda;
  agenda.is_heap = items.size() > kMaxSorted;
  if (!agenda.is_heap) {
    for (std::size_t i = 1; i < items.size(); ++i) {
      const AgendaItem item = items[i];
      insert_sorted(items.first(i + 1), item);
    }
    return;
  }
  Heap heap(run);
  for (std::size_t i = items.size(); i-- > 0;) {
    const AgendaItem item = items[i];
    heap.sink(i, item);
  }
}

namespace {

std::uint64_t order_of(EntryKind kind, const EntryOrder& order) {
  return (turn_of(kind, order.priority) << 40) | (std::uint64_t{order.parent} << 8) | order.phase;
}

std::uint64_t suborder_of(const EntryOrder& order) {
  return (std::uint64_t{order.rank} << 32) | order.ordinal;
}

// from its place among the sorted to the one that its new instant gives it
inline void move_sorted(std::span<AgendaItem> items, const AgendaItem item) {
  auto* place = items.data() + items.size() - 1;
  while (place->entry != item.entry) --place;
  const auto* last = items.data() + items.size() - 1;
  for (; place != last && before(item, place[1]); ++place) put_item(*place, place[1]);
  for (; place != items.data() && before(place[-1], item); --place) put_item(*place, place[-1]);
  put_item(*place, item);
}

}  // namespace

namespace {

std::uint32_t put(Run& run, AgendaItem item, EntryKind kind, std::uint32_t index) {
  item.entry = add_entry(run, index, kind);
  auto& agenda = run.header().agenda;
  const auto count = run.block.size(kAgenda);
  if (!agenda.is_heap && count < kMaxSorted && item.time < agenda.near_until) [[likely]] {
    run.block.resize(kAgenda, count + 1);
    insert_sorted(run.block.view<AgendaItem>(kAgenda), item);
  } else {
    put_elsewhere(run, item);
  }
  return item.entry;
}

// what was in front waits among the others where something comes before it
void yield_front(Run& run, const AgendaItem& item) {
  auto& agenda = run.header().agenda;
  if (!agenda.has_front || !before(item, agenda.front)) return;
  agenda.has_front = false;
  put(run, agenda.front, EntryKind::event, agenda.front.entry);
}

}  // namespace

void schedule_now(Run& run, std::uint32_t pending, const EntryOrder& order) {
  auto& agenda = run.header().agenda;
  AgendaItem item;
  item.time = run.now();
  item.order = order_of(EntryKind::event, order);
  item.suborder = suborder_of(order);
  item.serial = agenda.serial;
  const bool leads = !agenda.has_front &&
                     (run.block.size(kAgenda) == 0 || before(item, internal::earliest_item(run)));
  if (!leads) {
    schedule(run, run.now(), EntryKind::event, pending, order);
    return;
  }
  ++agenda.serial;
  item.entry = pending;
  put_item(agenda.front, item);
  agenda.has_front = true;
}

std::uint32_t schedule(Run& run, SimTime time, EntryKind kind, std::uint32_t index,
                       const EntryOrder& order) {
  if (time > run.header().end) return kNone;
  AgendaItem item;
  item.time = time;
  item.order = order_of(kind, order);
  item.suborder = suborder_of(order);
  item.serial = run.header().agenda.serial++;
  yield_front(run, item);
  return put(run, item, kind, index);
}

void cancel(Run& run, std::uint32_t entry) {
  if (entry == kNone) return;
  const auto place = run.block.view<EntryState>(kEntries)[entry].place;
  if (internal::is_far(place)) {
    internal::remove_far(run, entry);
  } else if (run.header().agenda.is_heap) {
    remove_from_heap(run, place);
    shrink_near(run);
  } else {
    remove_sorted(run, entry);
    shrink_near(run);
  }
  free_entry(run, entry);
}

std::uint32_t reschedule(Run& run, std::uint32_t entry, SimTime time, EntryKind kind,
                         std::uint32_t index, const EntryOrder& order) {
  auto& agenda = run.header().agenda;
  const bool yields = agenda.has_front && time <= agenda.front.time;
  const bool stays =
      entry != kNone && !yields && !agenda.is_heap && agenda.far == 0 && time <= run.header().end;
  if (!stays) {
    cancel(run, entry);
    return schedule(run, time, kind, index, order);
  }
  AgendaItem item;
  item.time = time;
  item.order = order_of(kind, order);
  item.suborder = suborder_of(order);
  item.entry = entry;
  item.serial = agenda.serial++;
  auto& state = run.block.view<EntryState>(kEntries)[entry];
  state.index = index;
  state.kind = kind;
  move_sorted(run.block.view<AgendaItem>(kAgenda), item);
  return entry;
}

AgendaEntry pop_earliest(Run& run) {
  auto& agenda = run.header().agenda;
  if (agenda.has_front) {
    agenda.has_front = false;
    return {agenda.front.time, agenda.front.entry, EntryKind::event};
  }
  const auto& item = internal::earliest_item(run);
  const auto handle = item.entry;
  const auto& state = run.block.view<EntryState>(kEntries)[handle];
  const AgendaEntry entry{item.time, state.index, state.kind};
  if (run.header().agenda.is_heap) {
    remove_from_heap(run, 0);
  } else {
    run.block.pop(kAgenda);
  }
  free_entry(run, handle);
  shrink_near(run);
  return entry;
}

std::uint32_t add_pending(Run& run) {
  auto index = run.header().free_pending;
  if (index == kNone) {
    index = run.block.push_room<Pending>(kPending);
  } else {
    run.header().free_pending = run.block.view<Pending>(kPending)[index].next_free;
  }
  auto& own = run.block.view<Pending>(kPending)[index];
  clear(own);
  return index;
}

void free_pending(Run& run, std::uint32_t index) {
  run.block.view<Pending>(kPending)[index].next_free = run.header().free_pending;
  run.header().free_pending = index;
}

const Pending& take_pending(Run& run, std::uint32_t index) {
  copy_used(run.current, run.block.view<Pending>(kPending)[index]);
  free_pending(run, index);
  return run.current;
}

}  // namespace brink
