#include "engine/report/text_table.h"

#include <algorithm>

#include "engine/report/words.h"

namespace brink {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::vector<std::size_t> widths_of(const Rows& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  }
  return widths;
}

}  // namespace

std::string text_table(const Rows& rows) {
  const auto widths = widths_of(rows);
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - columns(row[i]), ' ');
      text += "  " + (i == 0 ? row[i] + gap : gap + row[i]);
    }
    while (text.ends_with(' ')) text.pop_back();
    text += "\n";
  }
  return text;
}

std::string text_tables(const Rows& rows, std::size_t width) {
  const auto widths = widths_of(rows);
  std::string text;
  for (std::size_t first = 1; first < widths.size();) {
    std::size_t used = 2 + widths[0];
    std::size_t end = first;
    while (end < widths.size() && (end == first || used + 2 + widths[end] <= width)) {
      used += 2 + widths[end++];
    }
    Rows part;
    for (const auto& row : rows) {
      auto& cells = part.emplace_back();
      if (!row.empty()) cells.push_back(row[0]);
      for (std::size_t i = first; i < std::min(end, row.size()); ++i) cells.push_back(row[i]);
    }
    text += (text.empty() ? "" : "\n") + text_table(part);
    first = end;
  }
  return text;
}

}  // namespace brink
