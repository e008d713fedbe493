#pragma once

#include <array>
#include <cstdint>

#include "engine/base/sim_time.h"
#include "engine/program/program.h"

namespace brink {

/// What made an event.
enum class Origin : std::uint8_t { rule, process, schedule, engine };

/// One event of a run, as it is logged: 64 bytes.
struct EventRecord {
  SimTime time;
  std::uint64_t key = 0;     // names the event in every run with the same causes
  std::uint32_t cause = 0;   // number of the event that caused it; 0 = none
  std::uint32_t number = 0;  // from 1, in order
  TypeId type = 0;
  ActorId source = kNobody;
  ActorId target = kNobody;
  std::uint16_t maker = 0;     // the rule, process instance or schedule entry, by `origin`
  std::uint8_t option = 0xFF;  // of the rule's choice; 0xFF = none
  Origin origin = Origin::engine;
  bool is_public = true;
  std::uint8_t attributes = 0;  // how many it has
  OfferId offer = kNone;        // the offer it makes, answers or concerns
  std::uint32_t arena = 0;      // where attributes beyond `inline_values` start, in its log
  std::uint16_t ends = kNoId;   // an ending event: the term that ends
  TypeId about = kNoId;         // what becomes of a message: the type of that message
  std::array<Value, 2> inline_values{};
};
static_assert(sizeof(EventRecord) == 64);

/// An event's attributes, or those of one being made.
using Attributes = std::array<Value, kMaxAttributes>;

}  // namespace brink
