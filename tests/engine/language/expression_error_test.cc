#include "engine/language/expression.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

namespace brink {
namespace {

struct Case {
  std::string text;
  std::string finding;  // `column message | hint`
};

std::string written(const Diagnostics& findings) {
  std::string all;
  for (const auto& finding : findings) {
    EXPECT_EQ(finding.file, "case.yaml");
    EXPECT_EQ(finding.at.line, 7);
    all += fmt::format("{}{} {} | {}", all.empty() ? "" : "\n", finding.at.column, finding.message,
                       finding.hint);
  }
  return all;
}

std::optional<Expr> parse(const std::string& text, Diagnostics& findings) {
  return parse_expression({text, {7, 1}, true}, "case.yaml", findings);
}

std::string finding_of(const std::string& text) {
  Diagnostics findings;
  const bool parsed = parse(text, findings).has_value();
  EXPECT_EQ(parsed, findings.empty()) << text;
  return written(findings);
}

std::string pattern_finding(const std::string& text) {
  Diagnostics findings;
  const auto pattern = parse_pattern({text, {7, 1}, true}, "case.yaml", findings);
  EXPECT_EQ(pattern.has_value(), findings.empty()) << text;
  return written(findings);
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"", "1 expected an expression, found nothing | "},
      {"1 +", "4 expected an expression, found the end | "},
      {"(1 + 2", "7 expected `)` to close the `(` at column 1, found the end | "},
      {"f(1, 2", "7 expected `)` to close the `(` of `f` at column 2, found the end | "},
      {"f(1 2)", "5 expected `)` to close the `(` of `f` at column 2, found `2` | "},
      {"f(a)(b)", "5 expected an operator or the end, found `(` | "},
      {"1)", "2 this `)` closes nothing | remove it, or open a `(` before it"},
      {"a = b", "3 expected an operator or the end, found `=` | to compare, write =="},
      {"f(x, a.b = 3)",
       "10 expected `)` to close the `(` of `f` at column 2, found `=` | to compare, "
       "write =="},
      {"if(a = b, 1, 2)",
       "6 expected `)` to close the `(` of `if` at column 3, found `=` | to compare, "
       "write =="},
      {"f(a = 1, 2)",
       "10 an argument without a name follows one with a name | put it first, or name "
       "it; to compare, write =="},
      {"f(a = 1, a = 2)", "10 argument `a` is given twice | remove one of them"},
      {"a && b", "3 `&&` is not part of the language | write and"},
      {"a || b", "3 `||` is not part of the language | write or"},
      {"!a", "1 `!` is not part of the language | write not"},
      {"a ** 2", "3 `**` is not part of the language | write ^"},
      {"5 % 2",
       "3 `%` is not part of the language | write a share as a number, 0.05 for 5 %; "
       "there is no remainder"},
      {"a === b", "3 `===` is not part of the language | write =="},
      {"a !== b", "3 `!==` is not part of the language | write !="},
      {"a <> b", "3 `<>` is not part of the language | write !="},
      {"a => b", "3 `=>` is not part of the language | write >="},
      {"x += 1",
       "3 `+=` is not part of the language | an expression changes nothing; write it "
       "as a deed under do:"},
      {"'text'", "1 `'` is not part of the language | write names and symbols without quotes"},
      {"a < b < c", "7 comparisons do not chain | write a < b and b < c"},
      {"a == b != c", "8 comparisons do not chain | write a == b and b != c"},
      {"1_000", "1 `1_000` has an underscore | write 1000"},
      {"1e999", "1 `1e999` is out of range | numbers lie between 1e-307 and 1e308"},
      {"3 x", "3 unknown unit `x`; known: us ms s min h d w | write 3 * x for a product"},
      {"3 days", "3 unknown unit `days`; known: us ms s min h d w | write 3 d"},
      {"3 months",
       "3 unknown unit `months`; known: us ms s min h d w | months and years differ "
       "in length; write days"},
      {"3 hd", "3 unknown unit `hd`; known: us ms s min h d w | write 3 h"},
      {"3 D", "3 unknown unit `D`; known: us ms s min h d w | write 3 d"},
      {"2026-02-30",
       "1 there is no date `2026-02-30` | write a day as 2026-06-04 and an instant as "
       "2026-06-04 09:00"},
      {"2026-06-04 25:00",
       "1 there is no date `2026-06-04 25:00` | write a day as 2026-06-04 and an "
       "instant as 2026-06-04 09:00"},
      {"2026-06-04 9:00",
       "12 `9:00` is no time of day | write hours and minutes with two digits: 09:00"},
      {"2026-6-4",
       "1 there is no date `2026-6-4` | write a day as 2026-06-04 and an instant as "
       "2026-06-04 09:00"},
      {"a .. b", "3 a range stands only inside a call | write it like uniform(6 d .. 14 d)"},
      {"(a .. b)",
       "4 expected `)` to close the `(` at column 1, found `..` | a range stands only "
       "directly in a call: uniform(6 d .. 14 d)"},
      {"f(a .. b .. c)",
       "10 expected `)` to close the `(` of `f` at column 2, found `..` | a range "
       "stands only directly in a call: uniform(6 d .. 14 d)"},
      {"f(.. b)",
       "3 expected an expression, found `..` | write both ends of the range: low .. "
       "high"},
      {"(a, b)",
       "3 expected `)` to close the `(` at column 1, found `,` | a comma separates "
       "arguments only"},
      {"+3", "1 expected an expression, found `+` | leave out the +"},
      {"a == not b",
       "6 expected an expression, found `not` | put parentheses around `not` and what "
       "it negates"},
      {"if", "1 `if` needs a condition and two values | write if(condition, a, b)"},
      {"a.b(c)", "1 `a.b` is not a function | names of functions have no point"},
      {"1.", "2 a digit must follow the point of a number | write 1"},
      {".5", "1 a digit must stand before the point of a number | write 0.5"},
      {"a.", "2 expected an operator or the end, found `.` | "},
      {"a \342\211\244 b", "3 `\342\211\244` is not part of the language | write <="},
      {"\303\251", "1 unknown sign `\303\251` | "},
      {"count()", "7 expected an event type, found `)` | write TYPE from A to B where CONDITION"},
      {"count(salvo from, 3 d)", "17 expected an actor or a group after `from`, found `,` | "},
      {"and", "1 expected an expression, found `and` | "},
      {"f(a,)", "5 expected an expression, found `)` | "},
      {"a b", "3 expected an operator or the end, found `b` | "},
      {"9e18 d", "1 `9e18 d` is too long | lengths of time reach to 292,000 years"},
      {"a ? b : c", "3 `?` is not part of the language | write if(condition, a, b)"},
      {"x #17",
       "3 `#` is not part of the language | an event's number has no place in an "
       "expression; write a pattern or a name"},
      {"31 June 2026",
       "1 a date is written in digits, not `31 June 2026` | a date is YYYY-MM-DD, for example "
       "2026-06-30"},
      {"1 May 2026", "1 a date is written in digits, not `1 May 2026` | write 2026-05-01"},
      {"3 jan",
       "1 a date is written in digits, not `3 jan` | a date is YYYY-MM-DD, for example "
       "2026-01-03"},
      {"June 31",
       "6 expected an operator or the end, found `31` | a date is YYYY-MM-DD, for example "
       "2026-06-30"},
      {"June 30 2026", "6 expected an operator or the end, found `30` | write 2026-06-30"},
      {"1 AND a", "3 `AND` is not part of the language | write and"},
      {"a Or b", "3 expected an operator or the end, found `Or` | write or"},
      {"NOT a", "5 expected an operator or the end, found `a` | write not"},
      {"0,5", "2 expected an operator or the end, found `,` | a decimal point: 0.5"},
      {"0,5 d", "2 expected an operator or the end, found `,` | a decimal point: 0.5 d"},
      {"(1,5)", "3 expected `)` to close the `(` at column 1, found `,` | a decimal point: 1.5"},
      {"1, 5", "2 expected an operator or the end, found `,` | "},
      {"[1]",
       "1 expected an expression, found `[` | a list stands only inside table or empirical; group "
       "by ( )"},
  };
  return all;
}

const std::vector<Case>& pattern_cases() {
  static const std::vector<Case> all{
      {"",
       "1 expected an event type, found nothing | write TYPE from A to B where "
       "CONDITION"},
      {"salvo to a from b",
       "12 expected `where`, `or` or the end, found `from` | write TYPE from A to B, "
       "each at most once"},
      {"salvo from a, x",
       "13 expected `from`, `to`, `where`, `or` or the end, found `,` | join patterns "
       "by or"},
      {"salvo x",
       "7 expected `from`, `to`, `where`, `or` or the end, found `x` | conditions "
       "stand behind where"},
      {"salvo where a = b", "15 expected an operator or the end, found `=` | to compare, write =="},
      {"salvo OR raid", "7 expected `from`, `to`, `where`, `or` or the end, found `OR` | write or"},
      {"salvo or",
       "9 expected an event type, found the end | write TYPE from A to B where "
       "CONDITION"},
      {"salvo from to", "12 expected an actor or a group after `from`, found `to` | "},
      {"from x",
       "1 expected an event type, found `from` | write TYPE from A to B where "
       "CONDITION"},
      {"salvo where", "12 expected an expression, found the end | "},
  };
  return all;
}

TEST(ExpressionErrorTest, EachSaysWhatWasExpectedWhereAndWhatToWrite) {
  for (const auto& tested : cases()) EXPECT_EQ(finding_of(tested.text), tested.finding);
}

TEST(PatternErrorTest, EachSaysWhatWasExpectedWhereAndWhatToWrite) {
  for (const auto& tested : pattern_cases()) {
    EXPECT_EQ(pattern_finding(tested.text), tested.finding);
  }
}

TEST(ExpressionErrorTest, PlacesCountFromTheTextsOwnColumn) {
  Diagnostics findings;
  (void)parse_expression({"f(1, 2", {3, 12}, true}, "f", findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].at.column, 18);
  EXPECT_EQ(findings[0].message,
            "expected `)` to close the `(` of `f` at column 13, found the end");
}

TEST(ExpressionErrorTest, ATextWithoutColumnsIsReportedAtItsOwnPlace) {
  Diagnostics findings;
  (void)parse_expression({"f(1, 2", {3, 12}, false}, "f", findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].at.column, 12);
  EXPECT_EQ(findings[0].message, "expected `)` to close the `(` of `f`, found the end");
}

std::string repeated(const std::string& part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

TEST(ExpressionLimitTest, NestingStopsAtItsLimit) {
  const auto* deep =
      "the expression is nested deeper than 64 levels | give a part of it a name under let:";
  EXPECT_EQ(finding_of(repeated("(", 64) + "1" + repeated(")", 64)), "");
  EXPECT_EQ(finding_of(repeated("(", 65) + "1" + repeated(")", 65)), fmt::format("65 {}", deep));
  EXPECT_EQ(finding_of(repeated("-", 3'000) + "1"), fmt::format("65 {}", deep));
  EXPECT_EQ(finding_of(repeated("not ", 900) + "a"), fmt::format("257 {}", deep));
  EXPECT_EQ(finding_of(repeated("f(", 1'900)), fmt::format("129 {}", deep));
  EXPECT_EQ(finding_of(repeated("2^", 1'900) + "1"), fmt::format("130 {}", deep));
  EXPECT_EQ(finding_of(repeated("count(a where ", 200)), fmt::format("897 {}", deep));
}

TEST(ExpressionLimitTest, ChainsStopAtTheHeightOfTheTree) {
  EXPECT_EQ(finding_of(repeated("1+", 249) + "1"), "");
  EXPECT_EQ(finding_of(repeated("1+", 250) + "1"),
            "500 more than 250 operations one inside the other | "
            "give a part of it a name under let:");
  EXPECT_EQ(finding_of("f(" + repeated("1+", 249) + "1)"),
            "1 more than 250 operations one inside the other | "
            "give a part of it a name under let:");
}

TEST(ExpressionLimitTest, LengthStopsAtItsLimit) {
  EXPECT_EQ(finding_of(std::string(4'000, 'a')), "");
  EXPECT_EQ(
      finding_of(std::string(4'001, 'a')),
      "1 the expression is longer than 4000 characters | give a part of it a name under let:");
}

TEST(ExpressionLimitTest, TheLongestTextsAreReadInLinearTime) {
  const auto start = std::chrono::steady_clock::now();
  for (const auto* part : {"1+", "1 ", "1 d ", "(", "a.", "1,", "f(a,", "2026-06-04 ", "-"}) {
    const auto text = repeated(part, 4'000).substr(0, 4'000);
    for (int i = 0; i < 20; ++i) {
      Diagnostics findings;
      (void)parse(text, findings);
    }
  }
  // 180 texts of 4,000 bytes; a millisecond each would be slow already
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace brink
