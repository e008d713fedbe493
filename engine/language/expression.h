#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/language/source_text.h"

namespace brink {

struct Pattern;

/// An expression as its author wrote it: names are not resolved, types not known yet.
struct Expr {
  enum class Kind {
    number,    // `number`
    duration,  // `us` [microseconds]: `3 d 12 h`
    date,      // `us` [microseconds since 0001-01-01]: `2026-06-04 09:00`
    truth,     // `number` 1 or 0: true, false
    name,      // `path`: ukraine.resolve -> {"ukraine", "resolve"}
    unary,     // `text` is - or not; one argument
    binary,    // `text` is + - * / ^ < <= > >= == != and or; two arguments
    call,      // `text` is the function; positional `args`, then `named`; `pattern` for history
    range,     // low .. high; two arguments; only as the argument of a call
    list,      // [a, b, ...]; only as the argument of a call
    over,      // `text`(args[0] over `group` [where args[1]]): sum, mean, min, max, any, all, count
    pick,      // pick(each in `group` [where args[0]] [, weight = named[0]])
  };
  struct Named;  // name = value

  Kind kind = Kind::number;
  Position at;  // of the node's own token: an operator's sign, a call's name
  double number = 0;
  std::int64_t us = 0;
  std::string text;
  std::vector<std::string> path;
  std::string group;  // of over and pick
  Position group_at;
  std::vector<Expr> args;
  std::vector<Named> named;
  std::shared_ptr<const Pattern> pattern;  // count(PATTERN, window), total, since, last
};

struct Expr::Named {
  std::string name;
  Position at;
  std::vector<Expr> value;  // exactly one
};

/// Which events are meant: TYPE [of OFFER TYPE] [from A] [to B] [where EXPR] [or ...].
struct Pattern {
  struct Alternative {
    std::string type;  // dotted event type
    Position type_at;
    std::string of;  // type of the offer that the event makes, answers or concerns; empty: any
    Position of_at;
    std::string from;  // an actor, a group, self, rival, source or target; empty: anybody
    Position from_at;
    std::string to;
    Position to_at;
    std::optional<Expr> where;
  };
  Position at;
  std::string text;                       // as written, spaces folded
  std::vector<Alternative> alternatives;  // at least one
};

/// An expression's limits; going past one is an error.
inline constexpr int kMaxExpressionDepth = 64;
inline constexpr std::size_t kMaxExpressionBytes = 4'000;

/// Reads an expression. Findings are added with the place inside the text: the column of the token
/// when the text is plain (one line), otherwise the text's own place.
///
/// Precedence, loosest first: or, and, not, comparison (does not chain), + -, * /, unary -, ^ (to
/// the right). Cost: O(length).
std::optional<Expr> parse_expression(const Text& text, const std::string& file,
                                     Diagnostics& findings);

/// Reads a pattern. The expression after `where` ends at a top-level `or`, which begins the next
/// alternative: an `or` inside it needs parentheses.
std::optional<Pattern> parse_pattern(const Text& text, const std::string& file,
                                     Diagnostics& findings);

/// Writes an expression back as text, with no more parentheses than it needs; parsing the result
/// gives an equal expression.
std::string to_text(const Expr& expression);
std::string to_text(const Pattern& pattern);

}  // namespace brink
