#include "engine/program/scene.h"

namespace brink {

GroupSets::GroupSets(const Program& program)
    : program_(program),
      sets_(program.groups.size()),
      everybody_{std::vector<bool>(program.actors.size(), true), true} {}

const ActorSet& GroupSets::of(GroupId group) {
  auto& set = sets_[group];
  if (!set) {
    set.emplace();
    for (const auto member : program_.groups[group].members) {
      if (set->members.size() <= member) set->members.resize(member + 1U);
      set->members[member] = true;
    }
  }
  return *set;
}

ActorSet actors_of(const Program& program, NodeId id, const Scene& scene, GroupSets& groups) {
  if (id == kNone) return {.members = {}, .nobody = true};
  const auto& node = program.nodes[id];
  const auto known = [&](const ActorSet* set) { return set ? *set : groups.everybody(); };
  switch (node.op) {
    case Op::constant: {
      ActorSet set;
      const auto actor = static_cast<std::size_t>(node.constant.whole);
      if (actor >= program.actors.size()) return {.members = {}, .nobody = true};
      set.members.resize(actor + 1);
      set.members[actor] = true;
      return set;
    }
    case Op::self:
      return known(scene.self);
    case Op::other:
      return known(scene.other);
    case Op::each:
      return known(scene.each);
    case Op::loop:
      return known(scene.loop[node.a]);
    case Op::source:
      return known(scene.source);
    case Op::target:
      return known(scene.target);
    case Op::pick:
      return groups.of(static_cast<GroupId>(node.b));
    case Op::rival: {
      const auto& members = program.groups[node.a].members;
      ActorSet set;
      for (std::size_t i = 0; i < 2; ++i) {
        if (scene.self != nullptr && !scene.self->has(members[i])) continue;
        if (set.members.size() <= members[1 - i]) set.members.resize(members[1 - i] + 1U);
        set.members[members[1 - i]] = true;
      }
      return set;
    }
    default:
      return groups.everybody();
  }
}

bool allows(const ActorMatch& match, const ActorSet& set, GroupSets& groups) {
  switch (match.kind) {
    case ActorMatch::Kind::actor:
      return set.has(match.id);
    case ActorMatch::Kind::group:
      return set.meets(groups.of(match.id));
    default:
      return true;
  }
}

}  // namespace brink
