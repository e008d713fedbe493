#pragma once

#include <cstdint>
#include <vector>

#include "engine/program/program.h"
#include "engine/program/scene.h"

namespace brink {

/// A place of the scenario that makes events of one type.
struct Making {
  enum class By : std::uint8_t { schedule, process, rule, engine };
  By by = By::rule;
  std::uint32_t owner = 0;  // entry, process or rule; of the engine: the type that leads to it
  Position at;
  TypeId type = 0;
  std::uint32_t sort = 0;
  bool guarded = false;                // acting does not make sure that the event is made
  bool delayed = false;                // it comes later than what its owner does
  const Emission* emission = nullptr;  // null: an answer, or made by the engine
};

/// Events that are alike in type and in who can be their source and target.
struct EventSort {
  TypeId type = 0;
  ActorSet sources;
  ActorSet targets;
};

/// What some rules wait for: one alternative of a pattern, and who must know of the event.
struct Trigger {
  TypeId type = 0;
  ActorMatch from;
  ActorMatch to;
  bool asks = false;  // a `where`
  Responder responder = Responder::world;
  std::uint16_t responder_id = 0;
};

/// What is made where, and which rules can follow upon it.
struct EventFlow {
  struct Match {
    std::uint32_t sort = 0;
    std::uint32_t trigger = 0;
    bool certain = false;  // every event of the sort is one that the trigger waits for
  };
  std::vector<Making> makings;
  std::vector<EventSort> sorts;
  std::vector<Trigger> triggers;
  std::vector<std::vector<std::uint32_t>> triggers_of_rule;
  std::vector<Match> matches;
  std::vector<std::vector<std::uint32_t>> sorts_of_type;
  std::vector<bool> is_made;  // by type: something makes events of exactly this type
  bool is_complete = true;    // false: too many pairs to compare; `matches` is not to be used
};

/// True if an event of the sort can reach somebody who responds: the place for whatever decides
/// who learns of an event.
bool can_respond(const Program& program, const Trigger& trigger, const EventSort& sort,
                 GroupSets& groups);

/// Cost: O(makings · actors + pairs of alike makings and alike triggers · actors), the latter
/// bounded: see `is_complete`.
EventFlow event_flow(const Program& program, GroupSets& groups);

/// True if some events of a type may be messages: private ones, answers to private offers, those
/// with `via`. Never where there are no channels.
bool may_travel(const Program& program, const EventFlow& flow, TypeId type);

/// True if such messages may use a channel.
bool goes_by(const Program& program, const EventFlow& flow, TypeId type, std::uint32_t channel);

/// True if any event that is made may use a channel.
bool carries_any(const Program& program, const EventFlow& flow, std::uint32_t channel);

/// The actors whom a channel joins.
ActorSet ends_of_channel(const Program& program, std::uint32_t channel);

/// What of a rule stands between its event and its deeds: `if`, `chance`, `still`, `choose`.
bool is_guarded(const Program& program, const Rule& rule);

/// True where `after` is not there, or is 0 written out.
bool is_at_once(const Program& program, NodeId after);

/// A truth or probability that is written out and never lets anything through: `false`, 0.
bool is_never(const Program& program, NodeId node);

}  // namespace brink
