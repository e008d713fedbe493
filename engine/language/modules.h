#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/language/map_reader.h"
#include "engine/language/scenario.h"

/// `use:`: a module's declarations become the scenario's own before anybody else sees them.
namespace brink {

/// The text of a module.
struct ModuleText {
  std::string id;  // the same for one file, however it is named
  SourceText source;
};

/// Gives the text of a module by its path from the scenario's folder, or says why there is none.
using ModuleSource = std::function<tl::expected<ModuleText, std::string>(const std::string& path)>;

/// An entry under `use:`, as written.
struct UseDecl {
  struct Binding {
    Text name;
    YamlNode value;
  };
  Position at;
  Text file;
  Text members;  // `for:`; empty: nobody
  Text prefix;   // `as:`; empty: none
  std::vector<Binding> with;
};

/// The names a module expects of who uses it.
struct ExpectsDecl {
  std::vector<Text> events;
  std::vector<Text> variables;
  std::vector<Text> actors;
  std::vector<Text> groups;
  std::vector<Text> names;  // parameters, derived names, world variables and pairs
};

/// One use of a module: what the entry says, what the file says, and the modules it uses itself.
struct ModuleUse {
  struct Setting {
    std::string parameter;
    Expr value;  // in the names of the user
  };
  UseDecl entry;
  std::string title;
  ExpectsDecl expects;
  Scenario declared;                // what it declares, in its own names
  std::vector<VariableDecl> given;  // to each member
  std::vector<Setting> settings;    // of its parameters
  std::vector<ModuleUse> uses;
};

/// Limits of `use:`; going past one is an error.
inline constexpr std::size_t kMaxModuleDepth = 16;
inline constexpr std::size_t kMaxModuleUses = 64;
inline constexpr std::size_t kMaxModuleBytes = 16'000'000;  // a module used twice counts twice
inline constexpr std::size_t kMaxGivenVariables = 200'000;  // actors times variables, all modules

/// Reads the entries under `use:` and the modules they name, theirs included. Each text is added to
/// `texts`: its index is the file number of its places.
///
/// modules  empty: the scenario is no file, and `use:` is an error
std::vector<ModuleUse> read_uses(Findings& findings, const MapReader& scenario,
                                 const ModuleSource& modules, SourceTexts& texts);

/// Adds what the modules declare, in the scenario's names, before the scenario's own; reports names
/// that are not known, and `members` where there are none.
///
/// Cost: O(names log names), and what is given: members times variables.
void add_modules(Findings& findings, std::vector<ModuleUse> uses, Scenario& scenario);

/// Reads a scenario that may use modules. `texts` gets every text that was read, the scenario's
/// first, so that findings can be shown with their lines.
Result<Scenario> read_scenario(SourceText source, const ModuleSource& modules, SourceTexts& texts);

}  // namespace brink
