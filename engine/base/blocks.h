#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/base/check.h"

namespace brink {

/// A sequence that only grows, in blocks that never move: what stands in it can be read while more
/// is appended. A copy, or a copy of the first items, shares the full blocks.
///
/// Thread safety: one thread appends; any number read the items below a `size()` that they asked
///                for themselves. Copying and moving count as appending.
/// Cost: append O(1), amortised; index O(1); copy O(size / 256).
template <class T>
class Blocks {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  static constexpr std::size_t kPerBlock = 256;

  Blocks() = default;
  Blocks(const Blocks& other) : Blocks(other.prefix(other.size())) {}
  Blocks(Blocks&& other) noexcept { swap(other); }
  Blocks& operator=(Blocks other) noexcept {
    swap(other);
    return *this;
  }
  ~Blocks() = default;

  std::size_t size() const { return size_.load(std::memory_order_acquire); }
  bool empty() const { return size() == 0; }
  const T& operator[](std::size_t i) const {
    return directory_.load(std::memory_order_acquire)[i / kPerBlock]->items[i % kPerBlock];
  }
  const T& front() const { return (*this)[0]; }
  const T& back() const { return (*this)[size() - 1]; }

  void push_back(const T& item) {
    const auto size = size_.load(std::memory_order_relaxed);
    if (size % kPerBlock == 0) [[unlikely]]
      add_block(std::make_shared<Block>());
    last_->items[size % kPerBlock] = item;
    size_.store(size + 1, std::memory_order_release);
  }

  /// The first `size` items. REQUIRES: there are as many.
  Blocks prefix(std::size_t size) const {
    BRINK_CHECK(size <= this->size());
    Blocks copy;
    const auto full = size / kPerBlock;
    for (std::size_t i = 0; i < full; ++i) copy.add_block(blocks_[i]);
    copy.size_ = full * kPerBlock;
    for (auto i = full * kPerBlock; i < size; ++i) copy.push_back((*this)[i]);
    return copy;
  }

  /// Bytes of memory that its blocks take, shared ones too.
  std::size_t bytes() const { return blocks_.size() * sizeof(Block); }

  class Iterator {
   public:
    using iterator_category = std::random_access_iterator_tag;
    using iterator_concept = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    Iterator() = default;
    Iterator(const Blocks* blocks, std::size_t i) : blocks_(blocks), i_(i) {}
    reference operator*() const { return (*blocks_)[i_]; }
    pointer operator->() const { return &(*blocks_)[i_]; }
    reference operator[](difference_type n) const { return *(*this + n); }
    Iterator& operator++() { return *this += 1; }
    Iterator operator++(int) { return std::exchange(*this, *this + 1); }
    Iterator& operator--() { return *this += -1; }
    Iterator operator--(int) { return std::exchange(*this, *this + -1); }
    Iterator& operator+=(difference_type n) {
      i_ += static_cast<std::size_t>(n);
      return *this;
    }
    Iterator& operator-=(difference_type n) { return *this += -n; }
    friend Iterator operator+(Iterator it, difference_type n) { return it += n; }
    friend Iterator operator+(difference_type n, Iterator it) { return it += n; }
    friend Iterator operator-(Iterator it, difference_type n) { return it += -n; }
    friend difference_type operator-(const Iterator& a, const Iterator& b) {
      return static_cast<difference_type>(a.i_ - b.i_);
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.i_ == b.i_; }
    friend auto operator<=>(const Iterator& a, const Iterator& b) { return a.i_ <=> b.i_; }

   private:
    const Blocks* blocks_ = nullptr;
    std::size_t i_ = 0;
  };
  using value_type = T;
  using const_iterator = Iterator;
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }
  auto rbegin() const { return std::make_reverse_iterator(end()); }
  auto rend() const { return std::make_reverse_iterator(begin()); }

 private:
  // left uninitialised: every item is written before anybody may read it
  struct Block {
    Block() {}  // NOLINT(modernize-use-equals-default)
    union {
      std::array<T, kPerBlock> items;
    };
  };

  void add_block(std::shared_ptr<Block> block) {
    const auto place = blocks_.size();
    last_ = block.get();
    if (place == capacity_) {
      // those who read go on with the old directory, which is kept as long as they may
      capacity_ = capacity_ == 0 ? 8 : capacity_ * 2;
      auto grown = std::make_unique<Block*[]>(capacity_);
      for (std::size_t i = 0; i < place; ++i) grown[i] = blocks_[i].get();
      directories_.push_back(std::move(grown));
      directories_.back()[place] = last_;
      directory_.store(directories_.back().get(), std::memory_order_release);
    } else {
      directories_.back()[place] = last_;
    }
    blocks_.push_back(std::move(block));
  }

  void swap(Blocks& other) noexcept {
    blocks_.swap(other.blocks_);
    directories_.swap(other.directories_);
    std::swap(capacity_, other.capacity_);
    std::swap(last_, other.last_);
    directory_ = other.directory_.exchange(directory_);
    size_ = other.size_.exchange(size_);
  }

  std::vector<std::shared_ptr<Block>> blocks_;          // of who appends
  std::vector<std::unique_ptr<Block*[]>> directories_;  // the last is in use
  std::size_t capacity_ = 0;                            // of that
  Block* last_ = nullptr;
  std::atomic<Block**> directory_{nullptr};
  std::atomic<std::size_t> size_{0};
};

}  // namespace brink
