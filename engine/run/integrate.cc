#include <algorithm>

#include "engine/base/dormand_prince.h"
#include "engine/base/exact_math.h"
#include "engine/run/state.h"

namespace brink {
namespace {

constexpr double kLongest = 1000;    // [day] of one step
constexpr double kShortWait = 1e-3;  // [unit of the clock] smaller waits are as exact as this one

}  // namespace

// the spent part y of the clock follows y' = max(0, rate(t)): one more equation, which only the
// time moves
std::optional<Drift> integrated_form(Run& run, std::uint32_t instance, SimTime& valid_until) {
  const auto& info = run.program->instances[instance];
  const auto node = run.program->processes[info.process].rate;
  auto& clock = run.block.view<ClockState>(kClocks)[instance];
  EvalContext context{.run = &run, .at = run.now(), .self = info.self, .other = info.other};
  if (clock.steps > kMaxSteps) {
    fail(run, RunError::Kind::too_fast, node, Value::of(evaluate_number(node, context)), context);
    return std::nullopt;
  }
  Duration length{1};
  const auto rate_at = [&](double t) {
    context.at = run.now() + instant_within(t, length);
    return evaluate_number(node, context);
  };
  const DormandPrince::Slopes slopes = [&](double t, std::span<const double>,
                                           std::span<double> slope) {
    const double rate = rate_at(t);
    slope[0] = rate < 0 ? 0 : rate;
  };
  DormandPrince solver(1, std::max(clock.remaining, kShortWait), std::move(run.solver_room));
  solver.start()[0] = 0;
  solver.begin(slopes);
  const double wanted = std::min(kLongest, clock.length > 0 ? clock.length : solver.first_length());
  valid_until = first_break(run, info.breaks, run.now() + step_length(wanted));
  length = valid_until - run.now();
  for (;;) {
    const double error = solver.attempt(slopes, in_days(length));
    const double next = DormandPrince::next_length(in_days(length), error);
    if (error <= 1 || (length.us == 1 && exact::is_finite(error))) {
      clock.length = run.now() + length == valid_until ? std::max(wanted, next) : next;
      break;
    }
    if (length.us == 1) {
      fail(run, RunError::Kind::not_finite, node, Value::of(rate_at(in_days(length))), context);
      run.solver_room = solver.give_back();
      return std::nullopt;
    }
    length = step_length(next);
  }
  valid_until = run.now() + length;
  const auto curve = solver.curve(0);
  run.solver_room = solver.give_back();
  return Drift::polynomial(curve).derivative();
}

}  // namespace brink
