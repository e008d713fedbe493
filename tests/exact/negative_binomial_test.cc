#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: the negative binomial law, mean m, dispersion k: variance m + m²/k,
// P(X = 0) = (k / (k + m))^k; a sum of n independent ones has mean m n and dispersion k n.
namespace brink::test {
namespace {

const char* const kSalvos = R"(
brink: 1
title: Salvos of a heavy-tailed size
start: 2026-01-01
horizon: 100001 d
parameters: {mean_size: 100, dispersion: 1}
world:
  variables:
    first_size:
      initial: negative_binomial(mean = mean_size, dispersion = dispersion)
events: {salvo: {is: assault, attributes: {size: 0}}}
processes:
  salvos:
    every: 1 d
    emit: salvo
    with:
      size: negative_binomial(mean = mean_size, dispersion = dispersion)
measures:
  total: {sum: event.size, of: salvo}
  salvos: {count: salvo}
  empty: {count: salvo where event.size == 0}
  first_size: {final: first_size}
)";

Overlay sized(const Program& program, double mean, double dispersion, int days) {
  auto overlay = with_setting(program, "mean_size", mean);
  overlay.settings.emplace_back(slot_index(program, "dispersion"), Value::of(dispersion));
  overlay.until = Duration{days * kMicrosecondsPerDay + kMicrosecondsPerDay / 2};
  return overlay;
}

void expect_moments(const std::string& what, const Sample& sample, double mean, double dispersion) {
  expect_mean(what, sample, mean);
  expect_variance(what, sample, mean + mean * mean / dispersion);
}

void expect_none(const std::string& what, double none, double n, double mean, double dispersion) {
  const double p = std::pow(dispersion / (dispersion + mean), dispersion);
  expect_estimate(what + ", P(0)", none / n, p, std::sqrt(p * (1 - p) / n));
}

std::string named(double mean, double dispersion) {
  return fmt::format("mean {} dispersion {}", mean, dispersion);
}

/// The sizes of one run's salvos, each one seen.
void expect_sizes(const Program& program, double mean, double dispersion, std::uint64_t seed) {
  const int n = cases(100'000);
  const auto result = run_once(program, {.seed = seed}, sized(program, mean, dispersion, n));
  Sample sizes;
  double empty = 0;
  for (const auto& event : result.log.events()) {
    const double size = result.log.attribute(event, 0).number;
    ASSERT_EQ(size, std::floor(size));
    ASSERT_GE(size, 0);
    sizes.add(size);
    empty += size == 0 ? 1 : 0;
  }
  ASSERT_EQ(sizes.count(), n);
  ASSERT_EQ(result.measures[2].value.number, empty);
  expect_moments("size, " + named(mean, dispersion), sizes, mean, dispersion);
  expect_none("size, " + named(mean, dispersion), empty, n, mean, dispersion);
}

/// Sums of ten salvos, and a variable that begins with such a number.
void expect_sums(const Program& program, double mean, double dispersion, std::uint64_t seed) {
  const auto overlay = sized(program, mean, dispersion, 10);
  Sample totals;
  Sample first;
  double none = 0;
  for (int r = 0; r < cases(40'000); ++r) {
    const auto m =
        measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)}, overlay);
    ASSERT_EQ(m[1].value.number, 10);
    totals.add(m[0].value.number);
    first.add(m[3].value.number);
    none += m[3].value.number == 0 ? 1 : 0;
  }
  expect_moments("ten, " + named(mean, dispersion), totals, 10 * mean, 10 * dispersion);
  expect_moments("initial, " + named(mean, dispersion), first, mean, dispersion);
  expect_none("initial, " + named(mean, dispersion), none, first.count(), mean, dispersion);
}

TEST(NegativeBinomialTest, SizesOfEventsHaveItsMomentsAndItsShareOfNone) {
  const auto program = compiled(kSalvos);
  expect_sizes(program, 110, 1.3, 151);
  expect_sizes(program, 2, 0.5, 152);
  expect_sizes(program, 5, 20, 153);
  expect_sizes(program, 0.7, 3, 154);
}

TEST(NegativeBinomialTest, SumsOfEventsAndFirstValuesHaveItsMoments) {
  const auto program = compiled(kSalvos);
  expect_sums(program, 110, 1.3, 155);
  expect_sums(program, 2, 0.5, 156);
  expect_sums(program, 0.7, 3, 157);
}

}  // namespace
}  // namespace brink::test
