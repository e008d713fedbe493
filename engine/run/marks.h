#pragma once

#include <bit>
#include <cstdint>
#include <span>

namespace brink {

/// A set of small whole numbers, one bit each, that hands out its smallest member fast: above the
/// words of bits stand words that tell which of them are not empty.
///
/// words  of a section of a run's block, `words_for(n)` long, zeroed at first; borrowed
/// Cost:  add O(1), take_smallest O(n / 4096).
class Marks {
 public:
  static constexpr std::uint32_t kNoMember = 0xFFFF'FFFF;

  static constexpr std::uint32_t words_for(std::size_t n) {
    const std::size_t below = (n + 63) / 64;
    return static_cast<std::uint32_t>(below + (below + 63) / 64);
  }

  explicit Marks(std::span<std::uint64_t> words)
      : words_(words.data()),
        above_(words.size() <= 65 ? !words.empty() : above_of(words.size())) {}

  void add(std::uint32_t i) {
    words_[above_ + i / 64] |= bit(i);
    words_[i / 4096] |= bit(i / 64);
  }

  /// Takes the smallest member out; kNoMember where there is none.
  std::uint32_t take_smallest() {
    for (std::uint32_t i = 0; i < above_; ++i) {
      if (words_[i] == 0) continue;
      const auto place = i * 64 + static_cast<std::uint32_t>(std::countr_zero(words_[i]));
      auto& word = words_[above_ + place];
      const auto member = place * 64 + static_cast<std::uint32_t>(std::countr_zero(word));
      word &= word - 1;
      if (word == 0) words_[i] &= words_[i] - 1;
      return member;
    }
    return kNoMember;
  }

 private:
  static std::uint64_t bit(std::uint32_t i) { return std::uint64_t{1} << (i % 64); }
  // one of 65 words stands above the other 64
  static std::uint32_t above_of(std::size_t size) {
    return static_cast<std::uint32_t>((size + 64) / 65);
  }

  std::uint64_t* words_;
  std::uint32_t above_;
};

}  // namespace brink
