#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "engine/program/program.h"
#include "engine/story/why.h"

namespace brink {

/// One line of an expression told with its values: `text = with_values = value`.
struct ValueLine {
  int level = 0;            // how far to the right
  std::string text;         // the expression as the scenario writes it; a derived name and its own
  std::string with_values;  // its operands replaced by their values; empty where that says no more
  std::string value;
  std::string about;  // whose it is, and who changed it last
};

/// What is said of a value's contributor; empty: nothing.
using ContributorText = std::function<std::string(const CapturedValue&, const Contributor&)>;

/// An expression with every value that was captured of it: itself first, then its parts, those that
/// the line above shows already left out. What `told` has is told in short; what is told is added.
/// Cost: O(values · size of the scenario).
std::vector<ValueLine> value_lines(const Program& program, const Fact& fact,
                                   const ContributorText& contributor_text,
                                   std::set<std::string>& told);

/// The expression of a fact, as the scenario writes it; of a derived name its definition.
std::string expression_text(const Program& program, NodeId node);

/// A value of a node for people; "unknown" where it could not be computed.
std::string node_value(const Program& program, NodeId node, Value value);

}  // namespace brink
