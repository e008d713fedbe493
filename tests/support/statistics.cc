#include "tests/support/statistics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace brink::test {
namespace {

void report(std::string_view what, std::string_view figure, double value, double estimate,
            double exact) {
  if (std::getenv("BRINK_TEST_FIGURES") == nullptr) return;
  std::printf("    %-52s %s = %+.2f  (%.6g, exact %.6g)\n", std::string(what).c_str(),
              std::string(figure).c_str(), value, estimate, exact);
}

double central_moment(const std::vector<double>& values, double mean, int power) {
  double sum = 0;
  for (const double x : values) sum += std::pow(x - mean, power);
  return sum / static_cast<double>(values.size());
}

}  // namespace

double Sample::mean() const {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / count();
}
double Sample::variance() const {
  return central_moment(values, mean(), 2) * count() / (count() - 1);
}
double Sample::mean_error() const { return std::sqrt(variance() / count()); }
double Sample::variance_error() const {
  const double m2 = central_moment(values, mean(), 2);
  return std::sqrt((central_moment(values, mean(), 4) - m2 * m2) / count());
}

void expect_estimate(std::string_view what, double estimate, double exact, double standard_error) {
  const double z = (estimate - exact) / standard_error;
  report(what, "z", z, estimate, exact);
  EXPECT_LT(std::abs(z), kStandardErrors)
      << what << ": " << estimate << " ± " << standard_error << ", exact " << exact;
}

void expect_mean(std::string_view what, const Sample& sample, double exact) {
  expect_estimate(what, sample.mean(), exact, sample.mean_error());
}

void expect_variance(std::string_view what, const Sample& sample, double exact) {
  expect_estimate(std::string(what) + ", variance", sample.variance(), exact,
                  sample.variance_error());
}

void expect_above(std::string_view what, const Sample& sample, double least) {
  const double z = (sample.mean() - least) / sample.mean_error();
  report(what, "z", z, sample.mean(), least);
  EXPECT_GE(z, kStandardErrors) << what << ": " << sample.mean() << " ± " << sample.mean_error()
                                << ", should be above " << least;
}

void expect_uncorrelated(std::string_view what, std::span<const double> a,
                         std::span<const double> b) {
  ASSERT_EQ(a.size(), b.size());
  const Sample left{{a.begin(), a.end()}};
  const Sample right{{b.begin(), b.end()}};
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - left.mean()) * (b[i] - right.mean());
  const double r = sum / left.count() / std::sqrt(left.variance() * right.variance());
  expect_estimate(what, r, 0, 1 / std::sqrt(left.count()));
}

void expect_distribution(std::string_view what, std::vector<double> sample,
                         const std::function<double(double)>& cumulative) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<double>(sample.size());
  double gap = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double f = cumulative(sample[i]);
    const auto rank = static_cast<double>(i);
    gap = std::max({gap, f - rank / n, (rank + 1) / n - f});
  }
  const double statistic = gap * std::sqrt(n);
  report(what, "KS", statistic, n, n);
  EXPECT_GE(n, 500) << what << ": too few to tell";
  EXPECT_LT(statistic, 2.23) << what << ", n = " << n;
}

void expect_shares(std::string_view what, std::span<const double> counts,
                   std::span<const double> probabilities) {
  ASSERT_EQ(counts.size(), probabilities.size());
  double n = 0;
  for (const double count : counts) n += count;
  double chi = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double expected = n * probabilities[i];
    ASSERT_GT(expected, 5) << what << ": too few to tell";
    chi += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  const double freedom = static_cast<double>(counts.size()) - 1;
  const double spread = 2 / (9 * freedom);
  const double z = (std::cbrt(chi / freedom) - (1 - spread)) / std::sqrt(spread);
  report(what, "z of chi²", z, chi, freedom);
  EXPECT_LT(z, kStandardErrors) << what << ": chi² = " << chi << " with " << freedom
                                << " degrees of freedom";
}

double exp1(double x) { return x > 0 ? -std::expm1(-x) : 0; }
double normal_cdf(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

}  // namespace brink::test
