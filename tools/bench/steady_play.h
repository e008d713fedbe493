#pragma once

#include <cstdint>

#include "engine/program/program.h"
#include "engine/run/overlay.h"
#include "engine/run/run.h"

namespace brink::bench {

/// One Run of a scenario that never settles, which goes on from round to round: what an event costs
/// once everything has begun.
class SteadyPlay {
 public:
  /// The Program is borrowed. `warm_up` events happen before anything is measured.
  SteadyPlay(const Program& program, std::uint64_t seed, std::uint64_t warm_up);
  SteadyPlay(const SteadyPlay&) = delete;
  SteadyPlay& operator=(const SteadyPlay&) = delete;

  /// Goes on for so many events and returns their number. Throws where the run cannot go on.
  std::uint64_t play(std::uint64_t events);

  std::size_t bytes() const { return run_.block.bytes(); }

 private:
  Overlay overlay_;
  Run run_;
};

}  // namespace brink::bench
