// Expressions as scenarios have them, evaluated where they stand.
#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "engine/run/evaluate.h"
#include "tools/bench/engine_play.h"

namespace brink {
namespace {

constexpr const char* kScenario = R"yaml(brink: 1
title: Expressions
start: 2026-01-01
horizon: 100 d
world: {variables: {escalation: {initial: 0.3, range: [0, 2]}, fatigue: {initial: 0.2, decay: 30 d}}}
actors:
  north: {variables: {pace: 0.5, stock: 400, full: 400, will: {initial: 0.8, trend: -0.001}}}
  south: {like: north, variables: {pace: 0.4}}
groups: {sides: [north, south]}
events: {raid: {is: assault}}
processes: {raids: {for: sides, rate: self.pace, emit: raid, to: rival}}
measures:
  rate: {final: north.pace * (1 + escalation)}
  condition: {final: north.stock > 0 and escalation < 1.5}
  utility: {final: 1 + 1.5 * escalation + north.stock / north.full}
  bounded: {final: "clamp(0.2 + 0.5 * escalation - 0.1 * north.pace, 0, 1)"
}
  moving: {final: north.will - 0.5 * fatigue}
  curved: {final: logistic(2 * escalation - north.pace)}
  counted: {final: "count(raid from north, 30 d) + total(raid)"}
  over_group: {final: sum(each.stock * each.pace over sides)}
)yaml";

const Program& expressions() {
    static const auto program = bench::compiled_text("expressions.yaml", kScenario);
    return *program;
  }

  NodeId expression(std::string_view name) {
    for (const auto& measure : expressions().measures) {
      if (measure.name == name) return measure.value;
    }
    BRINK_CHECK(false);
    return kNone;
  }

  void evaluated(benchmark::State& state, const char* name) {
    const Overlay overlay;
    const Run run(expressions(), overlay, {});
    const auto node = expression(name);
    EvalContext context;
    context.run = &run;
    context.at = SimTime{1'000'000};
    for (auto _ : state) {
      benchmark::DoNotOptimize(context);
      benchmark::DoNotOptimize(evaluate(node, context));
    }
  }
  BENCHMARK_CAPTURE(evaluated, rate, "rate");
  BENCHMARK_CAPTURE(evaluated, condition, "condition");
  BENCHMARK_CAPTURE(evaluated, utility, "utility");
  BENCHMARK_CAPTURE(evaluated, bounded, "bounded");
  BENCHMARK_CAPTURE(evaluated, moving, "moving");
  BENCHMARK_CAPTURE(evaluated, curved, "curved");
  BENCHMARK_CAPTURE(evaluated, counted, "counted");
  BENCHMARK_CAPTURE(evaluated, over_group, "over_group");

  }  // namespace
  }  // namespace brink
