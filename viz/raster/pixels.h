#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "viz/raster/raster.h"

namespace brink::viz {

/// a × b / 255, rounded to nearest: exact for all bytes.
inline std::uint32_t multiply_bytes(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t t = a * b + 128;
  return (t + (t >> 8)) >> 8;
}

/// A colour in bytes, straight opacity.
struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  std::uint8_t opacity = 0;

  bool operator==(const Colour&) const = default;
};

/// Lays `colour` over `count` pixels from `pixel` on: source over destination.
inline void blend_run(std::uint8_t* pixel, int count, Colour colour) {
  const std::uint32_t a = colour.opacity;
  const std::uint32_t rest = 255 - a;
  const std::uint32_t over[4] = {colour.red * a + 128, colour.green * a + 128,
                                 colour.blue * a + 128, 255 * a + 128};
  const int bytes = 4 * count;
  for (int i = 0; i < bytes; i += 4) {
    for (int channel = 0; channel < 4; ++channel) {
      const std::uint32_t t = over[channel] + pixel[i + channel] * rest;
      pixel[i + channel] = static_cast<std::uint8_t>((t + (t >> 8)) >> 8);
    }
  }
}

inline void blend(std::uint8_t* pixel, Colour colour) { blend_run(pixel, 1, colour); }

/// The texture's opacity at (u, v), which are in texels times 65536 from the texture's corner;
/// bilinear with weights of 1/256, so that the centre of a texel gives exactly its value. Beyond
/// the border the border's texels go on.
inline std::uint32_t sample(const AlphaTexture& texture, std::int64_t u, std::int64_t v) {
  // texel centres lie at halves; a further half of 1/256 rounds the weights
  const std::int64_t left = (u - 32768 + 128) >> 8;
  const std::int64_t top = (v - 32768 + 128) >> 8;
  const auto column = [&](std::int64_t x) {
    return static_cast<std::size_t>(std::clamp<std::int64_t>(x, 0, texture.width - 1));
  };
  const auto row = [&](std::int64_t y) {
    return texture.opacity +
           static_cast<std::size_t>(texture.width) *
               static_cast<std::size_t>(std::clamp<std::int64_t>(y, 0, texture.height - 1));
  };
  const auto fx = static_cast<std::uint32_t>(left & 255);
  const auto fy = static_cast<std::uint32_t>(top & 255);
  const std::size_t x0 = column(left >> 8);
  const std::size_t x1 = column((left >> 8) + 1);
  const std::uint8_t* above = row(top >> 8);
  const std::uint8_t* below = row((top >> 8) + 1);
  const std::uint32_t upper = above[x0] * (256 - fx) + above[x1] * fx;
  const std::uint32_t lower = below[x0] * (256 - fx) + below[x1] * fx;
  return (upper * (256 - fy) + lower * fy + 32768) >> 16;
}

}  // namespace brink::viz
