#include "engine/base/dormand_prince.h"

#include <algorithm>
#include <limits>

#include "engine/base/exact_math.h"

namespace brink {
namespace {

constexpr std::size_t kStages = 7;
constexpr std::size_t kFirstSlope = 2;
constexpr std::size_t kStageValues = kFirstSlope + kStages;

// Hairer, Nørsett & Wanner, table II.5.2
constexpr std::array<double, kStages> kNodes = {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};
constexpr std::array<std::array<double, kStages - 1>, kStages> kWeights = {{
    {},
    {1.0 / 5},
    {3.0 / 40, 9.0 / 40},
    {44.0 / 45, -56.0 / 15, 32.0 / 9},
    {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
    {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
    {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84},
}};
// fifth order less fourth
constexpr std::array<double, kStages> kError = {
    71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40};
// what makes the continuous solution one of fourth order: ibid., II.6
constexpr std::array<double, kStages> kBend = {
    -12715105075.0 / 11282082432,  0,
    87487479700.0 / 32700410799,   -10690763975.0 / 1880347072,
    701980252875.0 / 199316789632, -1453857185.0 / 822651844,
    69997945.0 / 29380423};

}  // namespace

Quartic shifted(const Quartic& curve, double t) {
  // Horner's scheme, once for each derivative
  Quartic result = curve;
  for (std::size_t lowest = 0; lowest + 1 < result.size(); ++lowest) {
    for (std::size_t j = result.size() - 1; j > lowest; --j) result[j - 1] += t * result[j];
  }
  return result;
}

DormandPrince::DormandPrince(std::size_t equations, double smallest, std::vector<double> room)
    : size_(equations), smallest_(smallest), work_(std::move(room)) {
  work_.assign(equations * (kStageValues + 1), 0);
}

double DormandPrince::scale(std::size_t i) const {
  const double largest = std::max(exact::abs(part(0)[i]), exact::abs(part(1)[i]));
  return kTolerance * std::max(largest, smallest_);
}

double DormandPrince::attempt(const Slopes& f, double length) {
  length_ = length;
  const auto start = part(0);
  for (std::size_t stage = 1; stage < kStages; ++stage) {
    const auto x = stage + 1 < kStages ? part(kStageValues) : part(1);
    for (std::size_t i = 0; i < size_; ++i) {
      double slope = 0;
      for (std::size_t j = 0; j < stage; ++j)
        slope += kWeights[stage][j] * part(kFirstSlope + j)[i];
      x[i] = start[i] + length * slope;
    }
    f(kNodes[stage] * length, x, part(kFirstSlope + stage));
  }
  double worst = 0;
  for (std::size_t i = 0; i < size_; ++i) {
    double slope = 0;
    for (std::size_t j = 0; j < kStages; ++j) slope += kError[j] * part(kFirstSlope + j)[i];
    const double error = exact::abs(length * slope) / scale(i);
    if (error > worst || !exact::is_finite(error)) worst_ = i;
    if (!exact::is_finite(error) || !exact::is_finite(part(1)[i]))
      return std::numeric_limits<double>::infinity();
    worst = std::max(worst, error);
  }
  return worst;
}

Quartic DormandPrince::curve(std::size_t i) const {
  const double rise = part(1)[i] - part(0)[i];
  const double first = length_ * part(kFirstSlope)[i];
  const double last = length_ * part(kFirstSlope + kStages - 1)[i];
  double bend = 0;
  for (std::size_t j = 0; j < kStages; ++j) bend += kBend[j] * part(kFirstSlope + j)[i];
  bend *= length_;
  // x + θ (rise + (1 − θ) (early + θ (late + (1 − θ) bend))), θ = t / length, multiplied out
  const double early = first - rise;
  const double late = rise - last - early;
  const double per = 1 / length_;
  return {part(0)[i], part(kFirstSlope)[i], (late - early + bend) * per * per,
          -(late + 2 * bend) * per * per * per, bend * per * per * per * per};
}

double DormandPrince::first_length() const {
  double length = 1;
  for (std::size_t i = 0; i < size_; ++i) {
    const double slope = exact::abs(part(kFirstSlope)[i]);
    const double size = std::max(exact::abs(part(0)[i]), smallest_);
    if (slope > 0 && exact::is_finite(slope)) length = std::min(length, 0.01 * size / slope);
  }
  return length;
}

double DormandPrince::next_length(double length, double error) {
  if (!exact::is_finite(error)) return length * 0.2;
  if (error <= 1e-8) return length * 5;
  return length * std::clamp(0.9 * exact::pow(error, -0.2), 0.2, 5.0);
}

}  // namespace brink
