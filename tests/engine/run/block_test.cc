#include "engine/run/block.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "engine/base/random.h"
#include "tests/support/runs.h"

namespace brink {
namespace {

struct Triple {
  std::uint64_t a, b, c;
  friend bool operator==(const Triple&, const Triple&) = default;
};

using ThreeSections = Block<3>;

std::array<ThreeSections::Layout, 3> layout() {
  return {{{sizeof(std::uint8_t), 0, 0}, {sizeof(std::uint64_t), 5, 0}, {sizeof(Triple), 0, 4}}};
}

template <class T>
std::vector<T> items(const ThreeSections& block, std::size_t section) {
  const auto view = block.view<T>(section);
  return {view.begin(), view.end()};
}

TEST(BlockTest, FixedItemsStartAsZero) {
  const ThreeSections block(layout());
  EXPECT_EQ(items<std::uint64_t>(block, 1), std::vector<std::uint64_t>(5));
  EXPECT_EQ(block.size(0), 0U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block.view<std::uint64_t>(1).data()) % 64, 0U);
}

// against three vectors, with copies taken on the way that must not change afterwards
TEST(BlockTest, GrowsAndCopiesLikeVectors) {
  Draws draws({.seed = 1}, 1, 0);
  for (int round = 0; round < test::cases(100); ++round) {
    ThreeSections block(layout());
    std::vector<std::uint8_t> bytes;
    std::vector<std::uint64_t> words(5);
    std::vector<Triple> triples;
    ThreeSections copy = block;
    auto old_triples = triples;
    auto old_words = words;
    for (int i = 0; i < 500; ++i) {
      const auto x = draws.bits();
      switch (draws.below(8)) {
        case 0:
          bytes.push_back(static_cast<std::uint8_t>(x));
          block.push(0, bytes.back());
          break;
        case 1:
          block.push(1, x);
          words.push_back(x);
          break;
        case 2:
        case 3:
          EXPECT_EQ(block.push(2, Triple{x, x + 1, x + 2}), triples.size());
          triples.push_back({x, x + 1, x + 2});
          break;
        case 4:
          if (triples.empty()) break;
          block.pop(2);
          triples.pop_back();
          break;
        case 5:
          block.view<std::uint64_t>(1)[x % words.size()] = x;
          words[x % words.size()] = x;
          break;
        case 6:
          copy = block;
          old_triples = triples;
          old_words = words;
          break;
        default:
          if (!triples.empty()) {  // an item of the block itself may be pushed
            block.push(2, block.view<Triple>(2)[x % triples.size()]);
            triples.push_back(Triple{triples[x % triples.size()]});
          }
      }
      ASSERT_EQ(items<Triple>(copy, 2), old_triples);
      ASSERT_EQ(items<std::uint64_t>(copy, 1), old_words);
    }
    EXPECT_EQ(items<std::uint8_t>(block, 0), bytes);
    EXPECT_EQ(items<std::uint64_t>(block, 1), words);
    EXPECT_EQ(items<Triple>(block, 2), triples);
    const ThreeSections last(block);
    block.push(2, Triple{});
    EXPECT_EQ(items<Triple>(last, 2), triples);
    const ThreeSections moved(std::move(block));
    EXPECT_EQ(moved.size(2), triples.size() + 1);
  }
}

// a copy of a small block into one that was large keeps growing rightly
TEST(BlockTest, ASmallCopyInALargePlaceGrowsAgain) {
  ThreeSections small(layout());
  small.push(2, Triple{1, 2, 3});
  ThreeSections large(layout());
  for (std::uint64_t i = 0; i < 1'000; ++i) large.push(2, Triple{i, i, i});
  large = small;
  for (std::uint64_t i = 0; i < 1'000; ++i) large.push(1, i);
  EXPECT_EQ(items<Triple>(large, 2), (std::vector<Triple>{{1, 2, 3}}));
  EXPECT_EQ(large.view<std::uint64_t>(1)[1'004], 999U);
  EXPECT_EQ(items<std::uint64_t>(small, 1), std::vector<std::uint64_t>(5));
}

}  // namespace
}  // namespace brink
