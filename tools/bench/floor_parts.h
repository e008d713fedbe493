#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "engine/base/check.h"
#include "tools/bench/random_sources.h"
#include "tools/bench/tit_for_tat.h"

/// What both forms of the floor share.
namespace brink::bench {

/// What may be pending; the side is added to it.
enum What : std::uint64_t { kRaid = 0, kAnswer = 2, kOffer = 4 };

/// What a draw is for, and how a key leads to the key of what follows.
enum Path : std::uint64_t { kGoesOn = 1, kAnswers, kNextOffer, kSettles };

inline constexpr std::int64_t kEnd = 365 * kMicrosecondsPerDay;  // [µs]

constexpr std::uint64_t chance_below(double p) {
  return static_cast<std::uint64_t>(p * 0x1p32) << 32;
}

/// A length of time that was drawn, in whole microseconds and never 0.
inline std::int64_t microseconds(double us) { return static_cast<std::int64_t>(us) + 1; }

/// In [0, 1).
inline double share_of(std::uint64_t word) {
  return static_cast<double>(static_cast<std::int64_t>(word >> 11)) * 0x1p-53;
}

/// Something pending. Its stamp orders it: the time [µs] above three bits of what it is.
template <class Key>
struct Item {
  std::uint64_t stamp;
  [[no_unique_address]] Key key;

  std::int64_t time() const { return static_cast<std::int64_t>(stamp >> 3); }
  std::uint64_t what() const { return stamp & 7; }
};

/// What is pending, the earliest at the end.
template <class Key>
class SortedAgenda {
 public:
  const Item<Key>& earliest() const { return items_[size_ - 1]; }
  bool is_empty() const { return size_ == 0; }
  void pop() { --size_; }

  void insert(std::int64_t time, std::uint64_t what, Key key) {
    const std::uint64_t stamp = static_cast<std::uint64_t>(time) << 3 | what;
    BRINK_CHECK(size_ < items_.size());
    std::size_t i = size_++;
    for (; i > 0 && items_[i - 1].stamp < stamp; --i) items_[i] = items_[i - 1];
    items_[i] = {stamp, key};
  }

 private:
  std::array<Item<Key>, 64> items_;
  std::size_t size_ = 0;
};

/// Whether an offer is refused.
inline bool refuses(std::uint64_t word, double escalation, double stock_share) {
  return share_of(word) * (1 + std::exp(1 + 1.5 * escalation + stock_share)) >= 1;
}

/// [µs] until the mediator's next offer.
inline std::int64_t offer_wait(std::uint64_t word) {
  return microseconds((kOfferEvery[0] + (kOfferEvery[1] - kOfferEvery[0]) * share_of(word)) * kDay);
}

}  // namespace brink::bench
