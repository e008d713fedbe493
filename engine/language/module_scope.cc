#include "engine/language/module_scope.h"

#include <algorithm>

#include "engine/language/event_roots.h"

namespace brink {

namespace {

bool is_built_in(const std::string& type) {
  const auto roots = event_roots();
  return std::any_of(roots.begin(), roots.end(), [&](const auto& r) { return r.name == type; });
}

}  // namespace

std::string_view word_for(ThingKind kind) {
  switch (kind) {
    case ThingKind::parameter:
      return "parameter";
    case ThingKind::let:
      return "derived name";
    case ThingKind::variable:
      return "world variable";
    case ThingKind::pair:
      return "pair";
    case ThingKind::actor:
      return "actor";
    case ThingKind::group:
      return "group";
    case ThingKind::channel:
      return "channel";
    case ThingKind::type:
      return "event type";
    case ThingKind::schedule:
      return "schedule entry";
    case ThingKind::process:
      return "process";
    case ThingKind::rule:
      return "rule";
    case ThingKind::measure:
      return "measure";
  }
  return "";
}

std::vector<DeclaredThing> things_declared(const Scenario& declarations) {
  std::vector<DeclaredThing> things;
  const auto each = [&](const auto& list, ThingKind kind) {
    for (const auto& thing : list) things.push_back({kind, &thing.label});
  };
  each(declarations.parameters, ThingKind::parameter);
  each(declarations.lets, ThingKind::let);
  each(declarations.world, ThingKind::variable);
  each(declarations.actors, ThingKind::actor);
  each(declarations.groups, ThingKind::group);
  for (const auto& pair : declarations.pairs) {
    things.push_back({ThingKind::pair, &pair.variable.label});
  }
  each(declarations.channels, ThingKind::channel);
  each(declarations.events, ThingKind::type);
  each(declarations.schedule, ThingKind::schedule);
  each(declarations.processes, ThingKind::process);
  each(declarations.rules, ThingKind::rule);
  each(declarations.measures, ThingKind::measure);
  return things;
}

void NameIndex::add_symbols(const std::vector<VariableDecl>& variables) {
  for (const auto& variable : variables) {
    for (const auto& value : variable.values) symbols.insert(value.value);
  }
}

void NameIndex::add_symbols(const Scenario& declarations) {
  for (const auto& parameter : declarations.parameters) {
    for (const auto& value : parameter.values) symbols.insert(value.value);
  }
  add_symbols(declarations.world);
  for (const auto& actor : declarations.actors) add_symbols(actor.variables);
  for (const auto& pair : declarations.pairs) add_symbols({pair.variable});
  for (const auto& type : declarations.events) {
    for (const auto& attribute : type.attributes) {
      for (const auto& value : attribute.values) symbols.insert(value.value);
    }
  }
}

NameSpace& ModuleScope::space(NameUse name_use) {
  switch (name_use) {
    case NameUse::type:
      return types;
    case NameUse::variable:
      return variables;
    case NameUse::channel:
      return channels;
    default:
      return values;
  }
}

const NameSpace& ModuleScope::space(NameUse name_use) const {
  return const_cast<ModuleScope*>(this)->space(name_use);
}

std::optional<std::string> meaning(const NameIndex& index, const ModuleScope& scope, NameUse use,
                                   const std::string& name) {
  if (scope.use == nullptr) {
    // which actors have a variable is asked where it matters
    const bool known =
        use == NameUse::variable || (use == NameUse::type      ? index.types.contains(name)
                                     : use == NameUse::channel ? index.channels.contains(name)
                                                               : index.values.contains(name));
    return known ? std::optional(name) : std::nullopt;
  }
  if (use == NameUse::value && name == "members") {
    return scope.members.empty() ? std::nullopt : std::optional(scope.members);
  }
  const auto& space = scope.space(use);
  if (const auto own = space.declared.find(name); own != space.declared.end()) return own->second;
  if (const auto expected = space.expected.find(name); expected != space.expected.end()) {
    return meaning(index, *scope.user, use, expected->second.value);
  }
  if (use == NameUse::type && is_built_in(name)) return name;
  return std::nullopt;
}

std::vector<std::string> known_names(const NameIndex& index, const ModuleScope& scope,
                                     NameUse use) {
  std::vector<std::string> names;
  if (scope.use != nullptr) {
    const auto& space = scope.space(use);
    for (const auto& [name, final_name] : space.declared) names.push_back(name);
    for (const auto& [name, bound] : space.expected) names.push_back(name);
    if (use == NameUse::value && !scope.members.empty()) names.emplace_back("members");
  } else if (use == NameUse::type) {
    names.assign(index.types.begin(), index.types.end());
  } else if (use == NameUse::channel) {
    names.assign(index.channels.begin(), index.channels.end());
  } else if (use == NameUse::value) {
    for (const auto& [name, kind] : index.values) names.push_back(name);
  }
  return names;
}

}  // namespace brink
