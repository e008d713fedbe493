#include <fmt/format.h>

#include <algorithm>

#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/timeline_parts.h"
#include "viz/panels/why_parts.h"

namespace brink::viz {
namespace {

void dim_text(const AppState& state, const std::string& text) {
  ImGui::PushStyleColor(ImGuiCol_Text, state.palette().text_dim);
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

// "+3 d 4 h  Russia → Ukraine: refuse", with its shape; what is still to come is dim
void effect_row(AppState& state, const EffectRow& row, SimTime since) {
  const auto& palette = state.palette();
  const auto* font = state.fonts.small;
  const auto& event = state.events()[row.event - 1];
  const bool is_future = row.event > state.playback.place.event;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(ImGui::GetContentRegionAvail().x, 60.0F);
  const float height = line_height(font) + 7;
  if (!ImGui::IsRectVisible({width, height})) {
    ImGui::Dummy({width, height});
    return;
  }
  ImGui::PushID(static_cast<int>(row.event));
  const bool pressed = ImGui::InvisibleButton("effect", {width, height});
  ImGui::PopID();
  mark(state, fmt::format("why-effect-{}", row.event));
  const bool is_hot = ImGui::IsItemHovered();
  auto& list = *ImGui::GetWindowDrawList();
  if (is_hot || state.selection.hovered_before == row.event) {
    list.AddRectFilled(at, {at.x + width, at.y + height}, palette.card, 3);
  }
  const float left = at.x + (row.is_direct ? 4 : 22);
  const float shown = is_future ? 0.45F : 1;
  const auto lane = lane_of(state, event.source);
  const bool is_actor = lane < state.program->actors.size();
  const auto own = is_actor ? actor_colour(palette, static_cast<int>(lane)) : palette.text_dim;
  draw_shape(list, state.looks[event.type].shape, {left + 6, at.y + height / 2}, 5.5F,
             faded(own, shown), faded(palette.mark_outline, shown));
  const auto passed = rough_duration(event.time - since);
  const auto text =
      fmt::format("{}: {}", parties_text(*state.program, event), type_words(*state.program, event));
  const float time_width = text_width(font, passed);
  const auto colour = is_future ? palette.text_dim : palette.text;
  cut_text(list, font, {left + 18, at.y + 3}, colour, text,
           at.x + width - time_width - 14 - left - 18);
  text_at(list, font, {at.x + width - time_width - 4, at.y + 3}, palette.text_dim, passed);
  if (is_hot) {
    state.selection.hovered = row.event;
    show_tip(state, event_lines(*state.program, state.recording().log, event) +
                        (is_future ? "\nstill to come" : ""));
  }
  if (pressed) select_event(state, row.event, true);
}

}  // namespace

void why_effects(AppState& state) {
  const auto& effects = state.why.effects;
  const auto& event = state.why.why->explanation.links.front().event;
  ImGui::Dummy({1, 12});
  ImGui::PushFont(state.fonts.bold);
  ImGui::TextUnformatted("What followed");
  ImGui::PopFont();
  mark(state, "why-followed");
  ImGui::Dummy({1, 3});
  ImGui::PushFont(state.fonts.small);
  const auto now = state.playback.place.event;
  std::size_t hidden = 0;
  if (effects.rows.empty()) dim_text(state, "Nothing has followed from it.");
  for (const auto& row : effects.rows) {
    if (row.event > state.events().size()) continue;
    if (row.event > now && !state.shows_future) {
      ++hidden;
    } else {
      effect_row(state, row, event.time);
    }
  }
  if (hidden > 0) {
    dim_text(state, "What is still to come is hidden (H shows it).");
  } else if (effects.left_out > 0) {
    dim_text(state,
             fmt::format("… and {} more that followed from these", short_count(effects.left_out)));
  }
  ImGui::PopFont();
}

}  // namespace brink::viz
