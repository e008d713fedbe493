#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"

namespace brink::internal {
namespace {

using Kind = Expr::Kind;

}  // namespace

bool Compiler::is_unknown_word(const Expr& e) const {
  return e.kind == Kind::name && e.path.size() == 1 && names_.find(e.path[0]) == names_.end() &&
         symbol_ids_.contains(e.path[0]);
}

Typed Compiler::compile_name(const Expr& e, const Context& c,
                             const std::vector<std::uint32_t>* symbols) {
  return e.path.size() == 1 ? compile_word(e, c, symbols) : compile_member(e, c);
}

GroupId Compiler::group_of_two(const Context& c) const {
  if (c.rival_group != kNoId) {
    return program_.groups[c.rival_group].members.size() == 2 ? c.rival_group : kNoId;
  }
  GroupId found = kNoId;
  for (std::size_t g = 0; g < program_.groups.size(); ++g) {
    const auto& members = program_.groups[g].members;
    if (members.size() != 2 || program_.groups[g].id == "all") continue;
    bool covers = true;
    for (std::size_t i = 0; i < c.self->members.size(); ++i) {
      if (c.self->members[i] && members[0] != i && members[1] != i) covers = false;
    }
    if (covers && found != kNoId) return kNoId;
    if (covers) found = static_cast<GroupId>(g);
  }
  return found;
}

// self, rival, source, target: fills `actor` and returns who it may be; nothing if the word is none
std::optional<ActorSet> Compiler::actor_word(const std::string& word, const Expr& e,
                                             const Context& c, Typed& actor) {
  const auto make = [&](Op op, std::uint32_t a) {
    actor = {add({.op = op, .type = ValueType::actor, .a = a}, e.at), ValueType::actor};
  };
  if (word == "self" && c.self != nullptr) {
    make(Op::self, 0);
    return *c.self;
  }
  if (word == "other" && c.other != nullptr) {
    make(Op::other, 0);
    return *c.other;
  }
  if (word == "each" && c.each != nullptr) {
    make(Op::each, 0);
    return *c.each;
  }
  for (std::size_t i = 0; i < c.loops.size(); ++i) {
    if (c.loops[i].first != word) continue;
    make(Op::loop, static_cast<std::uint32_t>(i));
    return named(program_.groups[c.loops[i].second].id);
  }
  if (word == "rival" && c.self != nullptr) {
    const auto group = group_of_two(c);
    if (group == kNoId) {
      error(e.at, "`rival` needs one group of two that `self` belongs to",
            c.other != nullptr ? "the second of a pair is `other`"
                               : "declare it under `groups:`, for example `belligerents: [a, b]`");
      return ActorSet{std::vector<bool>(program_.actors.size(), false), false};
    }
    make(Op::rival, group);
    ActorSet set{std::vector<bool>(program_.actors.size(), false), false};
    const auto& members = program_.groups[group].members;
    for (std::size_t i = 0; i < 2; ++i) {
      if (c.self->members[members[i]]) set.members[members[1 - i]] = true;
    }
    return set;
  }
  if (word == "source" && c.source != nullptr) {
    make(Op::source, 0);
    return *c.source;
  }
  if (word == "target" && c.target != nullptr) {
    make(Op::target, 0);
    return *c.target;
  }
  const bool word_of_rule =
      word == "self" || word == "rival" || word == "source" || word == "target" || word == "other";
  if (c.lost && word_of_rule) return ActorSet{};
  return std::nullopt;
}

Typed Compiler::compile_word(const Expr& e, const Context& c,
                             const std::vector<std::uint32_t>* symbols) {
  const auto& name = e.path[0];
  Typed actor;
  if (actor_word(name, e, c, actor)) return actor;
  if (name == "offer" && c.offer) {
    return {add({.op = Op::current_offer, .type = ValueType::offer}, e.at), ValueType::offer};
  }
  if (c.lost && (name == "offer" || name == "event")) return {};
  if (name == "now") return {add({.op = Op::now, .type = ValueType::date}, e.at), ValueType::date};
  const auto entry = names_.find(name);
  const auto known = symbol_ids_.find(name);
  const bool wanted = symbols != nullptr && known != symbol_ids_.end() &&
                      std::find(symbols->begin(), symbols->end(), known->second) != symbols->end();
  if (wanted && entry != names_.end()) {
    error(e.at,
          fmt::format("`{}` means two things here: a symbol, and the name declared in {}", name,
                      findings_.place_text(entry->second.at, e.at)),
          "rename one of them");
    return {};
  }
  if (entry != names_.end()) return compile_entry(e, entry->second, c);
  if (symbols != nullptr && !wanted) {
    std::vector<std::string> values;
    for (const auto s : *symbols) values.push_back(program_.symbols[s]);
    error(e.at, fmt::format("`{}` is not among the values it is compared with or put into", name),
          did_you_mean(name, values));
    return {};
  }
  if (known == symbol_ids_.end()) return unknown_name(e, c);
  return {add({.op = Op::constant,
               .type = ValueType::symbol,
               .constant = Value::of_whole(known->second)},
              e.at),
          ValueType::symbol, symbols};
}

Typed Compiler::compile_entry(const Expr& e, const NameEntry& entry, const Context& c) {
  switch (entry.kind) {
    case NameEntry::Kind::let: {
      const auto value = compile_let(entry.index);
      check_secrets(let_secrets_[entry.index], e.at, c);
      return value;
    }
    case NameEntry::Kind::pair:
      error(e.at, fmt::format("`{}` is a variable of two actors", e.path[0]),
            fmt::format("say whose: `{}(self, other)`", e.path[0]));
      return {};
    case NameEntry::Kind::actor:
      return {add({.op = Op::constant,
                   .type = ValueType::actor,
                   .constant = Value::of_whole(entry.index)},
                  e.at),
              ValueType::actor};
    case NameEntry::Kind::group:
      error(e.at, fmt::format("`{}` is a group, not a value", e.path[0]),
            "a group stands in `for:`, in `by: each of`, behind `from` or `to` of a pattern, and "
            "behind `over`");
      return {};
    default:
      break;
  }
  const auto& slot = program_.slots[entry.index];
  return {add({.op = Op::slot, .type = slot.type, .a = entry.index}, e.at), slot.type,
          slot.type == ValueType::symbol ? &slot.symbols : nullptr};
}

Typed Compiler::compile_let(std::uint32_t index) {
  const auto& decl = scenario().lets[index];
  if (let_states_[index] == 1) {
    error(decl.label.at, fmt::format("`{}` is defined by itself", decl.label.id),
          "derived names must not go in a circle");
    return {};
  }
  if (let_states_[index] == 0) {
    const int outer = level_;
    level_ = 0;
    let_states_[index] = 1;
    const bool deep = nesting_ >= kMaxLetLevels;
    ++nesting_;
    auto* const outer_secrets = secrets_read_;
    secrets_read_ = &let_secrets_[index];
    if (!deep)
      let_values_[index] = compile(decl.value, {.owner = fmt::format("`{}`", decl.label.id)});
    secrets_read_ = outer_secrets;
    --nesting_;
    let_states_[index] = 2;
    let_levels_[index] = level_ + 1;
    level_ = outer;
    if (deep || let_levels_[index] > kMaxLetLevels) {
      error(decl.label.at,
            fmt::format("more than {} derived names one inside the other", kMaxLetLevels),
            "keep one of them in a variable");
      let_values_[index] = {};
      let_levels_[index] = 0;
    }
  }
  level_ = std::max(level_, let_levels_[index]);
  return let_values_[index];
}

Typed Compiler::compile_member(const Expr& e, const Context& c) {
  const auto& first = e.path[0];
  if (c.lost && (first == "offer" || first == "event") && !c.offer && c.event == nullptr) return {};
  if (first == "offer") return c.offer ? compile_offer_member(e, c) : unknown_name(e, c);
  if (first == "event" || first == "this") return compile_event_member(e, c);
  Typed actor;
  auto possible = actor_word(first, e, c, actor);
  const auto entry = names_.find(first);
  if (!possible && entry != names_.end() && entry->second.kind == NameEntry::Kind::actor) {
    possible = named(first);
    actor = compile_entry(e, entry->second, c);
  }
  if (!possible) {
    if (entry == names_.end()) return unknown_name(e, c);
    error(e.at, fmt::format("`{}` is not an actor and has no `{}`", first, e.path[1]),
          "only actors have variables of their own");
    return {};
  }
  if (!actor) return {};
  if (e.path.size() > 2) {
    error(e.at, fmt::format("`{}` goes one dot too far", fmt::join(e.path, ".")),
          "an actor's variable is `actor.variable`");
    return {};
  }
  const auto value = compile_variable(e, actor, *possible, e.path[1]);
  const auto id = variable_ids_.find(e.path[1]);
  if (!value || id == variable_ids_.end()) return value;
  for (std::size_t i = 0; i < possible->members.size(); ++i) {
    const auto slot = slot_of(program_, static_cast<ActorId>(i), id->second);
    if (!possible->members[i] || slot == kNone || !slot_decls_[slot]->secret) continue;
    note_secret(program_.slots[slot], first, *possible, e.at, c);
    break;
  }
  return value;
}

Typed Compiler::compile_variable(const Expr& e, Typed actor, const ActorSet& possible,
                                 const std::string& variable) {
  const auto id = variable_ids_.find(variable);
  std::vector<std::string> lacking;
  const SlotInfo* slot = nullptr;
  SlotId slot_id = kNone;
  std::size_t candidates = 0;
  for (std::size_t i = 0; i < possible.members.size(); ++i) {
    if (!possible.members[i]) continue;
    ++candidates;
    const auto own =
        id == variable_ids_.end() ? kNone : slot_of(program_, static_cast<ActorId>(i), id->second);
    if (own == kNone) {
      lacking.push_back(program_.actors[i].id);
    } else if (slot != nullptr && slot->type != program_.slots[own].type) {
      error(e.at, fmt::format("`{}` is {} of `{}` and {} of `{}`", variable,
                              with_article(slot->type), program_.actors[slot->owner].id,
                              with_article(program_.slots[own].type), program_.actors[i].id));
      return {};
    } else {
      slot = &program_.slots[own];
      slot_id = own;
    }
  }
  if (id == variable_ids_.end() || (slot == nullptr && candidates > 0)) {
    const bool one = program_.nodes[actor.node].op == Op::constant;
    error(e.at,
          one ? fmt::format("actor `{}` has no variable `{}`", e.path[0], variable)
              : fmt::format("no actor that `{}` can be has a variable `{}`", e.path[0], variable),
          id == variable_ids_.end() ? did_you_mean(variable, program_.variable_names)
                                    : owners_hint(id->second));
    return {};
  }
  if (!lacking.empty()) {
    error(e.at,
          fmt::format("`{}` may be `{}`, which has no variable `{}`", e.path[0], lacking.front(),
                      variable),
          fmt::format("give `{}` that variable, or narrow who is meant: `from` and `to` of the "
                      "pattern, the members of the group",
                      lacking.front()));
    return {};
  }
  if (possible.nobody) {
    error(e.at, fmt::format("`{}` may be nobody: some event here has none", e.path[0]),
          "narrow the pattern with `from` or `to`, or give every emission its `from:` and `to:`");
    return {};
  }
  if (slot == nullptr) {
    // nobody can be meant: the expression is never reached, and only its type matters
    for (std::size_t i = 0; slot == nullptr && i < program_.actors.size(); ++i) {
      const auto own = slot_of(program_, static_cast<ActorId>(i), id->second);
      if (own != kNone) slot = &program_.slots[own];
    }
    const Value none{.whole = slot->type == ValueType::actor ? kNobody : 0};
    return {add({.op = Op::constant, .type = slot->type, .constant = none}, e.at), slot->type,
            slot->type == ValueType::symbol ? &slot->symbols : nullptr};
  }
  const auto* symbols = slot->type == ValueType::symbol ? &slot->symbols : nullptr;
  if (program_.nodes[actor.node].op == Op::constant) {
    return {add({.op = Op::slot, .type = slot->type, .a = slot_id}, e.at), slot->type, symbols};
  }
  const Node node{.op = Op::actor_variable, .type = slot->type, .a = id->second};
  return {add(node, e.at, {actor.node}), slot->type, symbols};
}

Typed Compiler::compile_event_member(const Expr& e, const Context& c) {
  const bool own = e.path[0] == "this";
  if (own ? !c.made : c.event == nullptr) return unknown_name(e, c);
  const std::vector<TypeId> made = own ? std::vector<TypeId>{*c.made} : *c.event;
  const auto& name = e.path[1];
  if (e.path.size() == 2 && !own) {
    if (name == "rung") return {add({.op = Op::event_rung}, e.at)};
    const auto scale = std::find(program_.scales.begin(), program_.scales.end(), name);
    if (scale != program_.scales.end()) {
      const auto index = static_cast<std::uint32_t>(scale - program_.scales.begin());
      return {add({.op = Op::event_score, .a = index}, e.at)};
    }
  }
  const AttributeInfo* found = nullptr;
  std::uint32_t index = 0;
  for (const auto type : made) {
    const auto& attributes = program_.types[type].attributes;
    const auto own_index = std::find_if(attributes.begin(), attributes.end(),
                                        [&](const AttributeInfo& a) { return a.id == name; });
    if (e.path.size() > 2) {
      error(e.at, fmt::format("`{}` goes one dot too far", fmt::join(e.path, ".")),
            "an attribute is `event.attribute`");
      return {};
    }
    if (own_index == attributes.end()) {
      std::vector<std::string> known;
      for (const auto& a : attributes) known.push_back(a.id);
      error(e.at, fmt::format("event `{}` has no attribute `{}`", program_.types[type].name, name),
            type == program_.roots.undelivered && program_.channels.empty()
                ? "without `channels:` every message arrives"
            : known.empty() ? "an event type declares them under `attributes:`"
                            : did_you_mean(name, known));
      return {};
    }
    const auto place = static_cast<std::uint32_t>(own_index - attributes.begin());
    if (found != nullptr && (place != index || found->type != own_index->type)) {
      error(e.at, fmt::format("`{}` is not the same attribute in all events of the pattern", name),
            "declare it on a type above them all");
      return {};
    }
    found = &*own_index;
    index = place;
  }
  if (found == nullptr) return unknown_name(e, c);
  const Node node{.op = own ? Op::own_attribute : Op::attribute, .type = found->type, .a = index};
  return {add(node, e.at), found->type,
          found->type == ValueType::symbol ? &found->symbols : nullptr};
}

Typed Compiler::compile_offer_member(const Expr& e, const Context&) {
  struct Field {
    std::string_view name;
    OfferField field;
    ValueType type;
  };
  using T = ValueType;
  using F = OfferField;
  constexpr Field kFields[] = {
      {"open", F::open, T::truth},           {"accepted", F::accepted, T::truth},
      {"refused", F::refused, T::truth},     {"countered", F::countered, T::truth},
      {"withdrawn", F::withdrawn, T::truth}, {"lapsed", F::lapsed, T::truth},
      {"public", F::is_public, T::truth},    {"round", F::round, T::number},
      {"age", F::age, T::duration},          {"proposer", F::proposer, T::actor},
      {"recipient", F::recipient, T::actor}};
  NodeId offer = add({.op = Op::current_offer, .type = T::offer}, e.at);
  std::size_t i = 1;
  while (i < e.path.size() && e.path[i] == "parent") {
    offer = add({.op = Op::offer_parent, .type = T::offer}, e.at, {offer});
    ++i;
  }
  if (i == e.path.size()) return {offer, T::offer};
  const bool full = e.path[i] == "terms" && i + 1 < e.path.size();
  const auto& name = e.path[full ? i + 1 : i];
  if (i + (full ? 2 : 1) != e.path.size()) {
    error(e.at, fmt::format("`{}` goes one dot too far", fmt::join(e.path, ".")),
          "write `offer.NAME`, `offer.terms.TERM` or `offer.parent.NAME`");
    return {};
  }
  const auto term = term_ids_.find(name);
  const auto* field = std::find_if(std::begin(kFields), std::end(kFields),
                                   [&](const Field& f) { return f.name == name; });
  if (!full && field != std::end(kFields)) {
    if (term != term_ids_.end()) {
      error(e.at,
            fmt::format("`offer.{}` means two things: a term, and what every offer has", name),
            fmt::format("write `offer.terms.{}` for the term, or rename it", name));
      return {};
    }
    const Node node{
        .op = Op::offer_field, .type = field->type, .a = static_cast<std::uint32_t>(field->field)};
    return {add(node, e.at, {offer}), field->type};
  }
  if (term == term_ids_.end()) {
    std::vector<std::string> known = program_.terms;
    for (const auto& f : kFields) known.emplace_back(f.name);
    error(e.at, fmt::format("an offer has no `{}`", name), did_you_mean(name, known));
    return {};
  }
  return {add({.op = Op::offer_term, .a = term->second}, e.at, {offer})};
}

}  // namespace brink::internal
