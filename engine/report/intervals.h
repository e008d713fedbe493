#pragma once

#include <cstdint>

namespace brink {

/// A range meant to hold the true value in kConfidence of all batches; ends included.
struct Interval {
  double low = 0;
  double high = 0;
};

/// Level of every interval printed; two-sided, half of what is missed on either side.
inline constexpr double kConfidence = 0.95;

/// With fewer successes or fewer failures than this, proportion_interval is the exact one.
inline constexpr std::uint64_t kRare = 10;

/// Score interval of a proportion: all p that a test of normal size z does not reject.
///
///     |successes / n − p| <= z · √(p · (1 − p) / n),    z = 1.96
///
/// Covers 95 % on average over p (94 to 96 % for any n), but less than that for some p near 0 or 1:
/// down to 84 % for many runs, 79 % for one.
///
/// n  sample size, or an effective one, such as that of weighted runs: it may be no whole number
///
/// Returns an interval inside [0, 1] that holds successes / n: [0, 1] where n is 0; low is exactly
/// 0 without successes, high exactly 1 without failures.
///
/// Source:   Wilson (1927), J. Am. Stat. Assoc. 22:209; why this one: Brown, Cai & DasGupta (2001),
///           Statistical Science 16:101.
/// REQUIRES: 0 <= successes <= n, n finite; past n by rounding (1e-9 n) is taken as n.
/// Errors:   none.
/// Cost:     O(1), about 0.1 µs.
Interval wilson(double successes, double n);

/// Exact interval of a proportion: all p under which neither as many successes or more, nor as
/// many or fewer, have a probability below 2.5 %. Covers 95 % or more for every p and n, mostly
/// more. Ends as those of `wilson`.
///
/// Source:   Clopper & Pearson (1934), Biometrika 26:404; the ends as quantiles of the beta
///           distribution: Brown, Cai & DasGupta (2001), Statistical Science 16:101.
/// REQUIRES: successes <= n.
/// Errors:   none.
/// Cost:     two inverse incomplete beta functions, each at most about 30 µs whatever n.
Interval clopper_pearson(std::uint64_t successes, std::uint64_t n);

/// Interval of a share of runs: `wilson`; `clopper_pearson` with fewer than kRare successes or
/// failures, where Wilson's covers too little. Covers 92.4 % or more for every p and n; on
/// average over p 95 %, and more than that for few runs: 98 % for 20, 96 % for 50.
///
/// REQUIRES: successes <= n.
/// Errors:   none.
/// Cost:     that of the interval taken.
Interval proportion_interval(std::uint64_t successes, std::uint64_t n);

/// Interval of a mean by Student's t with n − 1 degrees of freedom: mean ± t · sd / √n. Exact for
/// normal values, near enough for others once n is large for their skew.
///
/// sd  standard deviation of the sample, its square divided by n − 1
///
/// Returns [−∞, ∞] where the sample tells nothing: n < 2, or a mean or sd that is not finite.
///
/// Source:   Student (1908), Biometrika 6:1.
/// REQUIRES: sd >= 0 where n >= 2 and it is a number.
/// Errors:   none.
/// Cost:     one quantile of t, at most about 5 µs whatever n.
Interval mean_interval(double mean, double sd, std::uint64_t n);

}  // namespace brink
