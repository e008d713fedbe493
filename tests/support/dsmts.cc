#include "tests/support/dsmts.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/support/folder.h"
#include "tests/support/runs.h"

namespace brink::test {
namespace {

constexpr int kTimes = 51;
constexpr int kRuns = 10'000;

std::vector<std::string> cells_of(const std::string& line) {
  std::istringstream text(line);
  std::vector<std::string> cells;
  std::string cell;
  while (std::getline(text, cell, ',')) {
    while (!cell.empty() && cell.back() == '\r') cell.pop_back();
    cells.push_back(cell);
  }
  return cells;
}

/// time → a column of a table of the suite.
std::map<int, double> table(const std::string& file, const std::string& column) {
  std::istringstream lines(file_text("tests/exact/data/" + file));
  std::string line;
  std::getline(lines, line);
  const auto head = cells_of(line);
  const auto at =
      static_cast<std::size_t>(std::find(head.begin(), head.end(), column) - head.begin());
  std::map<int, double> result;
  while (std::getline(lines, line)) {
    const auto cells = cells_of(line);
    if (!cells.empty()) result[std::stoi(cells[0])] = std::stod(cells.at(at));
  }
  return result;
}

/// time → β₂, as far as it is known.
std::map<int, double> kurtosis_of(const std::string& model, const std::string& column) {
  std::istringstream lines(file_text("tests/exact/data/kurtosis.csv"));
  std::map<int, double> result;
  std::string line;
  while (std::getline(lines, line)) {
    const auto cells = cells_of(line);
    if (cells.size() < 4 || cells[0] != model || cells[1] != column) continue;
    result[std::stoi(cells[2])] = std::stod(cells[3]);
  }
  return result;
}

/// What a batch says of a species at one time.
struct Row {
  double mean = 0;
  double sd = 0;
  double n = 0;
};

/// Z and Y of one species over its time points.
struct Verdict {
  double worst_z = 0;
  double worst_y = 0;
  int outside_z = 0;
  int outside_y = 0;

  void add(double z, double y) {
    worst_z = std::max(worst_z, std::abs(z));
    worst_y = std::max(worst_y, std::abs(y));
    outside_z += std::abs(z) > 3 ? 1 : 0;
    outside_y += std::abs(y) > 5 ? 1 : 0;
  }
};

void expect_verdict(const std::string& name, int n, const Verdict& verdict) {
  EXPECT_LE(verdict.worst_z, 5.5) << name;
  EXPECT_LE(verdict.worst_y, 9) << name;
  EXPECT_LE(verdict.outside_z, 10) << name;
  EXPECT_LE(verdict.outside_y, 10) << name;
  if (std::getenv("BRINK_TEST_FIGURES") == nullptr) return;
  fmt::print("    {} n = {} max|Z| = {:.2f} max|Y| = {:.2f} outside {} and {}\n", name, n,
             verdict.worst_z, verdict.worst_y, verdict.outside_z, verdict.outside_y);
}

/// time → what the batch says of a species.
std::map<int, Row> rows_of(const std::string& summary, const std::string& species) {
  std::ifstream lines(summary);
  std::string line;
  std::getline(lines, line);
  std::map<int, Row> rows;
  while (std::getline(lines, line)) {
    const auto cells = cells_of(line);
    if (cells.at(1) != species) continue;
    rows[std::stoi(cells[0])] = {std::stod(cells.at(2)), std::stod(cells.at(3)),
                                 std::stod(cells.at(4))};
  }
  return rows;
}

void expect_species(const std::string& model, const std::string& species,
                    const std::string& summary) {
  const auto means = table(model + "-mean.csv", species);
  const auto sds = table(model + "-sd.csv", species);
  const auto kurtosis = kurtosis_of(model, species);
  const auto rows = rows_of(summary, species);
  ASSERT_EQ(rows.size(), kTimes) << species;
  Verdict verdict;
  for (const auto& [t, row] : rows) {
    ASSERT_EQ(row.n, kRuns) << species << " t = " << t;
    const double gap = row.mean - means.at(t);
    const double sd = sds.at(t);
    if (sd <= 1e-12) {
      EXPECT_NEAR(gap, 0, 1e-3) << species << " t = " << t;
      EXPECT_NEAR(row.sd, 0, 1e-3) << species << " t = " << t;
      continue;
    }
    const double b2 = kurtosis.contains(t) ? kurtosis.at(t) : 3;
    const double about_true_mean = row.sd * row.sd * (row.n - 1) / row.n + gap * gap;
    verdict.add(std::sqrt(row.n) * gap / sd,
                std::sqrt(row.n / (b2 - 1)) * (about_true_mean / sd / sd - 1));
  }
  expect_verdict(model + " " + species, kRuns, verdict);
}

void expect_command(const std::string& command) {
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

}  // namespace

void expect_suite(const std::string& name, std::uint64_t seed, const std::vector<Species>& all) {
  const Folder folder("brink_" + name);
  const std::string source = BRINK_SOURCE_DIR;
  std::string variables;
  std::string pairs;
  for (const auto& species : all) {
    variables += (variables.empty() ? "" : ",") + species.variable;
    pairs += " " + species.variable + "=" + species.column;
  }
  const auto results = folder.path("results");
  const auto summary = folder.path(name + ".csv");
  expect_command(
      fmt::format("{} batch {}/tests/exact/data/{}.yaml -n {} --seed {} --series {} --every 1d "
                  "--out {} --quiet "
                  "> /dev/null",
                  BRINK_PROGRAM, source, name, kRuns, seed, variables, results));
  expect_command(fmt::format("/usr/bin/python3 {}/tests/support/dsmts_summary.py {} {}{}", source,
                             results, summary, pairs));
  for (const auto& species : all) expect_species(name, species.column, summary);
  const auto checker = source + "/../shared/data/dsmts/dsmts_check.py";
  if (!std::filesystem::exists(checker)) return;
  expect_command(fmt::format("/usr/bin/python3 {} {} --models {}", checker, folder.path(""), name));
}

}  // namespace brink::test
