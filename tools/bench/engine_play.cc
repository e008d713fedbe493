#include "tools/bench/engine_play.h"

#include <algorithm>
#include <stdexcept>

#include "engine/language/scenario_file.h"
#include "engine/report/run_error.h"
#include "engine/run/observers.h"
#include "engine/run/step.h"

namespace brink::bench {
namespace {

std::string rendered(const Diagnostics& findings, const SourceTexts& texts) {
  std::string all;
  for (const auto& finding : findings) all += render(finding, texts);
  return all;
}

std::unique_ptr<const Program> compiled(Result<Scenario> scenario, const SourceTexts& texts) {
  if (!scenario) throw std::runtime_error(rendered(scenario.error(), texts));
  auto program = compile(std::move(*scenario));
  if (!program) throw std::runtime_error(rendered(program.error(), texts));
  return std::make_unique<const Program>(std::move(*program));
}

// counts by type, as the hand-written models do
struct Count : NullObserver {
  const Program* program = nullptr;
  TypeId strike = kNoId;
  std::uint32_t events = 0;
  std::uint32_t strikes = 0;

  void on_event(const Run&, const EventRecord& event, const Attributes&) {
    ++events;
    if (strike != kNoId && is_a(*program, event.type, strike)) ++strikes;
  }
};

template <class List>
std::uint32_t place_of(const List& list, std::string_view name) {
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    if (list[i].name == name) return i;
  }
  return kNone;
}

}  // namespace

std::unique_ptr<const Program> compiled_text(const std::string& name, const std::string& yaml) {
  return compiled(read_scenario({name, yaml}), {{name, yaml}});
}

std::unique_ptr<const Program> compiled_file(const std::string& path) {
  SourceTexts texts;
  auto scenario = read_scenario_file(path, texts);
  return compiled(std::move(scenario), texts);
}

EnginePlay::EnginePlay(const Program& program, std::uint64_t seed)
    : program_(&program),
      seed_(seed),
      strike_(static_cast<TypeId>(place_of(program.types, "strike"))),
      agreement_(place_of(program.outcomes, "agreement")),
      escalation_(place_of(program.slots, "escalation")) {}

void EnginePlay::begin(std::uint64_t replication) {
  if (!fresh_) {
    fresh_.emplace(*program_, overlay_, RunSeed{seed_, replication});
    run_ = fresh_;
  }
  begin_again(*run_, *fresh_, {seed_, replication});
}

Played EnginePlay::play(std::uint64_t replication) {
  begin(replication);
  Count count;
  count.program = program_;
  count.strike = strike_;
  if (run_to_end(*run_, count) == Status::error) throw std::runtime_error(run_error_text(*run_));
  Played played;
  played.events = count.events;
  played.strikes = count.strikes;
  played.end = in_days(run_->now() - SimTime{});
  played.agreement = agreement_ != kNone && run_->header().outcome == agreement_;
  if (escalation_ != kNone) played.escalation = slot_value(*run_, escalation_, run_->now()).number;
  return played;
}

std::uint64_t EnginePlay::play_many(std::uint64_t first, std::uint64_t runs) {
  std::uint64_t events = 0;
  for (std::uint64_t i = 0; i < runs; ++i) events += play(first + i).events;
  return events;
}

const Run& EnginePlay::halted(std::uint64_t replication, std::uint32_t events) {
  begin(replication);
  Count count;
  run_until(*run_, count, [&] { return count.events >= events; });
  return *run_;
}

}  // namespace brink::bench
