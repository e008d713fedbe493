#include "viz/palette_items.h"

#include <algorithm>

#include "viz/draw/dialog.h"
#include "viz/draw/draw.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

constexpr float kLine = 28;  // [px]

void choose(AppState& state, const PaletteItem& item) {
  state.shows_palette = false;
  switch (item.kind) {
    case PaletteItem::Kind::command:
      return carry_out_later(state, item.command);
    case PaletteItem::Kind::go_to:
      state.playback.is_playing = false;
      return go_to(state, place_at(state.events(), item.time));
    case PaletteItem::Kind::plot:
      state.lower.ask(LowerTab::plots);
      return plot_slot(state, item.slot, true);
    case PaletteItem::Kind::why:
      select_event(state, item.event, true);
      state.division.has_sides = true;
      return state.reasons.ask(ReasonsTab::why);
    case PaletteItem::Kind::seed:
      state.playback.is_playing = false;
      state.worker->post(ask::Reseed{{item.seed, state.scene->seed.replication}});
      return;
  }
}

// up and down belong to the list, whatever the text field would do with them
int ignore_history(ImGuiInputTextCallbackData*) { return 0; }

bool is_pressed(ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); }

void text_field(AppState& state) {
  if (!ImGui::IsAnyItemActive()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  const auto before = state.palette_text;
  ImGui::InputTextWithHint("##palette", "a command, a date, plot NAME, why #17, seed 3",
                           state.palette_text.data(), state.palette_text.size(),
                           ImGuiInputTextFlags_CallbackHistory, ignore_history);
  mark(state, "palette-text");
  if (before != state.palette_text) state.palette_choice = 0;
}

// true if it is clicked
bool item_line(AppState& state, const PaletteItem& item, std::size_t place, bool is_moved) {
  const auto& palette = state.palette();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(static_cast<int>(place));
  const bool is_clicked = ImGui::InvisibleButton("item", {width, kLine});
  ImGui::PopID();
  mark(state, "palette-" + std::to_string(place));
  auto& list = *ImGui::GetWindowDrawList();
  const auto& moved = ImGui::GetIO().MouseDelta;
  if (ImGui::IsItemHovered() && (moved.x != 0 || moved.y != 0)) state.palette_choice = place;
  const bool is_chosen = place == state.palette_choice;
  if (is_chosen) {
    list.AddRectFilled(at, {at.x + width, at.y + kLine}, palette.accent, 4);
    if (is_moved) ImGui::SetScrollHereY(0.5F);
  }
  const auto& font = state.fonts;
  const float keys = text_width(font.small, item.keys);
  const float y = at.y + (kLine - line_height(font.text)) / 2;
  cut_text(list, font.text, {at.x + 10, y}, is_chosen ? palette.on_accent : palette.text,
           item.label, width - keys - 40);
  text_at(list, font.small, {at.x + width - keys - 10, y + 1},
          is_chosen ? palette.on_accent : palette.text_dim, item.keys);
  return is_clicked;
}

}  // namespace

void palette_window(AppState& state) {
  if (!begin_dialog(state, "palette", "All commands", state.shows_palette, 560, 470)) return;
  text_field(state);
  const PaletteScene scene{*state.program, state.playback.place.time,
                           std::max(state.end(), SimTime{}), state.events().size()};
  const auto items = palette_items(scene, state.palette_text.data());
  auto& choice = state.palette_choice;
  const auto before = choice;
  if (is_pressed(ImGuiKey_DownArrow) && choice + 1 < items.size()) ++choice;
  if (is_pressed(ImGuiKey_UpArrow) && choice > 0) --choice;
  choice = std::min(choice, items.empty() ? 0 : items.size() - 1);
  const bool is_entered = is_pressed(ImGuiKey_Enter) || is_pressed(ImGuiKey_KeyPadEnter);
  const PaletteItem* chosen = is_entered && !items.empty() ? &items[choice] : nullptr;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("##items", {0, 0}, false, ImGuiWindowFlags_NoNav);
  const bool is_moved = choice != before;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (item_line(state, items[i], i, is_moved)) chosen = &items[i];
  }
  if (items.empty()) {
    empty_note(
        state,
        "Nothing is called that. Try part of a word, a date such as 2026-06-20 or 20 Jun, or "
        "a length of time such as 16 d.");
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
  if (chosen != nullptr) choose(state, *chosen);
  end_dialog();
}

}  // namespace brink::viz
