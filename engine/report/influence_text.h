#pragma once

#include <cstddef>
#include <string>

#include "engine/program/influence.h"

namespace brink {

struct InfluenceTextOptions {
  std::string heading = "what can influence what";
  bool colour = false;
  std::size_t width = 100;  // columns
};

/// The graph of a scenario for people: what influences each outcome and measure at first hand, what
/// each parameter reaches, what changes and reads each variable, and what happens by itself and by
/// rules, in the file's order. `graph` may be a part of the scenario's own.
///
/// Cost: O(parameters · size of the graph); where that is past 20 million, only what is at first
///       hand is told of parameters.
std::string influence_text(const Program& program, const Influence& graph,
                           const InfluenceTextOptions& options = {});

/// How a node is called in texts: "ukraine.energy", "ceasefire in force", "trust (870 pairs)".
std::string node_label(const Program& program, const InfluenceNode& node);

/// "parameter", "derived name", "variable", ...
std::string_view thing_name(Thing thing);

}  // namespace brink
