#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/language/modules.h"
#include "engine/language/names_in.h"

/// What the names of a module mean in the scenario, for module_names.cc.
namespace brink {

/// What can be declared under a name.
enum class ThingKind : unsigned char {
  parameter,
  let,
  variable,  // of the world
  pair,
  actor,
  group,
  channel,
  type,
  schedule,
  process,
  rule,
  measure,
};

/// The kind in words: "event type".
std::string_view word_for(ThingKind kind);

/// Everything with a name that a text declares.
struct DeclaredThing {
  ThingKind kind;
  const Label* label;
};
std::vector<DeclaredThing> things_declared(const Scenario& declarations);

/// All names of the scenario, those of its modules included.
struct NameIndex {
  std::map<std::string, ThingKind, std::less<>> values;  // parameters to groups: one namespace
  std::set<std::string, std::less<>> types;              // built-in ones included
  std::set<std::string, std::less<>> channels;
  std::set<std::string, std::less<>> symbols;

  void add_symbols(const Scenario& declarations);
  void add_symbols(const std::vector<VariableDecl>& variables);
};

/// The names of one kind that a text may refer to.
struct NameSpace {
  std::map<std::string, std::string, std::less<>> declared;  // and the scenario's name for each
  std::map<std::string, Text, std::less<>> expected;         // and the user's name for each
};

/// The names of one use of a module; of the scenario itself where `use` is null.
struct ModuleScope {
  ModuleUse* use = nullptr;
  ModuleScope* user = nullptr;
  std::string prefix;   // of the scenario's names for what it declares
  std::string members;  // the scenario's group; empty: none
  bool lost = false;    // what it lacks is reported already
  NameSpace values;
  NameSpace types;
  NameSpace variables;
  NameSpace channels;
  std::vector<std::unique_ptr<ModuleScope>> inner;

  NameSpace& space(NameUse use);
  const NameSpace& space(NameUse use) const;
};

/// The scenario's name for a name of a text; nothing if it has none.
std::optional<std::string> meaning(const NameIndex& index, const ModuleScope& scope, NameUse use,
                                   const std::string& name);

/// What a text may refer to: the candidates for a misspelt name.
std::vector<std::string> known_names(const NameIndex& index, const ModuleScope& scope, NameUse use);

}  // namespace brink
