#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace brink::bench {

/// Exponential variates of mean 1 from 256 layers of equal area under e^-x: 99 of 100 need one
/// word, one multiplication and one comparison.
///
/// Source: Marsaglia & Tsang (2000), The ziggurat method for generating random variables, J. Stat.
///         Software 5:8; tables computed when the program starts.
struct Ziggurat {
  static constexpr double kTail = 7.69711747013104972;       // where the bottom layer's tail begins
  static constexpr double kArea = 3.9496598225815571993e-3;  // of a layer

  std::array<std::uint64_t, 256> sure;  // a position below it is under the curve [2^-53 widths]
  std::array<double, 256> width;        // of a layer, times 2^-53
  std::array<double, 257> height;       // e^-x at the layer's right end, from the bottom up

  Ziggurat();
};

inline const Ziggurat kZiggurat;

/// word  64 random bits: the lowest 8 choose the layer, the highest 53 the place in it
/// more  gives further words, where the first does not settle it
template <class More>
inline double exponential(std::uint64_t word, More&& more) {
  for (double beyond = 0;;) {
    const std::size_t layer = word & 0xFF;
    const std::uint64_t place = word >> 11;
    const double x = static_cast<double>(static_cast<std::int64_t>(place)) * kZiggurat.width[layer];
    if (place < kZiggurat.sure[layer]) [[likely]]
      return beyond + x;
    if (layer == 0) {
      beyond += Ziggurat::kTail;  // e^-x looks the same from there on
    } else {
      const double share = static_cast<double>(static_cast<std::int64_t>(more() >> 11)) * 0x1p-53;
      const double low = kZiggurat.height[layer];
      if (low + share * (kZiggurat.height[layer + 1] - low) < std::exp(-x)) return beyond + x;
    }
    word = more();
  }
}

}  // namespace brink::bench
