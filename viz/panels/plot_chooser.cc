#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "engine/report/words.h"
#include "viz/draw/draw.h"
#include "viz/panels/plot_parts.h"

namespace brink::viz {
namespace {

bool contains_word(std::string_view text, std::string_view word) {
  const auto found =
      std::search(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
      });
  return found != text.end();
}

// all variables and parameters that can be plotted, by what is typed
void chooser_list(AppState& state, std::string_view typed) {
  const auto& program = *state.program;
  for (const bool is_parameter : {false, true}) {
    bool has_heading = false;
    for (SlotId s = 0; s < program.slots.size(); ++s) {
      if (program.slots[s].is_parameter != is_parameter || !has_course(program, s)) continue;
      const auto name = slot_name(program, s);
      if (!contains_word(name, typed)) continue;
      if (!has_heading) ImGui::TextDisabled(is_parameter ? "Parameters" : "Variables");
      has_heading = true;
      const auto at = std::find(state.plotted.begin(), state.plotted.end(), s);
      bool is_plotted = at != state.plotted.end();
      ImGui::PushID(static_cast<int>(s));
      const auto unit = plot_unit(program.slots[s]);
      const auto label = unit.empty() ? name : fmt::format("{}  ({})", name, unit);
      if (ImGui::MenuItem(label.c_str(), nullptr, is_plotted)) plot_slot(state, s, !is_plotted);
      mark(state, "choose-" + program.slots[s].name);
      ImGui::PopID();
    }
  }
}

}  // namespace

void variable_chooser(AppState& state) {
  const bool is_full = state.plotted.size() >= kMostPlots;
  if (ImGui::Button("+ variable")) ImGui::OpenPopup("variables");
  mark(state, "add-variable");
  tip(state, is_full ? "Eight variables are plotted already: take one away first"
                     : "Plot another variable or parameter");
  const float most = ImGui::GetIO().DisplaySize.y * 0.6F;
  ImGui::SetNextWindowSizeConstraints({220, 60}, {420, most});
  if (!ImGui::BeginPopup("variables")) return;
  static constexpr auto kFilterId = "##variable-filter";
  auto& typed = state.variable_text;
  if (ImGui::IsWindowAppearing()) {
    typed = {};
    ImGui::SetKeyboardFocusHere();
  }
  ImGui::SetNextItemWidth(320);
  ImGui::InputTextWithHint(kFilterId, "part of a name", typed.data(), typed.size());
  mark(state, "variable-filter");
  ImGui::BeginChild("##variable-list", {320, std::min(most - 60, 300.0F)});
  chooser_list(state, typed.data());
  ImGui::EndChild();
  ImGui::EndPopup();
}

}  // namespace brink::viz
