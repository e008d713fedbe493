#include "engine/base/random.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <type_traits>
#include <vector>

namespace brink {
namespace {

std::vector<std::uint64_t> first_bits(Draws draws, std::size_t count) {
  std::vector<std::uint64_t> bits(count);
  for (auto& word : bits) word = draws.bits();
  return bits;
}

// Random123 1.x, tests/kat_vectors, lines "threefry2x64 13": counter words, key words, result
TEST(RandomTest, BlocksAreThePublishedThreefryAnswers) {
  EXPECT_EQ(first_bits(Draws({.seed = 0, .replication = 0}, 0, 0), 2),
            (std::vector<std::uint64_t>{0xf167b032c3b480bd, 0xe91f9fee4b7a6fb5}));
  // the other two published counters start at blocks 0xffffffff and 0x03707344 of a purpose: too
  // far to draw to, so they are held against the slow model below
}

/// Threefry2x64 written from the paper, one round a line.
std::array<std::uint64_t, 2> slow_threefry(std::array<std::uint64_t, 2> counter,
                                           std::array<std::uint64_t, 2> key) {
  constexpr std::array<int, 8> kRotations{16, 42, 12, 31, 16, 32, 24, 21};
  const std::array<std::uint64_t, 3> keys{key[0], key[1],
                                          std::uint64_t{0x1bd11bdaa9fc1a22} ^ key[0] ^ key[1]};
  std::uint64_t x = counter[0] + keys[0];
  std::uint64_t y = counter[1] + keys[1];
  for (std::size_t round = 0; round < 13; ++round) {
    x += y;
    const int turn = kRotations[round % 8];
    y = (y << turn | y >> (64 - turn)) ^ x;
    if (round % 4 == 3) {
      const std::size_t injection = round / 4 + 1;
      x += keys[injection % 3];
      y += keys[(injection + 1) % 3] + injection;
    }
  }
  return {x, y};
}

TEST(RandomTest, TheSlowModelGivesThePublishedThreefryAnswers) {
  constexpr std::uint64_t kOnes = ~std::uint64_t{0};
  using Words = std::array<std::uint64_t, 2>;
  EXPECT_EQ(slow_threefry({0, 0}, {0, 0}), (Words{0xf167b032c3b480bd, 0xe91f9fee4b7a6fb5}));
  EXPECT_EQ(slow_threefry({kOnes, kOnes}, {kOnes, kOnes}),
            (Words{0xccdec5c917a874b1, 0x4df53abca26ceb01}));
  EXPECT_EQ(slow_threefry({0x243f6a8885a308d3, 0x13198a2e03707344},
                          {0xa4093822299f31d0, 0x082efa98ec4e6c89}),
            (Words{0xc3aac71561042993, 0x3fe7ae8801aff316}));
}

TEST(RandomTest, DrawsAreThreefryOfSeedReplicationKeyPurposeAndBlock) {
  Draws address({.seed = 99, .replication = 3}, 5, 8);
  for (int i = 0; i < 200; ++i) {
    const RunSeed run{.seed = address.bits(), .replication = address.bits()};
    const std::uint64_t key = address.bits();
    const auto purpose = static_cast<std::uint32_t>(address.bits());
    Draws draws(run, key, purpose);
    for (std::uint64_t block = 0; block < 20; ++block) {
      const auto words =
          slow_threefry({key, std::uint64_t{purpose} << 32 | block}, {run.seed, run.replication});
      ASSERT_EQ(draws.bits(), words[0]);
      ASSERT_EQ(draws.bits(), words[1]);
    }
  }
}

TEST(RandomTest, SequencesDoNotDependOnTheOrderInWhichTheyAreDrawn) {
  const RunSeed run{.seed = 4, .replication = 2};
  const auto alone_a = first_bits(Draws(run, 1, 1), 50);
  const auto alone_b = first_bits(Draws(run, 2, 1), 50);
  Draws b(run, 2, 1);
  Draws a(run, 1, 1);
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(b.bits(), alone_b[i]);
    if (i % 3 == 0) (void)Draws(run, i, 7).bits();
    EXPECT_EQ(a.bits(), alone_a[i]);
  }
}

TEST(RandomTest, EveryPartOfTheAddressChangesTheDraws) {
  std::set<std::uint64_t> words;
  std::size_t addresses = 0;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    for (std::uint64_t replication = 0; replication < 4; ++replication) {
      for (std::uint64_t key = 0; key < 4; ++key) {
        for (std::uint32_t purpose = 0; purpose < 4; ++purpose, ++addresses) {
          words.insert(Draws({seed, replication}, key, purpose).bits());
        }
      }
    }
  }
  EXPECT_EQ(words.size(), addresses);
}

TEST(RandomTest, CopiesContinueWhereTheOriginalStood) {
  static_assert(std::is_trivially_copyable_v<Draws>);
  static_assert(std::is_trivially_copyable_v<RunSeed>);
  Draws original({}, 1, 1);
  (void)original.bits();
  Draws copy = original;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(copy.bits(), original.bits());
}

TEST(RandomTest, UniformIsTheTopFiftyTwoBitsPlusAHalf) {
  Draws draws({}, 1, 1);
  Draws bits = draws;
  for (int i = 0; i < 1000; ++i) {
    const double u = draws.uniform();
    EXPECT_EQ(u * 0x1p52 - 0.5, static_cast<double>(bits.bits() >> 12));
    EXPECT_GT(u, 0);
    EXPECT_LT(u, 1);
  }
}

TEST(RandomTest, BelowStaysBelowAndIsUniform) {
  constexpr std::size_t kCells = 7;
  constexpr int kDraws = 70'000;
  Draws draws({}, 3, 1);
  std::array<int, kCells> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts.at(draws.below(kCells));
  double chi_square = 0;
  for (const int count : counts) {
    const double surplus = count - kDraws / double{kCells};
    chi_square += surplus * surplus / (kDraws / double{kCells});
  }
  // 1e-4 quantile of chi-square with 6 degrees of freedom
  EXPECT_LT(chi_square, 27.86);
}

// n = 3/4 of 2^64: the multiply-shift without rejection would give the multiples of 3 twice the
// weight of the others; 5 standard errors of a share of 1/3 in 30,000 draws are 0.0136
TEST(RandomTest, BelowOfAHugeNumberIsUnbiased) {
  constexpr std::uint64_t kHuge = std::uint64_t{3} << 62;
  constexpr int kDraws = 30'000;
  Draws draws({}, 4, 1);
  std::array<int, 3> residues{};
  for (int i = 0; i < kDraws; ++i) {
    const std::uint64_t value = draws.below(kHuge);
    ASSERT_LT(value, kHuge);
    ++residues.at(value % 3);
  }
  for (const int count : residues) EXPECT_NEAR(count / double{kDraws}, 1.0 / 3, 0.0136);
}

TEST(RandomTest, BelowOfZeroAndOneIsZero) {
  Draws draws({}, 5, 1);
  EXPECT_EQ(draws.below(0), 0);
  EXPECT_EQ(draws.below(1), 0);
}

}  // namespace
}  // namespace brink
