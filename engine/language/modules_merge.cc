#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "engine/language/event_roots.h"
#include "engine/language/functions.h"
#include "engine/language/module_expects.h"
#include "engine/language/module_names.h"

// names of modules become the scenario's, and what they declare its own
namespace brink {
namespace {

template <class List>
void append(List& list, List& more) {
  list.insert(list.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
}

void append(Scenario& all, Scenario& more) {
  append(all.parameters, more.parameters);
  append(all.lets, more.lets);
  append(all.world, more.world);
  append(all.groups, more.groups);
  append(all.pairs, more.pairs);
  append(all.channels, more.channels);
  append(all.events, more.events);
  append(all.schedule, more.schedule);
  append(all.processes, more.processes);
  append(all.rules, more.rules);
  append(all.measures, more.measures);
}

class Merger {
 public:
  Merger(Findings& findings, Scenario& scenario) : findings_(findings), scenario_(scenario) {}

  void run(std::vector<ModuleUse>& uses) {
    each_name(scenario_, members_check());
    if (uses.empty()) return;
    find_names(findings_, scenario_, uses, names_);
    each_use(names_.root, [&](ModuleScope& scope) { rename(scope); });
    index_own();
    visit_inner_first(names_.root, [&](ModuleScope& scope) { give(scope); });
    const HasVariable has = [&](const std::string& actor, const std::string& variable) {
      return variables_.contains({actor, variable});
    };
    each_use(names_.root, [&](ModuleScope& scope) {
      check_expected(findings_, names_.index, scope, members_of(scope), has);
    });
    merge();
  }

 private:
  template <class F>
  static void visit_inner_first(ModuleScope& scope, const F& f) {
    for (auto& inner : scope.inner) visit_inner_first(*inner, f);
    if (scope.use != nullptr) f(scope);
  }

  // of the scenario's own text
  OnName members_check() {
    return [this](NameUse use, std::string& name, Position at) {
      if (use != NameUse::value || name != "members") return;
      findings_.error(at, std::string(kOnlyInModules), "name the group itself");
    };
  }

  void index_own() {
    for (const auto& group : scenario_.groups) groups_.emplace(group.label.id, &group);
    for (auto& actor : scenario_.actors) {
      actors_.emplace(actor.label.id, &actor);
      for (const auto& variable : actor.variables) {
        variables_.emplace(std::pair(actor.label.id, variable.label.id), nullptr);
      }
    }
  }

  OnName renamer(ModuleScope& scope) {
    return [this, &scope](NameUse use, std::string& name, Position at) {
      if (use == NameUse::declares) {
        name.insert(0, scope.prefix);
      } else if (use == NameUse::value && name == "members" && scope.members.empty()) {
        needs_members(findings_, scope, "speaks of `members`");
      } else if (auto final_name = meaning(names_.index, scope, use, name)) {
        name = std::move(*final_name);
      } else if (!may_stay(scope, use, name)) {
        unknown(scope, use, name, at);
      }
    };
  }

  // names without a meaning that are good all the same, or reported elsewhere
  bool may_stay(const ModuleScope& scope, NameUse use, const std::string& name) const {
    if (scope.space(use).expected.contains(name)) return true;
    return use == NameUse::value && names_.index.symbols.contains(name) &&
           !names_.index.values.contains(name);
  }

  void unknown(const ModuleScope& scope, NameUse use, const std::string& name, Position at) {
    auto known = known_names(names_.index, scope, use);
    if (use == NameUse::type) {
      for (const auto& root : event_roots()) known.emplace_back(root.name);
    }
    if (use == NameUse::value) {
      for (const auto& function : all_functions()) known.emplace_back(function.name);
    }
    const auto near = name.size() > 1 ? nearest_name(name, known) : std::string();
    // channels are a module's own
    const auto* expects = use == NameUse::channel ? "" : ", or list it under `expects:`";
    findings_.error(at,
                    fmt::format("`{}` is not known in this module: declare it{}", name, expects),
                    near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }

  void rename(ModuleScope& scope) {
    auto& use = *scope.use;
    const auto on = renamer(scope);
    each_name(use.declared, on);
    for (auto& variable : use.given) each_name(variable, on);
    for (auto& setting : use.settings) {
      each_name(setting.value, scope.user->use != nullptr ? renamer(*scope.user) : members_check());
      for (auto& parameter : use.declared.parameters) {
        if (parameter.label.id == scope.prefix + setting.parameter) {
          parameter.initial = setting.value;
        }
      }
    }
    for (const auto& group : use.declared.groups) groups_.emplace(group.label.id, &group);
  }

  // the actors that a use is for; groups of groups are looked into
  std::vector<ActorDecl*> members_of(const ModuleScope& scope) const {
    std::set<std::string> seen;
    std::vector<ActorDecl*> members;
    std::vector<std::string> names{scope.members};
    while (!names.empty()) {
      const auto name = std::move(names.back());
      names.pop_back();
      if (!seen.insert(name).second) continue;
      if (const auto actor = actors_.find(name); actor != actors_.end()) {
        members.push_back(actor->second);
      } else if (const auto group = groups_.find(name); group != groups_.end()) {
        const auto& list = group->second->members;
        for (auto member = list.rbegin(); member != list.rend(); ++member) {
          names.push_back(member->value);
        }
      }
    }
    return members;
  }

  void give(ModuleScope& scope) {
    const auto& use = *scope.use;
    if (use.given.empty()) return;
    if (scope.members.empty())
      return needs_members(findings_, scope, "gives variables to its members");
    for (auto* actor : members_of(scope)) {
      for (const auto& variable : use.given) {
        if (!give(use, *actor, variable)) return;
      }
    }
  }

  // false: no more
  bool give(const ModuleUse& use, ActorDecl& actor, const VariableDecl& variable) {
    const auto [known, is_new] =
        variables_.emplace(std::pair(actor.label.id, variable.label.id), &use);
    if (!is_new) {
      const auto* other = known->second;
      if (other == nullptr || !names_.clashes.emplace(&use, other).second) return true;
      findings_.error(use.entry.at,
                      fmt::format("module `{}` gives `{}` a variable `{}`, and so does module "
                                  "`{}` ({})",
                                  use.title, actor.label.id, variable.label.id, other->title,
                                  findings_.place_text(other->entry.at, use.entry.at)),
                      "give this use a prefix for its names: `as: NAME`");
      return true;
    }
    if (++given_ > kMaxGivenVariables) {
      findings_.error(
          use.entry.at,
          fmt::format("modules give more than {} variables to their members", kMaxGivenVariables),
          "use them for fewer actors");
      return false;
    }
    actor.variables.push_back(variable);
    return true;
  }

  void merge() {
    Scenario all;
    visit_inner_first(names_.root, [&](ModuleScope& scope) { append(all, scope.use->declared); });
    append(all, scenario_);
    all.actors = std::move(scenario_.actors);
    scenario_.parameters = std::move(all.parameters);
    scenario_.lets = std::move(all.lets);
    scenario_.world = std::move(all.world);
    scenario_.actors = std::move(all.actors);
    scenario_.groups = std::move(all.groups);
    scenario_.pairs = std::move(all.pairs);
    scenario_.channels = std::move(all.channels);
    scenario_.events = std::move(all.events);
    scenario_.schedule = std::move(all.schedule);
    scenario_.processes = std::move(all.processes);
    scenario_.rules = std::move(all.rules);
    scenario_.measures = std::move(all.measures);
  }

  Findings& findings_;
  Scenario& scenario_;
  ModuleNames names_;
  std::map<std::string, const GroupDecl*> groups_;
  std::map<std::string, ActorDecl*> actors_;
  // who gave it to the actor; null: its own declaration
  std::map<std::pair<std::string, std::string>, const ModuleUse*> variables_;
  std::size_t given_ = 0;
};

}  // namespace

void add_modules(Findings& findings, std::vector<ModuleUse> uses, Scenario& scenario) {
  Merger(findings, scenario).run(uses);
}

}  // namespace brink
