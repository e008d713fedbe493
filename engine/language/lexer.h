#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace brink {

/// One word of an expression.
struct Token {
  enum class Kind {
    number,    // `number`
    duration,  // `us`: all quantities that follow each other, `3 d 12 h`
    date,      // `us`: `2026-06-04`, `2026-06-04 09:00`, or a month, `1952-10`
    name,      // dotted: `ukraine.resolve`; also the words and, or, not, true, false
    sign,      // + - * / ^ < <= > >= == != ( ) [ ] , .. =
    end,
  };
  Kind kind = Kind::end;
  std::string_view text;   // as written; borrowed from the text
  std::size_t offset = 0;  // of its first byte
  double number = 0;
  std::int64_t us = 0;

  bool is(std::string_view word) const {
    return (kind == Kind::name || kind == Kind::sign) && text == word;
  }
};

/// Why a text is no expression, and where.
struct SyntaxError {
  std::size_t offset = 0;
  std::string message;
  std::string hint;
};

/// Cuts an expression or pattern into tokens, the last of kind `end`.
///
/// Errors: the first sign, number, unit or date that the language does not have.
/// Cost:   O(length).
tl::expected<std::vector<Token>, SyntaxError> lex(std::string_view text);

}  // namespace brink
