#include <gtest/gtest.h>

#include <string>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: Erlang (1917). With a = λ/μ and c servers, the probability of having to wait is
//   C = (a^c / c!) / ((1 − ρ) Σ_{k<c} a^k / k! + a^c / c!),  ρ = a/c,
// the mean number waiting C ρ / (1 − ρ), and a servers are busy. Each run's first 400 days are left
// out: the slowest queue here forgets its start at a rate (√(cμ) − √λ)² = 0.051 a day, to e^(−20).
namespace brink::test {
namespace {

const char* const kServers = R"(
brink: 1
title: M/M/c
start: 2026-01-01
horizon: 1400 d
parameters: {arrivals: 1, servers: 1}
world:
  variables:
    customers: {initial: 0, min: 0}
    waiting: {initial: 0, min: 0}
    customer_days: {initial: 0, trend: customers}   # areas below the two above
    waiting_days: {initial: 0, trend: waiting}
events: {arrival: {is: request}, departure: {is: aid}}
processes:
  arrivals: {rate: arrivals, emit: arrival}
  service:
    rate: min(customers, servers)
    emit: departure
rules:
  comes: {upon: arrival, do: [customers += 1]}
  goes: {upon: departure, do: [customers -= 1]}
  waits:
    upon: arrival or departure
    do:
      - waiting = max(0, customers - servers)
measures:
  customers_then: {at: 400 d, of: customer_days}
  waiting_then: {at: 400 d, of: waiting_days}
  customers_at_last: {final: customer_days}
  waiting_at_last: {final: waiting_days}
)";

double erlang_c(double load, int servers) {
  double term = 1;
  double sum = 0;
  for (int k = 1; k <= servers; ++k) {
    sum += term;
    term *= load / k;
  }
  return term / ((1 - load / servers) * sum + term);
}

void expect_queue(double arrivals, int servers, std::uint64_t seed) {
  const auto program = compiled(kServers);
  auto overlay = with_setting(program, "arrivals", arrivals);
  overlay.settings.emplace_back(slot_index(program, "servers"), Value::of(double(servers)));
  Sample customers;
  Sample waiting;
  for (int r = 0; r < cases(2'000); ++r) {
    const auto m =
        measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)}, overlay);
    customers.add((m[2].value.number - m[0].value.number) / 1'000);
    waiting.add((m[3].value.number - m[1].value.number) / 1'000);
  }
  const double use = arrivals / servers;
  const double queue = erlang_c(arrivals, servers) * use / (1 - use);
  const auto name = "M/M/" + std::to_string(servers);
  expect_mean(name + ": number waiting", waiting, queue);
  expect_mean(name + ": number in the system", customers, queue + arrivals);
}

TEST(ErlangTest, OneTwoAndFiveServersHoldTheNumbersOfErlangsFormula) {
  // one server: C = ρ; three at a = 2: 4/9, as in tests/exact/queue_test.cc
  ASSERT_NEAR(erlang_c(0.6, 1), 0.6, 1e-15);
  ASSERT_NEAR(erlang_c(2, 3), 4.0 / 9, 1e-15);
  expect_queue(0.6, 1, 111);
  expect_queue(1.4, 2, 112);
  expect_queue(4, 5, 113);
}

}  // namespace
}  // namespace brink::test
