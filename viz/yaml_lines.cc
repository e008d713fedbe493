#include "viz/yaml_lines.h"

#include <algorithm>
#include <cctype>

namespace brink::viz {
namespace {

bool is_of_key(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
}

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool says_nothing(std::string_view line) {
  const auto indent = indent_of(line);
  return indent == line.size() || line[indent] == '#';
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<YamlPiece> yaml_pieces(std::string_view line) {
  std::vector<YamlPiece> pieces;
  std::size_t begun = 0;
  const auto add = [&](YamlPiece::Kind kind, std::size_t from, std::size_t to) {
    if (from > begun) pieces.push_back({YamlPiece::Kind::plain, line.substr(begun, from - begun)});
    if (to > from) pieces.push_back({kind, line.substr(from, to - from)});
    begun = to;
  };
  char quote = 0;
  std::size_t word = 0;  // where the present word begins
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
      word = i + 1;
      continue;
    }
    const bool begins = i == 0 || line[i - 1] == ' ' || line[i - 1] == '{' || line[i - 1] == '[';
    if (c == '#' && (i == 0 || line[i - 1] == ' ')) {
      add(YamlPiece::Kind::comment, i, line.size());
      return pieces;
    }
    if ((c == '"' || c == '\'') && begins) {
      quote = c;
    } else if (c == ':' && i > word && (i + 1 == line.size() || line[i + 1] == ' ')) {
      add(YamlPiece::Kind::key, word, i + 1);
    }
    if (!is_of_key(c)) word = i + 1;
  }
  add(YamlPiece::Kind::plain, line.size(), line.size());
  return pieces;
}

LineRange entry_at(const std::vector<std::string_view>& lines, int line) {
  const auto count = static_cast<int>(lines.size());
  if (line < 1 || line > count) return {};
  const auto at = [&](int number) { return lines[static_cast<std::size_t>(number - 1)]; };
  const auto indent = indent_of(at(line));
  LineRange range{line, line};
  for (int next = line + 1; next <= count; ++next) {
    if (says_nothing(at(next))) continue;
    if (indent_of(at(next)) <= indent) break;
    range.last = next;
  }
  return range;
}

std::size_t find_words(std::string_view line, std::string_view wanted, std::size_t from) {
  if (wanted.empty() || from > line.size()) return std::string_view::npos;
  const auto rest = line.substr(from);
  const auto found = std::search(rest.begin(), rest.end(), wanted.begin(), wanted.end(),
                                 [](char a, char b) { return lower(a) == lower(b); });
  if (found == rest.end()) return std::string_view::npos;
  return from + static_cast<std::size_t>(found - rest.begin());
}

std::vector<int> lines_with(const std::vector<std::string_view>& lines, std::string_view wanted) {
  std::vector<int> found;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (find_words(lines[i], wanted) != std::string_view::npos) {
      found.push_back(static_cast<int>(i) + 1);
    }
  }
  return found;
}

}  // namespace brink::viz
