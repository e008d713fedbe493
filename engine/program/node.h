#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/language/value_type.h"

namespace brink {

using ActorId = std::uint16_t;
using TypeId = std::uint16_t;
using RuleId = std::uint16_t;
using GroupId = std::uint16_t;
using SlotId = std::uint32_t;
using NodeId = std::uint32_t;
using OfferId = std::uint32_t;

inline constexpr ActorId kNobody = 0xFFFF;
inline constexpr std::uint16_t kNoId = 0xFFFF;
inline constexpr std::uint32_t kNone = 0xFFFF'FFFF;

/// Limits of a scenario, checked when it is compiled.
inline constexpr std::size_t kMaxAttributes = 12;  // of one event type, inherited ones included
inline constexpr std::size_t kMaxWeights = 64;     // of one drawn attribute
inline constexpr std::size_t kMaxTerms = 32;       // different terms in one scenario
inline constexpr std::size_t kMaxValues = 256;     // symbols that one variable may be
inline constexpr std::size_t kMaxScales = 16;      // different scores in one scenario
inline constexpr std::size_t kMaxActors = 20'000;
inline constexpr std::uint32_t kMaxOperations = 20'000;    // of an expression, with derived names
inline constexpr int kMaxLetLevels = 32;                   // derived names one inside the other
inline constexpr std::size_t kMaxOfAKind = 65'000;         // rules, schedule entries, groups
inline constexpr std::size_t kMaxMemberships = 2'000'000;  // members of all groups together
inline constexpr std::uint64_t kMaxWork = 2'000'000;       // of an expression, members counted
inline constexpr std::size_t kMaxPairSlots = 1'000'000;    // values of all pair variables
inline constexpr int kMaxSeries = 100'000;                 // values of one series in a run
inline constexpr std::size_t kMaxListItems = 100;          // of a list in an expression
inline constexpr std::size_t kMaxMembers = 65'000;      // processes and conditions, once per member
inline constexpr std::size_t kMaxWatched = 10'000'000;  // operations of what they read
inline constexpr std::size_t kMaxEmitWork = 25'000'000;  // see who can meet whom, actor_sets.cc
inline constexpr std::size_t kMaxLinks = 100'000;        // pairs of actors that channels join
inline constexpr std::size_t kMaxRouteSets = 64;         // different lists under `via:`
inline constexpr std::size_t kMaxRoutes = 25'000'000;    // route sets times actors, squared
inline constexpr std::size_t kMaxCells = 4'000'000;      // history counters

inline constexpr std::size_t kMaxLoops = 3;  // `for: x in GROUP` one inside the other

/// Whom the words `self`, `other`, `each` and those of loops mean where an expression stands.
struct Binding {
  ActorId self = kNobody;
  ActorId other = kNobody;
  ActorId each = kNobody;
  std::array<ActorId, kMaxLoops> loop{kNobody, kNobody, kNobody};
};

/// A value of any type. Numbers are doubles; every other type is a whole number: a truth 0 or 1, a
/// duration or date in microseconds (dates since the start), a symbol's or actor's index.
union Value {
  double number;
  std::int64_t whole;

  static constexpr Value of(double x) { return {.number = x}; }
  static constexpr Value of_whole(std::int64_t x) { return {.whole = x}; }
};

constexpr bool is_whole(ValueType type) { return type != ValueType::number; }

/// What one node of a compiled expression does.
enum class Op : std::uint8_t {
  constant,
  slot,            // a: slot
  actor_variable,  // a: variable name; child: actor
  pair_variable,   // a: pair variable; children: two actors
  self,
  other,
  each,
  loop,   // a: how many loops stand around it
  rival,  // a: group of two
  source,
  target,
  attribute,      // of the event responded to; a: index
  own_attribute,  // of the event being made; a: index
  event_rung,
  event_score,  // a: scale
  now,
  current_offer,
  offer_parent,  // child: offer
  offer_field,   // a: OfferField; child: offer
  offer_term,    // a: term; child: offer
  negate,
  not_,
  and_,
  or_,
  add,
  subtract,
  multiply,
  divide,
  power,
  less,
  less_equal,
  equal,
  not_equal,
  scale_duration,   // duration * number
  shrink_duration,  // duration / number
  ratio,            // duration / duration
  function,         // a: Function; children: arguments
  distribution,     // a: Function; b: draw site; children: arguments
  tally_count,      // a: tally; children: the actors that pick its cell
  tally_total,
  tally_since,
  tally_offer,
  tally_knows,  // a: tally; children: who knows, then those of the tally
  exists,       // child: offer
  in_force,     // a: term; children: none or two actors
  rung,         // children: two actors
  over,         // a: Function; b: group; children: value, and a condition where there is one
  pick,         // a: draw site; b: group; constant: PickParts; children: weight, condition
};

/// Which children a pick has, in this order.
enum PickParts : std::int64_t { kPickWeight = 1, kPickWhere = 2 };

enum class OfferField : std::uint8_t {
  open,
  accepted,
  refused,
  countered,
  withdrawn,
  lapsed,
  is_public,
  round,
  age,
  proposer,
  recipient,
};

/// One node of a compiled expression; children are `Program::children[first, first + count)`.
struct Node {
  Op op = Op::constant;
  ValueType type = ValueType::number;
  ValueType operand = ValueType::number;  // type of the operands of a comparison or sum
  std::uint8_t count = 0;
  bool moves = false;  // its value may change between events
  std::uint32_t first = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  Value constant{};
};

}  // namespace brink
