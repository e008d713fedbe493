#include "viz/panels/event_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/draw/draw.h"

namespace brink::viz {
namespace {

using Kind = EventColumn::Kind;

constexpr float kFuture = 0.5F;     // opacity of what is still to come
constexpr float kBetween = 10;      // columns [px]
constexpr float kIcon = 22;         // before the number [px]
constexpr float kForMaker = 700;    // narrower, who made it is left out [px]
constexpr float kForDetails = 520;  // likewise what it holds
constexpr double kYearShown = 330;  // days of a run from which on dates have a year

bool has_years(const AppState& state) { return state.length > kYearShown; }

std::string date_text(const AppState& state, SimTime time) {
  auto text = moment_text(*state.program, time);
  if (!has_years(state)) return text;
  const auto day = day_text(*state.program, time, true);
  return day + text.substr(text.rfind(' '));
}

const char* heading_of(Kind kind) {
  switch (kind) {
    case Kind::number:
      return "#";
    case Kind::date:
      return "date";
    case Kind::from:
      return "from";
    case Kind::to:
      return "to";
    case Kind::type:
      return "event";
    case Kind::details:
      return "details";
    case Kind::maker:
      return "made by";
  }
  return "";
}

float share_of(Kind kind) {
  switch (kind) {
    case Kind::from:
    case Kind::to:
      return 1;
    case Kind::type:
      return 1.2F;
    case Kind::details:
      return 2.3F;
    case Kind::maker:
      return 1.7F;
    default:
      return 0;
  }
}

std::string details_of(const AppState& state, const EventRecord& event) {
  std::string text = event.is_public ? "" : "private";
  for (const auto& attribute : attribute_texts(*state.program, state.recording().log, event)) {
    text += (text.empty() ? "" : ", ") + attribute;
  }
  return text;
}

std::string cell_of(const AppState& state, Kind kind, const EventRecord& event) {
  const auto& program = *state.program;
  switch (kind) {
    case Kind::number:
      return short_count(event.number);
    case Kind::date:
      return date_text(state, event.time);
    case Kind::from:
      return event.source == kNobody ? "the world" : std::string(actor_name(program, event.source));
    case Kind::to:
      return event.target == event.source ? "" : std::string(actor_name(program, event.target));
    case Kind::type:
      return type_words(program, event);
    case Kind::details:
      return details_of(state, event);
    case Kind::maker:
      return maker_text(program, event);
  }
  return {};
}

}  // namespace

std::vector<EventColumn> event_columns(const AppState& state, float left, float width) {
  const auto* font = state.fonts.small;
  std::vector<EventColumn> columns{
      {Kind::number}, {Kind::date}, {Kind::from}, {Kind::to}, {Kind::type}};
  if (width >= kForDetails) columns.push_back({Kind::details});
  if (width >= kForMaker) columns.push_back({Kind::maker});
  float shares = 0;
  float fixed = kIcon + 4;
  for (auto& column : columns) {
    if (column.kind == Kind::number) {
      column.width =
          text_width(font, short_count(std::max<std::size_t>(state.events().size(), 99)));
    }
    if (column.kind == Kind::date) {
      column.width = text_width(font, has_years(state) ? "28 May 2000 00:00" : "28 May 00:00");
    }
    shares += share_of(column.kind);
    fixed += column.width + kBetween;
  }
  const float rest = std::max(width - fixed, 50.0F);
  float x = left + kIcon + 4;
  for (auto& column : columns) {
    column.x = x;
    if (const float share = share_of(column.kind); share > 0) column.width = rest * share / shares;
    x += column.width + kBetween;
  }
  return columns;
}

void draw_event_headings(const AppState& state, const std::vector<EventColumn>& columns, float y,
                         ImDrawList& list) {
  for (const auto& column : columns) {
    const std::string_view text = heading_of(column.kind);
    const bool is_right = column.kind == Kind::number;
    const float indent = is_right ? column.width - text_width(state.fonts.small, text) : 0;
    text_at(list, state.fonts.small, {column.x + indent, y}, state.palette().text_dim, text);
  }
}

void draw_event_row(const AppState& state, const std::vector<EventColumn>& columns,
                    const EventRecord& event, const Rect& rect, ImDrawList& list) {
  const auto& palette = state.palette();
  const bool is_future = event.number > state.playback.place.event;
  const float shown = is_future ? kFuture : 1;
  const bool is_hovered =
      event.number == state.selection.hovered || event.number == state.selection.hovered_before;
  if (event.number == state.selection.event) {
    list.AddRectFilled(top_left(rect), bottom_right(rect), faded(palette.accent, 0.25F), 3);
    list.AddRectFilled(top_left(rect), {rect.x + 3, rect.bottom()}, palette.accent);
  } else if (is_hovered) {
    list.AddRectFilled(top_left(rect), bottom_right(rect), palette.card, 3);
  }
  const bool has_lane = event.source < state.program->actors.size();
  const auto own = has_lane ? actor_colour(palette, event.source) : palette.text_dim;
  draw_shape(list, state.looks[event.type].shape, {rect.x + 13, rect.y + rect.height / 2}, 5.5F,
             faded(own, shown), faded(palette.mark_outline, shown));
  const auto* font = state.fonts.small;
  const float y = rect.y + (rect.height - line_height(font)) / 2;
  for (const auto& column : columns) {
    const bool is_plain =
        column.kind == Kind::type || column.kind == Kind::from || column.kind == Kind::to;
    const auto colour = faded(is_plain ? palette.text : palette.text_dim, shown);
    const auto text = cell_of(state, column.kind, event);
    const bool is_right = column.kind == Kind::number;
    const float indent = is_right ? column.width - text_width(font, text) : 0;
    cut_text(list, font, {column.x + indent, y}, colour, text, column.width - indent + 0.5F);
  }
}

}  // namespace brink::viz
