#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: renewal theory. With time between events of mean m and squared coefficient of variation
// c², E N(t) = t/m + (c² − 1)/2 + o(1).
namespace brink::test {
namespace {

std::string renewing(const std::string& every) {
  return R"(
brink: 1
title: Renewals
start: 2026-01-01
horizon: 59.5 d
events: {wave: {is: assault}}
processes:
  waves:
    every: )" +
         every + R"(
    emit: wave
measures: {waves: {count: wave}}
)";
}

Sample counts_of(const std::string& every, int runs) {
  const auto program = compiled(renewing(every));
  Sample counts;
  for (int r = 0; r < runs; ++r) {
    counts.add(measures_of(program, {.seed = 81, .replication = static_cast<std::uint64_t>(r)})[0]
                   .value.number);
  }
  return counts;
}

TEST(RenewalTest, EqualSpacesGiveExactCounts) {
  const auto program = compiled(renewing("2 d"));
  const auto result = run_once(program, {.seed = 82});
  ASSERT_EQ(result.log.events().size(), 29U);
  for (const auto& event : result.log.events()) {
    EXPECT_EQ(event.time.us, event.number * 2 * kMicrosecondsPerDay);
  }
}

// the remainder of the expansion: 60 renewals spread the phase, so it is below e^(−60 · 1/2) for
// each of these
TEST(RenewalTest, CountsFollowTheRenewalFunction) {
  const int runs = cases(20'000);
  // mean 2, variance 1/3
  expect_mean("every uniform(1 d .. 3 d)", counts_of("uniform(1 d .. 3 d)", runs),
              59.5 / 2 + (1.0 / 12 - 1) / 2);
  // two exponential stages of a day: E N(t) = t/2 − 1/4 + e^(−2t)/4
  expect_mean("every gamma(2, 1 d)", counts_of("gamma(shape = 2, scale = 1 d)", runs),
              59.5 / 2 - 0.25);
  // exponential spaces are a Poisson process
  const auto counts = counts_of("exponential(mean = 1 d)", runs);
  expect_mean("every exponential(1 d)", counts, 59.5);
  expect_variance("every exponential(1 d)", counts, 59.5);
}

std::string delayed(const std::string& delay) {
  return R"(
brink: 1
title: Delays
start: 2026-01-01
horizon: 4000 d
actors: {a: {}, b: {}}
events: {ask: {is: request}, answer: {is: consult}}
processes: {asking: {every: 12 h, emit: ask, from: a, to: b}}
rules:
  answers:
    upon: ask
    by: b
    after: )" +
         delay + R"(
    do: [{emit: answer, to: a}]
)";
}

/// Days from question to answer; questions of the last 200 days are left out, since their late
/// answers are not seen.
std::vector<double> delays_of(const std::string& delay, std::uint64_t seed) {
  const auto program = compiled(delayed(delay));
  const auto result = run_once(program, {.seed = seed});
  const auto& events = result.log.events();
  const auto answer = type_index(program, "answer");
  const SimTime last{3'800 * kMicrosecondsPerDay};
  std::vector<double> delays;
  for (const auto& event : events) {
    if (event.type != answer) continue;
    const auto asked = events[event.cause - 1].time;
    if (asked <= last) delays.push_back(in_days(event.time - asked));
  }
  EXPECT_EQ(delays.size(), 7600U) << delay;
  return delays;
}

TEST(DelayTest, DelaysHaveTheLawTheyAreGiven) {
  expect_distribution("after exponential", delays_of("exponential(mean = 3 d)", 101),
                      [](double x) { return exp1(x / 3); });
  expect_distribution("after lognormal", delays_of("lognormal(median = 3 d, sdlog = 0.6)", 102),
                      [](double x) { return normal_cdf(std::log(x / 3) / 0.6); });
  expect_distribution("after uniform", delays_of("uniform(1 d .. 3 d)", 103),
                      [](double x) { return std::min(1.0, std::max(0.0, (x - 1) / 2)); });
  expect_distribution("after weibull", delays_of("weibull(shape = 1.5, scale = 10 d)", 104),
                      [](double x) { return exp1(std::pow(x / 10, 1.5)); });
  expect_distribution("after gamma", delays_of("gamma(shape = 2, scale = 5 d)", 105),
                      [](double x) { return 1 - (1 + x / 5) * std::exp(-x / 5); });
  expect_distribution("after triangular",
                      delays_of("triangular(low = 0 d, mode = 2 d, high = 2 d)", 106),
                      [](double x) { return std::min(1.0, x * x / 4); });
}

TEST(DelayTest, AConstantDelayIsExact) {
  const auto program = compiled(delayed("36 h"));
  const auto result = run_once(program, {.seed = 84});
  const auto answer = type_index(program, "answer");
  for (const auto& event : result.log.events()) {
    if (event.type != answer) continue;
    ASSERT_EQ((event.time - result.log.events()[event.cause - 1].time).us,
              kMicrosecondsPerDay * 3 / 2);
  }
}

}  // namespace
}  // namespace brink::test
