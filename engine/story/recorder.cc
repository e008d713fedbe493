#include "engine/story/recorder.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/run/step.h"

namespace brink {
namespace {

/// Counts what a log would hold, in the place of one.
class LogCounter {
 public:
  static constexpr bool kWantsJournal = true;
  explicit LogCounter(LogLength& length) : length_(&length) {}

  void before(SimTime, SimTime, const Run&) {}
  void on_event(const Run&, const EventRecord& event, const Attributes&) {
    const std::size_t inside = event.inline_values.size();
    ++length_->events;
    length_->arena += event.attributes > inside ? event.attributes - inside : 0;
  }
  void on_write(const Run&, const Write&) { ++length_->writes; }
  void on_note(const Run&, const Note&) { ++length_->notes; }
  void on_end(const Run&) {}

 private:
  LogLength* length_;
};

// true once a run that is played again has come to a place
bool is_at(const Run& run, const Playhead& place, SimTime time_of_event) {
  if (run.header().events < place.event) return false;
  return place.time == time_of_event || peek(run) > place.time;
}

}  // namespace

Recorder::Recorder(const Program& program, const Overlay& overlay, RunSeed seed,
                   const Keyframes::Options& options)
    : run_(program, overlay, seed), keyframes_(options) {
  keyframes_.add({run_, hash_, {}}, 0);
}

Recorder::Recorder(Keyframe from, Keyframes keyframes, std::uint64_t steps, Log log)
    : run_(std::move(from.run)), hash_(from.hash), steps_(steps), keyframes_(std::move(keyframes)) {
  recording_->log = std::move(log);
  publish();
}

Recorder Recorder::under(const Overlay& overlay) const {
  const auto differs = first_difference(*run_.overlay, overlay);
  if (differs <= SimTime{}) {
    return Recorder(*run_.program, overlay, run_.seed, keyframes_.options());
  }
  const auto last = keyframes_.place_before(differs);
  Keyframe from = keyframes_[last];
  continue_under(from.run, overlay);
  auto log = recording_->log.prefix(from.length);
  return Recorder(std::move(from), keyframes_.prefix(last + 1), keyframes_.steps_of(last),
                  std::move(log));
}

bool Recorder::advance(const std::function<bool()>& stop) {
  Together observers(recording_->log, hash_);
  while (!is_done() && !stop()) {
    step(run_, observers);
    ++steps_;
    if (!is_done() && keyframes_.is_due(steps_)) {
      keyframes_.add({run_, hash_, recording_->log.length()}, steps_);
    }
    if (steps_ % 64 == 0) publish();
  }
  publish();
  return !is_done();
}

void Recorder::publish() {
  auto& out = *recording_;
  const auto& header = run_.header();
  if (header.status != RunStatus::running && out.is_running()) {
    out.end = header.now;
    out.error = run_.error;
    out.hash.store(hash_.value(), std::memory_order_relaxed);
    out.outcome.store(header.outcome, std::memory_order_relaxed);
  }
  out.reached.store(header.now.us, std::memory_order_release);
  out.status.store(header.status, std::memory_order_release);
}

Playhead Recorder::last_place() const { return {run_.header().events, run_.now()}; }

const Moment& Recorder::moment(const Playhead& place) {
  const auto& events = recording_->log.events();
  BRINK_CHECK(place.event <= events.size());
  const SimTime event_time = place.event == 0 ? SimTime{} : events[place.event - 1].time;
  const auto& keyframe = keyframes_.before(place, event_time);
  const bool goes_on = moment_ != nullptr && !(place < moment_->at) &&
                       moment_->length.events >= keyframe.length.events;
  if (!goes_on) {
    moment_ = std::make_unique<Moment>(Moment{{}, keyframe.run, keyframe.length});
    continue_under(moment_->run, *run_.overlay);
  }
  LogCounter counter(moment_->length);
  run_until(moment_->run, counter, [&] { return is_at(moment_->run, place, event_time); });
  moment_->at = place;
  return *moment_;
}

SimTime first_difference(const Overlay& a, const Overlay& b) {
  const auto same_setting = [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.whole == y.second.whole;
  };
  const bool same_settings = std::equal(a.settings.begin(), a.settings.end(), b.settings.begin(),
                                        b.settings.end(), same_setting);
  const bool alike = same_settings && a.suppressed_rules == b.suppressed_rules &&
                     a.suppressed_processes == b.suppressed_processes &&
                     a.suppressed_schedule == b.suppressed_schedule &&
                     a.suppressed_channels == b.suppressed_channels &&
                     a.suppressed_events == b.suppressed_events && a.until == b.until &&
                     a.outcomes_stop == b.outcomes_stop && a.max_events == b.max_events;
  if (!alike) return SimTime{};
  const auto n = std::min(a.interventions.size(), b.interventions.size());
  for (std::size_t i = 0; i < n; ++i) {
    const auto& x = a.interventions[i];
    const auto& y = b.interventions[i];
    if (x.at == y.at && x.slot == y.slot && x.value.whole == y.value.whole) continue;
    return std::min(x.at, y.at);
  }
  if (a.interventions.size() > n) return a.interventions[n].at;
  if (b.interventions.size() > n) return b.interventions[n].at;
  return SimTime::never();
}

}  // namespace brink
