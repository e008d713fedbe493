#pragma once

#include <array>
#include <cstdint>

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

/// Threefry2x64 with 13 rounds: two words of random bits for each pair of key and counter.
///
/// Source: Salmon, Moraes, Dror & Shaw (2011), SC'11; the Random123 library.
/// Cost:   about 3 ns, and no memory.
inline std::array<std::uint64_t, 2> threefry(std::array<std::uint64_t, 2> key,
                                             std::array<std::uint64_t, 2> counter) {
  using Cipher = r123::Threefry2x64_R<13>;
  const auto words =
      Cipher{}(Cipher::ctr_type{{counter[0], counter[1]}}, Cipher::key_type{{key[0], key[1]}});
  return {words[0], words[1]};
}

}  // namespace brink
