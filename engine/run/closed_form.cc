#include <algorithm>
#include <array>
#include <limits>

#include "engine/run/evaluate.h"

namespace brink {
namespace {

constexpr std::size_t kMaxZeros = 64;
const double kDay = static_cast<double>(kMicrosecondsPerDay);

// instants within the search at which a comparison inside a truth changes its sign [day]; when
// there are more than fit, the earliest are kept, and the search goes no further than the last
struct Zeros {
  std::array<double, kMaxZeros> at{};
  int count = 0;
  double until = std::numeric_limits<double>::infinity();

  void add(double t) {
    if (t > until) return;
    const auto end = at.begin() + count;
    if (count < static_cast<int>(kMaxZeros)) {
      *end = t;
      ++count;
      return;
    }
    auto& latest = *std::max_element(at.begin(), end);
    if (t < latest) latest = t;
    until = *std::max_element(at.begin(), end);
  }
};

void collect_zeros(NodeId id, const EvalContext& context, double limit, Zeros& zeros,
                   SimTime& valid_until) {
  const auto& program = *context.run->program;
  const auto& node = program.nodes[id];
  if (!node.moves) return;
  const auto* children = program.children.data() + node.first;
  if (node.op == Op::over) {
    EvalContext inner = context;
    for (const auto member : program.groups[node.b].members) {
      inner.each = member;
      for (std::size_t i = 0; i < node.count; ++i) {
        collect_zeros(children[i], inner, limit, zeros, valid_until);
      }
    }
    return;
  }
  const bool equality = node.op == Op::equal || node.op == Op::not_equal;
  if (equality && node.operand == ValueType::number) {
    // both sides move in steps: the next one is where their forms end
    for (std::size_t i = 0; i < 2; ++i) closed_form(children[i], context, valid_until);
    return;
  }
  if (node.op != Op::less && node.op != Op::less_equal) {
    for (std::size_t i = 0; i < node.count; ++i) {
      collect_zeros(children[i], context, limit, zeros, valid_until);
    }
    return;
  }
  const auto gap = closed_form(children[0], context, valid_until)
                       .plus(closed_form(children[1], context, valid_until).scaled(-1));
  std::array<double, Drift::kMaxTerms * 2> found{};
  const int count = gap.zeros(0, limit, found);
  for (int i = 0; i < count; ++i) zeros.add(found[static_cast<std::size_t>(i)]);
}

// first microsecond in (low, high] at which the truth differs from `current`
SimTime bisect(NodeId node, EvalContext context, bool current, SimTime low, SimTime high) {
  while (high.us - low.us > 1) {
    context.at = {low.us + (high.us - low.us) / 2};
    (evaluate_truth(node, context) == current ? low : high) = context.at;
  }
  return high;
}

}  // namespace

Drift closed_form(NodeId id, const EvalContext& context, SimTime& valid_until) {
  const auto& program = *context.run->program;
  const auto& node = program.nodes[id];
  const auto as_number = [&](Value v) {
    return is_whole(node.type) ? static_cast<double>(v.whole) : v.number;
  };
  if (!node.moves) return Drift::constant(as_number(evaluate(id, context)));
  const auto child = [&](std::size_t i) {
    return closed_form(program.children[node.first + i], context, valid_until);
  };
  switch (node.op) {
    case Op::slot:
      return slot_drift(*context.run, node.a, context.at, valid_until);
    case Op::actor_variable: {
      const auto actor = evaluate(program.children[node.first], context).whole;
      const auto slot = slot_of(program, static_cast<ActorId>(actor), node.a);
      if (slot == kNone) return Drift::constant(as_number(evaluate(id, context)));
      return slot_drift(*context.run, slot, context.at, valid_until);
    }
    case Op::pair_variable: {
      const auto actor = [&](std::size_t i) {
        return static_cast<ActorId>(evaluate(program.children[node.first + i], context).whole);
      };
      const auto slot = pair_slot(program, node.a, actor(0), actor(1));
      if (slot == kNone) return Drift::constant(as_number(evaluate(id, context)));
      return slot_drift(*context.run, slot, context.at, valid_until);
    }
    case Op::over:
      return closed_over(id, context, valid_until);
    case Op::now:
    case Op::tally_since:
    case Op::offer_field: {
      const auto value = evaluate(id, context);
      if (value.whole == Duration::infinite().us) return Drift::constant(as_number(value));
      return Drift::line(as_number(value), kDay);
    }
    case Op::negate:
      return child(0).scaled(-1);
    case Op::add:
      return child(0).plus(child(1));
    case Op::subtract:
      return child(0).plus(child(1).scaled(-1));
    case Op::multiply:
    case Op::scale_duration:
      return child(0).times(child(1));
    case Op::divide:
    case Op::shrink_duration:
    case Op::ratio:
      return child(0).scaled(1 / child(1).value(0));
    case Op::power: {
      const int power = small_power(program, node);
      if (power == 0) return Drift::constant(evaluate_number(id, context));
      const auto base = child(0);
      auto product = base;
      for (int i = 1; i < power; ++i) product = product.times(base);
      return product;
    }
    case Op::function:
      return closed_function(id, context, valid_until);
    default:
      return Drift::constant(as_number(evaluate(id, context)));
  }
}

SimTime next_change(NodeId node, const EvalContext& context, bool current, SimTime limit) {
  if (!context.run->program->nodes[node].moves || context.at >= limit) return SimTime::never();
  Zeros zeros;
  SimTime valid_until = limit;
  collect_zeros(node, context, in_days(limit - context.at), zeros, valid_until);
  valid_until = std::min(valid_until, limit);
  if (zeros.until < in_days(valid_until - context.at)) {
    valid_until = context.at + days_rounded_up(zeros.until);
  }
  const auto until = in_days(valid_until - context.at);
  const auto last = std::partition(zeros.at.begin(), zeros.at.begin() + zeros.count,
                                   [&](double t) { return t < until; });
  std::sort(zeros.at.begin(), last);
  SimTime low = context.at;
  double previous = 0;
  const auto test = [&](SimTime at) {
    EvalContext there = context;
    there.at = at;
    return evaluate_truth(node, there) != current;
  };
  for (auto zero = zeros.at.begin();; ++zero) {
    // the truth is the same throughout each stretch between zeros: ask in its middle
    const double end = zero == last ? until : *zero;
    const SimTime middle = context.at + days_rounded_up(previous + (end - previous) / 2);
    if (middle > low && middle <= valid_until && test(middle)) {
      return bisect(node, context, current, low, middle);
    }
    if (middle > low && middle <= valid_until) low = middle;
    if (zero == last) break;
    previous = end;
  }
  if (valid_until > low && test(valid_until)) {
    return bisect(node, context, current, low, valid_until);
  }
  return valid_until < limit ? valid_until : SimTime::never();
}

}  // namespace brink
