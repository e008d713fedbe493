#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "engine/program/checks.h"
#include "engine/program/firing.h"

namespace brink::internal {
namespace {

constexpr std::size_t kMaxNamed = 3;  // names told before "and 4 more"

std::vector<std::string> names_of(const Program& program, const ActorSet& set) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < program.actors.size(); ++i) {
    if (set.has(i)) names.push_back(program.actors[i].id);
  }
  return names;
}

std::string name_of(const Program& program, const ActorMatch& match) {
  return match.kind == ActorMatch::Kind::group ? program.groups[match.id].id
                                               : program.actors[match.id].id;
}

// why a rule cannot fire, and what to do about it
struct Reason {
  Position at;
  std::string why;
  std::string hint;
};

class RuleCheck {
 public:
  explicit RuleCheck(const Check& check) : check_(check), program_(check.program) {
    matched_.resize(check.flow.triggers.size());
    for (const auto& match : check.flow.matches) matched_[match.trigger] = true;
  }

  Reason reason(std::uint32_t rule) const {
    const auto& decl = program_.scenario.rules[rule];
    if (auto off = switched_off(rule)) return *off;
    const auto& triggers = check_.flow.triggers_of_rule[rule];
    std::vector<std::string> lacking;
    std::size_t made = triggers.size();
    for (std::size_t i = 0; i < triggers.size(); ++i) {
      const auto type = check_.flow.triggers[triggers[i]].type;
      if (matched_[triggers[i]]) return unreached(decl, type);
      if (sorts_below(type).empty()) {
        lacking.push_back(program_.types[type].name);
      } else {
        made = std::min(made, i);
      }
    }
    const auto at = decl.upon->alternatives[made == triggers.size() ? 0 : made].type_at;
    if (made == triggers.size()) {
      const auto type = check_.flow.triggers[triggers[0]].type;
      return {at, fmt::format("nothing makes `{}`", fmt::join(lacking, "` or `")),
              making_hint(program_, type) + ", or delete the rule"};
    }
    auto found = unmatched(check_.flow.triggers[triggers[made]]);
    found.at = at;
    return found;
  }

 private:
  std::vector<std::uint32_t> sorts_below(TypeId type) const {
    std::vector<std::uint32_t> sorts;
    for (TypeId t = type; t <= program_.types[type].last; ++t) {
      const auto& own = check_.flow.sorts_of_type[t];
      sorts.insert(sorts.end(), own.begin(), own.end());
    }
    return sorts;
  }

  std::optional<Reason> switched_off(std::uint32_t id) const {
    const auto& rule = program_.rules[id];
    const auto& decl = program_.scenario.rules[id];
    const std::string hint = "delete the rule, or let a parameter decide";
    const auto off = [&](const std::optional<Expr>& at, std::string_view key,
                         std::string_view value) {
      return Reason{at->at, fmt::format("its `{}` is {}", key, value), hint};
    };
    if (is_never(program_, rule.when)) return off(decl.when, "when", "false");
    if (is_never(program_, rule.condition)) return off(decl.condition, "if", "false");
    if (is_never(program_, rule.chance)) return off(decl.chance, "chance", "0");
    if (is_never(program_, rule.still)) return off(decl.still, "still", "false");
    return std::nullopt;
  }

  // what it waits for is made by what never acts itself
  Reason unreached(const RuleDecl& decl, TypeId type) const {
    std::set<std::pair<Making::By, std::uint32_t>> told;
    std::vector<std::string> makers;
    for (const auto& making : check_.flow.makings) {
      if (!is_a(program_, making.type, type)) continue;
      if (!told.emplace(making.by, making.owner).second) continue;
      makers.push_back(making.by == Making::By::rule      ? program_.rules[making.owner].name
                       : making.by == Making::By::process ? program_.processes[making.owner].name
                       : making.by == Making::By::engine  ? program_.types[making.owner].name
                                                          : program_.schedule[making.owner].name);
    }
    return {decl.upon->at,
            fmt::format("`{}` comes only from {}, which never {}", program_.types[type].name,
                        names_text(makers), makers.size() == 1 ? "acts" : "act"),
            "let the schedule or a process emit the first one"};
  }

  // events of the type are made, but none that the rule waits for
  Reason unmatched(const Trigger& trigger) const {
    const auto sorts = sorts_below(trigger.type);
    const auto& type = program_.types[trigger.type].name;
    ActorSet sources;
    ActorSet targets;
    bool both = false;
    for (const auto s : sorts) {
      const auto& sort = check_.flow.sorts[s];
      sources.add(sort.sources);
      targets.add(sort.targets);
      both = both || (allows(trigger.from, sort.sources, check_.groups) &&
                      allows(trigger.to, sort.targets, check_.groups));
    }
    if (both) return unknown(trigger, sources, targets);
    const auto there = [&](std::string_view word, const ActorSet& set) {
      const auto names = names_of(program_, set);
      return names.empty()
                 ? fmt::format("`{}` has no {} here", type, word == "from" ? "source" : "target")
                 : fmt::format("those of this scenario {} {} {}", word == "from" ? "come" : "go",
                               word, names_text(names));
    };
    if (!allows(trigger.from, sources, check_.groups)) {
      return {{},
              fmt::format("no `{}` comes from `{}`", type, name_of(program_, trigger.from)),
              there("from", sources)};
    }
    if (!allows(trigger.to, targets, check_.groups)) {
      return {{},
              fmt::format("no `{}` goes to `{}`", type, name_of(program_, trigger.to)),
              there("to", targets)};
    }
    return {{},
            fmt::format("no `{}` goes from `{}` to `{}`", type, name_of(program_, trigger.from),
                        name_of(program_, trigger.to)),
            "turn `from` and `to` round, or leave one out"};
  }

  // nobody who responds learns of it
  Reason unknown(const Trigger& trigger, const ActorSet& sources, const ActorSet& targets) const {
    const auto& type = program_.types[trigger.type].name;
    if (trigger.responder == Responder::source || trigger.responder == Responder::target) {
      const auto* word = trigger.responder == Responder::source ? "source" : "target";
      return {{},
              fmt::format("no `{}` has a {}, who would respond", type, word),
              trigger.responder == Responder::source ? "give its emissions a `from:`"
                                                     : "give its emissions a `to:`"};
    }
    ActorSet parties = sources;
    parties.add(targets);
    const auto& who = trigger.responder == Responder::group
                          ? program_.groups[trigger.responder_id].id
                          : program_.actors[trigger.responder_id].id;
    return {{},
            fmt::format("`{}` never learns of `{}`", who, type),
            fmt::format("it is private: only its source and target know of it, here {}",
                        names_text(names_of(program_, parties)))};
  }

  const Check& check_;
  const Program& program_;
  std::vector<bool> matched_;  // by trigger
};

}  // namespace

std::string names_text(const std::vector<std::string>& names) {
  std::string text;
  const auto shown = names.size() <= kMaxNamed + 1 ? names.size() : kMaxNamed;
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == names.size();
    text += i == 0 ? "" : last ? " and " : ", ";
    text += fmt::format("`{}`", names[i]);
  }
  if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

void check_rules(const Check& check) {
  if (std::all_of(check.fires.begin(), check.fires.end(), [](bool b) { return b; })) return;
  const RuleCheck rules(check);
  std::size_t told = 0;
  for (std::uint32_t r = 0; r < check.fires.size() && told < kMaxErrors; ++r) {
    const auto& rule = check.program.rules[r];
    if (check.fires[r] || rule.at.file != 0) continue;
    ++told;
    const auto found = rules.reason(r);
    check.warn(found.at, fmt::format("rule `{}` can never fire: {}", rule.name, found.why),
               found.hint);
  }
}

}  // namespace brink::internal
