#include "engine/language/yaml_syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace brink {
namespace {

struct Known {
  std::string_view signs;
  std::string_view message;  // {} is the sign
  std::string_view hint;
  bool skippable;  // the rest of the line can be left out
};
constexpr std::array<Known, 8> kKnown{{
    {">|", "`{}` starts a block of text here", "quote the expression", true},
    {"*", "`{}` starts a YAML alias",
     "write the value out; a product needs something before the `*`", true},
    {"&", "`{}` starts a YAML anchor",
     "write the value out where it is needed; in an expression write `and`", true},
    {"!", "`{}` starts a YAML tag, not a negation", "write `not x`, or quote the value", true},
    {"%@`", "a value cannot begin with `{}`", "quote the value", true},
    {"-", "`{}` starts a list item, but this place is inside a value",
     "begin the list on the next line, or quote the value", false},
    {"?", "`{}` starts a YAML key here", "quote the value", false},
    {",", "a value cannot begin with `{}`", "quote the value", false},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kHints{{
    {"end of map not found",
     "check the indentation; text behind a closing quote or bracket must be quoted as a whole"},
    {"end of sequence not found", "check the indentation: every item begins with `- `"},
    {"end of map flow not found", "close the `{` with `}`, and separate the entries by commas"},
    {"end of sequence flow not found", "close the `[` with `]`, and separate the items by commas"},
    {"illegal map value", "check the indentation; a value that has `: ` in it must be quoted"},
    {"illegal map key", "check the indentation"},
    {"illegal flow end", "a value that begins with a closing bracket must be quoted"},
    {"unknown escape character", "write `\\\\` for a backslash, or use single quotes"},
    {"illegal document indicator in scalar", "close the quote before this line"},
}};

bool begins_value(std::string_view text, std::size_t offset) {
  if (offset == 0) return true;
  return std::string_view(" \t\n[{,:-").find(text[offset - 1]) != std::string_view::npos;
}

// the quote that swallowed the rest of the text
std::optional<std::size_t> find_open_quote(std::string_view text, std::size_t from) {
  for (auto i = from; i < text.size(); ++i) {
    if ((text[i] != '"' && text[i] != '\'') || !begins_value(text, i)) continue;
    const auto end = find_quoted_end(text, i);
    if (!end.closed) return i;
    i = end.end - 1;
  }
  return std::nullopt;
}

// the sign that yaml-cpp stumbled over, at or shortly before the place it names
std::size_t find_sign(const YAML::Exception& error, const YamlFile& file) {
  auto offset = file.offset(error.mark.line + 1, error.mark.column + 1);
  const auto text = file.text();
  if (error.msg == YAML::ErrorMsg::CHAR_IN_BLOCK) {
    const auto sign = text.find_last_of("|>", offset == 0 ? 0 : offset - 1);
    return sign == std::string_view::npos ? offset : sign;
  }
  const bool behind = error.msg == YAML::ErrorMsg::ALIAS_NOT_FOUND ||
                      error.msg == YAML::ErrorMsg::ANCHOR_NOT_FOUND ||
                      error.msg == YAML::ErrorMsg::CHAR_IN_ALIAS ||
                      error.msg == YAML::ErrorMsg::CHAR_IN_ANCHOR;
  if (behind) {
    const auto sign = text.find_last_of("*&", offset == 0 ? 0 : offset - 1);
    if (sign != std::string_view::npos) offset = sign;
  }
  return offset;
}

// `b:2` on the line: a colon with no space behind it
std::string glued_colon(std::string_view text, std::size_t line_begin) {
  auto line = text.substr(line_begin);
  line = line.substr(0, line.find_first_of("\r\n"));
  line.remove_prefix(std::min(line.find_first_not_of(" -"), line.size()));
  const auto end =
      line.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
  if (end == 0 || end == std::string_view::npos || line[end] != ':') return {};
  if (end + 1 >= line.size() || line[end + 1] == ' ') return {};
  return fmt::format("write `{}: {}` with a space after the colon", line.substr(0, end),
                     line.substr(end + 1));
}

std::string hint_for(const YAML::Exception& error, const YamlBuilder& builder,
                     const YamlFile& file) {
  const int line = error.mark.line + 1;
  for (const int l : {line, line - 1}) {
    if (l < 1) continue;
    if (auto hint = glued_colon(file.text(), file.offset(l, 1)); !hint.empty()) return hint;
  }
  if (const auto quote = builder.long_quote()) {
    const auto end = file.position(find_quoted_end(file.text(), *quote).end);
    const auto begin = file.position(*quote);
    if (end.line == line) {
      return fmt::format("the quote opened at line {}, column {} closes only here", begin.line,
                         begin.column);
    }
  }
  const auto before = file.text().substr(0, file.offset(line, error.mark.column + 1));
  if (before.ends_with("each of ")) {
    return "declare the list under groups: and write its name, `each of GROUP`";
  }
  for (const auto& [message, hint] : kHints) {
    if (std::string_view(error.msg).starts_with(message)) return std::string(hint);
  }
  return "quote the value";
}

// reports a quote or bracket that is open where the text ends
bool report_unclosed(const YAML::Exception& error, const YamlBuilder& builder, YamlFile& file) {
  if (error.msg == YAML::ErrorMsg::EOF_IN_SCALAR) {
    const auto quote = find_open_quote(file.text(), builder.last_end());
    if (!quote) return false;
    file.report(file.position(*quote), "the quote opened here is never closed",
                fmt::format("close it with `{}`", file.at(*quote)));
    return true;
  }
  const bool flow =
      error.msg == YAML::ErrorMsg::END_OF_MAP_FLOW || error.msg == YAML::ErrorMsg::END_OF_SEQ_FLOW;
  const auto open = builder.open_bracket();
  const bool at_end = static_cast<std::size_t>(std::max(error.mark.pos, 0)) >= file.text().size();
  if (!flow || !open || !at_end || builder.long_quote() || builder.broken()) return false;
  const char bracket = file.at(file.offset(open->line, open->column));
  file.report(*open, fmt::format("the `{}` opened here is never closed", bracket),
              fmt::format("close it with `{}`", bracket == '[' ? ']' : '}'));
  return true;
}

}  // namespace

std::optional<std::size_t> report_syntax(const YAML::Exception& error, const YamlBuilder& builder,
                                         YamlFile& file, bool only_known) {
  if (report_unclosed(error, builder, file)) return std::nullopt;
  const auto offset = find_sign(error, file);
  // a comma that ended a value early explains whatever comes after it
  const auto at = file.position(offset);
  if (builder.broken() || file.has_finding_on(at.line)) return std::nullopt;
  const bool unexpected = error.msg != YAML::ErrorMsg::MAP_VALUE;
  for (const auto& known : kKnown) {
    const char sign = file.at(offset);
    if (sign == '\0' || known.signs.find(sign) == std::string_view::npos || !unexpected) continue;
    file.report(at, fmt::format(fmt::runtime(known.message), sign), std::string(known.hint));
    if (known.skippable && !builder.in_flow()) return offset;
    return std::nullopt;
  }
  if (only_known) return std::nullopt;
  // yaml-cpp looks no further back for the key of a colon
  if (!unexpected && at.column > 1024) {
    file.report(
        at,
        fmt::format("the name before this colon is too long; at most {} characters", kMaxYamlKey),
        "quote the text if `: ` belongs to it");
    return std::nullopt;
  }
  std::string message = error.msg;
  std::transform(message.begin(), message.end(), message.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  file.report(at, std::move(message), hint_for(error, builder, file));
  return std::nullopt;
}

}  // namespace brink
