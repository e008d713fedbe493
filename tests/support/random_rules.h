#pragma once

#include <string>

#include "tests/support/random_expressions.h"

namespace brink::test {

/// The scope of who responds; `rival`: who is a member of the pair.
inline Scope with_self(Scope scope, bool rival = false) {
  scope.self = true;
  scope.rival = rival;
  return scope;
}

inline Scope drawing(Scope scope) {
  scope.draws = true;
  return scope;
}

/// Writes what happens in one component: schedule, processes, rules, outcomes, measures.
///
/// A run stays short: event types have levels, and an event makes others at once only on a higher
/// level; whatever goes back has a small chance and a delay.
class RuleWriter {
 public:
  RuleWriter(const Cast& cast, Dice& dice) : cast_(cast), dice_(dice), write_(cast, dice) {}

  std::string schedule();
  std::string processes();
  std::string rules();
  std::string outcomes(bool may_stop);
  std::string measures();

 private:
  /// A pattern for `upon:`, and what its rule may speak of.
  struct Trigger {
    std::string pattern;
    Scope scope;
    int level = 0;
  };
  std::string n(const char* plain) const { return cast_.name(plain); }
  std::string text(const std::string& expression);
  std::string line(const char* pad, const char* key, const std::string& expression);
  std::string label(const char* pad);
  std::string ranked(const std::string& entry);

  Trigger trigger();
  Trigger offer_trigger();

  // random_deeds.cc
  std::string assignment(const Scope& scope);
  std::string number_assignment(const Scope& scope);
  std::string other_assignment(const Scope& scope);
  std::string assignments(const Scope& scope, const char* pad, int count);
  std::string pair_assignment(const Scope& scope);
  std::string actor_assignment(const Scope& scope);
  std::string loop(const Scope& scope, const std::string& pad, int level, bool response);
  std::string recipient(const Scope& scope);
  std::string other_than(const std::string& from, const Scope& scope);
  std::string recipients(const std::string& from, const Scope& scope, const std::string& pad,
                         bool response);
  std::string emission(const Scope& scope, const std::string& pad, int level, bool back,
                       bool response);
  std::string with(const Scope& scope, const std::string& pad);
  std::string terms(const Scope& scope, const std::string& pad);
  std::string answer(const Scope& scope, const char* verb, const std::string& offer,
                     const std::string& pad);

  std::string rate(const Scope& scope);
  std::string gate(const Scope& scope);
  std::string every(const Scope& scope);
  std::string process(const std::string& name, bool member, const std::string& pace);
  std::string pair_process(const std::string& name);
  std::string emitted(const Scope& scope, bool member);

  std::string bookkeeping(const std::string& name);
  std::string response(const std::string& name);
  std::string negotiation(const std::string& name);
  std::string withdrawal(const std::string& name);
  std::string ending(const std::string& name);
  std::string exposure(const std::string& name);
  std::string follow_up(const std::string& name);
  std::string condition(const std::string& name);
  std::string member_condition(const std::string& name);
  std::string pair_condition(const std::string& name);
  std::string loops(const std::string& name);
  std::string bond(const std::string& name);
  std::string choice(const std::string& name);
  std::string option(const Scope& scope, const char* name, const std::string& deeds);

  const Cast& cast_;
  Dice& dice_;
  ExpressionWriter write_;
};

}  // namespace brink::test
