#pragma once

#include <span>
#include <string>
#include <vector>

namespace brink::viz {

/// One or two letters for each name that tell it from the others, as far as two letters can: "U",
/// "CS" for "Coalition supporting Ukraine", "As" and "Ad" for Aspen and Alder beside Ash.
///
/// Cost: O(names · their length).
std::vector<std::string> initials_of(std::span<const std::string> names);

}  // namespace brink::viz
