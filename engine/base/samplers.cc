#include "engine/base/samplers.h"

#include <algorithm>
#include <array>
#include <limits>

#include "engine/base/exact_math.h"

namespace brink::sample {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kHalfLogTwoPi = 0.91893853320467274178;
constexpr double kInversionBelow = 10;

/// In [0, inf).
bool is_size(double x) { return x >= 0 && exact::is_finite(x); }

/// In (0, inf).
bool is_positive(double x) { return x > 0 && exact::is_finite(x); }

double standard_normal(Draws& draws) { return normal_quantile(draws.uniform()); }

/// (n[0] + n[1] x + ...) / (1 + d[0] x + d[1] x^2 + ...).
struct Rational {
  std::array<double, 8> numerator;
  std::array<double, 7> denominator;

  double operator()(double x) const {
    double above = numerator[7];
    double below = denominator[6];
    for (std::size_t i = 7; i-- > 0;) above = above * x + numerator[i];
    for (std::size_t i = 6; i-- > 0;) below = below * x + denominator[i];
    return above / (below * x + 1);
  }
};

// the three ranges of algorithm AS 241
// clang-format off
constexpr Rational kCentre{
    {3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
     45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227},
    {42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
     39307.89580009271, 28729.085735721943, 5226.495278852854}};
constexpr Rational kTail{
    {1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
     1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414},
    {2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
     0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-09}};
constexpr Rational kFarTail{
    {6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
     0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-05, 2.0103343992922881e-07},
    {0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
     1.8463183175100548e-05, 1.421511758316446e-07, 2.0442631033899397e-15}};
// clang-format on

/// log(k!) less Stirling's formula log(sqrt(2 pi k) (k / e)^k); k >= 1.
double stirling_error(double k) {
  if (k < 16) return exact::log_gamma(k + 1) - (k + 0.5) * exact::log(k) + k - kHalfLogTwoPi;
  const double z = 1 / (k * k);
  return (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / k;
}

/// x log(x / mean) + mean - x without cancellation where x is near mean; x > 0.
double deviance(double x, double mean) {
  const double v = (x - mean) / (x + mean);
  if (exact::abs(v) >= 0.1) return x * exact::log(x / mean) + mean - x;
  // x log(x / mean) = 2 x atanh(v), whose first term joins mean - x to (x - mean) v
  const double z = v * v;
  double sum = 0;
  for (int odd = 17; odd >= 3; odd -= 2) sum = sum * z + 1.0 / odd;
  return (x - mean) * v + 2 * x * v * z * sum;
}

/// log P(X = k) of a Poisson; k a whole number >= 0.
///
/// The saddle-point form keeps its digits for means up to 1e15, where log gamma loses all.
/// Source: Loader (2000), Fast and accurate computation of binomial probabilities.
double log_poisson(double k, double mean) {
  if (k == 0) return -mean;
  return -stirling_error(k) - deviance(k, mean) - kHalfLogTwoPi - 0.5 * exact::log(k);
}

/// log P(X = k) of a binomial, 0 <= k <= n, 0 < p < 1; q = 1 - p. Source: as log_poisson.
double log_binomial(double k, double n, double p, double q) {
  if (k == 0) return n * exact::log1p(-p);
  if (k == n) return n * exact::log(p);
  const double corrections = stirling_error(n) - stirling_error(k) - stirling_error(n - k);
  const double shape = deviance(k, n * p) + deviance(n - k, n * q);
  return corrections - shape - kHalfLogTwoPi + 0.5 * exact::log(n / k / (n - k));
}

/// Smallest k whose cumulative probability reaches u. at_zero = P(0); factor(k) = P(k) / P(k - 1),
/// falling in k. Ends where the rest of the tail is lost in rounding.
template <class Factor>
double invert(double u, double at_zero, Factor factor) {
  double k = 0;
  double probability = at_zero;
  double cumulative = at_zero;
  while (u > cumulative) {
    const double ratio = factor(k + 1);
    probability *= ratio;
    if (ratio < 1 && cumulative + probability == cumulative) break;
    cumulative += probability;
    k += 1;
  }
  return k;
}

/// Hoermann's table mountain: candidates floor((2 a / (0.5 - |u|) + b) u + c), most of them taken
/// at once where the hat is known to be covered.
struct Mountain {
  double a;
  double b;
  double c;
  double covered;      // candidates of the middle with v below this need no further look
  double hat;          // scale of the hat
  double log_at_mode;  // log P that the hat is measured in
};

/// Transformed rejection for log probabilities log_probability(k), k in [0, highest].
template <class LogProbability>
double reject(Draws& draws, const Mountain& hill, double highest, LogProbability log_probability) {
  for (;;) {
    const double u = draws.uniform() - 0.5;
    const double v = draws.uniform();
    const double edge = 0.5 - exact::abs(u);
    const double k = exact::floor((2 * hill.a / edge + hill.b) * u + hill.c);
    if (!(k >= 0 && k <= highest)) continue;
    if (edge >= 0.07 && v <= hill.covered) return k;
    if (edge < 0.013 && v > edge) continue;
    const double height = v * hill.hat / (hill.a / (edge * edge) + hill.b);
    if (exact::log(height) <= log_probability(k) - hill.log_at_mode) return k;
  }
}

/// mean >= 10.
double poisson_by_rejection(Draws& draws, double mean) {
  const double b = 0.931 + 2.53 * exact::sqrt(mean);
  const Mountain hill{.a = -0.059 + 0.02483 * b,
                      .b = b,
                      .c = mean + 0.43,
                      .covered = 0.9277 - 3.6224 / (b - 2),
                      .hat = 1.1239 + 1.1328 / (b - 3.4),
                      .log_at_mode = 0};
  return reject(draws, hill, std::numeric_limits<double>::max(),
                [mean](double k) { return log_poisson(k, mean); });
}

/// p <= 0.5, n p >= 10.
double binomial_by_rejection(Draws& draws, double n, double p) {
  const double q = 1 - p;
  const double sd = exact::sqrt(n * p * q);
  const double b = 1.15 + 2.53 * sd;
  const double mode = exact::floor((n + 1) * p);
  const Mountain hill{.a = -0.0873 + 0.0248 * b + 0.01 * p,
                      .b = b,
                      .c = n * p + 0.5,
                      .covered = 0.92 - 4.2 / b,
                      .hat = (2.83 + 5.1 / b) * sd,
                      .log_at_mode = log_binomial(mode, n, p, q)};
  return reject(draws, hill, n, [=](double k) { return log_binomial(k, n, p, q); });
}

/// p <= 0.5, n p < 10.
double binomial_by_inversion(double u, double n, double p) {
  const double odds = p / (1 - p);
  return invert(u, exact::exp(n * exact::log1p(-p)),
                [=](double k) { return (n - k + 1) / k * odds; });
}

/// shape >= 1, scale 1.
double standard_gamma(Draws& draws, double shape) {
  const double d = shape - 1.0 / 3;
  const double c = 1 / (3 * exact::sqrt(d));
  for (;;) {
    const double x = standard_normal(draws);
    const double u = draws.uniform();
    const double t = c * x;
    if (t <= -1) continue;
    const double cube = (1 + t) * (1 + t) * (1 + t);
    const double square = x * x;
    if (u < 1 - 0.0331 * square * square) return d * cube;
    // 1 - cube + log(cube), written so that the leading terms cancel before rounding
    const double fall = 3 * (exact::log1p(t) - t) - t * t * (3 + t);
    if (exact::log(u) < 0.5 * square + d * fall) return d * cube;
  }
}

}  // namespace

double normal_quantile(double p) {
  if (!(p > 0 && p < 1)) return kNan;
  const double from_half = p - 0.5;
  if (exact::abs(from_half) <= 0.425) {
    return from_half * kCentre(0.180625 - from_half * from_half);
  }
  const double tail = exact::sqrt(-exact::log(std::min(p, 1 - p)));
  const double z = tail <= 5 ? kTail(tail - 1.6) : kFarTail(tail - 5);
  return from_half < 0 ? -z : z;
}

double uniform(Draws& draws, double low, double high) {
  if (!is_size(high - low)) return kNan;
  return std::min(low + (high - low) * draws.uniform(), high);
}

double normal(Draws& draws, double mean, double sd) {
  if (!exact::is_finite(mean) || !is_size(sd)) return kNan;
  return mean + sd * standard_normal(draws);
}

double lognormal(Draws& draws, double median, double sdlog) {
  if (!is_size(median) || !is_size(sdlog)) return kNan;
  const double factor = exact::exp(sdlog * standard_normal(draws));
  return median == 0 ? 0 : median * factor;
}

double standard_exponential(Draws& draws) { return -exact::log(draws.uniform()); }

double exponential(Draws& draws, double mean) {
  return is_size(mean) ? mean * standard_exponential(draws) : kNan;
}

double gamma(Draws& draws, double shape, double scale) {
  if (!is_positive(shape) || !is_size(scale)) return kNan;
  if (scale == 0) return 0;
  if (shape >= 1) return scale * standard_gamma(draws, shape);
  const double thinning = exact::exp(-standard_exponential(draws) / shape);
  return scale * (standard_gamma(draws, shape + 1) * thinning);
}

double weibull(Draws& draws, double shape, double scale) {
  if (!is_positive(shape) || !is_size(scale)) return kNan;
  const double size = exact::pow(standard_exponential(draws), 1 / shape);
  return scale == 0 ? 0 : scale * size;
}

double triangular(Draws& draws, double low, double mode, double high) {
  const double width = high - low;
  if (!is_size(width) || !(low <= mode && mode <= high)) return kNan;
  const double u = draws.uniform();
  if (width == 0) return low;
  const double rising = (mode - low) / width;
  if (u < rising) return low + width * exact::sqrt(u * rising);
  return high - width * exact::sqrt((1 - u) * (1 - rising));
}

double pareto(Draws& draws, double minimum, double shape) {
  if (!is_size(minimum) || !is_positive(shape)) return kNan;
  const double factor = exact::exp(standard_exponential(draws) / shape);
  return minimum == 0 ? 0 : minimum * factor;
}

double poisson(Draws& draws, double mean) {
  if (!is_size(mean)) return kNan;
  if (mean >= kInversionBelow) return poisson_by_rejection(draws, mean);
  return invert(draws.uniform(), exact::exp(-mean), [mean](double k) { return mean / k; });
}

double binomial(Draws& draws, double n, double p) {
  if (!is_size(n) || exact::trunc(n) != n || !(p >= 0 && p <= 1)) return kNan;
  const double rarer = std::min(p, 1 - p);
  if (n * rarer >= kInversionBelow) {
    const double count = binomial_by_rejection(draws, n, rarer);
    return p > 0.5 ? n - count : count;
  }
  const double u = draws.uniform();
  return p > 0.5 ? n - binomial_by_inversion(1 - u, n, rarer) : binomial_by_inversion(u, n, rarer);
}

double negative_binomial(Draws& draws, double mean, double dispersion) {
  if (!is_positive(dispersion)) return kNan;
  return poisson(draws, gamma(draws, dispersion, mean / dispersion));
}

double bernoulli(Draws& draws, double p) {
  if (!(p >= 0 && p <= 1)) return kNan;
  return draws.uniform() < p ? 1 : 0;
}

std::size_t index(Draws& draws, std::span<const double> weights) {
  double total = 0;
  std::size_t last = weights.size();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!is_size(weights[i])) return weights.size();
    if (weights[i] > 0) last = i;
    total += weights[i];
  }
  if (!is_positive(total)) return weights.size();
  const double target = draws.uniform() * total;
  double cumulative = 0;
  for (std::size_t i = 0; i < last; ++i) {
    cumulative += weights[i];
    if (target < cumulative) return i;
  }
  return last;
}

}  // namespace brink::sample
