#include "engine/program/event_flow.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace brink {
namespace {

constexpr std::size_t kMaxFlowWork = 20'000'000;  // actors looked at for sorts and triggers

using SortKey = std::tuple<TypeId, ActorSet, ActorSet>;
using TriggerKey = std::tuple<TypeId, std::uint8_t, std::uint16_t, std::uint8_t, std::uint16_t,
                              bool, std::uint8_t, std::uint16_t>;

// who there is at each place that makes events, and what it makes
class Builder {
 public:
  Builder(const Program& program, GroupSets& groups, EventFlow& flow)
      : program_(program), groups_(groups), flow_(flow) {}

  void run() {
    flow_.is_made.resize(program_.types.size());
    flow_.sorts_of_type.resize(program_.types.size());
    find_selves();
    emissions();
    find_parties();
    for (const auto& [rule, deed] : answers_) add_answer(rule, *deed);
    add_engine();
    add_channels();
    add_triggers();
    add_matches();
  }

 private:
  void find_selves();
  void emissions();
  void find_parties();
  void add_deeds(std::uint32_t rule, const std::vector<CompiledDeed>& deeds, Scene scene,
                 bool guarded);
  void add_emission(Making making, const Emission& emission, const Scene& scene);
  void add_answer(std::uint32_t rule, const CompiledDeed& deed);
  bool lapses_by_deed(TypeId type) const;
  void add_engine();
  void add_channels();
  void add(Making making, ActorSet sources, ActorSet targets);
  void add_triggers();
  void add_matches();
  bool is_certain(const Trigger& trigger, const EventSort& sort);
  bool covers(const ActorMatch& match, const ActorSet& set);

  const Program& program_;
  GroupSets& groups_;
  EventFlow& flow_;
  std::vector<ActorSet> selves_;  // by process
  ActorSet parties_;              // of offers
  std::vector<std::pair<std::uint32_t, const CompiledDeed*>> answers_;
  std::map<SortKey, std::uint32_t> sort_ids_;
};

void Builder::find_selves() {
  selves_.resize(program_.processes.size());
  for (const auto& instance : program_.instances) {
    if (instance.self == kNobody) continue;
    auto& members = selves_[instance.process].members;
    if (members.size() <= instance.self) members.resize(instance.self + 1U);
    members[instance.self] = true;
  }
}

void Builder::add(Making making, ActorSet sources, ActorSet targets) {
  const auto next = static_cast<std::uint32_t>(flow_.sorts.size());
  const auto [known, is_new] = sort_ids_.emplace(SortKey(making.type, sources, targets), next);
  if (is_new) {
    flow_.sorts.push_back({making.type, std::move(sources), std::move(targets)});
    flow_.sorts_of_type[making.type].push_back(next);
    flow_.is_made[making.type] = true;
  }
  making.sort = known->second;
  flow_.makings.push_back(making);
}

// a pick that may find nobody, or one whose words are not known to mean anybody
bool is_unsure(const Program& program, NodeId node) {
  if (node == kNone) return false;
  switch (program.nodes[node].op) {
    case Op::constant:
    case Op::self:
    case Op::other:
    case Op::each:
    case Op::loop:
    case Op::rival:
    case Op::source:
    case Op::target:
      return false;
    case Op::pick:
      return program.nodes[node].count > 0;
    default:
      return true;
  }
}

void Builder::add_emission(Making making, const Emission& emission, const Scene& scene) {
  making.type = emission.type;
  making.emission = &emission;
  making.delayed = !is_at_once(program_, emission.after);
  making.guarded =
      making.guarded || is_unsure(program_, emission.from) || is_unsure(program_, emission.to);
  auto sources = actors_of(program_, emission.from, scene, groups_);
  auto targets = actors_of(program_, emission.to, scene, groups_);
  for (const auto other : emission.others) {
    targets.add(actors_of(program_, other, scene, groups_));
  }
  // nobody makes an offer to itself
  const bool is_offer = program_.types[emission.type].is_offer;
  making.guarded = making.guarded || (is_offer && sources.meets(targets));
  add(making, std::move(sources), std::move(targets));
}

void Builder::add_deeds(std::uint32_t rule, const std::vector<CompiledDeed>& deeds, Scene scene,
                        bool guarded) {
  for (const auto& deed : deeds) {
    if (deed.kind == Deed::Kind::assign) continue;
    if (deed.kind == Deed::Kind::loop) {
      Scene inner = scene;
      inner.loop[deed.loop] = &groups_.of(deed.group);
      add_deeds(rule, deed.deeds, inner, guarded || deed.value != kNone);
    } else if (deed.kind == Deed::Kind::emit) {
      add_emission({.owner = rule, .at = deed.at, .guarded = guarded}, deed.emission, scene);
    } else {
      answers_.emplace_back(rule, &deed);
    }
  }
}

void Builder::emissions() {
  for (std::uint32_t i = 0; i < program_.schedule.size(); ++i) {
    const auto at = program_.scenario.schedule[i].label.at;
    add_emission({.by = Making::By::schedule, .owner = i, .at = at}, program_.schedule[i].emission,
                 {});
  }
  for (std::uint32_t i = 0; i < program_.processes.size(); ++i) {
    const auto at = program_.scenario.processes[i].label.at;
    const Scene scene{.self = &selves_[i], .other = &selves_[i]};
    add_emission({.by = Making::By::process, .owner = i, .at = at}, program_.processes[i].emission,
                 scene);
  }
  for (std::uint32_t i = 0; i < program_.rules.size(); ++i) {
    const auto& cast = program_.casts[i];
    const Scene scene{
        .self = &cast.self, .other = &cast.self, .source = &cast.source, .target = &cast.target};
    add_deeds(i, program_.rules[i].deeds, scene, false);
    for (const auto& option : program_.rules[i].options) add_deeds(i, option.deeds, scene, true);
  }
}

// anyone who makes or gets offers
void Builder::find_parties() {
  for (const auto& sort : flow_.sorts) {
    if (!program_.types[sort.type].is_offer) continue;
    parties_.add(sort.sources);
    parties_.add(sort.targets);
  }
}

// an answer goes from who responds to the other party of an offer; each offer has one answer, so
// that nothing is sure to be answered
void Builder::add_answer(std::uint32_t rule, const CompiledDeed& deed) {
  const auto& self = program_.casts[rule].self;
  add({.owner = rule, .at = deed.at, .type = deed.emission.type, .guarded = true},
      self.empty() ? parties_ : self, parties_);
}

// some deed gives offers of a type a deadline of their own
bool Builder::lapses_by_deed(TypeId type) const {
  return std::any_of(flow_.makings.begin(), flow_.makings.end(),
                     [&](const Making& making) {
                       return making.type == type && making.emission != nullptr &&
                              making.emission->lapses != kNone;
                     }) ||
         std::any_of(answers_.begin(), answers_.end(), [&](const auto& answer) {
           return answer.second->emission.type == type && answer.second->emission.lapses != kNone;
         });
}

// messages fail, and become known
void Builder::add_channels() {
  if (program_.channels.empty()) return;
  const auto& roots = program_.roots;
  const auto& channels = program_.channels;
  const bool leaks = std::any_of(channels.begin(), channels.end(),
                                 [](const Channel& c) { return c.leaks != kNone; });
  const bool reveals =
      std::any_of(channels.begin(), channels.end(), [](const Channel& c) { return c.is_public; });
  ActorSet net;
  net.members.resize(program_.actors.size());
  for (const auto actor : program_.net) net.members[actor] = true;
  const auto sorts = flow_.sorts;
  for (const auto& sort : sorts) {
    if (!may_travel(program_, flow_, sort.type)) continue;
    Making making{.by = Making::By::engine, .owner = sort.type, .guarded = true, .delayed = true};
    making.type = roots.undelivered;
    add(making, sort.sources, sort.targets);
    making.type = roots.leak;
    if (leaks) add(making, net, sort.targets);
    making.type = roots.reveal;
    if (reveals) add(making, net, sort.targets);
  }
}

// what the engine makes goes between an offer's parties
void Builder::add_engine() {
  const auto& roots = program_.roots;
  bool accepted = false;
  for (TypeId t = roots.accept; t <= program_.types[roots.accept].last; ++t) {
    accepted = accepted || flow_.is_made[t];
  }
  for (TypeId t = roots.offer; t <= program_.types[roots.offer].last; ++t) {
    if (!flow_.is_made[t]) continue;
    const Making making{.by = Making::By::engine, .owner = t, .guarded = true, .delayed = true};
    if (program_.types[t].lapses != kNone || lapses_by_deed(t)) {
      auto lapse = making;
      lapse.type = roots.lapse;
      add(lapse, parties_, parties_);
    }
    if (program_.types[t].lasts != kNone && accepted) {
      auto expire = making;
      expire.type = roots.expire;
      add(expire, parties_, parties_);
    }
  }
}

void Builder::add_triggers() {
  std::map<TriggerKey, std::uint32_t> ids;
  flow_.triggers_of_rule.resize(program_.rules.size());
  for (std::size_t r = 0; r < program_.rules.size(); ++r) {
    const auto& rule = program_.rules[r];
    for (const auto& alternative : rule.pattern.alternatives) {
      const bool asks = alternative.where != kNone || alternative.of != kNoId;
      const Trigger trigger{alternative.type, alternative.from, alternative.to, asks,
                            rule.responder,   rule.responder_id};
      const TriggerKey key(trigger.type, static_cast<std::uint8_t>(trigger.from.kind),
                           trigger.from.id, static_cast<std::uint8_t>(trigger.to.kind),
                           trigger.to.id, trigger.asks, static_cast<std::uint8_t>(rule.responder),
                           rule.responder_id);
      const auto next = static_cast<std::uint32_t>(flow_.triggers.size());
      const auto [known, is_new] = ids.emplace(key, next);
      if (is_new) flow_.triggers.push_back(trigger);
      flow_.triggers_of_rule[r].push_back(known->second);
    }
  }
}

// every actor that can be there is one the match allows
bool Builder::covers(const ActorMatch& match, const ActorSet& set) {
  if (match.kind == ActorMatch::Kind::anybody) return true;
  if (set.nobody) return false;
  if (match.kind == ActorMatch::Kind::group) return set.within(groups_.of(match.id));
  for (std::size_t i = 0; i < set.members.size(); ++i) {
    if (set.members[i] && i != match.id) return false;
  }
  return true;
}

bool Builder::is_certain(const Trigger& trigger, const EventSort& sort) {
  if (trigger.asks || !covers(trigger.from, sort.sources) || !covers(trigger.to, sort.targets)) {
    return false;
  }
  switch (trigger.responder) {
    case Responder::world:
      return true;
    case Responder::source:
      return !sort.sources.nobody;
    case Responder::target:
      return !sort.targets.nobody && !may_travel(program_, flow_, sort.type);
    case Responder::actor:
    case Responder::group:
      return program_.types[sort.type].is_public && program_.types[sort.type].audience == kNone &&
             !may_travel(program_, flow_, sort.type);
  }
  return false;
}

void Builder::add_matches() {
  const auto actors = program_.actors.size();
  std::size_t work = 0;
  for (std::uint32_t t = 0; t < flow_.triggers.size(); ++t) {
    const auto& trigger = flow_.triggers[t];
    const bool asks_group =
        trigger.from.kind == ActorMatch::Kind::group || trigger.to.kind == ActorMatch::Kind::group;
    for (TypeId type = trigger.type; type <= program_.types[trigger.type].last; ++type) {
      work += 1 + flow_.sorts_of_type[type].size() * (asks_group ? 1 + actors : 1);
      for (const auto s : flow_.sorts_of_type[type]) {
        const auto& sort = flow_.sorts[s];
        if (work > kMaxFlowWork) {
          flow_.is_complete = false;
          return;
        }
        if (!allows(trigger.from, sort.sources, groups_) ||
            !allows(trigger.to, sort.targets, groups_)) {
          continue;
        }
        work += actors;
        if (!can_respond(program_, trigger, sort, groups_)) continue;
        flow_.matches.push_back({s, t, is_certain(trigger, sort)});
      }
    }
  }
}

}  // namespace

EventFlow event_flow(const Program& program, GroupSets& groups) {
  EventFlow flow;
  Builder(program, groups, flow).run();
  return flow;
}

bool is_at_once(const Program& program, NodeId after) {
  if (after == kNone) return true;
  const auto& node = program.nodes[after];
  return node.op == Op::constant && node.constant.whole == 0;
}

bool is_never(const Program& program, NodeId id) {
  if (id == kNone) return false;
  const auto& node = program.nodes[id];
  if (node.op != Op::constant) return false;
  return node.type == ValueType::number ? node.constant.number <= 0 : node.constant.whole == 0;
}

// written out and never in the way: `true`, a chance of 1
static bool is_always(const Program& program, NodeId id) {
  if (id == kNone) return true;
  const auto& node = program.nodes[id];
  if (node.op != Op::constant) return false;
  return node.type == ValueType::number ? node.constant.number >= 1 : node.constant.whole == 1;
}

bool is_guarded(const Program& program, const Rule& rule) {
  // deeds that answer an offer are void, all of them, once it is closed
  return rule.answers || rule.chooses || !is_always(program, rule.condition) ||
         !is_always(program, rule.chance) || !is_always(program, rule.still);
}

}  // namespace brink
