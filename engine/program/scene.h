#pragma once

#include <array>
#include <optional>
#include <vector>

#include "engine/program/program.h"

namespace brink {

/// Who the words of an expression can mean where it stands. Null: the word has no meaning there, or
/// it may mean anybody.
struct Scene {
  const ActorSet* self = nullptr;
  const ActorSet* other = nullptr;
  const ActorSet* source = nullptr;
  const ActorSet* target = nullptr;
  const ActorSet* each = nullptr;
  std::array<const ActorSet*, kMaxLoops> loop{};
};

/// The members of each group as a set, made when first asked for.
class GroupSets {
 public:
  explicit GroupSets(const Program& program);
  const ActorSet& of(GroupId group);
  const ActorSet& everybody() const { return everybody_; }

 private:
  const Program& program_;
  std::vector<std::optional<ActorSet>> sets_;
  ActorSet everybody_;
};

/// Who an actor expression can mean: everybody where it asks a variable or an offer.
ActorSet actors_of(const Program& program, NodeId node, const Scene& scene, GroupSets& groups);

/// True if some actor of `set` is one that the match allows.
bool allows(const ActorMatch& match, const ActorSet& set, GroupSets& groups);

}  // namespace brink
