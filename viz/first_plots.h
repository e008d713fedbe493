#pragma once

#include <vector>

#include "engine/program/program.h"

namespace brink::viz {

/// The variables that are plotted when a run is opened, at most four, by slot: numbers that change
/// and that much depends on, of as many owners as there are. Variables of pairs are left out.
///
/// Cost: that of the scenario's graph of influences.
std::vector<SlotId> first_plots(const Program& program);

}  // namespace brink::viz
