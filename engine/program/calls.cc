#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"

namespace brink::internal {
namespace {

std::string signature(const FunctionInfo& info) {
  if (!info.form.empty()) return std::string(info.form);
  std::vector<std::string> names;
  for (const auto& argument : info.arguments) names.emplace_back(argument.name);
  return fmt::format("{}({}{})", info.name, fmt::join(names, ", "), info.variadic ? ", ..." : "");
}

ValueType type_of_letter(char letter, ValueType shared) {
  switch (letter) {
    case 't':
      return ValueType::truth;
    case 'd':
      return ValueType::duration;
    case 'a':
      return ValueType::actor;
    case 'o':
    case 'e':
      return ValueType::offer;
    case 'q':
    case 'v':
      return shared;
    default:
      return ValueType::number;
  }
}

bool is_ordered_or_chosen(const FunctionInfo& info, ValueType type) {
  if (info.id == Function::if_) return type != ValueType::offer && type != ValueType::event;
  return type == ValueType::number || type == ValueType::duration || type == ValueType::date;
}

}  // namespace

// puts positional and named arguments into the table's order
bool Compiler::order_arguments(const Expr& e, const FunctionInfo& info,
                               std::vector<const Expr*>& ordered) {
  std::vector<const Expr*> positional;
  for (const auto& argument : e.args) {
    if (argument.kind == Expr::Kind::range && info.id == Function::uniform && e.args.size() == 1) {
      positional.push_back(&argument.args[0]);
      positional.push_back(&argument.args[1]);
    } else {
      positional.push_back(&argument);
    }
  }
  const auto wanted = info.arguments.size();
  if (!e.named.empty() && info.kind != FunctionKind::distribution) {
    error(e.named[0].at, fmt::format("`{}` takes its arguments by position", info.name),
          fmt::format("write {}", signature(info)));
    return false;
  }
  const bool must_name = info.kind == FunctionKind::distribution && wanted > 1 &&
                         info.id != Function::uniform && info.id != Function::binomial &&
                         info.id != Function::empirical;
  if (must_name && !positional.empty()) {
    error(e.at, fmt::format("name the arguments of `{}`", info.name),
          fmt::format("for example `{}`", info.example));
    return false;
  }
  if (positional.size() > wanted && !info.variadic) {
    error(e.at,
          fmt::format("`{}` takes {} argument{}, not {}", info.name, wanted, wanted == 1 ? "" : "s",
                      positional.size()),
          fmt::format("write {}", signature(info)));
    return false;
  }
  ordered = positional;
  if (ordered.size() < wanted) ordered.resize(wanted, nullptr);
  for (const auto& named : e.named) {
    const auto place = std::find_if(info.arguments.begin(), info.arguments.end(),
                                    [&](const ArgumentInfo& a) { return a.name == named.name; });
    if (place == info.arguments.end()) {
      std::vector<std::string> names;
      for (const auto& argument : info.arguments) names.emplace_back(argument.name);
      error(named.at, fmt::format("`{}` has no argument `{}`", info.name, named.name),
            did_you_mean(named.name, names));
      return false;
    }
    auto& slot = ordered[static_cast<std::size_t>(place - info.arguments.begin())];
    if (slot != nullptr) {
      error(named.at, fmt::format("`{}` of `{}` is given twice", named.name, info.name));
      return false;
    }
    slot = &named.value[0];
  }
  for (std::size_t i = 0; i < wanted; ++i) {
    if (ordered[i] != nullptr || info.arguments[i].optional) continue;
    error(e.at, fmt::format("`{}` lacks its argument `{}`", info.name, info.arguments[i].name),
          fmt::format("for example `{}`", info.example));
    return false;
  }
  return true;
}

bool Compiler::fits_letter(char letter, const Typed& value, const Typed& first) {
  switch (letter) {
    case 'n':
    case 'p':
      return value.type == ValueType::number;
    case 't':
      return value.type == ValueType::truth;
    case 'd':
      return value.type == ValueType::duration;
    case 'a':
      return value.type == ValueType::actor;
    case 'o':
      return value.type == ValueType::offer || value.type == ValueType::event;
    case 'q':
      return (value.type == ValueType::number || value.type == ValueType::duration) &&
             (!first || first.type == value.type);
    case 'v':
      return !first || first.type == value.type;
    default:
      return false;
  }
}

Typed Compiler::compile_arguments(const Expr& e, const FunctionInfo& info, const Context& c,
                                  const std::vector<std::uint32_t>* symbols) {
  std::vector<const Expr*> ordered;
  if (!order_arguments(e, info, ordered)) return {};
  std::vector<NodeId> children;
  Typed shared;
  bool drawn = false;
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    if (ordered[i] == nullptr) continue;
    const auto& argument = info.arguments[std::min(i, info.arguments.size() - 1)];
    const bool generic = argument.type == 'v' || argument.type == 'q';
    const auto* wanted = argument.type == 'v' ? (shared ? shared.symbols : symbols) : nullptr;
    const auto value = compile(*ordered[i], c, wanted);
    if (!value) return {};
    if (!fits_letter(argument.type, value, generic ? shared : Typed{})) {
      const auto expected =
          generic && shared ? shared.type : type_of_letter(argument.type, ValueType::number);
      const bool unit = (expected == ValueType::duration) != (value.type == ValueType::duration);
      error(ordered[i]->at,
            fmt::format("`{}` of `{}` must be {}, and this is {}", argument.name, info.name,
                        with_article(expected), with_article(value.type)),
            unit ? "a duration has a unit (`3 d`), a number has none" : "");
      return {};
    }
    if (argument.type == 'v' && !is_ordered_or_chosen(info, value.type)) {
      error(ordered[i]->at, fmt::format("`{}` needs an order, and {} has none", info.name,
                                        with_article(value.type)));
      return {};
    }
    if (generic && shared && !can_take(shared.symbols, value, *ordered[i])) return {};
    if (generic && !shared) shared = value;
    drawn = drawn || value.drawn;
    children.push_back(value.node);
  }
  const auto type = type_of_letter(info.result, shared ? shared.type : ValueType::number);
  Node node{.op = Op::function,
            .type = type,
            .operand = shared ? shared.type : ValueType::number,
            .a = static_cast<std::uint32_t>(info.id)};
  if (info.id == Function::exists) node.op = Op::exists;
  if (info.id == Function::rung) node.op = Op::rung;
  if (info.kind == FunctionKind::distribution) {
    node.op = Op::distribution;
    node.b = (*c.sites)++;
    drawn = true;
  }
  return {add(node, e.at, children), type, shared.symbols, drawn};
}

Typed Compiler::compile_call(const Expr& e, const Context& c,
                             const std::vector<std::uint32_t>* symbols) {
  const auto entry = names_.find(e.text);
  if (entry != names_.end() && entry->second.kind == NameEntry::Kind::pair) {
    return compile_pair(e, entry->second.index, c);
  }
  const auto* info = find_function(e.text);
  if (info == nullptr) {
    std::vector<std::string> names;
    for (const auto& pair : program_.pairs) names.push_back(pair.id);
    for (const auto& function : all_functions()) names.emplace_back(function.name);
    if (const auto* over = find_over(e.text)) {
      error(e.at, fmt::format("`{}` goes over a group", e.text),
            fmt::format("for example `{}`", over->example));
      return {};
    }
    const auto hint = did_you_mean(e.text, names);
    error(e.at, fmt::format("there is no function `{}`", e.text),
          hint.empty() ? "`brink help functions` lists them" : hint);
    return {};
  }
  if (info->kind == FunctionKind::distribution && c.sites == nullptr) {
    error(e.at, fmt::format("nothing may be drawn here, and `{}` draws", info->name),
          "draw in `initial`, `after`, `every`, `with` or `do`, and keep the value in a variable");
    return {};
  }
  switch (info->id) {
    case Function::count:
    case Function::total:
    case Function::since:
    case Function::last:
      return compile_history(e, *info, c);
    case Function::knows:
      return compile_knows(e, c);
    case Function::in_force:
      return compile_in_force(e, c);
    case Function::table:
      return compile_table(e, c);
    case Function::empirical:
      return compile_empirical(e, c);
    case Function::rung:
      if (!program_.has_ladder) {
        error(e.at, "`rung` needs a ladder", "declare one under `ladder:`");
        return {};
      }
      program_.reads_rungs = true;
      break;
    default:
      break;
  }
  return compile_arguments(e, *info, c, symbols);
}

Typed Compiler::compile_history(const Expr& e, const FunctionInfo& info, const Context& c) {
  if (!e.pattern) {
    error(e.at, fmt::format("`{}` needs an event pattern", info.name),
          fmt::format("for example `{}`", info.example));
    return {};
  }
  const bool windowed = info.id == Function::count;
  if (e.args.size() != (windowed ? 1U : 0U) || !e.named.empty()) {
    error(e.at,
          windowed ? "`count` needs a pattern and a window"
                   : fmt::format("`{}` takes a pattern and nothing else", info.name),
          windowed ? "for example `count(refuse from russia, 30 d)`; `total` counts since the start"
                   : fmt::format("for example `{}`", info.example));
    return {};
  }
  std::vector<NodeId> pickers;
  auto pattern = compile_pattern(*e.pattern, c, &pickers);
  if (!pattern) return {};
  NodeId window = kNone;
  std::string key = pattern->text;
  if (windowed) {
    window =
        compile_as(e.args[0], ValueType::duration, {.owner = c.owner}, "the window of `count`");
    if (window == kNone) return {};
    key += " | " + to_text(e.args[0]);
  }
  if (info.id == Function::last) {
    for (const auto& alternative : e.pattern->alternatives) {
      if (is_about_offer(alternative)) continue;
      error(e.at, fmt::format("`{}` is not always about an offer", alternative.type),
            "`last` refers to an offer: name a type of offers or answers");
      return {};
    }
  }
  Node node{.a = find_tally({.pattern = std::move(*pattern), .window = window}, *e.pattern, key)};
  switch (info.id) {
    case Function::count:
      node.op = Op::tally_count;
      break;
    case Function::total:
      node.op = Op::tally_total;
      break;
    case Function::since:
      node.op = Op::tally_since;
      node.type = ValueType::duration;
      break;
    default:
      node.op = Op::tally_offer;
      node.type = ValueType::offer;
      break;
  }
  return {add(node, e.at, pickers), node.type};
}

Typed Compiler::compile_in_force(const Expr& e, const Context& c) {
  const bool shape = !e.args.empty() && e.args[0].kind == Expr::Kind::name &&
                     e.args[0].path.size() == 1 && (e.args.size() == 1 || e.args.size() == 3) &&
                     e.named.empty();
  if (!shape) {
    error(e.at, "`in_force` takes a term, or a term and two actors",
          "for example `in_force(ceasefire)` or `in_force(ceasefire, self, rival)`");
    return {};
  }
  const auto term = term_ids_.find(e.args[0].path[0]);
  if (term == term_ids_.end()) {
    unknown_term(e.args[0].path[0], e.args[0].at);
    return {};
  }
  std::vector<NodeId> children;
  for (std::size_t i = 1; i < e.args.size(); ++i) {
    const auto actor = compile(e.args[i], c);
    if (!actor) return {};
    if (actor.type != ValueType::actor) {
      error(e.args[i].at,
            fmt::format("`in_force` needs actors, and this is {}", with_article(actor.type)));
      return {};
    }
    children.push_back(actor.node);
  }
  const Node node{.op = Op::in_force, .type = ValueType::truth, .a = term->second};
  return {add(node, e.at, children), ValueType::truth};
}

}  // namespace brink::internal
