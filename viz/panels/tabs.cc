#include "viz/draw/draw.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

template <class Tab>
struct TabEntry {
  Tab tab;
  const char* label;
  const char* name;
  void (*draw)(AppState&);
};

template <class Tab, std::size_t N>
void tabs(AppState& state, TabChoice<Tab>& choice, const char* id,
          const TabEntry<Tab> (&entries)[N]) {
  if (!ImGui::BeginTabBar(id)) return;
  const bool is_asked = choice.is_asked;
  const Tab asked = choice.shown;
  for (const auto& entry : entries) {
    const bool is_this = is_asked && entry.tab == asked;
    const bool open =
        ImGui::BeginTabItem(entry.label, nullptr, is_this ? ImGuiTabItemFlags_SetSelected : 0);
    mark(state, entry.name);
    if (!open) continue;
    if (!is_asked) choice.shown = entry.tab;
    if (!is_asked || is_this) entry.draw(state);
    ImGui::EndTabItem();
  }
  if (is_asked) choice.is_asked = false;
  ImGui::EndTabBar();
}

}  // namespace

void lower_panel(AppState& state, const Rect& rect) {
  begin_panel(rect, "##lower");
  static constexpr TabEntry<LowerTab> kTabs[] = {
      {LowerTab::plots, "Plots", "tab-plots", plots_tab},
      {LowerTab::events, "Events", "tab-events", events_tab},
      {LowerTab::text, "Scenario text", "tab-text", text_tab}};
  tabs(state, state.lower, "lower", kTabs);
  end_panel();
}

void reasons_panel(AppState& state, const Rect& rect) {
  begin_panel(rect, "##reasons");
  static constexpr TabEntry<ReasonsTab> kTabs[] = {
      {ReasonsTab::why, "Why?", "tab-why", why_tab},
      {ReasonsTab::offers, "Offers", "tab-offers", offers_tab},
      {ReasonsTab::history, "History", "tab-history", history_tab}};
  tabs(state, state.reasons, "reasons", kTabs);
  end_panel();
}

void relations_panel(AppState& state, const Rect& rect) {
  begin_panel(rect, "##relations");
  static constexpr TabEntry<RelationsTab> kTabs[] = {
      {RelationsTab::relations, "Relations", "tab-relations", relations_tab},
      {RelationsTab::channels, "Channels", "tab-channels", channels_tab}};
  tabs(state, state.relations, "relations", kTabs);
  end_panel();
}

}  // namespace brink::viz
