#pragma once

#include "engine/run/evaluate.h"
#include "engine/run/run.h"

namespace brink {

struct Response;

/// An event happens: bookkeeping at once; those who know of it at once respond, by way of the
/// agenda.
void respond_to(Run& run, const EventRecord& event, const Attributes& attributes);

/// An actor learns of an event that has happened, and responds.
void learn_of(Run& run, const EventRecord& event, const Attributes& attributes, ActorId actor);

/// A condition-rule's condition became true.
void fire_condition(Run& run, std::uint32_t watch, std::uint32_t cause);

/// A decision's time has come: it asks `still`, chooses, and puts its deeds on the agenda.
void decide(Run& run, const Pending& pending);

/// The time of a response's (or delayed bookkeeping's) deeds has come.
void act(Run& run, const Pending& pending);

/// One responder (or the world) and the event it responds to, which is borrowed.
struct Response {
  const EventRecord* event = nullptr;
  const Attributes* attributes = nullptr;
  std::uint64_t key = 0;  // what its draws are addressed by
  RuleId rule = kNoId;
  ActorId self = kNobody;
  ActorId other = kNobody;
  std::uint8_t option = 0xFF;
  bool offer_was_open = false;
};

/// Who acts, and upon what.
struct Actor {
  EvalContext context;      // with the trigger, if there is one
  std::uint64_t key = 0;    // what emissions and draws are keyed by
  std::uint32_t cause = 0;  // number of the event that led here
  std::uint16_t maker = 0;
  Origin origin = Origin::rule;
  std::uint8_t option = 0xFF;
  std::uint32_t turn = 0;      // emissions made before its own, in loops
  std::uint64_t response = 0;  // key of the response or firing as a whole, for traces
  bool traced = false;
};

/// Carries out deeds in order. The actor is as before when they are done.
void carry_out(Run& run, const std::vector<CompiledDeed>& deeds, Actor& actor);

}  // namespace brink
