#include "engine/language/yaml_checks.h"

#include <fmt/format.h>

#include <algorithm>

namespace brink {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// the length of the UTF-8 character at the front; 0 if there is none
// Source: Unicode 15, table 3-7
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i, unsigned low, unsigned high) {
    return byte(i) >= low && byte(i) <= high;
  };
  const auto first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1, 0x80, 0xBF) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool second = follows(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
    return second && follows(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool second = follows(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
    return second && follows(2, 0x80, 0xBF) && follows(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

// true for a text whose characters take two or four bytes: it has their byte-order mark, or one of
// the first two bytes is 0
bool is_wide(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  return text.size() > 3 && ((text[0] == '\0') != (text[1] == '\0') ||
                             text.starts_with(std::string_view("\0\0\xFE\xFF", 4)));
}

bool is_marker(std::string_view line, std::string_view marker) {
  return line.starts_with(marker) && (line.size() == 3 || is_space(line[3]));
}

void check_indentation(YamlFile& file, std::string_view line, std::size_t begin) {
  const auto first = line.find_first_not_of(" \t\r");
  const auto tab = line.find('\t');
  if (first == std::string_view::npos || tab > first) return;
  file.report(file.position(begin + tab), "a tab is used for indentation",
              "indent with spaces, two for each level");
}

}  // namespace

YamlFile::YamlFile(const SourceText& source, int number)
    : name_(&source.name), number_(number), text_(source.text) {
  if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  lines_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') lines_.push_back(i + 1);
  }
}

Position YamlFile::position(std::size_t offset) const {
  const auto next = std::upper_bound(lines_.begin(), lines_.end(), offset);
  const auto begin = *std::prev(next);
  return {static_cast<int>(next - lines_.begin()), static_cast<int>(offset - begin) + 1, number_};
}

std::size_t YamlFile::offset(int line, int column) const {
  const auto index = static_cast<std::size_t>(std::max(line, 1) - 1);
  if (index >= lines_.size()) return text_.size();
  return std::min(text_.size(), lines_[index] + static_cast<std::size_t>(std::max(column, 1) - 1));
}

void YamlFile::report(Position at, std::string message, std::string hint) {
  if (is_full()) return;
  at.file = number_;
  findings_.push_back({*name_, at, std::move(message), std::move(hint), Severity::error});
}

bool YamlFile::is_full() const { return findings_.size() >= kMaxErrors; }

bool YamlFile::has_finding_on(int line) const {
  return std::any_of(findings_.begin(), findings_.end(),
                     [&](const Diagnostic& finding) { return finding.at.line == line; });
}

void check_bytes(YamlFile& file) {
  const auto text = file.text();
  if (is_wide(text)) {
    return file.report({}, "the text is UTF-16 or UTF-32, not UTF-8", "save the file as UTF-8");
  }
  std::size_t i = 0;
  const auto report_here = [&](std::string message, const char* hint) {
    file.report(file.position(i), std::move(message), hint);
    i = std::min(text.find('\n', i), text.size());
  };
  while (i < text.size() && !file.is_full()) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool line_end = byte == '\r' && file.at(i + 1) == '\n';
    const auto length = character_length(text.substr(i, 4));
    if (length == 0) {
      report_here(fmt::format("byte 0x{:02X} is not UTF-8", byte), "save the file as UTF-8");
    } else if (byte == '\r' && !line_end) {
      report_here("a carriage return without a line feed",
                  "save the file with line ends of Unix or Windows");
    } else if ((byte < 0x20 && byte != '\n' && byte != '\t' && !line_end) || byte == 0x7F) {
      report_here(fmt::format("control character 0x{:02X}", byte), "remove it");
    } else {
      i += length;
    }
  }
}

std::size_t check_lines(YamlFile& file) {
  const auto text = file.text();
  bool content = false;  // something other than comments and blank lines was seen
  bool started = false;  // `---` was seen
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    if (is_marker(line, "---") && (started || content)) {
      file.report(file.position(begin), "`---` starts a second document",
                  "remove the line: a file holds one scenario");
      return begin;
    }
    if (is_marker(line, "...")) {
      file.report(file.position(begin), "`...` ends the document", "remove the line");
      return begin;
    }
    started = started || is_marker(line, "---");
    if (line.starts_with('%') && !content) {
      file.report(file.position(begin), "`%` starts a YAML directive", "remove the line");
    }
    check_indentation(file, line, begin);
    const auto first = line.find_first_not_of(" \t\r");
    const bool blank = first == std::string_view::npos || line[first] == '#' || line[0] == '%';
    content = content || (!blank && !is_marker(line, "---"));
    begin = end + 1;
  }
  return text.size();
}

PlainEnd find_plain_end(std::string_view text, std::size_t begin, std::string_view value) {
  PlainEnd found{.end = begin};
  std::size_t i = 0;
  while (i < value.size() && found.end < text.size()) {
    if (!is_space(value[i])) {
      ++i;
      ++found.end;
      continue;
    }
    // line ends were folded into the spaces of the value
    bool new_line = false;
    while (i < value.size() && is_space(value[i])) ++i;
    for (; found.end < text.size() && is_space(text[found.end]); ++found.end) {
      new_line = new_line || text[found.end] == '\n';
    }
    if (!new_line) continue;
    found.one_line = false;
    if (text.substr(found.end).starts_with("- ") && found.dash == std::string_view::npos) {
      found.dash = found.end;
    }
  }
  return found;
}

QuotedEnd find_quoted_end(std::string_view text, std::size_t begin) {
  QuotedEnd found{.end = begin + 1};
  const char quote = text[begin];
  while (found.end < text.size()) {
    const char c = text[found.end];
    const char next = found.end + 1 < text.size() ? text[found.end + 1] : '\0';
    const bool escape = (quote == '"' && c == '\\') || (quote == '\'' && c == quote && next == c);
    if (escape || c == '\n') found.literal = false;
    if (c == quote && !escape) {
      found.closed = true;
      ++found.end;
      return found;
    }
    found.end += escape ? 2 : 1;
  }
  found.end = text.size();
  return found;
}

Balance balance_of(std::string_view text) {
  std::vector<std::size_t> open;
  Balance balance;
  int closed = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto opening = std::string_view("([{").find(text[i]);
    const auto closing = std::string_view(")]}").find(text[i]);
    if (opening != std::string_view::npos) open.push_back(i);
    if (closing == std::string_view::npos) continue;
    if (!open.empty() && text[open.back()] == "([{"[closing]) {
      open.pop_back();
      continue;
    }
    balance.unmatched = std::min(balance.unmatched, i);
    ++closed;
  }
  if (!open.empty()) balance.unmatched = std::min(balance.unmatched, open.front());
  balance.open = static_cast<int>(open.size()) - closed;
  return balance;
}

}  // namespace brink
