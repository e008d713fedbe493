#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "engine/report/words.h"
#include "engine/run/settings.h"
#include "viz/draw/draw.h"
#include "viz/panels/history_parts.h"

namespace brink::viz {
namespace {

void slot_list(AppState& state) {
  auto& choice = state.history.choice;
  const auto& program = *state.program;
  const float width = std::max(ImGui::GetWindowWidth() - 24, 180.0F);
  ImGui::BeginChild("##slots", {width, 260}, false);
  if (choice.matches.empty()) empty_note(state, "None has such a name.");
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(choice.matches.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto slot = choice.matches[static_cast<std::size_t>(i)];
      const auto& info = program.slots[slot];
      const auto* font = state.fonts.text;
      const auto shown = shortened(font, choice.names[slot], width - 24);
      const auto label = shown + "##" + std::to_string(slot);
      if (info.is_parameter) ImGui::PushStyleColor(ImGuiCol_Text, state.palette().accent);
      if (ImGui::Selectable(label.c_str(), slot == state.selection.slot)) {
        state.selection.slot = slot;
        ImGui::CloseCurrentPopup();
      }
      if (info.is_parameter) ImGui::PopStyleColor();
      mark(state, "history-item-" + info.name);
      tip(state, choice.names[slot] + (info.is_parameter ? "\nparameter" : "\nvariable"));
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
  const auto name = has_one ? choice.names[slot] : std::string("choose a variable or parameter");
  const float width = std::max(ImGui::GetContentRegionAvail().x, 60.0F);
  ImGui::SetNextItemWidth(width);
  const bool open =
      ImGui::BeginCombo("##history-choose", name.c_str(), ImGuiComboFlags_HeightLargest);
  if (!open) {
    mark(state, "history-choose");
    const bool is_cut = text_width(state.fonts.text, name) > width - 44;
    if (has_one && is_cut) tip(state, name);
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
