#pragma once

#include <imgui.h>

#include <array>

namespace brink::viz {

enum class Theme { dark, light };

/// The viewer's colours, packed as IM_COL32, opaque.
///
/// Text (`text`, `text_dim`, `changed`, `warning`) has a contrast of 4.5 or more with `panel`,
/// `window` and `card`; marks have 3 or more with `panel`, save for those actors' colours of the
/// light theme that were kept apart for the colour-blind instead: give every filled mark in an
/// actor's colour a line of `mark_outline` around it. Colour never speaks alone: actors have names
/// and shapes, branches their own dashes.
/// Source: Okabe and Ito, Color Universal Design (2008), for the first six actors.
struct Palette {
  ImU32 window;        ///< behind the panels
  ImU32 panel;         ///< a panel's ground
  ImU32 panel_border;  ///< decoration only
  ImU32 card;          ///< raised on a panel
  ImU32 button;
  ImU32 button_hovered;
  ImU32 track;  ///< groove of a slider, empty part of a bar
  ImU32 text;
  ImU32 text_dim;
  ImU32 accent;     ///< what is on, what is chosen
  ImU32 on_accent;  ///< text on `accent`
  ImU32 playhead;
  ImU32 grid;     ///< decoration only
  ImU32 tick;     ///< the baseline on a slider, marks of an axis
  ImU32 changed;  ///< differs from the baseline
  ImU32 warning;
  ImU32 good;
  ImU32 bad;
  ImU32 focus_ring;  ///< around what the keyboard acts on
  ImU32 mark_outline;
  std::array<ImU32, 8> actors;
  std::array<ImU32, 3> branches;       ///< baseline dashed, first solid, second dotted
  std::array<ImU32, 6> severity_ramp;  ///< from cooperation to war
};

const Palette& palette_of(Theme theme);

/// Colour of actor `index`, from 0; after eight they begin again, so that the actor's shape or
/// name has to tell (`index / 8` is how often they did).
ImU32 actor_colour(const Palette& palette, int index);

/// Colour of branch `index`, from 0, the baseline; after three they begin again.
ImU32 branch_colour(const Palette& palette, int index);

/// From blue-grey (0, cooperation) by sand to orange-red (1, war); what is outside is brought in.
ImU32 severity_colour(const Palette& palette, double severity);

/// `colour` with its opacity times `opacity`, 0 to 1.
ImU32 faded(ImU32 colour, float opacity);

/// Sets colours, roundings and distances of the current ImGui context's style. Lengths are those of
/// zoom 1; `zoom` (1 to 2) only keeps borders whole pixels wide and curves smooth.
void apply(Theme theme, float zoom);

}  // namespace brink::viz
