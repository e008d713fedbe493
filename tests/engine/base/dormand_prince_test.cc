#include "engine/base/dormand_prince.h"

#include <gtest/gtest.h>

#include <cmath>

// Oracles: e^t and the circle (cos t, −sin t), whose differential equations are known.
namespace brink {
namespace {

using Slopes = DormandPrince::Slopes;

const Slopes kGrowth = [](double, std::span<const double> x, std::span<double> slope) {
  slope[0] = x[0];
};
const Slopes kCircle = [](double, std::span<const double> x, std::span<double> slope) {
  slope[0] = x[1];
  slope[1] = -x[0];
};

/// Error at t = 1 of x' = x from 1, taken in `steps` equal steps.
double error_after(int steps) {
  const double h = 1.0 / steps;
  double x = 1;
  for (int i = 0; i < steps; ++i) {
    DormandPrince solver(1);
    solver.start()[0] = x;
    solver.begin(kGrowth);
    solver.attempt(kGrowth, h);
    x = solver.end()[0];
  }
  return std::abs(x - std::exp(1.0));
}

TEST(DormandPrinceTest, HalfTheStepLeavesAThirtySecondOfTheError) {
  // order 5: the exponent is 5 + O(h), and h is 1/8 and below
  EXPECT_NEAR(std::log2(error_after(8) / error_after(16)), 5, 0.2);
  EXPECT_NEAR(std::log2(error_after(16) / error_after(32)), 5, 0.1);
}

/// Largest error of the continuous solution within one step of the circle.
double dense_error(double h) {
  DormandPrince solver(2);
  solver.start()[0] = 1;
  solver.start()[1] = 0;
  solver.begin(kCircle);
  solver.attempt(kCircle, h);
  double worst = 0;
  for (int i = 0; i <= 100; ++i) {
    const double t = h * i / 100;
    worst = std::max(worst, std::abs(value_of(solver.curve(0), t) - std::cos(t)));
    worst = std::max(worst, std::abs(value_of(solver.curve(1), t) + std::sin(t)));
  }
  return worst;
}

TEST(DormandPrinceTest, TheContinuousSolutionIsOfFourthOrder) {
  // one step of an interpolant of order 4 is wrong by O(h^5)
  EXPECT_NEAR(std::log2(dense_error(0.4) / dense_error(0.2)), 5, 0.3);
  EXPECT_NEAR(std::log2(dense_error(0.2) / dense_error(0.1)), 5, 0.15);
}

TEST(DormandPrinceTest, TheContinuousSolutionMeetsTheStepAtBothEnds) {
  DormandPrince solver(2);
  solver.start()[0] = 0.3;
  solver.start()[1] = -2;
  solver.begin(kCircle);
  solver.attempt(kCircle, 0.7);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto curve = solver.curve(i);
    EXPECT_EQ(curve[0], solver.start()[i]);
    EXPECT_EQ(curve[1], solver.start_slope()[i]);
    EXPECT_NEAR(value_of(curve, 0.7), solver.end()[i], 1e-15 * 8);
    const auto last = shifted(curve, 0.7);
    EXPECT_NEAR(last[1], solver.end_slope()[i], 1e-15 * 40) << "the slope too";
  }
}

TEST(DormandPrinceTest, AStepFollowedByItsErrorKeepsTheTolerance) {
  // round the circle: a step may be wrong by 1e-10, and the circle adds errors up unchanged
  double t = 0;
  double x = 1;
  double y = 0;
  double h = 0.01;
  int steps = 0;
  while (t < 6) {
    DormandPrince solver(2);
    solver.start()[0] = x;
    solver.start()[1] = y;
    solver.begin(kCircle);
    h = std::min(h, 6 - t);
    const double error = solver.attempt(kCircle, h);
    if (error <= 1) {
      t += h;
      x = solver.end()[0];
      y = solver.end()[1];
      ++steps;
    }
    h = DormandPrince::next_length(h, error);
  }
  EXPECT_NEAR(x, std::cos(6), steps * DormandPrince::kTolerance);
  EXPECT_NEAR(y, -std::sin(6), steps * DormandPrince::kTolerance);
  EXPECT_LT(steps, 400) << "and no step is much shorter than it must be";
}

TEST(DormandPrinceTest, TheErrorEstimateIsOfTheSizeOfTheFourthOrderError) {
  // x' = 5 t^4 from 0: order 5 is exact, so the estimate is the lower order's own error. With the
  // pair's fourth-order weights b and nodes c it is |5 Σ b c^4 − 1| h^5
  const Slopes power = [](double t, std::span<const double>, std::span<double> slope) {
    slope[0] = 5 * t * t * t * t;
  };
  DormandPrince solver(1);
  solver.start()[0] = 0;
  solver.begin(power);
  const double h = 0.5;
  const double error = solver.attempt(power, h);
  const double b[] = {5179.0 / 57600, 0,       7571.0 / 16695, 393.0 / 640, -92097.0 / 339200,
                      187.0 / 2100,   1.0 / 40};
  const double c[] = {0, 0.2, 0.3, 0.8, 8.0 / 9, 1, 1};
  double fourth = 0;
  for (int i = 0; i < 7; ++i) fourth += 5 * b[i] * std::pow(c[i], 4);
  const double x = std::pow(h, 5);
  EXPECT_NEAR(solver.end()[0], x, 1e-16);
  EXPECT_NEAR(error * DormandPrince::kTolerance, std::abs(fourth - 1), 1e-12);
}

TEST(DormandPrinceTest, WhatIsNotFiniteIsAnInfiniteError) {
  const Slopes root = [](double, std::span<const double> x, std::span<double> slope) {
    slope[0] = -1 / std::sqrt(x[0]);
  };
  DormandPrince solver(1);
  solver.start()[0] = 1;
  solver.begin(root);
  EXPECT_TRUE(std::isinf(solver.attempt(root, 3)));
  EXPECT_TRUE(std::isfinite(solver.attempt(root, 0.1))) << "and a shorter try may be good";
  EXPECT_EQ(DormandPrince::next_length(3, HUGE_VAL), 3 * 0.2);
}

TEST(DormandPrinceTest, AStepGrowsAndShrinksFivefoldAtMost) {
  EXPECT_EQ(DormandPrince::next_length(2, 0), 10);
  EXPECT_EQ(DormandPrince::next_length(2, 1e20), 0.4);
  EXPECT_NEAR(DormandPrince::next_length(2, 32), 2 * 0.9 / 2, 1e-15);
}

TEST(DormandPrinceTest, AShiftedCurveIsTheSameCurve) {
  const Quartic curve{1, -2, 0.5, 3, -0.25};
  const auto moved = shifted(curve, 1.5);
  for (const double t : {-1.0, 0.0, 0.3, 2.0}) {
    EXPECT_NEAR(value_of(moved, t), value_of(curve, 1.5 + t), 1e-13);
  }
}

}  // namespace
}  // namespace brink
