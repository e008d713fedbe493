#include "engine/program/event_index.h"

namespace brink {
namespace {

bool is_of(const std::vector<EventType>& types, TypeId type, TypeId ancestor) {
  return type >= ancestor && type <= types[ancestor].last;
}

/// The one actor that all alternatives for a type name at one end; kNobody when there is none.
ActorId named(const EventPattern& pattern, const std::vector<EventType>& types, TypeId type,
              ActorMatch EventPattern::Alternative::*end) {
  ActorId actor = kNobody;
  for (const auto& alternative : pattern.alternatives) {
    if (!is_of(types, type, alternative.type)) continue;
    const auto& match = alternative.*end;
    if (match.kind != ActorMatch::Kind::actor) return kNobody;
    if (actor != kNobody && actor != match.id) return kNobody;
    actor = match.id;
  }
  return actor;
}

// only the first alternative that speaks of the type counts: a `where` before it may fail
bool is_sure(const EventPattern& pattern, const std::vector<EventType>& types, TypeId type) {
  for (const auto& alternative : pattern.alternatives) {
    if (!is_of(types, type, alternative.type)) continue;
    return alternative.of == kNoId && alternative.where == kNone &&
           alternative.from.kind == ActorMatch::Kind::anybody &&
           alternative.to.kind == ActorMatch::Kind::anybody;
  }
  return false;
}

template <class OfActor>
OfActor& place_of(std::vector<OfActor>& actors, ActorId actor) {
  const auto place = std::lower_bound(actors.begin(), actors.end(), actor,
                                      [](const OfActor& a, ActorId b) { return a.actor < b; });
  if (place != actors.end() && place->actor == actor) return *place;
  return *actors.insert(place, {actor, {}});
}

}  // namespace

EventIndex::EventIndex(const std::vector<EventType>& types,
                       const std::vector<std::vector<std::uint32_t>>& ids_of_type,
                       const std::vector<const EventPattern*>& patterns)
    : of_type_(types.size()) {
  for (TypeId type = 0; type < types.size(); ++type) {
    auto& own = of_type_[type];
    const auto& ids = ids_of_type[type];
    for (std::uint32_t place = 0; place < ids.size(); ++place) {
      const auto& pattern = *patterns[ids[place]];
      const Item item{ids[place], place, is_sure(pattern, types, type)};
      const auto from = named(pattern, types, type, &EventPattern::Alternative::from);
      const auto to = named(pattern, types, type, &EventPattern::Alternative::to);
      if (from != kNobody) {
        place_of(own.from, from).items.push_back(item);
      } else if (to != kNobody) {
        place_of(own.to, to).items.push_back(item);
      } else {
        own.any.push_back(item);
      }
    }
  }
}

}  // namespace brink
