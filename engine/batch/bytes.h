#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace brink {

/// Writes numbers as bytes, the same on every machine: whole numbers seven bits at a time (LEB128),
/// doubles as their 64 bits, lowest byte first.
class ByteWriter {
 public:
  void whole(std::uint64_t x) {
    while (x >= 0x80) {
      bytes_ += static_cast<char>((x & 0x7F) | 0x80);
      x >>= 7;
    }
    bytes_ += static_cast<char>(x);
  }
  void number(double x) { fixed(std::bit_cast<std::uint64_t>(x)); }
  void fixed(std::uint64_t x) {
    for (int i = 0; i < 8; ++i) bytes_ += static_cast<char>(x >> (8 * i) & 0xFF);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Reads what a ByteWriter wrote. Reading past the end gives 0 and is remembered.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t whole() {
    std::uint64_t x = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = next();
      x |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return x;
    }
    is_good_ = false;
    return 0;
  }
  double number() { return std::bit_cast<double>(fixed()); }
  std::uint64_t fixed() {
    std::uint64_t x = 0;
    for (int i = 0; i < 8; ++i) x |= std::uint64_t{next()} << (8 * i);
    return x;
  }
  /// A count of things that take at least one byte each; 0 where so many cannot follow.
  std::size_t size() {
    const auto n = whole();
    if (n <= rest_.size()) return static_cast<std::size_t>(n);
    is_good_ = false;
    return 0;
  }
  /// What was read makes no sense.
  void spoil() { is_good_ = false; }
  bool is_good() const { return is_good_; }
  bool is_done() const { return is_good_ && rest_.empty(); }

 private:
  unsigned char next() {
    if (rest_.empty()) {
      is_good_ = false;
      return 0;
    }
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }

  std::string_view rest_;
  bool is_good_ = true;
};

}  // namespace brink
