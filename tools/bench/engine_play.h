#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/program/program.h"
#include "engine/run/overlay.h"
#include "engine/run/run.h"
#include "tools/bench/tit_for_tat.h"

namespace brink::bench {

/// Compiles a scenario that is given as text, or in a file. Throws std::runtime_error with what is
/// wrong with it.
std::unique_ptr<const Program> compiled_text(const std::string& name, const std::string& yaml);
std::unique_ptr<const Program> compiled_file(const std::string& path);

/// The engine as a contender: one Program and one Run, used again for each replication.
class EnginePlay {
 public:
  /// The Program is borrowed. Its event types are looked up by name; those it lacks never count.
  EnginePlay(const Program& program, std::uint64_t seed);

  /// One run to its end; throws where it cannot go on.
  Played play(std::uint64_t replication);

  /// Several; returns their events.
  std::uint64_t play_many(std::uint64_t first, std::uint64_t runs);

  /// The Run in the middle of a replication, after so many events.
  const Run& halted(std::uint64_t replication, std::uint32_t events);

  /// Of the last run's block.
  std::size_t bytes() const { return run_->block.bytes(); }

 private:
  void begin(std::uint64_t replication);

  const Program* program_;
  Overlay overlay_;
  std::uint64_t seed_;
  std::optional<Run> fresh_;  // has done no step
  std::optional<Run> run_;
  TypeId strike_ = kNoId;
  std::uint32_t agreement_ = kNone;
  SlotId escalation_ = kNone;
};

}  // namespace brink::bench
