#include "engine/report/intervals.h"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/base/check.h"

namespace brink {
namespace {

namespace policies = boost::math::policies;

// nothing throws and nothing touches errno; arguments are checked before they get here
using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                               policies::pole_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>,
                               policies::underflow_error<policies::ignore_error>,
                               policies::denorm_error<policies::ignore_error>,
                               policies::evaluation_error<policies::ignore_error>,
                               policies::rounding_error<policies::ignore_error>,
                               policies::indeterminate_result_error<policies::ignore_error>>;

constexpr double kTail = (1 - kConfidence) / 2;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// P(|normal| <= z) = kConfidence
double normal_quantile() {
  return std::numbers::sqrt2 * boost::math::erf_inv(kConfidence, Quiet());
}

double student_quantile(double freedom) {
  const boost::math::students_t_distribution<double, Quiet> law(freedom);
  return quantile(complement(law, kTail));
}

// the ends are the roots of (n + z²) p² − (2 yes + z²) p + yes² / n; the lower one comes from their
// product, as a difference would lose its digits near 0
Interval wilson_up_to_half(double yes, double no, double n) {
  const double z = normal_quantile();
  const double sum = 2 * yes + z * z + z * std::sqrt(z * z + 4 * yes * (no / n));
  return {yes / n * (2 * yes / sum), std::min(sum / (2 * (n + z * z)), 1.0)};
}

}  // namespace

Interval wilson(double successes, double n) {
  BRINK_CHECK(n >= 0 && std::isfinite(n));
  BRINK_CHECK(successes >= 0 && successes <= n * (1 + 1e-9));
  if (n == 0) return {0, 1};
  const double failures = std::max(n - successes, 0.0);
  if (successes <= failures) return wilson_up_to_half(successes, failures, n);
  const Interval mirrored = wilson_up_to_half(failures, successes, n);
  return {1 - mirrored.high, 1 - mirrored.low};
}

Interval clopper_pearson(std::uint64_t successes, std::uint64_t n) {
  BRINK_CHECK(successes <= n);
  const auto yes = static_cast<double>(successes);
  const auto no = static_cast<double>(n - successes);
  return {successes == 0 ? 0 : boost::math::ibeta_inv(yes, no + 1, kTail, Quiet()),
          successes == n ? 1 : boost::math::ibetac_inv(yes + 1, no, kTail, Quiet())};
}

Interval proportion_interval(std::uint64_t successes, std::uint64_t n) {
  BRINK_CHECK(successes <= n);
  const bool rare = std::min(successes, n - successes) < kRare;
  return rare ? clopper_pearson(successes, n)
              : wilson(static_cast<double>(successes), static_cast<double>(n));
}

Interval mean_interval(double mean, double sd, std::uint64_t n) {
  if (n < 2 || !std::isfinite(mean) || !std::isfinite(sd)) return {-kInfinity, kInfinity};
  BRINK_CHECK(sd >= 0);
  const double half =
      student_quantile(static_cast<double>(n - 1)) * (sd / std::sqrt(static_cast<double>(n)));
  return {mean - half, mean + half};
}

}  // namespace brink
