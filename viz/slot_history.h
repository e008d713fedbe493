#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/story/playhead.h"
#include "engine/story/recorder.h"

namespace brink::viz {

/// What is said of a variable or parameter: its scenario's words.
///
/// kind   "variable of Ukraine", "parameter", …
/// range  "0 to 1 share"; empty where it has none
/// law    how it moves by itself
struct SlotFacts {
  std::string name;
  std::string kind;
  std::string unit;
  std::string range;
  std::string law;
  std::string about;
};
/// Cost: O(declarations + size of its expressions).
SlotFacts slot_facts(const Program& program, SlotId slot);

/// "support": without whose it is.
std::string slot_own_name(const Program& program, SlotId slot);
/// "parameter", "variable of Ukraine", "between Ukraine and Russia".
std::string slot_kind(const Program& program, SlotId slot);

/// A slot's changes, as they stand in a log that grows: places in `Log::writes`, rising.
struct SlotWrites {
  SlotId slot = kNone;
  const Recording* recording = nullptr;
  std::size_t looked_at = 0;  // writes
  std::vector<std::uint32_t> writes;
};
/// Looks at what has been added. Cost: O(writes added); at another slot or recording, all.
void follow_writes(SlotWrites& found, const Recording& recording, SlotId slot);

/// How many of the changes have been made at a place. An intervention made there holds from the
/// next microsecond on; it counts as made. Cost: O(log changes).
std::size_t changes_until(const Blocks<Log::TimedWrite>& writes,
                          const std::vector<std::uint32_t>& changes, const Playhead& place);

/// All slots by their names, and those whose name holds what was typed.
///
/// matches  the parameters first, then variables, each in the scenario's order
struct SlotChoice {
  std::vector<std::string> names;  // of each slot
  std::array<char, 64> text{};
  std::string found_for;
  bool is_found = false;
  std::vector<SlotId> matches;
};
/// Cost: O(slots) when the text has changed, otherwise nothing.
void find_slots(SlotChoice& choice, const Program& program);

/// What the "History" tab keeps.
struct HistoryView {
  SlotChoice choice;
  SlotFacts facts;
  SlotId facts_of = kNone;
  SlotWrites writes;
  std::array<char, 64> typed{};  // a value to be set
  SlotId typed_for = kNone;
  bool is_typing = false;
};

}  // namespace brink::viz
