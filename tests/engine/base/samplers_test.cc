#include "engine/base/samplers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <boost/math/distributions.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace brink {
namespace {

using boost::math::cdf;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr int kDraws = 200'000;
constexpr int kFitDraws = 50'000;
constexpr double kSignificance = 1e-4;

/// Parameters of a count: n and p of a binomial, mean and dispersion of a negative binomial.
struct Pair {
  double first;
  double second;
};

// on both sides of the switch from inversion to rejection at n min(p, 1 - p) = 10
// clang-format off
constexpr std::array<Pair, 16> kTrials{{
    {1, 0.3}, {5, 0.5}, {19, 0.5}, {20, 0.5}, {21, 0.5}, {30, 0.9}, {50, 0.1999}, {50, 0.2},
    {50, 0.3}, {50, 0.85}, {99, 0.1}, {101, 0.1}, {1000, 0.005}, {1000, 0.4}, {1000, 0.99},
    {1e6, 0.7}}};
// clang-format on

Draws fresh(std::uint64_t key) { return Draws({.seed = 20, .replication = 24}, key, 1); }

template <class Sampler>
std::vector<double> sample_of(int count, std::uint64_t key, Sampler sampler) {
  Draws draws = fresh(key);
  std::vector<double> values(static_cast<std::size_t>(count));
  for (double& value : values) value = sampler(draws);
  return values;
}

/// Mean and variance within 5 standard errors of the closed form. The variance of the sample
/// variance is taken from the sample's fourth moment.
template <class Sampler>
void expect_moments(std::uint64_t key, double mean, double variance, Sampler sampler) {
  const std::vector<double> values = sample_of(kDraws, key, sampler);
  double first = 0;
  double second = 0;
  double fourth = 0;
  for (const double value : values) {
    const double square = (value - mean) * (value - mean);
    first += value - mean;
    second += square;
    fourth += square * square;
  }
  first /= kDraws;
  second /= kDraws;
  fourth /= kDraws;
  EXPECT_LE(std::fabs(first), 5 * std::sqrt(variance / kDraws)) << "mean, key " << key;
  EXPECT_LE(std::fabs(second - variance), 5 * std::sqrt((fourth - second * second) / kDraws))
      << "variance, key " << key;
}

/// Kolmogorov-Smirnov: P(sqrt(n) D > t) is about 2 e^(-2 t^2), so t = 2.23 at 1e-4.
template <class Distribution, class Sampler>
void expect_continuous_fit(std::uint64_t key, const Distribution& oracle, Sampler sampler) {
  std::vector<double> values = sample_of(kFitDraws, key, sampler);
  std::sort(values.begin(), values.end());
  double distance = 0;
  for (int i = 0; i < kFitDraws; ++i) {
    const double expected = cdf(oracle, values[static_cast<std::size_t>(i)]);
    distance = std::max(
        {distance, expected - double(i) / kFitDraws, double(i + 1) / kFitDraws - expected});
  }
  const double limit = std::sqrt(-0.5 * std::log(kSignificance / 2));
  EXPECT_LT(distance * std::sqrt(double{kFitDraws}), limit) << "key " << key;
}

/// Pearson's chi-square over cells of a probability of 0.01 or more.
template <class Distribution, class Sampler>
void expect_discrete_fit(std::uint64_t key, const Distribution& oracle, Sampler sampler,
                         int count = kDraws) {
  constexpr double kCell = 0.01;
  const std::vector<double> values = sample_of(count, key, sampler);
  std::vector<double> bounds;
  std::vector<double> expected;
  double reached = 0;
  const double start = std::max(0.0, std::floor(mean(oracle) - 12 * standard_deviation(oracle)));
  const double step = std::max(1.0, std::floor(standard_deviation(oracle) / 40));
  for (double k = start;; k += step) {
    const double total = cdf(oracle, k);
    if (1 - total < kCell) break;
    if (total - reached < kCell) continue;
    bounds.push_back(k);
    expected.push_back((total - reached) * count);
    reached = total;
  }
  expected.push_back((1 - reached) * count);
  std::vector<double> counts(expected.size());
  for (const double value : values) {
    const auto cell = std::lower_bound(bounds.begin(), bounds.end(), value) - bounds.begin();
    ++counts[static_cast<std::size_t>(cell)];
  }
  double chi_square = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    chi_square += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
  }
  ASSERT_GE(expected.size(), 2) << "key " << key;
  const boost::math::chi_squared law(static_cast<double>(expected.size() - 1));
  EXPECT_LT(chi_square, quantile(complement(law, kSignificance))) << "key " << key;
}

TEST(SamplersTest, NormalQuantileInvertsTheNormalCdf) {
  const boost::math::normal oracle;
  for (int i = 1; i < 2000; ++i) {
    const double p = i / 2000.0;
    const double expected = quantile(oracle, p);
    EXPECT_NEAR(sample::normal_quantile(p), expected, 4e-15 * std::max(1.0, std::fabs(expected)));
  }
  for (const double p : {1e-300, 1e-100, 1e-20, 1e-12, 1e-11, 1e-6, 0x1p-53, 0.0749, 0.0751}) {
    const double expected = quantile(oracle, p);
    EXPECT_NEAR(sample::normal_quantile(p), expected, 4e-15 * std::fabs(expected)) << p;
  }
  for (const double p : {0.0, 1.0, -0.1, kNan}) {
    EXPECT_TRUE(std::isnan(sample::normal_quantile(p))) << p;
  }
}

TEST(SamplersTest, ContinuousMeansAndVariancesMatchTheClosedForms) {
  using std::exp;
  expect_moments(1, 3.5, 25 / 12.0, [](Draws& d) { return sample::uniform(d, 1, 6); });
  expect_moments(2, -3, 4, [](Draws& d) { return sample::normal(d, -3, 2); });
  expect_moments(3, 2 * exp(0.125), 4 * exp(0.25) * (exp(0.25) - 1),
                 [](Draws& d) { return sample::lognormal(d, 2, 0.5); });
  expect_moments(4, 1, 1, sample::standard_exponential);
  expect_moments(5, 7, 49, [](Draws& d) { return sample::exponential(d, 7); });
  for (const double shape : {0.1, 0.7, 1.0, 1.5, 30.0, 1e6}) {
    expect_moments(6, 2 * shape, 4 * shape, [=](Draws& d) { return sample::gamma(d, shape, 2); });
  }
  const double half = std::tgamma(1 + 1 / 1.5);
  expect_moments(7, 3 * half, 9 * (std::tgamma(1 + 2 / 1.5) - half * half),
                 [](Draws& d) { return sample::weibull(d, 1.5, 3); });
  // (a^2 + b^2 + c^2 - ab - ac - bc) / 18 with a = 1, b = 2, c = 6
  expect_moments(8, 3, 21 / 18.0, [](Draws& d) { return sample::triangular(d, 1, 2, 6); });
  // minimum 2, shape 9: its fourth moment exists, as the standard error needs
  expect_moments(9, 18 / 8.0, 4 * 9 / (64.0 * 7), [](Draws& d) { return sample::pareto(d, 2, 9); });
}

TEST(SamplersTest, CountMeansAndVariancesMatchTheClosedForms) {
  for (const double mean : {0.01, 1.0, 9.99, 10.0, 40.0, 1e4, 1e9, 1e12, 1e15}) {
    expect_moments(20, mean, mean, [=](Draws& d) { return sample::poisson(d, mean); });
  }
  for (const auto [n, p] : kTrials) {
    expect_moments(21, n * p, n * p * (1 - p),
                   [n = n, p = p](Draws& d) { return sample::binomial(d, n, p); });
  }
  expect_moments(24, 5e11, 2.5e11, [](Draws& d) { return sample::binomial(d, 1e12, 0.5); });
  expect_moments(25, 1e12, 999e9, [](Draws& d) { return sample::binomial(d, 1e15, 0.001); });
  expect_moments(22, 0.3, 0.21, [](Draws& d) { return sample::bernoulli(d, 0.3); });
}

TEST(SamplersTest, NegativeBinomialVarianceIsMeanPlusMeanSquaredOverDispersion) {
  for (const auto [mean, dispersion] :
       std::vector<Pair>{{1, 1}, {4, 0.5}, {100, 3}, {0.2, 10}, {500, 1e6}}) {
    expect_moments(23, mean, mean + mean * mean / dispersion,
                   [mean = mean, dispersion = dispersion](Draws& d) {
                     return sample::negative_binomial(d, mean, dispersion);
                   });
  }
}

TEST(SamplersTest, ContinuousSamplesFollowTheirDistributions) {
  namespace law = boost::math;
  expect_continuous_fit(30, law::uniform(1, 6), [](Draws& d) { return sample::uniform(d, 1, 6); });
  expect_continuous_fit(31, law::normal(5, 2), [](Draws& d) { return sample::normal(d, 5, 2); });
  expect_continuous_fit(32, law::lognormal(std::log(3), 1.2),
                        [](Draws& d) { return sample::lognormal(d, 3, 1.2); });
  expect_continuous_fit(33, law::exponential(1), sample::standard_exponential);
  expect_continuous_fit(34, law::exponential(0.25),
                        [](Draws& d) { return sample::exponential(d, 4); });
  for (const double shape : {0.05, 0.5, 0.99, 1.0, 1.01, 4.0, 1000.0}) {
    expect_continuous_fit(35, law::gamma_distribution<>(shape, 3),
                          [=](Draws& d) { return sample::gamma(d, shape, 3); });
  }
  for (const double shape : {0.5, 1.0, 3.0}) {
    expect_continuous_fit(36, law::weibull(shape, 2),
                          [=](Draws& d) { return sample::weibull(d, shape, 2); });
  }
  for (const double mode : {1.0, 2.5, 4.0}) {
    expect_continuous_fit(37, law::triangular(1, mode, 4),
                          [=](Draws& d) { return sample::triangular(d, 1, mode, 4); });
  }
  for (const double shape : {0.5, 2.0}) {
    expect_continuous_fit(38, law::pareto(3, shape),
                          [=](Draws& d) { return sample::pareto(d, 3, shape); });
  }
}

// the means lie on both sides of the switch from inversion to rejection at 10
TEST(SamplersTest, CountsFollowTheirDistributions) {
  namespace law = boost::math;
  for (const double mean : {0.3, 3.0, 9.99, 10.0, 12.0, 100.0, 1e5, 1e10}) {
    expect_discrete_fit(40, law::poisson(mean), [=](Draws& d) { return sample::poisson(d, mean); });
  }
  for (const auto [n, p] : kTrials) {
    expect_discrete_fit(41, law::binomial(n, p),
                        [n = n, p = p](Draws& d) { return sample::binomial(d, n, p); });
  }
  for (const auto [mean, dispersion] : std::vector<Pair>{{2, 0.4}, {8, 5}, {60, 2.5}}) {
    expect_discrete_fit(42, law::negative_binomial(dispersion, dispersion / (dispersion + mean)),
                        [mean = mean, dispersion = dispersion](Draws& d) {
                          return sample::negative_binomial(d, mean, dispersion);
                        });
  }
}

// near the switch the squeeze leaves most to the exact test of the rejection, so 10 times the draws
// show an error of 1 % in its probabilities
TEST(SamplersTest, RejectionAtTheSwitchFollowsTheDistribution) {
  constexpr int kMany = 10 * kDraws;
  namespace law = boost::math;
  expect_discrete_fit(
      43, law::poisson(10), [](Draws& d) { return sample::poisson(d, 10); }, kMany);
  expect_discrete_fit(
      44, law::binomial(20, 0.5), [](Draws& d) { return sample::binomial(d, 20, 0.5); }, kMany);
}

TEST(SamplersTest, IndexIsProportionalToWeightsAndNeverPicksAZero) {
  constexpr std::array kWeights{0.0, 1.0, 0.0, 3.0, 6.0, 0.0};
  Draws draws = fresh(50);
  std::array<double, kWeights.size()> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts.at(sample::index(draws, kWeights));
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    const double p = kWeights[i] / 10;
    // 5 standard errors of a binomial share
    EXPECT_NEAR(counts[i] / kDraws, p, 5 * std::sqrt(p * (1 - p) / kDraws)) << i;
  }
}

TEST(SamplersTest, IndexWithoutAChoiceGivesTheSize) {
  Draws draws = fresh(51);
  Draws untouched = draws;
  const auto chosen = [&](std::vector<double> weights) { return sample::index(draws, weights); };
  EXPECT_EQ(chosen({}), 0);
  EXPECT_EQ(chosen({0, 0}), 2);
  EXPECT_EQ(chosen({1, -1}), 2);
  EXPECT_EQ(chosen({1, kNan, 1}), 3);
  EXPECT_EQ(chosen({kInfinity}), 1);
  EXPECT_EQ(chosen({1e308, 1e308}), 2);
  EXPECT_EQ(draws.bits(), untouched.bits());
}

TEST(SamplersTest, DegenerateArgumentsGiveTheirOnlyValue) {
  Draws draws = fresh(52);
  for (int i = 0; i < 100; ++i) {
    for (const double value :
         {sample::uniform(draws, 2, 2), sample::normal(draws, 2, 0), sample::lognormal(draws, 2, 0),
          sample::triangular(draws, 2, 2, 2)}) {
      EXPECT_EQ(value, 2);
    }
    for (const double value : {sample::lognormal(draws, 0, 5000), sample::exponential(draws, 0),
                               sample::gamma(draws, 2, 0), sample::weibull(draws, 1e-310, 0),
                               sample::pareto(draws, 0, 1e-310), sample::poisson(draws, 0),
                               sample::negative_binomial(draws, 0, 3), sample::bernoulli(draws, 0),
                               sample::binomial(draws, 0, 0.5)}) {
      EXPECT_EQ(value, 0);
    }
    EXPECT_EQ(sample::bernoulli(draws, 1), 1);
    for (const double n : {0.0, 1.0, 50.0, 1e15, 1e300}) {
      EXPECT_EQ(sample::binomial(draws, n, 0), 0);
      EXPECT_EQ(sample::binomial(draws, n, 1), n);
    }
  }
}

TEST(SamplersTest, ArgumentsOutsideTheDomainGiveNanAndTakeNoDraw) {
  Draws draws = fresh(53);
  Draws untouched = draws;
  for (const double bad : {kNan, -1.0, kInfinity, -kInfinity}) {
    SCOPED_TRACE(bad);
    for (const double value :
         {sample::uniform(draws, 0, bad), sample::normal(draws, 0, bad),
          sample::lognormal(draws, bad, 1), sample::lognormal(draws, 1, bad),
          sample::exponential(draws, bad), sample::gamma(draws, bad, 1),
          sample::gamma(draws, 1, bad), sample::weibull(draws, bad, 1),
          sample::weibull(draws, 1, bad), sample::triangular(draws, 0, 1, bad),
          sample::triangular(draws, 0, bad, 1), sample::pareto(draws, bad, 1),
          sample::pareto(draws, 1, bad), sample::poisson(draws, bad),
          sample::binomial(draws, bad, 0.5), sample::binomial(draws, 10, bad),
          sample::negative_binomial(draws, bad, 1), sample::negative_binomial(draws, 1, bad),
          sample::bernoulli(draws, bad)}) {
      EXPECT_TRUE(std::isnan(value));
    }
  }
  EXPECT_TRUE(std::isnan(sample::normal(draws, kNan, 1)));
  EXPECT_TRUE(std::isnan(sample::binomial(draws, 2.5, 0.5)));
  EXPECT_TRUE(std::isnan(sample::gamma(draws, 0, 1)));
  EXPECT_EQ(draws.bits(), untouched.bits());
}

TEST(SamplersTest, EveryPairOfExtremeArgumentsEndsInTheRange) {
  constexpr std::array kExtremes{5e-324, 1e-310, 1e-300, 1e-20, 0.5,   1.0,   3.0,
                                 9.5,    1e3,    1e15,   1e16,  1e100, 1e300, 1.7e308};
  Draws draws = fresh(54);
  for (const double a : kExtremes) {
    for (const double b : kExtremes) {
      for (int i = 0; i < 20; ++i) {
        for (const double value :
             {sample::gamma(draws, a, b), sample::weibull(draws, a, b),
              sample::lognormal(draws, a, b), sample::pareto(draws, a, b),
              sample::poisson(draws, a), sample::negative_binomial(draws, a, b)}) {
          EXPECT_FALSE(value < 0);
        }
        const double n = std::ceil(a);
        const double p = std::min(b, 1.0);
        const double count = sample::binomial(draws, n, p);
        EXPECT_TRUE(count >= 0 && count <= n) << n << " " << p;
      }
    }
  }
}

// the determinism guard of the samplers, as the one of exact_math_test
TEST(SamplersTest, SamplesHaveTheGoldenHashOnEveryCompiler) {
  Draws draws = fresh(55);
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (int i = 0; i < 5'000; ++i) {
    // a braced list is evaluated from left to right
    for (const double value :
         {sample::uniform(draws, -1, 3), sample::normal(draws, 1, 2),
          sample::lognormal(draws, 2, 0.7), sample::exponential(draws, 3),
          sample::gamma(draws, 0.3, 2), sample::gamma(draws, 5, 2), sample::weibull(draws, 1.7, 2),
          sample::triangular(draws, 1, 2, 4), sample::pareto(draws, 1, 1.5),
          sample::poisson(draws, 4), sample::poisson(draws, 4000), sample::binomial(draws, 30, 0.2),
          sample::binomial(draws, 3000, 0.8), sample::negative_binomial(draws, 20, 1.5),
          sample::bernoulli(draws, 0.4)}) {
      hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 0x100000001b3u;
      hash ^= hash >> 29;
    }
  }
  EXPECT_EQ(hash, 0xd60bbc108a10dfecu);
}

}  // namespace
}  // namespace brink
