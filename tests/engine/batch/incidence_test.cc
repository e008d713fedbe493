#include "engine/batch/incidence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/dice.h"
#include "tests/support/statistics.h"

namespace brink::test {
namespace {

using Curve = std::vector<IncidencePoint>;
using Indices = std::vector<std::size_t>;

/// Random counts; about a third of each kind's intervals are empty.
IncidenceCounts random_counts(Dice& dice, std::size_t intervals, std::size_t most, bool censors) {
  IncidenceCounts counts(intervals);
  for (std::size_t j = 0; j < intervals; ++j) {
    if (dice.chance(0.7)) counts.events[j] = dice.below(most + 1);
    if (dice.chance(0.7)) counts.competing[j] = dice.below(most + 1);
    if (censors && dice.chance(0.5)) counts.censored[j] = dice.below(most + 1);
  }
  // sometimes everyone left has ended before the last interval's end
  if (!censors || dice.chance(0.5)) counts.censored[intervals - 1] = dice.below(3 * most);
  return counts;
}

std::uint64_t total(const IncidenceCounts& counts) {
  std::uint64_t n = 0;
  for (std::size_t j = 0; j < counts.events.size(); ++j) {
    n += counts.events[j] + counts.competing[j] + counts.censored[j];
  }
  return n;
}

/// The header's two formulas, term by term, in O(intervals²).
Curve slow_incidence(const IncidenceCounts& counts) {
  using Real = long double;
  const std::size_t intervals = counts.events.size();
  std::vector<Real> n(intervals), d(intervals), e(intervals), before(intervals), f(intervals);
  Curve points(intervals);
  Real left = static_cast<Real>(total(counts));
  Real free = 1;
  Real reached = 0;
  for (std::size_t i = 0; i < intervals; ++i) {
    n[i] = left;
    e[i] = static_cast<Real>(counts.events[i]);
    d[i] = e[i] + static_cast<Real>(counts.competing[i]);
    before[i] = free;
    if (left > 0) {
      reached += free * e[i] / left;
      free *= 1 - d[i] / left;
    }
    f[i] = reached;
    left -= d[i] + static_cast<Real>(counts.censored[i]);
    points[i].at_risk = static_cast<std::uint64_t>(n[i]);
    points[i].probability = static_cast<double>(reached);
    Real variance = 0;
    for (std::size_t k = 0; k <= i && n[k] > 0; ++k) {
      const Real rise = f[i] - f[k];
      if (d[k] < n[k]) variance += rise * rise * d[k] / (n[k] * (n[k] - d[k]));
      variance += before[k] * before[k] * e[k] * (n[k] - e[k]) / (n[k] * n[k] * n[k]);
      if (d[k] < n[k]) variance -= 2 * rise * before[k] * e[k] / (n[k] * n[k]);
    }
    points[i].variance = static_cast<double>(variance);
  }
  return points;
}

TEST(IncidenceTest, WithoutRunsNothingIsReached) {
  EXPECT_TRUE(cumulative_incidence(IncidenceCounts{}).empty());
  for (const IncidencePoint& point : cumulative_incidence(IncidenceCounts(3))) {
    EXPECT_EQ(point.at_risk, 0U);
    EXPECT_EQ(point.probability, 0);
    EXPECT_EQ(point.variance, 0);
  }
}

TEST(IncidenceTest, AgreesWithTheFormulasTermByTerm) {
  // some hundred roundings, of F and of terms no larger than 1 / n
  Dice dice(1);
  for (int round = 0; round < 500; ++round) {
    const auto counts =
        random_counts(dice, 1 + dice.below(40), 1 + dice.below(50), dice.chance(0.8));
    const Curve found = cumulative_incidence(counts);
    const Curve slow = slow_incidence(counts);
    const double scale = 1 / std::max(1.0, static_cast<double>(total(counts)));
    ASSERT_EQ(found.size(), slow.size());
    for (std::size_t j = 0; j < found.size(); ++j) {
      ASSERT_EQ(found[j].at_risk, slow[j].at_risk);
      ASSERT_NEAR(found[j].probability, slow[j].probability, 1e-14);
      ASSERT_NEAR(found[j].variance, slow[j].variance, 1e-13 * scale);
      ASSERT_GE(found[j].variance, 0);
      ASSERT_LE(found[j].probability, 1);
    }
  }
}

TEST(IncidenceTest, WithoutCensoringItIsTheShareReachedSoFar) {
  Dice dice(2);
  for (int round = 0; round < 500; ++round) {
    const auto counts = random_counts(dice, 1 + dice.below(50), 1 + dice.below(20), false);
    const Curve curve = cumulative_incidence(counts);
    const auto n = static_cast<double>(total(counts));
    std::uint64_t reached = 0;
    for (std::size_t j = 0; j < curve.size() && n > 0; ++j) {
      reached += counts.events[j];
      const double share = static_cast<double>(reached) / n;
      ASSERT_EQ(curve[j].probability, share);
      // when all or almost all reach it, rounding is relative to the sums' size, about 1 / n
      const double variance = share * (1 - share) / n;
      ASSERT_NEAR(curve[j].variance, variance, 1e-12 * std::max(variance, share < 1 ? 0 : 1 / n));
    }
  }
}

TEST(IncidenceTest, WithoutCompetingEndsItIsOneMinusKaplanMeier) {
  // remission [weeks] of 21 children with leukaemia under 6-MP: Freireich et al. (1963), Blood
  // 21:699; Kaplan–Meier and Greenwood's standard errors as in Kleinbaum & Klein (2012), Survival
  // Analysis, and R's survfit, printed to 3 and 4 digits
  IncidenceCounts counts(36);
  for (const std::size_t week : Indices{6, 6, 6, 7, 10, 13, 16, 22, 23}) ++counts.events[week];
  for (const std::size_t week : Indices{6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) {
    ++counts.censored[week];
  }
  struct Published {
    std::size_t week;
    std::uint64_t at_risk;
    double free;
    double error;
  };
  constexpr std::array<Published, 7> kTable{{{6, 21, 0.857, 0.0764},
                                             {7, 17, 0.807, 0.0869},
                                             {10, 15, 0.753, 0.0963},
                                             {13, 12, 0.690, 0.1068},
                                             {16, 11, 0.627, 0.1141},
                                             {22, 7, 0.538, 0.1282},
                                             {23, 6, 0.448, 0.1346}}};
  const Curve curve = cumulative_incidence(counts);
  for (const Published& row : kTable) {
    EXPECT_EQ(curve[row.week].at_risk, row.at_risk) << row.week;
    EXPECT_NEAR(1 - curve[row.week].probability, row.free, 0.0005) << row.week;
    EXPECT_NEAR(std::sqrt(curve[row.week].variance), row.error, 0.00005) << row.week;
  }
  EXPECT_EQ(curve[35].probability, curve[23].probability);
  EXPECT_EQ(curve[35].variance, curve[23].variance);
}

TEST(IncidenceTest, OutcomesAndNoEndAtAllSumToOne) {
  Dice dice(3);
  for (int round = 0; round < 300; ++round) {
    constexpr std::size_t kOutcomes = 3;
    const std::size_t intervals = 1 + dice.below(40);
    std::array<IncidenceCounts, kOutcomes> outcomes;
    outcomes.fill(IncidenceCounts(intervals));
    IncidenceCounts any(intervals);
    for (std::size_t run = dice.below(500); run > 0; --run) {
      const std::size_t j = dice.below(intervals);
      const std::size_t end = dice.below(kOutcomes + 1);  // the last: censored
      for (std::size_t k = 0; k < kOutcomes; ++k) {
        auto& counts = end == kOutcomes ? outcomes[k].censored
                       : end == k       ? outcomes[k].events
                                        : outcomes[k].competing;
        ++counts[j];
      }
      ++(end == kOutcomes ? any.censored : any.events)[j];
    }
    const Curve ended = cumulative_incidence(any);
    std::array<Curve, kOutcomes> curves;
    std::transform(outcomes.begin(), outcomes.end(), curves.begin(), cumulative_incidence);
    for (std::size_t j = 0; j < intervals; ++j) {
      double sum = 1 - ended[j].probability;
      for (const Curve& curve : curves) sum += curve[j].probability;
      ASSERT_NEAR(sum, 1, 1e-14 * static_cast<double>(intervals));
    }
  }
}

TEST(IncidenceTest, WhenAllHaveEndedTheCurveStays) {
  IncidenceCounts counts(5);
  counts.events = {1, 0, 2, 0, 0};
  counts.competing = {0, 1, 1, 0, 0};
  counts.censored = {2, 0, 0, 0, 0};
  const Curve curve = cumulative_incidence(counts);
  // 1/7, then of the 4 left one ends otherwise, and 2 of the last 3 reach it
  EXPECT_NEAR(curve[2].probability, 1.0 / 7 + 6.0 / 7 * 3 / 4 * 2 / 3, 1e-15);
  for (const std::size_t j : Indices{3, 4}) {
    EXPECT_EQ(curve[j].at_risk, 0U);
    EXPECT_EQ(curve[j].probability, curve[2].probability);
    EXPECT_EQ(curve[j].variance, curve[2].variance);
  }
}

TEST(IncidenceTest, WhereAllReachItItEndsAtOneWithoutVariance) {
  // Greenwood's variance is (1 − F)² times a sum; rounding alone would leave [0, 1] now and then
  Dice dice(7);
  for (int round = 0; round < 500; ++round) {
    auto counts = random_counts(dice, 1 + dice.below(30), 1 + dice.below(50), true);
    std::fill(counts.competing.begin(), counts.competing.end(), 0);
    counts.censored.back() = 0;
    ++counts.events.back();
    for (const IncidencePoint& point : cumulative_incidence(counts)) {
      ASSERT_LE(point.probability, 1);
      ASSERT_GE(point.variance, 0);
    }
    EXPECT_NEAR(cumulative_incidence(counts).back().probability, 1, 1e-14);
    EXPECT_NEAR(cumulative_incidence(counts).back().variance, 0, 1e-14);
  }
}

TEST(IncidenceTest, MergedCountsAreTheCountsOfAll) {
  Dice dice(4);
  IncidenceCounts all(20);
  IncidenceCounts merged(20);
  for (int part = 0; part < 10; ++part) {
    const auto counts = random_counts(dice, 20, 9, true);
    merged.merge(counts);
    for (std::size_t j = 0; j < 20; ++j) {
      all.events[j] += counts.events[j];
      all.competing[j] += counts.competing[j];
      all.censored[j] += counts.censored[j];
    }
  }
  EXPECT_EQ(merged, all);
  merged.merge(IncidenceCounts(20));
  EXPECT_EQ(merged, all);
  EXPECT_DEATH(merged.merge(IncidenceCounts(19)), "size");
}

// two competing exponential risks and exponential censoring [1/day], followed for two days
constexpr double kRate = 0.5;
constexpr double kOtherRate = 0.3;
constexpr double kCensorRate = 0.3;
constexpr std::size_t kRuns = 400;
constexpr std::size_t kGrid = 4000;
constexpr SimTime kEnd{2 * kMicrosecondsPerDay};

double closed_form(double days) {
  const double rate = kRate + kOtherRate;
  return kRate / rate * -std::expm1(-rate * days);
}

/// Counts of kRuns runs. The first of three exponentials comes with the rates' sum, and is each of
/// them with its share.
IncidenceCounts simulate(Dice& dice) {
  constexpr double kSum = kRate + kOtherRate + kCensorRate;
  IncidenceCounts counts(kGrid);
  for (std::size_t run = 0; run < kRuns; ++run) {
    const double days = -std::log1p(-dice.uniform(0, 1)) / kSum;
    const double which = dice.uniform(0, kSum);
    const SimTime t = SimTime{} + days_rounded_up(days);
    if (t > kEnd) {
      ++counts.censored.back();
    } else {
      auto& counter = which < kRate                ? counts.events
                      : which < kRate + kOtherRate ? counts.competing
                                                   : counts.censored;
      ++counter[incidence_interval(t, kEnd, kGrid)];
    }
  }
  return counts;
}

TEST(IncidenceTest, EstimateVarianceAndCoverageAgreeWithTheClosedForm) {
  // the grid: who is censored within an interval counts as at risk until its end, which lowers each
  // hazard by about half the interval's censorings, a relative kCensorRate · 0.0005 d / 2 = 7.5e-5;
  // at F < 0.5 a bias below 3.8e-5, against a standard error of the mean of about 4e-4
  constexpr int kBatches = 4000;
  constexpr std::array<std::size_t, 3> kAt = {kGrid / 4, kGrid / 2, kGrid};
  std::array<Sample, 3> estimate, variance, covered;
  Dice dice(5);
  for (int batch = 0; batch < kBatches; ++batch) {
    const Curve curve = cumulative_incidence(simulate(dice));
    for (std::size_t k = 0; k < kAt.size(); ++k) {
      const IncidencePoint& point = curve[kAt[k] - 1];
      const double exact = closed_form(2.0 * static_cast<double>(kAt[k]) / kGrid);
      estimate[k].add(point.probability);
      variance[k].add(point.variance);
      covered[k].add(std::abs(point.probability - exact) <= 1.96 * std::sqrt(point.variance));
    }
  }
  for (std::size_t k = 0; k < kAt.size(); ++k) {
    const double days = 2.0 * static_cast<double>(kAt[k]) / kGrid;
    const std::string what = "incidence at " + std::to_string(days);
    expect_mean(what, estimate[k], closed_form(days));
    // the delta method's own bias, a relative 1 / n, is a tenth of this standard error
    expect_estimate(what + ", variance", variance[k].mean(), estimate[k].variance(),
                    std::hypot(variance[k].mean_error(), estimate[k].variance_error()));
    // 4 √(0.95 · 0.05 / 4000) = 1.4 points, and 0.5 for the normal limits' shortfall of order 1 / n
    EXPECT_NEAR(covered[k].mean(), 0.95, 0.019) << what;
  }
}

TEST(IncidenceIntervalTest, AgreesWithTheDefinition) {
  __extension__ using Wide = __int128;
  constexpr std::int64_t kLongest = 320'000'000'000'000'000;  // about 10,000 years
  Dice dice(6);
  for (int round = 0; round < 20'000; ++round) {
    const auto m = static_cast<std::int64_t>(1 + dice.below(1000));
    const std::uint64_t longest = dice.chance(0.3) ? 2000 : kLongest;
    const auto end = static_cast<std::int64_t>(1 + dice.below(longest));
    auto t = static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(end) + 1));
    if (dice.chance(0.5)) {  // at an interval's end, or one microsecond beside it
      const auto edge = static_cast<std::int64_t>(
          Wide{end} * static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(m) + 1)) / m);
      t = std::clamp<std::int64_t>(edge + dice.between(-1, 1), 0, end);
    }
    const std::size_t found = incidence_interval({t}, {end}, static_cast<std::size_t>(m));
    ASSERT_LT(found, static_cast<std::size_t>(m));
    const auto j = static_cast<std::int64_t>(found);
    if (t == 0) {
      ASSERT_EQ(j, 0);
    } else {
      ASSERT_TRUE(Wide{end} * j < Wide{t} * m) << t << " " << end << " " << m;
      ASSERT_TRUE(Wide{t} * m <= Wide{end} * (j + 1)) << t << " " << end << " " << m;
    }
  }
}

TEST(IncidenceIntervalTest, EndsBelongToTheIntervalTheyEnd) {
  constexpr SimTime kFar{320'000'000'000'000'000};
  for (const std::size_t intervals : Indices{1, 2, 10, 1000}) {
    const std::int64_t step = kFar.us / static_cast<std::int64_t>(intervals);
    EXPECT_EQ(incidence_interval({0}, kFar, intervals), 0U);
    EXPECT_EQ(incidence_interval({1}, kFar, intervals), 0U);
    EXPECT_EQ(incidence_interval(kFar, kFar, intervals), intervals - 1);
    for (std::size_t j = 0; j < intervals; ++j) {
      const std::int64_t edge = step * static_cast<std::int64_t>(j);
      ASSERT_EQ(incidence_interval({edge + 1}, kFar, intervals), j);
      ASSERT_EQ(incidence_interval({edge + step}, kFar, intervals), j);
    }
  }
  EXPECT_EQ(incidence_interval({0}, {0}, 10), 0U);  // a run that ends at once
  EXPECT_EQ(incidence_interval({1}, {1}, 10), 9U);
}

TEST(IncidenceIntervalTest, InstantsBeyondTheEndAreMistakes) {
  EXPECT_DEATH(incidence_interval({2}, {1}, 10), "t <= end");
  EXPECT_DEATH(incidence_interval({-1}, {1}, 10), "t.us >= 0");
}

}  // namespace
}  // namespace brink::test
