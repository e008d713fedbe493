// Random bits and what is made of them: in sequence, and addressed anew for each.
#include <benchmark/benchmark.h>

#include <array>

#include "engine/base/hash.h"
#include "engine/base/random.h"
#include "engine/base/samplers.h"
#include "tools/bench/random_sources.h"

namespace brink {
namespace {

constexpr RunSeed kRun{.seed = 1, .replication = 2};

void bits_in_sequence(benchmark::State& state) {
  Draws draws(kRun, 3, 4);
  for (auto _ : state) benchmark::DoNotOptimize(draws.bits());
}
BENCHMARK(bits_in_sequence);

void bits_addressed(benchmark::State& state) {
  std::uint64_t key = 0;
  for (auto _ : state) benchmark::DoNotOptimize(Draws(kRun, ++key, 4).bits());
}
BENCHMARK(bits_addressed);

void bits_addressed_by_the_last_result(benchmark::State& state) {
  std::uint64_t key = 0;
  for (auto _ : state) benchmark::DoNotOptimize(key = Draws(kRun, key, 4).bits());
}
BENCHMARK(bits_addressed_by_the_last_result);

void bits_of_xoshiro(benchmark::State& state) {
  bench::Sequential random(1, 2);
  for (auto _ : state) benchmark::DoNotOptimize(random.next());
}
BENCHMARK(bits_of_xoshiro);

void mix_of_two(benchmark::State& state) {
  std::uint64_t key = 0;
  for (auto _ : state) benchmark::DoNotOptimize(key = mix(key, 7));
}
BENCHMARK(mix_of_two);

// what a sampler takes when its draws are addressed anew each time, as in a run
template <class Sample>
void sampled(benchmark::State& state, Sample sample) {
  std::uint64_t key = 0;
  for (auto _ : state) {
    Draws draws(kRun, ++key, 4);
    benchmark::DoNotOptimize(sample(draws));
  }
}
constexpr std::array<double, 4> kWeights{4, 1, 2, 3};

#define BRINK_SAMPLER(name, call) \
  BENCHMARK_CAPTURE(sampled, name, [](Draws& draws) { return sample::call; })
BRINK_SAMPLER(uniform, uniform(draws, 1, 2));
BRINK_SAMPLER(normal, normal(draws, 0, 1));
BRINK_SAMPLER(lognormal, lognormal(draws, 3, 0.5));
BRINK_SAMPLER(exponential, exponential(draws, 2));
BRINK_SAMPLER(gamma, gamma(draws, 2.5, 1));
BRINK_SAMPLER(weibull, weibull(draws, 1.5, 1));
BRINK_SAMPLER(triangular, triangular(draws, 0, 1, 3));
BRINK_SAMPLER(pareto, pareto(draws, 1, 2));
BRINK_SAMPLER(poisson_of_4, poisson(draws, 4));
BRINK_SAMPLER(poisson_of_100, poisson(draws, 100));
BRINK_SAMPLER(binomial_of_20, binomial(draws, 20, 0.3));
BRINK_SAMPLER(binomial_of_500, binomial(draws, 500, 0.3));
BRINK_SAMPLER(negative_binomial, negative_binomial(draws, 110, 1.3));
BRINK_SAMPLER(bernoulli, bernoulli(draws, 0.3));
BRINK_SAMPLER(index_of_4, index(draws, kWeights));
#undef BRINK_SAMPLER

void exponential_by_ziggurat(benchmark::State& state) {
  bench::Addressed random(1, 2);
  std::uint64_t key = 0;
  for (auto _ : state) benchmark::DoNotOptimize(random.at(++key, 4).delay());
}
BENCHMARK(exponential_by_ziggurat);

}  // namespace
}  // namespace brink
