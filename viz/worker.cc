#include "viz/worker.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "viz/playback.h"

namespace brink::viz {
namespace {

using Clock = std::chrono::steady_clock;

// how long runs are worked on before the scene is shown again
constexpr auto kSlice = std::chrono::milliseconds(8);
// how far back a chain is explained with every value
constexpr std::size_t kWhyDepth = 12;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

// a place may come from a branch that is no more
Playhead on_log(const Playhead& place, const Blocks<EventRecord>& events) {
  const bool fits = place.event == 0 ||
                    (place.event <= events.size() && events[place.event - 1].time <= place.time);
  return fits ? place : place_at(events, place.time);
}

SceneBranch shown(const Branch& branch) {
  return {branch.recorder->recording(), branch.tracer->courses(), branch.overlay};
}

bool is_recorded(const Recorder& recorder, const Playhead& place) {
  return recorder.is_done() || place.time < recorder.run().now();
}

}  // namespace

Worker::Worker(std::unique_ptr<Session> session) : session_(std::move(session)) {
  publish(true);
  thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

Worker::~Worker() {
  thread_.request_stop();
  has_news_ = true;
  is_overtaken_ = true;
  news_.notify_all();
}

std::uint64_t Worker::post(Ask what) {
  const std::lock_guard lock(mutex_);
  const bool is_replacing =
      !std::holds_alternative<ask::Look>(what) && !std::holds_alternative<ask::Plot>(what);
  const bool replaces_look = std::holds_alternative<ask::Look>(what) && !queue_.empty() &&
                             std::holds_alternative<ask::Look>(queue_.back());
  const auto* change = std::get_if<ask::ChangeSlot>(&what);
  const auto* last = queue_.empty() ? nullptr : std::get_if<ask::ChangeSlot>(&queue_.back());
  const bool replaces_change = change != nullptr && last != nullptr && change->slot == last->slot &&
                               change->place == last->place;
  if (replaces_look || replaces_change) {
    queue_.back() = std::move(what);
  } else {
    queue_.push_back(std::move(what));
  }
  is_idle_ = false;
  has_news_ = true;
  if (is_replacing) is_overtaken_ = true;
  news_.notify_one();
  return ++posted_;
}

void Worker::wait_until_idle() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [&] { return is_idle_; });
}

std::vector<Ask> Worker::take(const std::stop_token& stop, bool may_sleep) {
  std::unique_lock lock(mutex_);
  if (may_sleep && queue_.empty()) {
    is_idle_ = true;
    idle_.notify_all();
    news_.wait(lock, stop, [&] { return !queue_.empty(); });
  }
  has_news_ = stop.stop_requested();
  is_overtaken_ = stop.stop_requested();
  done_ = posted_;
  return std::exchange(queue_, {});
}

void Worker::work(const std::stop_token& stop) {
  bool more = true;
  while (!stop.stop_requested()) {
    for (const auto& what : take(stop, !more)) follow(what);
    if (stop.stop_requested()) return;
    // what is looked at first, then what is still to come
    const auto until = Clock::now() + kSlice;
    std::uint32_t asked = 0;
    const auto is_time = [&] {
      return is_interrupted() || (++asked % 64 == 0 && Clock::now() >= until);
    };
    more = session_->advance(is_time);
    if (wants_look_) look();
    find_spans();
    publish(more || wants_why_);
    if (!is_interrupted() && wants_why_) explain_event();
    more = more || wants_why_ || wants_look_;
    publish(more);
  }
}

void Worker::follow(const Ask& what) {
  const auto play_again = [&] {
    spans_.reset();
    moment_.reset();
    why_.reset();
    wants_look_ = place_.has_value();
    wants_why_ = asked_ != 0;
  };
  std::visit(Overloaded{
                 [&](const ask::Look& look) {
                   place_ = look.place;
                   wants_look_ = true;
                 },
                 [&](const ask::Why& why) {
                   asked_ = why.event;
                   wants_why_ = why.event != 0;
                   if (why.event == 0) why_.reset();
                 },
                 [&](const ask::ChangeSlot& change) {
                   session_->change(change.slot, change.value, change.place);
                   play_again();
                 },
                 [&](const ask::Reset& reset) {
                   reset.slot ? session_->reset(*reset.slot) : session_->reset_all();
                   play_again();
                 },
                 [&](const ask::Reseed& reseed) {
                   session_->reseed(reseed.seed);
                   initial_.reset();  // first values may be drawn
                   play_again();
                 },
                 [&](const ask::Plot& plot) { session_->plot(plot.slots); },
             },
             what);
}

void Worker::look() {
  auto& branch = session_->current();
  const auto place = on_log(*place_, branch.recorder->recording()->log.events());
  if (!is_recorded(*branch.recorder, place)) return;
  const auto& moment = branch.recorder->moment(place);
  auto shown_moment = std::make_shared<SceneMoment>(
      SceneMoment{place,
                  branch.overlay,
                  moment.run,
                  branch.recorder->recording()->log.prefix(moment.length),
                  {}});
  shown_moment->offers = offer_tree({.run = &shown_moment->run, .log = &shown_moment->log});
  moment_ = std::move(shown_moment);
  wants_look_ = false;
}

void Worker::find_spans() {
  const auto& recorder = *session_->current().recorder;
  const auto& log = recorder.recording()->log;
  const bool is_complete = recorder.is_done();
  if (spans_ != nullptr &&
      (spans_->is_complete || (!is_complete && log.events().size() < 2 * spans_->events + 1000)))
    return;
  auto spans = std::make_shared<SceneSpans>();
  spans->events = log.events().size();
  spans->is_complete = is_complete;
  const auto offers = offer_tree({.run = &recorder.run(), .log = &log});
  spans->spans = spans_of(session_->program(), log, offers);
  spans_ = std::move(spans);
}

void Worker::explain_event() {
  const auto& branch = session_->current();
  const auto& recorder = *branch.recorder;
  const auto& log = recorder.recording()->log;
  if (asked_ > log.events().size()) {
    if (recorder.is_done()) wants_why_ = false;
    return;
  }
  auto why = std::make_shared<SceneWhy>();
  why->event = asked_;
  why->overlay = branch.overlay;
  why->explanation = explain_recorded(recorder.run(), log, asked_,
                                      {.depth = kWhyDepth, .stop = [&] { return is_overtaken(); }});
  if (why->explanation.interrupted) return;
  why->effects = effects_of(log.events(), asked_);
  why_ = std::move(why);
  wants_why_ = false;
}

void Worker::publish(bool is_working) {
  auto scene = std::make_shared<Scene>();
  if (initial_ == nullptr) {
    auto values = std::make_shared<std::vector<Value>>();
    const auto slots = static_cast<SlotId>(session_->program().slots.size());
    for (SlotId s = 0; s < slots; ++s) values->push_back(session_->initial_value(s));
    initial_ = std::move(values);
  }
  scene->done = done_;
  scene->seed = session_->seed();
  scene->baseline = shown(session_->baseline());
  scene->current = shown(session_->current());
  scene->is_changed = session_->is_changed();
  scene->changes = session_->changes();
  scene->plotted = session_->plotted();
  scene->initial = initial_;
  scene->first_different = session_->first_different_event();
  scene->moment = moment_;
  scene->spans = spans_;
  scene->why = why_;
  scene->is_working = is_working;
  scene_.store(std::move(scene), std::memory_order_release);
}

}  // namespace brink::viz
