#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/program/node.h"

namespace brink {

struct AttributeInfo {
  std::string id;
  std::string unit;
  ValueType type = ValueType::number;
  Value initial{};
  std::vector<std::uint32_t> symbols;
};

struct TermInit {
  std::uint16_t term = 0;
  NodeId value = kNone;
};

/// One event type. Types are numbered so that a type and all below it are [id, last].
struct EventType {
  std::string name;
  TypeId parent = kNoId;
  TypeId last = 0;
  int depth = 0;
  std::string cameo;
  std::string about;
  std::vector<double> scores;  // by scale
  double rung = 0;
  bool has_rung = false;  // of its own or inherited
  bool is_public = true;
  bool is_offer = false;
  bool consent_of_all = false;            // of an offer to several: an agreement needs all of them
  std::vector<AttributeInfo> attributes;  // inherited ones first
  std::vector<TermInit> terms;
  NodeId lapses = kNone;
  NodeId lasts = kNone;
  std::uint32_t via = kNone;  // the route set its addressee learns it by; kNone: by visibility
  NodeId audience = kNone;    // how much later others than its parties learn of a public one
  std::uint64_t path = 0;
  bool is_quiet = false;  // nobody counts it, nothing sends it: it is known at once or to nobody
};

/// Who a pattern's `from` or `to` means.
struct ActorMatch {
  enum class Kind : std::uint8_t { anybody, actor, group, picked };
  Kind kind = Kind::anybody;
  std::uint16_t id = 0;
};

struct EventPattern {
  struct Alternative {
    TypeId type = 0;
    TypeId of = kNoId;  // type of the event's offer; kNoId: any, or none
    ActorMatch from;
    ActorMatch to;
    NodeId where = kNone;
  };
  std::string text;
  std::vector<Alternative> alternatives;
};

/// A counter of matching events: one cell, or one per actor (or pair) where `self` or the like
/// picks it.
struct Tally {
  EventPattern pattern;
  bool by_source = false;
  bool by_target = false;
  NodeId window = kNone;  // a duration, asked once when a run starts
  std::uint32_t first_cell = 0;
  std::uint32_t cells = 1;
  bool by_knower = false;        // counts what an actor has learnt; one cell for each more
  std::vector<ActorId> knowers;  // whose knowledge is asked for, rising
  bool watched = false;          // somebody must be told when an event leaves the window
};

}  // namespace brink
