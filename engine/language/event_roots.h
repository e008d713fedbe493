#pragma once

#include <span>
#include <string_view>

namespace brink {

/// One built-in event type. Authors extend the tree with `is:`.
struct EventRoot {
  std::string_view name;
  std::string_view parent;  // empty for a root
  std::string_view cameo;   // code, always text; empty when the code book has none
  double goldstein;         // score on the Goldstein scale
  std::string_view group;   // heading in the help
  std::string_view meaning;
};

/// The built-in types, parents before children.
///
/// Source: categories and modes of PLOVER (Halterman et al., 2023); codes of CAMEO (Schrodt, 2012);
///         scores of Goldstein (1992), J. Conflict Resolution 36:369.
std::span<const EventRoot> event_roots();

}  // namespace brink
