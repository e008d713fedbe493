#pragma once

#include <cstddef>
#include <span>

#include "engine/base/random.h"

/// Random variates from addressed draws, the same bits on every compiler and processor.
///
/// Where inversion is practical it is used, one uniform per variate, so that runs which share
/// draws (common random numbers) stay close when a parameter moves. The rejection methods (gamma,
/// poisson and binomial of large means) take a varying number of draws.
///
/// Errors: an argument outside the stated domain, NaN or (unless stated) infinite gives NaN and
///         takes no draw; no argument makes a sampler loop for ever. A result beyond the range of
///         double is infinite.
/// Cost:   about 10 to 200 ns; constant in every argument but the mean of the inversions (< 10).
namespace brink::sample {

/// Uniform in [low, high]; low <= high, high - low finite.
double uniform(Draws& draws, double low, double high);

/// Gaussian; sd >= 0. Inversion, increasing in its uniform.
double normal(Draws& draws, double mean, double sd);

/// median * e^(sdlog * normal); median >= 0, sdlog >= 0.
double lognormal(Draws& draws, double median, double sdlog);

/// Mean 1: -log(uniform).
double standard_exponential(Draws& draws);

/// mean >= 0.
double exponential(Draws& draws, double mean);

/// Mean shape * scale, variance shape * scale^2; shape > 0, scale >= 0.
///
/// Source: Marsaglia & Tsang (2000), A simple method for generating gamma variables, ACM TOMS 26:3.
double gamma(Draws& draws, double shape, double scale);

/// P(X > x) = e^(-(x / scale)^shape); shape > 0, scale >= 0.
double weibull(Draws& draws, double shape, double scale);

/// Density rising from low to mode and falling to high; low <= mode <= high, high - low finite.
double triangular(Draws& draws, double low, double mode, double high);

/// P(X > x) = (minimum / x)^shape for x >= minimum; minimum >= 0, shape > 0.
double pareto(Draws& draws, double minimum, double shape);

/// Counts of mean >= 0. Inversion below a mean of 10, transformed rejection above.
///
/// Source: Hoermann (1993), The transformed rejection method for generating Poisson random
///         variables, Insurance: Mathematics and Economics 12:39 (PTRS).
double poisson(Draws& draws, double mean);

/// Successes in n trials of chance p; n a whole number >= 0, p in [0, 1]. Inversion where
/// n * min(p, 1 - p) < 10, increasing in its uniform; transformed rejection elsewhere.
///
/// Source: Hoermann (1993), The generation of binomial random variates, J. Stat. Comput. Simul.
///         46:101 (BTRS).
double binomial(Draws& draws, double n, double p);

/// Poisson whose mean is gamma distributed: variance = mean + mean^2 / dispersion; mean >= 0,
/// dispersion > 0, mean / dispersion finite.
double negative_binomial(Draws& draws, double mean, double dispersion);

/// 1 with chance p, otherwise 0; p in [0, 1].
double bernoulli(Draws& draws, double p);

/// i with chance weights[i] / sum; weights >= 0. Gives weights.size() and takes no draw when there
/// is no choice to make: no weight above 0, or any negative or NaN, or an infinite sum.
/// Cost: O(weights.size()).
std::size_t index(Draws& draws, std::span<const double> weights);

/// The z with P(normal(0, 1) < z) = p, p in (0, 1); relative error about 1e-15. NaN elsewhere.
///
/// Source: Wichura (1988), Algorithm AS 241, Applied Statistics 37:477.
double normal_quantile(double p);

}  // namespace brink::sample
