#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace brink::bench {

/// How figures of one kind are shown.
struct Column {
  std::string key;       // in JSON
  std::string heading;   // in the table, with its unit
  int decimals = -1;     // -1: four digits that matter
  bool in_table = true;  // false: in JSON only
};

struct Row {
  std::string name;
  std::vector<std::optional<double>> figures;  // one per column; none where there is nothing to say
};

/// A figure and what it should not exceed. Nothing fails on it.
struct Budget {
  std::string key;
  std::string about;
  std::optional<double> figure;
  double limit = 0;
  std::string unit;

  bool is_met() const { return figure && *figure <= limit; }
};

/// Whether two contenders did the same work. One that fails is an error of the program.
struct Check {
  std::string name;
  bool agrees = false;
  std::string detail;  // how far they lie apart
};

/// What is measured together and shown as one table.
struct Group {
  std::string key;
  std::string title;
  std::string about;  // one line: how to read it
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::vector<Budget> budgets;
  std::vector<Check> checks;
  bool is_complete = true;  // false: it was stopped
};

/// A table for people.
std::string group_text(const Group& group);

/// The same for programs.
nlohmann::ordered_json group_json(const Group& group);

}  // namespace brink::bench
