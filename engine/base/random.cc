#include "engine/base/random.h"

#include <type_traits>

namespace brink {

static_assert(std::is_trivially_copyable_v<Draws>);

std::uint64_t Draws::below(std::uint64_t n) {
  __extension__ using Wide = unsigned __int128;
  if (n == 0) return 0;
  Wide product = Wide{bits()} * n;
  if (static_cast<std::uint64_t>(product) < n) {
    // the first 2^64 mod n low words would be one too many for their results
    const std::uint64_t surplus = (0 - n) % n;
    while (static_cast<std::uint64_t>(product) < surplus) product = Wide{bits()} * n;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

}  // namespace brink
