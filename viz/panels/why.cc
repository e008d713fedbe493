#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/panels.h"
#include "viz/panels/why_parts.h"

namespace brink::viz {

void show_in_text(AppState& state, Position at) {
  if (at.line == 0) return tell(state, "No rule made it: it happens by the passing of time");
  state.text.goes_to = at;
  state.lower.ask(LowerTab::text);
}

namespace {

bool has_event(const AppState& state, const SeenEvent& seen) {
  const auto& events = state.events();
  return seen.event > 0 && seen.event <= events.size() && events[seen.event - 1].key == seen.key;
}

void go_back(AppState& state) {
  auto& view = state.why;
  while (!view.seen.empty()) {
    const auto to = view.seen.back();
    view.seen.pop_back();
    if (!has_event(state, to)) continue;
    view.last = {};  // what is left is not what one came from
    return select_event(state, to.event, true);
  }
  tell(state, "Nothing was looked at before");
}

// keeps a row of buttons on the line while there is room
void next_button(const char* label) {
  const float width = ImGui::CalcTextSize(label).x + 2 * ImGui::GetStyle().FramePadding.x;
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
  if (ImGui::GetItemRectMax().x + 4 + width <= right) ImGui::SameLine(0, 4);
}

void text_button(AppState& state, Command command, const char* label) {
  const auto& entry = entry_of(command);
  next_button(label);
  if (ImGui::Button(label)) carry_out(state, command);
  mark(state, entry.name);
  tip(state, fmt::format("{}  ({})", entry.label, chord_text(entry.chord)));
}

void seen_list(AppState& state) {
  if (!ImGui::BeginPopup("seen")) return;
  ImGui::PushFont(state.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, state.palette().text_dim);
  ImGui::TextUnformatted("Looked at before, the latest first");
  ImGui::PopStyleColor();
  constexpr std::size_t kMost = 15;
  std::size_t shown = 0;
  const auto& seen = state.why.seen;
  for (auto s = seen.rbegin(); s != seen.rend() && shown < kMost; ++s) {
    if (!has_event(state, *s)) continue;
    const auto& event = state.events()[s->event - 1];
    const auto text = fmt::format("#{}  {}: {}", event.number, parties_text(*state.program, event),
                                  type_words(*state.program, event));
    const auto label = shortened(state.fonts.small, text, 360) + "##" + std::to_string(s->event);
    if (ImGui::Selectable(label.c_str())) select_event(state, s->event, true);
    mark(state, fmt::format("why-seen-{}", s->event));
    ++shown;
  }
  ImGui::PopFont();
  ImGui::EndPopup();
}

void toolbar(AppState& state) {
  auto& view = state.why;
  const bool has_seen = std::any_of(view.seen.begin(), view.seen.end(),
                                    [&](const SeenEvent& s) { return has_event(state, s); });
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {6, 3});
  ImGui::PushFont(state.fonts.small);
  ImGui::BeginDisabled(!has_seen);
  if (ImGui::Button("←###why-back")) go_back(state);
  mark(state, "why-back");
  tip(state, "Back to the event looked at before");
  ImGui::SameLine(0, 2);
  if (ImGui::ArrowButton("##why-seen", ImGuiDir_Down)) ImGui::OpenPopup("seen");
  mark(state, "why-seen");
  tip(state, "Events looked at before");
  ImGui::EndDisabled();
  text_button(state, Command::go_to_cause, "↓ cause");
  text_button(state, Command::go_to_effect, "↑ effect");
  text_button(state, Command::copy_why, "copy");
  next_button("rule");
  if (ImGui::Button("rule") && !view.cards.empty()) {
    show_in_text(state, made_card(view, 0).at);
  }
  mark(state, "why-text");
  tip(state, "Show the rule that made this event, on the Scenario text tab");
  ImGui::PopFont();
  ImGui::PopStyleVar();
  seen_list(state);
}

// the middle of a long chain
void folded_row(AppState& state, const FoldedLinks& folded) {
  const auto label = fmt::format("… {} more causes between: show them", folded.last - folded.first);
  ImGui::PushFont(state.fonts.small);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {7, 3});
  if (ImGui::Button(label.c_str(), {-1, 0})) state.why.shows_all = true;
  mark(state, "why-more");
  ImGui::PopStyleVar();
  ImGui::PopFont();
  ImGui::Dummy({1, 4});
}

void chain(AppState& state) {
  auto& view = state.why;
  const auto folded = folded_links(view.cards.size(), view.shows_all);
  for (std::size_t i = 0; i < view.cards.size(); ++i) {
    if (folded.contains(i)) {
      folded_row(state, folded);
      i = folded.last - 1;
      continue;
    }
    why_card(state, i);
    if (i + 1 < view.cards.size()) why_gap(state, view.cards[i]);
  }
}

const char* what_to_do(const AppState& state) {
  if (state.events().empty()) {
    return state.recording().is_running()
               ? "The run is being computed…"
               : "Nothing happens in this scenario, so there is nothing to ask about.";
  }
  if (state.selection.event == 0) {
    return "Click an event on the timeline, or press Y for the last one, to see why it happened: "
           "its rule, what the rule asked and found, and what it followed from.";
  }
  return "Working it out…";
}

}  // namespace

const SceneWhy* answered_why(AppState& state) {
  auto& view = state.why;
  const auto& why = state.scene->why;
  const bool is_answered = why != nullptr && why->event != 0 &&
                           why->event == state.selection.event && !why->explanation.links.empty();
  if (is_answered && view.why != why) take_up(view, why);
  if (why == nullptr && view.why != nullptr) take_up(view, nullptr);
  return is_answered ? why.get() : nullptr;
}

void why_tab(AppState& state) {
  auto& view = state.why;
  const auto& selection = state.selection;
  if (selection.event != 0) note_seen(view, {selection.event, selection.key});
  const bool is_answered = answered_why(state) != nullptr;
  toolbar(state);
  if (!is_answered) return empty_note(state, what_to_do(state));
  ImGui::BeginChild("##why", {0, 0}, false);
  if (std::exchange(view.scrolls_up, false)) ImGui::SetScrollY(0);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  chain(state);
  why_effects(state);
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

}  // namespace brink::viz
