#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/language/expression.h"
#include "engine/language/lexer.h"

namespace brink {

/// A function one of whose arguments is a pattern.
struct PatternFunction {
  std::string_view name;
  std::size_t argument;  // which one, from 0
};
inline constexpr PatternFunction kPatternFunctions[] = {
    {"count", 0}, {"total", 0}, {"since", 0}, {"last", 0}, {"knows", 1}};

/// How high an expression's tree may be; long chains of operators make it high.
inline constexpr int kMaxTreeHeight = 250;

/// The place of a function's pattern among its arguments, or nothing.
std::optional<std::size_t> pattern_argument(std::string_view function);

/// True for the words that cannot be names: and, or, not, true, false.
bool is_reserved(std::string_view word);

/// Recursive descent over the tokens of one text. Stops at the first error.
class ExpressionParser {
 public:
  /// Borrows text, file and findings.
  ExpressionParser(const Text& text, const std::string& file, Diagnostics& findings);

  std::optional<Expr> read_expression();
  std::optional<Pattern> read_pattern();

 private:
  /// An expression with the height of its tree.
  struct Tree {
    Expr root;
    int height = 1;
  };
  using Parsed = std::optional<Tree>;

  bool prepare();
  const Token& token() const { return tokens_[next_]; }
  Token advance() { return tokens_[next_ + 1 < tokens_.size() ? next_++ : next_]; }
  Position place(std::size_t offset) const;
  std::string column_of(std::size_t offset) const;
  std::string found() const;
  std::nullopt_t fail(std::size_t offset, std::string message, std::string hint);
  std::nullopt_t fail_here(const std::string& expected, std::string hint = {});
  bool expect_end();
  bool too_deep(std::size_t offset);
  bool low_enough(const Tree& tree, std::size_t offset);

  Parsed parse_or();
  Parsed parse_and();
  Parsed parse_not();
  Parsed parse_comparison();
  Parsed parse_sum();
  Parsed parse_product();
  Parsed parse_negation();
  Parsed parse_power();
  Parsed parse_primary();
  Parsed parse_name();
  Parsed parse_group();
  Parsed parse_call(const Token& name);
  Parsed parse_plain_call(const Token& name);
  Parsed parse_over(const Token& name);
  Parsed parse_pick(const Token& name);
  bool parse_group_name(Expr& e);
  bool parse_where(Tree& tree);
  bool stands_over() const;
  Parsed parse_list();
  Parsed parse_argument_value();
  bool parse_arguments(Tree& call, std::size_t open);
  bool parse_argument(Tree& call, std::size_t index);
  bool parse_named(Tree& call);
  bool close_parenthesis(std::size_t open, std::string_view function);
  Parsed parse_range();
  Parsed join(const Token& sign, Tree left, Parsed right);
  Parsed prefix(const Token& sign, Parsed operand);
  std::string operand_hint() const;
  std::string habit_hint() const;

  std::optional<Pattern> parse_alternatives(int& height);
  bool is_word_of_pattern_next(bool after_word) const;
  bool parse_alternative(Pattern::Alternative& alternative, int& height);
  bool parse_party(std::string_view word, std::string& name, Position& at);
  std::string folded(std::size_t first, std::size_t last) const;

  const Text& text_;
  const std::string& file_;
  Diagnostics& findings_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int depth_ = 0;
};

}  // namespace brink
