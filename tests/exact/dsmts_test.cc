#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <sstream>

#include "tests/support/runs.h"

// Oracle: exact means and standard deviations of the Discrete Stochastic Models Test Suite
// (Evans, Gillespie, Wilkinson 2008, Bioinformatics 24:285), tests/exact/data; their rules:
//   Z = √n (m − μ) / σ            should lie within ±3
//   Y = √(n / (β₂ − 1)) (S² / σ² − 1)   should lie within ±5, S² about the true mean; β₂ the exact
//                                 kurtosis where kurtosis.csv has it, otherwise the normal's 3
// A model fails when any |Z| > 5.5 or |Y| > 9 or more than 10 of its 51 points leave the windows.
namespace brink::test {
namespace {

constexpr int kTimes = 51;

std::string measured(const std::string& model) {
  std::string text = model + "measures:\n";
  for (int t = 0; t < kTimes; ++t) text += fmt::format("  x{}: {{at: {} d, of: x}}\n", t, t);
  return text;
}

/// time → the last column of a table of the suite.
std::map<int, double> table(const std::string& file, const std::string& model = "") {
  std::istringstream lines(file_text("tests/exact/data/" + file));
  std::map<int, double> result;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    if (line.empty() || (!model.empty() && !line.starts_with(model + ","))) continue;
    const auto last = line.rfind(',');
    const auto before = model.empty() ? 0 : line.rfind(',', last - 1) + 1;
    result[std::stoi(line.substr(before, last - before))] = std::stod(line.substr(last + 1));
  }
  return result;
}

struct Column {
  double sum = 0;
  double squares = 0;  // about the true mean
};

void expect_suite(const std::string& name, const std::string& model, std::uint64_t seed) {
  const auto program = compiled(measured(model));
  const auto means = table(name + "-mean.csv");
  const auto sds = table(name + "-sd.csv");
  const auto kurtosis = table("kurtosis.csv", name);
  ASSERT_EQ(means.size(), std::size_t{kTimes});
  const int n = std::max(2'000, cases(10'000));
  std::vector<Column> columns(kTimes);
  for (int r = 0; r < n; ++r) {
    const auto m =
        measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)});
    for (int t = 0; t < kTimes; ++t) {
      const auto i = static_cast<std::size_t>(t);
      ASSERT_TRUE(m[i].exists) << "t = " << t;
      const double gap = m[i].value.number - means.at(t);
      columns[i].sum += gap;
      columns[i].squares += gap * gap;
    }
  }
  double worst_z = 0;
  double worst_y = 0;
  int outside_z = 0;
  int outside_y = 0;
  for (int t = 0; t < kTimes; ++t) {
    const auto& column = columns[static_cast<std::size_t>(t)];
    const double sd = sds.at(t);
    if (sd <= 1e-12) {
      EXPECT_NEAR(column.sum / n, 0, 1e-3) << "t = " << t;
      EXPECT_NEAR(column.squares / n, 0, 1e-6) << "t = " << t;
      continue;
    }
    const double b2 = kurtosis.contains(t) ? kurtosis.at(t) : 3;
    const double z = std::sqrt(n) * (column.sum / n) / sd;
    const double y = std::sqrt(n / (b2 - 1)) * (column.squares / n / sd / sd - 1);
    worst_z = std::max(worst_z, std::abs(z));
    worst_y = std::max(worst_y, std::abs(y));
    outside_z += std::abs(z) > 3 ? 1 : 0;
    outside_y += std::abs(y) > 5 ? 1 : 0;
  }
  EXPECT_LE(worst_z, 5.5);
  EXPECT_LE(worst_y, 9);
  EXPECT_LE(outside_z, 10);
  EXPECT_LE(outside_y, 10);
  if (std::getenv("BRINK_TEST_FIGURES") != nullptr) {
    fmt::print("    {} n = {} max|Z| = {:.2f} max|Y| = {:.2f} outside {} and {}\n", name, n,
               worst_z, worst_y, outside_z, outside_y);
  }
}

TEST(DsmtsTest, BirthAndDeathHasTheExactMeansAndDeviations) {
  expect_suite("dsmts-001-01", R"(
brink: 1
title: DSMTS 001-01
start: 2026-01-01
horizon: 50 d
world: {variables: {x: {initial: 100, min: 0}}}
events: {birth: {is: cooperate}, death: {is: assault}}
processes:
  births: {rate: 0.1 * x, emit: birth}
  deaths: {rate: 0.11 * x, emit: death}
rules:
  more: {upon: birth, do: [x += 1]}
  fewer: {upon: death, do: [x -= 1]}
)",
               31);
}

// the value at the instant of the reset is the value after it
TEST(DsmtsTest, ImmigrationAndDeathWithAResetHasTheExactMeansAndDeviations) {
  expect_suite("dsmts-002-09", R"(
brink: 1
title: DSMTS 002-09
start: 2026-01-01
horizon: 50 d
world: {variables: {x: {initial: 0, min: 0}}}
events: {arrival: {is: cooperate}, death: {is: assault}, reset: {is: support}}
schedule: {reset: {at: 25 d, emit: reset}}
processes:
  arrivals: {rate: 1, emit: arrival}
  deaths: {rate: 0.1 * x, emit: death}
rules:
  more: {upon: arrival, do: [x += 1]}
  fewer: {upon: death, do: [x -= 1]}
  again: {upon: reset, do: [x = 50]}
)",
               32);
}

}  // namespace
}  // namespace brink::test
