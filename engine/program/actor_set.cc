#include "engine/program/actor_set.h"

#include <algorithm>

namespace brink {

bool ActorSet::add(const ActorSet& other) {
  bool grew = other.nobody && !nobody;
  nobody = nobody || other.nobody;
  if (members.size() < other.members.size()) members.resize(other.members.size());
  for (std::size_t i = 0; i < other.members.size(); ++i) {
    if (!other.members[i] || members[i]) continue;
    members[i] = true;
    grew = true;
  }
  return grew;
}

bool ActorSet::has_any() const {
  return std::any_of(members.begin(), members.end(), [](bool b) { return b; });
}

bool ActorSet::empty() const { return !nobody && !has_any(); }

bool ActorSet::meets(const ActorSet& other) const {
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] && other.has(i)) return true;
  }
  return false;
}

bool ActorSet::within(const ActorSet& other) const {
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] && !other.has(i)) return false;
  }
  return true;
}

bool ActorSet::operator<(const ActorSet& other) const {
  return nobody != other.nobody ? nobody < other.nobody : members < other.members;
}

}  // namespace brink
