// A run as a whole: how long it takes to begin, and to be copied.
#include <benchmark/benchmark.h>

#include "tools/bench/engine_play.h"
#include "tools/bench/families.h"

namespace brink {
namespace {

// ten times as many actors as the argument says camps
std::unique_ptr<const Program> camps(const benchmark::State& state) {
  return bench::compiled_text("actors.yaml",
                              bench::actors_text(10 * static_cast<std::size_t>(state.range(0))));
}

void begin(benchmark::State& state) {
  const auto program = camps(state);
  const Overlay overlay;
  for (auto _ : state) {
    Run run(*program, overlay, {});
    benchmark::DoNotOptimize(run.block);
  }
}
BENCHMARK(begin)->Arg(1)->Arg(10)->Arg(100);

void fork(benchmark::State& state) {
  const auto program = camps(state);
  bench::EnginePlay play(*program, 1);
  const Run& run = play.halted(0, 500);
  Run copy = run;
  for (auto _ : state) {
    copy = run;
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(run.block.bytes()) * state.iterations());
}
BENCHMARK(fork)->Arg(1)->Arg(10)->Arg(100);

}  // namespace
}  // namespace brink
