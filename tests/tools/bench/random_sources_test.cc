#include "tools/bench/random_sources.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/random.h"
#include "tools/bench/hold.h"

namespace brink::bench {
namespace {

TEST(AddressedTest, DrawsTheWordsThatTheEngineWouldDraw) {
  Addressed random(11, 5);
  for (std::uint64_t key = 0; key < 100; ++key) {
    Draws draws({.seed = 11, .replication = 5}, mix(key, 1), 3);
    const auto dice = random.at(Addressed::child(key, 1), 3);
    EXPECT_EQ(dice.chance(), draws.bits());
    EXPECT_EQ(dice.word(), draws.bits());
  }
}

// the numbers that the authors' own program gives from the state 1, 2, 3, 4
TEST(SequentialTest, GivesTheNumbersOfTheReference) {
  Sequential random(std::array<std::uint64_t, 4>{1, 2, 3, 4});
  for (const std::uint64_t expected :
       {41943041ULL, 58720359ULL, 3588806011781223ULL, 3591011842654386ULL, 9228616714210784205ULL,
        9973669472204895162ULL, 14011001112246962877ULL}) {
    EXPECT_EQ(random.next(), expected);
  }
}

// Kolmogorov and Smirnov's distance of n values to 1 - e^-x exceeds 2.2 / sqrt(n) once in 8,000
template <class Draw>
void expect_exponential(const Draw& draw) {
  constexpr std::size_t kValues = 200'000;
  std::vector<double> values(kValues);
  for (auto& value : values) value = draw();
  std::sort(values.begin(), values.end());
  double distance = 0;
  for (std::size_t i = 0; i < kValues; ++i) {
    const double share = -std::expm1(-values[i]);
    distance = std::max({distance, share - static_cast<double>(i) / kValues,
                         static_cast<double>(i + 1) / kValues - share});
  }
  EXPECT_LT(distance, 2.2 / std::sqrt(static_cast<double>(kValues)));
  EXPECT_GT(values.front(), 0);
  EXPECT_GT(values.back(), Ziggurat::kTail) << "the tail is never drawn";
}

TEST(ZigguratTest, DrawsExponentialsAddressedAndInSequence) {
  Addressed addressed(1, 2);
  std::uint64_t key = 0;
  expect_exponential([&] { return addressed.at(++key, 1).delay(); });
  Sequential sequential(1, 2);
  expect_exponential([&] { return sequential.at({}, 0).delay(); });
}

// the layers have equal areas: width times the gap in height, the tail's area included below
TEST(ZigguratTest, LayersHaveEqualAreas) {
  for (std::size_t i = 1; i < 256; ++i) {
    const double area =
        kZiggurat.width[i] * 0x1p53 * (kZiggurat.height[i + 1] - kZiggurat.height[i]);
    EXPECT_NEAR(area, Ziggurat::kArea, 1e-12) << i;
  }
  const double bottom = Ziggurat::kTail * std::exp(-Ziggurat::kTail) + std::exp(-Ziggurat::kTail);
  EXPECT_NEAR(bottom, Ziggurat::kArea, 1e-15);
}

TEST(HoldTest, BothWaysOfOrderingJobsDoTheSameJobs) {
  for (const std::size_t pending : {1U, 2U, 3U, 16U, 1'000U}) {
    StandardHold standard(pending, 3);
    HeapHold heap(pending, 3);
    for (int i = 0; i < 2'000; ++i) {
      ASSERT_EQ(standard.earliest(), heap.earliest()) << pending << " jobs, after " << i;
      standard.play(1);
      heap.play(1);
    }
  }
}

}  // namespace
}  // namespace brink::bench
