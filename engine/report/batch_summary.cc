#include "engine/report/batch_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <stdexcept>

#include "engine/report/results_tables.h"
#include "engine/report/text_table.h"
#include "engine/report/words.h"
#include "engine/run/settings.h"

namespace brink {
namespace {

using Cells = std::vector<std::string>;
using Rows = std::vector<Cells>;

constexpr std::uint64_t kPointsShown = 12;
constexpr std::size_t kHeldShown = 8;
constexpr std::size_t kFailuresShown = 3;
constexpr std::uint64_t kPointsMeasured = 6;  // a study of more has its measures in measures.csv
constexpr double kLeastFixed = 1e-7;  // beyond these numbers are told by their leading digits
constexpr double kMostFixed = 1e15;

double number(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

std::uint64_t whole(const std::string& text) { return std::strtoull(text.c_str(), nullptr, 10); }

// "12.3 %"
std::string percent(double share, int decimals = 1) {
  const double p = 100 * share;
  if (p == 0 || p == 100) return fmt::format("{:.0f} %", p);
  return fmt::format("{:.{}f} %", p, decimals);
}

/// A share and its interval, in as many decimals as the interval leaves sure, at least one.
struct Share {
  Share(double share, double low, double high) {
    constexpr int kMost = 12;
    int decimals = 1;
    for (double half = 500 * (high - low); half < 1 && decimals < kMost; half *= 10) ++decimals;
    value = percent(share, decimals);
    interval = fmt::format("{:.{}f} to {:.{}f} %", 100 * low, decimals, 100 * high, decimals);
  }
  std::string value;
  std::string interval;
};

// a mean with the digits that its interval leaves sure: the half width in one digit that matters,
// or in two where the first is 1
int decimals_for(double half_width) {
  if (!(half_width > 0)) return 4;
  constexpr int kMost = 8;
  int decimals = 0;
  double digits = half_width;
  for (; digits < 1 && decimals < kMost; digits *= 10) ++decimals;
  return digits < 2 && half_width < 2 && decimals < kMost ? decimals + 1 : decimals;
}

std::string fixed(double x, int decimals) {
  return with_commas(fmt::format("{:.{}f}", x == 0 ? 0 : x, decimals));
}

class Summary {
 public:
  Summary(Results& results, const Study& study, const BatchSummaryOptions& options)
      : results_(results),
        study_(study),
        options_(options),
        palette_(options.colour),
        points_(std::min(study.design.points(), kPointsShown)) {
    read_points();
  }

  std::string text() {
    auto text = failures_text();
    if (results_.manifest().ended > 0) {
      text += outcomes_text();
      if (study_.design.points() <= kPointsMeasured) text += measures_text() + values_text();
      text += held_text() + series_text();
    }
    const auto hidden = study_.design.points() - points_;
    if (hidden > 0) {
      text += fmt::format("\n{} of {} points are shown; all are in outcomes.csv\n", points_,
                          short_count(study_.design.points()));
    }
    if (study_.design.points() > kPointsMeasured && !study_.program->measures.empty()) {
      text += fmt::format("\nmeasures of more than {} points are in measures.csv alone\n",
                          kPointsMeasured);
    }
    return text + digest_text();
  }

 private:
  Rows ask(const std::string& sql) {
    auto rows = results_.query(sql);
    if (!rows) throw std::runtime_error(rows.error());
    return std::move(*rows);
  }
  std::string shown(std::string_view table, std::string_view what) const {
    return fmt::format("SELECT {} FROM {} WHERE point < {}", what, table, points_);
  }
  bool is_single() const { return study_.design.points() == 1; }

  void read_points() {
    const auto& program = *study_.program;
    for (const auto& row : ask(shown("points", "*"))) {
      std::string label;
      const auto places = places_of(study_.design, whole(row[0]));
      for (std::size_t i = 0; i < places.size(); ++i) {
        label += (label.empty() ? "" : ", ") + value_label(study_.design.factors[i], places[i]);
      }
      labels_.push_back(label);
    }
    for (const auto& factor : study_.design.factors) {
      swept_ += (swept_.empty() ? "" : ", ") + words(program.slots[factor.slot].name);
    }
  }

  // in short, unless two values of the factor would look alike
  std::string value_label(const Factor& factor, std::size_t place) const {
    const auto type = study_.program->slots[factor.slot].type;
    const auto text = short_value(*study_.program, type, factor.values[place]);
    const auto alike = std::count_if(factor.values.begin(), factor.values.end(), [&](Value value) {
      return short_value(*study_.program, type, value) == text;
    });
    return alike == 1 ? text : value_text(*study_.program, type, factor.values[place]);
  }

  // one that does not end a run is "reached"
  std::string outcome_name(const std::string& id) const {
    if (id.empty()) return "no outcome";
    for (const auto mark : study_.marks) {
      if (study_.program->outcomes[mark].name == id) return words(id) + " (reached)";
    }
    return words(id);
  }

  // "no outcome" says nothing where no outcome ends a run
  bool is_idle(const Cells& row) const {
    const auto& outcomes = study_.program->outcomes;
    return row[1].empty() && study_.marks.size() == outcomes.size();
  }

  std::string outcomes_text() {
    const auto rows = ask(shown("outcomes", "point, outcome, n, probability, low, high"));
    if (rows.empty()) return "";
    if (is_single()) {
      Rows table{{"outcomes", "share", "95 % interval", "runs"}};
      for (const auto& row : in_order(rows)) {
        if (row[3].empty() || is_idle(row)) continue;
        const Share share(number(row[3]), number(row[4]), number(row[5]));
        table.push_back(
            {outcome_name(row[1]), share.value, share.interval, short_count(whole(row[2]))});
      }
      return table.size() == 1 ? std::string() : "\n" + text_table(table);
    }
    Rows table{{swept_}};
    std::map<std::string, std::size_t> columns;
    for (const auto& row : in_order(rows)) {
      if (is_idle(row)) continue;
      if (columns.emplace(row[1], table[0].size()).second) table[0].push_back(outcome_name(row[1]));
    }
    if (results_.manifest().failed > 0) table[0].push_back("ended");
    for (const auto& label : labels_) {
      table.push_back({label});
      table.back().resize(table[0].size());
    }
    for (const auto& row : rows) {
      if (row[3].empty() || is_idle(row)) continue;
      const Share share(number(row[3]), number(row[4]), number(row[5]));
      table[whole(row[0]) + 1][columns.at(row[1])] =
          fmt::format("{} ({})", share.value, share.interval);
    }
    if (results_.manifest().failed > 0) {
      for (const auto& row : ask(shown("runs", "point, count(*)") + " GROUP BY point")) {
        table[whole(row[0]) + 1].back() = short_count(whole(row[1])) + " runs";
      }
    }
    return "\noutcomes, share of runs (95 % interval)\n" + text_tables(table, options_.width);
  }

  // as the scenario lists them; the table has them by name
  Rows in_order(const Rows& rows) const {
    Rows sorted;
    const auto add = [&](const std::string& name) {
      for (const auto& row : rows) {
        if (row[1] == name) sorted.push_back(row);
      }
    };
    for (const auto& outcome : study_.program->outcomes) add(outcome.name);
    add("");
    return sorted;
  }

  struct Mean {
    std::string mean;
    std::string half;
    std::string sd;
    std::string interval;
  };
  static Mean mean_of(const std::string& mean, const std::string& sd, const std::string& low,
                      const std::string& high) {
    const double half = low.empty() ? 0 : (number(high) - number(low)) / 2;
    const auto decimals = decimals_for(half);
    const auto shown = [&](double x) {
      const bool is_common = half >= kLeastFixed && x < kMostFixed && x > -kMostFixed;
      return is_common ? fixed(x, decimals) : short_number(x);
    };
    const auto text = [&](const std::string& x) {
      return x.empty() ? std::string("–") : shown(number(x));
    };
    return {text(mean), shown(half), text(sd), low.empty() ? "–" : text(low) + " to " + text(high)};
  }

  static std::string measure_name(const Cells& row) {
    const auto name = words(row[1]);
    return row[2].empty() ? name : fmt::format("{} [{}]", name, row[2]);
  }

  // in the order of the scenario, and how long runs were before all
  std::vector<std::string> measure_names() const {
    std::vector<std::string> names{"end_time"};
    for (const auto& measure : study_.program->measures) {
      if (measure.name != names[0]) names.push_back(measure.name);
    }
    return names;
  }

  std::string measures_text() {
    // point, measure, unit, n, missing, mean, sd, low, high, q05, q50, q95
    const auto rows = ask(
        shown("measures", "point, measure, unit, n, missing, mean, sd, low, high, q05, q50, q95"));
    std::map<std::string, std::vector<const Cells*>> by_name;
    bool some_missing = false;
    for (const auto& row : rows) {
      by_name[row[1]].push_back(&row);
      some_missing = some_missing || whole(row[4]) > 0;
    }
    if (by_name.empty()) return "";
    auto text = is_single() ? single_measures(by_name, some_missing) : all_measures(by_name);
    return some_missing ? text + missing_note_ : text;
  }

  std::string single_measures(const std::map<std::string, std::vector<const Cells*>>& by_name,
                              bool some_missing) {
    Rows table{{"measures", "mean", "sd", "95 % interval", "median", "5 to 95 %"}};
    if (some_missing) table[0].push_back("of runs");
    for (const auto& name : measure_names()) {
      const auto found = by_name.find(name);
      if (found == by_name.end()) continue;
      const auto& row = *found->second.front();
      const auto mean = mean_of(row[5], row[6], row[7], row[8]);
      const auto short_text = [](const std::string& x) {
        return x.empty() ? std::string("–") : short_number(number(x));
      };
      table.push_back({measure_name(row), mean.mean, mean.sd, mean.interval, short_text(row[10]),
                       short_text(row[9]) + " to " + short_text(row[11])});
      const auto n = static_cast<double>(whole(row[3]));
      if (some_missing) table.back().push_back(percent(n / (n + number(row[4]))));
    }
    return "\n" + text_table(table);
  }

  std::string all_measures(const std::map<std::string, std::vector<const Cells*>>& by_name) {
    Rows table{{swept_}};
    for (const auto& label : labels_) table[0].push_back(label);
    for (const auto& name : measure_names()) {
      const auto found = by_name.find(name);
      if (found == by_name.end()) continue;
      auto& line = table.emplace_back();
      line.push_back(measure_name(*found->second.front()));
      line.resize(table[0].size());
      for (const auto* row : found->second) {
        const auto mean = mean_of((*row)[5], (*row)[6], (*row)[7], (*row)[8]);
        line[whole((*row)[0]) + 1] =
            (*row)[5].empty() ? "–" : fmt::format("{} ± {} ({})", mean.mean, mean.half, mean.sd);
      }
    }
    return "\nmeasures, mean ± half of the 95 % interval (sd)\n" +
           text_tables(table, options_.width);
  }

  // what is followed over time has no row above
  std::string series_text() const {
    std::string names;
    for (const auto& series : study_.series) names += (names.empty() ? "" : ", ") + series.name;
    if (names.empty()) return "";
    return fmt::format("\n  over time, in series.csv: {}\n", wrapped(names, 4, options_.width));
  }

  // measures whose results are words or actors
  std::string values_text() {
    const auto rows = ask(shown("measure_values", "measure, point, value, probability") +
                          " ORDER BY measure, point, n DESC");
    std::string text;
    std::string last;
    for (const auto& row : rows) {
      const auto key = row[0] + " " + row[1];
      if (key != last) {
        const auto label = is_single() ? "" : fmt::format(" at {}", labels_[whole(row[1])]);
        text += fmt::format("{}  {}{}: ", text.empty() ? "" : "\n", words(row[0]), label);
      } else {
        text += ", ";
      }
      text += fmt::format("{} {}", words(row[2]), percent(number(row[3])));
      last = key;
    }
    return text.empty() ? "" : "\n" + text + "\n";
  }

  std::string held_text() {
    const auto rows =
        ask("SELECT kind, name, sum(runs), sum(times) FROM held GROUP BY kind, name ORDER BY 1, 3 "
            "DESC");
    if (rows.empty()) return "";
    const auto& manifest = results_.manifest();
    Rows table{{"held back", "of runs", "times a run"}};
    for (const auto& row : rows) {
      if (table.size() > kHeldShown) break;
      const auto runs = static_cast<double>(manifest.ended);
      const bool is_clamp = row[0] == "clamp";
      table.push_back({row[1] + (is_clamp ? " at its range" : ": negative rate, counted as 0"),
                       percent(number(row[2]) / runs), short_number(number(row[3]) / runs)});
    }
    auto text = "\n" + text_table(table);
    if (rows.size() > kHeldShown) {
      text += fmt::format("  and {} more in held.csv\n", rows.size() - kHeldShown);
    }
    return text;
  }

  std::string failures_text() {
    const auto& manifest = results_.manifest();
    if (manifest.failed == 0) return "";
    auto text = fmt::format("\n{} of {} runs failed and count in no share and no mean:\n",
                            palette_.yellow(short_count(manifest.failed)),
                            short_count(manifest.ended + manifest.failed));
    // like failures have one place; beside min(run) SQLite gives the columns of that row
    const auto rows =
        ask("SELECT count(*), min(run), place, message, command FROM failures GROUP BY place "
            "ORDER BY 1 DESC, 2");
    for (std::size_t i = 0; i < std::min(rows.size(), kFailuresShown); ++i) {
      const auto& row = rows[i];
      const auto what = fmt::format("{} × {}: {}", short_count(whole(row[0])), row[2], row[3]);
      text += fmt::format("  {}\n    {}\n", wrapped(what, 4, options_.width), row[4]);
    }
    if (rows.size() > kFailuresShown) {
      text +=
          fmt::format("  and at {} more places, see failures.csv\n", rows.size() - kFailuresShown);
    }
    return text;
  }

  std::string digest_text() {
    const auto& manifest = results_.manifest();
    return fmt::format("\ndigest  {}{}\n", manifest.digest,
                       manifest.is_complete ? "" : "  (of what is finished)");
  }

  static constexpr const char* missing_note_ =
      "  a mean is over the runs that have the measure; how many: measures.csv\n";

  Results& results_;
  const Study& study_;
  BatchSummaryOptions options_;
  Palette palette_;
  std::uint64_t points_;
  std::vector<std::string> labels_;  // of the points shown: "0.05, high"
  std::string swept_;                // "territorial demand"
};

}  // namespace

tl::expected<std::string, std::string> batch_summary(Results& results, const Study& study,
                                                     const BatchSummaryOptions& options) {
  try {
    return Summary(results, study, options).text();
  } catch (const std::runtime_error& error) {
    return tl::unexpected<std::string>(error.what());
  }
}

}  // namespace brink
