#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "tools/bench/random_sources.h"

/// The hold model by hand: jobs that wait, and of which each sets the next one off when it is done,
/// with draws addressed as the engine's are.
namespace brink::bench {

/// With what the standard library has to order them.
class StandardHold {
 public:
  explicit StandardHold(std::size_t pending, std::uint64_t seed);
  std::uint64_t play(std::uint64_t events);
  std::int64_t earliest() const { return jobs_.top().time; }  // [µs]

 private:
  struct Job {
    std::int64_t time;  // [µs]
    std::uint64_t sequence;
    std::uint64_t key;
    bool operator>(const Job& other) const {
      return time != other.time ? time > other.time : sequence > other.sequence;
    }
  };
  void wait(std::int64_t now, std::uint64_t key);

  Addressed random_;
  std::priority_queue<Job, std::vector<Job>, std::greater<>> jobs_;
  std::uint64_t sequence_ = 0;
};

/// With a binary heap whose first job is replaced by the next one in one go.
class HeapHold {
 public:
  explicit HeapHold(std::size_t pending, std::uint64_t seed);
  std::uint64_t play(std::uint64_t events);
  std::int64_t earliest() const { return jobs_.front().time; }  // [µs]

 private:
  struct Job {
    std::int64_t time;  // [µs]
    std::uint64_t key;
  };

  Addressed random_;
  std::vector<Job> jobs_;  // no child is before its parent
};

}  // namespace brink::bench
