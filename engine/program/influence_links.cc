#include <algorithm>

#include "engine/program/influence_builder.h"

// what each thing of a scenario reads and does
namespace brink::internal {

// first values and laws; all values of a pair's variable share their expressions
void InfluenceBuilder::link_laws() {
  for (std::uint32_t i = 0; i < program_.lets.size(); ++i) {
    read(program_.lets[i], graph_.node_of_let[i], InfluenceKind::reads, {});
  }
  const PairInfo* pair = program_.pairs.data();
  const auto* const end = pair + program_.pairs.size();
  for (SlotId s = 0; s < program_.slots.size(); ++s) {
    const auto& slot = program_.slots[s];
    Scene scene;
    ActorSet owner;
    if (slot.other != kNobody) {
      while (pair != end && pair->first_slot < s) ++pair;
      if (pair == end || pair->first_slot != s) continue;
      scene.self = &groups_.of(pair->group);
      scene.other = scene.self;
    } else if (slot.owner != kNobody) {
      owner.members.resize(slot.owner + 1U);
      owner.members[slot.owner] = true;
      scene.self = &owner;
    }
    for (const auto node : {slot.initial, slot.speed, slot.rest}) {
      read(node, graph_.node_of_slot[s], InfluenceKind::reads, scene);
    }
  }
}

// how long offers wait and agreements hold, and their terms; types below share what they inherit
void InfluenceBuilder::link_types() {
  for (TypeId t = 0; t < program_.types.size(); ++t) {
    const auto node = graph_.node_of_type[t];
    const auto& type = program_.types[t];
    if (node == kNone) continue;
    const auto anybody = groups_.everybody();
    read(type.audience, node, InfluenceKind::reads, {.self = &anybody});
    if (!type.is_offer) continue;
    read(type.lapses, node, InfluenceKind::reads, {});
    read(type.lasts, node, InfluenceKind::reads, {});
    for (const auto& term : type.terms) read(term.value, node, InfluenceKind::reads, {});
  }
}

void InfluenceBuilder::link_emission(std::uint32_t maker, const Emission& emission,
                                     const Scene& scene) {
  for (const auto node :
       {emission.from, emission.to, emission.after, emission.concerning, emission.lapses}) {
    read(node, maker, InfluenceKind::reads, scene);
  }
  for (const auto other : emission.others) read(other, maker, InfluenceKind::reads, scene);
  for (const auto& value : emission.with) {
    read(value.value, maker, InfluenceKind::reads, scene);
    for (const auto& weight : value.weights)
      read(weight.weight, maker, InfluenceKind::reads, scene);
  }
  for (const auto& term : emission.terms) read(term.value, maker, InfluenceKind::reads, scene);
}

void InfluenceBuilder::link_schedule() {
  for (std::size_t i = 0; i < program_.schedule.size(); ++i) {
    const auto& entry = program_.schedule[i];
    read(entry.at, schedule_[i], InfluenceKind::rates, {});
    read(entry.condition, schedule_[i], InfluenceKind::gates, {});
    link_emission(schedule_[i], entry.emission, {});
  }
}

void InfluenceBuilder::link_processes() {
  std::vector<ActorSet> selves(program_.processes.size());
  for (const auto& instance : program_.instances) {
    if (instance.self == kNobody) continue;
    auto& members = selves[instance.process].members;
    if (members.size() <= instance.self) members.resize(instance.self + 1U);
    members[instance.self] = true;
  }
  for (std::size_t i = 0; i < program_.processes.size(); ++i) {
    const auto& process = program_.processes[i];
    const Scene scene{.self = &selves[i], .other = &selves[i]};
    read(process.gate, processes_[i], InfluenceKind::gates, scene);
    read(process.rate, processes_[i], InfluenceKind::rates, scene);
    read(process.every, processes_[i], InfluenceKind::rates, scene);
    link_emission(processes_[i], process.emission, scene);
  }
}

void InfluenceBuilder::link_assignment(std::uint32_t rule, const CompiledDeed& deed,
                                       const Scene& scene, bool guarded) {
  read(deed.value, rule, InfluenceKind::reads, scene);
  read(deed.actor, rule, InfluenceKind::reads, scene);
  std::vector<SlotId> slots;
  if (deed.slot != kNone) {
    slots.push_back(deed.slot);
  } else if (deed.pair != kNone) {
    const auto& node = program_.nodes[deed.pair];
    slots.push_back(program_.pairs[node.a].first_slot);
    read_children(node, rule, InfluenceKind::reads, scene);
  } else {
    slots = slots_of(deed.variable, actors_of(program_, deed.actor, scene, groups_));
  }
  for (const auto slot : slots)
    link(rule, graph_.node_of_slot[slot], InfluenceKind::writes, guarded);
}

void InfluenceBuilder::link_deeds(std::uint32_t rule, const std::vector<CompiledDeed>& deeds,
                                  Scene scene, bool guarded) {
  for (const auto& deed : deeds) {
    if (deed.kind == Deed::Kind::assign) {
      link_assignment(rule, deed, scene, guarded);
      continue;
    }
    if (deed.kind == Deed::Kind::loop) {
      Scene inner = scene;
      inner.loop[deed.loop] = &groups_.of(deed.group);
      read(deed.value, rule, InfluenceKind::gates, inner);
      link_deeds(rule, deed.deeds, inner, guarded || deed.value != kNone);
      continue;
    }
    read(deed.offer, rule, InfluenceKind::reads, scene);
    link_emission(rule, deed.emission, scene);
  }
}

void InfluenceBuilder::link_rules() {
  for (std::size_t i = 0; i < program_.rules.size(); ++i) {
    const auto& rule = program_.rules[i];
    const auto& cast = program_.casts[i];
    const Scene scene{
        .self = &cast.self, .other = &cast.self, .source = &cast.source, .target = &cast.target};
    const auto node = rules_[i];
    read(rule.when, node, InfluenceKind::triggers, scene);
    for (const auto& alternative : rule.pattern.alternatives) {
      read(alternative.where, node, InfluenceKind::gates, scene);
    }
    for (const auto gate : {rule.condition, rule.chance, rule.still}) {
      read(gate, node, InfluenceKind::gates, scene);
    }
    read(rule.after, node, InfluenceKind::reads, scene);
    read(rule.temperature, node, InfluenceKind::reads, scene);
    link_deeds(node, rule.deeds, scene, false);
    for (const auto& option : rule.options) {
      read(option.utility, node, InfluenceKind::reads, scene);
      read(option.condition, node, InfluenceKind::gates, scene);
      link_deeds(node, option.deeds, scene, true);
    }
  }
}

// from each type that is made to the rules that its events can set off
void InfluenceBuilder::link_triggers() {
  std::vector<std::vector<TypeId>> types(flow_.triggers.size());
  if (flow_.is_complete) {
    for (const auto& match : flow_.matches) {
      types[match.trigger].push_back(flow_.sorts[match.sort].type);
    }
  } else {
    for (std::size_t i = 0; i < types.size(); ++i) {
      const auto type = flow_.triggers[i].type;
      for (TypeId t = type; t <= program_.types[type].last; ++t) types[i].push_back(t);
    }
  }
  for (auto& list : types) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  for (std::size_t i = 0; i < program_.rules.size(); ++i) {
    const auto& rule = program_.rules[i];
    const bool guarded = is_guarded(program_, rule);
    const bool delayed = !is_at_once(program_, rule.after);
    for (const auto trigger : flow_.triggers_of_rule[i]) {
      const bool asks = guarded || flow_.triggers[trigger].asks;
      for (const auto type : types[trigger]) {
        link(graph_.node_of_type[type], rules_[i], InfluenceKind::triggers, asks, delayed);
      }
    }
  }
}

void InfluenceBuilder::link_makings() {
  for (const auto& making : flow_.makings) {
    using By = Making::By;
    const auto maker = making.by == By::schedule  ? schedule_[making.owner]
                       : making.by == By::process ? processes_[making.owner]
                       : making.by == By::rule    ? rules_[making.owner]
                                                  : graph_.node_of_type[making.owner];
    link(maker, graph_.node_of_type[making.type], InfluenceKind::emits, making.guarded,
         making.delayed);
  }
  // an agreement expires some time after it was accepted
  const auto& roots = program_.roots;
  for (TypeId t = roots.accept; t <= program_.types[roots.accept].last; ++t) {
    if (!flow_.is_made[t] || !flow_.is_made[roots.expire]) continue;
    link(graph_.node_of_type[t], graph_.node_of_type[roots.expire], InfluenceKind::emits, true,
         true);
  }
}

void InfluenceBuilder::link_results() {
  for (std::size_t i = 0; i < program_.outcomes.size(); ++i) {
    const auto& outcome = program_.outcomes[i];
    read(outcome.when, outcomes_[i], InfluenceKind::reads, {});
    if (outcome.when != kNone) continue;
    // `otherwise` is what is left by those that end a run
    for (std::size_t j = 0; j < program_.outcomes.size(); ++j) {
      if (j != i && program_.outcomes[j].stops)
        link(outcomes_[j], outcomes_[i], InfluenceKind::reads);
    }
  }
  for (std::size_t i = 0; i < program_.measures.size(); ++i) {
    const auto& measure = program_.measures[i];
    link_pattern(measure.pattern, measures_[i], InfluenceKind::counts);
    read(measure.value, measures_[i], InfluenceKind::reads, {});
    read(measure.instant, measures_[i], InfluenceKind::rates, {});
  }
}

// counters that name a term, and what ends it
void InfluenceBuilder::find_terms(const std::vector<CompiledDeed>& deeds) {
  for (const auto& deed : deeds) {
    find_terms(deed.deeds);
    if (deed.kind == Deed::Kind::end) terms_types_[deed.term].push_back(deed.emission.type);
    for (const auto& term : deed.emission.terms) {
      terms_types_[term.term].push_back(deed.emission.type);
    }
  }
}

// what puts a term in force and ends it: offers that name it, acceptances, its end
void InfluenceBuilder::link_terms() {
  if (std::all_of(terms_.begin(), terms_.end(), [](auto term) { return term == kNone; })) return;
  const auto& roots = program_.roots;
  for (TypeId t = roots.offer; t <= program_.types[roots.offer].last; ++t) {
    for (const auto& term : program_.types[t].terms) terms_types_[term.term].push_back(t);
  }
  for (const auto& making : flow_.makings) {
    if (making.emission == nullptr) continue;
    for (const auto& term : making.emission->terms) {
      terms_types_[term.term].push_back(making.type);
    }
  }
  for (const auto& rule : program_.rules) {
    find_terms(rule.deeds);
    for (const auto& option : rule.options) find_terms(option.deeds);
  }
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    const auto bring = [&](TypeId t) {
      if (flow_.is_made[t]) link(graph_.node_of_type[t], terms_[i], InfluenceKind::writes, true);
    };
    for (const auto t : terms_types_[i]) bring(t);
    for (TypeId t = roots.accept; t <= program_.types[roots.accept].last; ++t) bring(t);
    bring(roots.expire);
  }
}

// whatever happens to offers, and the events on the ladder
void InfluenceBuilder::link_offers() {
  const auto& roots = program_.roots;
  for (const auto root : {roots.offer, roots.accept, roots.refuse, roots.withdraw, roots.lapse}) {
    for (TypeId t = root; t <= program_.types[root].last; ++t) {
      if (flow_.is_made[t]) link(graph_.node_of_type[t], offers_, InfluenceKind::writes);
    }
  }
  for (TypeId t = 0; t < program_.types.size(); ++t) {
    if (flow_.is_made[t] && program_.types[t].has_rung) {
      link(graph_.node_of_type[t], ladder_, InfluenceKind::writes);
    }
  }
}

}  // namespace brink::internal
