#pragma once

#include <vector>

#include "engine/run/evaluate.h"
#include "engine/run/run.h"
#include "engine/run/trace_record.h"

/// What the engine computed on the way to an event, recorded where it does so: for those who ask
/// why. A run that nobody traces pays one branch at each of these places.
namespace brink {

struct Actor;
struct Response;

/// The values of an expression and of all its parts that the engine looks at. Of `and`, `or` and
/// `if` that is only what decides; of a group the first members.
/// Cost: O(nodes · depth).
std::vector<CapturedValue> capture(NodeId node, const EvalContext& context, bool& is_cut);

namespace internal {
void trace_response(Run& run, const Response& response, TraceKind kind, NodeId node,
                    const EvalContext& context, std::size_t index, double drawn);
void trace_upon(Run& run, const Response& response, const EvalContext& context);
void trace_clock(Run& run, std::uint32_t instance, TraceKind kind, double drawn,
                 std::uint32_t cause);
void trace_schedule(Run& run, std::uint32_t entry, TraceKind kind, const EvalContext& context);
void trace_length(Run& run, const EventRecord& event, TraceKind kind, NodeId node);
void trace_message(Run& run, const Pending& message, TraceKind kind, NodeId node,
                   const EvalContext& context, double drawn);
bool wants_response(const Run& run, const Response& response);
}  // namespace internal

/// A response by a rule evaluates something. `drawn` is what its dice gave.
inline void trace(Run& run, const Response& response, TraceKind kind, NodeId node,
                  const EvalContext& context, std::size_t index = 0, double drawn = 0) {
  if (run.trace != nullptr) {
    internal::trace_response(run, response, kind, node, context, index, drawn);
  }
}

/// A response begins: its pattern or condition.
inline void trace_upon(Run& run, const Response& response, const EvalContext& context) {
  if (run.trace != nullptr) internal::trace_upon(run, response, context);
}

/// A process's clock: the wait before a firing, its rate anew, the firing.
inline void trace_clock(Run& run, std::uint32_t instance, TraceKind kind, double drawn = 0,
                        std::uint32_t cause = 0) {
  if (run.trace != nullptr) internal::trace_clock(run, instance, kind, drawn, cause);
}

inline void trace_schedule(Run& run, std::uint32_t entry, TraceKind kind,
                           const EvalContext& context) {
  if (run.trace != nullptr) internal::trace_schedule(run, entry, kind, context);
}

/// How long an offer waits, or an agreement holds, from an event on.
inline void trace_length(Run& run, const EventRecord& event, TraceKind kind, NodeId node) {
  if (run.trace != nullptr) internal::trace_length(run, event, kind, node);
}

/// What becomes of a message on a link. `node` may be missing: a channel without a delay.
inline void trace_message(Run& run, const Pending& message, TraceKind kind, NodeId node,
                          const EvalContext& context, double drawn = 0) {
  if (run.trace != nullptr) internal::trace_message(run, message, kind, node, context, drawn);
}

/// True if what a rule does in response is recorded.
inline bool is_traced(const Run& run, const Response& response) {
  return run.trace != nullptr && internal::wants_response(run, response);
}
inline bool is_traced(const Run& run, std::uint32_t instance, std::uint64_t firing) {
  return run.trace != nullptr && run.trace->wants(TraceFilter::Firing{instance, firing});
}
inline bool is_traced_entry(const Run& run, std::uint32_t entry) {
  return run.trace != nullptr &&
         std::binary_search(run.trace->schedule.begin(), run.trace->schedule.end(), entry);
}

/// Of an actor that is traced: an expression it evaluates while it acts.
void trace_deed(Run& run, const Actor& actor, TraceKind kind, NodeId node,
                const EvalContext& context, std::size_t index = 0, SlotId slot = kNone);

/// An event as it is made: who, attributes, terms (evaluated in `terms`), delay.
void trace_emission(Run& run, const Actor& actor, const Emission& emission, const Pending& made,
                    const EvalContext& terms);

/// It is on its way.
void trace_emitted(Run& run, const Actor& actor, const Pending& made);

}  // namespace brink
