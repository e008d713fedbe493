#pragma once

#include <cstdint>
#include <string_view>

namespace brink {

/// Scrambles 64 bits so that each input bit flips about half of the output bits. A bijection.
///
/// Source: the finaliser of MurmurHash3 with the constants of Stafford's variant 13.
constexpr std::uint64_t scramble(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

/// Joins a hash with one more value; the order of calls matters.
constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  return scramble(hash * 0x9e3779b97f4a7c15ULL + scramble(value + 0x632be59bd9b4e019ULL));
}

/// Hash of a text, the same on every machine.
///
/// Source: FNV-1a, scrambled. Cost: O(length).
constexpr std::uint64_t hash_text(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return scramble(hash);
}

}  // namespace brink
