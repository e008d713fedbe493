#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"

// expressions over the members of a group, picks among them, variables of pairs
namespace brink::internal {

using Kind = Expr::Kind;

// who an actor expression can be, as far as its words tell
ActorSet Compiler::actors_meant(const Expr& e, const Context& c) {
  if (e.kind == Kind::pick) return named(e.group);
  if (e.kind == Kind::call && e.text == "if" && e.args.size() == 3) {
    auto either = actors_meant(e.args[1], c);
    either.add(actors_meant(e.args[2], c));
    return either;
  }
  if (e.kind != Kind::name || e.path.size() != 1) return all_actors();
  const auto& word = e.path[0];
  if (word == "self" && c.self != nullptr) return *c.self;
  if (word == "other" && c.other != nullptr) return *c.other;
  if (word == "each" && c.each != nullptr) return *c.each;
  if (word == "source" && c.source != nullptr) return *c.source;
  if (word == "target" && c.target != nullptr) return *c.target;
  if (word == "rival" && c.self != nullptr) return rivals(*c.self);
  for (const auto& [name, group] : c.loops) {
    if (name == word) return named(program_.groups[group].id);
  }
  const auto entry = names_.find(word);
  if (entry != names_.end() && entry->second.kind == NameEntry::Kind::actor) return named(word);
  return all_actors();
}

Typed Compiler::compile_over(const Expr& e, const Context& c) {
  const auto* info = find_over(e.text);
  if (info == nullptr) {
    std::vector<std::string> names;
    for (const auto& function : all_functions()) {
      if (function.kind == FunctionKind::over) names.emplace_back(function.name);
    }
    error(e.at, fmt::format("`{}` does not go over a group", e.text), did_you_mean(e.text, names));
    return {};
  }
  const auto group = find_group({e.group, e.group_at, true});
  if (!group) return {};
  const auto members = named(program_.groups[*group].id);
  Context inner = c;
  inner.each = &members;
  inner.sites = nullptr;  // all members would draw alike
  const bool of_truths = info->arguments[0].type == 't';
  const auto wanted = of_truths ? ValueType::truth : ValueType::number;
  const auto value = compile_as(e.args[0], wanted, inner, fmt::format("`{}` over a group", e.text));
  if (value == kNone) return {};
  std::vector<NodeId> children{value};
  if (e.args.size() > 1) {
    const auto where = compile_as(e.args[1], ValueType::truth, inner, "`where`");
    if (where == kNone) return {};
    children.push_back(where);
  }
  const auto type = info->result == 't' ? ValueType::truth : ValueType::number;
  const Node node{.op = Op::over,
                  .type = type,
                  .operand = wanted,
                  .a = static_cast<std::uint32_t>(info->id),
                  .b = *group};
  return {add(node, e.at, children), type};
}

Typed Compiler::compile_pick(const Expr& e, const Context& c) {
  if (c.sites == nullptr) {
    error(e.at, "nothing may be drawn here, and `pick` draws",
          "pick in `to:` of an emission, or keep the actor in a variable");
    return {};
  }
  const auto group = find_group({e.group, e.group_at, true});
  if (!group) return {};
  const auto members = named(program_.groups[*group].id);
  Context inner = c;
  inner.each = &members;
  inner.sites = nullptr;
  std::vector<NodeId> children;
  std::int64_t parts = 0;
  if (!e.named.empty()) {
    children.push_back(compile_as(e.named[0].value[0], ValueType::number, inner, "`weight`"));
    parts |= kPickWeight;
  }
  if (!e.args.empty()) {
    children.push_back(compile_as(e.args[0], ValueType::truth, inner, "`where`"));
    parts |= kPickWhere;
  }
  if (std::find(children.begin(), children.end(), kNone) != children.end()) return {};
  const Node node{.op = Op::pick,
                  .type = ValueType::actor,
                  .a = (*c.sites)++,
                  .b = *group,
                  .constant = Value::of_whole(parts)};
  return {add(node, e.at, children), ValueType::actor, nullptr, true};
}

// trust(self, source)
Typed Compiler::compile_pair(const Expr& e, std::uint32_t pair, const Context& c) {
  const auto& info = program_.pairs[pair];
  const auto example = fmt::format("for example `{}(self, source)`", info.id);
  if (e.args.size() != 2 || !e.named.empty()) {
    error(e.at, fmt::format("`{}` is a variable of two actors", info.id), example);
    return {};
  }
  std::vector<NodeId> actors;
  const auto group = program_.groups[info.group].id;  // a copy: groups may be added below
  for (const auto& argument : e.args) {
    const auto actor = compile(argument, c);
    if (!actor) return {};
    if (actor.type != ValueType::actor) {
      error(argument.at,
            fmt::format("`{}` needs two actors, and this is {}", info.id, with_article(actor.type)),
            example);
      return {};
    }
    const auto possible = actors_meant(argument, c);
    for (std::size_t i = 0; i < possible.members.size(); ++i) {
      if (!possible.members[i] || info.places[i] != kNoId) continue;
      error(argument.at,
            to_text(argument) == program_.actors[i].id
                ? fmt::format("`{}` is not in `{}`", program_.actors[i].id, group)
                : fmt::format("`{}` may be `{}`, which is not in `{}`", to_text(argument),
                              program_.actors[i].id, group),
            fmt::format("`{}` is between members of `{}`: narrow who is meant", info.id, group));
      return {};
    }
    if (possible.nobody) {
      error(argument.at,
            fmt::format("`{}` may be nobody: some event here has none", to_text(argument)),
            "narrow the pattern with `from` or `to`, or give every emission its `from:` and `to:`");
      return {};
    }
    actors.push_back(actor.node);
  }
  const auto& first = program_.slots[info.first_slot];
  const auto* symbols = first.type == ValueType::symbol ? &first.symbols : nullptr;
  const auto& a = program_.nodes[actors[0]];
  const auto& b = program_.nodes[actors[1]];
  // a variable of nobody, which is never reached, is a constant too
  const bool words = e.args[0].path.size() == 1 && e.args[1].path.size() == 1;
  const bool written = words && a.op == Op::constant && b.op == Op::constant;
  const bool same = a.op == b.op && a.a == b.a && a.constant.whole == b.constant.whole;
  if (same && words && a.count == 0) {
    error(e.at, fmt::format("`{}`: an actor is no pair with itself", to_text(e)), example);
    return {};
  }
  if (written) {
    const auto slot = pair_slot(program_, pair, static_cast<ActorId>(a.constant.whole),
                                static_cast<ActorId>(b.constant.whole));
    return {add({.op = Op::slot, .type = first.type, .a = slot}, e.at), first.type, symbols};
  }
  const Node node{.op = Op::pair_variable, .type = first.type, .a = pair};
  return {add(node, e.at, actors), first.type, symbols};
}

// numbers (or durations) written out
std::optional<std::vector<double>> Compiler::compile_list(const Expr* e, std::string_view what,
                                                          ValueType type) {
  if (e == nullptr || e->kind != Kind::list) {
    if (e != nullptr) {
      error(e->at, fmt::format("{} must be a list", what), "for example `[0, 10, 100]`");
    }
    return std::nullopt;
  }
  if (e->args.size() > kMaxListItems) {
    error(e->at, fmt::format("{} has more than {} items", what, kMaxListItems));
    return std::nullopt;
  }
  std::vector<double> values;
  for (const auto& item : e->args) {
    const auto value = constant(item, type, fmt::format("an item of {}", what));
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return values;
}

Typed Compiler::compile_table(const Expr& e, const Context& c) {
  const auto* info = find_function("table");
  std::vector<const Expr*> arguments;
  if (!order_arguments(e, *info, arguments)) return {};
  const auto x = compile_as(*arguments[0], ValueType::number, c, "`x` of `table`");
  const auto points = compile_list(arguments[1], "`points` of `table`", ValueType::number);
  const auto values = compile_list(arguments[2], "`values` of `table`", ValueType::number);
  if (x == kNone || !points || !values) return {};
  if (points->size() != values->size()) {
    error(arguments[2]->at,
          fmt::format("`table` has {} points and {} values", points->size(), values->size()),
          "give each point its value");
    return {};
  }
  if (std::adjacent_find(points->begin(), points->end(), std::greater_equal<>()) != points->end()) {
    error(arguments[1]->at, "the points of `table` must rise", "list them from low to high");
    return {};
  }
  std::vector<NodeId> children{x};
  for (const auto& list : {*points, *values}) {
    for (const double value : list) children.push_back(number_constant(value, e.at).node);
  }
  const Node node{.op = Op::function, .a = static_cast<std::uint32_t>(Function::table)};
  return {add(node, e.at, children)};
}

Typed Compiler::compile_empirical(const Expr& e, const Context& c) {
  const auto* info = find_function("empirical");
  std::vector<const Expr*> arguments;
  if (!order_arguments(e, *info, arguments)) return {};
  const auto* list = arguments[0];
  const bool lengths =
      list->kind == Kind::list && !list->args.empty() && list->args[0].kind == Kind::duration;
  const auto type = lengths ? ValueType::duration : ValueType::number;
  const auto values = compile_list(list, "`values` of `empirical`", type);
  std::optional<std::vector<double>> weights{std::in_place};
  if (arguments[1] != nullptr) {
    weights = compile_list(arguments[1], "`weights` of `empirical`", ValueType::number);
  }
  if (!values || !weights) return {};
  if (!weights->empty() && weights->size() != values->size()) {
    error(arguments[1]->at,
          fmt::format("`empirical` has {} values and {} weights", values->size(), weights->size()),
          "give each value its weight");
    return {};
  }
  const bool some = weights->empty() ||
                    std::any_of(weights->begin(), weights->end(), [](double w) { return w > 0; });
  if (!some || std::any_of(weights->begin(), weights->end(), [](double w) { return w < 0; })) {
    error(arguments[1]->at, "weights must be 0 or more, and not all 0");
    return {};
  }
  std::vector<NodeId> children;
  for (const double value : *values) {
    const auto constant =
        lengths ? Value::of_whole(static_cast<std::int64_t>(value)) : Value::of(value);
    children.push_back(add({.op = Op::constant, .type = type, .constant = constant}, e.at));
  }
  for (const double weight : *weights) children.push_back(number_constant(weight, e.at).node);
  const Node node{.op = Op::distribution,
                  .type = type,
                  .operand = type,
                  .a = static_cast<std::uint32_t>(Function::empirical),
                  .b = (*c.sites)++,
                  .constant = Value::of_whole(static_cast<std::int64_t>(values->size()))};
  return {add(node, e.at, children), type, nullptr, true};
}

}  // namespace brink::internal
