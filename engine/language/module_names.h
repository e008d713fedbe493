#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/language/module_scope.h"

/// Which names the modules of a scenario declare and expect, for modules_merge.cc.
namespace brink {

constexpr std::string_view kOnlyInModules = "`members` has a meaning only in a module";

/// All names, and the scope of each use below that of the scenario.
struct ModuleNames {
  NameIndex index;
  ModuleScope root;
  std::set<std::pair<const ModuleUse*, const ModuleUse*>> clashes;  // reported once each
};

/// Calls `f` for each scope of a use, a user before those it uses.
template <class F>
void each_use(ModuleScope& scope, const F& f) {
  if (scope.use != nullptr) f(scope);
  for (auto& inner : scope.inner) each_use(*inner, f);
}

/// Finds all names, and the members of each use. One actor gets a group of its own, which is added
/// to the scenario. Names declared twice and members who are nobody are reported.
void find_names(Findings& findings, Scenario& scenario, std::vector<ModuleUse>& uses,
                ModuleNames& names);

/// Reports, once for each use, that the module speaks of members and is used for nobody.
void needs_members(Findings& findings, ModuleScope& scope, std::string_view why);

}  // namespace brink
