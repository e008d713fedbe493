#include "engine/language/module_expects.h"

#include <fmt/format.h>

#include <algorithm>

namespace brink {
namespace {

using Kinds = std::vector<ThingKind>;

class Check {
 public:
  Check(Findings& findings, const NameIndex& index, const ModuleScope& scope)
      : findings_(findings), index_(index), scope_(scope) {}

  void things(NameUse use, const std::vector<Text>& names, std::string_view what,
              const Kinds& kinds) {
    for (const auto& name : names) {
      const auto& bound = scope_.space(use).expected.at(name.value);
      const auto found = meaning(index_, *scope_.user, use, bound.value);
      if (found && is_kind(use, *found, kinds)) continue;
      // its user expects the name too: reported there
      const bool passed_on = !found && scope_.user->space(use).expected.contains(bound.value);
      if (!passed_on) lacking(name.value, bound, what, candidates(use, kinds));
    }
  }

  void variables(const std::vector<ActorDecl*>& members, const HasVariable& has) {
    for (const auto& [name, bound] : scope_.variables.expected) {
      const auto found = meaning(index_, *scope_.user, NameUse::variable, bound.value);
      if (!found) {
        if (!scope_.user->variables.expected.contains(bound.value)) {
          lacking(name, bound, "a variable", candidates(NameUse::variable, {}));
        }
        continue;
      }
      for (const auto* actor : members) {
        if (has(actor->label.id, *found)) continue;
        std::vector<std::string> own;
        for (const auto& variable : actor->variables) own.push_back(variable.label.id);
        lacking(name, bound, "a variable", own, fmt::format(" of `{}`", actor->label.id));
        break;
      }
    }
  }

 private:
  bool is_kind(NameUse use, const std::string& final_name, const Kinds& kinds) const {
    if (use != NameUse::value) return true;
    const auto kind = index_.values.find(final_name);
    return kind != index_.values.end() &&
           std::find(kinds.begin(), kinds.end(), kind->second) != kinds.end();
  }

  // the user's names of the right kind
  std::vector<std::string> candidates(NameUse use, const Kinds& kinds) const {
    auto names = known_names(index_, *scope_.user, use);
    std::erase_if(names, [&](const std::string& name) {
      const auto found = meaning(index_, *scope_.user, use, name);
      return !found || !is_kind(use, *found, kinds);
    });
    return names;
  }

  void lacking(const std::string& name, const Text& bound, std::string_view what,
               const std::vector<std::string>& known, const std::string& of = {}) {
    const auto& title = scope_.use->title;
    const auto near = bound.value.size() > 1 ? nearest_name(bound.value, known) : std::string();
    if (bound.value != name) {
      findings_.error(bound.at,
                      fmt::format("module `{}` expects {}{} for `{}`, and `{}` is none", title,
                                  what, of, name, bound.value),
                      near.empty() ? fmt::format("name what stands for `{}` here", name)
                                   : fmt::format("did you mean `{}`?", near));
      return;
    }
    findings_.error(
        bound.at,
        fmt::format("module `{}` expects {} `{}`{}, and there is none", title, what, name, of),
        near.empty()
            ? fmt::format("declare it, or say what stands for it: `with: {{{}: NAME}}`", name)
            : fmt::format("did you mean `with: {{{}: {}}}`?", name, near));
  }

  Findings& findings_;
  const NameIndex& index_;
  const ModuleScope& scope_;
};

}  // namespace

void check_expected(Findings& findings, const NameIndex& index, const ModuleScope& scope,
                    const std::vector<ActorDecl*>& members, const HasVariable& has) {
  using K = ThingKind;
  Check check(findings, index, scope);
  const auto& expects = scope.use->expects;
  check.things(NameUse::type, expects.events, "an event type", {});
  check.things(NameUse::value, expects.actors, "an actor", {K::actor});
  check.things(NameUse::value, expects.groups, "a group", {K::group});
  check.things(NameUse::value, expects.names, "a parameter, derived name, world variable or pair",
               {K::parameter, K::let, K::variable, K::pair});
  check.variables(members, has);
}

}  // namespace brink
