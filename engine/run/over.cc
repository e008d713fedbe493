#include <algorithm>
#include <limits>
#include <vector>

#include "engine/base/exact_math.h"
#include "engine/run/evaluate.h"

namespace brink {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Value truth(bool b) { return Value::of_whole(b ? 1 : 0); }

// an expression over a group while its members are gone through
class Fold {
 public:
  Fold(Function function, ValueType type) : function_(function), type_(type) {}

  // false: nothing that follows can change the result
  bool take(Value value) {
    if (is_bad(value)) return fail();
    ++members_;
    switch (function_) {
      case Function::sum_over:
      case Function::mean_over:
        number_ += value.number;
        return true;
      case Function::min_over:
        if (members_ == 1 || value.number < number_) number_ = value.number;
        return true;
      case Function::max_over:
        if (members_ == 1 || value.number > number_) number_ = value.number;
        return true;
      default:
        true_ += value.whole == 1 ? 1 : 0;
        return true;
    }
  }
  bool fail() {
    bad_ = true;
    return false;
  }

  Value result() const {
    if (bad_) return type_ == ValueType::truth ? Value::of_whole(kBadWhole) : Value::of(kNaN);
    switch (function_) {
      case Function::any_over:
        return truth(true_ > 0);
      case Function::all_over:
        return truth(true_ == members_);
      case Function::count_over:
        return Value::of(static_cast<double>(true_));
      case Function::sum_over:
        return Value::of(number_);
      case Function::mean_over:
        return Value::of(members_ == 0 ? kNaN : number_ / static_cast<double>(members_));
      default:
        return Value::of(members_ == 0 ? kNaN : number_);
    }
  }

 private:
  bool is_bad(Value value) const {
    const bool of_truths = function_ == Function::any_over || function_ == Function::all_over ||
                           function_ == Function::count_over;
    return of_truths ? value.whole == kBadWhole : value.number != value.number;
  }

  Function function_;
  ValueType type_;
  double number_ = 0;
  std::size_t true_ = 0;
  std::size_t members_ = 0;
  bool bad_ = false;
};

// NaN for a weight that is none
double weight_of(const EvalContext& context, const Node& node) {
  const auto* children = context.run->program->children.data() + node.first;
  const bool weighted = (node.constant.whole & kPickWeight) != 0;
  if ((node.constant.whole & kPickWhere) != 0) {
    const auto where = evaluate(children[weighted ? 1 : 0], context).whole;
    if (where != 1) return where == kBadWhole ? kNaN : 0;
  }
  if (!weighted) return 1;
  const double weight = evaluate(children[0], context).number;
  return weight >= 0 && exact::is_finite(weight) ? weight : kNaN;
}

}  // namespace

Value over_group(const EvalContext& context, const Node& node) {
  const auto& program = *context.run->program;
  const auto* children = program.children.data() + node.first;
  Fold fold(static_cast<Function>(node.a), node.type);
  EvalContext inner = context;
  for (const auto member : program.groups[node.b].members) {
    inner.each = member;
    if (node.count > 1) {
      const auto where = evaluate(children[1], inner).whole;
      if (where == 0) continue;
      if (where == kBadWhole && !fold.fail()) break;
    }
    if (!fold.take(evaluate(children[0], inner))) break;
  }
  return fold.result();
}

Drift closed_over(NodeId id, const EvalContext& context, SimTime& valid_until) {
  const auto& program = *context.run->program;
  const auto& node = program.nodes[id];
  const auto* children = program.children.data() + node.first;
  const auto function = static_cast<Function>(node.a);
  // a truth stays as it is until it changes
  const auto holds = [&](NodeId truth, const EvalContext& inner) {
    const bool now = evaluate_truth(truth, inner);
    valid_until = std::min(valid_until, next_change(truth, inner, now, valid_until));
    return now;
  };
  FormStack own(*context.run);
  double members = 0;
  EvalContext inner = context;
  for (const auto member : program.groups[node.b].members) {
    inner.each = member;
    if (node.count > 1 && !holds(children[1], inner)) continue;
    if (node.operand == ValueType::truth) {
      members += holds(children[0], inner) ? 1 : 0;
    } else {
      own.push(closed_form(children[0], inner, valid_until));
    }
  }
  const auto forms = own.forms();
  if (function == Function::count_over) return Drift::constant(members);
  if (node.operand == ValueType::truth || forms.empty()) {
    return Drift::constant(evaluate_number(id, context));
  }
  if (function == Function::min_over) return extreme_of(forms, 1, context.at, valid_until);
  if (function == Function::max_over) return extreme_of(forms, -1, context.at, valid_until);
  Drift sum;
  for (const auto& form : forms) sum = sum.plus(form);
  return function == Function::mean_over ? sum.scaled(1 / static_cast<double>(forms.size())) : sum;
}

Value picked(const EvalContext& context, const Node& node) {
  const auto& members = context.run->program->groups[node.b].members;
  EvalContext inner = context;
  double total = 0;
  for (const auto member : members) {
    inner.each = member;
    total += weight_of(inner, node);
  }
  if (!exact::is_finite(total)) return Value::of_whole(kBadWhole);
  if (total == 0) return Value::of_whole(kNobody);
  Draws draws(context.run->seed, context.key,
              static_cast<std::uint32_t>(Purpose::first_site) + node.a);
  double left = draws.uniform() * total;
  ActorId last = kNobody;
  for (const auto member : members) {
    inner.each = member;
    const double weight = weight_of(inner, node);
    if (weight == 0) continue;
    last = member;
    if (left < weight) break;
    left -= weight;
  }
  return Value::of_whole(last);
}

}  // namespace brink
