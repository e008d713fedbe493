// What the oracle tells of the past: events counted, rungs, offers and agreements, all from the
// log.
#include <algorithm>
#include <map>

#include "tests/support/oracle.h"

namespace brink::test {

bool Oracle::is_status(OfferId offer, const std::string& status, const Asked& a) const {
  const auto& roots = program_.roots;
  const std::map<std::string, TypeId> ends{{"accepted", roots.accept},
                                           {"refused", roots.refuse},
                                           {"withdrawn", roots.withdraw},
                                           {"lapsed", roots.lapse}};
  if (status != "open" && !ends.contains(status)) throw Unknown{};
  if (offer_state(*why_.run, offer).parties > 0) throw Unknown{};
  for (std::uint32_t n = 1; n <= a.events; ++n) {
    const auto& event = why_.log.events()[n - 1];
    if (event.offer == kNone) continue;
    const bool counters = is_a(program_, event.type, roots.counter) &&
                          offer_state(*why_.run, event.offer).parent == offer;
    if (counters) return false;
    for (const auto& [word, type] : ends) {
      if (event.offer == offer && is_a(program_, event.type, type)) return word == status;
    }
  }
  return status == "open";
}

bool Oracle::is_party(const std::string& word, ActorId actor, const Asked& a) const {
  if (word.empty()) return true;
  for (const auto& group : program_.groups) {
    if (group.id != word) continue;
    return std::find(group.members.begin(), group.members.end(), actor) != group.members.end();
  }
  const auto meant = actor_word(word, a);
  return meant && *meant == actor;
}

bool Oracle::matches(const Pattern& pattern, std::uint32_t number, const Asked& asked) const {
  const auto& event = why_.log.events()[number - 1];
  for (const auto& alternative : pattern.alternatives) {
    bool is_type = false;
    for (TypeId t = event.type; !is_type && t != kNoId; t = program_.types[t].parent) {
      const auto& name = program_.types[t].name;
      is_type = name == alternative.type || alternative.type.ends_with("." + name) ||
                name.ends_with("." + alternative.type);
    }
    if (!is_type || !is_party(alternative.from, event.source, asked) ||
        !is_party(alternative.to, event.target, asked)) {
      continue;
    }
    if (!alternative.where) return true;
    Asked inner{.at = event.time, .events = number, .event = number, .offer = event.offer};
    // what it read then is known only if nothing was written at that instant
    for (const auto& write : why_.log.writes()) inner.writes += write.time < event.time ? 1 : 0;
    if (of(*alternative.where, inner) == 1) return true;
  }
  return false;
}

double Oracle::history(const Expr& e, const Asked& a) const {
  const bool has_window = e.text == "count" && !e.args.empty();
  const double window = has_window ? of(e.args[0], a) : 0;
  double n = 0;
  std::uint32_t last = 0;
  for (std::uint32_t i = 1; i <= a.events; ++i) {
    if (!matches(*e.pattern, i, a)) continue;
    last = i;
    const auto age = static_cast<double>((a.at - why_.log.events()[i - 1].time).us);
    if (!has_window || age < window) ++n;
  }
  if (e.text == "count" || e.text == "total") return n;
  if (e.text == "since" && last != 0) {
    return static_cast<double>((a.at - why_.log.events()[last - 1].time).us);
  }
  throw Unknown{};
}

double Oracle::rung(ActorId x, ActorId y, const Asked& a) const {
  double highest = 0;
  for (std::uint32_t i = 1; i <= a.events; ++i) {
    const auto& event = why_.log.events()[i - 1];
    const bool between =
        (event.source == x && event.target == y) || (event.source == y && event.target == x);
    if (!between || !program_.types[event.type].has_rung) continue;
    if (event.time + program_.ladder_window > a.at) {
      highest = std::max(highest, program_.types[event.type].rung);
    }
  }
  return highest;
}

// accepted before, and neither run out nor ended since
double Oracle::in_force(const std::string& term, std::optional<std::pair<ActorId, ActorId>> pair,
                        const Asked& a) const {
  const auto t = static_cast<std::uint16_t>(
      std::find(program_.terms.begin(), program_.terms.end(), term) - program_.terms.begin());
  for (std::uint32_t i = 1; i <= a.events; ++i) {
    const auto& yes = why_.log.events()[i - 1];
    if (!is_a(program_, yes.type, program_.roots.accept) || yes.offer == kNone) continue;
    const auto& offer = offer_state(*why_.run, yes.offer);
    if (offer.parties > 0 || offer.covered != kAllTerms) throw Unknown{};
    if (offer_term(*why_.run, yes.offer, t) == 0) continue;
    const bool binds = !pair ||
                       (offer.proposer == pair->first && offer.recipient == pair->second) ||
                       (offer.proposer == pair->second && offer.recipient == pair->first);
    bool holds = binds;
    for (std::uint32_t k = i + 1; holds && k <= a.events; ++k) {
      const auto& event = why_.log.events()[k - 1];
      if (event.offer != yes.offer) continue;
      if (is_a(program_, event.type, program_.roots.expire)) holds = false;
      if (!is_a(program_, event.type, program_.roots.end)) continue;
      const auto& rule = program_.rules[event.maker];
      const auto& deeds = rule.chooses ? rule.options[event.option].deeds : rule.deeds;
      for (const auto& deed : deeds) {
        if (deed.kind == Deed::Kind::end && deed.emission.type == event.type && deed.term == t) {
          holds = false;
        }
      }
    }
    if (holds) return 1;
  }
  return 0;
}

}  // namespace brink::test
