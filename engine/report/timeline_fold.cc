#include "engine/report/timeline_fold.h"

#include <algorithm>
#include <map>

namespace brink {
namespace {

using Kind = TimelineItem::Kind;
using NoteKind = Note::Kind;
using Pair = std::pair<ActorId, ActorId>;

constexpr std::size_t kFew = 3;  // events of a type that is never folded

bool concerns_public_offer(const FinishedRun& run, const EventRecord& event) {
  return event.offer != kNone && offer_state(*run.run, event.offer).is_public;
}

bool is_of_an_offers_life(const Program& program, const EventRecord& event) {
  const auto& roots = program.roots;
  const auto is = [&](TypeId root) { return is_a(program, event.type, root); };
  return is(roots.offer) || is(roots.accept) || is(roots.refuse) || is(roots.withdraw) ||
         is(roots.lapse) || is(roots.expire) || is(roots.end) || is(roots.reveal) ||
         is(roots.undelivered);
}

// a note or change that only a reader of everything wants to see
bool came_to_nothing(const FinishedRun& run, const TimelineItem& item) {
  if (item.kind != Kind::note) return false;
  const auto& note = *item.note;
  switch (note.kind) {
    case NoteKind::outcome:
    case NoteKind::decided:
    case NoteKind::opened:
    case NoteKind::closed:
    case NoteKind::handed_on:
    case NoteKind::arrived:
      return false;
    case NoteKind::condition:
      return item.writes.empty();
    default:
      return !run.program().rules[note.index].answers || note.cause == 0 ||
             !concerns_public_offer(run, run.log->events()[note.cause - 1]);
  }
}

// the highest rung of each pair, and of all
class Heights {
 public:
  explicit Heights(const FinishedRun& run) {
    for (const auto& event : run.log->events()) {
      const auto& type = run.program().types[event.type];
      if (!type.has_rung || event.source == kNobody || event.target == kNobody) continue;
      const int rung = rung_index(run.program(), type.rung);
      auto& highest = of_pair_[Pair(std::minmax(event.source, event.target))];
      highest = std::max(highest, rung);
      highest_ = std::max(highest_, rung);
    }
  }
  bool in_upper_half(Pair pair) const {
    const auto known = of_pair_.find(pair);
    return known != of_pair_.end() && 2 * known->second > highest_;
  }

 private:
  std::map<Pair, int> of_pair_;
  int highest_ = 0;
};

void drop_steps(const FinishedRun& run, std::vector<TimelineItem>& items) {
  if (!run.program().has_ladder) return;
  const Heights heights(run);
  const SimTime settled = SimTime{} + run.program().ladder_window;
  for (auto& item : items) {
    if (!item.rung || item.kind == Kind::rung) continue;
    if (item.time < settled || !heights.in_upper_half({item.rung->a, item.rung->b})) {
      item.rung.reset();
    }
  }
  std::erase_if(items, [](const TimelineItem& item) { return item.kind == Kind::rung; });
}

bool is_weighty(const FinishedRun& run, const std::vector<std::size_t>& counts,
                const TimelineItem& item) {
  if (item.kind == Kind::note) {  // the rest of what came to nothing is hidden already
    const auto kind = item.note->kind;
    if (kind == NoteKind::handed_on) return false;
    if (kind == NoteKind::arrived) {
      const auto& sent = run.log->events()[item.note->cause - 1];
      const bool rare = run.program().types[sent.type].is_offer && counts[sent.type] <= kFew;
      return rare || concerns_public_offer(run, sent);
    }
    return kind != NoteKind::condition && kind != NoteKind::decided;
  }
  if (item.kind != Kind::event) return is_what_if(item);
  const auto& event = *item.event;
  if (event.origin == Origin::engine) return concerns_public_offer(run, event);
  return item.rung || event.origin == Origin::schedule || counts[event.type] <= kFew ||
         (is_of_an_offers_life(run.program(), event) && concerns_public_offer(run, event));
}

// a stretch with one thing to tell is no shorter in summary
void show_lone_items(const std::vector<TimelineItem>& items, std::vector<Told>& told) {
  std::size_t lone = items.size();
  std::size_t count = 0;
  for (std::size_t i = 0; i <= items.size(); ++i) {
    if (i < items.size() && told[i] == Told::hidden) continue;
    if (i < items.size() && told[i] == Told::folded) {
      lone = i;
      ++count;
      continue;
    }
    if (count == 1) told[lone] = Told::shown;
    count = 0;
  }
}

}  // namespace

bool is_long(const FinishedRun& run, const TimelineOptions& options) {
  // an item takes about two and a half lines
  const auto items = run.log->events().size() + run.log->notes().size();
  return !options.all && 5 * items > 2 * options.lines;
}

bool is_effect(const TimelineItem& item) {
  return item.kind == Kind::change || (item.kind == Kind::note && !item.writes.empty());
}

std::vector<Told> told_of(const FinishedRun& run, const TimelineOptions& options,
                          std::vector<TimelineItem>& items) {
  const bool folds = is_long(run, options);
  if (folds) drop_steps(run, items);
  std::vector<Told> told(items.size(), Told::shown);
  if (options.all) return told;
  std::vector<std::size_t> counts(run.program().types.size());
  for (const auto& event : run.log->events()) ++counts[event.type];
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (came_to_nothing(run, items[i])) {
      told[i] = Told::hidden;
    } else if (folds && !is_weighty(run, counts, items[i])) {
      const bool counts_in = items[i].kind == Kind::event || is_effect(items[i]);
      told[i] = counts_in ? Told::folded : Told::hidden;
    }
  }
  if (folds) show_lone_items(items, told);
  return told;
}

}  // namespace brink
