#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/program/checks.h"

namespace brink::internal {
namespace {

// the answers of rules, and which offers they can reach
class Answers {
 public:
  explicit Answers(const Check& check) : check_(check), program_(check.program) {
    answered_.resize(check.flow.sorts.size());
    sorts_of_trigger_.resize(check.flow.triggers.size());
    for (const auto& match : check.flow.matches) {
      sorts_of_trigger_[match.trigger].push_back(match.sort);
    }
    for (std::uint32_t r = 0; r < program_.rules.size(); ++r) {
      add(r, program_.rules[r].deeds);
      for (const auto& option : program_.rules[r].options) add(r, option.deeds);
    }
  }

  bool reach(std::uint32_t sort) const {
    return answered_[sort] || anything_.meets(check_.flow.sorts[sort].targets);
  }

 private:
  void add(std::uint32_t rule, const std::vector<CompiledDeed>& deeds) {
    using Kind = Deed::Kind;
    for (const auto& deed : deeds) {
      if (deed.kind == Kind::loop) add(rule, deed.deeds);
      if (deed.kind != Kind::accept && deed.kind != Kind::refuse && deed.kind != Kind::counter) {
        continue;
      }
      const auto& node = program_.nodes[deed.offer];
      if (node.op == Op::tally_offer) {
        add_history(rule, program_.tallies[node.a].pattern);
      } else if (node.op == Op::current_offer) {
        add_current(rule);
      } else {
        anything_.add(program_.casts[rule].self);
      }
    }
  }

  void answer(std::uint32_t rule, std::uint32_t sort) {
    if (answered_[sort]) return;
    answered_[sort] = program_.casts[rule].self.meets(check_.flow.sorts[sort].targets);
  }

  // `last(PATTERN)`
  void add_history(std::uint32_t rule, const EventPattern& pattern) {
    for (const auto& alternative : pattern.alternatives) {
      if (!program_.types[alternative.type].is_offer) {
        anything_.add(program_.casts[rule].self);
        continue;
      }
      for (TypeId t = alternative.type; t <= program_.types[alternative.type].last; ++t) {
        for (const auto sort : check_.flow.sorts_of_type[t]) answer(rule, sort);
      }
    }
  }

  // `offer`: the one that is made, or one that another event is about
  void add_current(std::uint32_t rule) {
    for (const auto trigger : check_.flow.triggers_of_rule[rule]) {
      if (!program_.types[check_.flow.triggers[trigger].type].is_offer) {
        anything_.add(program_.casts[rule].self);
        continue;
      }
      for (const auto sort : sorts_of_trigger_[trigger]) answer(rule, sort);
    }
  }

  const Check& check_;
  const Program& program_;
  std::vector<bool> answered_;  // by sort
  ActorSet anything_;           // who may answer an offer that is not known beforehand
  std::vector<std::vector<std::uint32_t>> sorts_of_trigger_;
};

}  // namespace

std::string making_hint(const Program& program, TypeId type) {
  const auto& roots = program.roots;
  if (is_a(program, type, roots.lapse)) return "give the type of an offer a `lapses:`";
  if (is_a(program, type, roots.expire)) return "give the type of an offer a `lasts:`";
  if (is_a(program, type, roots.undelivered)) {
    return "declare `channels:`, and a private event or one with `via:`";
  }
  if (is_a(program, type, roots.leak))
    return "give a channel `leaks:`, and let something private go by it";
  if (is_a(program, type, roots.reveal)) return "let a rule `reveal: offer`";
  if (is_a(program, type, roots.conditional)) {
    return fmt::format(
        "let a rule `accept: offer` with `conditions:`{}",
        type == roots.conditional ? "" : fmt::format(" and `as: {}`", program.types[type].name));
  }
  for (const auto root : {roots.counter, roots.accept, roots.refuse, roots.withdraw, roots.end}) {
    if (!is_a(program, type, root)) continue;
    return fmt::format("let a rule `{}: {}`{}", program.types[root].name,
                       root == roots.end ? "TERM" : "offer",
                       type == root ? "" : fmt::format(" with `as: {}`", program.types[type].name));
  }
  return "let the schedule, a process or a rule emit it";
}

void check_events(const Check& check) {
  std::map<std::string_view, TypeId> types;
  for (TypeId t = 0; t < check.program.types.size(); ++t) {
    types.emplace(check.program.types[t].name, t);
  }
  for (const auto& decl : check.program.scenario.events) {
    const auto type = types.find(decl.label.id)->second;
    // a type that stands above others need not happen itself
    if (check.program.types[type].last != type || check.flow.is_made[type]) continue;
    check.warn(decl.label.at, fmt::format("nothing makes `{}`", decl.label.id),
               making_hint(check.program, type) + ", or delete it");
  }
}

void check_offers(const Check& check) {
  const auto& program = check.program;
  const bool any =
      std::any_of(check.flow.sorts.begin(), check.flow.sorts.end(),
                  [&](const EventSort& sort) { return program.types[sort.type].is_offer; });
  if (!any || !check.flow.is_complete) return;
  const Answers answers(check);
  std::vector<bool> told(check.flow.sorts.size());
  for (const auto& making : check.flow.makings) {
    const auto& sort = check.flow.sorts[making.sort];
    if (!program.types[making.type].is_offer || told[making.sort]) continue;
    if (!sort.targets.has_any() || answers.reach(making.sort)) continue;
    told[making.sort] = true;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < program.actors.size(); ++i) {
      if (sort.targets.has(i)) names.push_back(program.actors[i].id);
    }
    const auto& type = program.types[making.type].name;
    check.warn(making.at,
               fmt::format("nobody can answer this `{}`: no rule of {} accepts, refuses or "
                           "counters it",
                           type, names_text(names)),
               fmt::format("give the recipient a rule `upon: {}` with `by: target` and `accept: "
                           "offer`, `refuse: offer` or `counter: offer`",
                           type));
  }
}

void check_actors(const Check& check) {
  const auto& program = check.program;
  ActorSet seen;
  for (const auto& sort : check.flow.sorts) {
    seen.add(sort.sources);
    seen.add(sort.targets);
  }
  for (const auto& cast : program.casts) seen.add(cast.self);
  for (std::uint32_t c = 0; c < program.channels.size(); ++c) {
    if (carries_any(program, check.flow, c)) seen.add(ends_of_channel(program, c));
  }
  const auto add_group = [&](GroupId group) { seen.add(check.groups.of(group)); };
  seen.members.resize(program.actors.size());
  for (const auto& node : program.nodes) {
    if (node.op == Op::constant && node.type == ValueType::actor &&
        node.constant.whole < static_cast<std::int64_t>(program.actors.size())) {
      seen.members[static_cast<std::size_t>(node.constant.whole)] = true;
    }
    if (node.op == Op::over || node.op == Op::pick) add_group(static_cast<GroupId>(node.b));
  }
  for (const auto& pair : program.pairs) add_group(pair.group);
  for (std::size_t i = 0; i < program.actors.size(); ++i) {
    const auto& decl = program.scenario.actors[i];
    if (seen.has(i) || !decl.variables.empty()) continue;
    check.warn(decl.label.at, fmt::format("actor `{}` takes part in nothing", decl.label.id),
               "let it make, receive or answer something, or delete it");
  }
}

}  // namespace brink::internal
