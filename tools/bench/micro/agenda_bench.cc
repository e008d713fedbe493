// What comes next: the earliest entry taken and another put on, with as many always waiting.
#include <benchmark/benchmark.h>

#include <memory>

#include "engine/base/random.h"
#include "engine/run/agenda.h"
#include "tools/bench/engine_play.h"
#include "tools/bench/random_sources.h"

namespace brink {
namespace {

const Program& nothing() {
  static const auto program = bench::compiled_text(
      "nothing.yaml", "brink: 1\ntitle: Nothing\nstart: 2026-01-01\nhorizon: 100 d\n");
  return *program;
}

Overlay without_end() {
  Overlay overlay;
  overlay.until = Duration{std::int64_t{1} << 61};
  return overlay;
}

// delays are drawn beforehand, so that only the agenda is measured
struct Waiting {
  explicit Waiting(std::size_t entries) : run(nothing(), overlay, {}) {
    bench::Sequential random(1, 2);
    for (auto& delay : delays) {
      delay = static_cast<std::int64_t>(random.at({}, 0).delay() * kMicrosecondsPerDay);
    }
    pop_earliest(run);  // the beginning
    for (std::size_t i = 0; i < entries; ++i) put({});
  }
  std::uint32_t put(SimTime now) {
    const auto at = now + Duration{delays[++drawn % delays.size()]};
    return schedule(run, at, EntryKind::event, 0, {.rank = rank_of(EntryKind::event)});
  }

  Overlay overlay = without_end();
  Run run;
  std::array<std::int64_t, 4096> delays{};
  std::size_t drawn = 0;
};

void pop_and_schedule(benchmark::State& state) {
  const auto waiting = std::make_unique<Waiting>(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) waiting->put(pop_earliest(waiting->run).time);
}
BENCHMARK(pop_and_schedule)->RangeMultiplier(4)->Range(4, 65'536);

// as a process whose rate changed: the entry that was put on last is taken off again
void cancel_and_schedule(benchmark::State& state) {
  const auto waiting = std::make_unique<Waiting>(static_cast<std::size_t>(state.range(0)));
  auto last = waiting->put({});
  for (auto _ : state) {
    cancel(waiting->run, last);
    last = waiting->put({});
  }
}
BENCHMARK(cancel_and_schedule)->RangeMultiplier(4)->Range(4, 65'536);

}  // namespace
}  // namespace brink
