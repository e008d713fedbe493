#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace brink::test {

/// Every law below is checked at this many standard errors: a right engine leaves the band with
/// probability 6e-5 for a fresh seed, and never with the fixed ones. With BRINK_TEST_FIGURES set,
/// each check prints its figure.
inline constexpr double kStandardErrors = 4;

/// A sample, kept whole.
struct Sample {
  std::vector<double> values;

  void add(double x) { values.push_back(x); }
  double count() const { return static_cast<double>(values.size()); }
  double mean() const;
  double variance() const;  // n − 1
  /// Standard error of the mean.
  double mean_error() const;
  /// Standard error of the variance, from the sample's own fourth moment: √((m4 − s⁴) / n).
  double variance_error() const;
};

/// An estimate lies within kStandardErrors of what it should be.
void expect_estimate(std::string_view what, double estimate, double exact, double standard_error);
void expect_mean(std::string_view what, const Sample& sample, double exact);
void expect_variance(std::string_view what, const Sample& sample, double exact);
/// A directional claim: the mean of a sample (mostly of paired differences, runs coupled by their
/// seeds) lies above `least` by kStandardErrors or more. A sample without spread fails.
void expect_above(std::string_view what, const Sample& sample, double least = 0);
/// Two paired samples do not correlate: r √n is standard normal.
void expect_uncorrelated(std::string_view what, std::span<const double> a,
                         std::span<const double> b);

/// Kolmogorov–Smirnov: √n sup |F_n − F| stays below 2.23, which a right sample exceeds with
/// probability 2 e^(−2 · 2.23²) = 1e-4.
void expect_distribution(std::string_view what, std::vector<double> sample,
                         const std::function<double(double)>& cumulative);

/// Pearson's chi-square of counts against probabilities, made normal (Wilson & Hilferty 1931).
void expect_shares(std::string_view what, std::span<const double> counts,
                   std::span<const double> probabilities);

/// Distribution function of the exponential with mean 1.
double exp1(double x);
/// Distribution function of the standard normal.
double normal_cdf(double x);

}  // namespace brink::test
