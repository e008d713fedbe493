#include <fmt/format.h>

#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

// what is most useful first: as many are shown as there is room for
constexpr Command kHints[] = {Command::play,   Command::next_event,  Command::previous_event,
                              Command::why,    Command::go_to_cause, Command::next_day,
                              Command::fit,    Command::zoom_in,     Command::bookmark,
                              Command::search, Command::palette,     Command::help};

std::string short_label(Command command) {
  switch (command) {
    case Command::play:
      return "play / pause";
    case Command::next_event:
      return "next event";
    case Command::previous_event:
      return "back";
    case Command::why:
      return "why?";
    case Command::go_to_cause:
      return "to the cause";
    case Command::next_day:
      return "a day on";
    case Command::fit:
      return "fit the whole run";
    case Command::zoom_in:
      return "zoom in";
    case Command::bookmark:
      return "bookmark";
    case Command::search:
      return "find";
    case Command::palette:
      return "all commands";
    default:
      return "help";
  }
}

}  // namespace

void hints_bar(AppState& state, const Rect& rect) {
  begin_panel(rect, "##hints");
  auto& list = *ImGui::GetWindowDrawList();
  const auto& palette = state.palette();
  const auto* font = state.fonts.small;
  const float y = rect.y + (rect.height - line_height(font)) / 2;
  float right = rect.right() - 12;
  const bool has_message = state.clock < state.message.until;
  const auto status = has_message ? state.message.text
                      : state.scene->is_working
                          ? fmt::format("computing… {} events", state.events().size())
                          : full_date(*state.program, state.playback.place.time);
  right -= text_width(font, status);
  text_at(list, font, {right, y}, has_message ? palette.changed : palette.text_dim, status);
  float x = rect.x + 14;
  for (const auto command : kHints) {
    const auto keys = chord_text(entry_of(command).chord);
    const auto label = short_label(command);
    const float width = text_width(font, keys) + 6 + text_width(font, label);
    if (x + width > right - 24) break;
    text_at(list, font, {x, y}, palette.text, keys);
    text_at(list, font, {x + text_width(font, keys) + 6, y}, palette.text_dim, label);
    x += width + 18;
  }
  mark(state, "hints", rect);
  end_panel();
}

}  // namespace brink::viz
