#include "engine/base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace brink {
namespace {

constexpr std::size_t kWidth = 110;  // columns of source shown around a caret

std::string_view line_of(std::string_view source, int line) {
  for (int i = 1; i < line; ++i) {
    const auto end = source.find('\n');
    if (end == std::string_view::npos) return {};
    source.remove_prefix(end + 1);
  }
  source = source.substr(0, source.find('\n'));
  if (source.ends_with('\r')) source.remove_suffix(1);
  return source;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// the source line and a caret below it, both indented by two; the caret counts characters, not
// bytes
std::string excerpt(std::string_view line, int column) {
  auto caret = std::min(line.size(), static_cast<std::size_t>(std::max(column, 1) - 1));
  std::size_t first = caret > kWidth - 20 ? caret - (kWidth - 20) : 0;
  while (first > 0 && first < line.size() && is_continuation(line[first])) ++first;
  std::string shown(line.substr(first, kWidth));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  caret -= std::min(caret, first);
  const auto before = shown.substr(0, caret);
  const auto width =
      std::count_if(before.begin(), before.end(), [](char c) { return !is_continuation(c); });
  return fmt::format("  {}\n  {:>{}}\n", shown, "^", width + 1);
}

// edit distance with swaps of neighbours, letter case ignored
std::size_t distance(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

bool has_errors(std::span<const Diagnostic> diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::string render(const Diagnostic& diagnostic, std::string_view source) {
  const auto* kind = diagnostic.severity == Severity::error ? "error" : "warning";
  std::string text;
  if (diagnostic.at.line > 0) {
    text = fmt::format("{}:{}:{}: {}: {}\n", diagnostic.file, diagnostic.at.line,
                       diagnostic.at.column, kind, diagnostic.message);
    const auto line = line_of(source, diagnostic.at.line);
    if (!line.empty()) text += excerpt(line, diagnostic.at.column);
  } else {
    text = fmt::format("{}: {}: {}\n", diagnostic.file, kind, diagnostic.message);
  }
  if (!diagnostic.hint.empty()) text += fmt::format("  hint: {}\n", diagnostic.hint);
  return text;
}

void tidy(Diagnostics& diagnostics) {
  const auto place = [](const Diagnostic& d) {
    return std::tie(d.file, d.at.line, d.at.column, d.message);
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(),
                                [&](const auto& a, const auto& b) { return place(a) == place(b); }),
                    diagnostics.end());
}

std::string nearest_name(std::string_view name, std::span<const std::string> candidates) {
  if (name.size() > 64) return {};
  const std::size_t allowed = std::min<std::size_t>(3, std::max<std::size_t>(1, name.size() / 3));
  std::size_t best = allowed + 1;
  std::string nearest;
  for (const auto& candidate : candidates) {
    if (candidate.size() > name.size() + allowed || candidate.empty()) continue;
    const auto d = distance(name, candidate);
    if (d < best) {
      best = d;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace brink
