#include "viz/draw/wrap.h"

#include <algorithm>

#include "viz/draw/draw.h"

namespace brink::viz {

std::string wrapped_by(std::string_view text, float width,
                       const std::function<float(std::string_view)>& measure,
                       std::string_view indent) {
  const float blank = measure(" ");
  std::string lines;
  float used = 0;
  bool begins = true;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" \n"), text.size());
    const auto word = text.substr(0, end);
    const bool is_line = end < text.size() && text[end] == '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
    const float wide = measure(word);
    if (!begins && used + blank + wide > width) {
      lines += '\n';
      lines += indent;
      used = measure(indent);
    } else if (!begins) {
      lines += ' ';
      used += blank;
    }
    lines += word;
    used += wide;
    begins = false;
    if (is_line) {
      lines += '\n';
      used = 0;
      begins = true;
    }
  }
  return lines;
}

std::string wrapped_to(const ImFont* font, std::string_view text, float width,
                       std::string_view indent) {
  return wrapped_by(
      text, width, [&](std::string_view word) { return text_width(font, word); }, indent);
}

}  // namespace brink::viz
