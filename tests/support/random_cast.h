#pragma once

#include <string>
#include <vector>

#include "tests/support/dice.h"

namespace brink::test {

/// The names of one component of a random scenario. Every name carries the component's prefix, so
/// that two components share none; the members below are complete names.
///
/// World variables and actor variables have fixed roles, each with the same type and kind of motion
/// in every scenario; what they start from, their ranges and laws are drawn. All actors of a
/// component have all of its actor variables.
struct Cast {
  explicit Cast(std::string the_prefix, Dice& dice);

  std::string prefix;
  std::vector<std::string> actors;   // 2 to 4; the first two are the pair
  std::string pair;                  // a group of two
  std::string all;                   // a group of all actors
  std::vector<std::string> clashes;  // event types below `clash`, itself included
  std::vector<std::string> words;    // event types below `word`, itself included

  std::string name(const char* plain) const { return prefix + plain; }
};

/// What declares the cast: entries of the sections `parameters`, `world`, `actors`, ...
struct CastSections {
  std::string parameters;
  std::string lets;
  std::string world;  // entries of world.variables
  std::string actors;
  std::string groups;
  std::string events;
};

CastSections declare_cast(const Cast& cast, Dice& dice);

}  // namespace brink::test
