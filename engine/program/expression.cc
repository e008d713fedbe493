#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"

namespace brink::internal {
namespace {

using Kind = Expr::Kind;

Value truth_value(bool b) { return Value::of_whole(b ? 1 : 0); }

bool is_ordered(ValueType t) {
  return t == ValueType::number || t == ValueType::duration || t == ValueType::date;
}

}  // namespace

NodeId Compiler::add(Node node, Position at, std::initializer_list<NodeId> children) {
  return add(node, at, std::vector<NodeId>(children));
}

NodeId Compiler::add(Node node, Position at, const std::vector<NodeId>& children) {
  node.first = static_cast<std::uint32_t>(program_.children.size());
  node.count = static_cast<std::uint8_t>(children.size());
  program_.children.insert(program_.children.end(), children.begin(), children.end());
  program_.nodes.push_back(node);
  program_.node_places.push_back(at);
  std::uint32_t size = 1;
  std::uint64_t work = 0;
  for (const auto child : children) {
    size += sizes_[child];
    work += work_of_[child];
  }
  const bool goes_over = node.op == Op::over || node.op == Op::pick;
  work = 1 + work * (goes_over ? program_.groups[node.b].members.size() : 1);
  if (size > kMaxOperations || work > kMaxWork) {
    const bool members = size <= kMaxOperations;
    error(at,
          fmt::format("with its derived names written out, this has more than {} operations{}",
                      members ? kMaxWork : kMaxOperations,
                      members ? ", counted once for each member it goes over" : ""),
          members ? "go over smaller groups, or keep a part of it in a variable"
                  : "keep a part of it in a variable");
    // the program is refused; a constant takes its place, so that no later pass walks through it
    program_.nodes.back() = {.op = Op::constant,
                             .type = node.type,
                             .first = static_cast<std::uint32_t>(program_.children.size())};
    size = 1;
    work = 1;
  }
  sizes_.push_back(size);
  work_of_.push_back(work);
  return static_cast<NodeId>(program_.nodes.size() - 1);
}

Typed Compiler::number_constant(double value, Position at) {
  return {add({.op = Op::constant, .constant = Value::of(value)}, at)};
}

Typed Compiler::compile(const Expr& e, const Context& c,
                        const std::vector<std::uint32_t>* symbols) {
  const auto constant = [&](ValueType type, Value value) {
    return Typed{add({.op = Op::constant, .type = type, .constant = value}, e.at), type};
  };
  switch (e.kind) {
    case Kind::number:
      return number_constant(e.number, e.at);
    case Kind::duration:
      return constant(ValueType::duration, Value::of_whole(e.us));
    case Kind::date:
      return constant(ValueType::date, Value::of_whole(e.us - scenario().start.us));
    case Kind::truth:
      return constant(ValueType::truth, truth_value(e.number != 0));
    case Kind::name:
      return compile_name(e, c, symbols);
    case Kind::unary:
      return compile_unary(e, c);
    case Kind::binary:
      return compile_binary(e, c);
    case Kind::call:
      return compile_call(e, c, symbols);
    case Kind::over:
      return compile_over(e, c);
    case Kind::pick:
      return compile_pick(e, c);
    case Kind::list:
      error(e.at, "a list only stands inside `table` or `empirical`",
            "for example `table(x, [0, 100], [1, 0.2])`");
      return {};
    case Kind::range:
      error(e.at, "a range `low .. high` only stands inside a distribution",
            "for example `uniform(6 d .. 14 d)`");
      return {};
  }
  return {};
}

NodeId Compiler::compile_as(const std::optional<Expr>& e, ValueType type, const Context& context,
                            const std::string& what, bool* drawn) {
  if (!e) return kNone;
  const auto value = compile(*e, context);
  if (!value) return kNone;
  if (value.type != type) {
    error(e->at,
          fmt::format("{} must be {}, and this is {}", what, with_article(type),
                      with_article(value.type)),
          type_hint(type, value.type));
    return kNone;
  }
  if (drawn != nullptr) *drawn = value.drawn;
  return value.node;
}

Typed Compiler::compile_unary(const Expr& e, const Context& c) {
  const auto value = compile(e.args[0], c);
  if (!value) return {};
  if (e.text == "not") {
    if (value.type != ValueType::truth) {
      error(e.at, fmt::format("`not` needs a truth, and this is {}", with_article(value.type)));
      return {};
    }
    return {add({.op = Op::not_, .type = ValueType::truth}, e.at, {value.node}), ValueType::truth,
            nullptr, value.drawn};
  }
  if (value.type != ValueType::number && value.type != ValueType::duration) {
    error(e.at, fmt::format("`-` needs a number or a duration, and this is {}",
                            with_article(value.type)));
    return {};
  }
  const Node node{.op = Op::negate, .type = value.type, .operand = value.type};
  return {add(node, e.at, {value.node}), value.type, nullptr, value.drawn};
}

Typed Compiler::compile_binary(const Expr& e, const Context& c) {
  const auto& sign = e.text;
  if (sign == "==" || sign == "!=" || sign[0] == '<' || sign[0] == '>') {
    return compile_comparison(e, c);
  }
  const auto left = compile(e.args[0], c);
  const auto right = compile(e.args[1], c);
  if (!left || !right) return {};
  const bool drawn = left.drawn || right.drawn;
  if (sign == "and" || sign == "or") {
    for (std::size_t i = 0; i < 2; ++i) {
      const auto& side = i == 0 ? left : right;
      if (side.type == ValueType::truth) continue;
      error(e.args[i].at,
            fmt::format("`{}` joins truths, and this is {}", sign, with_article(side.type)));
      return {};
    }
    const Node node{.op = sign == "and" ? Op::and_ : Op::or_, .type = ValueType::truth};
    return {add(node, e.at, {left.node, right.node}), ValueType::truth, nullptr, drawn};
  }
  auto result =
      sign == "+" || sign == "-" ? compile_sum(e, left, right) : compile_product(e, left, right);
  result.drawn = drawn;
  return result;
}

Typed Compiler::compile_sum(const Expr& e, const Typed& left, const Typed& right) {
  using T = ValueType;
  std::optional<T> type;
  if (left.type == right.type && (left.type == T::number || left.type == T::duration)) {
    type = left.type;
  } else if (e.text == "-" && left.type == T::date && right.type == T::date) {
    type = T::duration;
  } else if (left.type == T::date && right.type == T::duration) {
    type = T::date;
  } else if (e.text == "+" && left.type == T::duration && right.type == T::date) {
    type = T::date;
  }
  if (!type) {
    const bool unit = (left.type == T::number) != (right.type == T::number) &&
                      (left.type != T::truth && right.type != T::truth) &&
                      (left.type == T::duration || right.type == T::duration ||
                       left.type == T::date || right.type == T::date);
    error(e.at,
          fmt::format("`{}` cannot join {} and {}", e.text, with_article(left.type),
                      with_article(right.type)),
          unit ? "a duration needs its unit, for example `3 d`" : "");
    return {};
  }
  const Node node{.op = e.text == "+" ? Op::add : Op::subtract, .type = *type, .operand = *type};
  return {add(node, e.at, {left.node, right.node}), *type};
}

Typed Compiler::compile_product(const Expr& e, const Typed& left, const Typed& right) {
  using T = ValueType;
  const char sign = e.text[0];
  const auto make = [&](Op op, T type, NodeId a, NodeId b) -> Typed {
    return {add({.op = op, .type = type, .operand = type}, e.at, {a, b}), type};
  };
  if (left.type == T::number && right.type == T::number) {
    const Op op = sign == '*' ? Op::multiply : sign == '/' ? Op::divide : Op::power;
    return make(op, T::number, left.node, right.node);
  }
  if (sign == '*' && left.type == T::duration && right.type == T::number) {
    return make(Op::scale_duration, T::duration, left.node, right.node);
  }
  if (sign == '*' && left.type == T::number && right.type == T::duration) {
    return make(Op::scale_duration, T::duration, right.node, left.node);
  }
  if (sign == '/' && left.type == T::duration && right.type == T::number) {
    return make(Op::shrink_duration, T::duration, left.node, right.node);
  }
  if (sign == '/' && left.type == T::duration && right.type == T::duration) {
    return make(Op::ratio, T::number, left.node, right.node);
  }
  error(e.at, fmt::format("`{}` cannot join {} and {}", e.text, with_article(left.type),
                          with_article(right.type)));
  return {};
}

Typed Compiler::compile_comparison(const Expr& e, const Context& c) {
  // a bare symbol takes its meaning from the other side
  const std::size_t first = is_unknown_word(e.args[0]) ? 1 : 0;
  Typed sides[2];
  sides[first] = compile(e.args[first], c);
  if (!sides[first]) return {};
  sides[1 - first] = compile(e.args[1 - first], c, sides[first].symbols);
  if (!sides[1 - first]) return {};
  const auto type = sides[0].type;
  if (type == ValueType::symbol && !can_meet(sides[0], sides[1], e)) return {};
  const bool equality = e.text == "==" || e.text == "!=";
  if (type != sides[1].type) {
    const bool unit = type == ValueType::number || sides[1].type == ValueType::number;
    const bool duration = type == ValueType::duration || sides[1].type == ValueType::duration;
    error(e.at,
          fmt::format("`{}` cannot compare {} with {}", e.text, with_article(type),
                      with_article(sides[1].type)),
          unit && duration ? "a duration needs its unit, for example `3 d`" : "");
    return {};
  }
  if (!equality && !is_ordered(type)) {
    error(e.at, fmt::format("`{}` needs an order, and {} has none", e.text, with_article(type)),
          "compare with == or !=");
    return {};
  }
  const bool swapped = e.text[0] == '>';
  const Op op = e.text == "=="       ? Op::equal
                : e.text == "!="     ? Op::not_equal
                : e.text.size() == 2 ? Op::less_equal
                                     : Op::less;
  const Node node{.op = op, .type = ValueType::truth, .operand = type};
  const auto id = add(node, e.at, {sides[swapped ? 1 : 0].node, sides[swapped ? 0 : 1].node});
  return {id, ValueType::truth, nullptr, sides[0].drawn || sides[1].drawn};
}

}  // namespace brink::internal
