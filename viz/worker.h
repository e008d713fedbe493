#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <variant>
#include <vector>

#include "engine/story/session.h"
#include "viz/scene.h"

namespace brink::viz {

/// What the viewer asks of the worker.
namespace ask {
struct Look {  // at the run as it is at a place
  Playhead place;
};
struct Why {  // an event happened; 0: nothing any more
  std::uint32_t event = 0;
};
struct ChangeSlot {  // from a place on
  SlotId slot = 0;
  Value value{};
  Playhead place;
};
struct Reset {  // the changes of a slot, or all of them
  std::optional<SlotId> slot;
};
struct Reseed {
  RunSeed seed;
};
struct Plot {
  std::vector<SlotId> slots;
};
}  // namespace ask
using Ask = std::variant<ask::Look, ask::Why, ask::ChangeSlot, ask::Reset, ask::Reseed, ask::Plot>;

/// The one thread that owns the session and every Run in it. It follows commands in order, of many
/// looks only the last, and works on what is not finished in between; what it knows stands in a
/// Scene that is replaced as a whole. Nobody ever waits for it but tests and screenshots.
///
/// Thread safety: every function may be called from any thread.
class Worker {
 public:
  explicit Worker(std::unique_ptr<Session> session);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Returns the command's number: it has been followed once `Scene::done` is as high.
  std::uint64_t post(Ask what);
  std::shared_ptr<const Scene> scene() const { return scene_.load(std::memory_order_acquire); }
  /// Until all commands are followed and every run is recorded to its end.
  void wait_until_idle();

 private:
  void work(const std::stop_token& stop);
  std::vector<Ask> take(const std::stop_token& stop, bool may_sleep);
  void follow(const Ask& what);
  void look();
  void explain_event();
  void find_spans();
  void publish(bool is_working);
  bool is_interrupted() const { return has_news_.load(std::memory_order_relaxed); }
  bool is_overtaken() const { return is_overtaken_.load(std::memory_order_relaxed); }

  // the worker's own
  std::unique_ptr<Session> session_;
  std::shared_ptr<const Program> program_;
  std::optional<Playhead> place_;  // looked at
  bool wants_look_ = false;
  std::uint32_t asked_ = 0;  // why
  bool wants_why_ = false;
  std::shared_ptr<const SceneMoment> moment_;
  std::shared_ptr<const SceneSpans> spans_;
  std::shared_ptr<const SceneWhy> why_;
  std::shared_ptr<const std::vector<Value>> initial_;
  std::uint64_t done_ = 0;

  // shared
  std::mutex mutex_;
  std::condition_variable_any news_;
  std::condition_variable idle_;
  std::vector<Ask> queue_;
  std::uint64_t posted_ = 0;
  bool is_idle_ = false;
  std::atomic<bool> has_news_{false};
  std::atomic<bool> is_overtaken_{false};  // what is being explained is not wanted any more
  std::atomic<std::shared_ptr<const Scene>> scene_;
  std::jthread thread_;  // last: it ends before the rest does
};

}  // namespace brink::viz
