// The engine's own elementary functions beside those of the C library, whose bits vary.
#include <benchmark/benchmark.h>

#include <cmath>

#include "engine/base/exact_math.h"

namespace brink {
namespace {

// arguments that no compiler can foresee, and whose results do not wait for each other
template <class Function>
void applied(benchmark::State& state, Function function) {
  double x = 0.1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(function(x));
    x = x > 9 ? 0.1 : x + 0.01;
  }
}

#define BRINK_FUNCTION(name, call) BENCHMARK_CAPTURE(applied, name, [](double x) { return call; })
BRINK_FUNCTION(exact_exp, exact::exp(x));
BRINK_FUNCTION(libm_exp, std::exp(x));
BRINK_FUNCTION(exact_log, exact::log(x));
BRINK_FUNCTION(libm_log, std::log(x));
BRINK_FUNCTION(exact_pow, exact::pow(x, 1.7));
BRINK_FUNCTION(libm_pow, std::pow(x, 1.7));
BRINK_FUNCTION(exact_floor, exact::floor(x));
BRINK_FUNCTION(exact_expm1, exact::expm1(x));
BRINK_FUNCTION(exact_log1p, exact::log1p(x));
#undef BRINK_FUNCTION

}  // namespace
}  // namespace brink
