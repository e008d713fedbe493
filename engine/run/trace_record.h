#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <vector>

#include "engine/base/sim_time.h"
#include "engine/program/node.h"

namespace brink {

/// Which of the engine's evaluations are recorded. Every list is sorted.
struct TraceFilter {
  /// Responses by one rule to one event (or crossings that follow from it; 0 = from none).
  struct Response {
    std::uint32_t trigger = 0;
    RuleId rule = kNoId;
    auto operator<=>(const Response&) const = default;
  };
  /// The n-th firing of a process instance, from 0, and the wait before it.
  struct Firing {
    std::uint32_t instance = 0;
    std::uint64_t n = 0;
    auto operator<=>(const Firing&) const = default;
  };
  std::vector<Response> responses;
  std::vector<Firing> firings;
  std::vector<std::uint32_t> schedule;  // entries
  std::vector<std::uint32_t> events;  // numbers: of offers and acceptances, for how long they last

  std::vector<std::uint32_t> messages;  // numbers of events that are messages

  bool wants(const Response& r) const {
    return std::binary_search(responses.begin(), responses.end(), r);
  }
  bool wants(const Firing& f) const {
    return std::binary_search(firings.begin(), firings.end(), f);
  }
};

/// One node of an expression with the value that the engine found; constants are left out.
struct CapturedValue {
  NodeId node = kNone;
  Value value{};
  std::uint32_t size = 1;    // of its subtree, itself included: nodes stand parents first
  ActorId member = kNobody;  // of an expression over a group: whom this part is about
  ActorId a = kNobody;       // whose: actors that a pair, a term or a rung is asked of
  ActorId b = kNobody;
  std::uint32_t read = kNone;    // the slot, history cell or offer it reads
  std::uint32_t changed_by = 0;  // number of the event that last changed that, where state says so
};

enum class TraceKind : std::uint8_t {
  upon,         // the alternative of the pattern that matched (`index`), its `where`
  when,         // a condition-rule's condition
  condition,    // `if`
  chance,       // `drawn`: the uniform it was compared with
  after,        // how long it waits
  still,        // asked when the wait was over
  possible,     // `if` of an option (`index`)
  utility,      // of an option
  temperature,  // of the choice
  option,       // `drawn`: the probability of an option
  choice,       // `index`: the option chosen; `drawn`: the uniform
  at,           // of a schedule entry
  clock,        // the wait before a firing begins; `drawn`: Exp(1); or `every`
  retimed,   // a process's rate (if it has one) from now on, by the event `cause`; `drawn`: 1 while
             // open
  gate,      // `while`, at the firing
  rate,      // at the firing
  loop,      // `where` of a loop, for a member
  assigned,  // the value that goes into `slot`; `index`: the sign before its `=`, or `=` alone
  emission,  // an event is being made: what follows is about it
  from,
  to,
  attribute,  // `index`: which
  weight,     // of a value that a drawn attribute may have (`number`: the value)
  term,       // of an offer; `index`: which
  delay,      // of the emission
  emitted,    // the event is on its way: `event` is its key
  lapses,     // how long an offer waits; `event`: key of the offer's event
  lasts,      // how long an agreement holds
  hop,        // a message goes from `self` to `other` by channel `index`: how long it takes
  carries,    // whether a carrier hands it on; `drawn`: the uniform
  leak,       // whether it becomes known to all there
  arrives,    // `reliability`: whether it is not lost there
};

/// True if an evaluation is about a message on a channel.
constexpr bool is_of_message(TraceKind kind) { return kind >= TraceKind::hop; }

/// One evaluation of the engine's.
struct Trace {
  TraceKind kind = TraceKind::condition;
  SimTime time;
  // key of the response, firing or schedule entry it belongs to; of a message: of its dice here
  std::uint64_t response = 0;
  std::uint64_t event = 0;  // emission, emitted: key of the event
  std::uint32_t cause = 0;  // number of the trigger
  std::uint16_t maker = 0;  // rule, process instance or schedule entry
  std::uint16_t index = 0;
  ActorId self = kNobody;
  ActorId other = kNobody;
  SlotId slot = kNone;
  NodeId node = kNone;  // the expression; kNone where there is none
  Value value{};        // of the expression
  double drawn = 0;
  std::uint32_t writes = 0;  // of this step that came before it
  std::uint32_t events = 0;  // of the run that came before it
  bool is_cut = false;       // some of `values` were left out: there are too many
  std::vector<CapturedValue> values;
};

}  // namespace brink
