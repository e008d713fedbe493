#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include "engine/base/blocks.h"
#include "engine/run/evaluate.h"
#include "engine/run/run.h"

namespace brink {

/// Sees nothing, costs nothing.
struct NullObserver {
  static constexpr bool kWantsJournal = false;
  void before(SimTime, SimTime, const Run&) {}
  void on_event(const Run&, const EventRecord&, const Attributes&) {}
  void on_write(const Run&, const Write&) {}
  void on_note(const Run&, const Note&) {}
  void on_end(const Run&) {}
};

/// Several observers as one; each is told in turn. They are borrowed.
template <class... Observers>
class Together {
 public:
  static constexpr bool kWantsJournal = (Observers::kWantsJournal || ...);

  explicit Together(Observers&... observers) : observers_(observers...) {}

  void before(SimTime t0, SimTime t1, const Run& run) {
    each([&](auto& o) { o.before(t0, t1, run); });
  }
  void on_event(const Run& run, const EventRecord& event, const Attributes& attributes) {
    each([&](auto& o) { o.on_event(run, event, attributes); });
  }
  void on_write(const Run& run, const Write& write) {
    each([&](auto& o) { o.on_write(run, write); });
  }
  void on_note(const Run& run, const Note& note) {
    each([&](auto& o) { o.on_note(run, note); });
  }
  void on_end(const Run& run) {
    each([&](auto& o) { o.on_end(run); });
  }

 private:
  template <class Tell>
  void each(const Tell& tell) {
    std::apply([&](auto&... o) { (tell(o), ...); }, observers_);
  }
  std::tuple<Observers&...> observers_;
};

/// The run hash: 64 bits that two runs share only if every event (time, key, type, parties,
/// cause, attributes, terms), the end, the outcome and every final value agree to the last bit.
class RunHash : public NullObserver {
 public:
  void on_event(const Run& run, const EventRecord& event, const Attributes& attributes);
  void on_end(const Run& run);
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0;
};

/// How much of a log there was at some instant.
struct LogLength {
  std::size_t events = 0;
  std::size_t writes = 0;
  std::size_t notes = 0;
  std::size_t arena = 0;
};

/// Everything that happened, in memory: 64 bytes an event, and more only where an event has more
/// than two attributes.
///
/// Thread safety: that of `Blocks`: it may be read while its run goes on in another thread.
class Log {
 public:
  static constexpr bool kWantsJournal = true;

  void before(SimTime, SimTime, const Run&) {}
  void on_event(const Run& run, const EventRecord& event, const Attributes& attributes);
  void on_write(const Run& run, const Write& write);
  void on_note(const Run& run, const Note& note);
  void on_end(const Run&) {}

  struct TimedWrite {
    SimTime time;
    Write write;
  };
  struct TimedNote {
    SimTime time;
    std::uint32_t after = 0;  // number of the last event before it
    Note note;
  };

  const Blocks<EventRecord>& events() const { return events_; }
  const Blocks<TimedWrite>& writes() const { return writes_; }
  const Blocks<TimedNote>& notes() const { return notes_; }
  LogLength length() const {
    return {events_.size(), writes_.size(), notes_.size(), arena_.size()};
  }
  /// The log as it was at some length. It shares memory with this one. Cost: O(length / 256).
  Log prefix(const LogLength& length) const;
  /// Bytes of memory it takes, shared ones too.
  std::size_t bytes() const {
    return events_.bytes() + arena_.bytes() + writes_.bytes() + notes_.bytes();
  }
  /// REQUIRES: index < event.attributes.
  Value attribute(const EventRecord& event, std::size_t index) const;

 private:
  Blocks<EventRecord> events_;
  Blocks<Value> arena_;
  Blocks<TimedWrite> writes_;
  Blocks<TimedNote> notes_;
};

/// One measure's result. `exists` is false where there is none: the first of no events, or one that
/// is not `computable` (a NaN, an infinite number).
struct MeasureValue {
  Value value{};
  bool exists = true;
  bool computable = true;
  std::vector<Value> series;  // of a series: its value at 0, every, 2 every, ... up to the end
};

/// Computes the scenario's measures while a run goes on. Averages, extremes and times are exact:
/// integrals and turning points of closed forms, never samples.
class Measures : public NullObserver {
 public:
  explicit Measures(const Program& program);

  void before(SimTime t0, SimTime t1, const Run& run);
  void on_event(const Run& run, const EventRecord& event, const Attributes& attributes);
  void on_end(const Run& run);

  /// One result per measure of the program, in order; complete once the run has ended.
  const std::vector<MeasureValue>& results() const { return results_; }

 private:
  void follow_stretch(std::size_t i, SimTime t0, SimTime t1, const Run& run);
  void follow_series(std::size_t i, SimTime t0, SimTime t1, const Run& run);
  void follow_truth(std::size_t i, SimTime t0, SimTime t1, const Run& run);
  void take_extreme(std::size_t i, double x);

  const Program* program_;
  std::vector<MeasureValue> results_;
  std::vector<double> sums_;         // of sum and average [unit, unit · day]
  std::vector<std::int64_t> times_;  // of time; of series the next point [µs]
  std::vector<bool> seen_;
};

}  // namespace brink
