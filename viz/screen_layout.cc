#include "viz/screen_layout.h"

#include <algorithm>
#include <cmath>

namespace brink::viz {
namespace {

// two rectangles one above the other, the lower with its share of the height
void split(const Rect& whole, float share, Rect& upper, Rect& lower) {
  const float below = std::round((whole.height - kGap) * std::clamp(share, 0.15F, 0.85F));
  upper = {whole.x, whole.y, whole.width, whole.height - kGap - below};
  lower = {whole.x, upper.bottom() + kGap, whole.width, below};
}

}  // namespace

ScreenLayout lay_out(float width, float height, const Division& division, float top_height,
                     float hints_height) {
  ScreenLayout layout;
  layout.top = {0, 0, width, top_height};
  layout.hints = {0, height - hints_height, width, hints_height};
  const float y = top_height + kGap / 2;
  const float rest = std::max(height - hints_height - y, 1.0F);

  const bool has_sides = division.has_sides && width >= kNarrowest;
  float left = has_sides ? std::clamp(division.left, 190.0F, 520.0F) : 0;
  float right = has_sides ? std::clamp(division.right, 230.0F, 640.0F) : 0;
  const float most = width / 2;  // for both columns
  if (left + right > most) {
    const float scale = most / (left + right);
    left = std::round(left * scale);
    right = std::round(right * scale);
  }
  const Rect left_column{kGap, y, left, rest};
  const float middle_x = has_sides ? left_column.right() + kGap : kGap;
  const float middle_right = has_sides ? width - right - 2 * kGap : width - kGap;
  const Rect middle{middle_x, y, std::max(middle_right - middle_x, 1.0F), rest};
  const Rect right_column{width - right - kGap, y, right, rest};
  if (has_sides) {
    split(left_column, division.ladder, layout.parameters, layout.ladder);
    split(right_column, division.relations, layout.reasons, layout.relations);
  }
  split(middle, division.lower, layout.timeline, layout.lower);
  return layout;
}

}  // namespace brink::viz
