#include "tools/bench/hold.h"

#include <algorithm>

#include "tools/bench/floor_parts.h"

namespace brink::bench {
namespace {

std::int64_t time_after(Addressed& random, std::int64_t now, std::uint64_t key) {
  return now + microseconds(random.at(key, kGoesOn).delay() * kDay);
}

}  // namespace

StandardHold::StandardHold(std::size_t pending, std::uint64_t seed) : random_(seed, 0) {
  for (std::size_t i = 0; i < pending; ++i) wait(0, Addressed::root(i));
}

void StandardHold::wait(std::int64_t now, std::uint64_t key) {
  jobs_.push({time_after(random_, now, key), sequence_++, key});
}

std::uint64_t StandardHold::play(std::uint64_t events) {
  for (std::uint64_t i = 0; i < events; ++i) {
    const Job job = jobs_.top();
    jobs_.pop();
    wait(job.time, Addressed::child(job.key, kGoesOn));
  }
  return events;
}

HeapHold::HeapHold(std::size_t pending, std::uint64_t seed) : random_(seed, 0) {
  for (std::size_t i = 0; i < pending; ++i) {
    const auto key = Addressed::root(i);
    jobs_.push_back({time_after(random_, 0, key), key});
  }
  std::sort(jobs_.begin(), jobs_.end(), [](const Job& a, const Job& b) { return a.time < b.time; });
}

std::uint64_t HeapHold::play(std::uint64_t events) {
  const std::size_t size = jobs_.size();
  for (std::uint64_t i = 0; i < events; ++i) {
    const auto key = Addressed::child(jobs_[0].key, kGoesOn);
    const Job next{time_after(random_, jobs_[0].time, key), key};
    std::size_t hole = 0;
    for (std::size_t child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && jobs_[child + 1].time < jobs_[child].time) ++child;
      if (next.time <= jobs_[child].time) break;
      jobs_[hole] = jobs_[child];
      hole = child;
    }
    jobs_[hole] = next;
  }
  return events;
}

}  // namespace brink::bench
