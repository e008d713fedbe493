#include "engine/report/words.h"

#include <gtest/gtest.h>

#include "tests/support/runs.h"

namespace brink {
namespace {

TEST(WordsTest, NumbersForPeopleKeepFourDigitsThatMatter) {
  EXPECT_EQ(short_number(0), "0");
  EXPECT_EQ(short_number(-0.0), "0");
  EXPECT_EQ(short_number(1240), "1,240");
  EXPECT_EQ(short_number(-1234567), "-1,234,567");
  EXPECT_EQ(short_number(0.6000000001), "0.6");
  EXPECT_EQ(short_number(3.14159), "3.142");
  EXPECT_EQ(short_number(0.00012346), "0.0001235");
  EXPECT_EQ(short_number(1.5e-9), "1.5e-09");
  EXPECT_EQ(short_number(1.0 / 0.0), "infinite");
  EXPECT_EQ(short_number(-1.0 / 0.0), "-infinite");
}

TEST(WordsTest, ChangesShowAsManyDigitsAsTheyDifferIn) {
  const Program program;
  const auto change = [&](double a, double b, bool rough = false) {
    return change_text(program, ValueType::number, Value::of(a), Value::of(b), rough);
  };
  EXPECT_EQ(change(0.6, 0.55), "0.60 → 0.55");
  EXPECT_EQ(change(0.6, 0.645), "0.600 → 0.645");
  EXPECT_EQ(change(1800, 1720), "1,800 → 1,720");
  EXPECT_EQ(change(0, 0.025), "0 → 0.025");
  EXPECT_EQ(change(0.1, 0.1 + 0.2), "0.1 → 0.3");
  EXPECT_EQ(change(2.219, 3.219), "2.2 → 3.2");
  EXPECT_EQ(change(100, 90), "100 → 90");
  EXPECT_EQ(change(0.59871, 0.59872, true), "");
}

TEST(WordsTest, ExactNumbersAreTheShortestThatReadBack) {
  EXPECT_EQ(exact_number(80), "80");
  EXPECT_EQ(exact_number(-0.0), "0");
  EXPECT_EQ(exact_number(0.1), "0.1");
  EXPECT_EQ(exact_number(0.1 + 0.2), "0.30000000000000004");
}

TEST(WordsTest, IdsBecomeWords) {
  EXPECT_EQ(words("moscow_answers"), "moscow answers");
  EXPECT_EQ(words("yes_"), "yes");
}

TEST(WordsTest, WrappingKeepsEveryWordAndCountsCharactersNotBytes) {
  EXPECT_EQ(wrapped("one two three", 2, 9), "one two\n  three");
  EXPECT_EQ(wrapped("→ → →", 0, 3), "→ →\n→");
  EXPECT_EQ(wrapped("incomprehensibilities", 4, 10), "incomprehensibilities");
  EXPECT_EQ(columns("\x1b[1m→ab\x1b[0m"), 3U);
}

TEST(WordsTest, AUnitThatTheNameSaysIsNotRepeated) {
  EXPECT_EQ(quantity_text("size", "80", "drones"), "size 80 drones");
  EXPECT_EQ(quantity_text("Ukraine drones", "80", "drones"), "Ukraine drones 80");
  EXPECT_EQ(quantity_text("share", "0.2", ""), "share 0.2");
}

}  // namespace
}  // namespace brink
