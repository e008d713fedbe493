#include <algorithm>

#include "engine/base/drift.h"
#include "engine/program/closed_shape.h"

// closed forms over the members of a group, and what moves in steps alone
namespace brink::internal {

std::optional<ClosedShape> Compiler::closed_over(NodeId id, const Binding& who,
                                                 NodeId& culprit) const {
  const auto& node = program_.nodes[id];
  const bool of_truths = node.operand == ValueType::truth;
  ClosedShape all{of_truths ? 1 : 0, {}, 0};
  Binding inner = who;
  for (const auto member : program_.groups[node.b].members) {
    inner.each = member;
    for (std::size_t i = 0; i < node.count; ++i) {
      const auto shape = closed_shape(program_.children[node.first + i], inner, culprit);
      if (!shape) return std::nullopt;
      if (i == 0 && !of_truths) all = sum_of(all, *shape);
    }
  }
  // who is least takes over where a difference of two is zero: no larger than the sum of all
  if (fits(all)) return all;
  culprit = id;
  return std::nullopt;
}

// true if a value changes between events only by jumps, each where some truth in it changes
bool Compiler::steps(NodeId id, const Binding& who) const {
  if (!drifts(id, who)) return true;
  const auto& node = program_.nodes[id];
  const auto* children = program_.children.data() + node.first;
  const auto all_step = [&](std::size_t from) {
    return std::all_of(children + from, children + node.count,
                       [&](NodeId child) { return steps(child, who); });
  };
  switch (node.op) {
    case Op::over:
      return node.operand == ValueType::truth && is_closed(id, who);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::negate:
      return all_step(0);
    case Op::function: {
      const auto function = static_cast<Function>(node.a);
      const bool flattens = function == Function::floor || function == Function::round;
      if (flattens) return is_closed(id, who);
      return function == Function::if_ && is_closed(children[0], who) && all_step(1);
    }
    default:
      return node.type == ValueType::truth && is_closed(id, who);
  }
}

}  // namespace brink::internal
