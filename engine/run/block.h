#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

#include "engine/base/check.h"

namespace brink {

/// One 64-byte-aligned piece of memory that holds several growing arrays of plain items, so that
/// copying all of them is one memcpy.
///
/// A section grows by doubling; growing moves every section, so no pointer or reference into the
/// block outlives a `push`. Offsets and sizes are part of the copy.
///
/// Cost: copy O(bytes); push O(1) amortised.
template <std::size_t Sections>
class Block {
 public:
  struct Layout {
    std::uint32_t item = 1;      // bytes of one item
    std::uint32_t size = 0;      // items, zeroed at the start
    std::uint32_t capacity = 0;  // items; at least size
  };

  explicit Block(const std::array<Layout, Sections>& layout) : sections_(layout) { relocate(); }
  Block(const Block& other)
      : sections_(other.sections_), offsets_(other.offsets_), bytes_(other.bytes_) {
    allocate(bytes_);
    std::memcpy(data_.get(), other.data_.get(), bytes_);
  }
  Block& operator=(const Block& other) {
    if (this == &other) return *this;
    if (reserved_ < other.bytes_) allocate(other.bytes_);
    sections_ = other.sections_;
    offsets_ = other.offsets_;
    bytes_ = other.bytes_;
    std::memcpy(data_.get(), other.data_.get(), bytes_);
    return *this;
  }
  Block(Block&&) noexcept = default;
  Block& operator=(Block&&) noexcept = default;
  ~Block() = default;

  template <class T>
  std::span<T> view(std::size_t section) {
    return {reinterpret_cast<T*>(data_.get() + offsets_[section]), sections_[section].size};
  }
  template <class T>
  std::span<const T> view(std::size_t section) const {
    return {reinterpret_cast<const T*>(data_.get() + offsets_[section]), sections_[section].size};
  }
  std::uint32_t size(std::size_t section) const { return sections_[section].size; }
  std::size_t bytes() const { return bytes_; }
  std::byte* data() { return data_.get(); }
  const std::byte* data() const { return data_.get(); }

  /// Appends an item and returns its index. Invalidates every view.
  template <class T>
  std::uint32_t push(std::size_t section, const T& item) {
    static_assert(std::is_trivially_copyable_v<T>);
    auto& own = sections_[section];
    if (own.size == own.capacity) [[unlikely]] {
      const T copy = item;  // the item may stand in this block
      grow(section);
      view_end<T>(section) = copy;
    } else {
      view_end<T>(section) = item;
    }
    return own.size++;
  }
  /// Appends room for an item, to be written by who asks for it. Invalidates every view.
  template <class T>
  std::uint32_t push_room(std::size_t section) {
    static_assert(std::is_trivially_copyable_v<T>);
    auto& own = sections_[section];
    if (own.size == own.capacity) [[unlikely]]
      grow(section);
    return own.size++;
  }
  void pop(std::size_t section) { --sections_[section].size; }

  /// Holds what another block of the same sections holds, in the room this one has already grown
  /// to. Invalidates every view. Cost: O(bytes held), and no allocation where they fit.
  void hold(const Block& other) {
    for (std::size_t i = 0; i < Sections; ++i) {
      resize(i, other.sections_[i].size);
      const auto used = std::size_t{sections_[i].item} * sections_[i].size;
      if (used > 0)
        std::memcpy(data_.get() + offsets_[i], other.data_.get() + other.offsets_[i], used);
    }
  }

  /// Gives a section another number of items; those added hold anything. Invalidates every view.
  void resize(std::size_t section, std::uint32_t size) {
    auto& own = sections_[section];
    if (size > own.capacity) [[unlikely]]
      grow_to(section, std::bit_ceil(size));
    own.size = size;
  }

 private:
  struct Free {
    void operator()(std::byte* data) const { ::operator delete[](data, std::align_val_t{64}); }
  };

  template <class T>
  T& view_end(std::size_t section) {
    return *(reinterpret_cast<T*>(data_.get() + offsets_[section]) + sections_[section].size);
  }

  void allocate(std::size_t bytes) {
    data_.reset(static_cast<std::byte*>(::operator new[](bytes, std::align_val_t{64})));
    reserved_ = bytes;
  }

  void grow(std::size_t section) {
    const auto capacity = sections_[section].capacity;
    BRINK_CHECK(capacity < 0x8000'0000U);
    grow_to(section, capacity < 8 ? 16 : capacity * 2);
  }

  [[gnu::noinline, gnu::cold]] void grow_to(std::size_t section, std::uint32_t capacity) {
    sections_[section].capacity = capacity;
    relocate();
  }

  // gives every section its place for the capacities asked for, keeping what it holds
  void relocate() {
    std::array<std::size_t, Sections> offsets{};
    std::size_t total = 0;
    for (std::size_t i = 0; i < Sections; ++i) {
      if (sections_[i].capacity < sections_[i].size) sections_[i].capacity = sections_[i].size;
      offsets[i] = total;
      total += std::size_t{sections_[i].item} * sections_[i].capacity;
      total = (total + 63) / 64 * 64;
    }
    const auto old = std::move(data_);
    allocate(total == 0 ? 64 : total);
    std::memset(data_.get(), 0, reserved_);
    for (std::size_t i = 0; old != nullptr && i < Sections; ++i) {
      const auto used = std::size_t{sections_[i].item} * sections_[i].size;
      if (used > 0) std::memcpy(data_.get() + offsets[i], old.get() + offsets_[i], used);
    }
    offsets_ = offsets;
    bytes_ = reserved_;
  }

  std::array<Layout, Sections> sections_;
  std::array<std::size_t, Sections> offsets_{};
  std::size_t bytes_ = 0;
  std::size_t reserved_ = 0;
  std::unique_ptr<std::byte[], Free> data_;
};

}  // namespace brink
