#pragma once

#include <imgui.h>

#include "viz/app_state.h"
#include "viz/plot_scale.h"

/// The parts of the plots tab, and what they share.
namespace brink::viz {

/// One variable's plot.
///
/// header  name, unit, range; plot: the lines; gutter: left of it, labels of the scale
/// current, baseline  places of its courses in the caches; -1: none (yet)
struct PlotBand {
  SlotId slot = 0;
  Rect header;
  Rect plot;
  Rect gutter;
  PlotScale scale;
  int current = -1;
  int baseline = -1;

  /// The height at which a value stands; values out of the scale stay out of it.
  float y_of(double value) const {
    return plot.bottom() - 3 - static_cast<float>(scale.share(value)) * (plot.height - 6);
  }
};

/// A button that opens a list of all variables and parameters, by what is typed, to be added or
/// taken away.
void variable_chooser(AppState& state);

/// The scale's lines and labels, and both courses: what is still to come dimmed, or not at all.
void draw_band(const AppState& state, const PlotBand& band, ImDrawList& list);

/// Dots where the courses cross an instant.
void draw_dots(const AppState& state, const PlotBand& band, SimTime time, ImDrawList& list);

/// The values where the courses cross the playhead, beside it.
void draw_values(const AppState& state, const PlotBand& band, ImDrawList& list);

/// "support 0.62, baseline 0.60" at an instant, as far as it may be known.
std::string values_text(const AppState& state, const PlotBand& band, SimTime time);

}  // namespace brink::viz
