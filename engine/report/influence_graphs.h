#pragma once

#include <string>

#include "engine/program/influence.h"

namespace brink {

/// The graph as DOT, for Graphviz: shapes by kind; dashed where a condition, chance or choice
/// stands between, "later" where time does.
std::string influence_dot(const Program& program, const Influence& graph);

/// The graph as GraphML, for networkx, Gephi, yEd. Nodes have `name`, `kind`, `label`, `place`
/// (file:line) and `members`; edges have `link`, `guarded` and `delayed`.
std::string influence_graphml(const Program& program, const Influence& graph);

}  // namespace brink
