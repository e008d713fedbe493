#include "tests/support/dsmts.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <span>
#include <sstream>

#include "tests/support/runs.h"

namespace brink::test {
namespace {

constexpr int kTimes = 51;

std::string measured(const std::string& model, const std::vector<Species>& all) {
  std::string text = model + "measures:\n";
  for (const auto& species : all) {
    for (int t = 0; t < kTimes; ++t) {
      text +=
          fmt::format("  {}_{}: {{at: {} d, of: {}}}\n", species.column, t, t, species.variable);
    }
  }
  return text;
}

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

struct Column {
  double sum = 0;
  double squares = 0;  // about the true mean

  void add(double gap) {
    sum += gap;
    squares += gap * gap;
  }
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

/// columns: sums of gaps from the true mean, by time.
void expect_species(const std::string& model, const std::string& species, int n,
                    std::span<const Column> columns) {
  const auto sds = table(model + "-sd.csv", species);
  const auto kurtosis = kurtosis_of(model, species);
  Verdict verdict;
  for (int t = 0; t < kTimes; ++t) {
    const auto& column = columns[static_cast<std::size_t>(t)];
    const double sd = sds.at(t);
    if (sd <= 1e-12) {
      EXPECT_NEAR(column.sum / n, 0, 1e-3) << species << " t = " << t;
      EXPECT_NEAR(column.squares / n, 0, 1e-6) << species << " t = " << t;
      continue;
    }
    const double b2 = kurtosis.contains(t) ? kurtosis.at(t) : 3;
    verdict.add(std::sqrt(n) * (column.sum / n) / sd,
                std::sqrt(n / (b2 - 1)) * (column.squares / n / sd / sd - 1));
  }
  expect_verdict(model + " " + species, n, verdict);
}

}  // namespace

void expect_suite(const std::string& name, const std::string& model, std::uint64_t seed,
                  const std::vector<Species>& all) {
  const auto program = compiled(measured(model, all));
  std::vector<double> means;
  for (const auto& species : all) {
    for (const auto& [t, mean] : table(name + "-mean.csv", species.column)) means.push_back(mean);
  }
  ASSERT_EQ(means.size(), kTimes * all.size());
  const int n = std::max(2'000, cases(10'000));
  std::vector<Column> columns(means.size());
  for (int r = 0; r < n; ++r) {
    const auto m =
        measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)});
    for (std::size_t i = 0; i < columns.size(); ++i) {
      ASSERT_TRUE(m[i].exists) << "point " << i;
      columns[i].add(m[i].value.number - means[i]);
    }
  }
  for (std::size_t s = 0; s < all.size(); ++s) {
    expect_species(name, all[s].column, n, std::span(columns).subspan(s * kTimes, kTimes));
  }
}

}  // namespace brink::test
