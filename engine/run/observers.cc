#include "engine/run/observers.h"

#include <algorithm>
#include <array>
#include <bit>

#include "engine/base/hash.h"
#include "engine/run/history.h"

namespace brink {

using Form = MeasureDecl::Form;

void RunHash::on_event(const Run& run, const EventRecord& event, const Attributes& attributes) {
  const auto& program = *run.program;
  const auto actor = [&](ActorId id) { return id == kNobody ? 0 : program.actors[id].path; };
  hash_ = mix(hash_, static_cast<std::uint64_t>(event.time.us));
  hash_ = mix(hash_, event.key);
  hash_ = mix(hash_, program.types[event.type].path);
  hash_ = mix(hash_, actor(event.source));
  hash_ = mix(hash_, actor(event.target));
  hash_ = mix(hash_, event.cause);
  hash_ = mix(hash_, (std::uint64_t{event.offer} << 1) | (event.is_public ? 1 : 0));
  for (std::size_t i = 0; i < event.attributes; ++i) {
    hash_ = mix(hash_, static_cast<std::uint64_t>(attributes[i].whole));
  }
  if (!program.types[event.type].is_offer || event.offer == kNone) return;
  for (std::uint16_t t = 0; t < program.terms.size(); ++t) {
    hash_ = mix(hash_, std::bit_cast<std::uint64_t>(offer_term(run, event.offer, t)));
  }
}

void RunHash::on_end(const Run& run) {
  hash_ = mix(hash_, run.header().outcome);
  hash_ = mix(hash_, static_cast<std::uint64_t>(run.now().us));
  for (SlotId s = 0; s < run.program->slots.size(); ++s) {
    hash_ = mix(hash_, static_cast<std::uint64_t>(slot_value(run, s, run.now()).whole));
  }
}

void Log::on_event(const Run&, const EventRecord& event, const Attributes& attributes) {
  EventRecord record = event;
  record.arena = static_cast<std::uint32_t>(arena_.size());
  for (std::size_t i = 0; i < event.attributes; ++i) {
    if (i < record.inline_values.size()) {
      record.inline_values[i] = attributes[i];
    } else {
      arena_.push_back(attributes[i]);
    }
  }
  events_.push_back(record);
}

Value Log::attribute(const EventRecord& event, std::size_t index) const {
  const auto inside = event.inline_values.size();
  return index < inside ? event.inline_values[index] : arena_[event.arena + index - inside];
}

void Log::on_write(const Run& run, const Write& write) { writes_.push_back({run.now(), write}); }

void Log::on_note(const Run& run, const Note& note) {
  notes_.push_back({run.now(), run.header().events, note});
}

Log Log::prefix(const LogLength& length) const {
  Log log;
  log.events_ = events_.prefix(length.events);
  log.arena_ = arena_.prefix(length.arena);
  log.writes_ = writes_.prefix(length.writes);
  log.notes_ = notes_.prefix(length.notes);
  return log;
}

Measures::Measures(const Program& program)
    : program_(&program),
      results_(program.measures.size()),
      sums_(program.measures.size()),
      times_(program.measures.size()),
      seen_(program.measures.size()) {
  for (std::size_t i = 0; i < results_.size(); ++i) {
    const auto form = program.measures[i].form;
    results_[i].value = Value::of(0);
    results_[i].exists = form == Form::count || form == Form::sum || form == Form::time;
  }
}

void Measures::take_extreme(std::size_t i, double x) {
  auto& result = results_[i];
  const bool highest = program_->measures[i].form == Form::highest;
  // a NaN stays: then there is no extreme
  if (!result.exists || x != x || (highest ? x > result.value.number : x < result.value.number)) {
    result.value = Value::of(x);
  }
  result.exists = true;
}

// average, highest, lowest over [t0, t1), in as many closed forms as it takes
void Measures::follow_stretch(std::size_t i, SimTime t0, SimTime t1, const Run& run) {
  const auto& measure = program_->measures[i];
  while (t0 < t1) {
    const EvalContext context{.run = &run, .at = t0};
    SimTime until = t1;
    const auto form = closed_form(measure.value, context, until);
    const double length = in_days(until - t0);
    sums_[i] += form.integral(length);
    if (measure.form != Form::average) {
      // the ends as they are, held in their ranges, not as the form continues them
      take_extreme(i, evaluate_number(measure.value, context));
      take_extreme(i, evaluate_number(measure.value, {.run = &run, .at = until}));
      std::array<double, Drift::kMaxTerms> turning{};
      const int turns = form.is_constant() ? 0 : form.derivative().zeros(0, length, turning);
      for (int k = 0; k < turns; ++k) {
        take_extreme(i, form.value(turning[static_cast<std::size_t>(k)]));
      }
    }
    t0 = until;
  }
}

// the points of the grid in [t0, t1): one at a change shows the value after it
void Measures::follow_series(std::size_t i, SimTime t0, SimTime t1, const Run& run) {
  const auto& measure = program_->measures[i];
  for (; times_[i] < t1.us; times_[i] += measure.every.us) {
    const EvalContext context{.run = &run, .at = SimTime{std::max(t0.us, times_[i])}};
    results_[i].series.push_back(evaluate(measure.value, context));
    results_[i].exists = true;
  }
}

void Measures::follow_truth(std::size_t i, SimTime t0, SimTime t1, const Run& run) {
  const auto node = program_->measures[i].value;
  while (t0 < t1) {
    const EvalContext context{.run = &run, .at = t0};
    const bool holds = evaluate_truth(node, context);
    const SimTime until = std::min(t1, next_change(node, context, holds, t1));
    if (holds) times_[i] += (until - t0).us;
    t0 = until;
  }
}

void Measures::before(SimTime t0, SimTime t1, const Run& run) {
  for (std::size_t i = 0; i < results_.size(); ++i) {
    const auto& measure = program_->measures[i];
    switch (measure.form) {
      case Form::average:
      case Form::highest:
      case Form::lowest:
        follow_stretch(i, t0, t1, run);
        break;
      case Form::time:
        follow_truth(i, t0, t1, run);
        break;
      case Form::series:
        follow_series(i, t0, t1, run);
        break;
      case Form::at: {
        if (seen_[i]) break;
        const EvalContext now{.run = &run, .at = t0};
        const SimTime at{evaluate(measure.instant, now).whole};
        if (at < t0 || at >= t1) break;
        seen_[i] = true;
        const EvalContext then{.run = &run, .at = at};
        results_[i] = {evaluate(measure.value, then), true};
        break;
      }
      default:
        break;
    }
  }
}

void Measures::on_event(const Run& run, const EventRecord& event, const Attributes& attributes) {
  for (std::size_t i = 0; i < results_.size(); ++i) {
    const auto& measure = program_->measures[i];
    if (measure.pattern.alternatives.empty() || !matches(run, measure.pattern, event, attributes)) {
      continue;
    }
    auto& result = results_[i];
    switch (measure.form) {
      case Form::count:
        result.value.number += 1;
        break;
      case Form::sum: {
        const EvalContext context{.run = &run,
                                  .at = run.now(),
                                  .event = &event,
                                  .attributes = &attributes,
                                  .offer = event.offer};
        result.value.number += evaluate_number(measure.value, context);
        break;
      }
      case Form::first:
        if (!result.exists) result = {Value::of_whole(event.time.us), true};
        break;
      case Form::last:
        result = {Value::of_whole(event.time.us), true};
        break;
      default:
        break;
    }
  }
}

void Measures::on_end(const Run& run) {
  for (std::size_t i = 0; i < results_.size(); ++i) {
    const auto& measure = program_->measures[i];
    const EvalContext context{.run = &run, .at = run.now()};
    switch (measure.form) {
      case Form::average: {
        const double length = in_days(run.now() - SimTime{});
        const double mean =
            length > 0 ? sums_[i] / length : evaluate_number(measure.value, context);
        results_[i] = {Value::of(mean), true};
        break;
      }
      case Form::highest:
      case Form::lowest:
        take_extreme(i, evaluate_number(measure.value, context));
        break;
      case Form::time:
        results_[i] = {Value::of_whole(times_[i]), true};
        break;
      case Form::final:
        results_[i] = {evaluate(measure.value, context), true};
        break;
      case Form::series:
        follow_series(i, run.now(), run.now() + Duration{1}, run);
        results_[i].value = evaluate(measure.value, context);
        break;
      case Form::at:
        if (!seen_[i] && SimTime{evaluate(measure.instant, context).whole} == run.now()) {
          results_[i] = {evaluate(measure.value, context), true};
        }
        break;
      default:
        break;
    }
  }
  for (std::size_t i = 0; i < results_.size(); ++i) {
    auto& result = results_[i];
    const auto& measure = program_->measures[i];
    if (!result.exists || measure.form == Form::series) continue;  // each value of its own
    if (is_good(measure.type, result.value)) continue;
    result.exists = false;
    result.computable = false;
  }
}

}  // namespace brink
