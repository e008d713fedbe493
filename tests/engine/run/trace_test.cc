// Traces: a run that is traced is the same run, only what was asked for is recorded, and events
// that leave a window or a rung are causes.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "tests/support/runs.h"

namespace brink {
namespace {

/// Keeps every trace.
struct Keeper : NullObserver {
  static constexpr bool kWantsTraces = true;
  void on_trace(const Run&, const Trace& trace) { traces.push_back(trace); }
  std::vector<Trace> traces;
};

/// Both at once: `Together` knows nothing of traces.
struct HashAndTraces : Keeper {
  void on_event(const Run& run, const EventRecord& event, const Attributes& attributes) {
    hash.on_event(run, event, attributes);
  }
  void on_end(const Run& run) { hash.on_end(run); }
  RunHash hash;
};

TraceFilter everything(const Program& program, const Log& log) {
  TraceFilter filter;
  for (std::uint32_t n = 0; n <= log.events().size(); ++n) {
    for (RuleId rule = 0; rule < program.rules.size(); ++rule)
      filter.responses.push_back({n, rule});
    filter.events.push_back(n);
  }
  for (std::uint32_t i = 0; i < program.instances.size(); ++i) {
    for (std::uint64_t n = 0; n <= log.events().size(); ++n) filter.firings.push_back({i, n});
  }
  for (std::uint32_t i = 0; i < program.schedule.size(); ++i) filter.schedule.push_back(i);
  return filter;
}

TEST(Trace, ATracedRunIsTheSameRun) {
  namespace fs = std::filesystem;
  std::size_t traces = 0;
  for (const auto* folder : {"", "features/"}) {
    const auto path = fs::path(BRINK_SOURCE_DIR) / "scenarios" / folder;
    for (const auto& entry : fs::directory_iterator(path)) {
      if (entry.path().extension() != ".yaml") continue;
      const auto program = test::compiled_file(entry.path().string());
      const auto plain = test::run_once(program, {2, 0});
      const auto filter = everything(program, plain.log);
      const Overlay overlay;
      brink::Run run(program, overlay, {2, 0});
      run.trace = &filter;
      HashAndTraces observer;
      run_to_end(run, observer);
      EXPECT_EQ(observer.hash.value(), plain.hash) << entry.path();
      traces += observer.traces.size();
      std::map<std::uint64_t, int> emitted;
      for (const auto& trace : observer.traces) {
        if (trace.kind == TraceKind::emitted) ++emitted[trace.event];
      }
      for (const auto& event : plain.log.events()) {
        if (event.origin == Origin::engine) continue;
        EXPECT_EQ(emitted[event.key], 1) << entry.path() << " #" << event.number;
      }
    }
  }
  EXPECT_GT(traces, 10'000U);
}

TEST(Trace, OnlyWhatIsAskedForIsRecorded) {
  const auto program = test::shipped("open_letter");
  const auto log = test::run_once(program, {3, 0}).log;
  const auto found =
      std::find_if(log.events().begin(), log.events().end(),
                   [&](const EventRecord& event) { return event.type == program.roots.refuse; });
  ASSERT_NE(found, log.events().end());
  const auto& refusal = *found;
  const TraceFilter filter{.responses = {{refusal.cause, refusal.maker}}};
  const Overlay overlay;
  brink::Run run(program, overlay, {3, 0});
  run.trace = &filter;
  Keeper keeper;
  run_to_end(run, keeper);
  ASSERT_FALSE(keeper.traces.empty());
  for (const auto& trace : keeper.traces) {
    EXPECT_EQ(trace.cause, refusal.cause);
    EXPECT_EQ(trace.maker, refusal.maker);
    if (trace.kind == TraceKind::emitted) {
      EXPECT_EQ(trace.event, refusal.key);
    }
  }
}

TEST(Trace, WhatDoesNotDecideIsNotCaptured) {
  const auto program = test::compiled(R"yaml(brink: 1
title: t
start: 2026-01-01
horizon: 10 d
world: {variables: {x: {initial: 1}, y: {initial: 2}}}
actors: {a: {}}
events: {e: {is: consult}, f: {is: consult}}
schedule: {s: {at: 1 d, emit: e, from: a, to: a}}
rules:
  r: {upon: e, if: "(x > 0 or y > 0) and if(x > 0, true, y > 5)", do: [{emit: f, from: a, to: a}]}
outcomes: {done: otherwise}
)yaml");
  const TraceFilter filter{.responses = {{1, 0}}};
  const Overlay overlay;
  brink::Run run(program, overlay, {1, 0});
  run.trace = &filter;
  Keeper keeper;
  run_to_end(run, keeper);
  const auto y = test::slot_index(program, "y");
  int reads = 0;
  for (const auto& trace : keeper.traces) {
    if (trace.kind != TraceKind::condition) continue;
    for (const auto& value : trace.values) {
      if (program.nodes[value.node].op != Op::slot) continue;
      ++reads;
      EXPECT_NE(value.read, y);
    }
  }
  EXPECT_EQ(reads, 2);
}

constexpr const char* kWindows = R"yaml(brink: 1
title: t
start: 2026-01-01
horizon: 40 d
actors: {a: {}, b: {}}
events: {raid: {is: assault, rung: 6}, quiet: {is: consult}, calm: {is: consult}}
schedule:
  first: {at: 1 d, emit: raid, from: a, to: b}
  second: {at: 3 d, emit: raid, from: a, to: b}
rules:
  no_raids: {when: "count(raid, 10 d) == 0 and total(raid) > 0", do: [{emit: quiet, from: a, to: b}]}
  no_rung: {when: "rung(a, b) < 6 and total(raid) > 0", do: [{emit: calm, from: a, to: b}]}
ladder: {window: 14 d, rungs: [{at: 0, name: peace}, {at: 6, name: war}]}
outcomes: {done: otherwise}
)yaml";

TEST(Causes, AnEventThatLeavesAWindowOrARungIsTheCause) {
  const auto program = test::compiled(kWindows);
  const auto log = test::run_once(program, {1, 0}).log;
  ASSERT_EQ(log.events().size(), 4U);
  const auto& quiet = log.events()[2];
  EXPECT_EQ(program.types[quiet.type].name, "quiet");
  EXPECT_EQ(quiet.time.us, 13 * kMicrosecondsPerDay);
  EXPECT_EQ(quiet.cause, 2U);
  const auto& calm = log.events()[3];
  EXPECT_EQ(program.types[calm.type].name, "calm");
  EXPECT_EQ(calm.time.us, 17 * kMicrosecondsPerDay);
  EXPECT_EQ(calm.cause, 2U);
}

TEST(Causes, UnderDriftTheLastChangeIsTheCause) {
  const auto program = test::compiled(R"yaml(brink: 1
title: t
start: 2026-01-01
horizon: 40 d
world: {variables: {x: {initial: 0, flow: 0.1 - 0.001 * x}, y: {initial: 0, trend: 0.1}}}
actors: {a: {}, b: {}}
events: {push: {is: consult}, high: {is: consult}, tall: {is: consult}}
schedule: {first: {at: 1 d, emit: push, from: a, to: b}}
rules:
  pushed: {upon: push, do: [x += 0.5, y += 0.5]}
  is_high: {when: x > 2, do: [{emit: high, from: a, to: b}]}
  is_tall: {when: y > 2, do: [{emit: tall, from: a, to: b}]}
outcomes: {done: otherwise}
)yaml");
  const auto log = test::run_once(program, {1, 0}).log;
  ASSERT_EQ(log.events().size(), 3U);
  EXPECT_GT(log.events()[1].time.us, 10 * kMicrosecondsPerDay);
  EXPECT_EQ(log.events()[1].cause, 1U);
  EXPECT_EQ(log.events()[2].cause, 1U);
}

}  // namespace
}  // namespace brink
