#pragma once

#include <cstdint>

#include "engine/base/sim_time.h"
#include "engine/program/program.h"

namespace brink {

/// What an agenda entry is about.
enum class EntryKind : std::uint8_t {
  begin,     // the start of the run
  flow,      // index: system whose next step begins
  watch,     // index: watch whose truth changes now
  window,    // index: history cell an event leaves
  ladder,    // index: pair whose rung falls
  lapse,     // index: offer
  expiry,    // index: agreement
  schedule,  // index: schedule entry
  process,   // index: instance that fires
  retime,    // index: instance whose rate must be looked at again
  hop,       // index: pending; a message reaches the end of a link
  hearing,   // index: pending; one of the audience learns of an event
  event,     // index: pending
  decision,  // index: pending; chooses
  deeds,     // index: pending; acts
};

/// What waits on the agenda, as it is handed out.
struct AgendaEntry {
  SimTime time;
  std::uint32_t index = 0;
  EntryKind kind = EntryKind::event;
};

/// What an entry's handle stands for.
struct EntryState {
  std::uint32_t index = 0;
  std::uint32_t place = 0;  // in the heap, among the far ones, or the next free entry
  EntryKind kind = EntryKind::event;
};

/// An entry in its order.
struct AgendaItem {
  SimTime time;
  std::uint64_t order = 0;     // turn, parent number and phase
  std::uint64_t suborder = 0;  // rank and ordinal
  std::uint32_t entry = 0;     // its handle
  std::uint32_t serial = 0;    // counts entries as they are scheduled
};

/// An entry in the list of its bucket; at the place of its handle.
struct FarItem {
  AgendaItem item;
  std::uint32_t next = kNone;
  std::uint32_t previous = kNone;
};

/// Buckets of equal width, the last of which goes on to the end.
struct FarTier {
  SimTime start;
  SimTime until;
  std::uint32_t shift = 0;  // the width is 2^shift microseconds
  std::uint32_t first = 0;  // bucket, among those of all tiers
  std::uint32_t buckets = 0;
  std::uint32_t next = 0;  // bucket of its own: those before are used up
};

/// As many entries as the agenda holds before it parts with the far ones.
inline constexpr std::uint32_t kMaxNear = 48;

/// What the agenda knows of itself.
struct AgendaState {
  SimTime near_until = SimTime::never();  // what comes later is far
  std::uint32_t near_limit = kMaxNear;    // of entries that are not far
  std::uint32_t far = 0;                  // entries
  std::uint32_t serial = 0;               // of the next entry
  std::uint32_t free_entry = kNone;
  bool is_heap = false;    // a sorted array otherwise, the earliest last
  bool has_front = false;  // `front` is there: an event of this instant that comes before all else
  AgendaItem front;        // its `entry` is the pending thing
};

}  // namespace brink
