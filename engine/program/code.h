#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/program/node.h"

namespace brink {

struct Program;

/// Where a step of code finds an operand without another step.
enum class Operand : std::uint8_t {
  any,        // the value of another node, by its own step
  constant,   // stands in the step
  slot,       // a slot whose value changes only when it is written
  own,        // likewise, the responder's own: `self.x`
  attribute,  // of the event responded to
};
inline constexpr std::size_t kOperands = 5;

/// What a step does. The first eight are made for every pair of operands.
enum class Step : std::uint8_t {
  add,  // of numbers, up to `divide`
  subtract,
  multiply,
  divide,
  less,  // of numbers, up to `not_equal`
  less_equal,
  equal,
  not_equal,
  whole_less,  // of what is no number, up to `whole_not_equal`
  whole_less_equal,
  whole_equal,
  whole_not_equal,
  read,  // one operand
  not_,
  and_,
  or_,
  self,  // actors
  source,
  target,
  tree,  // anything else, as its node says
};
inline constexpr std::size_t kPairedSteps = static_cast<std::size_t>(Step::read);

/// A node made ready to be evaluated fast: which step, with which kinds of operands.
struct Code {
  std::uint16_t handler = 0;  // see `handler_of`
  ValueType type = ValueType::number;
  std::uint32_t a = 0;  // an operand: the slot, variable, attribute or node; of `tree` the node
  std::uint32_t b = 0;  // the second
  Value constant{};     // an operand that is constant
};

/// One number for each step with each pair of operands it is made for.
constexpr std::uint16_t handler_of(Step step, Operand left = Operand::any,
                                   Operand right = Operand::any) {
  const auto i = static_cast<std::size_t>(step);
  const auto l = static_cast<std::size_t>(left);
  const auto r = static_cast<std::size_t>(right);
  if (i < kPairedSteps) return static_cast<std::uint16_t>((i * kOperands + l) * kOperands + r);
  const auto first = kPairedSteps * kOperands * kOperands;
  return static_cast<std::uint16_t>(first + (i - kPairedSteps) * kOperands + l);
}
inline constexpr std::size_t kHandlers =
    handler_of(Step::tree, Operand::attribute) + std::size_t{1};

/// Fills `Program::code` from its nodes, one for each.
/// REQUIRES: it is known which nodes move.
/// Cost:     O(nodes).
void encode(Program& program);

}  // namespace brink
