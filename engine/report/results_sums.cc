// The summary tables: what the partials of each point come to.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/report/intervals.h"
#include "engine/report/results_database.h"

namespace brink::results {
namespace {

constexpr std::array<double, 5> kQuantiles = {0.05, 0.25, 0.5, 0.75, 0.95};

class SumsWriter {
 public:
  SumsWriter(SQLite::Database& database, const Study& study)
      : study_(study),
        program_(*study.program),
        outcomes_(database, "INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?)"),
        measures_(database,
                  "INSERT INTO measures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        values_(database, "INSERT INTO measure_values VALUES (?, ?, ?, ?, ?, ?, ?)"),
        series_(database, "INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        incidence_(database, "INSERT INTO incidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        held_(database, "INSERT INTO held VALUES (?, ?, ?, ?, ?)") {}

  void write(std::uint64_t point, const Partial& partial) {
    write_outcomes(point, partial);
    write_end_time(point, partial);
    for (std::size_t i = 0; i < program_.measures.size(); ++i) {
      const auto& measure = program_.measures[i];
      if (measure.form == MeasureDecl::Form::series) continue;
      if (partial.measures[i].choices.empty()) {
        write_measure(point, measure, partial.measures[i].numbers, partial.ended);
      } else {
        write_values(point, measure, partial.measures[i].choices, partial.ended);
      }
    }
    for (std::size_t i = 0; i < study_.series.size(); ++i) {
      write_series(point, study_.series[i], partial.series[i]);
    }
    for (std::size_t i = 0; i < program_.outcomes.size(); ++i) {
      write_incidence(point, program_.outcomes[i].name, partial.incidence[i]);
    }
    write_held(point, partial);
  }

 private:
  static void shares(Binder& row, std::uint64_t n, std::uint64_t of) {
    row.whole(n);
    if (of == 0) {
      row.none().none().none();
      return;
    }
    const auto interval = proportion_interval(n, of);
    row.number(static_cast<double>(n) / static_cast<double>(of));
    row.number(interval.low).number(interval.high);
  }

  void write_outcomes(std::uint64_t point, const Partial& partial) {
    for (std::size_t i = 0; i < partial.outcomes.size(); ++i) {
      const bool none = i == program_.outcomes.size();
      if (none && partial.outcomes[i] == 0) continue;
      Binder row(outcomes_);
      row.whole(point).text(none ? std::string() : program_.outcomes[i].name);
      shares(row, partial.outcomes[i], partial.ended);
      const auto& marks = study_.marks;
      row.whole(std::find(marks.begin(), marks.end(), i) == marks.end() ? 1 : 0).run();
    }
  }

  static void number_or_none(Binder& row, bool known, double x) {
    if (known) {
      row.number(x);
    } else {
      row.none();
    }
  }

  // mean, sd, or nothing where there are too few, or sums that are too large for a double
  static void moments(Binder& row, const Moments& moments) {
    number_or_none(row, moments.n > 0 && std::isfinite(moments.mean), moments.mean);
    number_or_none(row, moments.n > 1 && std::isfinite(moments.sd()), moments.sd());
  }

  // of a mean; of a truth, whose mean is a share, of a proportion
  static Interval interval_of(const Measure& measure, const Moments& m) {
    if (measure.type != ValueType::truth) return mean_interval(m.mean, m.sd(), m.n);
    const auto hits = std::llround(m.mean * static_cast<double>(m.n));
    return proportion_interval(static_cast<std::uint64_t>(hits), m.n);
  }

  // how long runs were, unless a measure is called so
  void write_end_time(std::uint64_t point, const Partial& partial) {
    const auto& measures = program_.measures;
    const bool is_taken = std::any_of(measures.begin(), measures.end(),
                                      [](const Measure& m) { return m.name == "end_time"; });
    Measure end_time;
    end_time.name = "end_time";
    end_time.type = ValueType::duration;
    if (!is_taken) write_measure(point, end_time, partial.end_time, partial.ended);
  }

  void write_measure(std::uint64_t point, const Measure& measure, const Numbers& numbers,
                     std::uint64_t ended) {
    const auto& m = numbers.moments;
    Binder row(measures_);
    row.whole(point).text(measure.name).text(unit_of(measure)).whole(m.n).whole(ended - m.n);
    moments(row, m);
    const auto interval = interval_of(measure, m);
    const bool bounded = m.n > 1 && std::isfinite(interval.low) && std::isfinite(interval.high);
    number_or_none(row, bounded, interval.low);
    number_or_none(row, bounded, interval.high);
    number_or_none(row, m.n > 0, m.least);
    for (const double p : kQuantiles) {
      number_or_none(row, m.n > 0, numbers.histogram.quantile(p));
    }
    number_or_none(row, m.n > 0, m.most);
    row.run();
  }

  static std::string unit_of(const Measure& measure) {
    if (measure.type == ValueType::duration) return "d";
    return measure.type == ValueType::date ? "d since the start" : measure.unit;
  }

  void write_values(std::uint64_t point, const Measure& measure,
                    const std::vector<std::uint64_t>& counts, std::uint64_t ended) {
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] == 0) continue;
      Binder row(values_);
      row.whole(point).text(measure.name);
      row.text(measure.type == ValueType::symbol ? program_.symbols[i] : program_.actors[i].id);
      shares(row, counts[i], ended);
      row.run();
    }
  }

  void write_series(std::uint64_t point, const Series& series, const std::vector<Numbers>& times) {
    for (std::size_t t = 0; t < times.size(); ++t) {
      const auto& numbers = times[t];
      const bool any = numbers.moments.n > 0;
      Binder row(series_);
      row.whole(point).text(series.name);
      row.number(in_days({series.every.us * static_cast<std::int64_t>(t)}));
      row.whole(numbers.moments.n);
      moments(row, numbers.moments);
      for (const double p : kQuantiles) number_or_none(row, any, numbers.histogram.quantile(p));
      row.run();
    }
  }

  // an interval by Wilson's formula on the effective number of runs, F (1 − F) / Var F, as surveys
  // use (Korn & Graubard 1998, Survey Methodology 24:193); without censoring that is their number.
  // Where the curve is 0 or 1, the number of runs not censored yet
  static Interval incidence_bounds(const IncidencePoint& at, std::uint64_t uncensored) {
    constexpr double kLeastSpread = 1e-12;
    const double f = at.probability;
    const double spread = f * (1 - f);
    if (spread <= kLeastSpread) {
      const auto n = static_cast<double>(uncensored);
      return wilson(f < 1 - f ? 0 : n, n);
    }
    const double effective = spread / at.variance;
    return wilson(f * effective, effective);
  }

  void write_incidence(std::uint64_t point, const std::string& outcome,
                       const IncidenceCounts& counts) {
    const auto curve = cumulative_incidence(counts);
    if (curve.empty() || curve[0].at_risk == 0) return;
    std::uint64_t uncensored = curve[0].at_risk;
    for (std::size_t j = 0; j < curve.size(); ++j) {
      const auto bounds = incidence_bounds(curve[j], uncensored);
      uncensored -= counts.censored[j];
      // a step function: its first point, its steps and its last
      const bool steps = counts.events[j] + counts.competing[j] + counts.censored[j] > 0;
      if (j > 0 && j + 1 < curve.size() && !steps) continue;
      const auto end = static_cast<std::int64_t>(j + 1);
      const auto intervals = static_cast<std::int64_t>(curve.size());
      const Duration time{study_.length().us / intervals * end +
                          study_.length().us % intervals * end / intervals};
      Binder row(incidence_);
      row.whole(point).text(outcome).number(in_days(time));
      row.whole(curve[j].at_risk).whole(counts.events[j]).whole(counts.competing[j]);
      row.whole(counts.censored[j]).number(curve[j].probability);
      row.number(bounds.low).number(bounds.high).run();
    }
  }

  void write_held(std::uint64_t point, const Partial& partial) {
    const auto write = [&](const char* kind, const std::string& name, const Held& held) {
      if (held.runs == 0) return;
      Binder(held_).whole(point).text(kind).text(name).whole(held.runs).whole(held.times).run();
    };
    for (std::size_t s = 0; s < partial.clamps.size(); ++s) {
      write("clamp", program_.slots[s].name, partial.clamps[s]);
    }
    for (std::size_t i = 0; i < partial.negative_rates.size(); ++i) {
      const auto& instance = program_.instances[i];
      auto name = program_.processes[instance.process].name;
      if (instance.self != kNobody) name = program_.actors[instance.self].id + "." + name;
      if (instance.other != kNobody) name += " (" + program_.actors[instance.other].id + ")";
      write("negative rate", name, partial.negative_rates[i]);
    }
  }

  const Study& study_;
  const Program& program_;
  SQLite::Statement outcomes_;
  SQLite::Statement measures_;
  SQLite::Statement values_;
  SQLite::Statement series_;
  SQLite::Statement incidence_;
  SQLite::Statement held_;
};

}  // namespace

void write_sums(ResultsDatabase& database, const Study& study) {
  for (const char* table :
       {"outcomes", "measures", "measure_values", "series", "incidence", "held"}) {
    database.connection->exec(fmt::format("DELETE FROM {}", table));
  }
  Digest digest(study);
  SumsWriter writer(*database.connection, study);
  for (std::uint64_t point = 0; point < study.design.points(); ++point) {
    const auto partial = partial_of(database, study, point);
    digest.add(partial);
    writer.write(point, partial);
  }
  database.manifest.digest = digest.text();
}

}  // namespace brink::results
