#pragma once

#include "viz/panels/graph_view.h"

/// The relations graph by a variable of pairs instead of by events.
namespace brink::viz {

/// A choice between events and the scenario's pair variables; nothing where it has none.
void choose_relation(AppState& state);
/// What the colours mean.
void relation_legend(AppState& state);
/// A line for each pair that has the variable, by its value at the playhead.
void relations_by_variable(AppState& state, const GraphFit& fit, bool is_hovered);

}  // namespace brink::viz
