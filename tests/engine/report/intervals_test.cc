#include "engine/report/intervals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include "tests/support/dice.h"
#include "tests/support/statistics.h"

namespace brink::test {
namespace {

using Count = std::uint64_t;
using Method = Interval (*)(Count, Count);

constexpr double kZ = 1.959963984540054;  // 97.5 % point of the normal; Abramowitz & Stegun 26.2
constexpr double kTail = 0.025;
constexpr Count kLargest = std::numeric_limits<Count>::max();

Interval whole_wilson(Count successes, Count n) {
  return wilson(static_cast<double>(successes), static_cast<double>(n));
}

// the slow, obvious model: every probability by its logarithm, every tail by summing
class Binomial {
 public:
  explicit Binomial(Count n) : n_(n) {
    const auto log_factorial = [](Count k) { return std::lgamma(static_cast<double>(k) + 1); };
    for (Count s = 0; s <= n; ++s) {
      log_choose_.push_back(log_factorial(n) - log_factorial(s) - log_factorial(n - s));
    }
  }
  // P(first <= S <= last)
  double between(Count first, Count last, double p) const {
    if (p <= 0) return first == 0 ? 1 : 0;
    if (p >= 1) return last == n_ ? 1 : 0;
    const double log_p = std::log(p);
    const double log_q = std::log1p(-p);
    double sum = 0;
    for (Count s = first; s <= last; ++s) {
      const auto yes = static_cast<double>(s);
      sum += std::exp(log_choose_[s] + yes * log_p + static_cast<double>(n_ - s) * log_q);
    }
    return sum;
  }

 private:
  Count n_;
  std::vector<double> log_choose_;
};

struct Coverage {
  double least = 1;  // over all p in (0, 1)
  double mean = 0;   // over 1,000 p, evenly
};

// Exact: between two neighbouring ends of intervals the outcomes that cover p stay the same run
// a .. b, as the ends rise with the outcome; P(a <= S <= b) rises and then falls with p, so it is
// least at one of the two ends.
Coverage coverage(Method method, Count n) {
  std::vector<Interval> intervals;
  std::vector<double> ends = {0, 1};
  for (Count s = 0; s <= n; ++s) {
    const Interval next = method(s, n);
    if (s > 0) {
      EXPECT_LT(intervals.back().low, next.low) << s << " of " << n;
      EXPECT_LT(intervals.back().high, next.high) << s << " of " << n;
    }
    intervals.push_back(next);
    ends.insert(ends.end(), {next.low, next.high});
  }
  std::sort(ends.begin(), ends.end());

  const auto covering = [&](double p) {
    Count first = 0;
    Count last = n;
    while (intervals[first].high < p) ++first;
    while (intervals[last].low > p) --last;
    return std::pair(first, last);
  };
  const Binomial binomial(n);
  Coverage result;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    if (ends[i + 1] - ends[i] < 1e-14) continue;  // the same end but for rounding
    const auto [first, last] = covering((ends[i] + ends[i + 1]) / 2);
    result.least = std::min({result.least, binomial.between(first, last, ends[i]),
                             binomial.between(first, last, ends[i + 1])});
  }
  for (int i = 0; i < 1000; ++i) {
    const double p = (i + 0.5) / 1000;
    const auto [first, last] = covering(p);
    result.mean += binomial.between(first, last, p) / 1000;
  }
  return result;
}

// every size to 100; 154, where proportion_interval covers least; two larger ones
std::vector<Count> sizes() {
  std::vector<Count> result = {154, 300, 1000};
  for (Count n = 1; n <= 100; ++n) result.push_back(n);
  return result;
}

// λ with count = λ + z √λ: Wilson's lower end for many runs, times n
double wilson_poisson_low(double count) {
  const double root = (std::sqrt(kZ * kZ + 4 * count) - kZ) / 2;
  return root * root;
}

// P(N < count), N Poisson
double poisson_below(int count, double mean) {
  double sum = 0;
  for (int k = 0; k < count; ++k) sum += std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
  return sum;
}

void expect_interval(const Interval& interval, double low, double high, double tolerance) {
  EXPECT_NEAR(interval.low, low, tolerance);
  EXPECT_NEAR(interval.high, high, tolerance);
}

void expect_same(const Interval& a, const Interval& b) {
  EXPECT_EQ(a.low, b.low);
  EXPECT_EQ(a.high, b.high);
}

TEST(IntervalsTest, ProportionsMatchThePublishedTable) {
  // Newcombe (1998), Statist. Med. 17:857, table I, methods 3 and 5; four digits are printed
  constexpr double kPrinted = 0.5e-4;
  expect_interval(wilson(81, 263), 0.2553, 0.3662, kPrinted);
  expect_interval(wilson(15, 148), 0.0624, 0.1605, kPrinted);
  expect_interval(wilson(0, 20), 0, 0.1611, kPrinted);
  expect_interval(wilson(1, 29), 0.0061, 0.1718, kPrinted);
  expect_interval(clopper_pearson(81, 263), 0.2527, 0.3676, kPrinted);
  expect_interval(clopper_pearson(15, 148), 0.0578, 0.1617, kPrinted);
  expect_interval(clopper_pearson(0, 20), 0, 0.1684, kPrinted);
  expect_interval(clopper_pearson(1, 29), 0.0009, 0.1776, kPrinted);
}

TEST(IntervalsTest, WilsonEndsAreZStandardErrorsFromTheShare) {
  Dice dice(1);
  for (int i = 0; i < 2000; ++i) {
    const double n = std::exp(dice.uniform(-1, 14));  // effective sizes too
    const double share = dice.uniform(0, 1);
    const Interval interval = wilson(share * n, n);
    ASSERT_LE(interval.low, share);
    ASSERT_GE(interval.high, share);
    for (const double p : {interval.low, interval.high}) {
      // 1 − p is rounded by 1e-16; the root makes that larger by z / √(4 n (1 − p)), below 1e4 for
      // these seeds
      ASSERT_NEAR(std::fabs(share - p), kZ * std::sqrt(p * (1 - p) / n), 1e-12)
          << share << " of " << n;
    }
  }
}

TEST(IntervalsTest, WilsonKeepsItsDigitsWhereSuccessesAreFewAmongMany) {
  // terms of size λ / n = 1e-12 are left out
  for (const double successes : {1.0, 3.0, 100.0}) {
    const double expected = wilson_poisson_low(successes);
    EXPECT_NEAR(wilson(successes, 1e15).low * 1e15, expected, 1e-11 * expected);
  }
}

TEST(IntervalsTest, WilsonEndsAreExactWhereAllRunsAgree) {
  for (const double n : {0.3, 1.0, 7.7, 20.0, 1e5, 1e18}) {
    EXPECT_EQ(wilson(0, n).low, 0) << n;
    EXPECT_EQ(wilson(n, n).high, 1) << n;
    EXPECT_DOUBLE_EQ(wilson(0, n).high, kZ * kZ / (n + kZ * kZ)) << n;
    EXPECT_DOUBLE_EQ(wilson(n, n).low, n / (n + kZ * kZ)) << n;
    expect_same(wilson(n * (1 + 1e-12), n), wilson(n, n));
  }
}

TEST(IntervalsTest, ClopperPearsonEndsLeaveATailOf25PerMille) {
  Dice dice(2);
  for (int i = 0; i < 300; ++i) {
    const Count n = 1 + dice.below(i % 2 == 0 ? 40 : 1000);
    const Count s = dice.below(n + 1);
    const Interval interval = clopper_pearson(s, n);
    const Binomial binomial(n);
    // logarithms up to 6,000 are rounded by 5e-13; 1 − p loses digits where p is near 1
    constexpr double kRounding = 1e-10 * kTail;
    if (s > 0) {
      ASSERT_NEAR(binomial.between(s, n, interval.low), kTail, kRounding) << s << " of " << n;
    }
    if (s < n) {
      ASSERT_NEAR(binomial.between(0, s, interval.high), kTail, kRounding) << s << " of " << n;
    }
  }
}

TEST(IntervalsTest, ClopperPearsonOfFewAmongManyMatchesThePublishedPoissonLimits) {
  // Garwood (1936), Biometrika 28:437: limits of a Poisson mean at 95 %; three digits are compared
  constexpr Count kMany = 1'000'000'000'000;
  const auto expect_limits = [](Count successes, double low, double high) {
    const Interval interval = clopper_pearson(successes, kMany);
    expect_interval({interval.low * kMany, interval.high * kMany}, low, high, 0.5e-3);
  };
  expect_limits(0, 0, 3.689);
  expect_limits(1, 0.0253, 5.572);
  expect_limits(5, 1.623, 11.668);
  expect_limits(9, 4.115, 17.085);
}

TEST(IntervalsTest, ClopperPearsonEndsAreExactWhereAllRunsAgree) {
  for (const Count n : {1, 2, 20, 100000}) {
    const double root = std::pow(kTail, 1 / static_cast<double>(n));
    EXPECT_EQ(clopper_pearson(0, n).low, 0) << n;
    EXPECT_EQ(clopper_pearson(n, n).high, 1) << n;
    EXPECT_NEAR(clopper_pearson(0, n).high, 1 - root, 1e-15) << n;
    EXPECT_NEAR(clopper_pearson(n, n).low, root, 1e-15) << n;
  }
}

TEST(IntervalsTest, FailuresMirrorSuccesses) {
  for (const Count n : {1, 10, 30, 200}) {
    for (const Method method : {whole_wilson, clopper_pearson, proportion_interval}) {
      for (Count s = 0; s <= n; ++s) {
        const Interval mirrored = method(n - s, n);
        expect_interval(method(s, n), 1 - mirrored.high, 1 - mirrored.low, 1e-14);
      }
    }
  }
}

TEST(IntervalsTest, WithoutRunsEveryShareIsPossible) {
  expect_same(wilson(0, 0), {0, 1});
  expect_same(clopper_pearson(0, 0), {0, 1});
  expect_same(proportion_interval(0, 0), {0, 1});
}

TEST(IntervalsTest, HugeBatchesStayInsideZeroToOneAroundTheShare) {
  for (const Count n : {Count{1} << 32, Count{1} << 53, kLargest}) {
    for (const Count s : {Count{0}, Count{1}, Count{9}, Count{10}, n / 2, n - 10, n - 1, n}) {
      for (const Method method : {whole_wilson, clopper_pearson, proportion_interval}) {
        const Interval interval = method(s, n);
        const double share = static_cast<double>(s) / static_cast<double>(n);
        EXPECT_TRUE(0 <= interval.low && interval.low <= share) << s << " of " << n;
        EXPECT_TRUE(share <= interval.high && interval.high <= 1) << s << " of " << n;
      }
    }
  }
}

TEST(IntervalsTest, FewerThanTenOfEitherTakeTheExactInterval) {
  for (const Count s : {0, 1, 9, 91, 99, 100}) {
    expect_same(proportion_interval(s, 100), clopper_pearson(s, 100));
  }
  for (const Count s : {10, 50, 90}) {
    expect_same(proportion_interval(s, 100), whole_wilson(s, 100));
  }
}

TEST(IntervalsTest, ClopperPearsonCovers95PercentForEveryShare) {
  for (const Count n : sizes()) {
    // at some ends it is 95 % exactly, and the sums are rounded
    EXPECT_GE(coverage(clopper_pearson, n).least, kConfidence - 1e-11) << n;
  }
}

TEST(IntervalsTest, WilsonCovers95PercentOnAverage) {
  for (const Count n : sizes()) {
    EXPECT_NEAR(coverage(whole_wilson, n).mean, kConfidence, 0.01) << n;
  }
}

TEST(IntervalsTest, WilsonAloneCoversTooLittleNearZero) {
  // just below the lower end of one success only none covers; its probability is e^(-λ) = 83.8 %,
  // as Brown, Cai & DasGupta (2001), section 4, find for many runs; terms of size λ / n are left
  // out
  EXPECT_NEAR(coverage(whole_wilson, 1000).least, std::exp(-wilson_poisson_low(1)), 1e-3);
}

TEST(IntervalsTest, ProportionIntervalCoversWhatItsTwoPartsLeave) {
  // where p is missed on one side by Wilson's end of ten outcomes or more, that is worst for
  // exactly ten among many: P(N >= 10 | λ = 5.43) = 5.03 %. The other side is exact, 2.5 % at most;
  // where it is Wilson's too, p is further from 0 and 1, and both together miss less: 7.1 % at most
  // for n up to 1,500. The least coverage for n up to 3,000 was 92.50 %, at 154.
  const double bound = 1 - kTail - (1 - poisson_below(10, wilson_poisson_low(10)));
  EXPECT_NEAR(bound, 0.9247, 0.0001);
  for (const Count n : sizes()) {
    const Coverage found = coverage(proportion_interval, n);
    EXPECT_GE(found.least, bound) << n;
    EXPECT_GE(found.mean, kConfidence) << n;
  }
  EXPECT_NEAR(coverage(proportion_interval, 154).least, 0.925, 0.0001);
}

TEST(IntervalsTest, MeansUseThePublishedQuantilesOfStudent) {
  // Fisher & Yates (1963), table III, 5 %: three digits after the point are printed
  const std::vector<std::pair<Count, double>> table = {
      {1, 12.706}, {4, 2.776}, {9, 2.262}, {30, 2.042}, {120, 1.980}};
  for (const auto& [freedom, quantile] : table) {
    const double error = 3 / std::sqrt(static_cast<double>(freedom + 1));
    expect_interval(mean_interval(-7, 3, freedom + 1), -7 - quantile * error, -7 + quantile * error,
                    0.5e-3 * error);
  }
}

TEST(IntervalsTest, MeansMatchTheClosedFormsOfStudent) {
  // P(|T| <= t) = 95 % solved for 1 and 2 degrees of freedom; put in for 4; normal for many
  const auto quantile = [](Count freedom) {
    const Count n = freedom + 1;
    return mean_interval(0, std::sqrt(static_cast<double>(n)), n).high;
  };
  EXPECT_NEAR(quantile(1), std::tan(std::numbers::pi * kConfidence / 2), 1e-12);
  EXPECT_NEAR(quantile(2), kConfidence * std::sqrt(2 / (1 - kConfidence * kConfidence)), 1e-13);
  const double angle = std::atan(quantile(4) / 2);
  EXPECT_NEAR(std::sin(angle) * (1 + std::pow(std::cos(angle), 2) / 2), kConfidence, 1e-14);
  EXPECT_NEAR(quantile(kLargest - 1), kZ, 1e-14);
}

TEST(IntervalsTest, MeansOfNormalValuesAreCoveredAtFiveRuns) {
  constexpr int kBatches = 100000;
  constexpr Count kRuns = 5;
  Dice dice(3);
  int covered = 0;
  for (int i = 0; i < kBatches; ++i) {
    Sample sample;
    for (Count k = 0; k < kRuns; ++k) {
      // Box & Muller (1958), Ann. Math. Stat. 29:610; mean 10, standard deviation 2
      const double radius = std::sqrt(-2 * std::log(1 - dice.uniform(0, 1)));
      sample.add(10 + 2 * radius * std::cos(2 * std::numbers::pi * dice.uniform(0, 1)));
    }
    const auto interval = mean_interval(sample.mean(), std::sqrt(sample.variance()), kRuns);
    covered += interval.low <= 10 && 10 <= interval.high ? 1 : 0;
  }
  // normal quantiles would cover 87.8 %, 100 standard errors away
  expect_estimate("coverage of t intervals, 5 runs", covered / double{kBatches}, kConfidence,
                  std::sqrt(kConfidence * (1 - kConfidence) / kBatches));
}

TEST(IntervalsTest, MeansOfTooFewOrEndlessValuesAreUnknown) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const Interval unknown = {-kInfinity, kInfinity};
  expect_same(mean_interval(4, 0, 0), unknown);
  expect_same(mean_interval(4, 0, 1), unknown);
  expect_same(mean_interval(4, kNan, 1), unknown);
  expect_same(mean_interval(kInfinity, 1, 10), unknown);
  expect_same(mean_interval(4, kInfinity, 10), unknown);
  expect_same(mean_interval(4, kNan, 10), unknown);
}

TEST(IntervalsTest, MeansWithoutSpreadAreCertain) {
  for (const Count n : {Count{2}, Count{1000}, kLargest}) {
    expect_same(mean_interval(0.1, 0, n), {0.1, 0.1});
  }
}

}  // namespace
}  // namespace brink::test
