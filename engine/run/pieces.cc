#include <algorithm>
#include <array>
#include <vector>

#include "engine/base/exact_math.h"
#include "engine/run/evaluate.h"

namespace brink {
namespace {

Drift difference(const Drift& a, const Drift& b) { return a.plus(b.scaled(-1)); }

// the sign just after now: of the value, or else of the first derivative that is not 0
int sign_after(Drift x) {
  for (int order = 0; order < Drift::kMaxTerms; ++order) {
    const double value = x.value(0);
    if (value != 0) return value < 0 ? -1 : 1;
    if (x.is_constant()) return 0;
    x = x.derivative();
  }
  return 0;
}

// the piece ends no later than the first microsecond at or after a zero
void end_at_zero(const Drift& gap, SimTime at, SimTime& valid_until) {
  std::array<double, 1> zero{};
  if (gap.zeros(0, in_days(valid_until - at), zero) == 0) return;
  const SimTime end = at + days_rounded_up(zero[0]);
  valid_until = std::min(valid_until, std::max(end, at + Duration{1}));
}

/// Follows a function of closed forms until another piece of it takes over.
class Pieces {
 public:
  Pieces(NodeId id, const EvalContext& context, SimTime& valid_until)
      : program_(*context.run->program),
        node_(program_.nodes[id]),
        context_(context),
        valid_until_(valid_until) {}

  Drift form() {
    switch (static_cast<Function>(node_.a)) {
      case Function::if_: {
        const auto condition = program_.children[node_.first];
        const bool holds = evaluate_truth(condition, context_);
        const auto change = next_change(condition, context_, holds, valid_until_);
        valid_until_ = std::min(valid_until_, change);
        return child(holds ? 1 : 2);
      }
      case Function::min:
        return extreme(1);
      case Function::max:
        return extreme(-1);
      case Function::clamp:
        return clamped();
      case Function::abs: {
        const auto x = child(0);
        const bool below = sign_after(x) < 0;
        end_at_zero(x);
        return below ? x.scaled(-1) : x;
      }
      case Function::floor:
      case Function::round:
        return whole();
      default:
        // what is not followed stands still, or the compiler would not have let it through
        return Drift::constant(evaluate_number(id(), context_));
    }
  }

 private:
  NodeId id() const { return static_cast<NodeId>(&node_ - program_.nodes.data()); }
  Drift child(std::size_t i) {
    return closed_form(program_.children[node_.first + i], context_, valid_until_);
  }

  void end_at_zero(const Drift& gap) { brink::end_at_zero(gap, context_.at, valid_until_); }

  Drift extreme(int sign) {
    FormStack arguments(*context_.run);
    for (std::size_t i = 0; i < node_.count; ++i) arguments.push(child(i));
    return extreme_of(arguments.forms(), sign, context_.at, valid_until_);
  }

  Drift clamped() {
    const auto x = child(0);
    const auto low = child(1);
    const auto high = child(2);
    const int above_low = sign_after(difference(x, low));
    const int above_high = sign_after(difference(x, high));
    const int width = sign_after(difference(high, low));
    end_at_zero(difference(x, low));
    end_at_zero(difference(x, high));
    end_at_zero(difference(high, low));
    if (above_low < 0 || width < 0) return low;
    return above_high > 0 ? high : x;
  }

  // a whole number, until the argument leaves the stretch that is rounded to it
  Drift whole() {
    const auto x = child(0);
    const bool rounds = static_cast<Function>(node_.a) == Function::round;
    double n = rounds ? exact::round(x.value(0)) : exact::floor(x.value(0));
    const double below = rounds ? 0.5 : 0;
    const auto from = [&](double bound) { return difference(x, Drift::constant(bound)); };
    if (sign_after(from(n - below)) < 0) n -= 1;
    if (sign_after(from(n - below + 1)) > 0) n += 1;
    end_at_zero(from(n - below));
    end_at_zero(from(n - below + 1));
    return Drift::constant(n);
  }

  const Program& program_;
  const Node& node_;
  const EvalContext& context_;
  SimTime& valid_until_;
};

}  // namespace

Drift extreme_of(std::span<const Drift> forms, int sign, SimTime at, SimTime& valid_until) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < forms.size(); ++i) {
    if (sign * sign_after(difference(forms[i], forms[best])) < 0) best = i;
  }
  for (std::size_t i = 0; i < forms.size(); ++i) {
    if (i != best) end_at_zero(difference(forms[i], forms[best]), at, valid_until);
  }
  return forms[best];
}

Drift closed_function(NodeId id, const EvalContext& context, SimTime& valid_until) {
  return Pieces(id, context, valid_until).form();
}

}  // namespace brink
