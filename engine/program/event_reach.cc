#include <algorithm>

#include "engine/program/event_flow.h"

// who can learn of events, and by which channels
namespace brink {

bool can_respond(const Program& program, const Trigger& trigger, const EventSort& sort,
                 GroupSets& groups) {
  const bool own = sort.type == program.roots.undelivered;  // known to its source alone
  // carriers learn of what they hand on, and all of what leaks or is revealed
  const bool spreads = !own && (program.types[sort.type].is_public || program.keeps_secrets);
  const auto& place = program.place_in_net;
  switch (trigger.responder) {
    case Responder::world:
      return true;
    case Responder::source:
      return sort.sources.has_any();
    case Responder::target:
      return !own && sort.targets.has_any();
    case Responder::actor: {
      const auto id = trigger.responder_id;
      return spreads || sort.sources.has(id) ||
             (!own && (sort.targets.has(id) || place[id] != kNoId));
    }
    case Responder::group: {
      const auto& members = groups.of(trigger.responder_id);
      if (spreads || members.meets(sort.sources)) return true;
      if (own) return false;
      return members.meets(sort.targets) ||
             std::any_of(program.net.begin(), program.net.end(),
                         [&](ActorId actor) { return members.has(actor); });
    }
  }
  return true;
}

bool may_travel(const Program& program, const EventFlow& flow, TypeId type) {
  if (program.channels.empty()) return false;
  const auto& info = program.types[type];
  const auto& roots = program.roots;
  for (const auto root : {roots.lapse, roots.expire, roots.undelivered, roots.leak}) {
    if (is_a(program, type, root)) return false;
  }
  if (info.via != kNone || !info.is_public) return true;
  const bool answers = is_a(program, type, roots.accept) || is_a(program, type, roots.refuse) ||
                       is_a(program, type, roots.counter) || is_a(program, type, roots.withdraw) ||
                       is_a(program, type, roots.end);
  if (!answers) return false;
  for (TypeId t = roots.offer; t <= program.types[roots.offer].last; ++t) {
    if (flow.is_made[t] && !program.types[t].is_public) return true;
  }
  return false;
}

bool goes_by(const Program& program, const EventFlow& flow, TypeId type, std::uint32_t channel) {
  if (!may_travel(program, flow, type)) return false;
  const auto via = program.types[type].via;
  const auto& links = program.route_sets[via == kNone ? 0 : via].links;
  return std::any_of(links.begin(), links.end(),
                     [&](std::uint32_t link) { return program.links[link].channel == channel; });
}

bool carries_any(const Program& program, const EventFlow& flow, std::uint32_t channel) {
  for (TypeId t = 0; t < program.types.size(); ++t) {
    if (flow.is_made[t] && goes_by(program, flow, t, channel)) return true;
  }
  return false;
}

ActorSet ends_of_channel(const Program& program, std::uint32_t channel) {
  ActorSet ends;
  ends.members.resize(program.actors.size());
  for (const auto& link : program.links) {
    if (link.channel != channel) continue;
    ends.members[link.a] = true;
    ends.members[link.b] = true;
  }
  return ends;
}

}  // namespace brink
