#include <fmt/format.h>

#include <algorithm>

#include "engine/base/drift.h"
#include "engine/base/hash.h"
#include "engine/program/closed_shape.h"

namespace brink::internal {

using Shape = ClosedShape;

namespace {

constexpr int kManyTerms = 1000;
constexpr std::size_t kManyFades = 64;  // far more than fit

}  // namespace

// which of the two it is may change: later sums must leave room for the terms of both
ClosedShape either_of(const Shape& a, const Shape& b) {
  Shape result{std::max(a.terms, b.terms), a.fades, std::max(a.degree, b.degree)};
  result.fades.insert(b.fades.begin(), b.fades.end());
  return result;
}

ClosedShape sum_of(const Shape& a, const Shape& b) {
  Shape result{std::min(a.terms + b.terms, kManyTerms), a.fades, std::max(a.degree, b.degree)};
  result.fades.insert(b.fades.begin(), b.fades.end());
  return result;
}

ClosedShape product_of(const Shape& a, const Shape& b) {
  Shape result{std::min(a.terms * b.terms, kManyTerms), a.fades, a.degree + b.degree};
  result.fades.insert(b.fades.begin(), b.fades.end());
  if (a.fades.size() * b.fades.size() > kManyFades) {
    result.terms = kManyTerms;
    result.degree = kManyTerms;
    return result;
  }
  std::uint64_t place = 0;
  for (const auto& one : a.fades) {
    for (const auto& other : b.fades) {
      auto fade = one;
      fade.insert(fade.end(), other.begin(), other.end());
      std::sort(fade.begin(), fade.end());
      // sums of three and more depend on their order in the last bit: taken for different
      if (fade.size() > 2) fade.push_back(place++);
      result.fades.insert(std::move(fade));
    }
  }
  return result;
}

bool fits(const Shape& shape) { return shape.bound() <= Drift::kMaxTerms; }

// equal names mean an equal k, to the last bit
std::uint64_t Compiler::fade_name(SlotId slot) const {
  const auto& speed = program_.nodes[program_.slots[slot].speed];
  if (speed.op == Op::constant) {
    return mix(hash_text("constant"), static_cast<std::uint64_t>(speed.constant.whole));
  }
  if (speed.op == Op::slot) return mix(hash_text("slot"), speed.a);
  return mix(hash_text("of"), slot);
}

Shape Compiler::shape_of(SlotId slot) const {
  switch (program_.slots[slot].law) {
    case Law::constant:
      return Shape{};
    case Law::trend:
      return Shape{2, {}, 1};
    case Law::decay:
      return Shape{2, {{fade_name(slot)}}, 0};
    case Law::flow:
      return Shape{5, {}, 4};
  }
  return Shape{};
}

// the shape of the node's closed form, or nothing, and the node that has none
std::optional<ClosedShape> Compiler::closed_shape(NodeId id, const Binding& who,
                                                  NodeId& culprit) const {
  if (!drifts(id, who)) return Shape{};
  const auto& node = program_.nodes[id];
  const auto* children = program_.children.data() + node.first;
  const auto child = [&](std::size_t i) { return closed_shape(children[i], who, culprit); };
  const auto both = [&](Shape (*join)(const Shape&, const Shape&)) -> std::optional<Shape> {
    const auto a = child(0);
    const auto b = a ? child(1) : a;
    if (!b) return std::nullopt;
    const auto shape = join(*a, *b);
    if (fits(shape)) return shape;
    culprit = id;
    return std::nullopt;
  };
  switch (node.op) {
    case Op::slot:
    case Op::actor_variable:
    case Op::pair_variable: {
      std::optional<Shape> all;
      for (const auto slot : slots_read(node, who)) {
        const auto shape = shape_of(slot);
        all = all ? either_of(*all, shape) : shape;
      }
      return all.value_or(Shape{});
    }
    case Op::now:
    case Op::tally_since:
    case Op::offer_field:
      return Shape{2, {}, 1};
    case Op::over:
      return closed_over(id, who, culprit);
    case Op::equal:
    case Op::not_equal:
      // what moves in steps alone can be equal for a while
      if (steps(children[0], who) && steps(children[1], who)) return Shape{};
      break;
    case Op::negate:
    case Op::not_:
      return child(0);
    case Op::add:
    case Op::subtract:
      return both(sum_of);
    case Op::multiply:
    case Op::scale_duration:
      return both(product_of);
    case Op::divide:
    case Op::shrink_duration:
    case Op::ratio:
      if (!drifts(children[1], who)) return child(0);
      break;
    case Op::power: {
      const int power = small_power(program_, node);
      if (power == 0) break;
      const auto base = child(0);
      if (!base) return std::nullopt;
      Shape shape = *base;
      for (int i = 1; i < power; ++i) shape = product_of(shape, *base);
      if (fits(shape)) return shape;
      break;
    }
    case Op::function:
      return closed_function(id, who, culprit);
    case Op::less:
    case Op::less_equal:
      return both(sum_of) ? std::optional(Shape{}) : std::nullopt;
    case Op::and_:
    case Op::or_:
      return child(0) && child(1) ? std::optional(Shape{}) : std::nullopt;
    default:
      break;
  }
  culprit = id;
  return std::nullopt;
}

// functions that follow one of their arguments until another takes over
std::optional<ClosedShape> Compiler::closed_function(NodeId id, const Binding& who,
                                                     NodeId& culprit) const {
  const auto& node = program_.nodes[id];
  const auto function = static_cast<Function>(node.a);
  const bool picks = function == Function::if_ || function == Function::min ||
                     function == Function::max || function == Function::clamp;
  const bool flattens = function == Function::floor || function == Function::round;
  if (!picks && !flattens && function != Function::abs) {
    culprit = id;
    return std::nullopt;
  }
  Shape all{0, {}, 0};
  std::vector<Shape> shapes;
  for (std::size_t i = 0; i < node.count; ++i) {
    const auto shape = closed_shape(program_.children[node.first + i], who, culprit);
    if (!shape) return std::nullopt;
    shapes.push_back(*shape);
    all = either_of(all, *shape);
  }
  if (flattens) {
    if (fits(sum_of(all, Shape{}))) return Shape{};
  } else if (function == Function::if_) {
    return all;
  } else {
    // who takes over is found where a difference is zero
    bool fit = true;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) fit = fit && fits(sum_of(shapes[i], shapes[j]));
    }
    if (fit) return all;
  }
  culprit = id;
  return std::nullopt;
}

bool Compiler::is_closed(NodeId node, const Binding& who) const {
  NodeId culprit = node;
  return closed_shape(node, who, culprit).has_value();
}

void Compiler::check_closed(NodeId node, const Binding& who, const std::string& what, bool truth) {
  if (node == kNone) return;
  NodeId culprit = node;
  if (closed_shape(node, who, culprit)) return;
  const auto& bad = program_.nodes[culprit];
  const auto place = program_.node_places[culprit];
  const bool joins = bad.op == Op::add || bad.op == Op::subtract || bad.op == Op::multiply ||
                     bad.op == Op::scale_duration || bad.op == Op::less ||
                     bad.op == Op::less_equal || bad.op == Op::over ||
                     (bad.op == Op::power && small_power(program_, bad));
  if (bad.op == Op::equal || bad.op == Op::not_equal) {
    error(place,
          fmt::format("{} compares something that moves by itself with `{}`", what,
                      bad.op == Op::equal ? "==" : "!="),
          "a moving value is equal to another for no time at all: use < or >=");
  } else if (joins) {
    error(place,
          fmt::format("{} cannot be followed exactly: multiplied out, it has more than {} "
                      "terms that move",
                      what, Drift::kMaxTerms),
          bad.op == Op::over ? "a sum over members whose values fade at the same pace is one such "
                               "term; give them the same `decay`, or ask a smaller group"
                             : "multiply fewer moving values with each other");
  } else {
    error(
        place,
        fmt::format("{} cannot be followed exactly: here something that moves by itself is divided "
                    "by, or goes through a root or the like",
                    what),
        truth ? "compare without it, for example `a > 2 * b` instead of `a / b > 2`, or `a > 9` "
                "instead of `sqrt(a) > 3`"
              : "let a variable add it up (`flow:`) and divide that by the time, or ask for it "
                "with `final:` or `at:`");
  }
}

}  // namespace brink::internal
