#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/program/event_type.h"

namespace brink {

/// Which of many things with patterns (rules, tallies) an event may match, without asking those
/// whose patterns name other actors.
class EventIndex {
 public:
  struct Item {
    std::uint32_t id = 0;
    std::uint32_t place = 0;  // of the thing among those of its type: they keep that order
    bool is_sure = false;     // it matches every event that is looked up
  };

  EventIndex() = default;
  /// ids_of_type  what may match each type, in the order it is looked at
  /// patterns     by id
  /// Cost: O(patterns · types below each).
  EventIndex(const std::vector<EventType>& types,
             const std::vector<std::vector<std::uint32_t>>& ids_of_type,
             const std::vector<const EventPattern*>& patterns);

  /// Calls `each(Item)` for what may match an event, in order.
  /// Cost: O(what is called, log of the actors that patterns name).
  template <class Each>
  void for_each(TypeId type, ActorId source, ActorId target, const Each& each) const {
    const auto& own = of_type_[type];
    if (own.from.empty() && own.to.empty()) {
      for (const auto& item : own.any) each(item);
      return;
    }
    std::span<const Item> lists[] = {own.any, items_of(own.from, source), items_of(own.to, target)};
    for (;;) {
      std::span<const Item>* next = nullptr;
      for (auto& list : lists) {
        if (list.empty()) continue;
        if (next == nullptr || list.front().place < next->front().place) next = &list;
      }
      if (next == nullptr) return;
      each(next->front());
      *next = next->subspan(1);
    }
  }

 private:
  struct OfActor {
    ActorId actor = kNobody;
    std::vector<Item> items;
  };
  struct OfType {
    std::vector<Item> any;
    std::vector<OfActor> from;  // rising
    std::vector<OfActor> to;
  };

  static std::span<const Item> items_of(const std::vector<OfActor>& actors, ActorId actor) {
    const auto known = std::lower_bound(actors.begin(), actors.end(), actor,
                                        [](const OfActor& a, ActorId b) { return a.actor < b; });
    if (known == actors.end() || known->actor != actor) return {};
    return known->items;
  }

  std::vector<OfType> of_type_;
};

}  // namespace brink
