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

constexpr float kPad = kCardPad;
constexpr float kBadge = 9;  // radius
constexpr float kText = 58;  // where a heading's text begins
constexpr float kFold = 26;  // room for the sign that opens and folds

/// Draws one card at the cursor, from top to bottom.
struct CardPainter : CardPen {
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
    const float room = right - text_width(small, number) - 8 - x - kText;
    auto text = card.when;
    if (!card.event.is_public) {
      const auto lock = fmt::format("  {}", icon(Icon::lock, state.fonts.has_icons));
      const auto told = state.fonts.has_icons ? lock + " private" : std::string("  private");
      text += text_width(small, text + told) <= room ? told : lock;
    }
    if (cut_text(list, small, {x + kText, y}, palette.text_dim, text, room)) has_cut_title = true;
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
        show_tip(state, fmt::format("{}: {}{}\n{}{}", card.parties, card.type,
                                    card.event.is_public ? "" : " [private]", card.maker,
                                    card.option.empty() ? "" : ": chose " + card.option));
      }
    }
    if (pressed) select_event(state, card.event.number, true);
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
  CardArea area{state, card, i, list, top.x, width, top.y};
  CardPainter painter{{area}};
  painter.heading();
  if (card.is_open) why_body(area);
  card.height = area.y - top.y;
  card.width = width;
  list.ChannelsSetCurrent(0);
  const ImVec2 end{top.x + width, area.y};
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
