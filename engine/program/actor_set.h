#pragma once

#include <cstddef>
#include <vector>

namespace brink {

/// Which actors an expression can mean, or who can be an event's source or target.
struct ActorSet {
  std::vector<bool> members;  // by actor; those beyond its end are not in it
  bool nobody = false;        // it may also mean no actor at all

  bool add(const ActorSet& other);  // true if anything was new
  bool empty() const;
  bool has(std::size_t actor) const { return actor < members.size() && members[actor]; }
  bool has_any() const;                      // some actor, not only nobody
  bool meets(const ActorSet& other) const;   // some actor is in both
  bool within(const ActorSet& other) const;  // every actor is in the other too
  bool operator==(const ActorSet&) const = default;
  bool operator<(const ActorSet& other) const;
};

/// Whom the words of a rule can mean. Where nobody responds `self` is empty.
struct Cast {
  ActorSet self;
  ActorSet source;
  ActorSet target;
};

}  // namespace brink
