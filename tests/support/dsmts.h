#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace brink::test {

/// A scenario's variable and the column of the suite's tables that says what it must be.
struct Species {
  std::string variable;
  std::string column;
};

/// The species of a model have the exact means and standard deviations of the Discrete Stochastic
/// Models Test Suite at t = 0, 1, ..., 50 days, over 10,000 runs that `brink batch` makes.
///
///     Z = √n (m − μ) / σ                  should lie within ±3
///     Y = √(n / (β₂ − 1)) (S² / σ² − 1)   should lie within ±5, S² about the true mean
///
/// β₂ is the exact kurtosis where kurtosis.csv has it, otherwise the normal's 3. A species fails
/// when any |Z| > 5.5 or |Y| > 9 or more than 10 of its 51 points leave the windows. The suite's
/// own checker is asked too where ../shared/data/dsmts is there.
///
/// name  of the scenario and the tables in tests/exact/data
///
/// Source: Evans, Gillespie, Wilkinson (2008), Bioinformatics 24:285; the windows are theirs.
void expect_suite(const std::string& name, std::uint64_t seed,
                  const std::vector<Species>& all = {{"x", "X"}});

}  // namespace brink::test
