#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/report/timeline_lines.h"

namespace brink {
namespace {

constexpr std::size_t kMostChanges = 8;     // told of one item, unless all is asked for
constexpr std::size_t kFewToldShortly = 4;  // a shorter fold does not say what it changed
constexpr std::size_t kMostPairs = 4;       // told of one kind

std::string rung_name(const Program& program, double height) {
  const int index = rung_index(program, height);
  if (index < 0) return "no rung";
  const auto& rung = program.rungs[static_cast<std::size_t>(index)];
  return fmt::format("{} {}", short_number(rung.at), rung.name);
}

// what became of each variable, in the order they were first written
std::vector<Write> net_changes(std::span<const Write* const> writes) {
  std::vector<Write> nets;
  std::map<SlotId, std::size_t> place;
  for (const auto* write : writes) {
    const auto [known, is_new] = place.emplace(write->slot, nets.size());
    if (is_new) nets.push_back(*write);
    nets[known->second].after = write->after;
  }
  std::erase_if(nets, [](const Write& net) { return net.before.whole == net.after.whole; });
  return nets;
}

}  // namespace

std::string TimelineLines::change_of(const Write& net, bool rough) const {
  const auto& info = run_.program().slots[net.slot];
  const auto change = change_text(run_.program(), info.type, net.before, net.after, rough);
  if (change.empty()) return {};
  return quantity_text(slot_name(run_.program(), net.slot), change, info.unit);
}

std::string TimelineLines::changes_of(std::span<const Write* const> writes) const {
  const auto nets = net_changes(writes);
  const auto most = options_.all ? nets.size() : std::min(nets.size(), kMostChanges);
  std::string text;
  for (std::size_t i = 0; i < most; ++i) {
    text += (i > 0 ? ", " : "") + change_of(nets[i], false);
  }
  if (most < nets.size()) text += fmt::format(", and {} more changes", nets.size() - most);
  return text;
}

// the greatest changes that fit on one line
std::string TimelineLines::main_changes_of(std::span<const Write* const> writes) const {
  auto nets = net_changes(writes);
  const auto share = [&](const Write& net) {
    if (run_.program().slots[net.slot].type != ValueType::number) return 2.0;
    const double size = std::max(std::fabs(net.before.number), std::fabs(net.after.number));
    return size > 0 ? std::fabs(net.after.number - net.before.number) / size : 0;
  };
  std::stable_sort(nets.begin(), nets.end(),
                   [&](const Write& a, const Write& b) { return share(a) > share(b); });
  std::string text;
  for (const auto& net : nets) {
    const auto change = change_of(net, true);
    if (change.empty()) continue;
    const auto longer = text + (text.empty() ? "" : ", ") + change;
    if (kIndent + columns(longer) > options_.width) break;
    text = longer;
  }
  return text;
}

std::string TimelineLines::rung_text(const RungChange& change) const {
  const auto& program = run_.program();
  return fmt::format("{} – {} {}: {} → {}", actor_name(program, change.a),
                     actor_name(program, change.b), change.after > change.before ? "rise" : "fall",
                     rung_name(program, change.before), rung_name(program, change.after));
}

std::string TimelineLines::note_text(const TimelineItem& item) const {
  const auto& program = run_.program();
  const auto& note = *item.note;
  if (note.kind == Note::Kind::outcome) {
    return "outcome reached: " + palette_.bold(words(program.outcomes[note.index].name));
  }
  const auto& rule = program.rules[note.index];
  const std::string who =
      note.self == kNobody ? "" : fmt::format("{}: ", actor_name(program, note.self));
  const auto name = who + words(rule.name);
  const auto cause = because_of(note.cause, item.time);
  switch (note.kind) {
    case Note::Kind::condition:
      return fmt::format("{} becomes true{}", name, cause);
    case Note::Kind::decided: {
      const auto chance =
          note.probability < 1 ? fmt::format(" ({:.0f} %)", note.probability * 100) : std::string();
      return fmt::format("{} · chose {}{}{}", name, words(rule.options[note.option].name), chance,
                         cause);
    }
    case Note::Kind::cancelled:
      return fmt::format("{} dropped: the offer was closed meanwhile{}", name, cause);
    case Note::Kind::given_up:
      return fmt::format("{} given up: it no longer holds{}", name, cause);
    case Note::Kind::no_option:
      return fmt::format("{}: no option was possible{}", name, cause);
    default:
      return fmt::format("{} had no effect: nothing open to answer{}", name, cause);
  }
}

// sums of what can be counted: " (size 1,240 drones, hits 322 drones)"
std::string TimelineLines::sums_of(std::span<const TimelineItem* const> items) const {
  if (items.front()->kind != TimelineItem::Kind::event) return {};
  const auto& infos = run_.program().types[items.front()->event->type].attributes;
  std::string text;
  for (std::size_t a = 0; a < infos.size(); ++a) {
    if (infos[a].type != ValueType::number || infos[a].unit.empty()) continue;
    double sum = 0;
    bool is_count = true;
    for (const auto* item : items) {
      const double x = run_.log->attribute(*item->event, a).number;
      is_count = is_count && x == std::floor(x);
      sum += x;
    }
    if (!is_count) continue;
    text += (text.empty() ? "" : ", ") +
            quantity_text(words(infos[a].id), short_number(sum), infos[a].unit);
  }
  return text.empty() ? text : " (" + text + ")";
}

// "Ukraine → Russia 8, Russia → Ukraine 6"
std::string TimelineLines::parties_of(std::span<const TimelineItem* const> items) const {
  if (items.front()->kind != TimelineItem::Kind::event) return {};
  const auto& program = run_.program();
  std::map<std::pair<ActorId, ActorId>, std::size_t> counts;
  for (const auto* item : items) ++counts[{item->event->source, item->event->target}];
  std::string text;
  std::size_t shown = 0;
  for (const auto& [pair, count] : counts) {
    if (pair.first == kNobody && pair.second == kNobody) continue;
    if (++shown > kMostPairs) return text + ", and others";
    const bool both = pair.first != kNobody && pair.second != kNobody;
    text += fmt::format("{}{}{}{}{}", text.empty() ? "" : ", ", actor_name(program, pair.first),
                        both                    ? " → "
                        : pair.first == kNobody ? "→ "
                                                : "",
                        actor_name(program, pair.second),
                        counts.size() > 1 ? " " + short_count(count) : "");
  }
  return text;
}

// what an item is without its particulars
std::string TimelineLines::kind_text(const TimelineItem& item) const {
  switch (item.kind) {
    case TimelineItem::Kind::event:
      return words(run_.program().types[item.event->type].name);
    case TimelineItem::Kind::note: {
      TimelineItem plain = item;
      Note note = *item.note;
      note.cause = 0;
      plain.note = &note;
      return note_text(plain);
    }
    case TimelineItem::Kind::rung:
      return "step on the ladder";
    case TimelineItem::Kind::change:
      return item.rule == kNoId ? "change" : words(run_.program().rules[item.rule].name);
  }
  return {};
}

std::string TimelineLines::fold(std::span<const TimelineItem* const> items) {
  std::vector<std::vector<const TimelineItem*>> kinds;
  std::map<std::string, std::size_t> place;
  std::vector<const Write*> writes;
  for (const auto* item : items) {
    const auto [known, is_new] = place.emplace(kind_text(*item), kinds.size());
    if (is_new) kinds.emplace_back();
    kinds[known->second].push_back(item);
    writes.insert(writes.end(), item->writes.begin(), item->writes.end());
  }
  std::stable_sort(kinds.begin(), kinds.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  std::string text = "…";
  for (const auto& kind : kinds) {
    text += fmt::format("{}{} × {}{}", text == "…" ? " " : ", ", short_count(kind.size()),
                        kind_text(*kind.front()), sums_of(kind));
  }
  const auto parties = kinds.size() == 1 ? parties_of(kinds.front()) : std::string();
  if (!parties.empty()) text += " · " + parties;
  const auto when = days(items.front()->time, items.back()->time);
  const auto gap = kIndent - std::min(kIndent - 1, columns(when));
  return fmt::format("{}{}{}\n", palette_.dim(when), std::string(gap, ' '),
                     wrapped(text, kIndent, options_.width)) +
         (items.size() < kFewToldShortly ? "" : below(main_changes_of(writes)));
}

}  // namespace brink
