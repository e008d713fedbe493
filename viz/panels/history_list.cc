#include <fmt/format.h>

#include <algorithm>

#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/history_parts.h"

namespace brink::viz {
namespace {

// "by rule moscow answers, upon #35 yes but"
std::string who_changed(const AppState& state, const Write& write) {
  const auto& program = *state.program;
  if (is_intervention(write)) return "what if: set from outside";
  auto text = fmt::format("rule {}", words(program.rules[write.rule].name));
  if (write.cause != 0 && write.cause <= state.events().size()) {
    text += fmt::format(", after #{} {}", write.cause,
                        type_words(program, state.events()[write.cause - 1]));
  }
  return text;
}

struct ChangeRow {
  AppState& state;
  const Log::TimedWrite& write;
  std::size_t place;  // in the log
  bool is_future;

  void draw(float height) const {
    const auto& program = *state.program;
    const auto& palette = state.palette();
    const auto* font = state.fonts.small;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = std::max(ImGui::GetContentRegionAvail().x, 60.0F);
    ImGui::PushID(static_cast<int>(place));
    const bool pressed = ImGui::InvisibleButton("change", {width, height});
    ImGui::PopID();
    mark(state, fmt::format("history-change-{}", place));
    const bool is_hot = ImGui::IsItemHovered();
    const auto cause = write.write.cause;
    const bool is_known = cause > 0 && cause <= state.events().size();
    const bool is_picked = is_known && (cause == state.selection.hovered_before || is_hot);
    auto& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(at, {at.x + width, at.y + height - 3},
                       is_picked ? palette.button : palette.card, 3);
    const bool is_what_if = is_intervention(write.write);
    if (is_what_if) {
      list.AddRectFilled(at, {at.x + 3, at.y + height - 3}, palette.changed);
    }
    const auto colour = is_future ? palette.text_dim : palette.text;
    const auto when = moment_text(program, write.time);
    const float when_width = text_width(font, when);
    text_at(list, font, {at.x + width - when_width - 8, at.y + 4}, palette.text_dim, when);
    const auto type = program.slots[write.write.slot].type;
    auto change = change_text(program, type, write.write.before, write.write.after, true);
    if (change.empty()) change = change_text(program, type, write.write.before, write.write.after);
    cut_text(list, font, {at.x + 8, at.y + 4}, colour, change, width - when_width - 26);
    const auto who = who_changed(state, write.write);
    const bool is_cut = cut_text(list, font, {at.x + 8, at.y + 6 + line_height(font)},
                                 is_what_if ? palette.changed : palette.text_dim, who, width - 16);
    if (!is_hot) return;
    if (is_known) {
      state.selection.hovered = cause;
      ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    if (is_cut || is_known) {
      show_tip(state, who + (is_future ? "\nstill to come" : "") +
                          (is_known ? "\nclick: go to the event and ask why" : ""));
    }
    if (pressed && is_known) select_event(state, cause, true);
  }
};

void note(const AppState& state, const std::string& text, float height) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  text_at(*ImGui::GetWindowDrawList(), state.fonts.small,
          {at.x + 2, at.y + height - line_height(state.fonts.small) - 8}, state.palette().text_dim,
          text);
  ImGui::Dummy({1, height});
}

}  // namespace

// rows of one height: the changes made, a heading, the changes to come
void slot_changes(AppState& state, SlotId slot) {
  auto& found = state.history.writes;
  follow_writes(found, state.recording(), slot);
  const auto& writes = state.recording().log.writes();
  const auto made = changes_until(writes, found.writes, state.playback.place);
  const auto to_come = state.shows_future ? found.writes.size() - made : 0;
  ImGui::PushFont(state.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, state.palette().text_dim);
  const auto count =
      made == 0 ? std::string(to_come == 0 ? "Nothing has changed it so far."
                                           : "Nothing has changed it so far; still to come:")
                : fmt::format("{} change{} so far, the latest first", short_count(made),
                              made == 1 ? "" : "s");
  ImGui::TextUnformatted(count.c_str());
  mark(state, "history-count");
  ImGui::PopStyleColor();
  ImGui::PopFont();
  const float height = 2 * line_height(state.fonts.small) + 14;
  const std::size_t heading = made > 0 && to_come > 0 ? 1 : 0;
  ImGui::BeginChild("##changes", {0, 0}, false);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(made + heading + to_come), height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto row = static_cast<std::size_t>(i);
      if (heading == 1 && row == made) {
        note(state, fmt::format("{} still to come", short_count(to_come)), height);
        continue;
      }
      const bool is_future = row >= made;
      const auto which = is_future ? row - heading : made - 1 - row;
      const auto place = found.writes[which];
      ChangeRow{state, writes[place], place, is_future}.draw(height);
    }
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

}  // namespace brink::viz
