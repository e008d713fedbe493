// What a program means does not depend on what is worked out about it to run it fast.
#include "engine/program/prepare.h"

#include <gtest/gtest.h>

#include "tests/support/runs.h"
#include "tests/support/scenarios.h"
#include "tests/support/timeline.h"

namespace brink {
namespace {

void forget(Emission& emission) {
  if (emission.from_party != Party::nobody) emission.from_party = Party::any;
  if (emission.to_party != Party::nobody) emission.to_party = Party::any;
}

void forget(std::vector<CompiledDeed>& deeds) {
  for (auto& deed : deeds) {
    deed.is_plain = false;
    deed.is_constant = false;
    forget(deed.emission);
    forget(deed.deeds);
  }
}

/// The program as if nothing had been worked out: every deed asks its expressions, every event goes
/// through all its stations, every expression is walked through. What is known of processes' rates
/// stays: one that is asked and has not changed is no new cause of the firing. Traced runs, below,
/// take the slow way there.
Program unprepared(Program program) {
  for (auto& rule : program.rules) {
    rule.only_writes = false;
    rule.chance_is_constant = false;
    forget(rule.deeds);
    for (auto& option : rule.options) forget(option.deeds);
  }
  for (auto& process : program.processes) forget(process.emission);
  for (auto& entry : program.schedule) forget(entry.emission);
  for (auto& type : program.types) type.is_quiet = false;
  for (NodeId id = 0; id < program.nodes.size(); ++id) {
    program.code[id] = {.handler = handler_of(Step::tree), .type = program.nodes[id].type, .a = id};
  }
  program.draws_first_values = true;
  return program;
}

/// How much of the programs was prepared at all.
struct Seen {
  int only_writes = 0;
  int constant_chances = 0;
  int plain_deeds = 0;
  int known_parties = 0;
  int plain_rates = 0;
  int quiet_types = 0;

  void count(const Program& program) {
    const auto is_known = [](Party party) { return party != Party::any && party != Party::nobody; };
    for (const auto& rule : program.rules) {
      only_writes += rule.only_writes ? 1 : 0;
      constant_chances += rule.chance_is_constant ? 1 : 0;
      for (const auto& deed : rule.deeds) {
        plain_deeds += deed.is_plain ? 1 : 0;
        if (deed.kind == Deed::Kind::emit)
          known_parties += is_known(deed.emission.to_party) ? 1 : 0;
      }
    }
    for (const auto& instance : program.instances) plain_rates += instance.is_plain ? 1 : 0;
    for (const auto& type : program.types) quiet_types += type.is_quiet ? 1 : 0;
  }
  void expect_each() const {
    EXPECT_GT(only_writes, 0);
    EXPECT_GT(constant_chances, 0);
    EXPECT_GT(plain_deeds, 0);
    EXPECT_GT(known_parties, 0);
    EXPECT_GT(plain_rates, 0);
    EXPECT_GT(quiet_types, 0);
  }
};

/// A run with nobody to see writes and notes: only so is everything done the fast way.
struct Unseen {
  std::uint64_t hash = 0;
  std::vector<std::uint64_t> state;
};

Unseen unseen(const Program& program, RunSeed seed, const Overlay& overlay,
              const TraceFilter* trace = nullptr) {
  brink::Run run(program, overlay, seed);
  run.trace = trace;
  RunHash hash;
  run_to_end(run, hash);
  return {hash.value(), test::state_of(run)};
}

TraceFilter first_things(const Program& program) {
  TraceFilter filter;
  for (std::uint32_t n = 0; n <= 200; ++n) {
    for (RuleId rule = 0; rule < program.rules.size(); ++rule)
      filter.responses.push_back({n, rule});
    filter.events.push_back(n);
    filter.messages.push_back(n);
  }
  for (std::uint32_t i = 0; i < program.instances.size(); ++i) {
    for (std::uint64_t n = 0; n <= 20; ++n) filter.firings.push_back({i, n});
  }
  for (std::uint32_t i = 0; i < program.schedule.size(); ++i) filter.schedule.push_back(i);
  return filter;
}

void expect_same_without(const Program& program, RunSeed seed) {
  Overlay overlay;
  overlay.max_events = 2'000;
  const auto slow = unprepared(program);
  const auto fast_run = unseen(program, seed, overlay);
  const auto slow_run = unseen(slow, seed, overlay);
  EXPECT_EQ(fast_run.hash, slow_run.hash);
  EXPECT_EQ(fast_run.state, slow_run.state);
  const auto fast_result = test::run_once(program, seed, overlay);
  const auto slow_result = test::run_once(slow, seed, overlay);
  EXPECT_EQ(fast_result.hash, fast_run.hash) << "a journal was kept";
  EXPECT_EQ(slow_result.hash, fast_run.hash) << "a journal was kept of the slow run";
  EXPECT_EQ(test::first_difference(test::timeline(program, fast_result.log),
                                   test::timeline(slow, slow_result.log)),
            "");
  const auto filter = first_things(program);
  const auto traced = unseen(program, seed, overlay, &filter);
  EXPECT_EQ(traced.hash, fast_run.hash) << "it was traced";
  EXPECT_EQ(traced.state, fast_run.state) << "it was traced";
}

TEST(PrepareTest, AShippedScenarioRunsTheSameUnprepared) {
  Seen seen;
  for (const auto& name : test::shipped_names()) {
    SCOPED_TRACE(name);
    const auto program = test::shipped(name);
    seen.count(program);
    for (std::uint64_t seed = 1; seed <= 3; ++seed) expect_same_without(program, {.seed = seed});
    if (HasFailure()) return;
  }
  seen.expect_each();
}

TEST(PrepareTest, ARandomScenarioRunsTheSameUnprepared) {
  Seen seen;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(test::cases(2'000)); ++seed) {
    SCOPED_TRACE(seed);
    const auto program = test::random_program(seed);
    seen.count(program);
    expect_same_without(program, {seed, 1});
    if (HasFailure()) return;
  }
  seen.expect_each();
}

}  // namespace
}  // namespace brink
