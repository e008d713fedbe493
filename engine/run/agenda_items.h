#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/run/run.h"

/// What the parts of the agenda share with each other and with those who check it.
namespace brink::internal {

/// Up to so many entries are a sorted array; those of a heap that has become as small as the second
/// are one again.
inline constexpr std::size_t kMaxSorted = 16;
inline constexpr std::size_t kMinHeap = 8;

/// Children of a place in the heap.
inline constexpr std::size_t kHeapArity = 4;

inline std::size_t parent_of(std::size_t place) { return (place - 1) / kHeapArity; }

/// True if `a` comes first of two entries at the same instant. What is equal otherwise runs in the
/// order it was scheduled (the counter may wrap).
inline bool before_at_once(const AgendaItem& a, const AgendaItem& b) {
  if (a.order != b.order) return a.order < b.order;
  if (a.suborder != b.suborder) return a.suborder < b.suborder;
  return static_cast<std::int32_t>(a.serial - b.serial) < 0;
}

/// True if `a` comes before `b`: a total order.
inline bool before(const AgendaItem& a, const AgendaItem& b) {
  if (a.time != b.time) [[likely]]
    return a.time < b.time;
  return before_at_once(a, b);
}

inline std::size_t earliest_place(const Run& run) {
  return run.header().agenda.is_heap ? 0 : run.block.size(kAgenda) - 1;
}

/// The earliest entry. REQUIRES: there is one.
inline const AgendaItem& earliest_item(const Run& run) {
  return run.block.view<AgendaItem>(kAgenda)[earliest_place(run)];
}

/// Makes a sorted array or a heap of what lies in the agenda in any order.
/// Cost: O(entries).
void arrange(Run& run);

}  // namespace brink::internal
