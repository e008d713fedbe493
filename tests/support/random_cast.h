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
  Cast(std::string the_prefix, Dice& dice, bool is_whole);

  std::string prefix;
  bool whole;                         // there are no other actors: `all` may be spoken of
  std::vector<std::string> actors;    // 2 to 4; the first two are the pair
  std::string pair;                   // a group of two
  std::string all;                    // a group of all actors
  std::string nested;                 // the same, as the pair and others: a group in a group
  std::string others;                 // all but the first
  std::vector<std::string> clashes;   // event types below `clash`, itself included
  std::vector<std::string> words;     // event types below `word`, itself included
  std::vector<std::string> channels;  // none, or two to four

  std::string name(const char* plain) const { return prefix + plain; }
};

/// What declares the cast: entries of the sections `parameters`, `world`, `actors`, ...
struct CastSections {
  std::string parameters;
  std::string lets;
  std::string world;  // entries of world.variables
  std::string actors;
  std::string groups;
  std::string pairs;
  std::string channels;  // empty: there are none
  std::string events;
  std::string variants;
};

CastSections declare_cast(const Cast& cast, Dice& dice);

/// The entries of `pairs`: trust and grudge move, debt, stance, bound and patience stand still.
/// Affinity follows a flow. Trust, affinity and bound are directed; patience is of the pair alone.
std::string declare_pairs(const Cast& cast, Dice& dice);

/// The entries of `channels`.
std::string declare_channels(const Cast& cast, Dice& dice);

/// A line of an event type: how late others hear of it, or by which channels it goes; with some
/// chance, and the second only where there are channels.
std::string declare_audience(const Cast& cast, Dice& dice, double chance);
std::string declare_via(const Cast& cast, Dice& dice, double chance);

/// The entries of `variants`: values of the cast's parameters.
std::string declare_variants(const Cast& cast, Dice& dice);

}  // namespace brink::test
