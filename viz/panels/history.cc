#include <fmt/format.h>

#include <algorithm>

#include "engine/report/words.h"
#include "engine/story/tracer.h"
#include "viz/draw/draw.h"
#include "viz/panels/history_parts.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

// at the playhead; a change made there holds from the next microsecond on, and is shown already
Value value_now(const AppState& state, SlotId slot) {
  const auto& scene = *state.scene;
  for (auto c = scene.changes.rbegin(); c != scene.changes.rend(); ++c) {
    const auto since = state.playback.place.time.us + 1 - c->at.us;
    if (c->slot == slot && (since == 0 || since == 1)) return c->value;
  }
  if (scene.moment == nullptr) return (*scene.initial)[slot];
  const auto& run = scene.moment->run;
  return slot_value(run, slot, std::max(run.now(), scene.moment->at.time));
}

void plot_button(AppState& state, SlotId slot) {
  const auto& plotted = state.plotted;
  const bool is_on = std::find(plotted.begin(), plotted.end(), slot) != plotted.end();
  const bool can = has_course(*state.program, slot);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {7, 3});
  ImGui::BeginDisabled(!can);
  const auto& palette = state.palette();
  if (is_on) {
    for (const auto use : {ImGuiCol_Button, ImGuiCol_ButtonHovered, ImGuiCol_ButtonActive}) {
      ImGui::PushStyleColor(use, palette.accent);
    }
    ImGui::PushStyleColor(ImGuiCol_Text, palette.on_accent);
  }
  const bool pressed = ImGui::Button(is_on ? "plotted###history-plot" : "plot###history-plot");
  if (is_on) ImGui::PopStyleColor(4);
  mark(state, "history-plot");
  ImGui::EndDisabled();
  ImGui::PopStyleVar();
  tip(state, !can    ? "Words cannot be drawn as a line"
             : is_on ? "Take it off the Plots tab"
                     : "Draw its course on the Plots tab");
  if (!pressed) return;
  plot_slot(state, slot, !is_on);
  if (!is_on) state.lower.ask(LowerTab::plots);
}

void line(const std::string& text, ImU32 colour) {
  if (text.empty()) return;
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

// the value in large letters, the unit beside it, then what the scenario says
void facts(AppState& state, SlotId slot, Value now) {
  auto& view = state.history;
  if (view.facts_of != slot) {
    view.facts = slot_facts(*state.program, slot);
    view.facts_of = slot;
  }
  const auto& palette = state.palette();
  const auto& info = state.program->slots[slot];
  const auto value = short_value(*state.program, info.type, now);
  const float room = ImGui::GetContentRegionAvail().x - 76;
  ImGui::PushFont(state.fonts.large);
  const auto shown = shortened(state.fonts.large, value, room);
  ImGui::TextUnformatted(shown.c_str());
  ImGui::PopFont();
  mark(state, "history-value");
  const float wide = text_width(state.fonts.large, shown);
  ImGui::PushFont(state.fonts.small);
  if (!view.facts.unit.empty() && wide + 60 < room) {
    ImGui::SameLine(0, 6);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + 8);
    const auto unit = shortened(state.fonts.small, view.facts.unit, room - wide - 6);
    line(unit, palette.text_dim);
    tip(state, view.facts.unit);
  }
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - 66);
  plot_button(state, slot);
  line(fmt::format("{}, {}{}{}", view.facts.kind, view.facts.range,
                   view.facts.unit.empty() ? "" : " ", view.facts.unit),
       palette.text_dim);
  line(view.facts.law, palette.text_dim);
  line(view.facts.about, palette.text);
  ImGui::PopFont();
}

}  // namespace

void history_tab(AppState& state) {
  slot_choice(state);
  const auto slot = state.selection.slot;
  if (state.program->slots.empty()) {
    return empty_note(state, "This scenario has no variables and no parameters.");
  }
  if (slot >= state.program->slots.size()) {
    return empty_note(state,
                      "Choose a variable or parameter to see its value, what changed it and why, "
                      "and to set it from the playhead on.");
  }
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {8, 3});
  const auto now = value_now(state, slot);
  facts(state, slot, now);
  slot_input(state, slot, now);
  ImGui::PopStyleVar();
  slot_changes(state, slot);
}

}  // namespace brink::viz
