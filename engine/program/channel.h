#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/language/source_text.h"
#include "engine/program/node.h"

namespace brink {

/// A way by which messages go between actors.
struct Channel {
  std::string name;
  std::string about;
  Position at;
  bool directed = false;
  bool is_public = false;  // what it carries becomes known to all
  NodeId delay = kNone;    // of these `self` hands the message on, and `other` gets it
  bool delay_is_drawn = false;
  NodeId reliability = kNone;
  NodeId carries = kNone;
  NodeId leaks = kNone;
  NodeId open = kNone;  // `self` and `other` are `a` and `b` of the link
};

/// Two actors that a channel joins: both ways, or only from `a` to `b` where it is directed.
struct ChannelLink {
  std::uint32_t channel = 0;
  ActorId a = kNobody;
  ActorId b = kNobody;
  std::uint64_t path = 0;
  std::uint32_t open_watch = kNone;  // kNone: always open
};

/// Links that messages of some type may go by.
struct RouteSet {
  std::vector<std::uint32_t> links;  // rising: in the file's order
};

}  // namespace brink
