#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program/event_flow.h"

namespace brink {

/// What stands in the graph of a scenario.
enum class Thing : std::uint8_t {
  parameter,
  derived,   // a name of `let`
  variable,  // of the world, an actor or pairs; one for all actors where more than four have it
  term,      // whether a term of an agreement is in force
  offers,    // what has become of offers, and what they hold
  ladder,
  schedule,
  process,
  event,
  channel,
  rule,
  outcome,
  measure,
};

/// How one thing influences another.
enum class InfluenceKind : std::uint8_t {
  reads,     // a value goes into another: the one that reads it is where the edge leads
  gates,     // `if`, `chance`, `still`, `while`
  rates,     // how often: `rate`, `every`, `at`
  triggers,  // event, or what `when` reads, to rule
  emits,     // process, rule or schedule to event
  writes,    // rule to variable, event to term
  carries,   // event to channel, channel to who learns by it
  counts,    // event to whatever counts it
};

struct InfluenceNode {
  Thing thing = Thing::parameter;
  std::string name;
  std::uint32_t index = 0;    // among its kind in the program
  std::uint32_t members = 1;  // actors or pairs whose variable it is
  Position at;                // line 0: made by the engine or built in
};

struct InfluenceEdge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  InfluenceKind link = InfluenceKind::reads;
  bool guarded = false;  // a condition, chance or choice stands between
  bool delayed = false;
  bool operator==(const InfluenceEdge&) const = default;
};

/// What can influence what. Nodes are in the order of `Thing`, then of the file; edges rise by
/// `from`, `to` and `link`, each once.
struct Influence {
  std::vector<InfluenceNode> nodes;
  std::vector<InfluenceEdge> edges;
  std::vector<std::uint32_t> node_of_slot;
  std::vector<std::uint32_t> node_of_let;   // of names for one value: that of the first
  std::vector<std::uint32_t> node_of_type;  // kNone: neither made nor declared
  std::vector<bool> slot_is_read;           // by anything but its own law
};

/// Makes the graph of a scenario.
///
/// Errors: none.
/// Cost:   O(size of the program), but patterns times the types below them.
Influence influence_of(const Program& program, const EventFlow& flow, GroupSets& groups);
Influence influence_of(const Program& program);

/// The fewest edges from any of `starts` to each node; kNone: there is no way. `backwards`: from
/// each node to one of them.
///
/// Cost: O(nodes + edges).
std::vector<std::uint32_t> steps_from(const Influence& graph,
                                      const std::vector<std::uint32_t>& starts,
                                      bool backwards = false);

/// Which nodes can be reached from any of `starts`, these included; `backwards`: which reach them.
///
/// Cost: O(nodes + edges).
std::vector<bool> reached(const Influence& graph, const std::vector<std::uint32_t>& starts,
                          bool backwards = false);

/// The nodes that a name means: `front.gain_rate`, `spiral`; a type also those below it, a variable
/// name without an actor all of them. Empty: none.
std::vector<std::uint32_t> nodes_named(const Program& program, const Influence& graph,
                                       std::string_view name);

/// The part of a graph that `keep` marks, with the edges inside it; the tables by slot, derived
/// name and type are left out.
Influence part_of(const Influence& graph, const std::vector<bool>& keep);

}  // namespace brink
