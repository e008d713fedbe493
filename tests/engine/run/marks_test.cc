#include "engine/run/marks.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "engine/base/random.h"
#include "tests/support/runs.h"

namespace brink {
namespace {

// sizes about the edges of words, and of words above words
TEST(MarksTest, HandOutTheSmallestLikeASortedSet) {
  Draws draws({.seed = 1}, 1, 0);
  for (const std::uint32_t size :
       {1U, 63U, 64U, 65U, 4'095U, 4'096U, 4'097U, 8'192U, 8'193U, 300'000U}) {
    std::vector<std::uint64_t> words(Marks::words_for(size));
    Marks marks(words);
    std::set<std::uint32_t> members;
    for (int i = 0; i < test::cases(20'000); ++i) {
      if (draws.below(2) == 0) {
        const bool at_end = draws.below(10) == 0;
        const auto member = at_end ? size - 1 : static_cast<std::uint32_t>(draws.below(size));
        marks.add(member);
        members.insert(member);
      } else if (members.empty()) {
        ASSERT_EQ(marks.take_smallest(), Marks::kNoMember);
      } else {
        ASSERT_EQ(marks.take_smallest(), *members.begin()) << "of " << size;
        members.erase(members.begin());
      }
    }
    for (const auto member : members) ASSERT_EQ(marks.take_smallest(), member);
    EXPECT_EQ(words, std::vector<std::uint64_t>(words.size()));
  }
}

TEST(MarksTest, OfNoneThereIsNoSmallest) {
  std::vector<std::uint64_t> words(Marks::words_for(0));
  EXPECT_EQ(Marks(words).take_smallest(), Marks::kNoMember);
}

}  // namespace
}  // namespace brink
