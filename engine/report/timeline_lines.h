#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/report/timeline.h"
#include "engine/report/timeline_items.h"
#include "engine/report/words.h"

namespace brink {

inline constexpr std::size_t kIndent = 22;  // column where what happened begins

/// Writes the timeline's items as lines; remembers what it has explained already.
class TimelineLines {
 public:
  /// `shown`: by event number, the events that are told by themselves.
  TimelineLines(const FinishedRun& run, const TimelineOptions& options, std::vector<bool> shown);

  /// A blank line with the year, where it is another than the last item's.
  std::string year_of(SimTime time);
  /// One item: what happened, why, what it changed.
  std::string item(const TimelineItem& item);
  /// Several items told together, in order of time.
  std::string fold(std::span<const TimelineItem* const> items);
  /// An event in itself: who, to whom, what, with attributes and terms.
  std::string what_happened(const EventRecord& event) const;

 private:
  std::string head(SimTime time, const EventRecord* event, const std::string& what,
                   const std::string& because = {}, bool may_drop = false) const;
  std::string below(const std::string& text) const;
  std::string date(SimTime time) const;
  std::string days(SimTime from, SimTime to) const;

  std::string attributes_of(const EventRecord& event) const;
  std::string terms_of(const EventRecord& event, bool is_made) const;
  std::string why(const TimelineItem& item);
  std::string because_of(std::uint32_t cause, SimTime time) const;
  std::string engine_reason(const EventRecord& event) const;
  std::string channel_text(const Note& note) const;
  std::string note_text(const TimelineItem& item) const;
  std::string rung_text(const RungChange& change) const;
  std::string what_if_text(const TimelineItem& item) const;
  std::string reference(std::uint32_t number) const;
  std::string change_of(const Write& net) const;
  std::string changes_of(std::span<const Write* const> writes) const;
  std::string main_changes_of(std::span<const Write* const> writes) const;
  std::string sums_of(std::span<const TimelineItem* const> items) const;
  std::string kind_text(const TimelineItem& item) const;
  std::string fold_text(const std::vector<std::vector<const TimelineItem*>>& kinds,
                        bool with_sums) const;
  std::string group_text(std::span<const TimelineItem* const> items, bool in_detail) const;
  std::string about_once(const std::string& id, std::string_view about, const std::string& line);

  FinishedRun run_;
  TimelineOptions options_;
  Palette palette_;
  std::vector<bool> shown_;
  bool long_ = false;     // told in summary
  bool seconds_ = false;  // short scenarios show seconds
  std::string year_;
  std::set<std::string> explained_;  // rules whose `about` was shown
};

}  // namespace brink
