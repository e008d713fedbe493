#include "engine/program/code.h"

#include <utility>

#include "engine/program/program.h"

namespace brink {
namespace {

/// One operand, as the step that reads it finds it.
struct Found {
  Operand kind = Operand::any;
  std::uint32_t place = 0;
  Value constant{};
};

class Encoder {
 public:
  explicit Encoder(const Program& program) : program_(program) {}

  Code code(NodeId id) const {
    const auto& node = program_.nodes[id];
    Code code;
    code.type = node.type;
    const auto step = step_of(node);
    if (static_cast<std::size_t>(step) < kPairedSteps) {
      auto left = operand(child(node, 0));
      const auto right = operand(child(node, 1));
      // a step has room for one constant
      if (left.kind == Operand::constant && right.kind == Operand::constant) {
        left = {.place = child(node, 0)};
      }
      code.handler = handler_of(step, left.kind, right.kind);
      code.a = left.place;
      code.b = right.place;
      code.constant = left.kind == Operand::constant ? left.constant : right.constant;
      return code;
    }
    if (step == Step::read) {
      const auto own = operand(id);
      code.handler = handler_of(step, own.kind);
      code.a = own.place;
      code.constant = own.constant;
      return code;
    }
    code.handler = handler_of(step);
    code.a = node.count == 0 || step == Step::tree ? id : child(node, 0);
    if (step == Step::and_ || step == Step::or_) code.b = child(node, 1);
    return code;
  }

 private:
  NodeId child(const Node& node, std::size_t i) const { return program_.children[node.first + i]; }

  Found operand(NodeId id) const {
    const auto& node = program_.nodes[id];
    switch (node.op) {
      case Op::constant:
        return {Operand::constant, 0, node.constant};
      case Op::slot:
        if (!node.moves) return {Operand::slot, node.a};
        break;
      case Op::actor_variable:
        if (program_.nodes[child(node, 0)].op == Op::self && !node.moves) {
          return {Operand::own, node.a};
        }
        break;
      case Op::attribute:
        return {Operand::attribute, node.a};
      default:
        break;
    }
    return {.place = id};
  }

  Step step_of(const Node& node) const {
    const bool whole = is_whole(node.operand);
    switch (node.op) {
      case Op::constant:
      case Op::slot:
      case Op::actor_variable:
      case Op::attribute:
        return operand(static_cast<NodeId>(&node - program_.nodes.data())).kind == Operand::any
                   ? Step::tree
                   : Step::read;
      case Op::add:
        return whole ? Step::tree : Step::add;
      case Op::subtract:
        return whole ? Step::tree : Step::subtract;
      case Op::multiply:
        return Step::multiply;
      case Op::divide:
        return Step::divide;
      case Op::less:
        return whole ? Step::whole_less : Step::less;
      case Op::less_equal:
        return whole ? Step::whole_less_equal : Step::less_equal;
      case Op::equal:
        return whole ? Step::whole_equal : Step::equal;
      case Op::not_equal:
        return whole ? Step::whole_not_equal : Step::not_equal;
      case Op::not_:
        return Step::not_;
      case Op::and_:
        return Step::and_;
      case Op::or_:
        return Step::or_;
      case Op::self:
        return Step::self;
      case Op::source:
        return Step::source;
      case Op::target:
        return Step::target;
      default:
        return Step::tree;
    }
  }

  const Program& program_;
};

}  // namespace

void encode(Program& program) {
  std::vector<Code> code;
  code.reserve(program.nodes.size());
  const Encoder encoder(program);
  for (NodeId id = 0; id < program.nodes.size(); ++id) code.push_back(encoder.code(id));
  program.code = std::move(code);
}

}  // namespace brink
