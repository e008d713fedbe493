#include "engine/run/history.h"

#include <algorithm>

#include "engine/run/agenda.h"
#include "engine/run/evaluate.h"
#include "engine/run/state.h"

namespace brink {
namespace {

bool matches_actor(const Program& program, const ActorMatch& match, ActorId actor) {
  switch (match.kind) {
    case ActorMatch::Kind::anybody:
      return true;
    case ActorMatch::Kind::picked:
      return actor != kNobody;
    case ActorMatch::Kind::actor:
      return actor == match.id;
    case ActorMatch::Kind::group: {
      const auto& members = program.groups[match.id].members;
      return std::find(members.begin(), members.end(), actor) != members.end();
    }
  }
  return false;
}

// `of TYPE`: the event has an offer of that type; where it tells of a message, that is the type
bool is_about(const Run& run, const EventRecord& event, TypeId of) {
  if (of == kNoId) return true;
  if (event.about != kNoId) return is_a(*run.program, event.about, of);
  return event.offer != kNone && is_a(*run.program, offer_state(run, event.offer).type, of);
}

// asks the alternatives in turn; a `where` that cannot be told goes to `on_bad`
template <class OnBad>
bool find_match(const Run& run, const EventPattern& pattern, const EventRecord& event,
                const Attributes& attributes, const OnBad& on_bad) {
  for (const auto& alternative : pattern.alternatives) {
    if (!is_a(*run.program, event.type, alternative.type) ||
        !is_about(run, event, alternative.of) ||
        !matches_actor(*run.program, alternative.from, event.source) ||
        !matches_actor(*run.program, alternative.to, event.target)) {
      continue;
    }
    if (alternative.where == kNone) return true;
    const EvalContext context{.run = &run,
                              .at = run.now(),
                              .event = &event,
                              .attributes = &attributes,
                              .offer = event.offer};
    const Value truth = evaluate(alternative.where, context);
    if (truth.whole == 1) return true;
    if (truth.whole == kBadWhole) on_bad(alternative.where, truth, context);
  }
  return false;
}

SimTime leaves_at(SimTime entered, Duration window) { return entered + window; }

Duration window_of(const Run& run, std::uint32_t tally) {
  return {run.block.view<std::int64_t>(kWindows)[tally]};
}

void free_oldest(Run& run, std::uint32_t cell) {
  auto& state = run.block.view<CellState>(kCells)[cell];
  auto items = run.block.view<WindowItem>(kWindowItems);
  const auto oldest = state.head;
  state.head = items[oldest].next;
  if (state.head == kNone) state.tail = kNone;
  --state.in_window;
  items[oldest].next = run.header().free_window;
  run.header().free_window = oldest;
}

// the number of the last event that was dropped; 0 when none was
std::uint32_t drop_expired(Run& run, std::uint32_t cell, Duration window) {
  std::uint32_t dropped = 0;
  for (;;) {
    const auto& state = run.block.view<CellState>(kCells)[cell];
    if (state.head == kNone) return dropped;
    const auto& oldest = run.block.view<WindowItem>(kWindowItems)[state.head];
    if (leaves_at(oldest.time, window) > run.now()) return dropped;
    dropped = oldest.event;
    free_oldest(run, cell);
  }
}

void append(Run& run, std::uint32_t cell, const EventRecord& event) {
  const WindowItem item{event.time, kNone, event.number};
  std::uint32_t place = run.header().free_window;
  if (place != kNone) {
    auto items = run.block.view<WindowItem>(kWindowItems);
    run.header().free_window = items[place].next;
    items[place] = item;
  } else {
    place = run.block.push(kWindowItems, item);
  }
  auto& state = run.block.view<CellState>(kCells)[cell];
  if (state.tail == kNone) {
    state.head = place;
  } else {
    run.block.view<WindowItem>(kWindowItems)[state.tail].next = place;
  }
  state.tail = place;
  ++state.in_window;
}

// puts the oldest event's leaving on the agenda, where somebody waits for it
void watch_expiry(Run& run, std::uint32_t tally, std::uint32_t cell) {
  if (!run.program->tallies[tally].watched) return;
  auto state = run.block.view<CellState>(kCells)[cell];
  if (state.entry != kNone || state.head == kNone) return;
  const auto entered = run.block.view<WindowItem>(kWindowItems)[state.head].time;
  const auto entry = schedule(run, leaves_at(entered, window_of(run, tally)), EntryKind::window,
                              cell, {.rank = rank_of(EntryKind::window) + tally, .ordinal = cell});
  run.block.view<CellState>(kCells)[cell].entry = entry;
}

void record_rung(Run& run, const EventRecord& event) {
  const auto& program = *run.program;
  const auto& type = program.types[event.type];
  if (!program.reads_rungs || !type.has_rung || event.source == kNobody ||
      event.target == kNobody) {
    return;
  }
  const auto& levels = program.rung_levels;
  const auto level = static_cast<std::size_t>(
      std::lower_bound(levels.begin(), levels.end(), type.rung) - levels.begin());
  const auto pair = pair_index(event.source, event.target);
  run.block.view<RungTime>(kRungTimes)[pair * levels.size() + level] = {event.time, event.number};
  mark(run, program.ladder_dependency(), static_cast<std::uint32_t>(pair));
  expire_rung(run, static_cast<std::uint32_t>(pair));
}

std::uint32_t tally_of_cell(const Program& program, std::uint32_t cell) {
  const auto above =
      std::upper_bound(program.tallies.begin(), program.tallies.end(), cell,
                       [](std::uint32_t c, const Tally& tally) { return c < tally.first_cell; });
  return static_cast<std::uint32_t>(above - program.tallies.begin()) - 1;
}

}  // namespace

std::uint32_t cell_of(const Program& program, const Tally& tally, ActorId source, ActorId target,
                      ActorId knower) {
  const std::size_t actors = program.actors.size();
  std::size_t cell = 0;
  bool known = true;
  const auto pick = [&](bool by, ActorId actor) {
    if (!by) return;
    known = known && actor < actors;
    cell = cell * actors + actor;
  };
  pick(tally.by_source, source);
  pick(tally.by_target, target);
  pick(tally.by_knower, knower);
  return known ? tally.first_cell + static_cast<std::uint32_t>(cell) : kNone;
}

void record_knowledge(Run& run, const EventRecord& event, const Attributes& attributes,
                      ActorId knower) {
  const auto& program = *run.program;
  const auto record = [&](EventIndex::Item item) {
    const auto& tally = program.tallies[item.id];
    if (!std::binary_search(tally.knowers.begin(), tally.knowers.end(), knower)) return;
    if (!item.is_sure && !matches_or_fail(run, tally.pattern, event, attributes)) return;
    const auto source = tally.by_source ? event.source : event.target;
    const auto cell = cell_of(program, tally, source, event.target, knower);
    if (cell == kNone) return;
    auto& state = run.block.view<CellState>(kCells)[cell];
    ++state.total;
    state.last_time = run.now();
    state.last_offer = event.offer;
    state.last_event = event.number;
    mark(run, program.first_cell_dependency() + cell);
  };
  program.knowledge_index.for_each(event.type, event.source, event.target, record);
}

double count_in_window(const Run& run, std::uint32_t tally, std::uint32_t cell) {
  const auto& state = run.block.view<CellState>(kCells)[cell];
  const auto items = run.block.view<WindowItem>(kWindowItems);
  const auto window = window_of(run, tally);
  std::uint32_t count = state.in_window;
  for (auto i = state.head; i != kNone && leaves_at(items[i].time, window) <= run.now();
       i = items[i].next) {
    --count;
  }
  return count;
}

bool matches(const Run& run, const EventPattern& pattern, const EventRecord& event,
             const Attributes& attributes) {
  return find_match(run, pattern, event, attributes, [](NodeId, Value, const EvalContext&) {});
}

bool matches_or_fail(Run& run, const EventPattern& pattern, const EventRecord& event,
                     const Attributes& attributes) {
  return find_match(run, pattern, event, attributes,
                    [&](NodeId where, Value value, const EvalContext& context) {
                      fail(run, RunError::Kind::not_finite, where, value, context);
                    });
}

void record_history(Run& run, const EventRecord& event, const Attributes& attributes) {
  const auto& program = *run.program;
  program.tally_index.for_each(event.type, event.source, event.target, [&](EventIndex::Item item) {
    const auto id = item.id;
    const auto& tally = program.tallies[id];
    if (!item.is_sure && !matches_or_fail(run, tally.pattern, event, attributes)) return;
    const auto cell = tally.by_source ? cell_of(program, tally, event.source, event.target)
                                      : cell_of(program, tally, kNobody, event.target);
    if (cell == kNone) return;
    auto& state = run.block.view<CellState>(kCells)[cell];
    ++state.total;
    state.last_time = event.time;
    state.last_event = event.number;
    state.last_offer = event.offer;
    if (tally.window != kNone) {
      drop_expired(run, cell, window_of(run, id));
      append(run, cell, event);
      watch_expiry(run, id, cell);
    }
    mark(run, program.first_cell_dependency() + cell);
  });
  record_rung(run, event);
}

std::uint32_t expire_window(Run& run, std::uint32_t cell) {
  const auto tally = tally_of_cell(*run.program, cell);
  run.block.view<CellState>(kCells)[cell].entry = kNone;
  const auto left = drop_expired(run, cell, window_of(run, tally));
  watch_expiry(run, tally, cell);
  mark(run, run.program->first_cell_dependency() + cell);
  return left;
}

// the pair's rung may fall when its highest event leaves the window: looked at again then
void expire_rung(Run& run, std::uint32_t pair) {
  const auto& program = *run.program;
  if (program.readers[program.ladder_dependency()].empty()) return;
  auto entry = run.block.view<std::uint32_t>(kRungEntries)[pair];
  if (entry != kNone) cancel(run, entry);
  run.block.view<std::uint32_t>(kRungEntries)[pair] = kNone;
  mark(run, program.ladder_dependency(), pair);
  const auto levels = program.rung_levels.size();
  const auto times = run.block.view<RungTime>(kRungTimes);
  for (std::size_t level = levels; level-- > 0;) {
    const auto last = times[pair * levels + level].time;
    if (last.us < 0) continue;
    const auto leaves = leaves_at(last, program.ladder_window);
    if (leaves <= run.now()) continue;
    entry = schedule(run, leaves, EntryKind::ladder, pair,
                     {.rank = rank_of(EntryKind::ladder), .ordinal = pair});
    run.block.view<std::uint32_t>(kRungEntries)[pair] = entry;
    return;
  }
}

std::uint32_t event_leaving_rung(const Run& run, std::uint32_t pair) {
  const auto levels = run.program->rung_levels.size();
  const auto times = run.block.view<RungTime>(kRungTimes).subspan(pair * levels, levels);
  for (std::size_t level = levels; level-- > 0;) {
    const bool leaves = times[level].time.us >= 0 &&
                        leaves_at(times[level].time, run.program->ladder_window) == run.now();
    if (leaves) return times[level].event;
  }
  return 0;
}

namespace {

// the place of the highest rung within the window, or what comes before the lowest
std::size_t level_of(const Run& run, ActorId a, ActorId b, SimTime at) {
  const auto levels = run.program->rung_levels.size();
  const auto times =
      run.block.view<RungTime>(kRungTimes).subspan(pair_index(a, b) * levels, levels);
  for (std::size_t level = levels; level-- > 0;) {
    if (times[level].time.us < 0) continue;
    if (leaves_at(times[level].time, run.program->ladder_window) > at) return level;
  }
  return kNone;
}

bool are_actors(const Program& program, ActorId a, ActorId b) {
  return a < program.actors.size() && b < program.actors.size();
}

}  // namespace

double pair_rung(const Run& run, ActorId a, ActorId b, SimTime at) {
  if (!are_actors(*run.program, a, b)) return 0;
  const auto level = level_of(run, a, b, at);
  return level == kNone ? 0 : run.program->rung_levels[level];
}

std::uint32_t event_on_rung(const Run& run, ActorId a, ActorId b, SimTime at) {
  if (!are_actors(*run.program, a, b)) return 0;
  const auto level = level_of(run, a, b, at);
  if (level == kNone) return 0;
  const auto levels = run.program->rung_levels.size();
  return run.block.view<RungTime>(kRungTimes)[pair_index(a, b) * levels + level].event;
}

}  // namespace brink
