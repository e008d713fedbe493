#pragma once

#include <string>

#include "engine/story/why.h"

namespace brink {

/// The events of an explanation and those that contributed to them; with `effects`, the event and
/// what followed from it, down to `depth` levels.
CauseGraph graph_of(const Explanation& explanation, bool effects, std::size_t depth);

/// A cause graph for Graphviz (`dot -Tsvg`): contributors are dashed.
std::string cause_graph_dot(const Explanation& explanation, const CauseGraph& graph);

/// The same as GraphML: number, key, time [d], type, source, target, rule, shown of each event;
/// kind of each arrow: parent or contributor.
std::string cause_graph_graphml(const Explanation& explanation, const CauseGraph& graph);

}  // namespace brink
