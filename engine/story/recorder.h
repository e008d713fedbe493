#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "engine/run/observers.h"
#include "engine/run/overlay.h"
#include "engine/story/keyframes.h"
#include "engine/story/playhead.h"

namespace brink {

/// What a run in progress has brought forth so far, for those who look on.
///
/// log      everything that happened
/// reached  everything before this instant is in the log [µs since the start]
/// status   running, ended or failed; what follows is said once it has ended
/// end      [µs since the start]
/// hash     the run hash
/// outcome  kNone where none was reached
/// error    why it could not go on; REQUIRES: status is failed
///
/// Thread safety: one thread writes; any number read.
struct Recording {
  Log log;
  std::atomic<std::int64_t> reached{0};
  std::atomic<RunStatus> status{RunStatus::running};
  std::atomic<std::uint64_t> hash{0};
  std::atomic<std::uint32_t> outcome{kNone};
  SimTime end;
  RunError error;

  SimTime reached_time() const { return {reached.load(std::memory_order_acquire)}; }
  bool is_running() const { return status.load(std::memory_order_acquire) == RunStatus::running; }
};

/// A run at a place in it, with what its log held there.
struct Moment {
  Playhead at;
  Run run;
  LogLength length;
};

/// Records a run from its start to its end, and plays it again from keyframes to any place in it.
///
/// Program and overlay are borrowed and must outlive the recorder and all it gives.
/// Thread safety: a recorder belongs to one thread; its recording may be read by others.
class Recorder {
 public:
  Recorder(const Program& program, const Overlay& overlay, RunSeed seed,
           const Keyframes::Options& options = {});

  /// A recorder of the same run under another overlay, which shares with this one everything before
  /// the first instant at which the two overlays differ: interventions differ from their instant
  /// on, anything else from the start.
  Recorder under(const Overlay& overlay) const;

  /// Goes on until the run ends or `stop()` is true, which is asked before each step. True while
  /// there is more.
  bool advance(const std::function<bool()>& stop);
  bool is_done() const { return run_.header().status != RunStatus::running; }

  /// The run as it is at a place. REQUIRES: the place is within what is recorded.
  /// Cost: a copy, and the steps from the keyframe before, or from the moment asked for last.
  const Moment& moment(const Playhead& place);

  /// The place at the end of what is recorded.
  Playhead last_place() const;

  const Run& run() const { return run_; }
  const Overlay& overlay() const { return *run_.overlay; }
  const std::shared_ptr<Recording>& recording() const { return recording_; }
  const Keyframes& keyframes() const { return keyframes_; }
  std::uint64_t steps() const { return steps_; }

 private:
  Recorder(Keyframe from, Keyframes keyframes, std::uint64_t steps, Log log);
  void publish();

  Run run_;
  RunHash hash_;
  std::uint64_t steps_ = 0;
  std::shared_ptr<Recording> recording_ = std::make_shared<Recording>();
  Keyframes keyframes_;
  std::unique_ptr<Moment> moment_;  // asked for last
};

/// The first instant at which two overlays of one program make runs differ; never: nowhere. Cost:
/// O(size of the overlays).
SimTime first_difference(const Overlay& a, const Overlay& b);

}  // namespace brink
