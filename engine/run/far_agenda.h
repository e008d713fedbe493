#pragma once

#include "engine/run/agenda_items.h"

/// The part of a large agenda that is not needed soon: lists of entries in buckets by time, in no
/// order within a bucket. The agenda proper then holds only what comes before its `near_until`;
/// when that is used up, the next bucket is taken, and cut into finer ones first if it is full. So
/// an entry is moved a few times, whatever else waits, and is put in its exact place only when its
/// turn is close.
///
/// Buckets lie in tiers, each of which divides one bucket of the tier before; a tier's last bucket
/// takes all that lies beyond the others. An entry lies in the list of its bucket at the place of
/// its handle.
///
/// Source: the ladder queue of Tang, Goh & Thng (2005), ACM TOMACS 15:175. Here widths are powers
///         of two microseconds, the last bucket of the first tier is their "top", lists are linked
///         both ways for cancelling, and the "bottom" is the array or heap of the small agenda.
namespace brink::internal {

/// A bucket of more is divided, as long as there are fewer tiers than this.
inline constexpr std::uint32_t kMaxBucket = 16;
inline constexpr std::uint32_t kMaxTiers = 12;

/// Added to the bucket's number in an entry's place.
inline constexpr std::uint32_t kFarPlace = 0x8000'0000;

/// True for the place of an entry that is pending.
constexpr bool is_far(std::uint32_t place) { return (place & kFarPlace) != 0; }

/// Puts an entry among the far ones. REQUIRES: there are some, and its time is not before
/// `near_until`.
/// Cost: O(1), or O(tiers) at most.
void put_far(Run& run, const AgendaItem& item);

/// Takes an entry from the far ones. Cost: O(1).
void remove_far(Run& run, std::uint32_t entry);

/// Moves those that come next to the agenda proper. REQUIRES: it is empty, and there are far ones.
/// Cost: O(1) amortised over the entries that were scheduled.
void refill(Run& run);

/// Parts the agenda proper, which has too many, from its later entries.
/// Cost: O(entries); it is not called again before they have doubled.
void part(Run& run);

}  // namespace brink::internal
