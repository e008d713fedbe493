#pragma once

#include <cstdint>
#include <string>

namespace brink::test {

/// What a random scenario is asked to be.
struct Shape {
  /// Two components that share nothing but the built-in event types, the calendar and the ladder:
  /// every name of the first begins with `a_`, every name of the second with `b_`.
  bool two_components = false;
  /// More actors may be added: the scenario does not speak of `all` there are.
  bool may_grow = false;
};

/// A random valid scenario as YAML text. It combines every construct of the language, compiles
/// without errors, and a run of it is short (some thousand events at most).
std::string random_scenario(std::uint64_t seed, const Shape& shape = {});

/// The text with something unrelated put in front of each section or behind it: an actor with a
/// process, a rule, an event type, a parameter, a variable and a measure of its own, all of whose
/// names begin with `z_`.
std::string with_bystander(const std::string& scenario, std::uint64_t seed);

}  // namespace brink::test
