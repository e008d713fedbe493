#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/words.h"
#include "viz/draw/draw.h"
#include "viz/panels/timeline_parts.h"
#include "viz/panels/why_parts.h"
#include "viz/theme/contrast.h"

namespace brink::viz {
namespace {

constexpr float kPad = 8;     // between a card's edge and what it says [px]
constexpr float kBadge = 9;   // radius
constexpr float kIndent = 9;  // of one level of facts
constexpr float kText = 58;   // where a heading's text begins
constexpr float kFold = 26;   // room for the sign that opens and folds

float wrapped_height(const ImFont* font, std::string_view text, float width) {
  return font->CalcTextSizeA(line_height(font), 1e9F, width, text.data(), text.data() + text.size())
      .y;
}

void wrapped_text(ImDrawList& list, const ImFont* font, ImVec2 at, ImU32 colour,
                  std::string_view text, float width) {
  list.AddText(font, line_height(font), {std::round(at.x), std::round(at.y)}, colour, text.data(),
               text.data() + text.size(), width);
}

/// Draws one card at the cursor, from top to bottom.
struct CardPainter {
  AppState& state;
  WhyCard& card;
  std::size_t i;
  ImDrawList& list;
  const Palette& palette;
  const ImFont* small;
  float x;
  float width;
  float y;

  float line() const { return line_height(small) + 2; }
  float inner() const { return width - 2 * kPad; }

  bool is_in_sight(float height) const {
    return ImGui::IsRectVisible({x, y}, {x + width, y + height});
  }

  // parties and type on one line, or each on its own
  void title() {
    const auto* font = state.fonts.bold;
    const float room = width - kText - kFold;
    const auto whole = card.parties + ": " + card.type;
    if (text_width(font, whole) <= room) {
      text_at(list, font, {x + kText, y}, palette.text, whole);
      y += line_height(font) + 2;
      return;
    }
    const bool is_cut = cut_text(list, font, {x + kText, y}, palette.text, card.parties, room);
    y += line_height(font) + 1;
    const bool is_type_cut = cut_text(list, font, {x + kText, y}, palette.text, card.type, room);
    y += line_height(font) + 2;
    has_cut_title = is_cut || is_type_cut;
  }

  void dated() {
    const auto number = fmt::format("#{}", card.event.number);
    const float right = x + width - kPad;
    text_at(list, small, {right - text_width(small, number), y}, palette.text_dim, number);
    std::string text = card.when;
    if (!card.event.is_public) {
      text += state.fonts.has_icons ? fmt::format("   {} private", icon(Icon::lock, true))
                                    : "   private";
    }
    cut_text(list, small, {x + kText, y}, palette.text_dim, text,
             right - text_width(small, number) - 8 - x - kText);
    y += line();
  }

  void maker() {
    auto text = card.maker;
    if (!card.option.empty()) text += ": chose " + card.option;
    const float room = width - kText - kPad;
    if (cut_text(list, small, {x + kText, y}, palette.text, text, room)) has_cut_title = true;
    y += line();
    if (card.probability < 0) return;
    const auto share = fmt::format("{} %", brief_number(card.probability * 100));
    const float bar = std::min(room - text_width(small, share) - 10, 130.0F);
    const float middle = std::round(y + line() / 2 - 1);
    list.AddRectFilled({x + kText, middle - 2}, {x + kText + bar, middle + 2}, palette.track, 2);
    list.AddRectFilled(
        {x + kText, middle - 2},
        {x + kText + bar * static_cast<float>(std::clamp(card.probability, 0.0, 1.0)), middle + 2},
        palette.accent, 2);
    text_at(list, small, {x + kText + bar + 8, y}, palette.text_dim, share);
    y += line();
  }

  void heading() {
    const float top = y;
    y += kPad - 1;
    const float middle = y + line_height(state.fonts.bold) / 2;
    chain_badge(state, list, {x + kPad + kBadge, middle}, i);
    const auto lane = lane_of(state, card.event.source);
    const bool is_actor = lane < state.program->actors.size();
    const auto colour = is_actor ? actor_colour(palette, static_cast<int>(lane)) : palette.text_dim;
    draw_shape(list, state.looks[card.event.type].shape, {x + kPad + 2 * kBadge + 15, middle}, 7,
               colour, palette.mark_outline);
    title();
    dated();
    maker();
    y += kPad - 3;
    buttons(top, y - top);
  }

  void buttons(float top, float height) {
    ImGui::SetCursorScreenPos({x + width - kFold, top});
    if (ImGui::InvisibleButton("fold", {kFold, height})) card.is_open = !card.is_open;
    const bool is_hot = ImGui::IsItemHovered();
    mark(state, fmt::format("why-fold-{}", i + 1));
    tip(state, card.is_open ? "Fold" : "What the engine asked and found on the way to it");
    const ImVec2 at{x + width - kFold / 2 - 1, top + kPad + line_height(state.fonts.bold) / 2};
    arrow_head(list, card.is_open ? ImVec2{at.x, at.y + 4} : ImVec2{at.x + 4, at.y},
               card.is_open ? ImVec2{0, 1} : ImVec2{1, 0}, 9,
               is_hot ? palette.text : palette.text_dim);
    ImGui::SetCursorScreenPos({x, top});
    const bool pressed = ImGui::InvisibleButton("head", {width - kFold, height});
    mark(state, fmt::format("why-card-{}", i + 1));
    if (ImGui::IsItemHovered()) {
      is_hovered = true;
      state.selection.hovered = card.event.number;
      if (has_cut_title) {
        show_tip(state, fmt::format("{}: {}\n{}{}", card.parties, card.type, card.maker,
                                    card.option.empty() ? "" : ": chose " + card.option));
      }
    }
    if (pressed) select_event(state, card.event.number, true);
  }

  // a text of several lines, in the card
  void paragraph(const std::string& text, ImU32 colour) {
    if (text.empty()) return;
    const float height = wrapped_height(small, text, inner());
    if (is_in_sight(height)) wrapped_text(list, small, {x + kPad, y}, colour, text, inner());
    y += height + 3;
  }

  // something that can be clicked; underlined where the mouse is on it
  bool link(const std::string& text, float left, float height, bool& is_hot) {
    ImGui::SetCursorScreenPos({left, y});
    const float room = x + width - kPad - left;
    const float reach = std::clamp(text_width(small, text), 10.0F, room);
    const bool pressed = ImGui::InvisibleButton("link", {reach, std::max(height, 4.0F)});
    is_hot = ImGui::IsItemHovered();
    if (is_hot) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (is_hot) {
      list.AddLine({left, y + height}, {left + reach, y + height}, palette.accent);
    }
    return pressed;
  }

  void place() {
    if (card.place.empty()) return;
    ImGui::PushID("place");
    const float height = line_height(small);
    bool is_hot = false;
    if (link(card.place, x + kPad, height, is_hot)) show_in_text(state, card.at);
    mark(state, fmt::format("why-place-{}", i + 1));
    tip(state, "Show it on the Scenario text tab");
    text_at(list, small, {x + kPad, y}, palette.accent, card.place);
    y += height + 5;
    ImGui::PopID();
  }

  void go_on_click(const std::string& text, float left, float height, std::uint32_t event,
                   ImU32 colour) {
    const float room = x + width - kPad - left;
    const bool is_known = event > 0 && event <= state.events().size() && event != card.event.number;
    bool is_hot = false;
    if (is_known) {
      if (link(text, left, height, is_hot)) select_event(state, event, true);
      if (is_hot) state.selection.hovered = event;
    }
    wrapped_text(list, small, {left, y}, is_hot ? palette.accent : colour, text, room);
  }

  void measure() {
    if (card.measured_for == width) return;
    card.measured_for = width;
    for (auto& fact : card.facts) {
      const float room = inner() - kIndent * static_cast<float>(fact.level);
      fact.height = wrapped_height(small, fact.text, room);
      fact.about_height =
          fact.about.empty() ? 0 : wrapped_height(small, fact.about, room - kIndent) + 1;
    }
  }

  void facts() {
    measure();
    int id = 0;
    for (const auto& fact : card.facts) {
      ImGui::PushID(++id);
      const float left = x + kPad + kIndent * static_cast<float>(fact.level);
      const bool seen = is_in_sight(fact.height + fact.about_height);
      const bool is_whole = fact.about.empty();
      if (seen) {
        if (fact.level > 0) {
          list.AddLine({left - 5, y + 1}, {left - 5, y + fact.height + fact.about_height - 1},
                       palette.panel_border);
        }
        go_on_click(fact.text, left, fact.height, is_whole ? fact.event : 0, palette.text);
      }
      y += fact.height;
      if (seen && !is_whole) {
        ImGui::PushID("about");
        go_on_click(fact.about, left + kIndent, fact.about_height, fact.event, palette.text_dim);
        ImGui::PopID();
      }
      y += fact.about_height + 3;
      ImGui::PopID();
    }
  }

  // the events that last changed what was read
  void contributors() {
    if (card.contributors.empty()) return;
    y += 2;
    paragraph("What it read was last changed by", palette.text_dim);
    const auto& program = *state.program;
    float at = x + kPad;
    for (const auto number : card.contributors) {
      if (number > state.events().size()) continue;
      const auto& event = state.events()[number - 1];
      const auto text =
          shortened(small, fmt::format("#{} {}", number, words(program.types[event.type].name)),
                    inner() - 12);
      const float wide = text_width(small, text) + 12;
      if (at > x + kPad && at + wide > x + width - kPad) {
        at = x + kPad;
        y += line() + 8;
      }
      chip(number, text, at, wide);
      at += wide + 5;
    }
    y += line() + 8;
  }

  void chip(std::uint32_t number, const std::string& text, float at, float wide) {
    ImGui::PushID(static_cast<int>(number));
    ImGui::SetCursorScreenPos({at, y});
    const float tall = line() + 4;
    if (ImGui::InvisibleButton("chip", {wide, tall})) select_event(state, number, true);
    mark(state, fmt::format("why-by-{}", number));
    const bool is_hot = ImGui::IsItemHovered();
    if (is_hot) state.selection.hovered = number;
    list.AddRectFilled({at, y}, {at + wide, y + tall},
                       is_hot ? palette.button_hovered : palette.button, 4);
    text_at(list, small, {at + 6, y + 2}, palette.text, text);
    ImGui::PopID();
  }

  void body() {
    list.AddLine({x + kPad, y}, {x + width - kPad, y}, palette.panel_border);
    y += 6;
    paragraph(card.attributes, palette.text);
    paragraph(card.about, palette.text_dim);
    place();
    if (card.facts.empty()) {
      paragraph(state.why.why->explanation.links[i].is_asked
                    ? "Nothing was asked or drawn on the way to it."
                    : "So far back the values are not worked out: click the heading to ask anew "
                      "from here.",
                palette.text_dim);
    }
    facts();
    contributors();
    y += kPad - 4;
  }

  bool has_cut_title = false;
  bool is_hovered = false;
};

}  // namespace

void chain_badge(const AppState& state, ImDrawList& list, ImVec2 at, std::size_t i) {
  const auto& palette = state.palette();
  const auto* font = state.fonts.small;
  const auto text = std::to_string(i + 1);
  const float width = text_width(font, text);
  const float half = std::max(kBadge, width / 2 + 4);
  const auto fill = i == 0 ? palette.changed : palette.playhead;
  list.AddRectFilled({at.x - half, at.y - kBadge}, {at.x + half, at.y + kBadge}, fill, kBadge);
  text_at(list, font, {at.x - width / 2, at.y - line_height(font) / 2}, text_on(fill), text);
}

void why_card(AppState& state, std::size_t i) {
  auto& card = state.why.cards[i];
  const ImVec2 top = ImGui::GetCursorScreenPos();
  const float width = std::max(ImGui::GetContentRegionAvail().x, 120.0F);
  const bool is_drawn_before = card.height > 0 && card.width == width;
  if (is_drawn_before && !ImGui::IsRectVisible({width, card.height})) {
    ImGui::Dummy({width, card.height});
    return;
  }
  made_card(state.why, i);
  auto& list = *ImGui::GetWindowDrawList();
  const auto& palette = state.palette();
  ImGui::PushID(static_cast<int>(i));
  list.ChannelsSplit(2);
  list.ChannelsSetCurrent(1);
  CardPainter painter{state, card, i, list, palette, state.fonts.small, top.x, width, top.y};
  painter.heading();
  if (card.is_open) painter.body();
  card.height = painter.y - top.y;
  card.width = width;
  list.ChannelsSetCurrent(0);
  const ImVec2 end{top.x + width, painter.y};
  const bool is_picked = painter.is_hovered || state.selection.hovered_before == card.event.number;
  list.AddRectFilled(top, end, palette.card, 5);
  const auto edge = i == 0 ? palette.changed : is_picked ? palette.accent : palette.panel_border;
  list.AddRect({top.x + 0.5F, top.y + 0.5F}, {end.x - 0.5F, end.y - 0.5F}, edge, 5, 0,
               i == 0 || is_picked ? 1.5F : 1);
  list.ChannelsMerge();
  ImGui::PopID();
  ImGui::SetCursorScreenPos(top);
  ImGui::Dummy({width, card.height});
}

void why_gap(AppState& state, const WhyCard& effect) {
  constexpr float kHeight = 24;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  if (ImGui::IsRectVisible({width, kHeight}) && effect.is_made) {
    auto& list = *ImGui::GetWindowDrawList();
    const auto& palette = state.palette();
    const float x = at.x + kPad + kBadge;
    list.AddLine({x, at.y + 8}, {x, at.y + kHeight - 2}, palette.text_dim, 1.5F);
    arrow_head(list, {x, at.y + 2}, {0, -1}, 8, palette.text_dim);
    const auto text = effect.passed == "at once" ? effect.passed : effect.passed + " later";
    cut_text(list, state.fonts.small, {at.x + kText, at.y + 4}, palette.text_dim, text,
             width - kText - kPad);
  }
  ImGui::Dummy({width, kHeight});
}

}  // namespace brink::viz
