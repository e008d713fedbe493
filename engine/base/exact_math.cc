#include "engine/base/exact_math.h"

#include <array>
#include <cstddef>
#include <limits>

namespace brink::exact {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// ln 2 in two parts; the first has 32 significant bits, so its product with an exponent is exact
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kOverLn2 = 0x1.71547652b82fep+0;
constexpr double kSqrt2 = 0x1.6a09e667f3bcdp+0;
constexpr double kTwo54 = 0x1p54;

/// An unevaluated sum: high is the double nearest to it, low the rest.
struct Pair {
  double high;
  double low;
};

/// x = mantissa * 2^exponent with mantissa in (sqrt(1/2), sqrt(2)].
struct Scaled {
  double mantissa;
  double exponent;
};

/// A reduced exponential argument: x = exponent * ln 2 + (rest.high + rest.low), |rest| < 0.35.
struct Reduced {
  int exponent;
  Pair rest;
};

/// Exact sum of two doubles (Knuth).
Pair add_exactly(double a, double b) {
  const double sum = a + b;
  const double from_b = sum - a;
  return {sum, (a - (sum - from_b)) + (b - from_b)};
}

/// Exact sum when |a| >= |b| or a is 0 (Dekker).
Pair add_ordered(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// The upper 26 bits in high, the other 27 in low (Veltkamp); |a| below 2^970.
Pair split(double a) {
  const double spread = a * 0x1.0000002p27;
  const double high = spread - (spread - a);
  return {high, a - high};
}

/// Exact product (Dekker), as long as nothing over- or underflows.
Pair multiply_exactly(double a, double b) {
  const double product = a * b;
  const Pair x = split(a);
  const Pair y = split(b);
  const double rest = ((x.high * y.high - product) + x.high * y.low + x.low * y.high);
  return {product, rest + x.low * y.low};
}

Pair multiply(Pair a, Pair b) {
  const Pair p = multiply_exactly(a.high, b.high);
  return add_ordered(p.high, p.low + (a.high * b.low + a.low * b.high));
}

/// a + b with |a| the larger.
Pair add(Pair a, Pair b) {
  const Pair sum = add_exactly(a.high, b.high);
  return add_ordered(sum.high, sum.low + (a.low + b.low));
}

/// c[0] + c[1] x + c[2] x^2 + ...
template <std::size_t N>
double polynomial(const std::array<double, N>& c, double x) {
  double value = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) value = value * x + c[i];
  return value;
}

/// 2^e for a normal result.
double power_of_two(int e) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(e + 1023) << 52);
}

/// value * 2^e, e in [-1080, 1030]; two steps because 2^e itself may be no double.
double scale(double value, int e) {
  const int half = e / 2;
  return value * power_of_two(half) * power_of_two(e - half);
}

Scaled scaled(double x) {
  double extra = 0;
  if (x < 0x1p-1022) {
    x *= kTwo54;
    extra = -54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const int e = static_cast<int>(bits >> 52) - 1023;
  constexpr std::uint64_t kFraction = (std::uint64_t{1} << 52) - 1;
  const double m = std::bit_cast<double>((bits & kFraction) | (std::uint64_t{1023} << 52));
  if (m > kSqrt2) return {m * 0.5, extra + e + 1};
  return {m, extra + e};
}

/// Splits x + tail, |x| < 1100, |tail| < 1e-10.
Reduced reduced(double x, double tail) {
  // adding 1.5 * 2^52 leaves no fraction bits: rounds to the nearest whole number
  constexpr double kRounder = 0x1.8p52;
  const double k = (x * kOverLn2 + kRounder) - kRounder;
  // the product and the difference are exact
  return {static_cast<int>(k), add_exactly(x - k * kLn2High, tail - k * kLn2Low)};
}

/// (e^r - 1 - r) / r^2 for |r| < 0.35: Taylor to r^13, remainder below 5e-18 of e^r.
double exp_tail(double r) {
  static constexpr std::array<double, 6> kEven{1.0 / 2,       1.0 / 24,        1.0 / 720,
                                               1.0 / 40320.0, 1.0 / 3628800.0, 1.0 / 479001600.0};
  static constexpr std::array<double, 6> kOdd{1.0 / 6,        1.0 / 120,        1.0 / 5040,
                                              1.0 / 362880.0, 1.0 / 39916800.0, 1.0 / 6227020800.0};
  const double square = r * r;
  return polynomial(kEven, square) + r * polynomial(kOdd, square);
}

/// e^rest as an unevaluated sum.
Pair exp_of_rest(Pair rest) {
  const double r = rest.high;
  const Pair linear = add_ordered(1.0, r);
  return {linear.high, linear.low + (rest.low + r * rest.low + r * r * exp_tail(r))};
}

/// e^(x + tail), |x| < 1e308, |tail| < 1e-10.
double exp_of_sum(double x, double tail) {
  if (x > 710) return kInfinity;
  if (x < -746) return 0;
  const Reduced part = reduced(x, tail);
  const Pair value = exp_of_rest(part.rest);
  return scale(value.high + value.low, part.exponent);
}

/// k ln 2 + log(1 + f) + correction, f in (-0.3, 0.42), |correction| tiny.
///
/// With s = f / (2 + f): log(1 + f) = 2 atanh(s) = 2s + s R and 2s = f - f^2/2 + s f^2/2, which
/// keeps f, the largest term, free of rounding.
double log_of_parts(double k, double f, double correction) {
  static constexpr std::array<double, 10> kAtanh{2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11,
                                                 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21};
  const double s = f / (2 + f);
  const double z = s * s;
  const double half_square = 0.5 * f * f;
  const double series = s * (half_square + z * polynomial(kAtanh, z));
  return k * kLn2High - ((half_square - (series + (k * kLn2Low + correction))) - f);
}

/// log(x) for finite x > 0, relative error about 2^-68.
Pair log_pair(double x) {
  // 1/7 + z/9 + ... + z^10/27; the terms before carry more than a double
  static constexpr std::array<double, 11> kAtanhTail{1.0 / 7,  1.0 / 9,  1.0 / 11, 1.0 / 13,
                                                     1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21,
                                                     1.0 / 23, 1.0 / 25, 1.0 / 27};
  constexpr Pair kThird{0x1.5555555555555p-2, 0x1.5555555555555p-56};
  constexpr Pair kFifth{0x1.999999999999ap-3, -0x1.999999999999ap-57};
  const Scaled parts = scaled(x);
  const double f = parts.mantissa - 1;
  const Pair divisor = add_exactly(parts.mantissa, 1.0);
  const double quotient = f / divisor.high;
  const Pair back = multiply_exactly(quotient, divisor.high);
  const double rest = (((f - back.high) - back.low) - quotient * divisor.low) / divisor.high;
  const Pair s{quotient, rest};
  const Pair z = multiply(s, s);
  const Pair from_fifth = add(kFifth, {z.high * polynomial(kAtanhTail, z.high), 0});
  const Pair series = multiply(z, add(kThird, multiply(z, from_fifth)));
  const Pair twice{2 * s.high, 2 * s.low};
  const Pair log_mantissa = add(twice, multiply(twice, series));
  const double k = parts.exponent;
  return add({k * kLn2High, k * kLn2Low}, log_mantissa);
}

bool is_whole(double y) { return trunc(y) == y; }

bool is_odd(double y) {
  const double size = abs(y);
  return size < 0x1p53 && is_whole(y) && (static_cast<std::uint64_t>(size) & 1) != 0;
}

/// x^y for finite x > 0.
double pow_of_positive(double x, double y) {
  if (y == 1) return x;
  // |log x| > 2^-54 and < 2^10, so beyond these bounds only the direction is left
  if (abs(y) > 0x1p66) return (x > 1) == (y > 0) ? kInfinity : 0.0;
  if (abs(y) < 0x1p-66) return 1;
  const Pair logarithm = log_pair(x);
  const Pair product = multiply_exactly(logarithm.high, y);
  return exp_of_sum(product.high, product.low + logarithm.low * y);
}

/// log gamma(2 + z), |z| <= 0.5: Taylor series whose k-th coefficient is (-1)^k (zeta(k) - 1) / k.
double log_gamma_near_two(double z) {
  static constexpr std::array<double, 26> kSeries{
      0.42278433509846713,     0.3224670334241132,     -0.0673523010531981,
      0.020580808427784546,    -0.007385551028673986,  0.0028905103307415234,
      -0.001192753911703261,   0.0005096695247430425,  -0.00022315475845357939,
      9.945751278180853e-05,   -4.492623673813314e-05, 2.050721277567069e-05,
      -9.439488275268397e-06,  4.374866789907488e-06,  -2.039215753801366e-06,
      9.55141213040742e-07,    -4.492469198764566e-07, 2.1207184805554665e-07,
      -1.0043224823968099e-07, 4.7698101693639804e-08, -2.2711094608943164e-08,
      1.0838659214896955e-08,  -5.183475041970047e-09, 2.4836745438024785e-09,
      -1.1921401405860912e-09, 5.731367241678862e-10};
  return z * polynomial(kSeries, z);
}

/// Stirling's series, x >= 12: the first omitted term is below 1e-17 of the value.
double log_gamma_of_large(double x) {
  static constexpr std::array<double, 8> kStirling{
      1.0 / 12,   -1.0 / 360,        1.0 / 1260, -1.0 / 1680,
      1.0 / 1188, -691.0 / 360360.0, 1.0 / 156,  -3617.0 / 122400.0};
  constexpr double kHalfLogTwoPiLessHalf = 0.41893853320467274178;
  const double inverse = 1 / x;
  const double series = inverse * polynomial(kStirling, inverse * inverse);
  return (x - 0.5) * (log(x) - 1) + (kHalfLogTwoPiLessHalf + series);
}

}  // namespace

double exp(double x) { return x != x ? x : exp_of_sum(x, 0); }

double expm1(double x) {
  if (x != x || abs(x) < 0x1p-54) return x;
  if (x > 40) return exp(x);
  if (x < -40) return -1;
  if (abs(x) < 0.34) return x + x * x * exp_tail(x);
  const Reduced part = reduced(x, 0);
  const Pair value = exp_of_rest(part.rest);
  const double factor = power_of_two(part.exponent);
  const Pair less_one = add_exactly(value.high * factor, -1.0);
  return less_one.high + (less_one.low + value.low * factor);
}

double log(double x) {
  if (x == 0) return -kInfinity;
  if (x < 0) return kNan;
  if (!is_finite(x)) return x;
  const Scaled parts = scaled(x);
  return log_of_parts(parts.exponent, parts.mantissa - 1, 0);
}

double log1p(double x) {
  if (x == -1) return -kInfinity;
  if (x < -1) return kNan;
  if (!is_finite(x) || abs(x) < 0x1p-54) return x;
  if (x > -0.29 && x < 0.41) return log_of_parts(0, x, 0);
  const Pair sum = add_exactly(1.0, x);
  const Scaled parts = scaled(sum.high);
  return log_of_parts(parts.exponent, parts.mantissa - 1, sum.low / sum.high);
}

double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y) return kNan;
  const double size = abs(x);
  if (!is_finite(y)) {
    if (size == 1) return 1;
    return (size > 1) == (y > 0) ? kInfinity : 0.0;
  }
  const bool negative_base = std::bit_cast<std::uint64_t>(x) >> 63 != 0;
  const double sign = negative_base && is_odd(y) ? -1.0 : 1.0;
  if (size == 0 || !is_finite(size)) return sign * ((size == 0) == (y < 0) ? kInfinity : 0.0);
  if (negative_base && !is_whole(y)) return kNan;
  if (size == 1) return sign;
  return sign * pow_of_positive(size, y);
}

double log_gamma(double x) {
  if (x == 0) return kInfinity;
  if (x < 0) return kNan;
  if (!is_finite(x)) return x;
  if (x >= 12) return log_gamma_of_large(x);
  if (x <= 0.5) return log_gamma_near_two(x) - log1p(x) - log(x);
  if (x <= 1.5) return log_gamma_near_two(x - 1) - log1p(x - 1);
  double product = 1;
  while (x > 2.5) {
    x -= 1;
    product *= x;
  }
  return log_gamma_near_two(x - 2) + log(product);
}

}  // namespace brink::exact
