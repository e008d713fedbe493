#include "engine/language/yaml_tree.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace brink {
namespace {

struct Case {
  const char* name;
  std::string text;
  std::string findings;  // `line:column message | hint`, one a line
};

std::string read(const std::string& text) {
  const auto root = read_yaml({"case.yaml", text});
  if (root) return "";
  std::string findings;
  for (const auto& finding : root.error()) {
    EXPECT_EQ(finding.file, "case.yaml");
    EXPECT_EQ(finding.severity, Severity::error);
    findings += fmt::format("{}{}:{} {} | {}", findings.empty() ? "" : "\n", finding.at.line,
                            finding.at.column, finding.message, finding.hint);
  }
  return findings;
}

YamlNode tree_of(const std::string& text) {
  auto root = read_yaml({"case.yaml", text});
  EXPECT_TRUE(root.has_value()) << read(text);
  return root ? std::move(*root) : YamlNode{};
}

class YamlTrapTest : public testing::TestWithParam<Case> {};

TEST_P(YamlTrapTest, IsReportedWithPlaceAndHint) {
  EXPECT_EQ(read(GetParam().text), GetParam().findings) << GetParam().text;
}

const std::vector<Case>& cases() {
  using namespace std::string_literals;
  static const std::vector<Case> all{
      {"DuplicateKey", "a: 1\na: 2\nb: 1",
       "2:1 key `a` is given twice | the first one stands at line 1, column 1"},
      {"EmptyFile", "", "0:0 the file is empty | "},
      {"OnlyComments", "# only\n", "0:0 the file is empty | "},
      {"Tag", "a: !x b",
       "1:4 `!` starts a YAML tag, not a negation | write `not x`, or quote the value"},
      {"LostNegation", "if: !(b)",
       "1:5 `!` starts a YAML tag, not a negation | write `not x`, or quote the value"},
      {"SpacedNegation", "if: ! (b)",
       "1:5 `!` starts a YAML tag, not a negation | write `not x`, or quote the value"},
      {"NegatedCall", "if: !knows(x, y)",
       "1:5 `!` starts a YAML tag, not a negation | write `not x`, or quote the value"},
      {"TagInFlow", "a: {b: !x}",
       "1:8 `!` starts a YAML tag, not a negation | write `not x`, or quote the value"},
      {"TagOnAKey", "!x a: b",
       "1:1 `!` starts a YAML tag, not a negation | write `not x`, or quote the value"},
      {"FoldedExpression", "if: > 3", "1:5 `>` starts a block of text here | quote the expression"},
      {"LiteralExpression", "if: | 3",
       "1:5 `|` starts a block of text here | quote the expression"},
      {"BlockOutsideText", "if: >\n  3",
       "1:5 `>` starts a block of text here | quote the expression"},
      {"SeveralSigns", "if: >= 3\nb: *y\nc: @x",
       "1:5 `>` starts a block of text here | quote the expression\n"
       "2:4 `*` starts a YAML alias | write the value out; a product needs something "
       "before the `*`\n"
       "3:4 a value cannot begin with `@` | quote the value"},
      {"FlowBlock", "a: {b: -x, c: > 3}",
       "1:15 `>` starts a block of text here | quote the expression"},
      {"Alias", "a: *y",
       "1:4 `*` starts a YAML alias | write the value out; a product needs something "
       "before the `*`"},
      {"SpacedAlias", "a: * y",
       "1:4 `*` starts a YAML alias | write the value out; a product needs something "
       "before the `*`"},
      {"Anchor", "a: &y z",
       "1:4 `&` starts a YAML anchor | write the value out where it is needed; in an "
       "expression write `and`"},
      {"SpacedAnchor", "a: & y",
       "1:4 `&` starts a YAML anchor | write the value out where it is needed; in an "
       "expression write `and`"},
      {"DoubleAnd", "a: && y",
       "1:4 `&` starts a YAML anchor | write the value out where it is needed; in an "
       "expression write `and`"},
      {"Percent", "a: %x", "1:4 a value cannot begin with `%` | quote the value"},
      {"At", "a: @x", "1:4 a value cannot begin with `@` | quote the value"},
      {"Backtick", "a: `x`", "1:4 a value cannot begin with ``` | quote the value"},
      {"DashInValue", "a: - x",
       "1:4 `-` starts a list item, but this place is inside a value | begin the list "
       "on the next line, or quote the value"},
      {"DashInFlow", "a: {b: - x}",
       "1:8 `-` starts a list item, but this place is inside a value | begin the list "
       "on the next line, or quote the value"},
      {"DashContinues", "a: b\n  - c",
       "2:3 `- ` continues the value above, it starts no list | leave the place after "
       "the colon empty and begin the list on the next line"},
      {"QuestionMark", "a: ? b", "1:4 `?` starts a YAML key here | quote the value"},
      {"LeadingComma", "a: , b", "1:4 a value cannot begin with `,` | quote the value"},
      {"LeadingBracket", "a: ]",
       "1:4 illegal flow end | a value that begins with a closing bracket must be "
       "quoted"},
      {"Directive", "%YAML 1.2\n---\na: 1", "1:1 `%` starts a YAML directive | remove the line"},
      {"SecondDocument", "a: 1\n---\nb: 2",
       "2:1 `---` starts a second document | remove the line: a file holds one "
       "scenario"},
      {"DocumentEnd", "a: 1\n...\n", "2:1 `...` ends the document | remove the line"},
      {"LooseIndentation", " a: 1\nb: 2",
       "2:1 this line does not belong to the map above | give all top-level keys the "
       "same indentation"},
      {"OpenDoubleQuote", "a: \"x",
       "1:4 the quote opened here is never closed | close it with `\"`"},
      {"OpenSingleQuote", "a: 'x\nb: 3",
       "1:4 the quote opened here is never closed | close it with `'`"},
      {"QuoteClosesLate", "a: \"x\nb: \"y\"\nc: 1",
       "2:5 end of map not found | the quote opened at line 1, column 4 closes only "
       "here"},
      {"QuoteClosesLateInFlow", "a: {b: \"x, c: d}\ne: \"f\"",
       "2:5 end of map flow not found | the quote opened at line 1, column 8 closes "
       "only here"},
      {"TextBehindQuote", "a: \"x\" y",
       "1:8 end of map not found | check the indentation; text behind a closing quote "
       "or bracket must be quoted as a whole"},
      {"BadEscape", "a: \"x\\q\"",
       "1:8 unknown escape character: q | write `\\\\` for a backslash, or use single "
       "quotes"},
      {"GluedColon", "{for:b}",
       "1:2 key `for:b` has no value | write `for: b` with a space after the colon"},
      {"KeyWithoutColon", "{for}",
       "1:2 key `for` has no value | write `for: value` with a space after the colon"},
      {"KeyWithoutValue", "a: {x: }",
       "1:5 key `x` has no value | write `x: value` with a space after the colon"},
      {"GluedColonInBlock", "a: 1\nb:2\nc: 3",
       "3:2 illegal map value | write `b: 2` with a space after the colon"},
      {"CommaInCall", "{delay: lognormal(12 h, 0.5)}",
       "1:23 the comma at column 23 ended the value | put the value on its own line, "
       "or quote it"},
      {"CommaInNestedCall", "{a: g(f(x, 1), 2), b: 1, b: 2}",
       "1:10 the comma at column 10 ended the value | put the value on its own line, "
       "or quote it\n"
       "1:26 key `b` is given twice | the first one stands at line 1, column 20"},
      {"CommaInList", "[f(x, y), z]",
       "1:5 the comma at column 5 ended the value | put the value on its own line, or "
       "quote it"},
      {"CommaBeforeList", "{a: t(x, [1, 2], [3])}",
       "1:8 the comma at column 8 ended the value | put the value on its own line, or "
       "quote it"},
      {"CommaInFreeText", "a: {name: x (b, c)}",
       "1:15 the comma at column 15 ended the value | put the value on its own line, "
       "or quote it"},
      {"EmptyItem", "a: [x, , y]", "1:8 an item of the list is empty | remove the extra comma"},
      {"EmptyKey", ": 3", "1:1 the key is empty | write a name before the colon"},
      {"EmptyQuotedKey", "\"\": 3", "1:1 the key is empty | write a name before the colon"},
      {"ListAsKey", "[a, b]: c",
       "1:1 a list or map cannot be a key | write a name before the colon, or quote "
       "the value"},
      {"MapAsKey", "{a: b}: c",
       "1:1 a list or map cannot be a key | write a name before the colon, or quote "
       "the value"},
      {"MergeKey", "<<: b", "1:1 `<<` merges maps in YAML | write the keys out"},
      {"ColonInValue", "a: b: c",
       "1:5 illegal map value | check the indentation; a value that has `: ` in it "
       "must be quoted"},
      {"TabIndentation", "a:\n\011b: 1",
       "2:1 a tab is used for indentation | indent with spaces, two for each level"},
      {"GluedComment", "a: x #17\nb: #18\nc: y # ok\nd: \"q\" #17\ne: z #see",
       "1:6 `#17` is cut off as a comment | quote the value, or put a space after # "
       "to make it a comment\n"
       "2:4 `#18` is cut off as a comment | quote the value, or put a space after # "
       "to make it a comment\n"
       "5:6 `#see` is cut off as a comment | quote the value, or put a space after # "
       "to make it a comment"},
      {"OpenBracket", "a: [b", "1:4 the `[` opened here is never closed | close it with `]`"},
      {"OpenBrace", "a: {b: c", "1:4 the `{` opened here is never closed | close it with `}`"},
      {"UnclosedParenthesis", "a: f(b",
       "1:5 `(` has no partner in this value | close it, or quote the value if it is "
       "text"},
      {"UnopenedParenthesis", "a: b)",
       "1:5 `)` has no partner in this value | open it, or quote the value if it is "
       "text"},
      {"UnopenedBracket", "a: b]",
       "1:5 `]` has no partner in this value | open it, or quote the value if it is "
       "text"},
      {"DeedAsKey", "- emit x {a: b}",
       "1:3 `emit x` is not a deed | write `{emit: x, with: {a: b}}`, or each key on a "
       "line of its own"},
      {"DecimalComma", "a: {b: 0,5}",
       "1:9 the comma at column 9 ended the value | a decimal point: 0.5"},
      {"ManyAtOnce", "a: f(b\na: 1\nc: {x:y}\nd: z #9",
       "1:5 `(` has no partner in this value | close it, or quote the value if it is "
       "text\n"
       "2:1 key `a` is given twice | the first one stands at line 1, column 1\n"
       "3:5 key `x:y` has no value | write `x: y` with a space after the colon\n"
       "4:6 `#9` is cut off as a comment | quote the value, or put a space after # to "
       "make it a comment"},
      {"NotUtf8", "a: \377\nb: \303(",
       "1:4 byte 0xFF is not UTF-8 | save the file as UTF-8\n"
       "2:4 byte 0xC3 is not UTF-8 | save the file as UTF-8"},
      {"ControlBytes", "a: \001\nb: c\015d\ne: \000"s,
       "1:4 control character 0x01 | remove it\n"
       "2:5 a carriage return without a line feed | save the file with line ends of "
       "Unix or Windows\n"
       "3:4 control character 0x00 | remove it"},
      {"Surrogate", "a: \355\240\200", "1:4 byte 0xED is not UTF-8 | save the file as UTF-8"},
  };
  return all;
}
std::string case_name(const testing::TestParamInfo<Case>& tested) { return tested.param.name; }
INSTANTIATE_TEST_SUITE_P(All, YamlTrapTest, testing::ValuesIn(cases()), case_name);

TEST(YamlTreeTest, EveryScalarIsTextAndMapsKeepTheirOrder) {
  const auto root = tree_of("b: 036\na: true\nc: nothing\nd: \"~\"\ne: [1, \"x\"]\nf:\n");
  ASSERT_EQ(root.entries.size(), 6U);
  EXPECT_EQ(root.entries[0].key.value, "b");
  EXPECT_EQ(root.find("b")->text, "036");
  EXPECT_EQ(root.find("a")->text, "true");
  EXPECT_EQ(root.find("c")->text, "nothing");
  EXPECT_EQ(root.find("d")->text, "~");
  EXPECT_TRUE(root.find("e")->flow);
  EXPECT_EQ(root.find("e")->items.size(), 2U);
  EXPECT_EQ(root.find("f")->kind, YamlNode::Kind::null);
  EXPECT_EQ(root.find("g"), nullptr);
}

TEST(YamlTreeTest, AKeyNamedNullIsNotTheValueOfTheKeyAbove) {
  const auto root = tree_of("c:\nnull: 3\n");
  ASSERT_EQ(root.entries.size(), 2U);
  EXPECT_EQ(root.entries[0].value.kind, YamlNode::Kind::null);
  EXPECT_EQ(root.entries[1].key.value, "null");
}

TEST(YamlTreeTest, TextsPointAtTheirFirstCharacter) {
  const auto root = tree_of("a: x + 1\nb: \"x + 1\"\nc: 'it''s'\nd: x\n  + 1\n\"e\": \"a\\tb\"\n");
  const auto place = [&](const char* key) {
    const auto text = root.find(key)->as_text();
    return fmt::format("{} {}:{} {}", text.value, text.at.line, text.at.column, text.plain);
  };
  EXPECT_EQ(place("a"), "x + 1 1:4 true");
  EXPECT_EQ(place("b"), "x + 1 2:5 true");
  EXPECT_EQ(place("c"), "it's 3:5 false");
  EXPECT_EQ(place("d"), "x + 1 4:4 false");
  EXPECT_EQ(place("e"), "a\tb 6:7 false");
  EXPECT_TRUE(root.find("a")->plain);
  EXPECT_FALSE(root.find("b")->plain);
  EXPECT_TRUE(root.find("d")->plain);
  EXPECT_EQ(root.entries[4].key.at.column, 2);
}

TEST(YamlTreeTest, AByteOrderMarkAndWindowsLineEndsChangeNothing) {
  const auto root = tree_of(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: x\r\n  y\r\n");
  EXPECT_EQ(root.find("a")->at.column, 4);
  EXPECT_EQ(root.find("b")->text, "x y");
}

TEST(YamlTreeTest, FreeTextNeedsNoPartnersForItsBrackets) {
  EXPECT_EQ(read("about: a) b\ntitle: (x\nsources: [a (b, {name: c)}]\nx: {about: d)}\n"), "");
  EXPECT_EQ(read("about: >\n  any (text\nsources:\n  - |\n    more: text)\n"), "");
}

TEST(YamlTreeTest, OrdinaryCommentsStayComments) {
  EXPECT_EQ(read("# a\na: 1 # b\nb: x ## c\nc: [1, 2] #d\nd: \"x\" #17\ne: a#17\nf: x #\n"), "");
}

TEST(YamlTreeTest, ADocumentMayBeginWithItsMarker) { EXPECT_EQ(read("# c\n---\na: 1\n"), ""); }

TEST(YamlTreeTest, CharactersBeyondAsciiAreAccepted) {
  EXPECT_EQ(read("a: \"\u00e9 \u20ac \U0001F600\"\n"), "");
}

double seconds_to_read(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  (void)read_yaml({"case.yaml", text});
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string repeated(const char* part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

// the bound is ten seconds because sanitizers slow yaml-cpp down; quadratic work would take minutes
TEST(YamlLimitTest, HostileTextsAreReadInLinearTime) {
  EXPECT_LT(seconds_to_read("a: " + std::string(2'000'000, 'x')), 10);
  EXPECT_LT(seconds_to_read("a: \"" + std::string(2'000'000, 'x') + "\""), 10);
  for (const auto* part : {"[", "{a: ", "- ", "? ", "[a, ", "\"\" ", "a: [b\n", "(", "\xff\n"}) {
    EXPECT_LT(seconds_to_read(repeated(part, 100'000)), 10) << part;
  }
}

TEST(YamlLimitTest, EachLimitIsNamed) {
  EXPECT_EQ(read(std::string(kMaxYamlBytes + 1, 'x')),
            "0:0 it is larger than 4 MB | make it shorter");
  EXPECT_EQ(read(repeated("[", 65) + repeated("]", 65)),
            "1:65 nested deeper than 64 levels | write it with fewer levels");
  EXPECT_EQ(read("[" + repeated("1,", 500'000) + "1]"),
            "1:1000000 more than 500000 values | make it shorter");
  EXPECT_EQ(read(std::string(61, 'k') + ": 1"),
            "1:1 a name of 61 characters is too long; at most 60 | what stands before a colon is a "
            "name; quote the text if `: ` belongs to it");
  EXPECT_EQ(read(std::string(60, 'k') + ": 1"), "");
  EXPECT_EQ(read(std::string(2000, 'k') + ": 1"),
            "1:2001 the name before this colon is too long; at most 60 characters | quote the text "
            "if `: ` belongs to it");
  EXPECT_EQ(read(repeated("[", 64) + repeated("]", 64)), "");
}

TEST(YamlLimitTest, NestingIsFoundBeforeTheParserGoesDeep) {
  for (const auto* part : {"[", "{a: ", "- ", "? "}) {
    const auto finding = read(repeated(part, 100'000));
    EXPECT_NE(finding.find("nested deeper than 64 levels"), std::string::npos) << part;
  }
}

TEST(YamlLimitTest, AHundredFindingsAreEnough) {
  const auto root = read_yaml({"case.yaml", repeated("\xff\n", 1000)});
  ASSERT_FALSE(root.has_value());
  EXPECT_EQ(root.error().size(), 100U);
}

TEST(YamlLimitTest, ATextInAnotherEncodingIsOneFinding) {
  const auto wide = [](std::string mark, bool zero_first, std::size_t zeros) {
    for (const char c : std::string("brink: 1\ntitle: T\n")) {
      mark += (zero_first ? std::string(zeros, '\0') : "") + c;
      if (!zero_first) mark += std::string(zeros, '\0');
    }
    return read(mark);
  };
  const std::string found = "0:0 the text is UTF-16 or UTF-32, not UTF-8 | save the file as UTF-8";
  EXPECT_EQ(wide("", true, 1), found);
  EXPECT_EQ(wide("", false, 1), found);
  EXPECT_EQ(wide("", false, 3), found);
  EXPECT_EQ(wide("\xFF\xFE", false, 1), found);
  EXPECT_EQ(wide("\xFE\xFF", true, 1), found);
  EXPECT_EQ(wide(std::string("\0\0\xFE\xFF", 4), true, 3), found);
  EXPECT_EQ(read(std::string(10, '\0')), "1:1 control character 0x00 | remove it");
}

TEST(YamlLimitTest, WordsOfOtherYamlToolsAreRefused) {
  const auto said = [](const std::string& word) { return read("a: " + word); };
  EXPECT_EQ(said("~"), "1:4 `~` is no value here | write the value, or leave the key out");
  EXPECT_EQ(said("Null"), "1:4 `Null` is no value here | write the value, or leave the key out");
  EXPECT_EQ(said("yes"),
            "1:4 `yes` is no truth here, but to other YAML tools | write true; if it is a word of "
            "its own, choose another");
  EXPECT_EQ(said("OFF"),
            "1:4 `OFF` is no truth here, but to other YAML tools | write false; if it is a word of "
            "its own, choose another");
  EXPECT_EQ(said("-.INF"), "1:4 `-.INF` is no number here | every number is finite");
  EXPECT_EQ(said("0x10"), "1:4 `0x10` is no number here | write it in decimal digits: 16");
  EXPECT_EQ(said("0o17"), "1:4 `0o17` is no number here | write it in decimal digits: 15");
  for (const auto* word : {"true", "false", "\"yes\"", "onward", "0x", "0xg", "0", "none"}) {
    EXPECT_EQ(said(word), "") << word;
  }
  EXPECT_EQ(read("title: yes\nabout: ~\n"), "");
  EXPECT_EQ(read("[calm, no]").substr(0, 12), "1:8 `no` is ");
}

TEST(YamlTreeTest, RandomTextsAreReadOrRefusedWithFindings) {
  std::mt19937_64 random(20260604);
  const std::string alphabet = "ab:,-[]{}()\"'#!&*>|%@`?<~ \n\n  \t\r\\1.\xc3\xa9";
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (auto length = random() % 60; length > 0; --length) {
      text += alphabet[random() % alphabet.size()];
    }
    const auto root = read_yaml({"case.yaml", text});
    if (root) continue;
    ASSERT_FALSE(root.error().empty()) << text;
    for (const auto& finding : root.error()) ASSERT_FALSE(finding.message.empty()) << text;
  }
}

}  // namespace
}  // namespace brink
