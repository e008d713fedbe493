#pragma once

#include "engine/base/exact_math.h"
#include "engine/run/run.h"

namespace brink {

/// Values that a system of differential equations tries while it takes a step.
struct Stage {
  std::uint32_t system = kNone;
  std::span<const double> values;
};

/// What an expression may refer to while it is evaluated.
struct EvalContext {
  const Run* run = nullptr;
  SimTime at;  // [µs] the instant asked about; not before the run's now
  ActorId self = kNobody;
  ActorId other = kNobody;
  ActorId each = kNobody;
  std::array<ActorId, kMaxLoops> loop{kNobody, kNobody, kNobody};
  const EventRecord* event = nullptr;  // the event responded to
  const Attributes* attributes = nullptr;
  OfferId offer = kNone;
  TypeId made = kNoId;              // type of the event being made
  const Attributes* own = nullptr;  // its attributes so far
  std::uint64_t key = 0;            // what draws are addressed by
  const Stage* stage = nullptr;     // instead of the values of a system's own variables
  bool means = false;               // what is drawn counts with its mean
};

/// Purposes of draws; draw sites of an expression follow.
enum class Purpose : std::uint32_t { chance, choice, clock, carries, loss, leak, first_site = 16 };

/// The value of a compiled expression. A number that cannot be computed is NaN or infinite; a
/// duration or truth that cannot is `kBadWhole`. Callers check with `is_good`.
///
/// Evaluated by the program's code, one step for each node or, of sums, products and comparisons,
/// for a node with the variables and constants below it.
/// Cost: O(nodes).
inline Value evaluate(NodeId node, const EvalContext& context);

/// The same by a plain walk through the nodes: the slow, obvious way that tests hold the code to.
Value evaluate_tree(NodeId node, const EvalContext& context);

namespace internal {
using Handler = Value (*)(const Code& code, const EvalContext& context);
extern const std::array<Handler, kHandlers> kHandlerTable;  // coded.cc
/// What no step of its own is made for; its parts are evaluated by the code again.
Value evaluate_node(const Code& code, const EvalContext& context);
}  // namespace internal

inline Value evaluate(NodeId node, const EvalContext& context) {
  const Code& code = context.run->program->code[node];
  return internal::kHandlerTable[code.handler](code, context);
}

inline constexpr std::int64_t kBadWhole = std::numeric_limits<std::int64_t>::min();

inline bool is_good(ValueType type, Value value) {
  return is_whole(type) ? value.whole != kBadWhole : exact::is_finite(value.number);
}

/// A computed count of microseconds: the nearest whole one; infinite where it is too large,
/// `kBadWhole` for a NaN.
Value whole_of(double us);

inline double evaluate_number(NodeId node, const EvalContext& context) {
  return evaluate(node, context).number;
}
/// A truth that cannot be told (it compares a NaN) counts as false here; `ask` reports it.
inline bool evaluate_truth(NodeId node, const EvalContext& context) {
  return evaluate(node, context).whole == 1;
}

/// drawn.cc: a draw from a distribution, addressed by the context's key and the node's site.
Value drawn(const EvalContext& context, const Node& node);

/// The mean of what `drawn` gives; a truth is the likelier one, a symbol the first listed.
Value mean_of(const EvalContext& context, const Node& node);

/// A duration's microseconds; infinite where it is.
double microseconds(Value duration);

/// over.cc: an expression over a group's members, and a member picked; kNobody when nobody can be,
/// `kBadWhole` for bad weights. Cost: O(members).
Value over_group(const EvalContext& context, const Node& node);
Value picked(const EvalContext& context, const Node& node);

/// The expression's closed form from `context.at` on, in its own unit (numbers; microseconds for
/// durations and dates), and until when it holds: `valid_until` is lowered to the first microsecond
/// at which it may be another.
///
/// REQUIRES: the compiler found the expression to have one.
Drift closed_form(NodeId node, const EvalContext& context, SimTime& valid_until);

/// over.cc: the closed form of an expression over a group.
Drift closed_over(NodeId node, const EvalContext& context, SimTime& valid_until);
/// pieces.cc: the least of some forms just after `at` (sign 1) or the greatest (sign -1), the first
/// of equals, until another takes over. REQUIRES: at least one form.
Drift extreme_of(std::span<const Drift> forms, int sign, SimTime at, SimTime& valid_until);

/// The same for a function that follows one of its arguments at a time (`if`, `min`, `max`,
/// `clamp`, `abs`) or stands still in between (`floor`, `round`).
Drift closed_function(NodeId node, const EvalContext& context, SimTime& valid_until);

/// The first instant after `context.at` (and up to `limit`) at which a truth differs from
/// `current`, or, where that cannot be told yet, the instant at which to ask again; never when it
/// stays.
///
/// Exact to the microsecond for lines, decays and the curves of flows: the result is the first
/// microsecond at which `evaluate` gives the other truth.
SimTime next_change(NodeId node, const EvalContext& context, bool current, SimTime limit);

/// The values read by an expression (slots, attributes, terms), for reports.
std::uint32_t collect_operands(NodeId node, const EvalContext& context,
                               std::span<RunError::Operand> out);

}  // namespace brink
