#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/words.h"
#include "viz/draw/draw.h"
#include "viz/draw/wrap.h"
#include "viz/panels/why_parts.h"

namespace brink::viz {
namespace {

constexpr float kPad = kCardPad;
constexpr float kIndent = 9;             // of one level of facts [px]
constexpr const char* kHanging = "   ";  // before the further lines of a fact

/// Draws what is below the heading.
struct BodyPainter : CardPen {
  float inner() const { return width - 2 * kPad; }
  bool is_in_sight(float height) const {
    return ImGui::IsRectVisible({x, y}, {x + width, y + height});
  }

  float height_of(const std::string& lines) const {
    return line_height(small) *
           static_cast<float>(1 + std::count(lines.begin(), lines.end(), '\n'));
  }

  // a text of several lines, in the card
  void paragraph(const std::string& text, ImU32 colour) {
    if (text.empty()) return;
    const auto lines = wrapped_to(small, text, inner());
    text_at(list, small, {x + kPad, y}, colour, lines);
    y += height_of(lines) + 3;
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
    const bool is_known = event > 0 && event <= state.events().size() && event != card.event.number;
    bool is_hot = false;
    if (is_known) {
      if (link(text, left, height, is_hot)) select_event(state, event, true);
      if (is_hot) state.selection.hovered = event;
    }
    text_at(list, small, {left, y}, is_hot ? palette.accent : colour, text);
  }

  void measure() {
    if (card.measured_for == width) return;
    card.measured_for = width;
    for (auto& fact : card.facts) {
      const float room = inner() - kIndent * static_cast<float>(fact.level);
      fact.shown = wrapped_to(small, fact.text, room, kHanging);
      fact.height = height_of(fact.shown);
      if (fact.about.empty()) continue;
      fact.about_shown = wrapped_to(small, fact.about, room - kIndent);
      fact.about_height = height_of(fact.about_shown) + 1;
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
        go_on_click(fact.shown, left, fact.height, is_whole ? fact.event : 0, palette.text);
      }
      y += fact.height;
      if (seen && !is_whole) {
        ImGui::PushID("about");
        go_on_click(fact.about_shown, left + kIndent, fact.about_height, fact.event,
                    palette.text_dim);
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
};

}  // namespace

void why_body(CardArea& area) { BodyPainter{{area}}.body(); }

}  // namespace brink::viz
