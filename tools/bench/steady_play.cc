#include "tools/bench/steady_play.h"

#include <limits>
#include <stdexcept>

#include "engine/report/run_error.h"
#include "engine/run/observers.h"
#include "engine/run/step.h"

namespace brink::bench {
namespace {

struct Count : NullObserver {
  std::uint64_t events = 0;
  void on_event(const Run&, const EventRecord&, const Attributes&) { ++events; }
};

Overlay without_end() {
  Overlay overlay;
  overlay.until = Duration{std::numeric_limits<std::int64_t>::max() / 4};
  overlay.max_events = std::numeric_limits<std::uint32_t>::max();
  return overlay;
}

}  // namespace

SteadyPlay::SteadyPlay(const Program& program, std::uint64_t seed, std::uint64_t warm_up)
    : overlay_(without_end()), run_(program, overlay_, {seed, 0}) {
  play(warm_up);
}

std::uint64_t SteadyPlay::play(std::uint64_t events) {
  Count count;
  const auto status = run_until(run_, count, [&] { return count.events >= events; });
  if (status == Status::error) throw std::runtime_error(run_error_text(run_));
  if (status == Status::ended) throw std::runtime_error("a run that should go on has ended");
  return count.events;
}

}  // namespace brink::bench
