#pragma once

#include <functional>
#include <string>

#include "engine/language/scenario.h"

namespace brink {

/// What a name in a declaration is there for.
enum class NameUse {
  declares,  // it is the declaration's own
  value,     // a parameter, derived name, world variable, pair, actor or group
  type,      // an event type
  variable,  // of an actor
  channel,
};

/// Sees each name and may change it.
using OnName = std::function<void(NameUse use, std::string& name, Position at)>;

/// Calls `on` for every name that the declarations hold: those they declare (not: actors, outcomes,
/// variants) and those they refer to. Not called for what is no name of a thing: words (`self`,
/// `source`, `event`, ...), the variables of loops, functions, options, and what is shared by all
/// texts: attributes, terms, symbols, scales. A pattern whose names change is written anew.
void each_name(Scenario& declarations, const OnName& on);
void each_name(VariableDecl& variable, const OnName& on);
void each_name(Expr& expression, const OnName& on);

}  // namespace brink
