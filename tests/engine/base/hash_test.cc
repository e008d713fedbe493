#include "engine/base/hash.h"

#include <gtest/gtest.h>

#include <bit>
#include <set>
#include <string>

namespace brink {
namespace {

// a flipped input bit flips each output bit with probability 1/2: over 64 · 256 trials the mean
// number of flips has a standard error of 4 / √16384 = 0.03
TEST(HashTest, EachInputBitFlipsHalfOfTheOutput) {
  double flips = 0;
  for (std::uint64_t x = 0; x < 256; ++x) {
    for (int bit = 0; bit < 64; ++bit) {
      flips += std::popcount(scramble(x) ^ scramble(x ^ (std::uint64_t{1} << bit)));
    }
  }
  EXPECT_NEAR(flips / (256 * 64), 32, 0.2);
}

TEST(HashTest, MixingDependsOnOrder) {
  EXPECT_NE(mix(mix(0, 1), 2), mix(mix(0, 2), 1));
  EXPECT_NE(mix(0, 0), 0U);
  EXPECT_NE(mix(1, 0), mix(0, 1));
}

// 65,536 small pairs, the kind that keys are made of; by chance two of them would share 64 bits
// with probability 1e-10
TEST(HashTest, SmallValuesDoNotCollide) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t a = 0; a < 256; ++a) {
    for (std::uint64_t b = 0; b < 256; ++b) seen.insert(mix(a, b));
  }
  EXPECT_EQ(seen.size(), 65'536U);
}

TEST(HashTest, NearTextsDoNotCollide) {
  std::set<std::uint64_t> seen;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) {
      seen.insert(hash_text(std::string{a, b}));
      seen.insert(hash_text(std::string{a, '.', b}));
    }
  }
  EXPECT_EQ(seen.size(), 2U * 26 * 26);
  EXPECT_NE(hash_text(""), hash_text(std::string_view("\0", 1)));
}

// texts are hashed in the compiler as they are in the program, on every machine
static_assert(hash_text("rule") == scramble([] {
                std::uint64_t fnv = 0xcbf29ce484222325ULL;
                for (const char c : {'r', 'u', 'l', 'e'}) {
                  fnv = (fnv ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
                }
                return fnv;
              }()));

}  // namespace
}  // namespace brink
