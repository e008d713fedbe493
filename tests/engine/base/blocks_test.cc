#include "engine/base/blocks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace brink {
namespace {

constexpr std::size_t kPerBlock = Blocks<int>::kPerBlock;

Blocks<int> counted(std::size_t n) {
  Blocks<int> blocks;
  for (std::size_t i = 0; i < n; ++i) blocks.push_back(static_cast<int>(i));
  return blocks;
}

// lengths at which a block or a directory becomes full
const std::vector<std::size_t> kLengths{0,
                                        1,
                                        kPerBlock - 1,
                                        kPerBlock,
                                        kPerBlock + 1,
                                        8 * kPerBlock,
                                        8 * kPerBlock + 1,
                                        40 * kPerBlock + 7};

TEST(BlocksTest, HoldsWhatWasAppendedInOrder) {
  for (const auto n : kLengths) {
    const auto blocks = counted(n);
    ASSERT_EQ(blocks.size(), n);
    EXPECT_EQ(blocks.empty(), n == 0);
    for (std::size_t i = 0; i < n; ++i) ASSERT_EQ(blocks[i], static_cast<int>(i));
    EXPECT_EQ(static_cast<std::size_t>(blocks.end() - blocks.begin()), n);
    EXPECT_TRUE(std::is_sorted(blocks.begin(), blocks.end()));
    EXPECT_EQ(std::lower_bound(blocks.begin(), blocks.end(), static_cast<int>(n)), blocks.end());
    if (n > 0) {
      EXPECT_EQ(blocks.back(), static_cast<int>(n) - 1);
      EXPECT_EQ(*blocks.rbegin(), blocks.back());
    }
  }
}

TEST(BlocksTest, APrefixAndItsOriginalGoOnApart) {
  for (const auto n : kLengths) {
    auto whole = counted(n);
    for (const auto m : kLengths) {
      if (m > n) continue;
      auto prefix = whole.prefix(m);
      whole.push_back(-1);
      prefix.push_back(-2);
      ASSERT_EQ(prefix.size(), m + 1);
      EXPECT_EQ(prefix.back(), -2);
      for (std::size_t i = 0; i < m; ++i) ASSERT_EQ(prefix[i], static_cast<int>(i));
    }
    for (std::size_t i = 0; i < n; ++i) ASSERT_EQ(whole[i], static_cast<int>(i));
    EXPECT_EQ(whole.back(), -1);
  }
}

TEST(BlocksTest, MovingEmptiesAndCopyingDoesNot) {
  auto a = counted(1000);
  const auto copy = a;
  const auto moved = std::move(a);
  EXPECT_TRUE(a.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(copy.size(), 1000U);
  EXPECT_TRUE(std::equal(copy.begin(), copy.end(), moved.begin(), moved.end()));
}

TEST(BlocksTest, OthersReadWhatIsBelowTheSizeTheySee) {
  Blocks<std::size_t> blocks;
  constexpr std::size_t kItems = 200'000;
  std::atomic<std::size_t> wrong{0};
  const auto read = [&] {
    for (std::size_t seen = 0; seen < kItems;) {
      seen = blocks.size();
      for (std::size_t i = seen > 300 ? seen - 300 : 0; i < seen; ++i) wrong += blocks[i] != i;
    }
  };
  std::jthread first(read);
  std::jthread second(read);
  for (std::size_t i = 0; i < kItems; ++i) blocks.push_back(i);
  first.join();
  second.join();
  EXPECT_EQ(wrong, 0U);
}

}  // namespace
}  // namespace brink
