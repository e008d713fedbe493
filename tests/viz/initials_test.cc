#include "viz/initials.h"

#include <gtest/gtest.h>

#include <set>

namespace brink::viz {
namespace {

using Names = std::vector<std::string>;

TEST(Initials, AreTheFirstLettersOfWordsThatMatter) {
  EXPECT_EQ(
      initials_of(Names{"Ukraine", "Russia", "Coalition supporting Ukraine", "the Sea of Azov"}),
      (Names{"U", "R", "CS", "SA"}));
}

TEST(Initials, NamesThatBeginAlikeAreToldApart) {
  const Names names{"Alder", "Ash", "Aspen", "Amber", "Beech", "Birch", "Cedar"};
  const auto initials = initials_of(names);
  EXPECT_EQ(std::set<std::string>(initials.begin(), initials.end()).size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(initials[i].front(), names[i].front());
    EXPECT_LE(initials[i].size(), 2U);
  }
  EXPECT_EQ(initials.back(), "C");
}

TEST(Initials, LettersOfOtherAlphabetsStayWhole) {
  EXPECT_EQ(initials_of(Names{"Österreich", "Україна"}), (Names{"Ö", "У"}));
}

TEST(Initials, ANameWithoutLettersHasAQuestionMark) {
  EXPECT_EQ(initials_of(Names{"", "--"}), (Names{"?", "?"}));
}

}  // namespace
}  // namespace brink::viz
