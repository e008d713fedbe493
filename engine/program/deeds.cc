#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"

namespace brink::internal {

std::vector<TermInit> Compiler::compile_terms(const std::vector<TermDecl>& terms,
                                              const Context& context) {
  std::vector<TermInit> result;
  for (const auto& term : terms) {
    const auto known = term_ids_.find(term.name.value);
    if (known == term_ids_.end()) {
      unknown_term(term.name.value, term.name.at);
      continue;
    }
    const auto value = compile_as(term.value, ValueType::number, context,
                                  fmt::format("term `{}`", term.name.value));
    if (value != kNone) result.push_back({known->second, value});
  }
  return result;
}

void Compiler::compile_attributes(const Deed& deed, const Context& context, Emission& emission) {
  const auto& type = program_.types[emission.type];
  for (const auto& value : deed.with) {
    const auto info =
        std::find_if(type.attributes.begin(), type.attributes.end(),
                     [&](const AttributeInfo& a) { return a.id == value.name.value; });
    if (info == type.attributes.end()) {
      std::vector<std::string> known;
      for (const auto& a : type.attributes) known.push_back(a.id);
      error(value.name.at,
            fmt::format("event `{}` has no attribute `{}`", type.name, value.name.value),
            known.empty() ? "an event type declares them under `attributes:`"
                          : did_you_mean(value.name.value, known));
      continue;
    }
    AttributeInit init;
    init.index = static_cast<std::uint32_t>(info - type.attributes.begin());
    const auto what = fmt::format("attribute `{}`", info->id);
    if (value.value) {
      const auto* symbols = info->type == ValueType::symbol ? &info->symbols : nullptr;
      const auto typed = compile(*value.value, context, symbols);
      if (!typed) continue;
      if (typed.type != info->type) {
        error(value.value->at,
              fmt::format("{} is {}, and this is {}", what, with_article(info->type),
                          with_article(typed.type)),
              type_hint(info->type, typed.type));
        continue;
      }
      if (!can_take(symbols, typed, *value.value)) continue;
      init.value = typed.node;
    }
    if (!value.weights.empty() && info->type != ValueType::symbol) {
      error(
          value.name.at,
          fmt::format("{} is {}, and weights choose among symbols", what, with_article(info->type)),
          "give it one value, or a list of `values` where it is declared");
      continue;
    }
    for (const auto& weight : value.weights) {
      const auto symbol = symbol_ids_.find(weight.choice.value);
      const bool known = symbol != symbol_ids_.end() &&
                         std::find(info->symbols.begin(), info->symbols.end(), symbol->second) !=
                             info->symbols.end();
      if (!known) {
        std::vector<std::string> names;
        for (const auto s : info->symbols) names.push_back(program_.symbols[s]);
        error(weight.choice.at,
              fmt::format("`{}` is not among the values of {}", weight.choice.value, what),
              did_you_mean(weight.choice.value, names));
        continue;
      }
      const auto node = compile_as(weight.weight, ValueType::number, context, "a weight");
      if (node != kNone) init.weights.push_back({Value::of_whole(symbol->second), node});
    }
    if (value.weights.size() > kMaxWeights) {
      error(value.name.at, fmt::format("{} has more than {} weights", what, kMaxWeights));
    }
    if (!value.weights.empty()) init.site = (*context.sites)++;
    emission.with.push_back(std::move(init));
  }
}

// how long an offer waits, where the deed says so itself
void Compiler::compile_lapses(const Deed& deed, const Context& context, Emission& emission) {
  emission.lapses = compile_as(deed.lapses, ValueType::duration, context, "`lapses`");
  check_not_negative(deed.lapses, "`lapses`");
}

// `own_source`: who responds (or the process's member) is the source, and `from` says no other
std::optional<Emission> Compiler::compile_emission(const Deed& deed, Context context,
                                                   bool own_source) {
  const auto type = find_type(deed.type);
  if (!type) return std::nullopt;
  const auto& roots = program_.roots;
  for (const auto root : {roots.counter, roots.accept, roots.refuse, roots.withdraw, roots.lapse,
                          roots.expire, roots.end, roots.undelivered, roots.leak, roots.reveal}) {
    if (!is_a(program_, *type, root)) continue;
    const bool by_channel = root == roots.undelivered || root == roots.leak;
    const bool automatic = root == roots.lapse || root == roots.expire || by_channel;
    const auto& name = program_.types[root].name;
    const auto as = *type == root ? "" : fmt::format(" with `as: {}`", deed.type.value);
    error(deed.type.at,
          automatic ? fmt::format("`{}` happens by itself and cannot be emitted", deed.type.value)
          : root == roots.reveal
              ? fmt::format("`{}` cannot be emitted: it makes an offer known", deed.type.value)
              : fmt::format("`{}` cannot be emitted: it answers an offer", deed.type.value),
          by_channel ? "what becomes of messages is said by `channels:`"
          : automatic
              ? "say how long an offer waits with `lapses:`, how long it holds with `lasts:`"
          : is_a(program_, *type, roots.conditional)
              ? "in the `do` of a rule, write `- accept: offer` with `conditions: {TERM: VALUE}`"
              : fmt::format("in the `do` of a rule, write `- {}: {}`{}", name,
                            root == roots.end ? "TERM" : "offer", as));
    return std::nullopt;
  }
  Emission emission;
  emission.type = *type;
  if (own_source) {
    const bool self = deed.from && deed.from->kind == Expr::Kind::name &&
                      deed.from->path == std::vector<std::string>{"self"};
    if (deed.from && !self && context.owner.starts_with("rule")) {
      error(deed.from->at, "a response acts as who responds: its source is `self`",
            "leave `from` out, or drop `by:`: then the world does it");
    }
    Expr word;
    word.kind = Expr::Kind::name;
    word.at = deed.at;
    word.path = {"self"};
    emission.from = deed.from ? compile_as(deed.from, ValueType::actor, context, "`from`")
                              : compile(word, context).node;
  } else {
    emission.from = compile_as(deed.from, ValueType::actor, context, "`from`");
  }
  emission.to = compile_as(deed.to, ValueType::actor, context, "`to`");
  compile_others(deed, context, emission);
  const auto& info = program_.types[*type];
  const bool has_source = own_source || deed.from || context.lost;
  if (info.is_offer && (!has_source || !deed.to)) {
    error(deed.type.at, fmt::format("offer `{}` needs a proposer and a recipient", info.name),
          fmt::format("say {}{}{}", has_source ? "" : "`from:`",
                      has_source || deed.to ? "" : " and ", deed.to ? "" : "`to:`"));
  }
  emission.after =
      compile_as(deed.after, ValueType::duration, context, "`after`", &emission.after_is_drawn);
  check_not_negative(deed.after, "`after`");
  if (deed.lapses && !info.is_offer) {
    error(deed.lapses->at, fmt::format("event `{}` is not an offer: it does not lapse", info.name),
          "leave `lapses` out");
  } else {
    compile_lapses(deed, context, emission);
  }
  emission.concerning = compile_as(deed.offer, ValueType::offer, context, "`concerning`");
  if (info.is_offer && deed.offer) {
    error(deed.offer->at, "an offer concerns itself", "leave `concerning` out");
  }
  if (!info.is_offer && !deed.terms.empty()) {
    error(deed.terms[0].name.at,
          fmt::format("event `{}` is not an offer and has no terms", info.name),
          "what other events carry are attributes: `with:`");
  } else {
    emission.terms = compile_terms(deed.terms, context);
  }
  context.made = *type;
  compile_attributes(deed, context, emission);
  return emission;
}

std::optional<CompiledDeed> Compiler::compile_assignment(const Deed& deed, const Context& context) {
  const auto target = compile(*deed.target, context);
  if (!target) return std::nullopt;
  const Node node = program_.nodes[target.node];
  CompiledDeed result;
  result.at = deed.at;
  result.sign = deed.sign;
  if (node.op == Op::slot) {
    result.slot = node.a;
    if (program_.slots[node.a].is_parameter) {
      error(deed.target->at,
            fmt::format("`{}` is a parameter: only people change it", program_.slots[node.a].name),
            "make it a variable of the world");
      return std::nullopt;
    }
  } else if (node.op == Op::actor_variable) {
    result.actor = program_.children[node.first];
    result.variable = node.a;
  } else if (node.op == Op::pair_variable) {
    result.pair = target.node;
  } else if (node.op != Op::constant || deed.target->path.size() != 2) {
    error(deed.target->at, fmt::format("`{}` cannot be changed", to_text(*deed.target)),
          "only variables of the world and of actors can");
    return std::nullopt;
  } else {
    return std::nullopt;  // a variable of nobody: never reached
  }
  const auto value = compile(*deed.value, context, target.symbols);
  if (!value) return std::nullopt;
  using T = ValueType;
  const bool scales = deed.sign == '*' || deed.sign == '/';
  const auto expected = scales || (deed.sign != '=' && target.type != T::number &&
                                   target.type != T::duration && target.type != T::date)
                            ? T::number
                        : deed.sign != '=' && target.type == T::date ? T::duration
                                                                     : target.type;
  const bool arithmetic =
      target.type == T::number || target.type == T::duration || (target.type == T::date && !scales);
  if (deed.sign != '=' && !arithmetic) {
    error(deed.at,
          fmt::format("`{}=` needs a number or a duration, and `{}` is {}", deed.sign,
                      to_text(*deed.target), with_article(target.type)),
          "assign with `=`");
    return std::nullopt;
  }
  if (value.type != expected) {
    error(deed.value->at,
          fmt::format("`{}` needs {} here, and this is {}", to_text(*deed.target),
                      with_article(expected), with_article(value.type)),
          type_hint(expected, value.type));
    return std::nullopt;
  }
  if (!can_take(target.symbols, value, *deed.value)) return std::nullopt;
  result.value = value.node;
  return result;
}

std::optional<CompiledDeed> Compiler::compile_answer(const Deed& deed, const Context& context,
                                                     const RuleDecl& rule) {
  using Kind = Deed::Kind;
  const TypeId root =
      deed.conditional ? program_.roots.conditional : root_of(program_.roots, deed.kind);
  CompiledDeed result;
  result.kind = deed.kind;
  result.at = deed.at;
  result.emission.type = root;
  if (!deed.type.value.empty()) {
    const auto type = find_type(deed.type);
    if (!type) return std::nullopt;
    if (!is_a(program_, *type, root)) {
      error(
          deed.type.at,
          fmt::format("`{}` does not stand below `{}`", deed.type.value, program_.types[root].name),
          fmt::format("declare it with `is: {}`", program_.types[root].name));
      return std::nullopt;
    }
    result.emission.type = *type;
  }
  if (deed.kind == Kind::end) {
    const auto term = term_ids_.find(deed.term.value);
    if (term == term_ids_.end()) {
      unknown_term(deed.term.value, deed.term.at);
      return std::nullopt;
    }
    result.term = term->second;
  } else {
    if (context.self == nullptr && !context.lost) {
      error(deed.at,
            fmt::format("rule `{}` {} an offer but nobody responds", rule.label.id,
                        deed.kind == Kind::reveal ? "reveals" : "answers"),
            "say who: `by: ACTOR`");
      return std::nullopt;
    }
    result.offer = compile_as(deed.offer, ValueType::offer, context,
                              deed.kind == Kind::reveal ? "what is revealed" : "what is answered");
    if (result.offer == kNone) return std::nullopt;
  }
  if (deed.kind != Kind::counter && !deed.terms.empty()) {
    error(deed.terms[0].name.at, "only a counter-offer has terms of its own",
          "to change the terms, answer with `counter: offer`");
    return std::nullopt;
  }
  program_.keeps_secrets |= deed.kind == Kind::reveal;
  const auto only = compile_only(deed.only);
  if (!only) return std::nullopt;
  result.only = *only;
  if (deed.lapses && deed.kind != Kind::counter) {
    error(deed.lapses->at, "only an offer lapses, and this makes none",
          "a counter-offer or an acceptance on conditions may have a deadline of its own");
  }
  compile_lapses(deed, context, result.emission);
  result.emission.terms = compile_terms(deed.terms, context);
  Context inner = context;
  inner.made = result.emission.type;
  compile_attributes(deed, inner, result.emission);
  return result;
}

std::optional<CompiledDeed> Compiler::compile_loop(const Deed& deed, const Context& context,
                                                   const RuleDecl& rule) {
  const auto group = find_group(deed.member_of);
  if (!group) return std::nullopt;
  if (context.loops.size() == kMaxLoops) {
    error(deed.at, fmt::format("more than {} loops one inside the other", kMaxLoops));
    return std::nullopt;
  }
  const auto known = names_.find(deed.name.value);
  const bool outer = std::any_of(context.loops.begin(), context.loops.end(),
                                 [&](const auto& loop) { return loop.first == deed.name.value; });
  if (known != names_.end() || outer) {
    error(deed.name.at,
          fmt::format("`{}` would mean two things: the loop's actor and {}", deed.name.value,
                      outer ? std::string("that of the loop around it")
                            : fmt::format("what line {} declares", known->second.at.line)),
          "choose another name");
    return std::nullopt;
  }
  Context inner = context;
  inner.loops.emplace_back(deed.name.value, *group);
  CompiledDeed result;
  result.kind = deed.kind;
  result.at = deed.at;
  result.group = *group;
  result.loop = static_cast<std::uint32_t>(context.loops.size());
  Context asking = inner;
  asking.sites = nullptr;
  result.value = compile_as(deed.condition, ValueType::truth, asking, "`where`");
  result.deeds = compile_deeds(deed.deeds, inner, rule);
  return result;
}

std::vector<CompiledDeed> Compiler::compile_deeds(const std::vector<Deed>& deeds,
                                                  const Context& context, const RuleDecl& rule) {
  std::vector<CompiledDeed> result;
  for (const auto& deed : deeds) {
    std::optional<CompiledDeed> compiled;
    if (deed.kind == Deed::Kind::assign) {
      compiled = compile_assignment(deed, context);
    } else if (deed.kind == Deed::Kind::loop) {
      compiled = compile_loop(deed, context, rule);
    } else if (deed.kind == Deed::Kind::emit) {
      auto emission = compile_emission(deed, context, context.self != nullptr);
      if (emission) {
        compiled = CompiledDeed{.kind = deed.kind, .at = deed.at, .emission = std::move(*emission)};
      }
    } else {
      compiled = compile_answer(deed, context, rule);
    }
    if (compiled) result.push_back(std::move(*compiled));
  }
  return result;
}

}  // namespace brink::internal
