#include "engine/story/keyframes.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"

namespace brink {

std::size_t keyframe_bytes(const Keyframe& keyframe) {
  return sizeof(Keyframe) + keyframe.run.block.bytes();
}

void Keyframes::add(Keyframe keyframe, std::uint64_t steps) {
  bytes_ += keyframe_bytes(keyframe);
  keyframes_.push_back({std::make_shared<const Keyframe>(std::move(keyframe)), steps});
  while (bytes_ > options_.budget && keyframes_.size() > 2) thin_out();
  next_ = keyframes_.back().steps + spacing_;
}

void Keyframes::thin_out() {
  std::vector<Kept> left;
  bytes_ = 0;
  for (std::size_t i = 0; i < keyframes_.size(); i += 2) {
    bytes_ += keyframe_bytes(*keyframes_[i].keyframe);
    left.push_back(std::move(keyframes_[i]));
  }
  keyframes_ = std::move(left);
  spacing_ *= 2;
}

const Keyframe& Keyframes::before(const Playhead& place, SimTime event_time) const {
  BRINK_CHECK(!keyframes_.empty());
  // at an event the run stops in the middle of an instant, so that must be reached by its number
  const bool at_event = place.time == event_time;
  const auto is_later = [&](const Playhead& at, const Kept& kept) {
    const auto& header = kept.keyframe->run.header();
    if (header.events != at.event) return header.events > at.event;
    return at_event || header.now > at.time;
  };
  const auto after = std::upper_bound(keyframes_.begin() + 1, keyframes_.end(), place, is_later);
  return *std::prev(after)->keyframe;
}

std::size_t Keyframes::place_before(SimTime time) const {
  BRINK_CHECK(!keyframes_.empty());
  const auto is_later = [](SimTime at, const Kept& kept) { return kept.keyframe->run.now() >= at; };
  const auto after = std::upper_bound(keyframes_.begin() + 1, keyframes_.end(), time, is_later);
  return static_cast<std::size_t>(after - keyframes_.begin()) - 1;
}

Keyframes Keyframes::prefix(std::size_t count) const {
  BRINK_CHECK(count > 0 && count <= keyframes_.size());
  Keyframes copy(options_);
  copy.keyframes_.assign(keyframes_.begin(),
                         keyframes_.begin() + static_cast<std::ptrdiff_t>(count));
  copy.spacing_ = spacing_;
  copy.next_ = copy.keyframes_.back().steps + spacing_;
  for (const auto& kept : copy.keyframes_) copy.bytes_ += keyframe_bytes(*kept.keyframe);
  return copy;
}

}  // namespace brink
