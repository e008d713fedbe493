#include "engine/batch/replicate.h"

#include <algorithm>

#include "engine/base/exact_math.h"
#include "engine/base/hash.h"
#include "engine/run/observers.h"
#include "engine/run/step.h"

namespace brink {
namespace {

/// The values of variables on their grids: at a change, the value after it.
class VariableSeries : public NullObserver {
 public:
  explicit VariableSeries(const Study& study) : study_(&study), next_(study.series.size()) {
    values_.resize(study.series.size());
  }

  void before(SimTime t0, SimTime t1, const Run& run) {
    for (std::size_t i = 0; i < next_.size(); ++i) {
      const auto& series = study_->series[i];
      if (series.slot == kNone) continue;
      for (; next_[i] < t1.us; next_[i] += series.every.us) {
        const SimTime at{std::max(t0.us, next_[i])};
        values_[i].push_back(slot_value(run, series.slot, at));
      }
    }
  }
  void on_end(const Run& run) { before(run.now(), run.now() + Duration{1}, run); }
  const std::vector<Value>& values(std::size_t i) const { return values_[i]; }

 private:
  const Study* study_;
  std::vector<std::int64_t> next_;  // point of the grid [µs]
  std::vector<std::vector<Value>> values_;
};

// what a value counts as in means and quantiles; nothing where it cannot
std::optional<double> counted(ValueType type, Value value) {
  if (!is_good(type, value)) return std::nullopt;
  switch (type) {
    case ValueType::number:
      return exact::is_finite(value.number) ? std::optional(value.number) : std::nullopt;
    case ValueType::duration:
    case ValueType::date:
      if (Duration{value.whole}.is_infinite()) return std::nullopt;
      return in_days({value.whole});
    default:
      return static_cast<double>(value.whole);
  }
}

/// Gathers the values of one number over a chunk, then keeps what a Partial needs.
class Gathered {
 public:
  void add(double x) {
    // -0 and 0 are one value
    values_.push_back(x + 0.0);
  }
  Numbers numbers() const {
    Numbers numbers;
    for (const double x : values_) numbers.moments.add(x);
    if (!values_.empty()) numbers.histogram = Histogram::of(values_);
    return numbers;
  }

 private:
  std::vector<double> values_;
};

class ChunkMaker {
 public:
  ChunkMaker(const Study& study, const Chunk& chunk)
      : study_(study),
        program_(*study.program),
        overlay_(overlay_of(study.design, study.base, chunk.point)),
        fresh_(program_, overlay_, {study.text.seed, chunk.first}),
        run_(fresh_),
        measures_(program_.measures.size()) {
    result_.chunk = chunk;
    result_.partial = empty_partial(study);
    for (const auto& series : study.series) series_.emplace_back(series.times);
  }

  // false when asked to stop before the end
  bool make(std::uint64_t replication, const std::stop_token& stop) {
    auto& run = run_;
    begin_again(run, fresh_, {study_.text.seed, replication});
    RunHash hash;
    Measures measures(program_);
    VariableSeries variables(study_);
    Together observers(hash, measures, variables);
    const auto status = run_until(run, observers, [&] { return stop.stop_requested(); });
    if (status != Status::ended && status != Status::error) return false;
    add_incidence(run, status == Status::error);
    if (status == Status::error) {
      add_failure(run, replication);
      return true;
    }
    add_row(run, replication, hash.value());
    for (std::size_t i = 0; i < measures_.size(); ++i) add_measure(i, measures.results()[i]);
    add_series(measures, variables);
    add_held(run);
    return true;
  }

  ChunkResult finish() {
    auto& partial = result_.partial;
    partial.end_time = end_time_.numbers();
    for (std::size_t i = 0; i < measures_.size(); ++i) {
      partial.measures[i].numbers = measures_[i].numbers();
    }
    for (std::size_t i = 0; i < series_.size(); ++i) {
      for (std::size_t t = 0; t < series_[i].size(); ++t) {
        partial.series[i][t] = series_[i][t].numbers();
      }
    }
    return std::move(result_);
  }

 private:
  void add_failure(const Run& run, std::uint64_t replication) {
    ++result_.partial.failed;
    result_.partial.hash = mix(result_.partial.hash, ~replication);
    FailureText text;
    if (study_.describe_failure) text = study_.describe_failure(run);
    result_.failures.push_back({replication, run.error.time, std::move(text)});
  }

  void add_row(const Run& run, std::uint64_t replication, std::uint64_t hash) {
    const auto outcome = run.header().outcome;
    auto& partial = result_.partial;
    ++partial.ended;
    ++partial.outcomes[std::min<std::size_t>(outcome, program_.outcomes.size())];
    partial.hash = mix(partial.hash, hash);
    end_time_.add(in_days(run.now() - SimTime{}));
    result_.rows.push_back({replication, hash, run.now(), outcome});
    for (const auto mark : study_.marks) {
      const auto reached = run.block.view<OutcomeState>(kOutcomes)[mark].reached;
      result_.reached.push_back(reached);
      if (!reached.is_never()) ++partial.outcomes[mark];
    }
  }

  void add_measure(std::size_t i, const MeasureValue& result) {
    const auto& measure = program_.measures[i];
    MeasureCell cell;
    if (result.exists && measure.form != MeasureDecl::Form::series) {
      if (const auto x = counted(measure.type, result.value)) cell = {*x, true};
    }
    result_.cells.push_back(cell);
    if (!cell.exists) return;
    auto& choices = result_.partial.measures[i].choices;
    if (choices.empty()) {
      measures_[i].add(cell.number);
    } else if (const auto place = static_cast<std::size_t>(result.value.whole);
               place < choices.size()) {
      ++choices[place];
    } else {
      result_.cells.back().exists = false;  // nobody
    }
  }

  void add_series(const Measures& measures, const VariableSeries& variables) {
    for (std::size_t i = 0; i < series_.size(); ++i) {
      const auto& series = study_.series[i];
      const auto& values =
          series.slot == kNone ? measures.results()[series.measure].series : variables.values(i);
      const auto n = std::min(values.size(), series_[i].size());
      for (std::size_t t = 0; t < n; ++t) {
        if (const auto x = counted(series.type, values[t])) series_[i][t].add(*x);
      }
    }
  }

  // a run that an outcome has ended can reach no other; one that failed, or came to the end of its
  // time, is followed no longer
  void add_incidence(const Run& run, bool failed) {
    const auto reached = run.block.view<OutcomeState>(kOutcomes);
    const auto end = run.header().end;
    const auto outcome = run.header().outcome;
    const bool decided = !failed && outcome != kNone && program_.outcomes[outcome].when != kNone;
    const auto interval = [&](SimTime t) {
      return incidence_interval(t, end, kIncidenceIntervals);
    };
    for (std::size_t i = 0; i < program_.outcomes.size(); ++i) {
      auto& counts = result_.partial.incidence[i];
      if (program_.outcomes[i].when == kNone) continue;
      if (!reached[i].reached.is_never()) {
        ++counts.events[interval(reached[i].reached)];
      } else if (decided) {
        ++counts.competing[interval(run.now())];
      } else {
        ++counts.censored[interval(run.now())];
      }
    }
  }

  void add_held(const Run& run) {
    auto& partial = result_.partial;
    const auto add = [](Held& held, std::uint32_t times) {
      held.runs += times > 0 ? 1 : 0;
      held.times += times;
    };
    for (SlotId s = 0; s < program_.slots.size(); ++s) {
      add(partial.clamps[s], clamp_count(run, s));
    }
    for (std::uint32_t i = 0; i < program_.instances.size(); ++i) {
      add(partial.negative_rates[i], negative_rate_count(run, i));
    }
  }

  const Study& study_;
  const Program& program_;
  Overlay overlay_;
  Run fresh_;
  Run run_;
  ChunkResult result_;
  Gathered end_time_;
  std::vector<Gathered> measures_;
  std::vector<std::vector<Gathered>> series_;
};

}  // namespace

std::optional<ChunkResult> run_chunk(const Study& study, const Chunk& chunk,
                                     const std::stop_token& stop,
                                     std::atomic<std::uint64_t>& made) {
  ChunkMaker maker(study, chunk);
  for (std::uint64_t i = 0; i < chunk.count; ++i) {
    if (!maker.make(chunk.first + i, stop)) return std::nullopt;
    made.fetch_add(1, std::memory_order_relaxed);
  }
  return maker.finish();
}

}  // namespace brink
