#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/base/calendar.h"
#include "engine/language/functions.h"
#include "engine/language/scenario.h"
#include "engine/program/actor_set.h"
#include "engine/program/channel.h"
#include "engine/program/code.h"
#include "engine/program/event_index.h"
#include "engine/program/event_type.h"
#include "engine/program/node.h"
#include "engine/program/rule.h"

namespace brink {

enum class Law : std::uint8_t { constant, trend, decay, flow };

/// One number (or truth, duration, symbol) of the state: a parameter or a variable.
struct SlotInfo {
  std::string name;  // "ukraine.resolve", "phase", "reprisal"
  std::string unit;
  ValueType type = ValueType::number;
  bool is_parameter = false;
  Law law = Law::constant;
  ActorId owner = kNobody;
  ActorId other = kNobody;  // of a pair's variable
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  NodeId initial = kNone;
  NodeId speed = kNone;          // trend: slope per day; decay: time constant; flow: change per day
  NodeId rest = kNone;           // decay: where it leads
  std::uint32_t system = kNone;  // flow: the equations that read each other
  std::uint32_t place = 0;       // flow: among the variables of its system
  std::uint64_t path = 0;
  std::vector<std::uint32_t> symbols;  // that it may take
  Position at;
};

/// Where an expression that is integrated numerically may jump or bend between events: there a step
/// ends.
struct Breaks {
  struct Truth {
    NodeId node = kNone;
    ActorId self = kNobody;
    ActorId other = kNobody;
  };
  std::vector<SlotId> slots;  // whose form ends by itself: trends at a bound, flows with their step
  std::vector<Truth> truths;  // comparisons that can be followed exactly
};

/// Variables whose differential equations read each other, at least by way of a third: they are
/// integrated together.
struct FlowSystem {
  std::vector<SlotId> slots;  // rising
  std::uint32_t first_curve = 0;
  Breaks breaks;
};

/// What a slot's value is held in.
struct Range {
  double low = 0;
  double high = 0;
};

struct ActorInfo {
  std::string id;
  std::string name;
  std::string kind;
  std::uint64_t path = 0;
};

struct GroupInfo {
  std::string id;
  std::vector<ActorId> members;
};

/// A variable of two actors of a group: its slots stand one behind the other, see `pair_slot`.
struct PairInfo {
  std::string id;
  GroupId group = 0;
  bool directed = false;
  SlotId first_slot = 0;
  std::vector<std::uint16_t> places;  // by actor: its place in the group; kNoId: not a member
};

struct ScheduleEntry {
  std::string name;
  std::uint64_t path = 0;
  NodeId at = kNone;
  NodeId condition = kNone;
  int priority = 0;
  Emission emission;
};

struct Process {
  std::string name;
  std::string about;
  NodeId gate = kNone;
  NodeId rate = kNone;
  NodeId every = kNone;
  bool every_is_drawn = false;
  int priority = 0;
  Emission emission;
};

struct ProcessInstance {
  std::uint32_t process = 0;
  ActorId self = kNobody;
  ActorId other = kNobody;
  std::uint64_t path = 0;
  std::uint32_t gate_watch = kNone;
  NodeId rate = kNone;         // the process's
  int priority = 0;            // likewise
  bool is_plain = false;       // its rate changes only at events
  bool is_integrated = false;  // its rate has no closed form
  Breaks breaks;               // of such a rate
};

struct Outcome {
  std::string name;
  std::string about;
  NodeId when = kNone;  // kNone: otherwise
  bool stops = true;
};

/// A truth that somebody waits for.
struct Watch {
  enum class Kind : std::uint8_t { rule, outcome, gate, channel };
  Kind kind = Kind::rule;
  std::uint32_t owner = 0;  // rule, outcome, process instance or link
  NodeId node = kNone;
  ActorId self = kNobody;
  ActorId other = kNobody;
  std::uint64_t path = 0;
  bool moves = false;  // it may change between events
};

struct Measure {
  std::string name;
  std::string unit;
  std::string about;
  MeasureDecl::Form form = MeasureDecl::Form::count;
  ValueType type = ValueType::number;  // of the result
  EventPattern pattern;
  NodeId value = kNone;
  NodeId instant = kNone;
  Duration every{};  // series
};

/// Named parameter values.
struct Variant {
  std::string name;
  std::string about;
  std::vector<std::pair<SlotId, Value>> settings;
};

/// Who must be told when something changes.
struct Reader {
  // a measure is only followed
  enum class Kind : std::uint8_t { law, process, watch, measure, routes };
  Kind kind = Kind::law;
  std::uint32_t index = 0;
  std::uint32_t pair =
      kNone;  // of the ladder or a term: the pair of actors that matters; kNone: any
};

/// A scenario made ready to run: names are slots, expressions are nodes, rules are indexed by event
/// type. Immutable; shared by any number of runs and threads.
struct Program {
  Scenario scenario;  // what it was made from, with all texts and places
  Instant start;
  Duration horizon;

  std::vector<Node> nodes;
  std::vector<NodeId> children;
  std::vector<Position> node_places;  // of each node
  std::vector<Code> code;             // of each node, as it is evaluated
  std::vector<Range> ranges;          // of each slot

  std::vector<std::string> symbols;
  std::vector<std::string> scales;
  std::vector<std::string> terms;
  std::vector<std::string> variable_names;

  std::vector<SlotInfo> slots;
  std::vector<FlowSystem> systems;
  std::uint32_t curves = 0;  // variables of all systems
  std::vector<ActorInfo> actors;
  std::vector<GroupInfo> groups;  // `all`, where anything asks for it, is the last
  std::vector<PairInfo> pairs;
  /// slot of (actor, variable name), kNone where it has none: [actor * variable_names + variable]
  std::vector<SlotId> slot_of;
  std::uint32_t actor_count = 0;     // of `slot_of`
  std::uint32_t variable_count = 0;  // likewise

  std::vector<EventType> types;
  struct Roots {
    TypeId offer, counter, conditional, accept, refuse, withdraw, lapse, expire, end, reveal, leak,
        undelivered;
  } roots{};

  std::vector<Channel> channels;
  std::vector<ChannelLink> links;
  std::vector<RouteSet> route_sets;  // the first: every link; none where there are no channels
  std::vector<ActorId> net;          // actors whom a channel joins, rising
  std::vector<std::uint16_t> place_in_net;  // by actor; kNoId: no channel joins it
  bool draws_first_values = false;          // of slots or windows: runs do not begin alike
  bool delays_move = false;                 // of channels: expected delays change between events
  bool keeps_secrets = false;               // something can become known to all later

  std::vector<Rule> rules;
  std::vector<Cast> casts;   // of each rule
  std::vector<NodeId> lets;  // of each derived name
  /// rules that may follow each type, in definition order (ancestor types first)
  std::vector<std::vector<RuleId>> rules_of_type;
  EventIndex rule_index;       // the same, by the actors that patterns name too
  EventIndex tally_index;      // of `tallies_of_type`
  EventIndex knowledge_index;  // of `knowledge_of_type`
  std::vector<ScheduleEntry> schedule;
  std::vector<Process> processes;
  std::vector<ProcessInstance> instances;
  std::vector<Watch> watches;
  std::vector<Outcome> outcomes;
  std::vector<Measure> measures;
  std::vector<Variant> variants;

  std::vector<Tally> tallies;
  std::uint32_t cells = 0;
  std::vector<std::vector<std::uint32_t>> tallies_of_type;
  std::vector<std::vector<std::uint32_t>> knowledge_of_type;  // the tallies of what actors know

  bool has_ladder = false;
  bool reads_rungs = false;  // an expression asks for rung(a, b)
  Duration ladder_window{};
  std::vector<RungDecl> rungs;
  std::vector<double> rung_levels;  // the different rungs of event types, rising

  /// Readers of each dependency: slots, then history cells, terms, the ladder, the offers.
  std::vector<std::vector<Reader>> readers;
  std::uint32_t first_cell_dependency() const { return static_cast<std::uint32_t>(slots.size()); }
  std::uint32_t first_term_dependency() const { return first_cell_dependency() + cells; }
  std::uint32_t ladder_dependency() const {
    return first_term_dependency() + static_cast<std::uint32_t>(terms.size());
  }
  std::uint32_t offers_dependency() const { return ladder_dependency() + 1; }
  std::uint32_t dependencies() const { return offers_dependency() + 1; }

  Diagnostics warnings;
};

/// True if `type` is `ancestor` or stands below it. Cost: O(1).
inline bool is_a(const Program& program, TypeId type, TypeId ancestor) {
  return type >= ancestor && type <= program.types[ancestor].last;
}

/// The slot of an actor's variable, or kNone where the actor has none.
inline SlotId slot_of(const Program& program, ActorId actor, std::uint32_t variable) {
  if (actor >= program.actor_count) return kNone;
  return program.slot_of[actor * program.variable_count + variable];
}

/// The slot of a pair's variable, or kNone where the two are no pair of its group.
inline SlotId pair_slot(const Program& program, std::uint32_t pair, ActorId a, ActorId b) {
  const auto& info = program.pairs[pair];
  if (a >= info.places.size() || b >= info.places.size() || a == b) return kNone;
  const std::uint32_t i = info.places[a];
  const std::uint32_t j = info.places[b];
  if (i == kNoId || j == kNoId) return kNone;
  const auto n = static_cast<std::uint32_t>(program.groups[info.group].members.size());
  if (info.directed) return info.first_slot + i * (n - 1) + (j < i ? j : j - 1);
  const auto high = i > j ? i : j;
  return info.first_slot + high * (high - 1) / 2 + (i > j ? j : i);
}

/// The exponent of a power that is written out as a product: 2, 3 or 4; 0 where it is none of
/// these.
inline int small_power(const Program& program, const Node& node) {
  const auto& exponent = program.nodes[program.children[node.first + 1]];
  if (exponent.op != Op::constant) return 0;
  for (const int whole : {2, 3, 4}) {
    if (exponent.constant.number == whole) return whole;
  }
  return 0;
}

/// The built-in type of an answer or an ending.
constexpr TypeId root_of(const Program::Roots& roots, Deed::Kind kind) {
  switch (kind) {
    case Deed::Kind::accept:
      return roots.accept;
    case Deed::Kind::refuse:
      return roots.refuse;
    case Deed::Kind::counter:
      return roots.counter;
    case Deed::Kind::withdraw:
      return roots.withdraw;
    case Deed::Kind::reveal:
      return roots.reveal;
    default:
      return roots.end;
  }
}

/// Index of an unordered pair of actors among n(n+1)/2.
constexpr std::size_t pair_index(ActorId a, ActorId b) {
  const std::size_t high = a > b ? a : b;
  const std::size_t low = a > b ? b : a;
  return high * (high + 1) / 2 + low;
}

/// Makes a scenario ready to run.
///
/// Errors: every name that means nothing or two things, every type that does not fit, everything
///         that could not be run exactly; all at once.
/// Cost:   O(size of the scenario).
Result<Program> compile(Scenario scenario);

}  // namespace brink
