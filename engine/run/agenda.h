#pragma once

#include "engine/run/agenda_items.h"
#include "engine/run/run.h"

namespace brink {

/// Where an entry stands among those of the same instant: what the engine does itself comes first,
/// then by priority (the higher first), the number of the event it follows from, phase, rank and
/// ordinal; what is equal in all of these runs in the order it was
/// scheduled. Never addresses, nor what else waits, decide.
struct EntryOrder {
  std::uint32_t parent = 0;
  std::uint8_t phase = 0;  // 0 decisions, 1 events and delayed bookkeeping, 2 deeds
  std::uint32_t rank = 0;
  std::uint32_t ordinal = 0;
  int priority = 0;  // -kMaxPriority to kMaxPriority
};

/// First rank of a kind of entry, so that kinds never tie: what the engine does itself comes first
/// (flows, windows, lapses, agreements' ends, ladder, watches), then schedule, processes, rules.
/// Add the index of the thing in its own list.
constexpr std::uint32_t rank_of(EntryKind kind) {
  switch (kind) {
    case EntryKind::begin:
    case EntryKind::flow:
      return 0;
    case EntryKind::window:
      return 0x0800'0000;
    case EntryKind::lapse:
      return 0x1000'0000;
    case EntryKind::expiry:
      return 0x1100'0000;
    case EntryKind::ladder:
      return 0x1200'0000;
    case EntryKind::watch:
      return 0x1300'0000;
    case EntryKind::schedule:
      return 0x2000'0000;
    case EntryKind::process:
    case EntryKind::retime:
      return 0x3000'0000;
    case EntryKind::hop:
      return 0x3800'0000;
    case EntryKind::hearing:
      return 0x3900'0000;
    default:
      return 0x4000'0000;
  }
}

/// What may be pending at once; beyond it the run ends with an error.
inline constexpr std::uint32_t kMaxPending = 1'000'000;

// The agenda starts small and grows: a sorted array while few entries wait, a heap beyond. Of many
// entries these hold only those that come soon; the others lie in buckets by time (far_agenda.h).
// None of this is to be seen from outside.

/// Puts an entry on the agenda and returns its handle. An instant beyond the run's end is not kept:
/// the handle is kNone. Invalidates views of the block.
/// Cost: O(1) amortised when times are spread; O(log pending) when many are the same.
std::uint32_t schedule(Run& run, SimTime time, EntryKind kind, std::uint32_t index,
                       const EntryOrder& order);

/// Puts an event of this very instant on the agenda, for good: it cannot be cancelled. The same as
/// `schedule`, but faster where nothing else comes before it.
/// pending  where it waits
void schedule_now(Run& run, std::uint32_t pending, const EntryOrder& order);

/// Takes an entry off the agenda. Cost: as of `schedule`.
void cancel(Run& run, std::uint32_t entry);

/// What `cancel` and then `schedule` would do: gives an entry another instant and order, and
/// returns its handle; kNone where it is not kept. `entry` may be kNone: there was none.
std::uint32_t reschedule(Run& run, std::uint32_t entry, SimTime time, EntryKind kind,
                         std::uint32_t index, const EntryOrder& order);

inline bool is_agenda_empty(const Run& run) {
  return run.block.size(kAgenda) == 0 && !run.header().agenda.has_front;
}

/// The earliest entry's instant, never when there is none.
inline SimTime earliest(const Run& run) {
  if (run.header().agenda.has_front) return run.header().agenda.front.time;
  return is_agenda_empty(run) ? SimTime::never() : internal::earliest_item(run).time;
}

/// What the earliest entry is about. REQUIRES: there is one.
inline EntryKind kind_of_earliest(const Run& run) {
  if (run.header().agenda.has_front) return EntryKind::event;
  return run.block.view<EntryState>(kEntries)[internal::earliest_item(run).entry].kind;
}

/// Takes the earliest entry. REQUIRES: there is one.
/// Cost: as of `schedule`.
AgendaEntry pop_earliest(Run& run);

/// Shows all entries to `visit(const AgendaEntry&, std::uint32_t handle)`, in any order.
template <class Visit>
void for_each_entry(const Run& run, const Visit& visit) {
  const auto& agenda = run.header().agenda;
  if (agenda.has_front) {
    visit(AgendaEntry{agenda.front.time, agenda.front.entry, EntryKind::event}, kNone);
  }
  const auto entries = run.block.view<EntryState>(kEntries);
  for (const auto& item : run.block.view<AgendaItem>(kAgenda)) {
    const auto& state = entries[item.entry];
    visit(AgendaEntry{item.time, state.index, state.kind}, item.entry);
  }
  const auto far = run.block.view<FarItem>(kFarItems);
  for (const auto head : run.block.view<std::uint32_t>(kFarBuckets)) {
    for (auto i = head; i != kNone; i = far[i].next) {
      visit(AgendaEntry{far[i].item.time, entries[i].index, entries[i].kind}, i);
    }
  }
}

/// A place for something that waits, all as by default but the attributes, which mean nothing yet.
/// Invalidates views of the block.
std::uint32_t add_pending(Run& run);

inline Pending& pending_at(Run& run, std::uint32_t index) {
  return run.block.view<Pending>(kPending)[index];
}

/// Gives the place back.
void free_pending(Run& run, std::uint32_t index);

/// Makes the thing the run's current one, and gives its place back.
const Pending& take_pending(Run& run, std::uint32_t index);

}  // namespace brink
