#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program/program.h"
#include "viz/keys.h"

namespace brink::viz {

/// One line of the command palette.
///
/// label  what it does: "Go to 20 Jun 2026"
/// keys   that do the same; empty: none
struct PaletteItem {
  enum class Kind : std::uint8_t { command, go_to, plot, why, seed };
  Kind kind = Kind::command;
  std::string label;
  std::string keys;
  Command command{};
  SimTime time;
  SlotId slot = 0;
  std::uint32_t event = 0;
  std::uint64_t seed = 0;
};

/// What the palette is asked in. `now` is the playhead's instant, `end` the last that can be shown.
struct PaletteScene {
  const Program& program;
  SimTime now;
  SimTime end;
  std::size_t events = 0;
};

/// The lines for a text: what it says to do first (a date, a length of time, `why 17`, `seed 3`,
/// `plot NAME`), then the commands in whose label or name all its words occur, then variables to
/// plot.
///
/// Cost: O(commands + slots).
std::vector<PaletteItem> palette_items(const PaletteScene& scene, std::string_view text);

/// An instant of the run that a text means: a date as scenarios write it, "20 Jun" (in the first
/// year in which the run has that day), "20 June 2026", "16 d" from the start, "+3 d" or "-3 d"
/// from `now`. Nothing where it is none, or outside of the run.
std::optional<SimTime> parse_place(const PaletteScene& scene, std::string_view text);

}  // namespace brink::viz
