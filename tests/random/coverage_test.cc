#include <gtest/gtest.h>

#include <iostream>

#include "tests/support/coverage.h"
#include "tests/support/random_scenario.h"

namespace brink::test {
namespace {

TEST(RandomScenarios, UseEveryConstructOfTheLanguage) {
  Coverage coverage;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto scenario = read_scenario({"random.yaml", random_scenario(seed)});
    ASSERT_TRUE(scenario) << "seed " << seed << ": " << scenario.error()[0].message;
    coverage.walk(*scenario);
  }
  std::cout << coverage.table();
  for (const auto& [construct, count] : coverage.counts()) {
    EXPECT_GT(count, 0) << "no random scenario uses " << construct;
  }
}

}  // namespace
}  // namespace brink::test
