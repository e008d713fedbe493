#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/language/module_scope.h"

namespace brink {

using HasVariable = std::function<bool(const std::string& actor, const std::string& variable)>;

/// Reports, at the use, each name that the module expects and its user does not have, or has as
/// something else.
///
/// members  the actors it is used for; each must have the variables expected
/// has      whether an actor has a variable
void check_expected(Findings& findings, const NameIndex& index, const ModuleScope& scope,
                    const std::vector<ActorDecl*>& members, const HasVariable& has);

}  // namespace brink
