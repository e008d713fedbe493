#pragma once

#include <vector>

#include "engine/language/map_reader.h"
#include "engine/program/event_flow.h"
#include "engine/program/influence.h"

/// The checks of `add_influence_warnings`.
namespace brink::internal {

struct Check {
  const Program& program;
  const EventFlow& flow;
  const std::vector<bool>& fires;  // by rule
  const Influence& graph;
  GroupSets& groups;
  Findings& findings;

  // what a module declares is not there for this scenario alone
  void warn(Position at, std::string message, std::string hint) const {
    if (at.file == 0) findings.warning(at, std::move(message), std::move(hint));
  }
};

void check_rules(const Check& check);     // rules that can never fire
void check_events(const Check& check);    // event types that nothing makes
void check_offers(const Check& check);    // offers that nobody can answer
void check_names(const Check& check);     // parameters, derived names, variables that nothing reads
void check_channels(const Check& check);  // actors no channel reaches; channels nothing goes by
void check_actors(const Check& check);    // actors that take part in nothing

/// How events of a type come to be made, for a hint.
std::string making_hint(const Program& program, TypeId type);

/// "`a`, `b` and 3 more"
std::string names_text(const std::vector<std::string>& names);

}  // namespace brink::internal
