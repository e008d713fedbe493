#include "engine/language/lexer.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

#include "engine/base/calendar.h"
#include "engine/base/diagnostic.h"
#include "engine/language/lexer_hints.h"

namespace brink {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// words that may follow a bare number without being a unit
constexpr std::array<std::string_view, 8> kWordsAfterNumber{"and",  "or", "not",  "where",
                                                            "from", "to", "over", "in"};

constexpr std::int64_t kLongest = Duration::infinite().us - 1;

constexpr std::array<std::string_view, 19> kSigns{"<=", ">=", "==", "!=", "..", "+", "-",
                                                  "*",  "/",  "[",  "]",  "^",  "<", ">",
                                                  "(",  ")",  ",",  "=",  "."};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  tl::expected<std::vector<Token>, SyntaxError> run() {
    while (skip_spaces(), at_ < text_.size()) {
      if (!take_token()) return tl::unexpected(error_);
    }
    tokens_.push_back({.kind = Token::Kind::end, .text = {}, .offset = text_.size()});
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void skip_spaces() {
    while (is_space(peek())) ++at_;
  }
  bool fail(std::size_t offset, std::string message, std::string hint) {
    error_ = {offset, std::move(message), std::move(hint)};
    return false;
  }
  Token& push(Token::Kind kind, std::size_t begin) {
    return tokens_.emplace_back(
        Token{.kind = kind, .text = text_.substr(begin, at_ - begin), .offset = begin});
  }
  std::size_t count_digits(std::size_t from) const {
    auto end = from;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    return end - from;
  }

  bool take_token() {
    if (is_letter(peek())) return take_name();
    if (is_digit(peek())) {
      if (const auto length = date_length(); length > 0) return take_date(length);
      return take_quantity();
    }
    return take_sign();
  }

  bool take_name() {
    const auto begin = at_;
    while (is_letter(peek()) || is_digit(peek())) {
      ++at_;
      if (peek() == '.' && is_letter(peek(1))) ++at_;
    }
    push(Token::Kind::name, begin);
    return true;
  }

  // the length of `2026-06-04` or `1952-10`, standing alone, or of `2026-6-4`, which is refused
  // later; 0 if no date begins here
  std::size_t date_length() const {
    if (count_digits(at_) != 4 || peek(4) != '-') return 0;
    const auto month_digits = count_digits(at_ + 5);
    if (month_digits != 1 && month_digits != 2) return 0;
    const auto day = 5 + month_digits + 1;
    const auto day_digits = peek(day - 1) == '-' ? count_digits(at_ + day) : 0;
    if (day_digits == 1 || day_digits == 2) return day + day_digits;
    const bool decimal = peek(7) == '.' && peek(8) != '.';
    if (month_digits != 2 || peek(7) == '-' || decimal || is_letter(peek(7))) return 0;
    const auto month = (peek(5) - '0') * 10 + peek(6) - '0';
    return month >= 1 && month <= 12 ? 7 : 0;
  }

  bool take_date(std::size_t length) {
    const auto begin = at_;
    auto written = std::string(text_.substr(at_, length));
    if (length == 7) written += "-01";
    at_ += length;
    if (length > 7 && !take_clock(written)) return false;
    const auto instant = parse_instant(written);
    if (!instant || is_letter(peek())) {
      while (is_letter(peek()) || is_digit(peek())) ++at_;
      return fail(begin, fmt::format("there is no date `{}`", text_.substr(begin, at_ - begin)),
                  "write a day as 2026-06-04 and an instant as 2026-06-04 09:00");
    }
    push(Token::Kind::date, begin).us = instant->us;
    return true;
  }

  // `09:00[:ss[.ffffff]]` after a day
  bool take_clock(std::string& written) {
    auto from = at_;
    if (peek() == 'T') ++from;
    while (from < text_.size() && is_space(text_[from])) ++from;
    const auto hours = count_digits(from);
    if (hours == 0 || from == at_) return true;
    auto end = from + hours;
    while (end < text_.size() &&
           (is_digit(text_[end]) || text_[end] == ':' ||
            (text_[end] == '.' && end + 1 < text_.size() && is_digit(text_[end + 1])))) {
      ++end;
    }
    const auto clock = text_.substr(from, end - from);
    if (hours != 2 || clock.find(':') == std::string_view::npos) {
      return fail(from, fmt::format("`{}` is no time of day", clock),
                  "write hours and minutes with two digits: 09:00");
    }
    written.append(" ").append(clock);
    at_ = end;
    return true;
  }

  // digits, point and exponent of a number at `at_`
  bool take_number(double& value) {
    const auto begin = at_;
    at_ += count_digits(at_);
    if (peek() == '.' && is_digit(peek(1))) at_ += 1 + count_digits(at_ + 1);
    if (peek() == 'e' || peek() == 'E') {
      const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
      if (is_digit(peek(1 + sign))) at_ += 1 + sign + count_digits(at_ + 1 + sign);
    }
    if (peek() == '_' && is_digit(peek(1))) return fail_underscore(begin);
    if (peek() == '.' && peek(1) != '.') {
      return fail(at_, "a digit must follow the point of a number",
                  fmt::format("write {}", text_.substr(begin, at_ - begin)));
    }
    const auto result = std::from_chars(text_.data() + begin, text_.data() + at_, value);
    if (result.ec == std::errc{}) return true;
    return fail(begin, fmt::format("`{}` is out of range", text_.substr(begin, at_ - begin)),
                "numbers lie between 1e-307 and 1e308");
  }

  bool fail_underscore(std::size_t begin) {
    std::string digits;
    auto end = begin;
    for (; end < text_.size() && (is_digit(text_[end]) || text_[end] == '_'); ++end) {
      if (text_[end] != '_') digits += text_[end];
    }
    return fail(begin, fmt::format("`{}` has an underscore", text_.substr(begin, end - begin)),
                fmt::format("write {}", digits));
  }

  // the length of the word after a number, spaces between them allowed; 0 if it is no unit's place
  std::size_t find_unit(std::size_t& from) const {
    from = at_;
    while (from < text_.size() && is_space(text_[from])) ++from;
    auto end = from;
    while (end < text_.size() && is_letter(text_[end])) ++end;
    const auto word = text_.substr(from, end - from);
    for (const auto known : kWordsAfterNumber) {
      if (word == known) return 0;
    }
    return word.size();
  }

  // a number, or a length of time made of quantities that follow each other
  bool take_quantity() {
    const auto begin = at_;
    double number = 0;
    if (!take_number(number)) return false;
    std::size_t unit = 0;
    auto length = find_unit(unit);
    if (length == 0) {
      push(Token::Kind::number, begin).number = number;
      return true;
    }
    std::int64_t us = 0;
    auto from = begin;
    while (length > 0) {
      const auto word = text_.substr(unit, length);
      if (!unit_microseconds(word)) {
        const auto number_text = text_.substr(from, at_ - from);
        if (fail_month(from, unit + length, word, number_text)) return false;
        if (auto hint = shouted_hint(word); !hint.empty()) {
          return fail(unit, fmt::format("`{}` is not part of the language", word), std::move(hint));
        }
        return fail(unit, fmt::format("unknown unit `{}`; known: us ms s min h d w", word),
                    unit_hint(word, number_text));
      }
      // fixed notation: the calendar reads no exponents
      const auto quantity = parse_duration(fmt::format("{} {}", as_fixed(number), word));
      at_ = unit + length;
      if (!quantity || quantity->us > kLongest - us) return fail_length(begin);
      us += quantity->us;
      if (!next_quantity(number, from, unit, length)) return false;
    }
    push(Token::Kind::duration, begin).us = us;
    return true;
  }

  // true if `1 May 2026` was found and reported; `end` is behind the word
  bool fail_month(std::size_t begin, std::size_t end, std::string_view word,
                  std::string_view number) {
    auto year = end;
    while (year < text_.size() && is_space(text_[year])) ++year;
    const auto digits = count_digits(year);
    auto hint = month_hint(word, number, text_.substr(year, digits));
    if (hint.empty()) return false;
    const auto last = digits > 0 ? year + digits : end;
    fail(begin,
         fmt::format("a date is written in digits, not `{}`", text_.substr(begin, last - begin)),
         std::move(hint));
    return true;
  }

  bool fail_length(std::size_t begin) {
    return fail(begin, fmt::format("`{}` is too long", text_.substr(begin, at_ - begin)),
                "lengths of time reach to 292,000 years");
  }

  // leaves length = 0 and the place unchanged when no further `12 h` follows
  bool next_quantity(double& number, std::size_t& from, std::size_t& unit, std::size_t& length) {
    const auto back = at_;
    skip_spaces();
    from = at_;
    length = 0;
    if (is_digit(peek()) && date_length() == 0) {
      if (!take_number(number)) return false;
      length = find_unit(unit);
    }
    if (length == 0) at_ = back;
    return true;
  }

  static std::string as_fixed(double number) {
    if (number == 0) return "0";
    if (number >= 1e18) return fmt::format("{:.0f}", number);
    std::array<char, 512> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                   std::chars_format::fixed);
    return {buffer.data(), end.ptr};
  }

  bool take_sign() {
    const auto rest = text_.substr(at_);
    if (const auto* habit = find_habit(rest)) {
      return fail(at_, fmt::format("`{}` is not part of the language", habit->sign),
                  std::string(habit->hint));
    }
    if (rest.front() == '.' && is_digit(peek(1))) {
      return fail(at_, "a digit must stand before the point of a number",
                  fmt::format("write 0{}", rest.substr(0, 1 + count_digits(at_ + 1))));
    }
    for (const auto sign : kSigns) {
      if (!rest.starts_with(sign)) continue;
      const auto begin = at_;
      at_ += sign.size();
      push(Token::Kind::sign, begin);
      return true;
    }
    std::size_t length = 1;
    while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0U) == 0x80U) {
      ++length;
    }
    return fail(at_, fmt::format("unknown sign `{}`", rest.substr(0, length)), "");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
  SyntaxError error_;
};

}  // namespace

tl::expected<std::vector<Token>, SyntaxError> lex(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace brink
