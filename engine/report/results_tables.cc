#include "engine/report/results_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace brink {
namespace {

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

class Names {
 public:
  explicit Names(std::set<std::string> taken) : taken_(std::move(taken)) {}
  std::string fresh(const std::string& name, const std::string& prefix) {
    if (taken_.insert(lower(name)).second) return name;
    auto longer = prefix + name;
    while (!taken_.insert(lower(longer)).second) longer += "_";
    return longer;
  }

 private:
  std::set<std::string> taken_;
};

std::string listed(const std::vector<std::string>& names, std::string_view before,
                   std::string_view after) {
  std::string text;
  for (const auto& name : names) text += fmt::format("{}{}{}", before, quoted(name), after);
  return text;
}

}  // namespace

std::string quoted(const std::string& name) { return '"' + name + '"'; }

ResultsColumns columns_of(const Study& study) {
  const auto& program = *study.program;
  Names names({"run", "point", "replication", "outcome", "end_time", "hash"});
  ResultsColumns columns;
  for (const auto& factor : study.design.factors) {
    columns.factors.push_back(names.fresh(program.slots[factor.slot].name, "parameter_"));
  }
  for (const auto mark : study.marks) {
    columns.marks.push_back(names.fresh("reached_" + program.outcomes[mark].name, "outcome_"));
  }
  for (std::size_t i = 0; i < program.measures.size(); ++i) {
    if (program.measures[i].form == MeasureDecl::Form::series) continue;
    columns.measures.push_back(names.fresh(program.measures[i].name, "measure_"));
    columns.measure_places.push_back(i);
  }
  return columns;
}

std::vector<std::string> table_statements(const ResultsColumns& columns) {
  return {
      "CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
      "CREATE TABLE chunks (chunk INTEGER PRIMARY KEY, point INTEGER NOT NULL, "
      "first_replication INTEGER NOT NULL, replications INTEGER NOT NULL, failed INTEGER NOT NULL)",
      fmt::format("CREATE TABLE points (point INTEGER PRIMARY KEY{})",
                  listed(columns.factors, ", ", "")),
      fmt::format("CREATE TABLE runs (run INTEGER PRIMARY KEY, point INTEGER NOT NULL, "
                  "replication INTEGER NOT NULL, outcome TEXT, end_time REAL NOT NULL, "
                  "hash INTEGER NOT NULL{}{})",
                  listed(columns.marks, ", ", ""), listed(columns.measures, ", ", "")),
      "CREATE INDEX runs_by_outcome ON runs (point, outcome)",
      "CREATE TABLE failures (run INTEGER PRIMARY KEY, point INTEGER NOT NULL, "
      "replication INTEGER NOT NULL, time REAL NOT NULL, place TEXT NOT NULL, message TEXT NOT "
      "NULL, command TEXT)",
      "CREATE TABLE spans (point INTEGER NOT NULL, level INTEGER NOT NULL, place INTEGER NOT NULL, "
      "data BLOB NOT NULL, UNIQUE (point, level, place))",
      "CREATE TABLE outcomes (point INTEGER NOT NULL, outcome TEXT NOT NULL, n INTEGER NOT NULL, "
      "probability REAL, low REAL, high REAL, ends INTEGER NOT NULL, "
      "PRIMARY KEY (point, outcome)) WITHOUT ROWID",
      "CREATE TABLE measures (point INTEGER NOT NULL, measure TEXT NOT NULL, unit TEXT NOT NULL, "
      "n INTEGER NOT NULL, missing INTEGER NOT NULL, mean REAL, sd REAL, low REAL, high REAL, "
      "least REAL, q05 REAL, q25 REAL, q50 REAL, q75 REAL, q95 REAL, most REAL, "
      "PRIMARY KEY (point, measure)) WITHOUT ROWID",
      "CREATE TABLE measure_values (point INTEGER NOT NULL, measure TEXT NOT NULL, "
      "value TEXT NOT NULL, n INTEGER NOT NULL, probability REAL, low REAL, high REAL, "
      "PRIMARY KEY (point, measure, value)) WITHOUT ROWID",
      "CREATE TABLE series (point INTEGER NOT NULL, variable TEXT NOT NULL, time REAL NOT NULL, "
      "n INTEGER NOT NULL, mean REAL, sd REAL, q05 REAL, q25 REAL, q50 REAL, q75 REAL, q95 REAL, "
      "PRIMARY KEY (point, variable, time)) WITHOUT ROWID",
      "CREATE TABLE incidence (point INTEGER NOT NULL, outcome TEXT NOT NULL, time REAL NOT NULL, "
      "at_risk INTEGER NOT NULL, events INTEGER NOT NULL, competing INTEGER NOT NULL, "
      "censored INTEGER NOT NULL, probability REAL, low REAL, high REAL, "
      "PRIMARY KEY (point, outcome, time)) WITHOUT ROWID",
      "CREATE TABLE held (point INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, "
      "runs INTEGER NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (point, kind, name)) "
      "WITHOUT ROWID",
  };
}

std::vector<ResultsFile> csv_files(const ResultsColumns& columns) {
  return {
      {"runs.csv",
       fmt::format("SELECT run, runs.point, replication{}, outcome, end_time{}{} "
                   "FROM runs JOIN points ON points.point = runs.point ORDER BY run",
                   listed(columns.factors, ", points.", ""), listed(columns.marks, ", runs.", ""),
                   listed(columns.measures, ", runs.", ""))},
      {"points.csv", "SELECT * FROM points ORDER BY point"},
      {"outcomes.csv", "SELECT * FROM outcomes"},
      {"measures.csv", "SELECT * FROM measures"},
      {"measure_values.csv", "SELECT * FROM measure_values"},
      {"series.csv", "SELECT * FROM series"},
      {"incidence.csv", "SELECT * FROM incidence"},
      {"held.csv", "SELECT * FROM held"},
      {"failures.csv", "SELECT * FROM failures ORDER BY run"},
  };
}

}  // namespace brink
