#include "engine/run/run.h"

#include <algorithm>
#include <array>

#include "engine/run/agenda.h"
#include "engine/run/marks.h"
#include "engine/run/state.h"

// a run as it begins
namespace brink {
namespace {

std::array<Block<kSections>::Layout, kSections> layout_of(const Program& program) {
  using Layout = Block<kSections>::Layout;
  const auto fixed = [](std::size_t item, std::size_t count) {
    return Layout{static_cast<std::uint32_t>(item), static_cast<std::uint32_t>(count), 0};
  };
  const auto growing = [](std::size_t item, std::uint32_t capacity) {
    return Layout{static_cast<std::uint32_t>(item), 0, capacity};
  };
  const auto actors = program.actors.size();
  const std::size_t pairs = program.reads_rungs ? actors * (actors + 1) / 2 : 0;
  std::array<Layout, kSections> layout{};
  layout[kHeader] = fixed(sizeof(RunHeader), 1);
  layout[kSlots] = fixed(sizeof(SlotState), program.slots.size());
  layout[kCurves] = fixed(sizeof(Quartic), program.curves);
  layout[kFlows] = fixed(sizeof(FlowState), program.systems.size());
  layout[kMarkedFlows] = growing(sizeof(std::uint32_t), 0);
  layout[kClamps] = fixed(sizeof(std::uint32_t), program.slots.size());
  layout[kClocks] = fixed(sizeof(ClockState), program.instances.size());
  layout[kForms] = growing(sizeof(Drift), 0);
  layout[kWatches] = fixed(sizeof(WatchState), program.watches.size());
  layout[kCells] = fixed(sizeof(CellState), program.cells);
  layout[kWindows] = fixed(sizeof(std::int64_t), program.tallies.size());
  layout[kWindowItems] = growing(sizeof(WindowItem), 0);
  layout[kRungTimes] = fixed(sizeof(RungTime), pairs * program.rung_levels.size());
  layout[kRungEntries] = fixed(sizeof(std::uint32_t), pairs);
  layout[kOutcomes] = fixed(sizeof(OutcomeState), program.outcomes.size());
  layout[kOffers] = growing(sizeof(OfferState), 8);
  layout[kOfferTerms] = growing(sizeof(double), 32);
  layout[kOfferParties] = growing(sizeof(OfferParty), 0);
  layout[kAgreements] = growing(sizeof(AgreementState), 2);
  layout[kRouteTrees] = fixed(sizeof(RouteTree), program.route_sets.size() * program.net.size());
  layout[kRoutes] = growing(sizeof(std::uint32_t), 0);
  layout[kSecrets] = growing(sizeof(Secret), 0);
  layout[kCarriers] = growing(sizeof(Carrier), 0);
  layout[kAgenda] = growing(sizeof(AgendaItem), 32);
  layout[kEntries] = growing(sizeof(EntryState), 32);
  layout[kFarItems] = growing(sizeof(FarItem), 0);
  layout[kFarTiers] = growing(sizeof(FarTier), 0);
  layout[kFarBuckets] = growing(sizeof(std::uint32_t), 0);
  layout[kPending] = growing(sizeof(Pending), 16);
  layout[kMarkedWatches] = fixed(sizeof(std::uint64_t), Marks::words_for(program.watches.size()));
  layout[kMarkedProcesses] =
      fixed(sizeof(std::uint64_t), Marks::words_for(program.instances.size()));
  layout[kRecent] = fixed(sizeof(EventRecord), kRecentEvents);
  return layout;
}

// first values: overlay's settings over the scenario's, drawn ones addressed by the slot's path
void initialise_slots(Run& run) {
  const auto& program = *run.program;
  const auto& settings = run.overlay->settings;
  auto slots = run.block.view<SlotState>(kSlots);
  for (const auto& [slot, value] : settings) slots[slot].value = value;
  const auto is_set = [&](SlotId s) {
    return std::any_of(settings.begin(), settings.end(),
                       [&](const auto& setting) { return setting.first == s; });
  };
  // parameters stand first, so that variables may begin from them
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    if (program.slots[s].initial == kNone || is_set(s)) continue;
    const EvalContext context{.run = &run,
                              .self = program.slots[s].owner,
                              .other = program.slots[s].other,
                              .key = program.slots[s].path};
    Value value{};
    if (!evaluate_good(run, program.slots[s].initial, context, value)) return;
    const auto& info = program.slots[s];
    bool clamped = false;
    value = held_in_range(info, value, clamped);
    if (clamped) ++run.block.view<std::uint32_t>(kClamps)[s];
    slots[s].value = value;
  }
}

// how long the windows of tallies are
void initialise_windows(Run& run) {
  const auto& tallies = run.program->tallies;
  const EvalContext context{.run = &run};
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    if (tallies[i].window == kNone) continue;
    Duration window;
    if (!delay_of(run, tallies[i].window, false, context, window)) break;
    run.block.view<std::int64_t>(kWindows)[i] = window.us;
  }
}

}  // namespace

Run::Run(const Program& the_program, const Overlay& the_overlay, RunSeed the_seed)
    : program(&the_program), overlay(&the_overlay), seed(the_seed), block(layout_of(the_program)) {
  header() = RunHeader{};
  header().end = SimTime{} + overlay->until.value_or(program->horizon);
  const auto fill = [&]<class T>(Section section, const T& value) {
    for (auto& item : block.view<T>(section)) item = value;
  };
  fill(kCurves, Quartic{});
  fill(kFlows, FlowState{});
  fill(kClocks, ClockState{});
  fill(kWatches, WatchState{});
  fill(kCells, CellState{});
  fill(kOutcomes, OutcomeState{});
  fill(kRouteTrees, RouteTree{});
  fill(kRungTimes, RungTime{});
  fill(kRungEntries, std::uint32_t{kNone});
  fill(kRecent, EventRecord{});
  fill(kSlots, SlotState{});
  initialise_slots(*this);
  initialise_windows(*this);
  schedule(*this, {}, EntryKind::begin, 0, {});
}

void begin_again(Run& run, const Run& fresh, RunSeed seed) {
  if (fresh.error.kind != RunError::Kind::none) {
    run = Run(*fresh.program, *fresh.overlay, seed);
    return;
  }
  run.program = fresh.program;
  run.overlay = fresh.overlay;
  run.seed = seed;
  run.block.hold(fresh.block);
  if (run.error.kind != RunError::Kind::none) run.error = {};
  run.writes.clear();
  run.notes.clear();
  run.traces.clear();
  run.trace = nullptr;
  if (!run.program->draws_first_values) return;
  for (auto& count : run.block.view<std::uint32_t>(kClamps)) count = 0;
  for (auto& slot : run.block.view<SlotState>(kSlots)) slot = SlotState{};
  for (auto& window : run.block.view<std::int64_t>(kWindows)) window = 0;
  initialise_slots(run);
  initialise_windows(run);
}

}  // namespace brink
