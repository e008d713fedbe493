#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viz/draw/draw.h"
#include "viz/panels/plot_parts.h"

namespace brink::viz {
namespace {

constexpr float kFuture = 0.38F;  // opacity of what is still to come
constexpr float kDash = 6;        // [px]
constexpr float kGapOfDash = 4;   // [px]

struct Pen {
  ImU32 colour;
  float thickness;
  bool is_dashed;
};

/// Dashes along a line of several pieces; only what can be seen is gone along.
class Dashes {
 public:
  Dashes(ImDrawList& list, const Pen& pen, const PlotBand& band)
      : list_(list), pen_(pen), left_(band.plot.x - kPeriod), right_(band.plot.right() + kPeriod) {}

  void line_to(ImVec2 from, ImVec2 to) {
    if (to.x < left_ || from.x > right_) return;
    if (to.x > from.x) {
      const float slope = (to.y - from.y) / (to.x - from.x);
      if (from.x < left_) from = {left_, from.y + slope * (left_ - from.x)};
      if (to.x > right_) to = {right_, from.y + slope * (right_ - from.x)};
    }
    const float dx = to.x - from.x;
    const float dy = to.y - from.y;
    const float length = std::sqrt(dx * dx + dy * dy);
    if (!(length > 0)) return;
    const auto pieces = static_cast<int>((begun_ + length) / kPeriod) + 1;
    for (int i = 0; i < pieces; ++i) {
      const float start = std::max(static_cast<float>(i) * kPeriod - begun_, 0.0F);
      const float end = std::min(static_cast<float>(i) * kPeriod - begun_ + kDash, length);
      if (end <= start) continue;
      list_.AddLine({from.x + dx * start / length, from.y + dy * start / length},
                    {from.x + dx * end / length, from.y + dy * end / length}, pen_.colour,
                    pen_.thickness);
    }
    begun_ = std::fmod(begun_ + length, kPeriod);
  }

 private:
  static constexpr float kPeriod = kDash + kGapOfDash;
  ImDrawList& list_;
  const Pen& pen_;
  float left_;
  float right_;
  float begun_ = 0;  // of the present dash and gap [px]
};

void draw_columns(const PlotBand& band, const PlotLine& line, const Pen& pen, ImDrawList& list) {
  int at = 0;
  for (const auto& column : line.columns) {
    const bool is_gap =
        pen.is_dashed && at++ % static_cast<int>(kDash + kGapOfDash) >= static_cast<int>(kDash);
    if (is_gap) continue;
    const float high = band.y_of(column.extremes.high);
    const float low = std::max(band.y_of(column.extremes.low), high + pen.thickness);
    list.AddRectFilled({column.x, high - pen.thickness / 2}, {column.x + line.column_width, low},
                       pen.colour);
  }
}

void draw_line(const PlotBand& band, const PlotLine& line, const Pen& pen, ImDrawList& list) {
  if (line.is_dense) return draw_columns(band, line, pen, list);
  if (pen.is_dashed) {
    Dashes dashes(list, pen, band);
    for (std::size_t i = 1; i < line.points.size(); ++i) {
      const auto& a = line.points[i - 1];
      const auto& b = line.points[i];
      dashes.line_to({a.x, band.y_of(a.value)}, {b.x, band.y_of(b.value)});
    }
    return;
  }
  list.PathClear();
  for (const auto& point : line.points) list.PathLineTo({point.x, band.y_of(point.value)});
  list.PathStroke(pen.colour, 0, pen.thickness);
}

// up to the playhead as it is, after it dimmed
void draw_course(const AppState& state, const PlotBand& band, const PlotLine& line, Pen pen,
                 ImDrawList& list) {
  const float x = std::clamp(std::round(state.view.x_of(state.playback.place.time)), band.plot.x,
                             band.plot.right());
  list.PushClipRect(top_left(band.plot), {x, band.plot.bottom()}, true);
  draw_line(band, line, pen, list);
  list.PopClipRect();
  if (!state.shows_future || x >= band.plot.right()) return;
  pen.colour = faded(pen.colour, kFuture);
  list.PushClipRect({x, band.plot.y}, bottom_right(band.plot), true);
  draw_line(band, line, pen, list);
  list.PopClipRect();
}

void draw_scale(const AppState& state, const PlotBand& band, ImDrawList& list) {
  const auto& palette = state.palette();
  const auto& info = state.program->slots[band.slot];
  const auto* font = state.fonts.small;
  const float height = line_height(font);
  float free = band.plot.bottom() + height;
  for (const double tick : band.scale.ticks) {
    const float y = std::round(band.y_of(tick));
    list.AddLine({band.plot.x, y}, {band.plot.right(), y}, palette.grid);
    const auto text = tick_text(info, band.scale, tick);
    const float width = text_width(font, text);
    const float top =
        std::clamp(y - height / 2, band.header.bottom() - 3, band.plot.bottom() - height + 2);
    const bool fits = width <= band.gutter.width && top + height <= free + 1;
    if (!fits) continue;
    text_at(list, font, {band.gutter.right() - width, top}, palette.text_dim, text);
    free = top;
  }
}

std::optional<double> value_at(const AppState& state, const PlotBand& band, SimTime time) {
  return state.plots.at(band.current, time);
}

std::optional<double> baseline_at(const AppState& state, const PlotBand& band, SimTime time) {
  if (!state.scene->is_changed) return std::nullopt;
  return state.baseline_plots.at(band.baseline, time);
}

std::string with_unit(const SlotInfo& info, double value) {
  auto text = course_text(info, value);
  if (info.type == ValueType::number && !info.unit.empty()) text += " " + info.unit;
  return text;
}

void draw_chip(const AppState& state, const PlotBand& band, ImVec2 at, const std::string& text,
               ImU32 colour, ImDrawList& list) {
  const auto* font = state.fonts.small;
  const float width = text_width(font, text) + 8;
  const float x = at.x + 8 + width > band.plot.right() ? at.x - 8 - width : at.x + 8;
  list.AddRectFilled({x, at.y}, {x + width, at.y + line_height(font) + 1}, state.palette().card, 3);
  list.AddRect({x, at.y}, {x + width, at.y + line_height(font) + 1}, faded(colour, 0.6F), 3);
  text_at(list, font, {x + 4, at.y}, state.palette().text, text);
}

}  // namespace

void draw_band(const AppState& state, const PlotBand& band, ImDrawList& list) {
  const auto& palette = state.palette();
  list.AddRectFilled(top_left(band.plot), bottom_right(band.plot), faded(palette.card, 0.5F));
  draw_scale(state, band, list);
  for (const auto& tick : ticks_of(state.view, state.program->start, 78)) {
    const float x = std::round(tick.x);
    list.AddLine({x, band.plot.y}, {x, band.plot.bottom()}, palette.grid);
  }
  if (state.scene->is_changed && band.baseline >= 0) {
    const auto& line = state.baseline_plots.lines[static_cast<std::size_t>(band.baseline)].line;
    draw_course(state, band, line, {branch_colour(palette, 0), 1.6F, true}, list);
  }
  if (band.current >= 0) {
    const auto& line = state.plots.lines[static_cast<std::size_t>(band.current)].line;
    draw_course(state, band, line, {branch_colour(palette, 1), 2, false}, list);
  }
}

void draw_dots(const AppState& state, const PlotBand& band, SimTime time, ImDrawList& list) {
  const float x = std::round(state.view.x_of(time));
  if (x < band.plot.x || x > band.plot.right()) return;
  if (!state.shows_future && time > state.playback.place.time) return;
  const auto& palette = state.palette();
  const auto dot = [&](std::optional<double> value, ImU32 colour) {
    if (!value) return;
    const ImVec2 at{x, band.y_of(*value)};
    list.AddCircleFilled(at, 4, colour);
    list.AddCircle(at, 4, palette.panel, 0, 1);
  };
  dot(baseline_at(state, band, time), branch_colour(palette, 0));
  dot(value_at(state, band, time), branch_colour(palette, 1));
}

void draw_values(const AppState& state, const PlotBand& band, ImDrawList& list) {
  const auto time = state.playback.place.time;
  const float x = std::round(state.view.x_of(time));
  const auto value = value_at(state, band, time);
  if (x < band.plot.x || x > band.plot.right() || !value) return;
  const auto& palette = state.palette();
  const auto& info = state.program->slots[band.slot];
  const float height = line_height(state.fonts.small) + 2;
  const auto held = [&](float y) {
    return std::clamp(y, band.plot.y, std::max(band.plot.bottom() - height, band.plot.y));
  };
  float y = held(band.y_of(*value) - height / 2);
  const auto before = baseline_at(state, band, time);
  if (before && course_text(info, *before) != course_text(info, *value)) {
    float other = held(band.y_of(*before) - height / 2);
    if (std::abs(other - y) < height) {
      // apart, in the order of the values
      const float middle = std::clamp((y + other) / 2, band.plot.y + height / 2,
                                      std::max(band.plot.bottom() - 1.5F * height, band.plot.y));
      const bool is_above = *value >= *before;
      y = held(middle + (is_above ? -height / 2 : height / 2));
      other = held(middle + (is_above ? height / 2 : -height / 2));
    }
    if (std::abs(other - y) >= height - 2) {
      draw_chip(state, band, {x, other}, "was " + course_text(info, *before),
                branch_colour(palette, 0), list);
    }
  }
  draw_chip(state, band, {x, y}, course_text(info, *value), branch_colour(palette, 1), list);
}

std::string values_text(const AppState& state, const PlotBand& band, SimTime time) {
  if (!state.shows_future && time > state.playback.place.time) return "still to come";
  const auto& info = state.program->slots[band.slot];
  const auto value = value_at(state, band, time);
  const auto before = baseline_at(state, band, time);
  std::string text = value ? with_unit(info, *value) : "the run does not reach this day";
  if (before) text += "\nbaseline " + with_unit(info, *before);
  return text;
}

}  // namespace brink::viz
