#pragma once

#include <cstdint>

#include "viz/raster/image.h"
#include "viz/raster/pixels.h"
#include "viz/raster/raster.h"

namespace brink::viz {

/// A corner: pixels of the picture times 256, texels times 65536.
struct Corner {
  std::int64_t x = 0;
  std::int64_t y = 0;
  std::int64_t u = 0;
  std::int64_t v = 0;
  Colour colour;
};

/// Pixels from (left, top) up to but without (right, bottom).
struct Box {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;
};

/// Where drawing goes: `clip` lies within the image.
struct Canvas {
  Image* image = nullptr;
  AlphaTexture texture;
  Box clip;
};

/// The pixels whose centres lie in [from, to), both in pixels times 256.
struct PixelRange {
  int begin = 0;
  int end = 0;
};
PixelRange pixels_between(std::int64_t from, std::int64_t to, int first, int last);

/// Fills the triangle a b c, in either sense of rotation; one without an area fills nothing.
void fill_triangle(const Canvas& canvas, const Corner& a, const Corner& b, const Corner& c);

/// Fills the upright rectangle between `first` (left, top) and `last` (right, bottom) in the colour
/// of `first`: the pixels that two triangles would fill, only faster.
void fill_rectangle(const Canvas& canvas, const Corner& first, const Corner& last);

}  // namespace brink::viz
