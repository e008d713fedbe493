#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"

// names and symbols that do not fit where they stand, and what may have been meant
namespace brink::internal {

std::string type_hint(ValueType wanted, ValueType found) {
  using T = ValueType;
  if (wanted == T::duration && found == T::number) {
    return "give it a unit, for example `3 d` or `12 h`";
  }
  if (wanted == T::number && found == T::duration) {
    return "a number has no unit: divide by a duration, for example `since(salvo) / 1 d`";
  }
  if (wanted == T::truth && (found == T::number || found == T::duration)) {
    return "compare it, for example with `> 0`";
  }
  if (wanted == T::number && found == T::symbol) {
    return "a word is a value only where a list of `values` allows it";
  }
  if (wanted == T::number && found == T::truth) return "a number from a truth: `if(TRUTH, 1, 0)`";
  return {};
}

// what a name that means nothing as a value means elsewhere
std::string Compiler::name_hint(const Expr& e, const Context& c) const {
  const auto& name = e.path[0];
  if (e.path.size() > 1) return {};
  if (const auto* function = find_function(name)) {
    return fmt::format("a function needs its arguments: `{}`", function->example);
  }
  if (variable_ids_.contains(name)) {
    return fmt::format("`{0}` is a variable of actors: say whose, `{1}.{0}`", name,
                       c.self != nullptr ? "self" : "ACTOR");
  }
  if (term_ids_.contains(name)) {
    return fmt::format("`{0}` is a term of offers: ask `in_force({0})` or `offer.{0}`", name);
  }
  if (type_ids_.contains(name)) {
    return fmt::format("`{0}` is an event type: count its events, `total({0})`", name);
  }
  return {};
}

// true if every symbol that the value may be is among those wanted; reports otherwise
bool Compiler::can_take(const std::vector<std::uint32_t>* wanted, const Typed& value,
                        const Expr& e) {
  if (wanted == nullptr || value.symbols == nullptr || wanted == value.symbols) return true;
  for (const auto symbol : *value.symbols) {
    if (std::find(wanted->begin(), wanted->end(), symbol) != wanted->end()) continue;
    error(e.at,
          fmt::format("`{}` may be `{}`, which is not among the values allowed here", to_text(e),
                      program_.symbols[symbol]),
          "give both the same `values`");
    return false;
  }
  return true;
}

Typed Compiler::unknown_name(const Expr& e, const Context& c) {
  auto known = keys_of_map(names_);
  if (c.self != nullptr) known.insert(known.end(), {"self", "rival"});
  if (c.other != nullptr) known.emplace_back("other");
  for (const auto& [loop, group] : c.loops) known.push_back(loop);
  if (c.event != nullptr) known.insert(known.end(), {"source", "target", "event"});
  if (c.offer) known.emplace_back("offer");
  known.emplace_back("now");
  const auto& name = e.path[0];
  std::string hint = name_hint(e, c);
  if (hint.empty()) hint = did_you_mean(name, known);
  if (name == "this") {
    hint = "`this` is the event being made: it exists in `with:` alone";
  } else if (name == "event") {
    hint = c.event == nullptr ? "only a rule `upon:` an event, or a pattern's `where`, has an event"
                              : "name one of its attributes, `event.size`";
  } else if (name == "self" || name == "rival") {
    hint =
        "`self` is who responds (`by:`) or the member of a group (`for:`); `rival` exists in "
        "groups of two";
  } else if (name == "other") {
    hint = "`other` is the second of a pair: `for: pairs of GROUP`, or a variable under `pairs:`";
  } else if (name == "each") {
    hint = "`each` stands inside an expression over a group, `sum(each.support over coalition)`";
  } else if (name == "members") {
    hint = "`members` exists in modules: the group that a module is used for";
  } else if (name == "source" || name == "target") {
    hint = "only a rule `upon:` an event has a source and a target";
  } else if (name == "offer") {
    hint = "`offer` exists upon offers, answers and events that are all `concerning:` one";
    const auto& roots = program_.roots;
    for (const auto type : c.event == nullptr ? std::vector<TypeId>{} : *c.event) {
      if (type != roots.undelivered && !is_a(program_, type, roots.reveal)) continue;
      hint = fmt::format("what is private need not be an offer: name one, `{} of TYPE`",
                         program_.types[type].name);
    }
  }
  error(e.at, fmt::format("`{}` means nothing here", name), hint);
  return {};
}

// who has a variable that the one meant has not
std::string Compiler::owners_hint(std::uint32_t variable) const {
  std::vector<std::string> owners;
  for (ActorId actor = 0; actor < program_.actors.size() && owners.size() < 4; ++actor) {
    if (slot_of(program_, actor, variable) == kNone) continue;
    owners.push_back(owners.size() < 3 ? program_.actors[actor].id : "...");
  }
  return fmt::format("it is a variable of {}", fmt::join(owners, ", "));
}

void Compiler::unknown_term(const std::string& name, Position at) {
  error(at, fmt::format("no offer has a term `{}`", name),
        program_.terms.empty() ? "an offer type declares them under `terms:`"
                               : did_you_mean(name, program_.terms));
}

// true if two symbols can ever be equal; reports otherwise
bool Compiler::can_meet(const Typed& left, const Typed& right, const Expr& e) {
  if (left.symbols == nullptr && right.symbols == nullptr) {
    error(e.at, "both sides are symbols: neither can change", "name a variable on one side");
    return false;
  }
  if (left.symbols == nullptr || right.symbols == nullptr) return true;
  const auto common = std::find_first_of(left.symbols->begin(), left.symbols->end(),
                                         right.symbols->begin(), right.symbols->end());
  if (common != left.symbols->end()) return true;
  error(
      e.at,
      fmt::format("`{}` and `{}` have no value in common", to_text(e.args[0]), to_text(e.args[1])),
      "compare with one of the variable's own `values`");
  return false;
}

}  // namespace brink::internal
