#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/report/timeline_lines.h"

namespace brink {
namespace {

constexpr std::size_t kMostChanges = 8;       // told of one item, unless all is asked for
constexpr std::size_t kFewToldInDetail = 20;  // a shorter fold is one line
constexpr std::size_t kMoreColumns = 12;      // ", and 3 more"
constexpr std::size_t kMostMainChanges = 4;   // told of a fold
constexpr double kLeastShare = 0.05;          // of its range or size, that is told of a fold
constexpr std::size_t kMostKinds = 6;         // told of a fold

std::string rung_name(const Program& program, double height) {
  const int index = rung_index(program, height);
  if (index < 0) return "no rung";
  const auto& rung = program.rungs[static_cast<std::size_t>(index)];
  return fmt::format("{} {}", short_number(rung.at), rung.name);
}

// what an answer or an `end:` found wanting
std::string_view void_reason(const Program& program, const Note& note) {
  const auto& rule = program.rules[note.index];
  const auto& deeds = rule.chooses && note.option < rule.options.size()
                          ? rule.options[note.option].deeds
                          : rule.deeds;
  bool ends = false;
  for (const auto& deed : deeds) {
    ends = ends || deed.kind == Deed::Kind::end;
    const bool answers = deed.kind == Deed::Kind::accept || deed.kind == Deed::Kind::refuse ||
                         deed.kind == Deed::Kind::counter || deed.kind == Deed::Kind::withdraw;
    if (answers) return "nothing open to answer";
  }
  return ends ? "nothing was in force to end" : "nothing open to answer";
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

std::string TimelineLines::change_of(const Write& net) const {
  const auto& info = run_.program().slots[net.slot];
  const auto change = change_text(run_.program(), info.type, net.before, net.after, !options_.all);
  if (change.empty()) return {};
  return quantity_text(slot_name(run_.program(), net.slot), change, info.unit);
}

std::string TimelineLines::changes_of(std::span<const Write* const> writes) const {
  std::vector<std::string> changes;
  for (const auto& net : net_changes(writes)) {
    if (auto change = change_of(net); !change.empty()) changes.push_back(std::move(change));
  }
  const auto most = options_.all ? changes.size() : std::min(changes.size(), kMostChanges);
  std::string text;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto longer = text + (i > 0 ? ", " : "") + changes[i];
    // of a long run one line, with room to say that there is more
    const auto room = i + 1 == changes.size() ? 0 : kMoreColumns;
    const bool fits = !long_ || i == 0 || kIndent + columns(longer) + room <= options_.width;
    if (i >= most || !fits) return text + fmt::format(", and {} more", changes.size() - i);
    text = longer;
  }
  return text;
}

// the greatest changes that fit on one line, measured by the variable's range or size
std::string TimelineLines::main_changes_of(std::span<const Write* const> writes) const {
  auto nets = net_changes(writes);
  const auto share = [&](const Write& net) {
    const auto& info = run_.program().slots[net.slot];
    if (info.type != ValueType::number) return 2.0;
    const double range = info.high - info.low;
    const double size = std::isfinite(range) && range > 0
                            ? range
                            : std::max(std::fabs(net.before.number), std::fabs(net.after.number));
    return size > 0 ? std::fabs(net.after.number - net.before.number) / size : 0;
  };
  std::stable_sort(nets.begin(), nets.end(),
                   [&](const Write& a, const Write& b) { return share(a) > share(b); });
  std::string text;
  std::size_t told = 0;
  for (const auto& net : nets) {
    if (told == kMostMainChanges || share(net) < kLeastShare) break;
    const auto change = change_of(net);
    if (change.empty()) continue;
    const auto longer = text + (text.empty() ? "" : ", ") + change;
    if (kIndent + columns(longer) > options_.width) break;
    text = longer;
    ++told;
  }
  return text;
}

// in full: somebody wrote these values
std::string TimelineLines::what_if_text(const TimelineItem& item) const {
  const auto& program = run_.program();
  std::string text;
  for (const auto* write : item.writes) {
    const auto& info = program.slots[write->slot];
    const auto change = change_text(program, info.type, write->before, write->after);
    text += (text.empty() ? "" : ", ") +
            quantity_text(slot_name(program, write->slot), change, info.unit);
  }
  return palette_.bold("what if:") + " " + text;
}

std::string TimelineLines::rung_text(const RungChange& change) const {
  const auto& program = run_.program();
  return fmt::format("{} – {} {}: {} → {}", actor_name(program, change.a),
                     actor_name(program, change.b), change.after > change.before ? "rise" : "fall",
                     rung_name(program, change.before), rung_name(program, change.after));
}

// "open letter #3 reaches Russia by onward"
std::string TimelineLines::channel_text(const Note& note) const {
  const auto& program = run_.program();
  const auto& link = program.links[note.index];
  const auto channel = words(program.channels[link.channel].name);
  if (note.kind == Note::Kind::opened || note.kind == Note::Kind::closed) {
    return fmt::format("channel {} {}: {} – {}", channel,
                       note.kind == Note::Kind::opened ? "opens" : "closes",
                       actor_name(program, link.a), actor_name(program, link.b));
  }
  const auto& event = run_.log->events()[note.cause - 1];
  return fmt::format("{} #{} reaches {} by {}{}", words(program.types[event.type].name),
                     event.number, actor_name(program, note.self), channel,
                     note.kind == Note::Kind::arrived ? "" : ", on its way");
}

std::string TimelineLines::note_text(const TimelineItem& item) const {
  const auto& program = run_.program();
  const auto& note = *item.note;
  if (is_of_channel(note)) return channel_text(note);
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
      return options_.all ? name + cause : name;
    case Note::Kind::decided: {
      const auto chance =
          note.probability < 1 ? fmt::format(" {:.0f} %", note.probability * 100) : std::string();
      return fmt::format("{} · chose {}{}{}", name, words(rule.options[note.option].name), chance,
                         cause);
    }
    case Note::Kind::cancelled:
      return fmt::format("{} dropped: the offer was closed meanwhile{}", name, cause);
    case Note::Kind::given_up:
      return fmt::format("{} given up: it no longer holds{}", name, cause);
    case Note::Kind::nobody:
      return fmt::format("{}: nobody was there to receive it{}", name, cause);
    case Note::Kind::no_option:
      return fmt::format("{}: no option was possible{}", name, cause);
    default:
      return fmt::format("{} had no effect: {}{}", name, void_reason(program, note), cause);
  }
}

// sums of what can be counted: " (size 1,240 drones, hits 322 drones)"
std::string TimelineLines::sums_of(std::span<const TimelineItem* const> items) const {
  if (items.front()->kind != TimelineItem::Kind::event) return {};
  const auto& infos = run_.program().types[items.front()->event->type].attributes;
  std::string text;
  std::string said;
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
    const auto& unit = infos[a].unit;
    text += (text.empty() ? "" : ", ") +
            quantity_text(words(infos[a].id), short_number(sum), unit == said ? "" : unit);
    said = unit;
  }
  return text.empty() ? text : " (" + text + ")";
}

// "25 salvo Ukraine → Russia, 21 salvo Russia → Ukraine"; in short "46 salvo"
std::string TimelineLines::group_text(std::span<const TimelineItem* const> items,
                                      bool in_detail) const {
  const auto name = kind_text(*items.front());
  const auto plain = fmt::format("{} {}", short_count(items.size()), name);
  if (!in_detail || items.front()->kind != TimelineItem::Kind::event) return plain;
  const auto& program = run_.program();
  std::map<std::pair<ActorId, ActorId>, std::size_t> counts;
  for (const auto* item : items) ++counts[{item->event->source, item->event->target}];
  std::string text;
  for (const auto& [pair, count] : counts) {
    const bool both = pair.first != kNobody && pair.second != kNobody;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", short_count(count), name);
    if (both) {
      text += fmt::format(" {} → {}", actor_name(program, pair.first),
                          actor_name(program, pair.second));
    }
  }
  return counts.size() > 2 ? plain : text;
}

// what an item is without its particulars
std::string TimelineLines::kind_text(const TimelineItem& item) const {
  const auto& program = run_.program();
  switch (item.kind) {
    case TimelineItem::Kind::event:
      return words(program.types[item.event->type].name);
    case TimelineItem::Kind::note:
      if (is_of_channel(*item.note)) {
        const bool message = item.note->kind >= Note::Kind::handed_on;
        return message ? "message delivered" : "channel opened or closed";
      }
      return words(program.rules[item.note->index].name);
    case TimelineItem::Kind::rung:
      return "step on the ladder";
    case TimelineItem::Kind::change:
      return is_what_if(item) ? "what if" : words(program.rules[item.rule].name);
  }
  return {};
}

std::string TimelineLines::fold_text(const std::vector<std::vector<const TimelineItem*>>& kinds,
                                     bool with_sums) const {
  std::string text = "…";
  std::size_t others = 0;
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    if (k < kMostKinds) {
      text += (k == 0 ? " " : ", ") + group_text(kinds[k], k == 0);
      if (k == 0 && with_sums) text += sums_of(kinds[k]);
    } else {
      others += kinds[k].size();
    }
  }
  return others == 0 ? text : text + fmt::format(", {} other{}", others, others == 1 ? "" : "s");
}

std::string TimelineLines::fold(std::span<const TimelineItem* const> items) {
  std::vector<std::vector<const TimelineItem*>> kinds;
  std::map<std::pair<bool, std::string>, std::size_t> place;
  std::vector<const Write*> writes;
  for (const auto* item : items) {
    const auto [known, is_new] =
        place.emplace(std::pair(item->event == nullptr, kind_text(*item)), kinds.size());
    if (is_new) kinds.emplace_back();
    kinds[known->second].push_back(item);
    writes.insert(writes.end(), item->writes.begin(), item->writes.end());
  }
  // events before what else happened; of each the most frequent first
  std::stable_sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) {
    const bool a_is_event = a.front()->event != nullptr;
    const bool b_is_event = b.front()->event != nullptr;
    return a_is_event != b_is_event ? a_is_event : a.size() > b.size();
  });
  const bool is_small = items.size() < kFewToldInDetail;
  auto text = fold_text(kinds, true);
  if (is_small && kIndent + columns(text) > options_.width) text = fold_text(kinds, false);
  const auto when = days(items.front()->time, items.back()->time);
  const auto gap = kIndent - std::min(kIndent - 1, columns(when));
  return fmt::format("{}{}{}\n", palette_.dim(when), std::string(gap, ' '),
                     wrapped(text, kIndent, options_.width)) +
         (is_small ? "" : below(main_changes_of(writes)));
}

}  // namespace brink
