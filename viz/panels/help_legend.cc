#include <algorithm>
#include <string>

#include "viz/draw/draw.h"
#include "viz/panels/help_parts.h"

namespace brink::viz {
namespace {

constexpr float kSample = 58;  // width of what is drawn before the words [px]

struct ShapeLine {
  Shape shape;
  const char* example;
};
constexpr ShapeLine kShapes[] = {{Shape::circle, "talks, agreements, support"},
                                 {Shape::square, "aid, steps back"},
                                 {Shape::triangle, "accusations, demands, threats"},
                                 {Shape::burst, "sanctions, mobilisation, force"},
                                 {Shape::diamond, "also counter-offers"},
                                 {Shape::tick, "a yes to an offer"},
                                 {Shape::cross, "a no, or taken back"},
                                 {Shape::bar, "an offer or agreement runs out"},
                                 {Shape::letter, "revealed, leaked, undelivered"}};

/// Draws a sample between a point at the left and one at the right.
using Sample = void (*)(ImDrawList& list, const Palette& palette, ImVec2 left, ImVec2 right);

// the place for the sample; the words stand right of it
void line_of(AppState& state, Sample sample, const char* name, const char* about) {
  const auto& palette = state.palette();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = line_height(state.fonts.small) + 5;
  const float y = at.y + height / 2;
  sample(*ImGui::GetWindowDrawList(), palette, {at.x + 4, y}, {at.x + kSample - 10, y});
  ImGui::SetCursorScreenPos({at.x + kSample, at.y + 1});
  ImGui::PushFont(state.fonts.small);
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x);
  ImGui::BeginGroup();
  ImGui::TextUnformatted(name);
  if (about[0] != '\0') {
    ImGui::PushStyleColor(ImGuiCol_Text, palette.text_dim);
    ImGui::TextUnformatted(about);
    ImGui::PopStyleColor();
  }
  ImGui::EndGroup();
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
}

void ramp(AppState& state) {
  const auto& palette = state.palette();
  auto& list = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::min(ImGui::GetContentRegionAvail().x, 300.0F);
  constexpr int kSteps = 24;
  const float step = width / kSteps;
  for (int i = 0; i < kSteps; ++i) {
    const double severity = static_cast<double>(i) / (kSteps - 1);
    const float x = at.x + step * static_cast<float>(i);
    const float height = 4 + 12 * static_cast<float>(severity);
    list.AddRectFilled({x, at.y + 18 - height}, {x + step - 1, at.y + 18},
                       severity_colour(palette, severity));
  }
  const auto* font = state.fonts.small;
  const std::string_view right = "war";
  text_at(list, font, {at.x, at.y + 20}, palette.text_dim, "cooperation");
  text_at(list, font, {at.x + width - text_width(font, right), at.y + 20}, palette.text_dim, right);
  ImGui::Dummy({width, 40});
}

void offer_sample(ImDrawList& list, const Palette& palette, ImVec2 left, ImVec2 right) {
  list.AddRectFilled({left.x, left.y - 2}, {right.x - 14, right.y + 2}, palette.actors[0], 1);
  list.AddRectFilled({right.x - 14, left.y - 2}, {right.x, right.y + 2},
                     faded(palette.actors[0], 0.3F), 1);
}

void end_sample(ImDrawList& list, const Palette& palette, ImVec2 left, ImVec2 right) {
  const float middle = (left.x + right.x) / 2;
  for (const auto& [from, to, colour] : {std::tuple{left.x, middle - 6, palette.good},
                                         std::tuple{middle + 4, right.x, palette.bad}}) {
    list.AddRectFilled({from, left.y - 2}, {to, left.y + 2}, palette.actors[0], 1);
    list.AddRectFilled({to - 2, left.y - 4}, {to + 1, left.y + 4}, colour);
  }
}

void message_sample(ImDrawList& list, const Palette& palette, ImVec2 left, ImVec2 right) {
  const float middle = (left.x + right.x) / 2;
  list.AddBezierCubic({left.x, left.y - 6}, {middle, left.y - 6}, {middle, left.y + 6},
                      {right.x, left.y + 6}, palette.text_dim, 1.5F);
  draw_shape(list, Shape::letter, {middle, left.y}, 7, palette.text, palette.mark_outline);
}

void run_sample(ImDrawList& list, const Palette& palette, ImVec2 left, ImVec2 right) {
  list.AddLine(left, right, branch_colour(palette, 1), 2);
}

void baseline_sample(ImDrawList& list, const Palette& palette, ImVec2 left, ImVec2 right) {
  dashed_line(list, left, right, branch_colour(palette, 0), 2, 6, 4);
}

void difference_sample(ImDrawList& list, const Palette& palette, ImVec2 left, ImVec2 right) {
  const float x = (left.x + right.x) / 2;
  dashed_line(list, {x, left.y - 9}, {x, left.y + 9}, palette.changed, 2, 4, 3);
}

void bookmark_sample(ImDrawList& list, const Palette& palette, ImVec2 left, ImVec2 right) {
  const float x = (left.x + right.x) / 2;
  list.AddTriangleFilled({x - 6, left.y - 5}, {x + 6, left.y - 5}, {x, left.y + 5}, palette.accent);
}

void bracket_sample(ImDrawList& list, const Palette& palette, ImVec2 left, ImVec2 right) {
  list.AddRectFilled({left.x, left.y - 6}, {right.x, left.y + 6}, palette.track, 3);
  list.AddRect({left.x + 10, left.y - 8}, {right.x - 12, left.y + 8}, palette.text_dim, 3, 0, 1.5F);
}

void playhead_sample(ImDrawList& list, const Palette& palette, ImVec2 left, ImVec2 right) {
  const float x = (left.x + right.x) / 2;
  list.AddLine({x, left.y - 9}, {x, left.y + 9}, palette.playhead, 2);
}

void chain_sample(ImDrawList& list, const Palette& palette, ImVec2 left, ImVec2 right) {
  list.AddLine({left.x + 8, left.y}, {right.x - 10, left.y}, palette.playhead, 1.6F);
  arrow_head(list, {right.x - 8, left.y}, {1, 0}, 7, palette.playhead);
  list.AddCircleFilled({left.x + 6, left.y}, 6, palette.playhead);
  list.AddCircleFilled({right.x - 3, left.y}, 6, palette.changed);
}

struct LineEntry {
  Sample sample;
  const char* name;
  const char* about;
};
constexpr LineEntry kLines[] = {
    {playhead_sample, "the playhead: now", "what is still to come is dimmed"},
    {offer_sample, "an offer that is open", "thin: made in private"},
    {end_sample, "how an offer ended", "green: accepted; red: refused, withdrawn or lapsed"},
    {message_sample, "a message under way", "the curve runs from sender to receiver"},
    {chain_sample, "a chain of causes", "1 is the event that you asked about"},
    {run_sample, "this run, in plots", "with your changes, where there are any"},
    {baseline_sample, "the baseline, in plots", "the run before any change"},
    {difference_sample, "the first event that a change made different", ""},
    {bracket_sample, "what the lanes show of the whole run", ""},
    {bookmark_sample, "a bookmark", ""}};

}  // namespace

void legend_of_shapes(AppState& state) {
  const auto& palette = state.palette();
  for (const auto& [shape, example] : kShapes) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float y = at.y + line_height(state.fonts.small) / 2 + 2;
    draw_shape(*ImGui::GetWindowDrawList(), shape, {at.x + kSample / 2 - 6, y}, 7,
               palette.actors[0], palette.mark_outline);
    line_of(
        state, [](ImDrawList&, const Palette&, ImVec2, ImVec2) {}, shape_name(shape), example);
  }
  ImGui::Dummy({1, 4});
  empty_note(state, "Height and, where events are too close to tell apart, colour: severity");
  ramp(state);
}

void legend_of_lines(AppState& state) {
  for (const auto& line : kLines) line_of(state, line.sample, line.name, line.about);
}

}  // namespace brink::viz
