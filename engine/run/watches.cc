#include <algorithm>

#include "engine/run/agenda.h"
#include "engine/run/marks.h"
#include "engine/run/respond.h"
#include "engine/run/state.h"

namespace brink {
namespace {

WatchState& state_of(Run& run, std::uint32_t watch) {
  return run.block.view<WatchState>(kWatches)[watch];
}

void become_true(Run& run, std::uint32_t id, std::uint32_t cause) {
  const auto& watch = run.program->watches[id];
  if (watch.kind == Watch::Kind::rule) {
    count_instant(run, false);
    fire_condition(run, id, cause);
  } else if (watch.kind == Watch::Kind::outcome) {
    auto& outcome = run.block.view<OutcomeState>(kOutcomes)[watch.owner];
    if (!outcome.reached.is_never()) return;
    outcome.reached = run.now();
    if (run.keep_journal) {
      run.notes.push_back({.kind = Note::Kind::outcome, .index = watch.owner, .cause = cause});
    }
    const bool stops = run.program->outcomes[watch.owner].stops && run.overlay->outcomes_stop;
    if (stops && run.header().outcome == kNone) {
      run.header().outcome = watch.owner;
      run.header().status = RunStatus::ended;
    }
  }
}

// messages under way end their hop first; the note of the start would say nothing new
void open_or_close(Run& run, std::uint32_t link, bool opens, std::uint32_t cause) {
  ++run.header().routes_version;
  if (!run.keep_journal || run.now() == SimTime{}) return;
  run.notes.push_back({.kind = opens ? Note::Kind::opened : Note::Kind::closed,
                       .index = link,
                       .cause = cause,
                       .self = run.program->links[link].a});
}

// puts the next instant at which a truth that moves may change on the agenda
void wait_for_change(Run& run, std::uint32_t id, const EvalContext& context) {
  cancel(run, state_of(run, id).entry);
  state_of(run, id).entry = kNone;
  const auto node = run.program->watches[id].node;
  const auto change = next_change(node, context, state_of(run, id).holds, run.header().end);
  if (change.is_never()) return;
  const auto entry =
      schedule(run, change, EntryKind::watch, id, {.rank = rank_of(EntryKind::watch) + id});
  state_of(run, id).entry = entry;
}

}  // namespace

void check_watch(Run& run, std::uint32_t id, std::uint32_t cause) {
  const auto& watch = run.program->watches[id];
  const EvalContext context{.run = &run, .at = run.now(), .self = watch.self, .other = watch.other};
  const bool holds = ask(run, watch.node, context);
  auto& state = state_of(run, id);
  const bool held = state.holds;
  if (cause == kSameCause) cause = state.cause;
  state.holds = holds;
  state.cause = cause;
  if (watch.moves) wait_for_change(run, id, context);
  if (holds == held) return;
  if (watch.kind == Watch::Kind::gate) {
    retime(run, watch.owner, cause);
  } else if (watch.kind == Watch::Kind::channel) {
    open_or_close(run, watch.owner, holds, cause);
  } else if (holds) {
    become_true(run, id, cause);
  }
}

void settle(Run& run, std::uint32_t cause) {
  // in the order of their indexes, so that the order of marking does not matter
  const auto take = [&](Section section) {
    return Marks(run.block.view<std::uint64_t>(section)).take_smallest();
  };
  while (run.error.kind == RunError::Kind::none) {
    if (run.block.size(kMarkedFlows) > 0) {
      follow_flows(run);
    } else if (const auto watch = take(kMarkedWatches); watch != Marks::kNoMember) {
      check_watch(run, watch, cause);
    } else if (const auto instance = take(kMarkedProcesses); instance != Marks::kNoMember) {
      if (!retime_plain(run, instance, cause)) retime(run, instance, cause);
    } else {
      return;
    }
  }
}

}  // namespace brink
