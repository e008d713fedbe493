// No allocation in the loop once a run has been through runs as large: every call of the global
// operator new of this program is counted.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <new>

#include "tests/support/random_scenario.h"
#include "tests/support/runs.h"

namespace {
std::size_t g_allocations = 0;
}

#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // they are a pair: both are replaced
// NOLINTBEGIN: the names and forms are the language's
void* operator new(std::size_t size) {
  ++g_allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  ++g_allocations;
  const auto step = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(step, (size + step - 1) / step * step)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
// NOLINTEND

namespace brink::test {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSeeds = 5;

struct Made {
  std::size_t allocations = 0;
  std::size_t events = 0;
};

// the runs of a few seeds in the memory of one
Made play(brink::Run& run, const brink::Run& fresh) {
  const auto before = g_allocations;
  NullObserver nobody;
  Made made;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    begin_again(run, fresh, {seed, 0});
    run_to_end(run, nobody);
    made.events += run.header().events;
  }
  made.allocations = g_allocations - before;
  return made;
}

struct Counted {
  Made first;
  Made second;
};

Counted count(const Program& program) {
  Overlay overlay;
  overlay.max_events = 20'000;
  const brink::Run fresh(program, overlay, {});
  brink::Run run(fresh);
  return {play(run, fresh), play(run, fresh)};
}

TEST(AllocationTest, TheCounterCounts) {
  const auto before = g_allocations;
  std::vector<int> numbers(100);
  EXPECT_GT(g_allocations, before);
  EXPECT_EQ(numbers.size(), 100U);
}

// the search for routes is Boost's and allocates; it is done anew where a channel opens or closes
bool may_allocate(const Program& program) { return !program.channels.empty(); }

TEST(AllocationTest, ShippedScenariosAllocateNothingOnceWarm) {
  std::size_t grown = 0;
  std::size_t looked_at = 0;
  for (const auto& entry : fs::recursive_directory_iterator(BRINK_SOURCE_DIR "/scenarios")) {
    const auto path = entry.path();
    if (path.extension() != ".yaml" || path.parent_path().filename() == "doctrines") continue;
    const auto program = compiled_file(path.string());
    const auto counted = count(program);
    EXPECT_EQ(counted.first.events, counted.second.events) << path;
    grown += counted.first.allocations;
    if (may_allocate(program)) continue;
    EXPECT_EQ(counted.second.allocations, 0U) << path;
    ++looked_at;
  }
  EXPECT_GT(looked_at, 20U);
  EXPECT_GT(grown, 0U) << "warming up must allocate, or nothing is counted";
}

TEST(AllocationTest, RandomScenariosAllocateNothingOnceWarm) {
  std::size_t looked_at = 0;
  std::size_t events = 0;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(cases(1'000)); ++seed) {
    auto program = compiled(random_scenario(seed));
    if (may_allocate(program)) continue;
    const auto counted = count(program);
    EXPECT_EQ(counted.second.allocations, 0U) << "seed " << seed;
    events += counted.second.events;
    ++looked_at;
  }
  EXPECT_GT(looked_at, 10U);
  EXPECT_GT(events, 1'000U);
}

// tells whether a tree of routes was found between two moments
std::vector<std::pair<std::uint32_t, SimTime>> trees_of(const brink::Run& run) {
  std::vector<std::pair<std::uint32_t, SimTime>> trees;
  for (const auto& tree : run.block.view<RouteTree>(kRouteTrees)) {
    trees.emplace_back(tree.version, tree.at);
  }
  return trees;
}

/// The steps of some seeds that allocated, by whether they found routes.
struct Steps {
  std::size_t to_find_routes = 0;
  std::size_t for_nothing = 0;
};

Steps steps_that_allocate(const Program& program) {
  Overlay overlay;
  overlay.max_events = 20'000;
  const brink::Run fresh(program, overlay, {});
  brink::Run run(fresh);
  play(run, fresh);
  NullObserver nobody;
  Steps steps;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const auto at_first = g_allocations;
    begin_again(run, fresh, {seed, 0});
    EXPECT_EQ(g_allocations, at_first) << "beginning again, seed " << seed;
    while (run.header().status == RunStatus::running) {
      const auto trees = trees_of(run);
      const auto before = g_allocations;
      step(run, nobody);
      if (g_allocations == before) continue;
      ++(trees_of(run) == trees ? steps.for_nothing : steps.to_find_routes);
    }
  }
  return steps;
}

TEST(AllocationTest, WithChannelsOnlyStepsThatFindRoutesAllocate) {
  std::size_t to_find_routes = 0;
  const auto expect_none_else = [&](const Program& program) {
    const auto steps = steps_that_allocate(program);
    EXPECT_EQ(steps.for_nothing, 0U);
    to_find_routes += steps.to_find_routes;
  };
  for (const auto* name :
       {"cuba_1962", "open_letter", "features/channels", "benchmarks/channels_12"}) {
    SCOPED_TRACE(name);
    const auto program = shipped(name);
    EXPECT_TRUE(may_allocate(program));
    expect_none_else(program);
  }
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(cases(1'000)); ++seed) {
    SCOPED_TRACE(seed);
    const auto program = compiled(random_scenario(seed));
    if (may_allocate(program)) expect_none_else(program);
  }
  EXPECT_GT(to_find_routes, 0U) << "or there is no exception to be made";
}

// where channels never change, their routes are found once
TEST(AllocationTest, ANetThatDoesNotChangeIsSearchedOnce) {
  const auto program = compiled(R"(brink: 1
title: Letters
start: 2026-01-01
horizon: 100 d
actors: {a: {name: A}, b: {name: B}, c: {name: C}}
channels:
  near: {between: [a, b], visibility: private, delay: exponential(mean = 1 h)}
  far: {between: [b, c], visibility: private, delay: exponential(mean = 2 h)}
events: {word: {is: consult, visibility: private}}
processes: {words: {rate: 5, emit: word, from: a, to: c}}
)");
  const Overlay overlay;
  brink::Run run(program, overlay, {1, 0});
  NullObserver nobody;
  run_until(run, nobody, [&] { return run.header().events >= 400; });
  const auto before = g_allocations;
  run_until(run, nobody, [&] { return run.header().events >= 450; });
  EXPECT_EQ(g_allocations, before);
}

}  // namespace
}  // namespace brink::test
