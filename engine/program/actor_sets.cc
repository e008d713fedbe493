#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"

namespace brink::internal {

/// A place of the scenario that makes events of one type.
struct Compiler::EmitSite {
  TypeId type = 0;
  const Deed* deed = nullptr;      // null: an answer's other party, or made by the engine
  const RuleDecl* rule = nullptr;  // the rule it stands in
  const ProcessDecl* process = nullptr;
  bool from_responder = false;               // the source is who responds
  std::map<std::string, std::string> loops;  // name and group of each loop around it
};

ActorSet Compiler::all_actors() const {
  return {std::vector<bool>(program_.actors.size(), true), false};
}

ActorSet Compiler::named(std::string_view name) const {
  ActorSet set{std::vector<bool>(program_.actors.size(), false), false};
  if (name == "all") return all_actors();
  const auto entry = names_.find(name);
  if (entry == names_.end()) return set;
  if (entry->second.kind == NameEntry::Kind::actor) set.members[entry->second.index] = true;
  if (entry->second.kind == NameEntry::Kind::group) {
    for (const auto member : program_.groups[entry->second.index].members) {
      set.members[member] = true;
    }
  }
  return set;
}

ActorSet Compiler::rivals(const ActorSet& selves) const {
  ActorSet set{std::vector<bool>(program_.actors.size(), false), false};
  for (std::size_t i = 0; i < partners_.size(); ++i) {
    if (!selves.members[i]) continue;
    for (const auto partner : partners_[i]) set.members[partner] = true;
  }
  return set;
}

// who stands opposite each actor in the groups of two
void Compiler::find_partners() {
  partners_.assign(program_.actors.size(), {});
  for (const auto& group : program_.groups) {
    if (group.members.size() != 2 || group.id == "all") continue;
    for (std::size_t i = 0; i < 2; ++i) {
      partners_[group.members[i]].push_back(group.members[1 - i]);
    }
  }
  for (auto& partners : partners_) {
    std::sort(partners.begin(), partners.end());
    partners.erase(std::unique(partners.begin(), partners.end()), partners.end());
  }
}

namespace {

ActorSet intersect(const ActorSet& a, const ActorSet& b) {
  ActorSet set{std::vector<bool>(a.members.size(), false), false};
  for (std::size_t i = 0; i < a.members.size(); ++i) set.members[i] = a.members[i] && b.members[i];
  return set;
}

}  // namespace

ActorSet Compiler::sources_of(const Pattern& pattern) const {
  ActorSet set{std::vector<bool>(program_.actors.size(), false), false};
  for (const auto& alternative : pattern.alternatives) {
    const auto type = type_id(alternative.type);
    if (!type) continue;
    for (TypeId t = *type; t <= program_.types[*type].last; ++t) {
      set.add(alternative.from.empty() ? source_sets_[t]
                                       : intersect(source_sets_[t], named(alternative.from)));
    }
  }
  return set;
}

ActorSet Compiler::targets_of(const Pattern& pattern) const {
  ActorSet set{std::vector<bool>(program_.actors.size(), false), false};
  for (const auto& alternative : pattern.alternatives) {
    const auto type = type_id(alternative.type);
    if (!type) continue;
    for (TypeId t = *type; t <= program_.types[*type].last; ++t) {
      set.add(alternative.to.empty() ? target_sets_[t]
                                     : intersect(target_sets_[t], named(alternative.to)));
    }
  }
  return set;
}

ActorSet Compiler::responders(const RuleDecl& rule) const {
  if (!rule.member_of.value.empty()) return named(rule.member_of.value);
  if (rule.by.value == "source" && rule.upon) return sources_of(*rule.upon);
  if (rule.by.value == "target" && rule.upon) return targets_of(*rule.upon);
  return named(rule.by.value);
}

// who an actor expression of an emission can mean
ActorSet Compiler::possible(const std::optional<Expr>& expression, const EmitSite& site) const {
  ActorSet nobody{std::vector<bool>(program_.actors.size(), false), true};
  if (!expression) return nobody;
  if (expression->kind == Expr::Kind::pick) return named(expression->group);
  if (expression->kind != Expr::Kind::name || expression->path.size() != 1) return all_actors();
  const auto& word = expression->path[0];
  ActorSet selves{std::vector<bool>(program_.actors.size(), false), false};
  if (site.rule != nullptr) selves = responders(*site.rule);
  if (site.process != nullptr) selves = named(site.process->member_of.value);
  if (word == "self") return selves;
  if (word == "rival") return rivals(selves);
  if (word == "other") return selves;  // of pairs: anyone of the group
  if (const auto loop = site.loops.find(word); loop != site.loops.end()) return named(loop->second);
  if (site.rule != nullptr && site.rule->upon) {
    if (word == "source") return sources_of(*site.rule->upon);
    if (word == "target") return targets_of(*site.rule->upon);
  }
  const auto entry = names_.find(word);
  const bool is_actor = entry != names_.end() && entry->second.kind == NameEntry::Kind::actor;
  return is_actor ? named(word) : all_actors();  // a variable or derived name may hold anybody
}

std::vector<Compiler::EmitSite> Compiler::emit_sites() const {
  std::vector<EmitSite> sites;
  for (const auto& entry : scenario().schedule) {
    if (const auto t = type_id(entry.emit.type.value))
      sites.push_back({*t, &entry.emit, nullptr, nullptr, false, {}});
  }
  for (const auto& process : scenario().processes) {
    const auto t = type_id(process.emit.type.value);
    if (!t) continue;
    const bool by_member = !process.emit.from && !process.member_of.value.empty();
    sites.push_back({*t, &process.emit, nullptr, &process, by_member, {}});
  }
  for (const auto& rule : scenario().rules) {
    add_sites(rule, rule.deeds, {}, sites);
    if (!rule.choice) continue;
    for (const auto& option : rule.choice->options) add_sites(rule, option.deeds, {}, sites);
  }
  return sites;
}

void Compiler::add_sites(const RuleDecl& rule, const std::vector<Deed>& deeds,
                         const std::map<std::string, std::string>& loops,
                         std::vector<EmitSite>& sites) const {
  using Kind = Deed::Kind;
  const bool responds = !rule.by.value.empty() || !rule.member_of.value.empty();
  for (const auto& deed : deeds) {
    if (deed.kind == Kind::assign) continue;
    if (deed.kind == Kind::loop) {
      auto inner = loops;
      inner[deed.name.value] = deed.member_of.value;
      add_sites(rule, deed.deeds, inner, sites);
      continue;
    }
    if (deed.kind == Kind::emit) {
      const auto t = type_id(deed.type.value);
      if (t) sites.push_back({*t, &deed, &rule, nullptr, responds, loops});
      continue;
    }
    const TypeId root = root_of(program_.roots, deed.kind);
    const auto t = deed.type.value.empty() ? root : type_id(deed.type.value).value_or(root);
    sites.push_back({t, nullptr, &rule, nullptr, responds, {}});
  }
}

// grows the sets of the site's type by what the site can make; true if anything was new
bool Compiler::apply(const EmitSite& site, const ActorSet& parties) {
  ActorSet selves{std::vector<bool>(program_.actors.size(), false), true};
  if (site.rule != nullptr) selves = responders(*site.rule);
  if (site.process != nullptr) selves = named(site.process->member_of.value);
  bool grew = false;
  if (site.deed != nullptr) {
    grew |=
        source_sets_[site.type].add(site.from_responder ? selves : possible(site.deed->from, site));
    grew |= target_sets_[site.type].add(possible(site.deed->to, site));
    for (const auto& other : site.deed->others) {
      grew |= target_sets_[site.type].add(possible(other, site));
    }
    return grew;
  }
  // an answer goes to the other party of an offer
  if (site.from_responder) {
    grew |= source_sets_[site.type].add(selves);
  } else {
    grew |= source_sets_[site.type].add({std::vector<bool>(program_.actors.size(), false), true});
  }
  grew |= target_sets_[site.type].add(parties);
  return grew;
}

// anyone who makes or gets offers
ActorSet Compiler::parties_of_offers() const {
  ActorSet parties{std::vector<bool>(program_.actors.size(), false), false};
  const auto& roots = program_.roots;
  for (TypeId t = roots.offer; t <= program_.types[roots.offer].last; ++t) {
    parties.add(source_sets_[t]);
    parties.add(target_sets_[t]);
  }
  return parties;
}

// what it costs to look at a pattern once: types times actors
std::size_t Compiler::work_of(const Pattern& pattern) const {
  std::size_t types = 0;
  for (const auto& alternative : pattern.alternatives) {
    const auto type = type_id(alternative.type);
    if (type) types += program_.types[*type].last - *type + 1U;
  }
  return types * (program_.actors.size() + 50);
}

// false: reported, and no more is counted
bool Compiler::fits_work(std::size_t work, Position at) {
  if (work_ > kMaxEmitWork) return false;
  work_ += work;
  if (work_ <= kMaxEmitWork) return true;
  error(at, "too many actors, event types and rules together: who can meet whom is not followed",
        "use fewer of one of them, or narrower patterns");
  return false;
}

bool Compiler::fits_members(std::size_t members, Position at) {
  const auto all = program_.instances.size() + program_.watches.size();
  if (all + members < kMaxMembers) return true;
  error(at,
        fmt::format("more than {} processes and conditions, counted once for each member of "
                    "their groups",
                    kMaxMembers),
        "use fewer of them, or smaller groups");
  throw TooManyErrors{};
}

void Compiler::find_actor_sets() {
  const ActorSet none{std::vector<bool>(program_.actors.size(), false), false};
  source_sets_.assign(program_.types.size(), none);
  target_sets_.assign(program_.types.size(), none);
  carries_offer_.assign(program_.types.size(), true);
  find_partners();
  const auto sites = emit_sites();
  std::size_t work = 0;
  for (const auto& site : sites) {
    work += program_.actors.size() + 50;
    if (site.rule != nullptr && site.rule->upon) work += work_of(*site.rule->upon);
  }
  // there and back, so that a chain is followed at once whichever way it is written
  bool grew = true;
  for (bool forward = true; grew; forward = !forward) {
    if (!fits_work(work, scenario().rules.empty() ? Position{} : scenario().rules[0].label.at)) {
      throw TooManyErrors{};
    }
    grew = false;
    const auto parties = parties_of_offers();
    for (std::size_t i = 0; i < sites.size(); ++i) {
      grew |= apply(sites[forward ? i : sites.size() - 1 - i], parties);
    }
    // what the engine makes itself goes between an offer's parties
    const auto& roots = program_.roots;
    for (TypeId t = roots.offer; t <= program_.types[roots.offer].last; ++t) {
      for (const auto made : {roots.lapse, roots.expire}) {
        grew |= source_sets_[made].add(source_sets_[t]);
        grew |= target_sets_[made].add(target_sets_[t]);
      }
    }
    if (!scenario().channels.empty()) grow_engine_sets(grew);
  }
  for (const auto& site : sites) {
    if (site.deed == nullptr || program_.types[site.type].is_offer) continue;
    if (site.deed->offer) continue;
    carries_offer_[site.type] = false;
    for (const auto made : {program_.roots.leak, program_.roots.undelivered}) {
      if (may_travel(site.type)) carries_offer_[made] = false;
    }
  }
}

// true if every event of the type (or below it) that can happen is about an offer
bool Compiler::carries_offer(TypeId type) const {
  const auto& roots = program_.roots;
  for (const auto root : {roots.offer, roots.accept, roots.refuse, roots.withdraw, roots.lapse,
                          roots.expire, roots.end}) {
    if (type >= root && type <= program_.types[root].last) return true;
  }
  if (type == roots.undelivered || type == roots.leak) return carries_offer_[type];
  if (is_a(program_, type, roots.reveal)) {
    return is_a(program_, roots.leak, type) ? carries_offer_[roots.leak] : true;
  }
  bool made = false;
  for (TypeId t = type; t <= program_.types[type].last; ++t) {
    if (source_sets_[t].empty() && target_sets_[t].empty()) continue;
    made = true;
    if (!carries_offer_[t]) return false;
  }
  return made;
}

}  // namespace brink::internal
