#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: the Poisson process, textbook formulas. Tolerances: see tests/support/statistics.h.
namespace brink::test {
namespace {

const char* const kPoisson = R"(
brink: 1
title: Poisson process
start: 2026-01-01
horizon: 100 d
parameters: {rate: 3, length: 1}
events: {strike: {is: assault}, answer: {is: assault}}
processes: {strikes: {rate: rate, emit: strike}}
rules:
  some_are_answered: {upon: strike, chance: 0.3, do: [{emit: answer}]}
measures:
  strikes: {count: strike}
  answers: {count: answer}
)";

std::vector<double> gaps_of(const Log& log, TypeId type) {
  std::vector<double> gaps;
  SimTime last;
  for (const auto& event : log.events()) {
    if (event.type != type) continue;
    gaps.push_back(in_days(event.time - last));
    last = event.time;
  }
  return gaps;
}

TEST(PoissonTest, CountsHaveMeanAndVarianceRateTimesLength) {
  const auto program = compiled(kPoisson);
  Sample counts;
  for (int r = 0; r < cases(10'000); ++r) {
    counts.add(measures_of(program, {.seed = 11, .replication = static_cast<std::uint64_t>(r)})[0]
                   .value.number);
  }
  expect_mean("Poisson count, rate 3, 100 d", counts, 300);
  expect_variance("Poisson count, rate 3, 100 d", counts, 300);
}

TEST(PoissonTest, WaitingTimesAreExponentialAndWithoutMemory) {
  const auto program = compiled(kPoisson);
  Overlay overlay = with_setting(program, "rate", 20);
  overlay.until = Duration{1'000 * kMicrosecondsPerDay};
  const auto result = run_once(program, {.seed = 12}, overlay);
  auto gaps = gaps_of(result.log, type_index(program, "strike"));
  for (double& gap : gaps) gap *= 20;
  expect_distribution("Poisson waiting times", gaps, exp1);
  const auto all = std::span(gaps);
  expect_uncorrelated("neighbouring waiting times", all.first(all.size() - 1), all.subspan(1));
}

// a thinned Poisson process is one too, and independent of what was left out
TEST(PoissonTest, ChanceThinsAProcess) {
  const auto program = compiled(kPoisson);
  Sample kept;
  Sample left_out;
  for (int r = 0; r < cases(10'000); ++r) {
    const auto m = measures_of(program, {.seed = 13, .replication = static_cast<std::uint64_t>(r)});
    kept.add(m[1].value.number);
    left_out.add(m[0].value.number - m[1].value.number);
  }
  expect_mean("thinned count", kept, 90);
  expect_variance("thinned count", kept, 90);
  expect_mean("what was left out", left_out, 210);
  expect_uncorrelated("kept and left out", kept.values, left_out.values);
  const auto result = run_once(program, {.seed = 14}, [&] {
    Overlay overlay = with_setting(program, "rate", 20);
    overlay.until = Duration{1'000 * kMicrosecondsPerDay};
    return overlay;
  }());
  auto gaps = gaps_of(result.log, type_index(program, "answer"));
  for (double& gap : gaps) gap *= 6;
  expect_distribution("thinned waiting times", gaps, exp1);
}

// processes that race are one process with the sum of their rates
TEST(PoissonTest, TwoProcessesShareByTheirRates) {
  const auto program = compiled(R"(
brink: 1
title: Two processes
start: 2026-01-01
horizon: 4000 d
actors: {a: {}, b: {}}
events: {strike: {is: assault}}
processes:
  first: {rate: 1, emit: strike, from: a}
  second: {rate: 3, emit: strike, from: b}
measures:
  of_a: {count: strike from a}
  of_b: {count: strike from b}
)");
  const auto result = run_once(program, {.seed = 15});
  const std::array<double, 2> counts{result.measures[0].value.number,
                                     result.measures[1].value.number};
  expect_shares("who strikes", counts, std::array{0.25, 0.75});
  auto gaps = gaps_of(result.log, type_index(program, "strike"));
  for (double& gap : gaps) gap *= 4;
  expect_distribution("waiting times of both together", gaps, exp1);
}

}  // namespace
}  // namespace brink::test
