#include "engine/language/expression.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace brink {
namespace {

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

Expr expr(const std::string& text) {
  Diagnostics findings;
  auto parsed = parse(text, findings);
  EXPECT_TRUE(parsed.has_value()) << text << "\n" << written(findings);
  return parsed ? std::move(*parsed) : Expr{};
}

// every node in brackets: the tree made visible
std::string nested(const Expr& e);

std::string nested(const Pattern& pattern) {
  std::string text;
  for (const auto& a : pattern.alternatives) {
    text += fmt::format("<{}|{}|{}|{}>", a.type, a.from, a.to, a.where ? nested(*a.where) : "");
  }
  return text;
}

std::string nested(const Expr& e) {
  std::string text = fmt::format("[{} {}", static_cast<int>(e.kind), e.text);
  if (e.kind == Expr::Kind::number || e.kind == Expr::Kind::truth) {
    text += fmt::format("{}", e.number);
  }
  text += e.us != 0 ? fmt::format("{}us", e.us) : "";
  for (const auto& part : e.path) text += "." + part;
  if (e.pattern) text += nested(*e.pattern);
  for (const auto& argument : e.args) text += nested(argument);
  for (const auto& named : e.named) text += named.name + "=" + nested(named.value.at(0));
  return text + "]";
}

TEST(ExpressionTest, PrecedenceIsThatOfTheManual) {
  const auto same = [](const char* text, const char* bracketed) {
    EXPECT_EQ(nested(expr(text)), nested(expr(bracketed))) << text;
    EXPECT_EQ(to_text(expr(bracketed)), text);
  };
  same("a or b and c", "a or (b and c)");
  same("not a and b", "(not a) and b");
  same("not a == b", "not (a == b)");
  same("a + b < c * d", "(a + b) < (c * d)");
  same("a - b - c", "(a - b) - c");
  same("a / b * c", "(a / b) * c");
  same("-a ^ b", "-(a ^ b)");
  same("-a * b", "(-a) * b");
  same("a * -b", "a * (-b)");
  same("a ^ b ^ c", "a ^ (b ^ c)");
  same("a ^ -b ^ c", "a ^ (-(b ^ c))");
  same("not not a", "not (not a)");
}

TEST(ExpressionTest, ParenthesesThatMatterStay) {
  for (const auto* text : {"(a or b) and c", "not (a and b)", "(not a) == b", "(a + b) * c",
                           "a - (b - c)", "(a < b) == (c < d)", "(-a) ^ b", "(a ^ b) ^ c",
                           "-(a + b)", "a and (b and c)", "a / (b * c)"}) {
    EXPECT_EQ(to_text(expr(text)), text);
  }
}

TEST(ExpressionTest, LengthsOfTimeAddUp) {
  EXPECT_EQ(expr("3 d 12 h").us, 302'400'000'000);
  EXPECT_EQ(expr("3d12h").kind, Expr::Kind::duration);
  EXPECT_EQ(expr("3d 12h").us, 302'400'000'000);
  EXPECT_EQ(expr("17.3 d").us, 1'494'720'000'000);
  EXPECT_EQ(expr("1e3 us").us, 1'000);
  EXPECT_EQ(expr("90 min").us, 5'400'000'000);
  EXPECT_EQ(expr("2 w 1 s 3 ms 4 us").us, 1'209'601'003'004);
}

TEST(ExpressionTest, DatesAreInstants) {
  const auto day = expr("2026-06-04");
  EXPECT_EQ(day.kind, Expr::Kind::date);
  EXPECT_EQ(expr("2026-06-04 09:00").us - day.us, 32'400'000'000);
  EXPECT_EQ(expr("2026-06-04T09:00:30").us - day.us, 32'430'000'000);
  EXPECT_EQ(expr("1952-10").us, expr("1952-10-01").us);
  EXPECT_EQ(expr("1952 - 10").kind, Expr::Kind::binary);
  EXPECT_EQ(expr("1952-10 + uniform(0 d .. 31 d)").text, "+");
}

TEST(ExpressionTest, EveryNodeStandsAtItsOwnToken) {
  const auto e = expr("a.b + f(x, y = 2)");
  EXPECT_EQ(e.at.column, 5);
  EXPECT_EQ(e.args[0].at.column, 1);
  EXPECT_EQ(e.args[0].path, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(e.args[1].at.column, 7);
  EXPECT_EQ(e.args[1].named[0].at.column, 12);
  EXPECT_EQ(e.args[1].named[0].value[0].at.column, 16);
}

TEST(ExpressionTest, HistoryFunctionsTakeAPattern) {
  const auto e = expr("count(refuse from russia where x == 1 or salvo to b, 30 d) == 3");
  const auto& count = e.args[0];
  ASSERT_TRUE(count.pattern);
  EXPECT_EQ(count.pattern->text, "refuse from russia where x == 1 or salvo to b");
  ASSERT_EQ(count.pattern->alternatives.size(), 2U);
  EXPECT_EQ(count.pattern->alternatives[0].from, "russia");
  EXPECT_EQ(count.pattern->alternatives[0].from_at.column, 19);
  EXPECT_EQ(count.pattern->alternatives[1].to, "b");
  EXPECT_EQ(count.args.size(), 1U);
}

TEST(PatternTest, AnOrInsideWhereNeedsParentheses) {
  Diagnostics findings;
  const auto pattern =
      parse_pattern({"a  where (x or  y) or b from c to d", {7, 1}, true}, "case.yaml", findings);
  ASSERT_TRUE(pattern) << written(findings);
  EXPECT_EQ(nested(*pattern), "<a|||[6 or[4 .x][4 .y]]><b|c|d|>");
  EXPECT_EQ(pattern->text, "a where (x or y) or b from c to d");
}

// random trees of everything the language has
class Generator {
 public:
  Expr make(int depth) {
    const auto kind = depth == 0 ? random_() % 5 : random_() % 9;
    Expr e;
    e.kind = static_cast<Expr::Kind>(kind < 8 ? kind : 7);
    if (e.kind == Expr::Kind::number) e.number = number();
    if (e.kind == Expr::Kind::duration)
      e.us = static_cast<std::int64_t>(random_() >> random_() % 60 >> 2);
    if (e.kind == Expr::Kind::date)
      e.us = static_cast<std::int64_t>(random_() % 315'537'897'600'000'000ULL);
    if (e.kind == Expr::Kind::truth) e.number = static_cast<double>(random_() % 2);
    if (e.kind == Expr::Kind::name) e.path = names();
    if (e.kind == Expr::Kind::unary) {
      e.text = pick({"-", "not"});
      e.args.push_back(make(depth - 1));
    }
    if (e.kind == Expr::Kind::binary) {
      e.text = pick({"+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "and", "or"});
      e.args.push_back(make(depth - 1));
      e.args.push_back(make(depth - 1));
    }
    if (e.kind == Expr::Kind::call) fill_call(e, depth);
    return e;
  }

 private:
  double number() {
    if (random_() % 2 == 0) return static_cast<double>(random_() % 3000);
    return std::ldexp(static_cast<double>(random_() >> 11),
                      static_cast<int>(random_() % 1800) - 900);
  }
  std::string pick(std::vector<const char*> choices) { return choices[random_() % choices.size()]; }
  std::vector<std::string> names() {
    std::vector<std::string> path;
    for (auto n = random_() % 3; n < 3; ++n)
      path.push_back(pick({"a", "self", "d", "e1", "from_x"}));
    return path;
  }
  void fill_call(Expr& e, int depth) {
    e.text = pick({"f", "if", "count", "since", "uniform"});
    if (e.text == "count" || e.text == "since")
      e.pattern = std::make_shared<Pattern>(pattern(depth));
    for (auto n = random_() % 3; n > 0; --n) e.args.push_back(argument(depth));
    if (e.text == "if") return;
    for (const auto* name : {"mean", "sd"}) {
      if (random_() % 3 == 0) e.named.push_back({name, {}, {argument(depth)}});
    }
  }
  Expr argument(int depth) {
    if (random_() % 4 != 0) return make(depth - 1);
    Expr e;
    e.kind = Expr::Kind::range;
    e.args = {make(depth - 1), make(depth - 1)};
    return e;
  }
  Pattern pattern(int depth) {
    Pattern p;
    for (auto n = random_() % 2; n < 2; ++n) {
      auto& a = p.alternatives.emplace_back();
      a.type = pick({"salvo", "offer.x"});
      if (random_() % 2 == 0) a.from = "self";
      if (random_() % 2 == 0) a.to = "rival";
      if (random_() % 2 == 0) a.where = make(depth - 1);
    }
    return p;
  }
  std::mt19937_64 random_{20260604};
};

// oracle: the tree itself
TEST(ExpressionTest, ParsingTheWrittenTextGivesTheSameTree) {
  Generator generator;
  int parsed = 0;
  for (int i = 0; parsed < 2'000; ++i) {
    const auto e = generator.make(1 + i % 5);
    const auto text = to_text(e);
    if (text.size() > kMaxExpressionBytes) continue;
    ASSERT_EQ(nested(expr(text)), nested(e)) << text;
    ASSERT_EQ(to_text(expr(text)), text);
    ++parsed;
  }
}

TEST(ExpressionTest, RandomTextsAreParsedOrRefusedWithOneFinding) {
  std::mt19937_64 random(4062026);
  const std::vector<std::string> parts{
      "a",  "b.c",   "1",    "0.5", "2026-06-04", "09:00", "3 d", "d",  "(",    ")",      ",",
      "..", "=",     "==",   "-",   "not",        "or",    "and", "if", "^",    "count(", "from",
      "to", "where", "\xff", "'",   "e5",         "1e",    ".",   "_",  "true", "\n"};
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (auto n = random() % 25; n > 0; --n) {
      text += random() % 8 == 0 ? std::string(1, static_cast<char>(random() % 256))
                                : parts[random() % parts.size()];
      if (random() % 2 == 0) text += ' ';
    }
    Diagnostics findings;
    const auto e = parse(text, findings);
    ASSERT_EQ(findings.size(), e ? 0U : 1U) << text;
    findings.clear();
    const auto p = parse_pattern({text, {7, 1}, true}, "case.yaml", findings);
    ASSERT_EQ(findings.size(), p ? 0U : 1U) << text;
  }
}

}  // namespace
}  // namespace brink
