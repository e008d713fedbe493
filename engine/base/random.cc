#include "engine/base/random.h"

#include <type_traits>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include <Random123/threefry.h>
#pragma GCC diagnostic pop

namespace brink {

static_assert(std::is_trivially_copyable_v<Draws>);

std::uint64_t Draws::bits() {
  if (has_second_word_) {
    has_second_word_ = false;
    return second_word_;
  }
  using Cipher = r123::Threefry2x64_R<13>;
  const Cipher::key_type key = {{run_.seed, run_.replication}};
  const Cipher::ctr_type counter = {{key_, (std::uint64_t{purpose_} << 32) | block_}};
  const Cipher::ctr_type words = Cipher{}(counter, key);
  ++block_;
  second_word_ = words[1];
  has_second_word_ = true;
  return words[0];
}

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
