#include "engine/report/timeline_items.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/report/rung_history.h"

namespace brink {
namespace {

using Kind = TimelineItem::Kind;
// rule, cause, instant, who responds
using MakerKey = std::tuple<RuleId, std::uint32_t, SimTime, ActorId>;

class Collector {
 public:
  explicit Collector(const FinishedRun& run) : run_(run), rungs_(run.program()) {}

  std::vector<TimelineItem> collect() {
    for (const auto& event : run_.log->events()) add_event(event);
    add_falls(run_.run->now());
    for (const auto& timed : run_.log->notes()) add_note(timed);
    for (const auto& timed : run_.log->writes()) add_write(timed);
    std::stable_sort(items_.begin(), items_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.time, a.after, a.kind) < std::tie(b.time, b.after, b.kind);
    });
    return std::move(items_);
  }

 private:
  void add_event(const EventRecord& event) {
    add_falls(SimTime{event.time.us - 1});  // what ends with the event, `take` weighs against it
    if (event.origin == Origin::rule) {
      const bool world = run_.program().rules[event.maker].responder == Responder::world;
      const auto self = world ? kNobody : event.source;
      made_by_.emplace(MakerKey{event.maker, event.cause, event.time, self}, items_.size());
    }
    item_of_event_.push_back(items_.size());
    items_.push_back({.kind = Kind::event,
                      .time = event.time,
                      .after = event.number,
                      .event = &event,
                      .rung = rungs_.take(event)});
  }

  void add_falls(SimTime time) {
    if (!run_.program().has_ladder) return;
    for (const auto& fall : rungs_.falls_until(time)) {
      items_.push_back({.kind = Kind::rung,
                        .time = fall.time,
                        .after = last_event_until(fall.time),
                        .rung = fall.change});
    }
  }

  void add_note(const Log::TimedNote& timed) {
    const auto& note = timed.note;
    if (note.kind == Note::Kind::decided && mark_decided(timed)) return;
    if (note.kind != Note::Kind::outcome && !is_of_channel(note)) {
      noted_by_[{static_cast<RuleId>(note.index), note.cause, timed.time, note.self}] =
          items_.size();
    }
    items_.push_back({.kind = Kind::note, .time = timed.time, .after = timed.after, .note = &note});
  }

  // the events of a decision, which follow it at its instant, carry it; false when there are none
  bool mark_decided(const Log::TimedNote& timed) {
    bool any = false;
    for (std::size_t i = timed.after; i < item_of_event_.size(); ++i) {
      auto& item = items_[item_of_event_[i]];
      if (item.time != timed.time) break;
      const auto& event = *item.event;
      if (event.origin != Origin::rule || event.maker != timed.note.index ||
          event.cause != timed.note.cause || event.option != timed.note.option ||
          event.source != timed.note.self) {
        continue;
      }
      item.note = &timed.note;
      any = true;
    }
    return any;
  }

  void add_write(const Log::TimedWrite& timed) {
    const auto& write = timed.write;
    const MakerKey key{write.rule, write.cause, timed.time, write.self};
    if (const auto noted = noted_by_.find(key); noted != noted_by_.end()) {
      items_[noted->second].writes.push_back(&write);
      return;
    }
    if (write.rule != kNoId && run_.program().rules[write.rule].chooses) {
      if (const auto made = made_by_.find(key); made != made_by_.end()) {
        items_[made->second].writes.push_back(&write);
        return;
      }
    }
    if (write.cause > 0 && run_.log->events()[write.cause - 1].time == timed.time) {
      items_[item_of_event_[write.cause - 1]].writes.push_back(&write);
      return;
    }
    noted_by_[key] = items_.size();
    items_.push_back({.kind = Kind::change,
                      .time = timed.time,
                      // an intervention comes before all else of its instant
                      .after = last_event_until(is_intervention(write) ? SimTime{timed.time.us - 1}
                                                                       : timed.time),
                      .rule = write.rule,
                      .cause = write.cause,
                      .writes = {&write}});
  }

  std::uint32_t last_event_until(SimTime time) const {
    const auto& events = run_.log->events();
    const auto next =
        std::upper_bound(events.begin(), events.end(), time,
                         [](SimTime t, const EventRecord& event) { return t < event.time; });
    return static_cast<std::uint32_t>(next - events.begin());
  }

  const FinishedRun& run_;
  RungHistory rungs_;
  std::vector<TimelineItem> items_;
  std::vector<std::size_t> item_of_event_;    // by number - 1
  std::map<MakerKey, std::size_t> made_by_;   // the first event of each response
  std::map<MakerKey, std::size_t> noted_by_;  // the note or change of each response
};

}  // namespace

std::vector<TimelineItem> timeline_items(const FinishedRun& run) {
  return Collector(run).collect();
}

}  // namespace brink
