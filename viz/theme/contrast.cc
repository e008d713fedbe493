#include "viz/theme/contrast.h"

#include <algorithm>
#include <cmath>

namespace brink::viz {

namespace {

double light_of(ImU32 colour, int shift) {
  const double value = static_cast<double>((colour >> shift) & 0xff) / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

}  // namespace

double luminance(ImU32 colour) {
  return 0.2126 * light_of(colour, IM_COL32_R_SHIFT) + 0.7152 * light_of(colour, IM_COL32_G_SHIFT) +
         0.0722 * light_of(colour, IM_COL32_B_SHIFT);
}

double contrast(ImU32 a, ImU32 b) {
  const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
  return (lighter + 0.05) / (darker + 0.05);
}

ImU32 text_on(ImU32 background) {
  constexpr ImU32 kDark = IM_COL32(0x0b, 0x0f, 0x15, 0xff);
  constexpr ImU32 kLight = IM_COL32(0xff, 0xff, 0xff, 0xff);
  return contrast(kDark, background) >= contrast(kLight, background) ? kDark : kLight;
}

}  // namespace brink::viz
