#include "engine/base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace brink {
namespace {

constexpr std::size_t kWidth = 110;      // columns of source shown around a caret
constexpr std::size_t kLongQuote = 120;  // bytes of the author's text repeated in one message

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

// the message with what it quotes between backticks cut to a length that can be read
std::string shortened(std::string_view message) {
  std::string text;
  while (true) {
    const auto begin = message.find('`');
    const auto end = begin == message.npos ? begin : message.find('`', begin + 1);
    if (end == message.npos) return text.append(message);
    auto length = end - begin;
    if (length > kLongQuote) {
      length = kLongQuote;
      while (is_continuation(message[begin + length])) --length;
      text.append(message.substr(0, begin + length)).append("...`");
    } else {
      text.append(message.substr(0, end + 1));
    }
    message.remove_prefix(end + 1);
  }
}

constexpr std::size_t kMaxMisspelt = 64;  // letters of a name that is compared with others
constexpr std::size_t kNear = 3;          // letters that may differ

// edit distance with swaps of neighbours, letter case ignored; `limit` if it is that or more.
// the rows stand one behind the other: this one, the last and the one before it
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  using Row = std::array<std::size_t, kMaxMisspelt + kNear + 2>;
  std::array<Row, 3> d;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = std::min(j, limit);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    Row& now = d[i % 3];
    const Row& last = d[(i + 2) % 3];
    // outside this band the distance is the limit already
    const auto first = i > limit ? i - limit : 1;
    const auto end = std::min(b.size(), i + limit) + 1;
    std::size_t least = now[first - 1] = first == 1 ? std::min(i, limit) : limit;
    for (std::size_t j = first; j < end; ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        now[j] = std::min(now[j], d[(i + 1) % 3][j - 2] + 1);
      }
      least = std::min(least, now[j]);
    }
    now[end] = limit;
    // the least of a row never falls: it grows by one at most, which is what a swap adds to the
    // row before
    if (least >= limit) return limit;
  }
  return std::min(limit, d[a.size() % 3][b.size()]);
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
                       diagnostic.at.column, kind, shortened(diagnostic.message));
    const auto line = line_of(source, diagnostic.at.line);
    if (!line.empty()) text += excerpt(line, diagnostic.at.column);
  } else {
    text = fmt::format("{}: {}: {}\n", diagnostic.file, kind, shortened(diagnostic.message));
  }
  if (!diagnostic.hint.empty()) text += fmt::format("  hint: {}\n", shortened(diagnostic.hint));
  return text;
}

void tidy(Diagnostics& diagnostics) {
  const auto place = [](const Diagnostic& d) {
    return std::tie(d.at.file, d.file, d.at.line, d.at.column, d.message);
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  std::set<std::tuple<std::string, int, int, std::string>> known;
  std::erase_if(diagnostics, [&](const Diagnostic& d) {
    return !known.emplace(d.file, d.at.line, d.at.column, d.message).second;
  });
}

std::string nearest_name(std::string_view name, std::span<const std::string> candidates) {
  if (name.size() > kMaxMisspelt) return {};
  const auto allowed = std::min(kNear, std::max<std::size_t>(1, name.size() / 3));
  std::size_t best = allowed + 1;
  std::string nearest;
  for (const auto& candidate : candidates.first(std::min(candidates.size(), kMaxCandidates))) {
    if (candidate.size() > name.size() + allowed || candidate.empty()) continue;
    if (candidate.size() + best <= name.size()) continue;
    const auto d = distance(name, candidate, best);
    if (d < best) {
      best = d;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace brink
