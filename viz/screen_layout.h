#pragma once

namespace brink::viz {

/// A rectangle of the screen [px].
struct Rect {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;
  float right() const { return x + width; }
  float bottom() const { return y + height; }
  bool contains(float px, float py) const {
    return px >= x && px < right() && py >= y && py < bottom();
  }
};

/// How the person has divided the screen, remembered from one time to the next.
///
/// left, right   widths of the side columns [px]
/// lower, ladder, relations  shares of their columns' height
struct Division {
  float left = 270;
  float right = 340;
  float lower = 0.40F;      // plots, events and text below the lanes
  float ladder = 0.42F;     // below the parameters
  float relations = 0.38F;  // below the reasons
  bool has_sides = true;
};

/// Where everything lies. A column that is hidden is 0 wide.
struct ScreenLayout {
  Rect top;
  Rect parameters;
  Rect ladder;
  Rect timeline;
  Rect lower;
  Rect reasons;
  Rect relations;
  Rect hints;
};

inline constexpr float kGap = 8;          // between panels [px]
inline constexpr float kNarrowest = 900;  // a screen narrower than this has no side columns [px]

/// Divides a screen. Columns give way before the middle becomes narrower than half the screen; what
/// is asked for otherwise is kept.
ScreenLayout lay_out(float width, float height, const Division& division, float top_height,
                     float hints_height);

}  // namespace brink::viz
