#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "engine/language/yaml_checks.h"

namespace brink {
namespace {

constexpr std::array<std::string_view, 2> kNull{"~", "null"};
constexpr std::array<std::string_view, 3> kTrue{"yes", "on", "true"};
constexpr std::array<std::string_view, 3> kFalse{"no", "off", "false"};
constexpr std::array<std::string_view, 4> kNotFinite{".nan", ".inf", "-.inf", "+.inf"};

template <std::size_t N>
bool is_among(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// the value of `0x10`, `0o20`, `0b10000`; nothing for other words
std::optional<std::uint64_t> other_base(std::string_view word) {
  if (word.size() < 3 || word[0] != '0') return std::nullopt;
  const int base = word[1] == 'x' ? 16 : word[1] == 'o' ? 8 : word[1] == 'b' ? 2 : 0;
  if (base == 0) return std::nullopt;
  std::uint64_t value = 0;
  const auto* end = word.data() + word.size();
  const auto read = std::from_chars(word.data() + 2, end, value, base);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return value;
}

}  // namespace

void check_word(YamlFile& file, Position at, std::string_view word) {
  if (word.size() > 20 || word == "true" || word == "false") return;
  std::string lower(word);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (is_among(kNull, lower)) {
    file.report(at, fmt::format("`{}` is no value here", word),
                "write the value, or leave the key out");
  } else if (is_among(kTrue, lower) || is_among(kFalse, lower)) {
    file.report(at, fmt::format("`{}` is no truth here, but to other YAML tools", word),
                fmt::format("write {}; if it is a word of its own, choose another",
                            is_among(kTrue, lower)));
  } else if (is_among(kNotFinite, lower)) {
    file.report(at, fmt::format("`{}` is no number here", word), "every number is finite");
  } else if (const auto value = other_base(lower)) {
    file.report(at, fmt::format("`{}` is no number here", word),
                fmt::format("write it in decimal digits: {}", *value));
  }
}

}  // namespace brink
