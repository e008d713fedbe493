#include "engine/batch/scheduler.h"

#include <fmt/format.h>

#include <exception>
#include <memory>
#include <new>
#include <system_error>
#include <utility>

#include "engine/base/check.h"

namespace brink {

ChunkSource counted_chunks(const Design& design, ChunkRange range) {
  auto next = std::make_shared<std::atomic<std::uint64_t>>(range.first);
  return [design, range, next]() -> std::optional<Chunk> {
    const auto number = next->fetch_add(1);
    if (number >= range.end) return std::nullopt;
    return chunk_of(design, number);
  };
}

Scheduler::Scheduler(const Study& study, ChunkSource source, ChunkSink sink, std::uint64_t first,
                     unsigned threads)
    : study_(study),
      source_(std::move(source)),
      sink_(std::move(sink)),
      window_(2 * std::uint64_t{threads}),
      next_(first),
      working_(threads) {
  BRINK_CHECK(threads > 0);
  const auto stop = stop_.get_token();
  try {
    while (threads_.size() < threads) threads_.emplace_back([this, stop] { work(stop); });
  } catch (const std::system_error& error) {
    // no more threads are to be had: those there are do the work, and none is a failure
    const std::lock_guard lock(mutex_);
    working_ -= threads - static_cast<unsigned>(threads_.size());
    if (threads_.empty()) failure_ = fmt::format("cannot start a thread: {}", error.what());
  }
}

Scheduler::~Scheduler() { request_stop(); }

bool Scheduler::wait_for(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, time, [&] { return working_ == 0; });
}

void Scheduler::request_stop() { stop_.request_stop(); }

void Scheduler::work(const std::stop_token& stop) {
  try {
    while (!stop.stop_requested()) {
      const auto chunk = source_();
      if (!chunk || !wait_for_room(chunk->number, stop)) break;
      auto result = run_chunk(study_, *chunk, stop, made_);
      if (!result) break;
      deliver(std::move(*result));
    }
  } catch (const std::bad_alloc&) {
    give_up("out of memory");
  } catch (const std::exception& error) {
    give_up(error.what());
  }
  const std::lock_guard lock(mutex_);
  --working_;
  changed_.notify_all();
}

// whoever makes the chunk that the sink waits for never waits here, so somebody always goes on
bool Scheduler::wait_for_room(std::uint64_t number, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  return changed_.wait(lock, stop, [&] { return number < next_ + window_; });
}

// one thread at a time hands over all that is in order; the others go on with new chunks
void Scheduler::deliver(ChunkResult&& result) {
  std::unique_lock lock(mutex_);
  ready_.emplace(result.chunk.number, std::move(result));
  if (is_delivering_) return;
  is_delivering_ = true;
  while (failure_.empty() && !ready_.empty() && ready_.begin()->first == next_) {
    auto node = ready_.extract(ready_.begin());
    lock.unlock();
    std::optional<std::string> failure;
    try {
      failure = sink_(std::move(node.mapped()));
    } catch (const std::bad_alloc&) {
      failure = "out of memory";
    } catch (const std::exception& error) {
      failure = error.what();
    }
    lock.lock();
    if (failure) {
      failure_ = failure->empty() ? "the results cannot be kept" : *failure;
      stop_.request_stop();
    } else {
      ++next_;
    }
    changed_.notify_all();
  }
  is_delivering_ = false;
}

void Scheduler::give_up(std::string why) {
  const std::lock_guard lock(mutex_);
  if (failure_.empty()) failure_ = std::move(why);
  stop_.request_stop();
}

}  // namespace brink
