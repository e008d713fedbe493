#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/story/recorder.h"
#include "engine/story/tracer.h"

namespace brink {

/// One course of events that a person looks at: a recorded run and the courses of the variables
/// that are plotted.
struct Branch {
  std::shared_ptr<const Overlay> overlay;
  std::unique_ptr<Recorder> recorder;
  std::unique_ptr<Tracer> tracer;
};

/// What a person changed: a parameter or variable that has another value from an instant on.
///
/// at      0: from the start, as by `--set`; later: an intervention
struct Change {
  SlotId slot = 0;
  SimTime at;
  Value value{};
};

/// The baseline, which is the run as it was opened, and beside it the run with a person's changes.
/// Without changes both are the same branch.
///
/// Thread safety: a session belongs to one thread; recordings and courses may be read by others.
class Session {
 public:
  /// base   what the run did otherwise than the scenario when it was opened
  /// grain  of plotted courses, as a share of the run's length
  Session(std::shared_ptr<const Program> program, Overlay base, RunSeed seed,
          const Keyframes::Options& options = {}, double grain = 1.0 / 4096);

  const Program& program() const { return *program_; }
  RunSeed seed() const { return seed_; }
  /// Plays everything again by another chance; changes are kept.
  void reseed(RunSeed seed);

  Branch& baseline() { return *baseline_; }
  Branch& current() { return changed_ != nullptr ? *changed_ : *baseline_; }
  bool is_changed() const { return changed_ != nullptr; }

  /// Gives a parameter or variable another value from a place on, and plays again from there; what
  /// was before is kept. Later changes of the same slot are taken back. From the start, only
  /// parameters can be changed: a variable is changed 1 µs after it. A parameter that gets the
  /// value it has there anyhow is no change.
  void change(SlotId slot, Value value, const Playhead& place);
  /// Takes back the changes of one slot, or all.
  void reset(SlotId slot);
  void reset_all();
  /// By instant.
  const std::vector<Change>& changes() const { return changes_; }

  /// The value a slot has at the start of the baseline.
  Value initial_value(SlotId slot) const;

  /// Which variables are plotted. REQUIRES: each has a course.
  void plot(std::span<const SlotId> slots);
  const std::vector<SlotId>& plotted() const { return plotted_; }

  /// Works on what is not finished, the current branch first, until all is or `stop()` is true.
  /// True while there is more.
  bool advance(const std::function<bool()>& stop);

  /// The number of the first event of the current branch that the baseline does not have; nothing
  /// where the two are alike as far as they are recorded. Cost: O(events that were added).
  std::optional<std::uint32_t> first_different_event();

 private:
  void make_again();
  void trace_again();
  Overlay overlay_of(const std::vector<Change>& changes) const;
  std::unique_ptr<Branch> branch_under(Overlay overlay, const Branch* like) const;

  std::shared_ptr<const Program> program_;
  Overlay base_;
  RunSeed seed_;
  Keyframes::Options options_;
  Duration grain_;
  std::unique_ptr<Branch> baseline_;
  std::unique_ptr<Branch> changed_;
  std::vector<Change> changes_;
  std::vector<SlotId> plotted_;
  std::size_t compared_ = 0;  // events that both branches share
};

}  // namespace brink
