#include <fmt/format.h>

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/program/compiler.h"

namespace brink::internal {
namespace {

constexpr int kMaxLiteralDepth = 300;  // of names and operations one inside the other

std::string_view word_for(NameEntry::Kind kind) {
  using K = NameEntry::Kind;
  switch (kind) {
    case K::parameter:
      return "a parameter";
    case K::let:
      return "a derived name (`let`)";
    case K::variable:
      return "a variable of the world";
    case K::actor:
      return "an actor";
    case K::group:
      return "a group";
    case K::pair:
      return "a variable of pairs";
  }
  return "";
}

}  // namespace

std::vector<std::string> keys_of_map(const std::map<std::string, NameEntry, std::less<>>& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) {
    if (keys.size() == kMaxCandidates) break;
    keys.push_back(key);
  }
  return keys;
}

void Compiler::declare_name(const Label& label, NameEntry::Kind kind, std::size_t index) {
  const NameEntry entry{kind, static_cast<std::uint32_t>(index), label.at};
  const auto [known, is_new] = names_.emplace(label.id, entry);
  if (is_new) return;
  error(label.at,
        fmt::format("`{}` would mean two things: {} and {} ({})", label.id, word_for(kind),
                    word_for(known->second.kind), findings_.place_text(known->second.at, label.at)),
        "rename one of them");
}

std::uint32_t Compiler::symbol(const std::string& name) {
  const auto next = static_cast<std::uint32_t>(program_.symbols.size());
  const auto [known, is_new] = symbol_ids_.emplace(name, next);
  if (is_new) program_.symbols.push_back(name);
  return known->second;
}

std::vector<std::uint32_t> Compiler::symbol_set(const std::vector<Text>& values) {
  std::vector<std::uint32_t> result;
  if (values.size() > kMaxValues) {
    error(values[kMaxValues].at, fmt::format("more than {} values", kMaxValues));
    return result;
  }
  for (const auto& value : values) {
    check_id(findings_, value);
    const auto id = symbol(value.value);
    if (std::find(result.begin(), result.end(), id) != result.end()) {
      error(value.at, fmt::format("`{}` is listed twice", value.value));
    }
    result.push_back(id);
  }
  return result;
}

std::optional<double> Compiler::constant(const std::optional<Expr>& expression, ValueType type,
                                         const std::string& owner) {
  if (!expression) return std::nullopt;
  const bool negative = expression->kind == Expr::Kind::unary && expression->text == "-";
  const Expr& e = negative ? expression->args.front() : *expression;
  double value = 0;
  if (e.kind == Expr::Kind::number && type == ValueType::number) {
    value = e.number;
  } else if (e.kind == Expr::Kind::duration && type == ValueType::duration) {
    value = static_cast<double>(e.us);
  } else {
    error(expression->at,
          fmt::format("{} must be {} without names in it", owner, with_article(type)),
          type == ValueType::duration && e.kind == Expr::Kind::number
              ? "give it a unit, for example `3 d`"
              : "write the value itself");
    return std::nullopt;
  }
  return negative ? -value : value;
}

// the type of a sum or product of values of two types
static ValueType literal_join(const Expr& e, ValueType left, ValueType right) {
  if (left == right && e.text == "/") return ValueType::number;
  if (left == right && e.text == "-" && left == ValueType::date) return ValueType::duration;
  if (left == ValueType::date || right == ValueType::date) return ValueType::date;
  return left == ValueType::number ? right : left;
}

// the type of a variable follows from how its first value is written
ValueType Compiler::literal_type(const Expr& e, const std::vector<Text>& values, int depth) {
  if (!values.empty()) return ValueType::symbol;
  if (depth > kMaxLiteralDepth) return ValueType::number;
  switch (e.kind) {
    case Expr::Kind::duration:
      return ValueType::duration;
    case Expr::Kind::date:
      return ValueType::date;
    case Expr::Kind::truth:
      return ValueType::truth;
    case Expr::Kind::unary:
      return e.text == "not" ? ValueType::truth : literal_type(e.args.front(), {}, depth + 1);
    case Expr::Kind::binary:
      if (e.text == "and" || e.text == "or" || e.text[0] == '<' || e.text[0] == '>' ||
          e.text == "==" || e.text == "!=") {
        return ValueType::truth;
      }
      return literal_join(e, literal_type(e.args[0], {}, depth + 1),
                          literal_type(e.args[1], {}, depth + 1));
    case Expr::Kind::range:
      return literal_type(e.args[0], {}, depth + 1);
    case Expr::Kind::name:
      return literal_name(e, depth);
    case Expr::Kind::call:
      if (e.text == "bernoulli" || e.text == "exists" || e.text == "in_force") {
        return ValueType::truth;
      }
      if (const auto pair = names_.find(e.text);
          pair != names_.end() && pair->second.kind == NameEntry::Kind::pair) {
        const auto first = program_.pairs[pair->second.index].first_slot;
        return first < program_.slots.size() ? program_.slots[first].type : ValueType::number;
      }
      if (e.text == "since") return ValueType::duration;
      if (e.text == "count" || e.text == "total" || e.text == "rung") return ValueType::number;
      if (e.text == "if" && e.args.size() > 1) return literal_type(e.args[1], {}, depth + 1);
      if (!e.args.empty()) return literal_type(e.args[0], {}, depth + 1);
      if (e.text == "gamma" || e.text == "weibull") {
        return e.named.empty() ? ValueType::number
                               : literal_type(e.named.back().value[0], {}, depth + 1);
      }
      return e.named.empty() ? ValueType::number : literal_type(e.named[0].value[0], {}, depth + 1);
    case Expr::Kind::pick:
      return ValueType::actor;
    case Expr::Kind::over:
      return e.text == "any" || e.text == "all" ? ValueType::truth : ValueType::number;
    case Expr::Kind::list:
      return e.args.empty() ? ValueType::number : literal_type(e.args[0], {}, depth + 1);
    case Expr::Kind::number:
      break;
  }
  return ValueType::number;
}

ValueType Compiler::literal_name(const Expr& e, int depth) {
  const auto entry = names_.find(e.path[0]);
  if (e.path.size() == 2) {
    const auto variable = variable_ids_.find(e.path[1]);
    if (entry == names_.end() || entry->second.kind != NameEntry::Kind::actor ||
        variable == variable_ids_.end() || program_.slot_of.empty()) {
      return ValueType::number;
    }
    const auto slot =
        slot_of(program_, static_cast<ActorId>(entry->second.index), variable->second);
    // the one being declared and those behind it have no type yet
    return slot < program_.slots.size() ? program_.slots[slot].type : ValueType::number;
  }
  if (e.path[0] == "now") return ValueType::date;
  if (entry == names_.end()) return ValueType::number;
  switch (entry->second.kind) {
    case NameEntry::Kind::parameter:
    case NameEntry::Kind::variable:
      return program_.slots[entry->second.index].type;
    case NameEntry::Kind::let: {
      // looked into once; a circle of derived names is reported where they are compiled
      if (let_types_.emplace(entry->second.index, ValueType::number).second) {
        const auto& value = scenario().lets[entry->second.index].value;
        let_types_[entry->second.index] = literal_type(value, {}, depth + 1);
      }
      return let_types_[entry->second.index];
    }
    case NameEntry::Kind::actor:
      return ValueType::actor;
    case NameEntry::Kind::group:
    case NameEntry::Kind::pair:
      break;
  }
  return ValueType::number;
}

// a first value that is written out must lie in the range
void Compiler::check_first_value(const SlotInfo& slot, const Expr& initial) {
  const bool negative = initial.kind == Expr::Kind::unary && initial.text == "-";
  const Expr& e = negative ? initial.args.front() : initial;
  if (e.kind != Expr::Kind::number && e.kind != Expr::Kind::duration) return;
  const double size = e.kind == Expr::Kind::number ? e.number : static_cast<double>(e.us);
  const double value = negative ? -size : size;
  if (slot.low > slot.high || (value >= slot.low && value <= slot.high)) return;
  error(initial.at, fmt::format("`{}` starts outside its range", slot.name),
        "change its first value or its range");
}

std::optional<double> literal_time(const Expr& e, Instant start) {
  const auto part = [&](std::size_t i) { return literal_time(e.args[i], start); };
  switch (e.kind) {
    case Expr::Kind::duration:
      return static_cast<double>(e.us);
    case Expr::Kind::date:
      return static_cast<double>(e.us - start.us);
    case Expr::Kind::unary:
      if (const auto value = part(0); value && e.text == "-") return -*value;
      return std::nullopt;
    case Expr::Kind::binary: {
      if (e.text != "+" && e.text != "-") return std::nullopt;
      const auto left = part(0);
      const auto right = part(1);
      if (!left || !right) return std::nullopt;
      return e.text == "+" ? *left + *right : *left - *right;
    }
    default:
      return std::nullopt;
  }
}

void Compiler::check_not_negative(const std::optional<Expr>& length, const std::string& what) {
  const auto value = length ? literal_time(*length, scenario().start) : std::nullopt;
  if (value && *value < 0) {
    error(length->at, fmt::format("{} is below 0", what), "write how long it takes, 0 or more");
  }
}

void Compiler::declare_slot(const VariableDecl& decl, const std::string& name, ActorId owner,
                            ActorId other) {
  SlotInfo slot;
  slot.name = name;
  slot.unit = decl.unit;
  slot.owner = owner;
  slot.other = other;
  slot.at = decl.label.at;
  slot.symbols = symbol_set(decl.values);
  slot.type = literal_type(decl.initial, decl.values);
  slot.path = mix(hash_text("variable"), hash_text(name));
  slot.law = decl.trend   ? Law::trend
             : decl.decay ? Law::decay
             : decl.flow  ? Law::flow
                          : Law::constant;
  // all pairs share one declaration
  const auto owner_name = fmt::format("`{}`", other == kNobody ? name : decl.label.id);
  if (slot.type == ValueType::number || slot.type == ValueType::duration) {
    const auto bound = "a bound of " + owner_name;
    slot.low = constant(decl.range.low, slot.type, bound).value_or(slot.low);
    slot.high = constant(decl.range.high, slot.type, bound).value_or(slot.high);
    if (slot.low > slot.high) {
      error(decl.label.at, fmt::format("the range of {} is empty", owner_name),
            "write the smaller bound first");
    }
    check_first_value(slot, decl.initial);
  } else if (decl.range.low || decl.range.high) {
    error(decl.label.at,
          fmt::format("{} is {} and has no range", owner_name, with_article(slot.type)));
  }
  if (slot.law != Law::constant && slot.type != ValueType::number) {
    error(decl.label.at, fmt::format("{} is {}; only a number can move by itself", owner_name,
                                     with_article(slot.type)));
    slot.law = Law::constant;
  }
  program_.slots.push_back(std::move(slot));
  slot_decls_.push_back(&decl);
}

void Compiler::declare_slots() {
  for (const auto& decl : scenario().parameters) {
    declare_name(decl.label, NameEntry::Kind::parameter, program_.slots.size());
    VariableDecl as_variable;
    as_variable.label = decl.label;
    as_variable.initial = decl.initial;
    as_variable.range = decl.range;
    as_variable.values = decl.values;
    as_variable.unit = decl.unit;
    declare_slot(as_variable, decl.label.id, kNobody);
    program_.slots.back().is_parameter = true;
    slot_decls_.back() = nullptr;
  }
  for (std::size_t i = 0; i < scenario().lets.size(); ++i) {
    declare_name(scenario().lets[i].label, NameEntry::Kind::let, i);
  }
  for (const auto& decl : scenario().world) {
    declare_name(decl.label, NameEntry::Kind::variable, program_.slots.size());
    declare_slot(decl, decl.label.id, kNobody);
  }
}

void Compiler::declare_actors() {
  const auto& actors = scenario().actors;
  if (actors.size() > kMaxActors) {
    error(actors[kMaxActors].label.at, fmt::format("more than {} actors", kMaxActors));
    return;
  }
  for (std::size_t i = 0; i < actors.size(); ++i) {
    program_.actors.push_back({actors[i].label.id, actors[i].name, actors[i].kind,
                               mix(hash_text("actor"), hash_text(actors[i].label.id))});
    for (const auto& variable : actors[i].variables) {
      const auto next = static_cast<std::uint32_t>(program_.variable_names.size());
      const auto [known, is_new] = variable_ids_.emplace(variable.label.id, next);
      if (is_new) program_.variable_names.push_back(variable.label.id);
    }
  }
  if (actors.size() * program_.variable_names.size() > kMaxCells) {
    error(
        actors.front().label.at,
        fmt::format("{} actors with {} different variables are too many; at most {} pairs of them "
                    "fit",
                    actors.size(), program_.variable_names.size(), kMaxCells),
        "give actors the same variables");
    return;
  }
  program_.slot_of.assign(actors.size() * program_.variable_names.size(), kNone);
  program_.actor_count = static_cast<std::uint32_t>(actors.size());
  program_.variable_count = static_cast<std::uint32_t>(program_.variable_names.size());
  for (std::size_t i = 0; i < actors.size(); ++i) {
    for (const auto& variable : actors[i].variables) {
      const auto id = variable_ids_.at(variable.label.id);
      program_.slot_of[i * program_.variable_names.size() + id] =
          static_cast<SlotId>(program_.slots.size());
      declare_slot(variable, actors[i].label.id + "." + variable.label.id, static_cast<ActorId>(i));
    }
  }
}

}  // namespace brink::internal
