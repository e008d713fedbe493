#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "viz/yaml_lines.h"

namespace brink::viz {

/// What the "Scenario text" tab keeps.
///
/// file      that is shown: 0 the scenario, from 1 on the modules it uses
/// lines     of that file, and how many characters the longest has
/// follows   the rule that made the picked event is brought into sight
/// followed  number of the event that was brought into sight last
/// entry     the lines of the rule, process or schedule entry that made it, in `entry_file`
/// goes_to   a place that was asked for elsewhere; line 0: none
/// found     lines that hold what was typed, and which of them is shown
struct TextView {
  int file = -1;
  std::vector<std::string_view> lines;
  std::size_t widest = 0;
  bool follows = true;
  std::uint32_t followed = 0;
  std::uint64_t followed_key = 0;
  LineRange entry;
  int entry_file = -1;
  Position goes_to;
  std::array<char, 64> typed{};
  std::string found_for;
  int found_in = -1;
  std::vector<int> found;
  std::size_t found_shown = 0;
};

}  // namespace brink::viz
