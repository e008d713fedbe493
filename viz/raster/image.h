#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace brink::viz {

/// A picture of `width` × `height` pixels, row by row from the top; each pixel is four bytes: red,
/// green, blue, opacity, straight (not multiplied by the opacity).
struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  ///< 4 × width × height bytes

  /// First of the four bytes of a pixel. `x` in [0, width), `y` in [0, height): not checked.
  std::uint8_t* at(int x, int y) { return pixels.data() + offset(x, y); }
  const std::uint8_t* at(int x, int y) const { return pixels.data() + offset(x, y); }

  bool operator==(const Image&) const = default;

 private:
  std::size_t offset(int x, int y) const {
    return 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                static_cast<std::size_t>(x));
  }
};

}  // namespace brink::viz
