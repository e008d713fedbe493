#include "engine/batch/scheduler.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <new>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/runs.h"

namespace brink::test {
namespace {

using std::chrono::milliseconds;

// long enough for any machine: nothing here should take a second
constexpr milliseconds kPatience{60'000};

constexpr const char* kShort = R"(brink: 1
title: Short runs
start: 2026-06-01
horizon: 10 d
parameters: {pace: 0.5}
world: {variables: {x: {initial: uniform(0 .. 1), decay: 3 d}}}
processes: {raids: {rate: pace, emit: assault}}
rules: {hit: {upon: assault, do: [x *= uniform(0.9 .. 1.3)]}}
outcomes: {many: {when: total(assault) > 6}, few: otherwise}
measures: {mean: {average: x}, raids: {count: assault}}
)";

// one run of it takes a minute or so: 40 million events
constexpr const char* kLong = R"(brink: 1
title: A long run
start: 2026-06-01
horizon: 10000 d
processes: {raids: {rate: 4000, emit: assault}}
)";

constexpr std::uint64_t kChunk = 4;

struct Batch {
  explicit Batch(const char* scenario, std::uint64_t replications = 1)
      : program(compiled(scenario)) {
    StudyText text{.replications = replications};
    if (!program.slots.empty()) text.sweeps = {"pace=0.2,0.5,0.8"};
    study = make_study(program, text).value();
    study.design.chunk = kChunk;
  }
  Batch(const Batch&) = delete;
  ChunkRange all() const { return {0, study.design.chunks()}; }

  Program program;
  Study study;
};

const Study& study() {
  static const Batch batch(kShort, 12 * kChunk - 1);  // 36 chunks
  return batch.study;
}

/// What a sink saw of a chunk.
struct Seen {
  std::uint64_t number = 0;
  std::string partial;
  std::vector<std::uint64_t> hashes;
  bool operator==(const Seen&) const = default;
};

Seen seen_of(const ChunkResult& result) {
  Seen seen{result.chunk.number, encode(result.partial), {}};
  for (const auto& row : result.rows) seen.hashes.push_back(row.hash);
  return seen;
}

std::vector<Seen> all_seen(unsigned threads, ChunkRange range) {
  std::vector<Seen> all;
  std::atomic<int> inside = 0;
  const auto sink = [&](ChunkResult&& result) -> std::optional<std::string> {
    EXPECT_EQ(inside.fetch_add(1), 0) << "one at a time";
    all.push_back(seen_of(result));
    --inside;
    return std::nullopt;
  };
  Scheduler scheduler(study(), counted_chunks(study().design, range), sink, range.first, threads);
  EXPECT_TRUE(scheduler.wait_for(kPatience));
  EXPECT_EQ(scheduler.failure(), "");
  return all;
}

TEST(SchedulerTest, TheSinkSeesTheSameInTheSameOrderWhateverTheThreads) {
  for (const ChunkRange range : {ChunkRange{0, 36}, ChunkRange{5, 23}, ChunkRange{35, 36}}) {
    const auto one = all_seen(1, range);
    ASSERT_EQ(one.size(), range.end - range.first);
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].number, range.first + i);
    for (const unsigned threads : {2U, 3U, 7U}) {
      EXPECT_TRUE(all_seen(threads, range) == one) << threads << " threads";
    }
  }
}

TEST(SchedulerTest, NothingToDoIsDoneAtOnce) {
  for (const unsigned threads : {1U, 7U}) EXPECT_TRUE(all_seen(threads, {36, 36}).empty());
}

TEST(SchedulerTest, ASourceGivesEachChunkOnce) {
  const auto source = counted_chunks(study().design, {3, 30});
  std::mutex mutex;
  std::multiset<std::uint64_t> given;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        while (const auto chunk = source()) {
          const std::lock_guard lock(mutex);
          given.insert(chunk->number);
        }
      });
    }
  }
  ASSERT_EQ(given.size(), 27U);
  for (std::uint64_t number = 3; number < 30; ++number) EXPECT_EQ(given.count(number), 1U);
  EXPECT_FALSE(source()) << "and none ever after";
}

/// Runs all chunks into a sink that does `act` at chunk 7; the numbers the sink saw until then.
template <class Act>
std::vector<std::uint64_t> until_seven(unsigned threads, std::string& failure, const Act& act) {
  std::vector<std::uint64_t> numbers;
  const auto sink = [&](ChunkResult&& result) -> std::optional<std::string> {
    numbers.push_back(result.chunk.number);
    if (result.chunk.number == 7) return act();
    return std::nullopt;
  };
  Scheduler scheduler(study(), counted_chunks(study().design, {0, 36}), sink, 0, threads);
  EXPECT_TRUE(scheduler.wait_for(kPatience));
  failure = scheduler.failure();
  return numbers;
}

TEST(SchedulerTest, AFailureOfTheSinkStopsAllAndIsTold) {
  using Failure = std::optional<std::string>;
  const std::vector<std::uint64_t> first_eight = {0, 1, 2, 3, 4, 5, 6, 7};
  std::string failure;
  for (const unsigned threads : {1U, 2U, 3U, 7U}) {
    const auto fails = [] { return Failure("the disk is full"); };
    EXPECT_EQ(until_seven(threads, failure, fails), first_eight) << "and nothing after it";
    EXPECT_EQ(failure, "the disk is full");
    const auto throws = []() -> Failure { throw std::runtime_error("no such table"); };
    EXPECT_EQ(until_seven(threads, failure, throws), first_eight);
    EXPECT_EQ(failure, "no such table");
    const auto has_no_memory = []() -> Failure { throw std::bad_alloc(); };
    EXPECT_EQ(until_seven(threads, failure, has_no_memory), first_eight);
    EXPECT_EQ(failure, "out of memory");
  }
}

TEST(SchedulerTest, AFailureOfTheSourceIsTold) {
  for (const unsigned threads : {1U, 3U}) {
    const auto counted = counted_chunks(study().design, {0, 36});
    const auto source = [&]() -> std::optional<Chunk> {
      const auto chunk = counted();
      if (chunk && chunk->number == 9) throw std::runtime_error("the line is dead");
      return chunk;
    };
    std::uint64_t next = 0;
    const auto sink = [&](ChunkResult&& result) -> std::optional<std::string> {
      EXPECT_EQ(result.chunk.number, next++);
      return std::nullopt;
    };
    Scheduler scheduler(study(), source, sink, 0, threads);
    EXPECT_TRUE(scheduler.wait_for(kPatience));
    EXPECT_EQ(scheduler.failure(), "the line is dead");
    EXPECT_LE(next, 9U);
  }
}

TEST(SchedulerTest, ARequestEndsEvenALongRun) {
  const Batch batch(kLong, 100);
  for (const unsigned threads : {1U, 3U}) {
    bool called = false;
    const auto sink = [&](ChunkResult&&) -> std::optional<std::string> {
      called = true;
      return std::nullopt;
    };
    Scheduler scheduler(batch.study, counted_chunks(batch.study.design, batch.all()), sink, 0,
                        threads);
    EXPECT_FALSE(scheduler.wait_for(milliseconds(50))) << "a run lasts longer";
    scheduler.request_stop();
    // asked before each step, which takes microseconds; the rest is for a machine at work
    EXPECT_TRUE(scheduler.wait_for(milliseconds(5'000)));
    EXPECT_FALSE(called);
    EXPECT_EQ(scheduler.failure(), "");
    EXPECT_EQ(scheduler.runs_made(), 0U);
  }
}

TEST(SchedulerTest, ItsEndStopsTheWork) {
  const Batch batch(kLong, 100);
  const auto began = std::chrono::steady_clock::now();
  {
    const auto sink = [](ChunkResult&&) { return std::optional<std::string>(); };
    const Scheduler scheduler(batch.study, counted_chunks(batch.study.design, batch.all()), sink, 0,
                              3);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(5'000));
}

TEST(SchedulerTest, WhatASinkHasSeenWhenStoppedIsAPrefix) {
  const auto all = all_seen(1, {0, 36});
  for (const std::size_t stop : {1U, 4U, 20U}) {
    for (const unsigned threads : {1U, 3U}) {
      std::vector<Seen> seen;
      std::atomic<Scheduler*> self = nullptr;
      const auto sink = [&](ChunkResult&& result) -> std::optional<std::string> {
        seen.push_back(seen_of(result));
        while (self == nullptr) std::this_thread::yield();
        if (seen.size() == stop) self.load()->request_stop();
        return std::nullopt;
      };
      Scheduler scheduler(study(), counted_chunks(study().design, {0, 36}), sink, 0, threads);
      self = &scheduler;
      EXPECT_TRUE(scheduler.wait_for(kPatience));
      ASSERT_GE(seen.size(), stop);
      // what was ready may still be handed over: fewer than the window
      EXPECT_LE(seen.size(), stop + 2 * threads);
      EXPECT_TRUE(std::equal(seen.begin(), seen.end(), all.begin()));
    }
  }
}

TEST(SchedulerTest, ASlowSinkHoldsTheOthersBack) {
  for (const unsigned threads : {1U, 2U, 3U}) {
    std::atomic<Scheduler*> self = nullptr;
    std::mutex mutex;
    std::condition_variable changed;
    bool may_go_on = false;
    const auto sink = [&](ChunkResult&& result) -> std::optional<std::string> {
      while (self == nullptr) std::this_thread::yield();
      // chunks before this one, itself, and those ahead of it: less than 2 × threads
      EXPECT_LE(self.load()->runs_made(), (result.chunk.number + 2 * threads) * kChunk);
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return may_go_on; });
      return std::nullopt;
    };
    Scheduler scheduler(study(), counted_chunks(study().design, {0, 33}), sink, 0, threads);
    self = &scheduler;
    // one thread waits in the sink with its chunk; others fill the window
    const std::uint64_t full = threads == 1 ? kChunk : 2 * threads * kChunk;
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (scheduler.runs_made() < full && std::chrono::steady_clock::now() < until) {
      EXPECT_FALSE(scheduler.wait_for(milliseconds(1)));
    }
    EXPECT_FALSE(scheduler.wait_for(milliseconds(100)));
    EXPECT_EQ(scheduler.runs_made(), full);
    {
      const std::lock_guard lock(mutex);
      may_go_on = true;
    }
    changed.notify_all();
    EXPECT_TRUE(scheduler.wait_for(kPatience));
    EXPECT_EQ(scheduler.runs_made(), 33 * kChunk);
  }
}

}  // namespace
}  // namespace brink::test
