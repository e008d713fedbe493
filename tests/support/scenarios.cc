#include "tests/support/scenarios.h"

#include <algorithm>
#include <array>
#include <bit>
#include <filesystem>

#include "engine/run/agenda.h"
#include "tests/support/random_scenario.h"
#include "tests/support/runs.h"

namespace brink::test {
namespace {

class Words {
 public:
  template <class... Parts>
  void add(const Parts&... parts) {
    (words_.push_back(word(parts)), ...);
  }
  template <class T, class Add>
  void section(const Run& run, Section section, const Add& add_item) {
    add(run.block.size(section));
    for (const auto& item : run.block.view<T>(section)) add_item(item);
  }
  std::vector<std::uint64_t> take() { return std::move(words_); }

 private:
  static std::uint64_t word(double x) { return std::bit_cast<std::uint64_t>(x); }
  static std::uint64_t word(Value x) { return static_cast<std::uint64_t>(x.whole); }
  static std::uint64_t word(SimTime x) { return static_cast<std::uint64_t>(x.us); }
  static std::uint64_t word(Duration x) { return static_cast<std::uint64_t>(x.us); }
  template <class T>
  requires std::is_integral_v<T> || std::is_enum_v<T>
  static std::uint64_t word(T x) { return static_cast<std::uint64_t>(x); }

  std::vector<std::uint64_t> words_;
};

void add_header(const Run& run, Words& words) {
  const auto& header = run.header();
  words.add(header.now, header.end, header.entries, header.events, header.outcome, header.status,
            header.agenda.serial, header.instant_entries, header.instant_events, header.last_rule);
  words.add(run.error.kind, run.error.time, run.error.node, run.error.rule, run.error.operands);
}

void add_quantities(const Run& run, Words& words) {
  words.section<SlotState>(run, kSlots, [&](const SlotState& slot) {
    words.add(slot.value, slot.anchor, slot.speed, slot.rest);
  });
  for (SlotId s = 0; s < run.program->slots.size(); ++s) words.add(slot_value(run, s, run.now()));
  words.section<std::uint32_t>(run, kClamps, [&](std::uint32_t count) { words.add(count); });
  words.section<FlowState>(run, kFlows, [&](const FlowState& flow) {
    words.add(flow.until, flow.length, flow.steps, flow.is_marked);
  });
  words.section<Quartic>(run, kCurves, [&](const Quartic& curve) {
    for (const double coefficient : curve) words.add(coefficient);
  });
}

void add_clocks(const Run& run, Words& words) {
  words.section<ClockState>(run, kClocks, [&](const ClockState& clock) {
    words.add(clock.remaining, clock.rate, clock.since, clock.left, clock.firings, clock.cause,
              clock.negative, clock.steps, clock.is_open, clock.is_moving);
  });
  words.section<WatchState>(run, kWatches, [&](const WatchState& watch) {
    words.add(watch.holds, watch.crossings, watch.cause);
  });
}

void add_history(const Run& run, Words& words) {
  words.section<CellState>(run, kCells, [&](const CellState& cell) {
    words.add(cell.last_time, cell.last_event, cell.total, cell.last_offer, cell.in_window);
  });
  words.section<std::int64_t>(run, kWindows, [&](std::int64_t window) { words.add(window); });
  words.section<RungTime>(run, kRungTimes,
                          [&](const RungTime& rung) { words.add(rung.time, rung.event); });
  words.section<OutcomeState>(run, kOutcomes,
                              [&](const OutcomeState& outcome) { words.add(outcome.reached); });
}

void add_offers(const Run& run, Words& words) {
  words.section<OfferState>(run, kOffers, [&](const OfferState& offer) {
    words.add(offer.sent, offer.deadline, offer.until, offer.key, offer.parent, offer.event,
              offer.terms, offer.covered, offer.parties, offer.type, offer.proposer,
              offer.recipient, offer.round, offer.status, offer.is_public, offer.is_delivered);
  });
  words.section<double>(run, kOfferTerms, [&](double term) { words.add(term); });
  words.section<OfferParty>(run, kOfferParties, [&](const OfferParty& party) {
    words.add(party.covered, party.actor, party.status);
  });
  words.section<AgreementState>(run, kAgreements, [&](const AgreementState& agreement) {
    words.add(agreement.terms, agreement.offer, agreement.event, agreement.ending);
  });
}

void add_agenda(const Run& run, Words& words) {
  std::vector<std::array<std::uint64_t, 3>> waiting;
  for_each_entry(run, [&](const AgendaEntry& entry, std::uint32_t) {
    waiting.push_back({static_cast<std::uint64_t>(entry.time.us),
                       static_cast<std::uint64_t>(entry.kind), entry.index});
  });
  std::sort(waiting.begin(), waiting.end());
  for (const auto& [time, kind, index] : waiting) words.add(time, kind, index);
}

}  // namespace

std::vector<std::string> shipped_names() {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(BRINK_SOURCE_DIR) / "scenarios";
  std::vector<std::string> names;
  for (const auto* folder : {"", "benchmarks", "features", "models"}) {
    for (const auto& entry : fs::directory_iterator(root / folder)) {
      if (entry.path().extension() != ".yaml") continue;
      names.push_back((fs::path(folder) / entry.path().stem()).string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

Program random_program(std::uint64_t seed) {
  return compiled(random_scenario(seed), "random_" + std::to_string(seed) + ".yaml");
}

std::vector<std::uint64_t> state_of(const Run& run) {
  Words words;
  add_header(run, words);
  add_quantities(run, words);
  add_clocks(run, words);
  add_history(run, words);
  add_offers(run, words);
  add_agenda(run, words);
  return words.take();
}

}  // namespace brink::test
