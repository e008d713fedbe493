// Oracle: the tree by its definition, node by node, over the partials of real chunks. Compared are
// encodings, thus every bit.
#include "engine/batch/partial_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "engine/batch/replicate.h"
#include "tests/support/dice.h"
#include "tests/support/runs.h"

namespace brink::test {
namespace {

constexpr std::uint64_t kBlocks = 70;

constexpr const char* kScenario = R"(brink: 1
title: Tree
start: 2026-06-01
horizon: 4 d
world: {variables: {x: {initial: uniform(0.7 .. 1.3), decay: 3 d}}}
processes: {raids: {rate: 0.7, emit: assault}}
rules: {hit: {upon: assault, do: [x *= uniform(0.9 .. 1.3)]}}
measures: {mean: {average: x}, raids: {count: assault}, x: {series: x, every: 1 d}}
)";

const Study& study() {
  static const auto program = compiled(kScenario);
  static const auto made = [] {
    auto study = make_study(program, {.replications = 3 * kBlocks - 1}).value();
    study.design.chunk = 3;
    return study;
  }();
  return made;
}

const Partial& block(std::uint64_t number) {
  static const auto all = [] {
    std::vector<Partial> partials;
    std::atomic<std::uint64_t> made = 0;
    for (std::uint64_t i = 0; i < kBlocks; ++i) {
      partials.push_back(run_chunk(study(), chunk_of(study().design, i), {}, made)->partial);
    }
    return partials;
  }();
  return all.at(number);
}

Partial node(Span span) {
  if (span.level == 0) return block(span.place);
  auto left = node({span.level - 1, 2 * span.place});
  merge(left, node({span.level - 1, 2 * span.place + 1}));
  return left;
}

/// The largest spans that n blocks fill, from the left: one for each bit of n.
std::string expected(std::uint64_t n) {
  auto all = empty_partial(study());
  bool is_first = true;
  std::uint64_t done = 0;
  for (std::uint32_t level = 7; level-- > 0;) {
    if ((n >> level & 1) == 0) continue;
    const auto next = node({level, done >> level});
    if (is_first) {
      all = next;
    } else {
      merge(all, next);
    }
    is_first = false;
    done += std::uint64_t{1} << level;
  }
  return encode(all);
}

class Shelf {
 public:
  void add(Span span, const Partial& partial) {
    const SpanShelf shelf{.take = [this](Span s) -> std::optional<Partial> {
                            const auto found = spans_.find({s.level, s.place});
                            if (found == spans_.end()) return std::nullopt;
                            auto taken = std::move(found->second);
                            spans_.erase(found);
                            return taken;
                          },
                          .put =
                              [this](Span s, const Partial& p) {
                                EXPECT_TRUE(spans_.emplace(std::pair(s.level, s.place), p).second);
                              }};
    add_span(shelf, span, partial);
  }
  void add_blocks(std::uint64_t first, std::uint64_t end) {
    for (auto i = first; i < end; ++i) add({0, i}, block(i));
  }
  std::vector<SpanPartial> spans() const {
    std::vector<SpanPartial> all;
    for (const auto& [key, partial] : spans_) all.push_back({{key.first, key.second}, partial});
    return all;
  }
  std::size_t size() const { return spans_.size(); }
  std::string text() const { return encode(merged(study(), spans())); }

 private:
  std::map<std::pair<std::uint32_t, std::uint64_t>, Partial> spans_;
};

void shuffle(std::vector<SpanPartial>& spans, Dice& dice) {
  for (auto i = spans.size(); i > 1; --i) std::swap(spans[i - 1], spans[dice.below(i)]);
}

/// Cuts 0 .. n at random places: the first block of each range, and n.
std::vector<std::uint64_t> random_cuts(std::uint64_t n, Dice& dice) {
  std::vector<std::uint64_t> cuts{0, n};
  for (auto left = dice.below(8); left > 0; --left) cuts.push_back(dice.below(n + 1));
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

TEST(PartialTreeTest, BlocksInOrderMakeTheNodesOfTheTree) {
  Shelf shelf;
  for (std::uint64_t n = 1; n <= kBlocks; ++n) {
    shelf.add({0, n - 1}, block(n - 1));
    EXPECT_EQ(shelf.text(), expected(n)) << n << " blocks";
  }
}

TEST(PartialTreeTest, BlocksInAnyOrderMakeTheSame) {
  Dice dice(1);
  for (std::uint64_t n = 1; n <= kBlocks; ++n) {
    std::vector<SpanPartial> blocks;
    for (std::uint64_t i = 0; i < n; ++i) blocks.push_back({{0, i}, block(i)});
    shuffle(blocks, dice);
    Shelf shelf;
    for (const auto& [span, partial] : blocks) shelf.add(span, partial);
    EXPECT_EQ(shelf.text(), expected(n)) << n << " blocks";
  }
}

TEST(PartialTreeTest, ShardsMakeTheSameHoweverTheyAreCutAndTakenIn) {
  Dice dice(2);
  for (std::uint64_t n = 1; n <= kBlocks; ++n) {
    for (int round = 0; round < 3; ++round) {
      const auto cuts = random_cuts(n, dice);
      std::vector<SpanPartial> spans;
      for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        Shelf shard;
        shard.add_blocks(cuts[i], cuts[i + 1]);
        for (auto& span : shard.spans()) spans.push_back(std::move(span));
      }
      if (round > 0) shuffle(spans, dice);  // in the first round shard after shard
      Shelf whole;
      for (const auto& [span, partial] : spans) whole.add(span, partial);
      EXPECT_EQ(whole.text(), expected(n)) << n << " blocks, " << cuts.size() - 1 << " shards";
    }
  }
}

TEST(PartialTreeTest, ABatchThatWasStoppedGoesOnAsIfItWasNot) {
  // what a shelf holds survives as bytes
  for (const std::uint64_t stop : {1U, 5U, 32U, 63U}) {
    Shelf before;
    before.add_blocks(0, stop);
    Shelf after;
    for (const auto& [span, partial] : before.spans()) {
      after.add(span, decode(study(), encode(partial)).value());
    }
    after.add_blocks(stop, kBlocks);
    EXPECT_EQ(after.text(), expected(kBlocks));
  }
}

TEST(PartialTreeTest, FewSpansAreLeft) {
  // a range has at most two maximal spans of each level that fits into it
  Dice dice(3);
  for (int round = 0; round < 60; ++round) {
    const auto first = dice.below(kBlocks);
    Shelf shelf;
    for (auto i = first; i < kBlocks; ++i) {
      shelf.add({0, i}, block(i));
      const auto n = static_cast<double>(i - first + 1);
      ASSERT_LE(static_cast<double>(shelf.size()), 2 * std::log2(n) + 2);
    }
  }
}

TEST(PartialTreeTest, WhatIsLeftCoversEachBlockOnceAndNoTwoCouldMerge) {
  Dice dice(4);
  for (int round = 0; round < 60; ++round) {
    const auto first = dice.below(kBlocks);
    const auto end = first + 1 + dice.below(kBlocks - first);
    Shelf shelf;
    shelf.add_blocks(first, end);
    std::vector<int> covered(kBlocks);
    const auto spans = shelf.spans();
    for (const auto& [span, partial] : spans) {
      for (std::uint64_t i = 0; i < std::uint64_t{1} << span.level; ++i) {
        ++covered.at(span.first_block() + i);
      }
      for (const auto& other : spans) EXPECT_NE(other.span, span.sibling());
    }
    for (std::uint64_t i = 0; i < kBlocks; ++i) {
      EXPECT_EQ(covered[i], i >= first && i < end ? 1 : 0) << "block " << i;
    }
  }
}

TEST(PartialTreeTest, TheOrderInWhichSpansAreGivenDoesNotMatter) {
  Dice dice(5);
  Shelf shelf;
  shelf.add_blocks(3, 61);
  auto spans = shelf.spans();
  const auto text = encode(merged(study(), spans));
  for (int round = 0; round < 20; ++round) {
    shuffle(spans, dice);
    EXPECT_EQ(encode(merged(study(), spans)), text);
  }
}

TEST(PartialTreeTest, NothingIsAnEmptyPartial) {
  EXPECT_EQ(encode(merged(study(), {})), encode(empty_partial(study())));
}

// or the laws above would say nothing
TEST(PartialTreeTest, AnotherGroupingHasOtherBits) {
  auto in_a_row = block(0);
  for (std::uint64_t i = 1; i < kBlocks; ++i) merge(in_a_row, block(i));
  const auto tree = node({6, 0});
  auto first_64 = block(0);
  for (std::uint64_t i = 1; i < 64; ++i) merge(first_64, block(i));
  EXPECT_NE(first_64.measures[0].numbers.moments.mean, tree.measures[0].numbers.moments.mean);
  EXPECT_EQ(first_64.measures[0].numbers.histogram, tree.measures[0].numbers.histogram);
  EXPECT_NE(encode(in_a_row), expected(kBlocks));
}

TEST(PartialTreeTest, ASpanKnowsItsFamily) {
  const Span span{3, 5};
  EXPECT_EQ(span.first_block(), 40U);
  EXPECT_FALSE(span.is_left());
  EXPECT_EQ(span.sibling(), (Span{3, 4}));
  EXPECT_EQ(span.parent(), (Span{4, 2}));
  EXPECT_EQ(span.sibling().parent(), span.parent());
}

}  // namespace
}  // namespace brink::test
