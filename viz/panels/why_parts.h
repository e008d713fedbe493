#pragma once

#include <imgui.h>

#include "viz/app_state.h"
#include "viz/draw/draw.h"

/// The parts of the "Why?" tab, and what they share.
namespace brink::viz {

/// The reasons of the picked event, taken up into `state.why`; null while they are worked out.
const SceneWhy* answered_why(AppState& state);

/// A card while it is drawn from top to bottom: `y` is where the next thing goes. [px]
struct CardArea {
  AppState& state;
  WhyCard& card;
  std::size_t i;
  ImDrawList& list;
  float x;
  float width;
  float y;
};
/// What both painters of a card draw with.
struct CardPen {
  CardArea& area;
  AppState& state = area.state;
  WhyCard& card = area.card;
  std::size_t i = area.i;
  ImDrawList& list = area.list;
  const Palette& palette = state.palette();
  const ImFont* small = state.fonts.small;
  float x = area.x;
  float width = area.width;
  float& y = area.y;

  /// From one line of small text to the next [px].
  float line() const { return line_height(small) + 2; }
};
inline constexpr float kCardPad = 8;  // between a card's edge and what it says [px]

/// What stands below the heading of an open card.
void why_body(CardArea& area);

/// One link of the chain: its heading and, where it is open, what the engine found on the way to
/// it. Cost: nothing to speak of where it is out of sight and was drawn before.
void why_card(AppState& state, std::size_t i);

/// The time that passed between a link and its cause below it.
void why_gap(AppState& state, const WhyCard& effect);

/// What followed from the event, as a list.
void why_effects(AppState& state);

/// Shows where something stands in the scenario.
void show_in_text(AppState& state, Position at);

/// The badge of link `i` of the chain, as on the timeline: its number from 1 in a circle.
void chain_badge(const AppState& state, ImDrawList& list, ImVec2 at, std::size_t i);

}  // namespace brink::viz
