#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/event_search.h"
#include "viz/panels/event_table.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

constexpr float kHeadings = 22;   // [px]
constexpr float kScrollbar = 10;  // [px]
constexpr double kNotch = 3;      // rows of a notch of the wheel

/// What of the rows is shown.
struct Window {
  Rect rect;
  std::size_t rows = 0;  // that may be shown at all
  double visible = 0;    // rows
  double last_scroll() const { return std::max(0.0, static_cast<double>(rows) - visible); }
};

void go_to_match(AppState& state) {
  auto& filter = state.filter;
  const auto row = rows_until(filter, state.playback.place.event);
  if (row < row_count(filter)) return select_event(state, event_of_row(filter, row), true);
  tell(state, is_searching(filter) ? "Still searching" : "No event after the playhead matches");
}

void search_box(AppState& state, float width) {
  auto& filter = state.filter;
  if (filter.wants_focus) {
    ImGui::SetKeyboardFocusHere();
    filter.wants_focus = false;
  }
  ImGui::SetNextItemWidth(width);
  const bool is_entered = ImGui::InputTextWithHint(
      "##filter", "find: words, #17, -not this, from: to: by: type:", filter.text.data(),
      filter.text.size(), ImGuiInputTextFlags_EnterReturnsTrue);
  mark(state, "event-filter");
  tip(state,
      "Events in which all these words occur, in type, parties, details or maker.\n"
      "#17  the event of that number\n"
      "-word  in which the word does not occur\n"
      "from:name  to:name  type:word  by:word  in one place only\n"
      "\"two words\"  together\n"
      "Enter: to the first match after the playhead");
  if (is_entered) go_to_match(state);
}

std::string count_text(const AppState& state) {
  const auto& filter = state.filter;
  const auto all = short_count(state.events().size());
  if (filter.matcher == nullptr) return fmt::format("{} events", all);
  if (is_searching(filter))
    return fmt::format("searching… {} of {}", short_count(filter.looked_at), all);
  // of what is hidden nothing is told
  const auto n =
      state.shows_future ? filter.found.size() : rows_until(filter, state.playback.place.event);
  return fmt::format("{} of {} events", short_count(n), all);
}

void tool_line(AppState& state) {
  auto& filter = state.filter;
  const float room = ImGui::GetContentRegionAvail().x;
  search_box(state, std::clamp(room * 0.45F, 120.0F, 420.0F));
  if (filter.text[0] != '\0') {
    ImGui::SameLine(0, 4);
    if (icon_button(state, "clear-filter", Icon::close, "", "Show all events")) filter.text = {};
  }
  ImGui::SameLine(0, 8);
  if (ImGui::Checkbox("follow", &filter.follows)) filter.followed = 0;
  mark(state, "follow");
  tip(state, "Keep the playhead in sight; scrolling turns it off");
  ImGui::SameLine(0, 10);
  ImGui::AlignTextToFramePadding();
  ImGui::PushFont(state.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, state.palette().text_dim);
  const auto count =
      shortened(state.fonts.small, count_text(state), ImGui::GetContentRegionAvail().x);
  ImGui::TextUnformatted(count.c_str());
  ImGui::PopStyleColor();
  ImGui::PopFont();
  mark(state, "event-count");
}

// the playhead's row comes into sight where it has moved
void follow_playhead(AppState& state, const Window& window) {
  auto& filter = state.filter;
  const auto event = state.playback.place.event;
  const bool is_known = filter.looked_at >= event;  // how many rows stand before it
  if (filter.follows && is_known && filter.followed != event + 1) {
    filter.followed = event + 1;  // 0: never yet
    const auto line = static_cast<double>(rows_until(filter, event));
    const double margin = std::min(2.0, window.visible / 3);
    if (line - margin < filter.scroll) filter.scroll = line - window.visible / 2;
    if (line + margin > filter.scroll + window.visible) filter.scroll = line - window.visible / 2;
  }
  filter.scroll = std::clamp(filter.scroll, 0.0, window.last_scroll());
}

void scroll_to(AppState& state, const Window& window, double row) {
  state.filter.scroll = std::clamp(row, 0.0, window.last_scroll());
  state.filter.follows = false;
}

void scrollbar(AppState& state, const Window& window, ImDrawList& list) {
  if (window.last_scroll() <= 0) return;
  const Rect bar{window.rect.right() + 2, window.rect.y, kScrollbar - 2, window.rect.height};
  ImGui::SetCursorScreenPos(top_left(bar));
  ImGui::InvisibleButton("scroll", {bar.width, bar.height});
  mark(state, "event-scroll");
  const double share = window.visible / static_cast<double>(window.rows);
  const float grip = std::max(24.0F, static_cast<float>(share) * bar.height);
  const float way = bar.height - grip;
  if (ImGui::IsItemActive() && way > 0) {
    const double at = static_cast<double>((ImGui::GetIO().MousePos.y - bar.y - grip / 2) / way);
    scroll_to(state, window, at * window.last_scroll());
  }
  const auto top = bar.y + static_cast<float>(state.filter.scroll / window.last_scroll()) * way;
  list.AddRectFilled(top_left(bar), bottom_right(bar), state.palette().track, 4);
  list.AddRectFilled({bar.x, top}, {bar.right(), top + grip}, state.palette().text_dim, 4);
}

std::optional<std::uint32_t> row_under_mouse(const AppState& state, const Window& window) {
  const double at = static_cast<double>((ImGui::GetIO().MousePos.y - window.rect.y) / kEventRow);
  const auto row = static_cast<std::int64_t>(std::floor(at + state.filter.scroll));
  if (row < 0 || row >= static_cast<std::int64_t>(window.rows)) return std::nullopt;
  return event_of_row(state.filter, static_cast<std::size_t>(row));
}

void follow_mouse(AppState& state, const Window& window) {
  ImGui::SetCursorScreenPos(top_left(window.rect));
  ImGui::InvisibleButton("rows", {window.rect.width, window.rect.height});
  mark(state, "event-rows");
  if (!ImGui::IsItemHovered()) return;
  const auto& io = ImGui::GetIO();
  if (io.MouseWheel != 0) {
    scroll_to(state, window, state.filter.scroll - static_cast<double>(io.MouseWheel) * kNotch);
  }
  const auto event = row_under_mouse(state, window);
  if (!event) return;
  state.selection.hovered = *event;
  if (ImGui::IsMouseDoubleClicked(0)) {
    select_event(state, *event, true);
  } else if (ImGui::IsMouseClicked(0)) {
    select_event(state, *event, false);
    state.reasons.ask(ReasonsTab::why);
  }
  show_tip(state, event_lines(*state.program, state.recording().log, state.events()[*event - 1]) +
                      "\nclick: why did it happen?   double click: go there");
}

void draw_rows(AppState& state, const Window& window, const std::vector<EventColumn>& columns,
               ImDrawList& list) {
  const auto& filter = state.filter;
  const auto& palette = state.palette();
  const auto first = static_cast<std::size_t>(filter.scroll);
  const auto now = rows_until(filter, state.playback.place.event);
  list.PushClipRect(top_left(window.rect), bottom_right(window.rect), true);
  const auto y_of = [&](std::size_t row) {
    const double rows = static_cast<double>(row) - filter.scroll;
    return window.rect.y + std::round(static_cast<float>(rows) * kEventRow);
  };
  for (auto row = first; row < window.rows && y_of(row) < window.rect.bottom(); ++row) {
    const auto& event = state.events()[event_of_row(filter, row) - 1];
    const Rect rect{window.rect.x, y_of(row), window.rect.width, kEventRow};
    draw_event_row(state, columns, event, rect, list);
    mark(state, fmt::format("event-{}", event.number), rect);
  }
  // what has happened stands above the line, what is still to come below it
  const float y = std::max(y_of(now), window.rect.y + 1);
  if (now >= first && y <= window.rect.bottom() && window.rows > 0) {
    list.AddLine({window.rect.x, y}, {window.rect.right(), y}, palette.playhead, 2);
    list.AddTriangleFilled({window.rect.x, y - 6}, {window.rect.x, y + 6}, {window.rect.x + 7, y},
                           palette.playhead);
  }
  list.PopClipRect();
}

std::string empty_text(const AppState& state) {
  const auto& filter = state.filter;
  if (filter.matcher == nullptr) {
    if (state.recording().is_running()) return "The run is being computed…";
    if (state.events().empty()) return "Nothing happens in this scenario: it has no event.";
    return "Nothing has happened yet, and what is still to come is hidden (H shows it).";
  }
  if (is_searching(filter)) return "Searching…";
  if (!filter.found.empty()) {
    return "Nothing that matches has happened yet; what is still to come is hidden (H shows it).";
  }
  return fmt::format("No event matches “{}”. Fewer words find more.", filter.text.data());
}

}  // namespace

void events_tab(AppState& state) {
  auto& filter = state.filter;
  tool_line(state);
  advance_search(*state.program, filter, state.scene->current.recording);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  auto& list = *ImGui::GetWindowDrawList();
  Window window;
  window.rect = {at.x, at.y + kHeadings, room.x - kScrollbar,
                 std::max(room.y - kHeadings, kEventRow)};
  window.visible = static_cast<double>(window.rect.height / kEventRow);
  window.rows =
      state.shows_future ? row_count(filter) : rows_until(filter, state.playback.place.event);
  const auto columns = event_columns(state, window.rect.x, window.rect.width);
  draw_event_headings(state, columns, at.y, list);
  list.AddLine({at.x, window.rect.y - 2}, {window.rect.right(), window.rect.y - 2},
               state.palette().grid);
  follow_playhead(state, window);
  if (window.rows == 0) {
    ImGui::SetCursorScreenPos({at.x, window.rect.y + 8});
    return empty_note(state, empty_text(state));
  }
  follow_mouse(state, window);
  scrollbar(state, window, list);
  draw_rows(state, window, columns, list);
}

}  // namespace brink::viz
