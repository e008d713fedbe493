#include "engine/language/module_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/language/event_roots.h"

// what each module declares and expects, and who its members are
namespace brink {
namespace {

// names that may not be declared twice stand in one space
int space_of(ThingKind kind) {
  return kind <= ThingKind::group ? static_cast<int>(ThingKind::group) : static_cast<int>(kind);
}

class Binder {
 public:
  Binder(Findings& findings, Scenario& scenario, ModuleNames& names)
      : findings_(findings), scenario_(scenario), names_(names) {}

  void run(std::vector<ModuleUse>& uses) {
    index_own();
    for (auto& use : uses) declare(use, names_.root);
    each_use(names_.root, [&](ModuleScope& scope) { find_members(scope); });
  }

 private:
  struct Owner {
    const ModuleUse* use = nullptr;  // null: the scenario itself
    Position at;
  };

  void index_own() {
    for (const auto& root : event_roots()) names_.index.types.emplace(root.name);
    for (const auto& thing : things_declared(scenario_)) {
      index(thing.kind, thing.label->id);
      owners_.emplace(std::pair(space_of(thing.kind), thing.label->id),
                      Owner{nullptr, thing.label->at});
    }
    names_.index.add_symbols(scenario_);
  }

  void index(ThingKind kind, const std::string& name) {
    if (kind <= ThingKind::group) names_.index.values.emplace(name, kind);
    if (kind == ThingKind::type) names_.index.types.insert(name);
    if (kind == ThingKind::channel) names_.index.channels.insert(name);
  }

  // what a use declares, its own uses first; their names are its user's names too
  void declare(ModuleUse& use, ModuleScope& user) {
    auto& scope = *user.inner.emplace_back(std::make_unique<ModuleScope>());
    scope.use = &use;
    scope.user = &user;
    const auto as = use.entry.prefix.value.empty() ? "" : use.entry.prefix.value + "_";
    scope.prefix = user.prefix + as;
    for (auto& inner : use.uses) declare(inner, scope);
    for (const auto& thing : things_declared(use.declared)) {
      declare(scope, thing.kind, *thing.label);
    }
    for (const auto& variable : use.given) {
      scope.variables.declared[variable.label.id] = scope.prefix + variable.label.id;
    }
    names_.index.add_symbols(use.declared);
    names_.index.add_symbols(use.given);
    expect(scope);
    for (const auto name_use :
         {NameUse::value, NameUse::type, NameUse::variable, NameUse::channel}) {
      for (const auto& [name, final_name] : scope.space(name_use).declared) {
        user.space(name_use).declared[as + name] = final_name;
      }
    }
  }

  void declare(ModuleScope& scope, ThingKind kind, const Label& label) {
    const auto name = scope.prefix + label.id;
    const auto& use = *scope.use;
    if (kind <= ThingKind::group) scope.values.declared[label.id] = name;
    if (kind == ThingKind::type) scope.types.declared[label.id] = name;
    if (kind == ThingKind::channel) scope.channels.declared[label.id] = name;
    const auto [known, is_new] =
        owners_.emplace(std::pair(space_of(kind), name), Owner{&use, use.entry.at});
    if (is_new) return index(kind, name);
    const auto& owner = known->second;
    // a name twice in one text is reported where all names are checked
    if (owner.use == &use || !names_.clashes.emplace(&use, owner.use).second) return;
    findings_.error(use.entry.at,
                    fmt::format("module `{}` declares the {} `{}`, and so does {} ({})", use.title,
                                word_for(kind), name,
                                owner.use == nullptr ? "this scenario"
                                                     : fmt::format("module `{}`", owner.use->title),
                                findings_.place_text(owner.at, use.entry.at)),
                    "give this use a prefix for its names: `as: NAME`");
  }

  // what a use expects, and the names its user has for that
  void expect(ModuleScope& scope) {
    const auto& expects = scope.use->expects;
    const auto add = [&](NameUse name_use, const std::vector<Text>& names) {
      auto& space = scope.space(name_use);
      for (const auto& name : names) {
        auto bound = name;
        bound.at = scope.use->entry.at;
        for (const auto& binding : scope.use->entry.with) {
          if (binding.name.value == name.value) bound = binding.value.as_text();
        }
        space.expected.emplace(name.value, std::move(bound));
        if (space.declared.contains(name.value)) {
          findings_.error(name.at, fmt::format("`{}` is both declared and expected", name.value),
                          "remove one of the two");
        }
      }
    };
    add(NameUse::type, expects.events);
    add(NameUse::variable, expects.variables);
    add(NameUse::value, expects.actors);
    add(NameUse::value, expects.groups);
    add(NameUse::value, expects.names);
  }

  void find_members(ModuleScope& scope) {
    const auto& wanted = scope.use->entry.members;
    if (wanted.value.empty()) return;
    const auto name = meaning(names_.index, *scope.user, NameUse::value, wanted.value);
    const auto kind = name ? names_.index.values.find(*name) : names_.index.values.end();
    if (kind != names_.index.values.end() && kind->second == ThingKind::group) {
      scope.members = *name;
    } else if (kind != names_.index.values.end() && kind->second == ThingKind::actor) {
      scope.members = group_of_one(*name, wanted.at);
    } else {
      scope.lost = true;
      if (wanted.value == "members" && scope.user->use != nullptr) {
        return needs_members(findings_, *scope.user, "speaks of `members`");
      }
      const bool misplaced = wanted.value == "members";
      findings_.error(wanted.at,
                      misplaced ? std::string(kOnlyInModules)
                                : fmt::format("`{}` is neither a group nor an actor", wanted.value),
                      misplaced ? "name the group itself"
                                : did_you_mean(wanted.value, known_names(names_.index, *scope.user,
                                                                         NameUse::value)));
    }
  }

  // a module for one actor: a group of its own, whose name nobody has
  std::string group_of_one(const std::string& actor, Position at) {
    auto& group = alone_[actor];
    if (!group.empty()) return group;
    group = actor + "_alone";
    while (names_.index.values.contains(group)) group += "_";
    names_.index.values.emplace(group, ThingKind::group);
    scenario_.groups.push_back({{group, at, {}, {}}, {{actor, at, true}}});
    return group;
  }

  Findings& findings_;
  Scenario& scenario_;
  ModuleNames& names_;
  std::map<std::pair<int, std::string>, Owner> owners_;  // by space and the scenario's name
  std::map<std::string, std::string> alone_;             // groups of one, by actor
};

}  // namespace

void needs_members(Findings& findings, ModuleScope& scope, std::string_view why) {
  if (scope.lost) return;
  scope.lost = true;
  findings.error(scope.use->entry.at,
                 fmt::format("module `{}` {}: its use needs `for:`", scope.use->title, why),
                 "say whom it is for: `for: GROUP`, or one actor");
}

void find_names(Findings& findings, Scenario& scenario, std::vector<ModuleUse>& uses,
                ModuleNames& names) {
  Binder(findings, scenario, names).run(uses);
}

}  // namespace brink
