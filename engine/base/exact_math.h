#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

/// Elementary functions whose results are the same bits on every compiler, optimisation level and
/// processor: plain IEEE double + - * / and bit operations only, no libm.
///
/// Built with -ffp-contract=off, never with -ffast-math, in the default rounding mode (to nearest).
/// Special values follow IEEE 754 and ISO C Annex F: NaN in, NaN out; no floating-point exception
/// flag and no errno is promised.
///
/// Source:        derivations from Muller et al., Handbook of Floating-Point Arithmetic, 2nd ed.
///                (error-free transforms, argument reduction); truncated Taylor series.
/// Thread safety: all functions are pure.
namespace brink::exact {

/// e^x, within 1 ulp. exp(-inf) = 0, exp(inf) = inf; overflows above 709.78, 0 below -745.14.
/// Cost: about 25 multiplications, no division.
double exp(double x);

/// e^x - 1 without cancellation near 0, within 1.5 ulp. expm1(-inf) = -1, expm1(-0) = -0.
double expm1(double x);

/// Natural logarithm, within 1 ulp. log(0) = -inf, log(x < 0) = NaN, log(inf) = inf.
/// Cost: one division and about 20 multiplications.
double log(double x);

/// log(1 + x) without cancellation near 0, within 1 ulp. log1p(-1) = -inf, log1p(x < -1) = NaN.
double log1p(double x);

/// x^y, within 1 ulp for normal results (2 ulp for subnormal ones). pow(x, 0) = pow(1, y) = 1 even
/// for NaN; a negative x needs a whole y, otherwise NaN.
/// Cost: about six times exp: the logarithm is carried in double-double.
double pow(double x, double y);

/// log of the gamma function for x >= 0, relative error below 1e-13 (zeros at 1 and 2 included).
/// log_gamma(0) = inf, log_gamma(inf) = inf; NaN for x < 0.
double log_gamma(double x);

/// |x|, also for NaN and -0.
inline double abs(double x) {
  constexpr std::uint64_t kWithoutSign = ~(std::uint64_t{1} << 63);
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & kWithoutSign);
}

/// Neither infinite nor NaN.
inline bool is_finite(double x) {
  constexpr std::uint64_t kInfinity = std::uint64_t{0x7ff} << 52;
  return (std::bit_cast<std::uint64_t>(x) & kInfinity) != kInfinity;
}

/// Toward zero; keeps the sign of zero.
inline double trunc(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const int e = static_cast<int>((bits >> 52) & 0x7ff) - 1023;
  if (e >= 52) return x;
  const std::uint64_t sign = bits & (std::uint64_t{1} << 63);
  if (e < 0) return std::bit_cast<double>(sign);
  return std::bit_cast<double>(bits & ~((std::uint64_t{1} << (52 - e)) - 1));
}

/// Toward -inf.
inline double floor(double x) {
  const double whole = trunc(x);
  return whole > x ? whole - 1 : whole;
}

/// Toward +inf.
inline double ceil(double x) {
  const double whole = trunc(x);
  return whole < x ? whole + 1 : whole;
}

/// To the nearest whole number, halves away from zero.
inline double round(double x) {
  const double whole = trunc(x);
  if (!(abs(x - whole) >= 0.5)) return whole;
  return x < 0 ? whole - 1 : whole + 1;
}

/// Square root, correctly rounded as IEEE 754 demands of every implementation.
inline double sqrt(double x) { return std::sqrt(x); }

}  // namespace brink::exact
