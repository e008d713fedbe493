#include "tools/bench/ziggurat.h"

namespace brink::bench {

Ziggurat::Ziggurat() {
  // right ends of the layers, from the bottom up; the bottom one is as wide as its area at the
  // height of the tail, and what lies beyond the tail's beginning stands for the tail
  std::array<double, 257> right{};
  right[0] = kArea / std::exp(-kTail);
  right[1] = kTail;
  for (std::size_t i = 2; i < 256; ++i) {
    right[i] = -std::log(kArea / right[i - 1] + std::exp(-right[i - 1]));
  }
  right[256] = 0;
  for (std::size_t i = 0; i < 256; ++i) {
    width[i] = right[i] * 0x1p-53;
    sure[i] = static_cast<std::uint64_t>(right[i + 1] / right[i] * 0x1p53);
    height[i] = std::exp(-right[i]);
  }
  height[256] = 1;
}

}  // namespace brink::bench
