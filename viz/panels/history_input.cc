#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "engine/report/words.h"
#include "engine/run/settings.h"
#include "viz/draw/draw.h"
#include "viz/panels/history_parts.h"

namespace brink::viz {
namespace {

// its own name, and below it whose it is: both can be long
void slot_row(AppState& state, SlotId slot, float width, float height) {
  const auto& program = *state.program;
  const auto& palette = state.palette();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const auto id = "##" + std::to_string(slot);
  const bool is_chosen = slot == state.selection.slot;
  if (ImGui::Selectable(id.c_str(), is_chosen, 0, {width, height})) {
    state.selection.slot = slot;
    ImGui::CloseCurrentPopup();
  }
  mark(state, "history-item-" + program.slots[slot].name);
  auto& list = *ImGui::GetWindowDrawList();
  const auto* font = state.fonts.text;
  const bool is_cut = cut_text(list, font, {at.x + 4, at.y + 1}, palette.text,
                               slot_own_name(program, slot), width - 8);
  const auto kind = slot_kind(program, slot);
  const bool is_kind_cut = cut_text(
      list, state.fonts.small, {at.x + 4, at.y + 2 + line_height(font)},
      program.slots[slot].is_parameter ? palette.accent : palette.text_dim, kind, width - 8);
  if (is_cut || is_kind_cut) tip(state, slot_own_name(program, slot) + "\n" + kind);
}

void slot_list(AppState& state) {
  auto& choice = state.history.choice;
  ImGui::BeginChild("##slots", {std::max(ImGui::GetWindowWidth() - 24, 180.0F), 280}, false);
  if (choice.matches.empty()) empty_note(state, "None has such a name.");
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = line_height(state.fonts.text) + line_height(state.fonts.small) + 6;
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(choice.matches.size()), height + ImGui::GetStyle().ItemSpacing.y);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      slot_row(state, choice.matches[static_cast<std::size_t>(i)], width, height);
    }
  }
  ImGui::EndChild();
}

// out of range, misspelt: the engine says why
void set_typed(AppState& state, SlotId slot) {
  const auto value = parse_value(*state.program, slot, state.history.typed.data());
  if (!value) return tell(state, value.error());
  change_slot(state, slot, *value);
  tell(state, fmt::format("{} is {} from here on: the run is played again",
                          slot_name(*state.program, slot),
                          short_value(*state.program, state.program->slots[slot].type, *value)));
}

void typed_input(AppState& state, SlotId slot, Value now) {
  auto& view = state.history;
  if (!view.is_typing || view.typed_for != slot) {
    const auto type = state.program->slots[slot].type;
    const auto text = type == ValueType::number ? fmt::format("{:.6g}", now.number)
                                                : value_text(*state.program, type, now);
    std::snprintf(view.typed.data(), view.typed.size(), "%s", text.c_str());
    view.typed_for = slot;
  }
  ImGui::SetNextItemWidth(std::max(ImGui::GetContentRegionAvail().x - 52, 50.0F));
  const auto flags = ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll;
  const bool entered =
      ImGui::InputText("##history-set", view.typed.data(), view.typed.size(), flags);
  const bool is_active = ImGui::IsItemActive();
  mark(state, "history-set");
  ImGui::SameLine(0, 4);
  const bool pressed = ImGui::Button("Set");
  mark(state, "history-set-button");
  tip(state, "From the playhead on; what was before stays as it was");
  // what is typed stays while the button is on its way down
  view.is_typing = is_active || ImGui::IsItemActive() || (view.is_typing && ImGui::IsItemHovered());
  if (!entered && !pressed) return;
  set_typed(state, slot);
  view.is_typing = false;
}

void symbol_input(AppState& state, SlotId slot, Value now) {
  const auto& program = *state.program;
  const auto& info = program.slots[slot];
  ImGui::SetNextItemWidth(std::max(ImGui::GetContentRegionAvail().x, 50.0F));
  const auto shown = short_value(program, info.type, now);
  if (ImGui::BeginCombo("##history-set", shown.c_str())) {
    for (const auto symbol : info.symbols) {
      const auto value = Value::of_whole(symbol);
      const auto text = short_value(program, info.type, value);
      if (ImGui::Selectable(text.c_str(), value.whole == now.whole)) {
        change_slot(state, slot, value);
      }
      mark(state, "history-symbol-" + text);
    }
    ImGui::EndCombo();
  }
  mark(state, "history-set");
}

}  // namespace

void slot_choice(AppState& state) {
  auto& choice = state.history.choice;
  find_slots(choice, *state.program);
  const auto slot = state.selection.slot;
  const bool has_one = slot < choice.names.size();
  const float width = std::max(ImGui::GetContentRegionAvail().x, 60.0F);
  const auto whole = has_one ? choice.names[slot] : std::string("choose a variable or parameter");
  const bool is_cut = has_one && text_width(state.fonts.text, whole) > width - 44;
  // whose it is stands below too
  const auto name =
      shortened(state.fonts.text, is_cut ? slot_own_name(*state.program, slot) : whole, width - 44);
  ImGui::SetNextItemWidth(width);
  const bool open =
      ImGui::BeginCombo("##history-choose", name.c_str(), ImGuiComboFlags_HeightLargest);
  if (!open) {
    mark(state, "history-choose");
    if (is_cut) tip(state, whole);
    return;
  }
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  const bool entered =
      ImGui::InputTextWithHint("##history-filter", "type a part of its name", choice.text.data(),
                               choice.text.size(), ImGuiInputTextFlags_EnterReturnsTrue);
  mark(state, "history-filter");
  find_slots(choice, *state.program);
  if (entered && !choice.matches.empty()) {
    state.selection.slot = choice.matches.front();
    ImGui::CloseCurrentPopup();
  }
  slot_list(state);
  ImGui::EndCombo();
}

void slot_input(AppState& state, SlotId slot, Value now) {
  const auto type = state.program->slots[slot].type;
  ImGui::PushFont(state.fonts.small);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {8, 3});
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("Set from here on:");
  tip(state, "From the playhead on; the run is played again with this change. R takes it back.");
  ImGui::SameLine(0, 6);
  if (type == ValueType::truth) {
    bool value = now.whole != 0;
    if (ImGui::Checkbox(value ? "true###history-set" : "false###history-set", &value)) {
      change_slot(state, slot, Value::of_whole(value ? 1 : 0));
    }
    mark(state, "history-set");
  } else if (type == ValueType::symbol) {
    symbol_input(state, slot, now);
  } else {
    typed_input(state, slot, now);
  }
  ImGui::PopStyleVar();
  ImGui::PopFont();
}

}  // namespace brink::viz
