#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/language/scenario.h"
#include "engine/program/event_type.h"
#include "engine/program/node.h"

/// What a program knows of rules: how they respond, what they do, how events are made.
namespace brink {

struct AttributeInit {
  struct Weight {
    Value choice{};
    NodeId weight = kNone;
  };
  std::uint32_t index = 0;
  NodeId value = kNone;
  std::uint32_t site = 0;
  std::vector<Weight> weights;
};

/// Whom an expression names, where it is one of the commonest.
enum class Party : std::uint8_t {
  nobody,  // there is no expression
  self,
  source,
  target,
  known,  // always the same actor
  any,    // ask the expression
};

/// How an event is made.
struct Emission {
  TypeId type = 0;
  NodeId from = kNone;
  NodeId to = kNone;
  std::vector<NodeId> others;  // recipients of an offer beyond `to`
  NodeId after = kNone;
  bool after_is_drawn = false;
  NodeId concerning = kNone;
  NodeId lapses = kNone;  // of an offer, instead of its type's
  std::vector<AttributeInit> with;
  std::vector<TermInit> terms;
  Party from_party = Party::any;
  Party to_party = Party::any;
  ActorId from_actor = kNobody;  // where it is known
  ActorId to_actor = kNobody;
};

inline constexpr std::uint32_t kAllTerms = 0xFFFF'FFFF;  // bits of every term there can be
static_assert(kMaxTerms <= 32);

struct CompiledDeed {
  Deed::Kind kind = Deed::Kind::assign;
  Party owner = Party::any;  // of the variable that is assigned; nobody: `slot` says which
  bool is_plain = false;     // assign: a number without a law of motion
  bool is_constant = false;  // assign: so is what stands on the right: `constant`
  Value constant{};
  Position at;
  // assign: a slot, or a variable of an actor
  SlotId slot = kNone;
  NodeId actor = kNone;
  std::uint32_t variable = 0;
  NodeId pair = kNone;  // or a pair's variable: the node that reads it
  char sign = '=';
  NodeId value = kNone;
  // emit, answers
  Emission emission;
  NodeId offer = kNone;
  std::uint16_t term = 0;
  std::uint32_t only = kAllTerms;  // accept: bits of the terms accepted
  // loop: the deeds done for each member of a group, of whom `value` is true where there is one
  GroupId group = 0;
  std::uint32_t loop = 0;  // how many loops stand around it
  std::vector<CompiledDeed> deeds;
};

struct Option {
  std::string name;
  std::uint64_t path = 0;
  NodeId utility = kNone;
  NodeId condition = kNone;
  std::vector<CompiledDeed> deeds;
};

enum class Responder : std::uint8_t { world, actor, source, target, group };

struct Rule {
  std::string name;
  std::string about;
  Position at;
  std::uint64_t path = 0;
  bool has_pattern = false;
  EventPattern pattern;  // of an event-rule
  NodeId when = kNone;   // of a condition-rule
  Responder responder = Responder::world;
  std::uint16_t responder_id = 0;  // the actor or group
  bool answers = false;            // a deed of it answers `offer`: void once that is closed
  bool only_writes = false;        // at once and without dice, it changes plain variables: no more
  NodeId condition = kNone;
  NodeId chance = kNone;
  bool chance_is_constant = false;
  double constant_chance = 0;
  NodeId after = kNone;
  bool after_is_drawn = false;
  NodeId still = kNone;
  bool chooses = false;
  NodeId temperature = kNone;
  std::vector<Option> options;
  std::vector<CompiledDeed> deeds;
  int priority = 0;
};

}  // namespace brink
