#pragma once

#include <string>
#include <vector>

#include "engine/report/finished_run.h"

namespace brink {

/// What became of each public first offer, one text each: "4 Jun open letter (Ukraine) → 8 Jun yes
/// but: territory 0.23 (Russia) → 18 Jun refuse (Ukraine)". A counter names the terms it changed;
/// an offer to several says who accepted, and what: "12 Jun accepted by A and B (meeting only)".
/// Private offers are only counted, in one text at the end.
///
/// Cost: O(events + offers).
std::vector<std::string> offer_chains(const FinishedRun& run);

}  // namespace brink
