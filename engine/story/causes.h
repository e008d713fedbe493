#pragma once

#include <boost/graph/adjacency_list.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/blocks.h"
#include "engine/run/event.h"

namespace brink {

/// What an arrow of the cause graph says: the event that is kept as the cause of another, or one
/// that last changed something which was read on the way to it.
enum class CauseKind : std::uint8_t { parent, contributor };

struct CauseVertex {
  std::uint32_t event = 0;  // number
};
struct CauseEdge {
  CauseKind kind = CauseKind::parent;
};

/// Events and what they follow from, from causes to effects. Acyclic: every arrow leads from a
/// lower number to a higher one.
using CauseGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, CauseVertex, CauseEdge>;

/// `from` last changed something that was read on the way to `to`.
struct Contribution {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  auto operator<=>(const Contribution&) const = default;
};

/// The graph of some events of a run: the arrows between them that its log keeps, and the
/// contributions between them. Where an event both caused and contributed, it has caused.
///
/// events   all of the run, in order
/// chosen   numbers, rising
/// Cost: O((chosen + contributions) log chosen).
CauseGraph cause_graph(const Blocks<EventRecord>& events, std::span<const std::uint32_t> chosen,
                       std::span<const Contribution> contributions);

/// From an event back to the one that has no cause, itself first. Cost: O(length).
std::vector<std::uint32_t> chain_of(const Blocks<EventRecord>& events, std::uint32_t number);

/// What followed from an event by kept causes.
struct Effect {
  std::uint32_t event = 0;  // number
  std::uint32_t depth = 0;  // 0: the event itself
};
/// The event itself and all that followed from it, by number. Cost: O(events).
std::vector<Effect> effects_of(const Blocks<EventRecord>& events, std::uint32_t number);

}  // namespace brink
