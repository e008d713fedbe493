#pragma once

#include <optional>
#include <string>

#include "engine/language/scenario.h"

namespace brink {

/// Where in a scenario an expression stands.
struct ExpressionOwner {
  std::string what;             // "rule `answer`"
  std::string key;              // "utility"; of an option "option `yes_`, `utility`"
  const Expr* whole = nullptr;  // the value of the key
  const Expr* part = nullptr;   // the node at the place itself
};

/// Finds the expression that has a node at a place. Cost: O(size of the scenario).
std::optional<ExpressionOwner> find_owner(const Scenario& scenario, Position place);

}  // namespace brink
