#pragma once

#include "viz/app_state.h"

/// Every panel is a function that draws itself in its rectangle and carries out what the person
/// does there. One file each.
namespace brink::viz {

void top_bar(AppState& state, const Rect& rect);
void parameters_panel(AppState& state, const Rect& rect);
void ladder_panel(AppState& state, const Rect& rect);
void timeline_panel(AppState& state, const Rect& rect);
void hints_bar(AppState& state, const Rect& rect);

/// In the ladder's place where there is none: the worst that each actor did, the worst first.
void tension_list(AppState& state);

/// Tabs below the lanes, and what stands in each: inside an open window.
void lower_panel(AppState& state, const Rect& rect);
void plots_tab(AppState& state);
void events_tab(AppState& state);
void text_tab(AppState& state);

/// Tabs at the upper right, likewise.
void reasons_panel(AppState& state, const Rect& rect);
void why_tab(AppState& state);
void offers_tab(AppState& state);
void history_tab(AppState& state);

/// Tabs at the lower right, likewise.
void relations_panel(AppState& state, const Rect& rect);
void relations_tab(AppState& state);
void channels_tab(AppState& state);

/// Over everything else, where they are open.
void help_window(AppState& state);
void palette_window(AppState& state);
void export_window(AppState& state);

}  // namespace brink::viz
