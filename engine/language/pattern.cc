#include <fmt/format.h>

#include <algorithm>

#include "engine/language/lexer_hints.h"
#include "engine/language/parser.h"

// calls with their arguments, and the patterns that some of them take
namespace brink {

ExpressionParser::Parsed ExpressionParser::parse_call(const Token& name) {
  if (name.text.find('.') != std::string_view::npos) {
    return fail(name.offset, fmt::format("`{}` is not a function", name.text),
                "names of functions have no point");
  }
  ++depth_;
  if (too_deep(name.offset)) return std::nullopt;
  auto call = name.text == "pick" ? parse_pick(name)
              : stands_over()     ? parse_over(name)
                                  : parse_plain_call(name);
  --depth_;
  if (!call || !low_enough(*call, name.offset)) return std::nullopt;
  return call;
}

ExpressionParser::Parsed ExpressionParser::parse_plain_call(const Token& name) {
  Tree call;
  call.root.kind = Expr::Kind::call;
  call.root.at = place(name.offset);
  call.root.text = name.text;
  const auto open = advance().offset;
  if (!parse_arguments(call, open)) return std::nullopt;
  return call;
}

bool ExpressionParser::parse_arguments(Tree& call, std::size_t open) {
  if (token().is(")") && pattern_argument(call.root.text) != std::size_t{0}) {
    advance();
    return true;
  }
  for (std::size_t index = 0;; ++index) {
    if (!parse_argument(call, index)) return false;
    if (!token().is(",")) return close_parenthesis(open, call.root.text);
    advance();
  }
}

bool ExpressionParser::parse_argument(Tree& call, std::size_t index) {
  if (pattern_argument(call.root.text) == index) {
    int height = 1;
    auto pattern = parse_alternatives(height);
    if (!pattern) return false;
    call.height = std::max(call.height, 1 + height);
    call.root.pattern = std::make_shared<const Pattern>(std::move(*pattern));
    return true;
  }
  const bool named = token().kind == Token::Kind::name && !is_reserved(token().text) &&
                     token().text.find('.') == std::string_view::npos && tokens_[next_ + 1].is("=");
  if (named && call.root.text != "if") return parse_named(call);
  if (!call.root.named.empty()) {
    fail(token().offset, "an argument without a name follows one with a name",
         "put it first, or name it; to compare, write ==");
    return false;
  }
  auto value = parse_argument_value();
  if (!value) return false;
  call.height = std::max(call.height, 1 + value->height);
  call.root.args.push_back(std::move(value->root));
  return true;
}

bool ExpressionParser::parse_named(Tree& call) {
  const auto name = advance();
  for (const auto& earlier : call.root.named) {
    if (earlier.name != name.text) continue;
    fail(name.offset, fmt::format("argument `{}` is given twice", name.text), "remove one of them");
    return false;
  }
  advance();
  auto value = parse_argument_value();
  if (!value) return false;
  call.height = std::max(call.height, 1 + value->height);
  Expr::Named argument{std::string(name.text), place(name.offset), {}};
  argument.value.push_back(std::move(value->root));
  call.root.named.push_back(std::move(argument));
  return true;
}

ExpressionParser::Parsed ExpressionParser::parse_range() {
  auto low = parse_or();
  if (!low || !token().is("..")) return low;
  const auto sign = advance();
  auto range = join(sign, std::move(*low), parse_or());
  if (!range) return std::nullopt;
  range->root.kind = Expr::Kind::range;
  range->root.text.clear();
  return range;
}

std::optional<Pattern> ExpressionParser::read_pattern() {
  if (!prepare()) return std::nullopt;
  int height = 1;
  auto pattern = parse_alternatives(height);
  if (!pattern) return std::nullopt;
  if (token().kind == Token::Kind::end) return pattern;
  const auto& last = pattern->alternatives.back();
  if (last.where) {
    fail_here("an operator or the end", token().is("=") ? "to compare, write ==" : "");
  } else if (pattern->alternatives.size() > 1 &&
             pattern->alternatives[pattern->alternatives.size() - 2].where) {
    fail_here("`from`, `to`, `where`, `or` or the end",
              "an `or` after `where` begins another pattern: put the whole condition in ( )");
  } else if (token().is("of")) {
    fail_here("`from`, `to`, `where`, `or` or the end", "`of` stands right behind the type");
  } else if (token().is("from") || token().is("to")) {
    fail_here("`where`, `or` or the end", "write TYPE from A to B, each at most once");
  } else {
    fail_here("`from`, `to`, `where`, `or` or the end", token().is(",") ? "join patterns by or"
                                                        : token().is("OR")
                                                            ? shouted_hint("OR")
                                                            : "conditions stand behind where");
  }
  return std::nullopt;
}

std::optional<Pattern> ExpressionParser::parse_alternatives(int& height) {
  Pattern pattern;
  const auto first = next_;
  pattern.at = place(token().offset);
  while (true) {
    auto& alternative = pattern.alternatives.emplace_back();
    if (!parse_alternative(alternative, height)) return std::nullopt;
    if (!token().is("or")) break;
    advance();
  }
  pattern.text = folded(first, next_ - 1);
  return pattern;
}

// a name that is none of the words between the names of a pattern; nobody is called `of`
bool ExpressionParser::is_word_of_pattern_next(bool after_word) const {
  const bool keyword = token().is("from") || token().is("to") || token().is("where") ||
                       (after_word && token().is("of"));
  return token().kind == Token::Kind::name && !is_reserved(token().text) && !keyword;
}

bool ExpressionParser::parse_alternative(Pattern::Alternative& alternative, int& height) {
  if (!is_word_of_pattern_next(false)) {
    fail_here("an event type", "write TYPE from A to B where CONDITION");
    return false;
  }
  alternative.type_at = place(token().offset);
  alternative.type = advance().text;
  if (token().is("of")) {
    advance();
    if (!is_word_of_pattern_next(true)) {
      fail_here("a type of offers after `of`", "for example `refuse of open_letter`");
      return false;
    }
    alternative.of_at = place(token().offset);
    alternative.of = advance().text;
  }
  if (!parse_party("from", alternative.from, alternative.from_at)) return false;
  if (!parse_party("to", alternative.to, alternative.to_at)) return false;
  if (!token().is("where")) return true;
  advance();
  auto where = parse_and();
  if (!where) return false;
  height = std::max(height, 1 + where->height);
  alternative.where = std::move(where->root);
  return true;
}

bool ExpressionParser::parse_party(std::string_view word, std::string& name, Position& at) {
  if (!token().is(word)) return true;
  advance();
  if (!is_word_of_pattern_next(true)) {
    fail_here(fmt::format("an actor or a group after `{}`", word),
              token().is("[") ? "declare a group of them, or join patterns by or" : "");
    return false;
  }
  at = place(token().offset);
  name = advance().text;
  return true;
}

// the tokens as written, with one space where there were any
std::string ExpressionParser::folded(std::size_t first, std::size_t last) const {
  std::string text;
  const auto begin = tokens_[first].offset;
  const auto end = tokens_[last].offset + tokens_[last].text.size();
  for (const char c : std::string_view(text_.value).substr(begin, end - begin)) {
    const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!space) text += c;
    if (space && text.back() != ' ') text += ' ';
  }
  return text;
}

std::optional<Pattern> parse_pattern(const Text& text, const std::string& file,
                                     Diagnostics& findings) {
  return ExpressionParser(text, file, findings).read_pattern();
}

}  // namespace brink
