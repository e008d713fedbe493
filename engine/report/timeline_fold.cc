#include "engine/report/timeline_fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace brink {
namespace {

using Kind = TimelineItem::Kind;

constexpr std::size_t kFewest = 4;  // items of a kind that is worth folding

enum class Weight { light, middling, heavy };

Weight weight_of(const TimelineItem& item) {
  if (item.rung || item.kind == Kind::rung) return Weight::middling;
  if (item.kind != Kind::event) return Weight::light;
  const auto& event = *item.event;
  if (event.origin == Origin::engine) return Weight::middling;
  const bool heavy =
      event.offer != kNone || event.option != 0xFF || event.origin == Origin::schedule;
  return heavy ? Weight::heavy : Weight::light;
}

bool is_outcome(const TimelineItem& item) {
  return item.kind == Kind::note && item.note->kind == Note::Kind::outcome;
}

struct Group {
  std::size_t count = 0;
  Weight weight = Weight::light;
  std::size_t first = 0;  // item
  bool folds = false;
};

// about 2.5 lines for an item told by itself, 2 for a stretch told in summary
std::size_t lines_taken(const std::vector<std::size_t>& group_of,
                        const std::vector<Group>& groups) {
  std::size_t halves = 0;
  bool in_fold = false;
  for (std::size_t i = 0; i < group_of.size(); ++i) {
    const auto& group = groups[group_of[i]];
    const bool folds = group.folds && group.first != i;
    if (!folds) halves += 5;
    if (folds && !in_fold) halves += 4;
    in_fold = folds;
  }
  return halves / 2;
}

// the groups that may fold, in the order they do
std::vector<std::size_t> order_of(const std::vector<Group>& groups,
                                  const std::vector<TimelineItem>& items) {
  std::vector<std::size_t> order;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (groups[g].count >= kFewest && !is_outcome(items[groups[g].first])) order.push_back(g);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (groups[a].weight != groups[b].weight) return groups[a].weight < groups[b].weight;
    return groups[a].count > groups[b].count;
  });
  return order;
}

}  // namespace

std::string kind_of(const Program& program, const TimelineItem& item) {
  switch (item.kind) {
    case Kind::event:
      return fmt::format("event {} {}", program.types[item.event->type].name,
                         static_cast<int>(weight_of(item)));
    case Kind::note:
      return fmt::format("note {} {}", static_cast<int>(item.note->kind), item.note->index);
    case Kind::change:
      return fmt::format("change {}", item.rule);
    case Kind::rung:
      return "rung";
  }
  return {};
}

std::vector<bool> folded_items(const Program& program, const std::vector<TimelineItem>& items,
                               std::size_t lines) {
  std::map<std::string, std::size_t> ids;
  std::vector<Group> groups;
  std::vector<std::size_t> group_of;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto [known, is_new] = ids.emplace(kind_of(program, items[i]), groups.size());
    if (is_new) groups.push_back({.weight = weight_of(items[i]), .first = i});
    ++groups[known->second].count;
    group_of.push_back(known->second);
  }
  for (const auto g : order_of(groups, items)) {
    const auto limit = groups[g].weight == Weight::heavy ? 2 * lines : lines;
    if (lines_taken(group_of, groups) <= limit) break;
    groups[g].folds = true;
  }
  std::vector<bool> result(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& group = groups[group_of[i]];
    result[i] = group.folds && group.first != i;
  }
  return result;
}

}  // namespace brink
