#pragma once

#include <string>
#include <vector>

#include "engine/batch/study.h"

namespace brink {

/// Names of the columns that depend on the scenario, each different from every other in a table
/// where case does not count: a name that is taken is written `parameter_NAME`, `outcome_NAME` or
/// `measure_NAME`.
struct ResultsColumns {
  std::vector<std::string> factors;         // by factor of the design
  std::vector<std::string> marks;           // by outcome that only marks
  std::vector<std::string> measures;        // by entry of `measure_places`
  std::vector<std::size_t> measure_places;  // measures of the program that are no series
};
ResultsColumns columns_of(const Study& study);

/// A name as SQL quotes it.
std::string quoted(const std::string& name);

/// The statements that make the tables, in order.
std::vector<std::string> table_statements(const ResultsColumns& columns);

/// A CSV file and the query whose rows it holds.
struct ResultsFile {
  std::string name;
  std::string query;
};
std::vector<ResultsFile> csv_files(const ResultsColumns& columns);

/// Columns that SQLite allows in a table, as Debian builds it.
inline constexpr std::size_t kMaxColumns = 1900;

}  // namespace brink
