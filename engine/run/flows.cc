#include <algorithm>
#include <vector>

#include "engine/base/dormand_prince.h"
#include "engine/base/exact_math.h"
#include "engine/run/agenda.h"
#include "engine/run/state.h"

namespace brink {
namespace {

constexpr double kLongest = 10'000;  // [day] of one step
constexpr Duration kReleaseWidth{1000};

FlowState& state_of(Run& run, std::uint32_t system) {
  return run.block.view<FlowState>(kFlows)[system];
}

// every variable of the system has its present value at its anchor, which is now
void anchor(Run& run, std::uint32_t system) {
  for (const auto slot : run.program->systems[system].slots) {
    const Value now = slot_value(run, slot, run.now());
    auto& state = run.block.view<SlotState>(kSlots)[slot];
    state.value = now;
    state.anchor = run.now();
  }
}

/// One step of a system from its anchored values: how long it may be, then the curves it gives.
class FlowStep {
 public:
  FlowStep(Run& run, std::uint32_t system)
      : run_(run),
        system_(system),
        slots_(run.program->systems[system].slots),
        solver_(slots_.size(), DormandPrince::kSmallest, std::move(run.solver_room)),
        held_(run.held),
        inward_(run.inward) {
    held_.assign(slots_.size(), false);
    inward_.assign(slots_.size(), false);
  }
  FlowStep(const FlowStep&) = delete;
  FlowStep& operator=(const FlowStep&) = delete;
  ~FlowStep() { run_.solver_room = solver_.give_back(); }

  // false: the run has ended with an error
  bool take() {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      solver_.start()[i] = run_.block.view<SlotState>(kSlots)[slots_[i]].value.number;
    }
    solver_.begin(slopes());
    hold();
    const Duration good = find_length();
    if (good.us == 0) return false;
    bracket_release(good);
    length_ = cut_at_ranges();
    return true;
  }

  void keep() {
    const auto first = run_.program->systems[system_].first_curve;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      auto curve = solver_.curve(i);
      if (held_[i]) curve = {curve[0]};
      run_.block.view<Quartic>(kCurves)[first + i] = curve;
    }
    state_of(run_, system_).until = run_.now() + length_;
  }

 private:
  const SlotInfo& info(std::size_t i) const { return run_.program->slots[slots_[i]]; }

  EvalContext context(std::size_t i, double t, const Stage& stage) const {
    return {.run = &run_,
            .at = run_.now() + instant_within(t, length_),
            .self = info(i).owner,
            .other = info(i).other,
            .stage = &stage};
  }

  DormandPrince::Slopes slopes() {
    return [this](double t, std::span<const double> x, std::span<double> slope) {
      const Stage stage{system_, x};
      for (std::size_t i = 0; i < slots_.size(); ++i) {
        slope[i] = evaluate_number(info(i).speed, context(i, t, stage));
        if (!held_[i]) continue;
        inward_[i] = leads_inward(i, slope[i]);
        slope[i] = 0;
      }
    };
  }

  bool leads_inward(std::size_t i, double slope) const {
    return solver_.start()[i] == info(i).low ? slope > 0 : slope < 0;
  }

  // what stands at its bound and is not led inward stays there for this step
  void hold() {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      const double x = solver_.start()[i];
      auto& slope = solver_.start_slope()[i];
      if ((x != info(i).low && x != info(i).high) || leads_inward(i, slope)) continue;
      if (!exact::is_finite(slope)) continue;
      held_[i] = true;
      slope = 0;
    }
  }

  double attempt(Duration length) {
    length_ = length;
    return solver_.attempt(slopes(), in_days(length));
  }

  // the length of a step that is accurate enough, tried last; 0: there is none
  Duration find_length() {
    auto& state = state_of(run_, system_);
    const double wanted = state.length > 0 ? state.length : solver_.first_length();
    const SimTime limit = run_.now() + step_length(std::min(wanted, kLongest));
    const SimTime end = first_break(run_, run_.program->systems[system_].breaks, limit);
    Duration length = end - run_.now();
    for (;;) {
      const double days = in_days(length);
      const double error = attempt(length);
      const double next = DormandPrince::next_length(days, error);
      if (error <= 1 || (length.us == 1 && exact::is_finite(error))) {
        // a step that a break cut short says nothing against longer ones
        state.length =
            end < limit && days == in_days(end - run_.now()) ? std::max(wanted, next) : next;
        return length;
      }
      state.tight = static_cast<std::uint32_t>(solver_.worst());
      if (length.us == 1) {
        report_not_finite(days);
        return {0};
      }
      length = step_length(next);
    }
  }

  void report_not_finite(double t) {
    const Stage stage{system_, solver_.end()};
    for (const bool at_start : {true, false}) {
      for (std::size_t i = 0; i < slots_.size(); ++i) {
        const double slope = at_start ? solver_.start_slope()[i] : solver_.end_slope()[i];
        const double x = at_start ? slope : solver_.end()[i];
        if (exact::is_finite(slope) && exact::is_finite(x)) continue;
        const Stage before{system_, solver_.start()};
        fail(run_, RunError::Kind::not_finite, info(i).speed,
             Value::of(exact::is_finite(slope) ? x : slope),
             at_start ? context(i, 0, before) : context(i, t, stage));
        return;
      }
    }
  }

  bool releases() const {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (held_[i] && inward_[i]) return true;
    }
    return false;
  }

  // shortens a step at whose end something held is led inward, until that is within a millisecond
  void bracket_release(Duration high) {
    if (!releases()) return;
    Duration low{0};
    while (high.us - low.us > kReleaseWidth.us) {
      const Duration middle{low.us + (high.us - low.us) / 2};
      attempt(middle);
      (releases() ? high : low) = middle;
    }
    attempt(high);
  }

  // ends the step at the first microsecond at which a variable has reached its bound
  Duration cut_at_ranges() const {
    double end = in_days(length_);
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (held_[i]) continue;
      for (const double bound : {info(i).low, info(i).high}) {
        if (!exact::is_finite(bound)) continue;
        auto curve = solver_.curve(i);
        double reach = 0;
        for (std::size_t j = curve.size() - 1; j > 0; --j) {
          reach = (reach + exact::abs(curve[j])) * end;
        }
        curve[0] -= bound;
        if (exact::abs(curve[0]) > reach) continue;
        std::array<double, 1> zero{};
        if (Drift::polynomial(curve).zeros(0, end, zero) > 0) end = zero[0];
      }
    }
    const Duration cut = days_rounded_up(end);
    return {std::clamp<std::int64_t>(cut.us, 1, length_.us)};
  }

  Run& run_;
  std::uint32_t system_;
  const std::vector<SlotId>& slots_;
  DormandPrince solver_;
  std::vector<bool>& held_;
  std::vector<bool>& inward_;  // of what is held: where it is led at the last evaluation
  Duration length_{1};         // of the step that is tried
};

// counts a step; says whether there are too many of them, or too many for the time they took
bool is_too_fast(Run& run, std::uint32_t system) {
  auto& state = state_of(run, system);
  if (++state.steps % kManySteps != 0) return false;
  const Duration progress = run.now() - state.counted;
  state.counted = run.now();
  return progress < kSlowProgress || state.steps >= kMaxSteps;
}

void take_step(Run& run, std::uint32_t system) {
  cancel(run, state_of(run, system).entry);
  state_of(run, system).entry = kNone;
  FlowStep next(run, system);
  if (!next.take()) return;
  next.keep();
  const auto entry = schedule(run, state_of(run, system).until, EntryKind::flow, system,
                              {.rank = rank_of(EntryKind::flow) + system});
  state_of(run, system).entry = entry;
}

}  // namespace

Duration instant_within(double t, Duration length) {
  const double us = exact::round(t * static_cast<double>(kMicrosecondsPerDay));
  return {std::min(static_cast<std::int64_t>(us), length.us - 1)};
}

Duration step_length(double days) {
  const double us = exact::floor(days * static_cast<double>(kMicrosecondsPerDay));
  return {us > 1 ? static_cast<std::int64_t>(us) : 1};
}

SimTime first_break(const Run& run, const Breaks& breaks, SimTime limit) {
  for (const auto slot : breaks.slots) slot_drift(run, slot, run.now(), limit);
  for (const auto& [node, self, other] : breaks.truths) {
    const EvalContext context{.run = &run, .at = run.now(), .self = self, .other = other};
    limit = std::min(limit, next_change(node, context, evaluate_truth(node, context), limit));
  }
  return std::max(limit, run.now() + Duration{1});
}

void restart_flow(Run& run, std::uint32_t system) {
  if (state_of(run, system).is_marked) return;
  anchor(run, system);
  state_of(run, system).is_marked = true;
  run.block.push(kMarkedFlows, system);
  for (const auto slot : run.program->systems[system].slots) mark(run, slot);
}

void follow_flows(Run& run) {
  while (run.block.size(kMarkedFlows) > 0 && run.error.kind == RunError::Kind::none) {
    auto marked = run.block.view<std::uint32_t>(kMarkedFlows);
    const auto smallest = std::min_element(marked.begin(), marked.end());
    const auto system = *smallest;
    *smallest = marked.back();
    run.block.pop(kMarkedFlows);
    state_of(run, system).is_marked = false;
    take_step(run, system);
  }
}

void continue_flow(Run& run, std::uint32_t system) {
  state_of(run, system).entry = kNone;
  anchor(run, system);
  if (is_too_fast(run, system)) {
    const auto tight = state_of(run, system).tight;
    const auto& slot = run.program->slots[run.program->systems[system].slots[tight]];
    const EvalContext context{
        .run = &run, .at = run.now(), .self = slot.owner, .other = slot.other};
    fail(run, RunError::Kind::too_fast, slot.speed, Value::of(evaluate_number(slot.speed, context)),
         context);
    return;
  }
  take_step(run, system);
}

}  // namespace brink
