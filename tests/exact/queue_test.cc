#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: queueing theory (M/M/1, M/M/c, M/G/∞), textbook formulas. The queues of one or more
// servers begin in their stationary law, so that means have no bias; the standard errors are those
// of independent runs.
namespace brink::test {
namespace {

/// One server: arrivals 0.6, service 1 a day, begun with the geometric law of the stationary queue
/// (a negative binomial of dispersion 1): L = rho / (1 − rho) = 1.5.
std::string one_server(const std::string& service) {
  return R"(
brink: 1
title: M/M/1
start: 2026-01-01
horizon: 300 d
world:
  variables:
    queue:
      initial: negative_binomial(mean = 1.5, dispersion = 1)
      min: 0
events: {arrival: {is: request}, departure: {is: aid}}
processes:
  arrivals: {rate: 0.6, emit: arrival}
  service:
    emit: departure
)" + service +
         R"(
rules:
  comes: {upon: arrival, do: [queue += 1]}
  goes: {upon: departure, do: [queue -= 1]}
measures:
  length: {average: queue}
  idle: {time: queue < 0.5}
  last: {final: queue}
  served: {count: departure}
)";
}

void expect_one_server(const std::string& name, const Program& program) {
  Sample length;
  Sample idle;
  Sample last;
  Sample served;
  for (int r = 0; r < cases(20'000); ++r) {
    const auto m = measures_of(program, {.seed = 21, .replication = static_cast<std::uint64_t>(r)});
    length.add(m[0].value.number);
    idle.add(in_days({m[1].value.whole}) / 300);
    last.add(m[2].value.number);
    served.add(m[3].value.number);
  }
  expect_mean(name + ": mean length", length, 1.5);
  expect_mean(name + ": idle share", idle, 0.4);
  expect_mean(name + ": length at the end", last, 1.5);
  expect_variance(name + ": length at the end", last, 1.5 + 1.5 * 1.5);
  expect_mean(name + ": served", served, 180);
  expect_variance(name + ": served (Burke: Poisson)", served, 180);
}

TEST(QueueTest, OneServerWithARateThatStops) {
  expect_one_server("M/M/1, if", compiled(one_server("    rate: if(queue > 0, 1, 0)")));
}

TEST(QueueTest, OneServerWithAGate) {
  expect_one_server("M/M/1, while", compiled(one_server("    while: queue > 0\n    rate: 1")));
}

// the waiting time of a gated clock is frozen while the gate is shut: by lack of memory nothing
// changes in law, and every unit of service still is an Exp(1)
TEST(QueueTest, ThreeServersHaveErlangsQueue) {
  const auto program = compiled(R"(
brink: 1
title: M/M/3
start: 2026-01-01
horizon: 400 d
world: {variables: {queue: {initial: 0, min: 0}}}
events: {arrival: {is: request}, departure: {is: aid}}
processes:
  arrivals: {rate: 2, emit: arrival}
  service:
    rate: min(queue, 3)
    emit: departure
rules:
  comes: {upon: arrival, do: [queue += 1]}
  goes: {upon: departure, do: [queue -= 1]}
measures:
  last: {final: queue}
  waiting:
    final: max(0, queue - 3)
)");
  // a = 2, c = 3: p0 = 1 / (1 + 2 + 2 + (8/6) · 3) = 1/9, C = (8/6) · 3 · p0 = 4/9,
  // Lq = C ρ / (1 − ρ) = 8/9, L = Lq + a
  Sample last;
  Sample waiting;
  for (int r = 0; r < cases(10'000); ++r) {
    const auto m = measures_of(program, {.seed = 22, .replication = static_cast<std::uint64_t>(r)});
    last.add(m[0].value.number);
    waiting.add(m[1].value.number);
  }
  expect_mean("M/M/3: number in the system", last, 8.0 / 9 + 2);
  expect_mean("M/M/3: number waiting", waiting, 8.0 / 9);
}

std::string many_servers(const std::string& service) {
  return R"(
brink: 1
title: M/G/infinity
start: 2026-01-01
horizon: 60 d
world: {variables: {busy: 0}}
events: {arrival: {is: request}}
processes: {arrivals: {rate: 4, emit: arrival}}
rules:
  comes: {upon: arrival, do: [busy += 1]}
  goes:
    upon: arrival
    after: )" +
         service + R"(
    do: [busy -= 1]
measures:
  early: {at: 1 d, of: busy}
  last: {final: busy}
)";
}

/// mean_service [day]; early: ∫ P(S > u) du from 0 to 1
void expect_many_servers(const std::string& name, const std::string& service, double mean_service,
                         double early, std::uint64_t seed) {
  const auto program = compiled(many_servers(service));
  Sample at_one;
  Sample last;
  for (int r = 0; r < cases(20'000); ++r) {
    const auto m =
        measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)});
    at_one.add(m[0].value.number);
    last.add(m[1].value.number);
  }
  expect_mean("M/G/inf, " + name, last, 4 * mean_service);
  expect_variance("M/G/inf, " + name, last, 4 * mean_service);
  expect_mean("M/G/inf after a day, " + name, at_one, 4 * early);
  expect_variance("M/G/inf after a day, " + name, at_one, 4 * early);
}

TEST(QueueTest, UnlimitedServersHoldAPoissonNumber) {
  expect_many_servers("exponential", "exponential(mean = 2 d)", 2, 2 * (1 - std::exp(-0.5)), 23);
  expect_many_servers("uniform", "uniform(0 d .. 4 d)", 2, 1 - 1.0 / 8, 24);
  // ∫ P(S > u) du by the trapezium, h = 1e-4: error below 1e-8
  const auto lognormal_above = [](double u) {
    return u == 0 ? 1.0 : normal_cdf(-std::log(u / 1.5) / 0.5);
  };
  double early = 0;
  for (int i = 0; i < 10'000; ++i) {
    early += (lognormal_above(i * 1e-4) + lognormal_above((i + 1) * 1e-4)) / 2 * 1e-4;
  }
  expect_many_servers("lognormal", "lognormal(median = 1.5 d, sdlog = 0.5)", 1.5 * std::exp(0.125),
                      early, 25);
  expect_many_servers("constant", "1.5 d", 1.5, 1, 26);
}

}  // namespace
}  // namespace brink::test
