#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/batch/replicate.h"

namespace brink {

/// Hands out the next chunk, in order, or nothing when none is left. Called by any thread, one at a
/// time or several at once.
using ChunkSource = std::function<std::optional<Chunk>()>;

/// Takes what a chunk came to. Called in the order of the chunks, by one thread at a time; gives
/// back why the batch cannot go on, if so.
using ChunkSink = std::function<std::optional<std::string>(ChunkResult&&)>;

/// The chunks of a range, by one atomic counter.
ChunkSource counted_chunks(const Design& design, ChunkRange range);

/// Makes the chunks of a source on several threads and gives them to a sink strictly in order, so
/// that what the sink sees does not depend on the threads. At most 2 × threads chunks are made
/// ahead of the one that the sink waits for (the reorder window), which bounds the memory.
///
/// Thread safety: one thread owns the object; the study and source are shared by its workers.
class Scheduler {
 public:
  /// first    number of the first chunk that the source will give
  /// threads  at least 1
  Scheduler(const Study& study, ChunkSource source, ChunkSink sink, std::uint64_t first,
            unsigned threads);
  /// Stops, and waits for the workers.
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  /// Waits so long at most; true once all chunks are with the sink, or nothing more will come.
  bool wait_for(std::chrono::milliseconds time);

  /// Ends soon: chunks in the making are given up, those with the sink are kept.
  void request_stop();

  /// Runs made so far, also of chunks that are not finished.
  std::uint64_t runs_made() const { return made_.load(std::memory_order_relaxed); }

  /// Why the batch could not go on; empty when nothing was wrong. REQUIRES: wait_for gave true.
  const std::string& failure() const { return failure_; }

 private:
  void work(const std::stop_token& stop);
  bool wait_for_room(std::uint64_t number, const std::stop_token& stop);
  void deliver(ChunkResult&& result);
  void give_up(std::string why);

  const Study& study_;
  ChunkSource source_;
  ChunkSink sink_;
  std::uint64_t window_;
  std::atomic<std::uint64_t> made_ = 0;

  std::mutex mutex_;  // of all below
  std::condition_variable_any changed_;
  std::map<std::uint64_t, ChunkResult> ready_;  // chunks that wait for an earlier one
  std::uint64_t next_;                          // that the sink waits for
  bool is_delivering_ = false;
  unsigned working_;
  std::string failure_;
  std::stop_source stop_;
  std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace brink
