#pragma once

#include <cstdint>

#include "engine/base/threefry.h"

namespace brink {

/// Identifies a run: every draw of it is a pure function of this, a cause key, a purpose and an
/// ordinal.
struct RunSeed {
  std::uint64_t seed = 1;
  std::uint64_t replication = 0;
};

/// An addressed sequence of draws: Threefry2x64-13(seed, replication; key, purpose, ordinal).
///
/// Two sequences with the same run, key and purpose are equal; any difference in one of them gives
/// an independent sequence, whatever was drawn elsewhere before. Holds no reference to anything and
/// may be copied freely: a copy continues where the original stood.
///
/// run      key words of the cipher: {seed, replication}
/// key      the cause: first counter word
/// purpose  what the draws are for: upper half of the second counter word; the lower half counts
///          blocks, so a sequence repeats after 2^33 draws
///
/// Source:        Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3,
///                SC'11; the Random123 library.
/// Cost:          48 bytes; one block of 13 rounds per two draws.
/// Thread safety: one thread per object.
class Draws {
 public:
  Draws(RunSeed run, std::uint64_t key, std::uint32_t purpose)
      : run_(run), key_(key), purpose_(purpose) {}

  /// The next 64 random bits: word 0, then word 1 of each block.
  std::uint64_t bits() {
    if (has_second_word_) {
      has_second_word_ = false;
      return second_word_;
    }
    const auto words =
        threefry({run_.seed, run_.replication}, {key_, (std::uint64_t{purpose_} << 32) | block_});
    ++block_;
    second_word_ = words[1];
    has_second_word_ = true;
    return words[0];
  }

  /// Uniform in (0, 1), never 0 or 1: (top 52 bits + 0.5) * 2^-52, exact. 1 - uniform() is exact.
  double uniform() {
    constexpr double kStep = 0x1p-52;
    return (static_cast<double>(bits() >> 12) + 0.5) * kStep;
  }

  /// Uniform in [0, n), without bias; 0 for n = 0. Almost always one draw.
  ///
  /// Source: Lemire (2019), Fast random integer generation in an interval, ACM TOMACS 29:3.
  std::uint64_t below(std::uint64_t n);

 private:
  RunSeed run_;
  std::uint64_t key_;
  std::uint64_t second_word_ = 0;
  std::uint32_t purpose_;
  std::uint32_t block_ = 0;
  bool has_second_word_ = false;
};

}  // namespace brink
