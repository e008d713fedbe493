#include <fmt/format.h>

#include <algorithm>

#include "engine/language/parser.h"

// expressions over the members of a group, picks among them, and lists
namespace brink {

// true if the call that opens here holds an `over` of its own
bool ExpressionParser::stands_over() const {
  int depth = 0;
  for (auto i = next_; i < tokens_.size(); ++i) {
    if (tokens_[i].is("(")) ++depth;
    if (tokens_[i].is(")") && --depth == 0) return false;
    if (depth == 1 && tokens_[i].is("over")) return true;
  }
  return false;
}

bool ExpressionParser::parse_group_name(Expr& e) {
  if (token().kind != Token::Kind::name || is_reserved(token().text)) {
    fail_here("the name of a group");
    return false;
  }
  e.group_at = place(token().offset);
  e.group = advance().text;
  return true;
}

bool ExpressionParser::parse_where(Tree& tree) {
  if (!token().is("where")) return true;
  advance();
  auto where = parse_or();
  if (!where) return false;
  tree.height = std::max(tree.height, 1 + where->height);
  tree.root.args.push_back(std::move(where->root));
  return true;
}

// sum(VALUE over GROUP [where CONDITION])
ExpressionParser::Parsed ExpressionParser::parse_over(const Token& name) {
  Tree tree;
  tree.root.kind = Expr::Kind::over;
  tree.root.at = place(name.offset);
  tree.root.text = name.text;
  const auto open = advance().offset;
  auto value = parse_or();
  if (!value) return std::nullopt;
  tree.height = 1 + value->height;
  tree.root.args.push_back(std::move(value->root));
  if (!token().is("over")) return fail_here("an operator or `over`");
  advance();
  if (!parse_group_name(tree.root) || !parse_where(tree)) return std::nullopt;
  if (!close_parenthesis(open, name.text)) return std::nullopt;
  return tree;
}

// pick(each in GROUP [where CONDITION] [, weight = VALUE])
ExpressionParser::Parsed ExpressionParser::parse_pick(const Token& name) {
  constexpr const char* kExample = "for example `pick(each in coalition, weight = each.support)`";
  Tree tree;
  tree.root.kind = Expr::Kind::pick;
  tree.root.at = place(name.offset);
  tree.root.text = name.text;
  const auto open = advance().offset;
  if (!token().is("each")) return fail_here("`each`", kExample);
  advance();
  if (!token().is("in")) return fail_here("`in`", kExample);
  advance();
  if (!parse_group_name(tree.root) || !parse_where(tree)) return std::nullopt;
  if (token().is(",")) {
    advance();
    if (!token().is("weight") || !tokens_[next_ + 1].is("=")) {
      return fail_here("`weight = ...`", kExample);
    }
    if (!parse_named(tree)) return std::nullopt;
  }
  if (!close_parenthesis(open, name.text)) return std::nullopt;
  return tree;
}

ExpressionParser::Parsed ExpressionParser::parse_argument_value() {
  return token().is("[") ? parse_list() : parse_range();
}

ExpressionParser::Parsed ExpressionParser::parse_list() {
  Tree tree;
  tree.root.kind = Expr::Kind::list;
  tree.root.at = place(token().offset);
  advance();
  while (true) {
    auto item = parse_sum();
    if (!item) return std::nullopt;
    tree.height = std::max(tree.height, 1 + item->height);
    tree.root.args.push_back(std::move(item->root));
    if (token().is("]")) break;
    if (!token().is(",")) return fail_here("`,` or `]`");
    advance();
  }
  advance();
  return tree;
}

}  // namespace brink
