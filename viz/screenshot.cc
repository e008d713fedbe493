#include "viz/screenshot.h"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <sstream>

#include "viz/headless.h"
#include "viz/raster/png.h"

namespace brink::viz {
namespace {

std::optional<Command> command_named(std::string_view name) {
  for (const auto& entry : key_table()) {
    if (entry.name == name) return entry.command;
  }
  return std::nullopt;
}

// nothing where it was done, otherwise what is wrong with it
std::optional<std::string> do_with_mark(Headless& viewer, const std::string& verb,
                                        std::istringstream& rest) {
  std::string name;
  rest >> name;
  const auto found = viewer.state().marks.find(name);
  if (found == viewer.state().marks.end()) {
    std::string names;
    for (const auto& [known, rect] : viewer.state().marks) names += " " + known;
    return fmt::format("there is nothing named `{}` on the screen; there are:{}", name, names);
  }
  const float zoom = viewer.state().zoom;
  const float x = (found->second.x + found->second.width / 2) * zoom;
  const float y = (found->second.y + found->second.height / 2) * zoom;
  if (verb == "click") {
    viewer.click(x, y);
  } else if (verb == "double-click") {
    viewer.double_click(x, y);
  } else if (verb == "hover") {
    viewer.move_to(x, y);
  } else {
    float dx = 0;
    float dy = 0;
    if (!(rest >> dx >> dy))
      return "drag wants a name and two numbers: how far right and down [px]";
    viewer.drag(x, y, x + dx, y + dy);
  }
  return std::nullopt;
}

std::optional<std::string> do_line(Headless& viewer, std::string line) {
  if (const auto comment = line.find(" #"); comment != std::string::npos) line.resize(comment);
  if (line.starts_with('#')) return std::nullopt;
  std::istringstream rest(line);
  std::string verb;
  if (!(rest >> verb)) return std::nullopt;
  if (verb == "click" || verb == "double-click" || verb == "drag" || verb == "hover") {
    return do_with_mark(viewer, verb, rest);
  }
  if (verb == "type") {
    std::string text;
    std::getline(rest >> std::ws, text);
    viewer.type(text);
    return std::nullopt;
  }
  if (const auto command = command_named(verb)) {
    carry_out(viewer.state(), *command);
    viewer.frames(3);  // a text field that it opens has the keyboard then
    return std::nullopt;
  }
  if (const auto chord = parse_chord(verb)) {
    viewer.press(*chord);
    return std::nullopt;
  }
  return fmt::format(
      "`{}` is no key, no command and none of click, double-click, hover, drag, type", verb);
}

std::optional<std::string> do_all(Headless& viewer, const std::string& path) {
  std::ifstream file(path);
  if (!file) return fmt::format("--keys: cannot read `{}`", path);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (const auto failure = do_line(viewer, line)) {
      return fmt::format("{}:{}: {}", path, number, *failure);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::pair<int, int>> parse_size(std::string_view text) {
  int width = 0;
  int height = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, width);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != 'x') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, height);
  if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
  if (width < 640 || width > 7680 || height < 400 || height > 4320) return std::nullopt;
  return std::pair{width, height};
}

std::optional<std::string> take_screenshot(Opened opened, const Screenshot& wanted) {
  Headless viewer(std::move(opened), wanted.width, wanted.height);
  viewer.state().theme = wanted.theme;
  viewer.state().zoom = wanted.zoom;
  if (wanted.at) viewer.app().go_to_time(*wanted.at);
  viewer.frames(3);
  if (!wanted.keys.empty()) {
    if (auto failure = do_all(viewer, wanted.keys)) return failure;
  }
  return write_png(viewer.picture(), wanted.path);
}

}  // namespace brink::viz
