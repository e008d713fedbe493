#include "engine/language/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/language/lexer_hints.h"

namespace brink {
namespace {

constexpr std::array<std::string_view, 6> kComparisons{"<", "<=", ">", ">=", "==", "!="};

bool is_comparison(const Token& token) {
  return token.kind == Token::Kind::sign &&
         std::find(kComparisons.begin(), kComparisons.end(), token.text) != kComparisons.end();
}

// counts one level of nesting while it lives
class Level {
 public:
  explicit Level(int& depth) : depth_(depth) { ++depth_; }
  ~Level() { --depth_; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  int& depth_;
};

}  // namespace

bool is_reserved(std::string_view word) {
  return word == "and" || word == "or" || word == "not" || word == "true" || word == "false";
}

std::optional<std::size_t> pattern_argument(std::string_view function) {
  for (const auto& known : kPatternFunctions) {
    if (known.name == function) return known.argument;
  }
  return std::nullopt;
}

ExpressionParser::ExpressionParser(const Text& text, const std::string& file, Diagnostics& findings)
    : text_(text), file_(file), findings_(findings) {}

bool ExpressionParser::prepare() {
  if (text_.value.size() > kMaxExpressionBytes) {
    fail(0, fmt::format("the expression is longer than {} characters", kMaxExpressionBytes),
         "give a part of it a name under let:");
    return false;
  }
  auto tokens = lex(text_.value);
  if (!tokens) {
    fail(tokens.error().offset, tokens.error().message, tokens.error().hint);
    return false;
  }
  tokens_ = std::move(*tokens);
  return true;
}

Position ExpressionParser::place(std::size_t offset) const {
  if (!text_.plain) {
    auto at = text_.at;
    at.part = static_cast<int>(offset);
    return at;
  }
  return {text_.at.line, text_.at.column + static_cast<int>(offset), text_.at.file};
}

std::string ExpressionParser::column_of(std::size_t offset) const {
  return text_.plain ? fmt::format(" at column {}", place(offset).column) : "";
}

std::string ExpressionParser::found() const {
  if (token().kind != Token::Kind::end) return fmt::format("`{}`", token().text);
  return tokens_.size() == 1 ? "nothing" : "the end";
}

std::nullopt_t ExpressionParser::fail(std::size_t offset, std::string message, std::string hint) {
  findings_.push_back({file_, place(offset), std::move(message), std::move(hint), Severity::error});
  return std::nullopt;
}

std::nullopt_t ExpressionParser::fail_here(const std::string& expected, std::string hint) {
  if (hint.empty()) hint = habit_hint();
  return fail(token().offset, fmt::format("expected {}, found {}", expected, found()),
              std::move(hint));
}

// what was meant by `AND`, `0,5` or `June 30`
std::string ExpressionParser::habit_hint() const {
  if (auto hint = shouted_hint(token().text); !hint.empty()) return hint;
  if (next_ == 0) return {};
  const auto& before = tokens_[next_ - 1];
  if (auto hint = shouted_hint(before.text); !hint.empty()) return hint;
  const auto behind = next_ + 1 < tokens_.size() ? tokens_[next_ + 1] : Token{};
  if (token().kind == Token::Kind::number) {
    const bool year = behind.kind == Token::Kind::number;
    return month_hint(before.text, token().text, year ? behind.text : std::string_view{});
  }
  const bool glued =
      before.offset + before.text.size() == token().offset && behind.offset == token().offset + 1;
  const bool digits = behind.kind == Token::Kind::number || behind.kind == Token::Kind::duration;
  if (token().is(",") && before.kind == Token::Kind::number && digits && glued) {
    return fmt::format("a decimal point: {}.{}", before.text, behind.text);
  }
  return {};
}

bool ExpressionParser::too_deep(std::size_t offset) {
  if (depth_ <= kMaxExpressionDepth) return false;
  fail(offset, fmt::format("the expression is nested deeper than {} levels", kMaxExpressionDepth),
       "give a part of it a name under let:");
  return true;
}

bool ExpressionParser::low_enough(const Tree& tree, std::size_t offset) {
  if (tree.height <= kMaxTreeHeight) return true;
  fail(offset, fmt::format("more than {} operations one inside the other", kMaxTreeHeight),
       "give a part of it a name under let:");
  return false;
}

std::optional<Expr> ExpressionParser::read_expression() {
  if (!prepare()) return std::nullopt;
  auto tree = parse_or();
  if (!tree || !expect_end()) return std::nullopt;
  return std::move(tree->root);
}

bool ExpressionParser::expect_end() {
  if (token().kind == Token::Kind::end) return true;
  if (token().is("=")) {
    fail_here("an operator or the end", "to compare, write ==");
  } else if (token().is("..")) {
    fail(token().offset, "a range stands only inside a call", "write it like uniform(6 d .. 14 d)");
  } else if (token().is(")")) {
    fail(token().offset, "this `)` closes nothing", "remove it, or open a `(` before it");
  } else if (token().is("of") && next_ > 0 && tokens_[next_ - 1].is("each")) {
    fail_here("an operator or the end",
              "for each member: `for: x in GROUP` with a `do:` of its own");
  } else {
    fail_here("an operator or the end");
  }
  return false;
}

ExpressionParser::Parsed ExpressionParser::join(const Token& sign, Tree left, Parsed right) {
  if (!right) return std::nullopt;
  Tree tree;
  tree.height = 1 + std::max(left.height, right->height);
  if (!low_enough(tree, sign.offset)) return std::nullopt;
  tree.root.kind = Expr::Kind::binary;
  tree.root.at = place(sign.offset);
  tree.root.text = sign.text;
  tree.root.args.push_back(std::move(left.root));
  tree.root.args.push_back(std::move(right->root));
  return tree;
}

ExpressionParser::Parsed ExpressionParser::prefix(const Token& sign, Parsed operand) {
  if (!operand) return std::nullopt;
  Tree tree;
  tree.height = 1 + operand->height;
  if (!low_enough(tree, sign.offset)) return std::nullopt;
  tree.root.kind = Expr::Kind::unary;
  tree.root.at = place(sign.offset);
  tree.root.text = sign.text;
  tree.root.args.push_back(std::move(operand->root));
  return tree;
}

ExpressionParser::Parsed ExpressionParser::parse_or() {
  auto left = parse_and();
  while (left && token().is("or")) {
    const auto sign = advance();
    left = join(sign, std::move(*left), parse_and());
  }
  return left;
}

ExpressionParser::Parsed ExpressionParser::parse_and() {
  auto left = parse_not();
  while (left && token().is("and")) {
    const auto sign = advance();
    left = join(sign, std::move(*left), parse_not());
  }
  return left;
}

ExpressionParser::Parsed ExpressionParser::parse_not() {
  if (!token().is("not")) return parse_comparison();
  const Level level(depth_);
  if (too_deep(token().offset)) return std::nullopt;
  const auto sign = advance();
  return prefix(sign, parse_not());
}

ExpressionParser::Parsed ExpressionParser::parse_comparison() {
  auto left = parse_sum();
  if (!left || !is_comparison(token())) return left;
  const auto sign = advance();
  left = join(sign, std::move(*left), parse_sum());
  if (left && is_comparison(token())) {
    return fail(token().offset, "comparisons do not chain",
                fmt::format("write a {} b and b {} c", sign.text, token().text));
  }
  return left;
}

ExpressionParser::Parsed ExpressionParser::parse_sum() {
  auto left = parse_product();
  while (left && (token().is("+") || token().is("-"))) {
    const auto sign = advance();
    left = join(sign, std::move(*left), parse_product());
  }
  return left;
}

ExpressionParser::Parsed ExpressionParser::parse_product() {
  auto left = parse_negation();
  while (left && (token().is("*") || token().is("/"))) {
    const auto sign = advance();
    left = join(sign, std::move(*left), parse_negation());
  }
  return left;
}

ExpressionParser::Parsed ExpressionParser::parse_negation() {
  if (!token().is("-")) return parse_power();
  const Level level(depth_);
  if (too_deep(token().offset)) return std::nullopt;
  const auto sign = advance();
  return prefix(sign, parse_negation());
}

ExpressionParser::Parsed ExpressionParser::parse_power() {
  auto base = parse_primary();
  if (!base || !token().is("^")) return base;
  const Level level(depth_);
  if (too_deep(token().offset)) return std::nullopt;
  const auto sign = advance();
  return join(sign, std::move(*base), parse_negation());
}

std::string ExpressionParser::operand_hint() const {
  if (token().is("+")) return "leave out the +";
  if (token().is("[")) return "a list stands only inside table or empirical; group by ( )";
  if (token().is("not")) return "put parentheses around `not` and what it negates";
  if (token().is("=")) return "to compare, write ==";
  if (token().is("..")) return "write both ends of the range: low .. high";
  return {};
}

ExpressionParser::Parsed ExpressionParser::parse_primary() {
  Tree tree;
  tree.root.at = place(token().offset);
  tree.root.number = token().number;
  tree.root.us = token().us;
  switch (token().kind) {
    case Token::Kind::number:
      tree.root.kind = Expr::Kind::number;
      break;
    case Token::Kind::duration:
      tree.root.kind = Expr::Kind::duration;
      break;
    case Token::Kind::date:
      tree.root.kind = Expr::Kind::date;
      break;
    case Token::Kind::name:
      return parse_name();
    case Token::Kind::sign:
      if (token().is("(")) return parse_group();
      [[fallthrough]];
    case Token::Kind::end:
      return fail_here("an expression", operand_hint());
  }
  advance();
  return tree;
}

ExpressionParser::Parsed ExpressionParser::parse_name() {
  Tree tree;
  tree.root.at = place(token().offset);
  if (token().is("true") || token().is("false")) {
    tree.root.kind = Expr::Kind::truth;
    tree.root.number = advance().is("true") ? 1 : 0;
    return tree;
  }
  if (is_reserved(token().text)) return fail_here("an expression", operand_hint());
  const auto name = advance();
  if (token().is("(")) return parse_call(name);
  if (name.text == "if") {
    return fail(name.offset, "`if` needs a condition and two values", "write if(condition, a, b)");
  }
  tree.root.kind = Expr::Kind::name;
  for (auto rest = name.text; !rest.empty();) {
    const auto point = std::min(rest.find('.'), rest.size());
    tree.root.path.emplace_back(rest.substr(0, point));
    rest.remove_prefix(std::min(point + 1, rest.size()));
  }
  return tree;
}

ExpressionParser::Parsed ExpressionParser::parse_group() {
  const Level level(depth_);
  if (too_deep(token().offset)) return std::nullopt;
  const auto open = advance().offset;
  auto inner = parse_or();
  if (!inner || !close_parenthesis(open, {})) return std::nullopt;
  return inner;
}

bool ExpressionParser::close_parenthesis(std::size_t open, std::string_view function) {
  if (token().is(")")) {
    advance();
    return true;
  }
  const auto of = function.empty() ? "" : fmt::format(" of `{}`", function);
  const auto expected = fmt::format("`)` to close the `(`{}{}", of, column_of(open));
  std::string hint;
  if (token().is("=")) hint = "to compare, write ==";
  if (token().is("..")) hint = "a range stands only directly in a call: uniform(6 d .. 14 d)";
  if (token().is(",") && function.empty()) {
    hint = habit_hint();
    if (hint.empty()) hint = "a comma separates arguments only";
  }
  fail_here(expected, hint);
  return false;
}

std::optional<Expr> parse_expression(const Text& text, const std::string& file,
                                     Diagnostics& findings) {
  return ExpressionParser(text, file, findings).read_expression();
}

}  // namespace brink
