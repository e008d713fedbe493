#include <algorithm>

#include "engine/run/history.h"
#include "engine/run/messages.h"
#include "engine/run/parties.h"

// who knows of an event as it happens
namespace brink {

std::uint32_t routes_of(const Run& run, const EventRecord& event) {
  const auto& program = *run.program;
  if (program.channels.empty() || event.origin == Origin::engine || event.source == kNobody ||
      event.target == kNobody || event.source == event.target) {
    return kNone;
  }
  const auto via = program.types[event.type].via;
  if (via != kNone) return via;
  if (event.is_public) return kNone;
  for (auto id = event.offer; id != kNone; id = offer_state(run, id).parent) {
    const auto of_offer = program.types[offer_state(run, id).type].via;
    if (of_offer != kNone) return of_offer;
  }
  return 0;
}

bool knows_at_once(const Run& run, const EventRecord& event, bool travels, ActorId actor) {
  if (actor == event.source) return true;
  const auto& program = *run.program;
  const bool by_engine = event.origin == Origin::engine;
  if (by_engine && event.type == program.roots.undelivered) return false;
  if (by_engine && !event.is_public && event.about == kNoId) {
    // who never got an offer does not know that it has lapsed
    return knows_offer(run, event.offer, actor);
  }
  if (actor == event.target) return !travels;
  const bool of_all = is_a(program, event.type, program.roots.withdraw) ||
                      is_a(program, event.type, program.roots.end);
  if (of_all && !travels && !event.is_public) return knows_offer(run, event.offer, actor);
  return event.is_public && program.types[event.type].audience == kNone;
}

void know_at_once(Run& run, const EventRecord& event, const Attributes& attributes) {
  const auto& asked = run.program->knowledge_of_type[event.type];
  if (asked.empty()) return;
  const bool travels = routes_of(run, event) != kNone;
  auto& knowers = run.listeners;
  knowers.clear();
  for (const auto id : asked) {
    const auto& own = run.program->tallies[id].knowers;
    knowers.insert(knowers.end(), own.begin(), own.end());
  }
  std::sort(knowers.begin(), knowers.end());
  knowers.erase(std::unique(knowers.begin(), knowers.end()), knowers.end());
  for (const auto actor : knowers) {
    if (knows_at_once(run, event, travels, actor)) record_knowledge(run, event, attributes, actor);
  }
}

bool knows_offer(const Run& run, OfferId id, ActorId actor) {
  const auto& offer = offer_state(run, id);
  if (offer.status == OfferStatus::unsent || offer.status == OfferStatus::void_) return false;
  if (actor == offer.proposer) return true;
  if (offer.parties == 0) return actor == offer.recipient && offer.is_delivered;
  const auto parties = parties_of(run, id);
  return std::any_of(parties.begin(), parties.end(), [&](const OfferParty& party) {
    return party.actor == actor && party.status != PartyStatus::unsent &&
           party.status != PartyStatus::missed;
  });
}

}  // namespace brink
