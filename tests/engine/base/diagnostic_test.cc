#include "engine/base/diagnostic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace brink {
namespace {

std::string shown(std::string_view source, int line, int column) {
  return render({.file = "a.yaml", .at = {line, column}, .message = "wrong", .hint = {}}, source);
}

TEST(DiagnosticTest, LooksLikeACompilersWithACaretAndAHint) {
  const Diagnostic finding{
      .file = "a.yaml", .at = {2, 3}, .message = "there is no `x`", .hint = "did you mean `y`?"};
  EXPECT_EQ(render(finding, "one\ntwo x\nthree"),
            "a.yaml:2:3: error: there is no `x`\n"
            "  two x\n"
            "    ^\n"
            "  hint: did you mean `y`?\n");
}

TEST(DiagnosticTest, WarningsAndWholeFilesSaySo) {
  Diagnostic finding{.file = "a.yaml", .at = {}, .message = "empty", .hint = {}};
  EXPECT_EQ(render(finding, ""), "a.yaml: error: empty\n");
  finding.severity = Severity::warning;
  finding.at = {1, 1};
  EXPECT_EQ(render(finding, "x"), "a.yaml:1:1: warning: empty\n  x\n  ^\n");
  EXPECT_TRUE(has_errors(std::vector<Diagnostic>{finding, {}}));
  EXPECT_FALSE(has_errors(std::vector<Diagnostic>{finding}));
}

TEST(DiagnosticTest, TabsAreOneColumnAndShownAsASpace) {
  EXPECT_EQ(shown("a:\n\t\tb: c", 2, 6), "a.yaml:2:6: error: wrong\n    b: c\n       ^\n");
}

TEST(DiagnosticTest, TheCaretCountsCharactersNotBytes) {
  // columns are bytes: "Kyjiw ist schön: " has an ö of two bytes before column 18
  EXPECT_EQ(shown("Kyjiw ist schön: x", 1, 19),
            "a.yaml:1:19: error: wrong\n  Kyjiw ist schön: x\n                   ^\n");
}

TEST(DiagnosticTest, CarriageReturnsAndMissingLinesDoNoHarm) {
  EXPECT_EQ(shown("one\r\ntwo\r\n", 2, 2), "a.yaml:2:2: error: wrong\n  two\n   ^\n");
  EXPECT_EQ(shown("one\n", 7, 2), "a.yaml:7:2: error: wrong\n");
  EXPECT_EQ(shown("one", 1, 40), "a.yaml:1:40: error: wrong\n  one\n     ^\n");
  EXPECT_EQ(shown("", 1, 1), "a.yaml:1:1: error: wrong\n");
}

/// The character above the caret.
std::string pointed_at(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') lines.emplace_back();
    if (c != '\n') lines.back() += c;
  }
  auto wanted = lines[2].find('^');
  std::string found;
  for (const char c : lines[1]) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U && found.size() > 0) break;
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) {
      if (!found.empty()) found += c;
      continue;
    }
    if (wanted == 0) found = c;
    --wanted;
  }
  return found;
}

TEST(DiagnosticTest, LongLinesAreCutAroundTheCaret) {
  std::string line(1'000, '.');
  for (const int column : {1, 50, 91, 92, 200, 500, 999, 1'000}) {
    auto source = line;
    source[static_cast<std::size_t>(column) - 1] = 'x';
    const auto text = shown(source, 1, column);
    EXPECT_EQ(pointed_at(text), "x") << column;
    EXPECT_LE(text.size(), 300U);
  }
}

// every character of a long line of two-byte letters: the cut never splits one
TEST(DiagnosticTest, LongLinesOfOtherAlphabetsAreCutBetweenLetters) {
  std::string line;
  for (int i = 0; i < 300; ++i) line += "д";
  for (int column = 1; column <= 600; column += 2) {
    auto source = line;
    source.replace(static_cast<std::size_t>(column) - 1, 2, "ж");
    const auto text = shown(source, 1, column);
    EXPECT_EQ(pointed_at(text), "ж") << column;
    const auto excerpt = text.substr(text.find('\n') + 3);
    const auto first = static_cast<unsigned char>(excerpt[0]);
    EXPECT_NE(first & 0xC0U, 0x80U) << "the excerpt begins inside a letter, column " << column;
    const auto end = excerpt.find('\n');
    const auto last = static_cast<unsigned char>(excerpt[end - 1]);
    EXPECT_EQ(last & 0xC0U, 0x80U) << "the excerpt ends inside a letter, column " << column;
  }
}

TEST(DiagnosticTest, TidyFindingsStandInOrderAndOnce) {
  Diagnostics findings{{"b", {1, 1}, "x", ""},
                       {"a", {2, 1}, "y", ""},
                       {"a", {1, 9}, "z", ""},
                       {"a", {0, 0}, "w", ""},
                       {"a", {2, 1}, "y", "other hint"}};
  tidy(findings);
  std::string order;
  for (const auto& finding : findings) order += finding.message;
  EXPECT_EQ(order, "wzyx");
}

TEST(NearestNameTest, SlipsOfTheFingerAreFound) {
  const std::vector<std::string> names{"resolve", "support", "anger", "manpower", "a"};
  EXPECT_EQ(nearest_name("reslove", names), "resolve") << "neighbours swapped";
  EXPECT_EQ(nearest_name("suport", names), "support");
  EXPECT_EQ(nearest_name("angerr", names), "anger");
  EXPECT_EQ(nearest_name("Anger", names), "anger") << "letter case is ignored";
  EXPECT_EQ(nearest_name("mampowet", names), "manpower");
}

TEST(NearestNameTest, NamesTooFarAreNotOffered) {
  const std::vector<std::string> names{"resolve", "support", "anger", "manpower"};
  EXPECT_EQ(nearest_name("weather", names), "");
  EXPECT_EQ(nearest_name("xy", names), "");
  EXPECT_EQ(nearest_name("", names), "");
  EXPECT_EQ(nearest_name("ang", names), "") << "two of three letters are more than a third";
  EXPECT_EQ(nearest_name(std::string(100, 'a'), names), "");
}

/// The same distance, from the whole table.
std::size_t slow_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const std::size_t other = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + other});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

TEST(NearestNameTest, AgreesWithTheWholeTableOnRandomNames) {
  std::mt19937 random(20260604);
  const auto word = [&] {
    std::string text;
    for (auto length = 1 + random() % 14; length > 0; --length) text += "abc"[random() % 3];
    return text;
  };
  std::size_t found = 0;
  for (int round = 0; round < 5'000; ++round) {
    const auto name = word();
    std::vector<std::string> candidates;
    for (int i = 0; i < 4; ++i) candidates.push_back(word());
    auto best = std::min<std::size_t>(3, std::max<std::size_t>(1, name.size() / 3)) + 1;
    std::string nearest;
    for (const auto& candidate : candidates) {
      if (slow_distance(name, candidate) >= best) continue;
      best = slow_distance(name, candidate);
      nearest = candidate;
    }
    EXPECT_EQ(nearest_name(name, candidates), nearest) << name;
    found += nearest.empty() ? 0 : 1;
  }
  EXPECT_GT(found, 500U);
  EXPECT_LT(found, 4'500U);
}

TEST(DiagnosticTest, LongQuotationsAreCutBetweenCharacters) {
  const Diagnostic finding{.file = "a.yaml",
                           .at = {},
                           .message = "`a` and `" + std::string(118, 'x') + "\u00e9\u00e9` differ",
                           .hint = "not `" + std::string(400, 'y') + "`"};
  EXPECT_EQ(render(finding, ""), "a.yaml: error: `a` and `" + std::string(118, 'x') +
                                     "...` differ\n  hint: not `" + std::string(119, 'y') +
                                     "...`\n");
}

TEST(NearestNameTest, TheFirstOfEqualsWins) {
  EXPECT_EQ(nearest_name("cat", std::vector<std::string>{"bat", "rat", "cut"}), "bat");
}

}  // namespace
}  // namespace brink
