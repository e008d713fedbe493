#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <iterator>

#include "engine/base/hash.h"
#include "engine/program/compiler.h"

namespace brink::internal {
namespace {

bool answers_current_offer(const Program& program, const std::vector<CompiledDeed>& deeds) {
  return std::any_of(deeds.begin(), deeds.end(), [&](const CompiledDeed& deed) {
    if (deed.kind == Deed::Kind::loop) return answers_current_offer(program, deed.deeds);
    return deed.offer != kNone && program.nodes[deed.offer].op == Op::current_offer;
  });
}

}  // namespace

// a first value may read parameters and what is declared above it, which has its value by then
void Compiler::check_initial_order(SlotId own, Position at) {
  std::vector<Dependency> reads;
  const auto& slot = program_.slots[own];
  spend(slot.initial);
  collect(slot.initial, {slot.owner, slot.other}, reads);
  for (const auto& read : reads) {
    if (read.id >= program_.slots.size()) {
      error(at, fmt::format("the first value of `{}` cannot depend on what happens",
                            program_.slots[own].name));
    } else if (read.id >= own) {
      error(at,
            fmt::format("the first value of `{}` reads `{}`, which has none yet",
                        program_.slots[own].name, program_.slots[read.id].name),
            "declare what it reads above it: parameters, the world, then the actors in order");
    } else {
      continue;
    }
    return;
  }
}

const PairInfo& Compiler::pair_of(SlotId slot) const {
  const auto after = std::find_if(program_.pairs.begin(), program_.pairs.end(),
                                  [&](const PairInfo& pair) { return pair.first_slot > slot; });
  return *std::prev(after);
}

// first values and laws of motion
void Compiler::compile_state() {
  std::size_t parameter = 0;
  for (SlotId s = 0; s < program_.slots.size(); ++s) {
    const auto* decl = slot_decls_[s];
    const Expr& initial =
        decl != nullptr ? decl->initial : scenario().parameters[parameter++].initial;
    const bool pair = program_.slots[s].other != kNobody;
    if (pair && s > 0 && slot_decls_[s - 1] == decl) {
      // all pairs share one declaration, which was compiled for the first of them
      auto& slot = program_.slots[s];
      const auto& first = program_.slots[s - 1];
      slot.initial = first.initial;
      slot.speed = first.speed;
      slot.rest = first.rest;
      if (slot.initial != kNone) check_initial_order(s, initial.at);
      continue;
    }
    std::uint32_t sites = 0;
    const auto owner = fmt::format("`{}`", pair ? decl->label.id : program_.slots[s].name);
    Context context{.owner = owner, .sites = decl != nullptr ? &sites : nullptr};
    ActorSet members;
    const auto owner_of_it = program_.slots[s].owner;
    if (owner_of_it != kNobody) members = named(program_.actors[owner_of_it].id);
    context.reader = &members;
    context.is_response = owner_of_it != kNobody;
    if (pair) {
      members = named(program_.groups[pair_of(s).group].id);
      context.self = &members;
      context.other = &members;
      context.is_known_to_all = true;
    }
    const auto& symbols = program_.slots[s].symbols;
    const auto value = compile(initial, context, symbols.empty() ? nullptr : &symbols);
    if (!value) continue;
    auto& slot = program_.slots[s];
    if (value.type != slot.type) {
      error(initial.at,
            fmt::format("{} is {}, and this is {}", owner, with_article(slot.type),
                        with_article(value.type)),
            type_hint(slot.type, value.type));
      continue;
    }
    if (!can_take(symbols.empty() ? nullptr : &symbols, value, initial)) continue;
    slot.initial = value.node;
    check_initial_order(s, initial.at);
    if (decl == nullptr) continue;
    const ActorSet self = pair                    ? members
                          : slot.owner == kNobody ? ActorSet{}
                                                  : named(program_.actors[slot.owner].id);
    const Context law{.owner = owner,
                      .self = slot.owner == kNobody ? nullptr : &self,
                      .other = pair ? &members : nullptr,
                      .is_known_to_all = pair,
                      .is_response = slot.owner != kNobody};
    const auto& speed_of = decl->trend ? decl->trend : decl->decay ? decl->decay : decl->flow;
    const auto type = decl->decay ? ValueType::duration : ValueType::number;
    const auto key = decl->trend ? "trend" : decl->decay ? "decay" : "flow";
    const auto speed = compile_as(speed_of, type, law, fmt::format("`{}` of {}", key, owner));
    const auto rest = compile_as(decl->rest, ValueType::number, law, "`rest` of " + owner);
    program_.slots[s].speed = speed;
    program_.slots[s].rest = rest;
  }
}

// false: nobody is known to respond, though the rule names someone
bool Compiler::compile_responder(const RuleDecl& decl, Rule& rule) {
  const auto& by = decl.by;
  if (!decl.member_of.value.empty() || decl.by_each) {
    const auto group = find_group(decl.by_each ? by : decl.member_of);
    if (!group) return false;
    rule.responder = Responder::group;
    rule.responder_id = *group;
    return true;
  }
  if (by.value.empty()) return true;
  const auto entry = names_.find(by.value);
  const bool is_actor = entry != names_.end() && entry->second.kind == NameEntry::Kind::actor;
  const bool is_group = entry != names_.end() && entry->second.kind == NameEntry::Kind::group;
  if (decl.upon && (by.value == "source" || by.value == "target")) {
    rule.responder = by.value == "source" ? Responder::source : Responder::target;
  } else if (is_actor) {
    rule.responder = Responder::actor;
    rule.responder_id = static_cast<std::uint16_t>(entry->second.index);
  } else if (is_group) {
    error(by.at, fmt::format("`{}` is a group", by.value),
          fmt::format("write `by: each of {}`", by.value));
  } else {
    std::vector<std::string> known;
    for (const auto& actor : program_.actors) known.push_back(actor.id);
    if (decl.upon) known.insert(known.end(), {"source", "target"});
    error(by.at, fmt::format("`{}` cannot respond", by.value), did_you_mean(by.value, known));
  }
  return rule.responder != Responder::world;
}

void Compiler::compile_choice(const RuleDecl& decl, const Context& context, Rule& rule) {
  const auto& choice = *decl.choice;
  rule.chooses = true;
  Context judging = context;
  judging.sites = nullptr;
  rule.temperature = compile_as(choice.temperature, ValueType::number, judging, "`temperature`");
  for (const auto& option : choice.options) {
    Option compiled;
    compiled.name = option.label.id;
    compiled.path = mix(rule.path, hash_text(option.label.id));
    compiled.utility = compile_as(option.utility, ValueType::number, judging,
                                  fmt::format("`utility` of option `{}`", option.label.id));
    compiled.condition = compile_as(option.condition, ValueType::truth, judging,
                                    fmt::format("`if` of option `{}`", option.label.id));
    compiled.deeds = compile_deeds(option.deeds, context, decl);
    rule.answers = rule.answers || answers_current_offer(program_, compiled.deeds);
    rule.options.push_back(std::move(compiled));
  }
  if (rule.options.size() > 255) error(choice.at, "more than 255 options");
}

// every ordered pair of a group's members
std::vector<std::pair<ActorId, ActorId>> Compiler::pairs_of(GroupId group) const {
  std::vector<std::pair<ActorId, ActorId>> pairs;
  for (const auto a : program_.groups[group].members) {
    for (const auto b : program_.groups[group].members) {
      if (a != b) pairs.emplace_back(a, b);
    }
  }
  return pairs;
}

// false: too many instances of one process or rule
bool Compiler::check_pairs(GroupId group, Position at) {
  const auto n = program_.groups[group].members.size();
  if (n < 2) {
    error(at, fmt::format("`{}` has no pairs: it needs two members", program_.groups[group].id));
  } else if (n * (n - 1) > kMaxPairSlots) {
    error(at, fmt::format("`{}` has more than {} pairs", program_.groups[group].id, kMaxPairSlots),
          "name a smaller group");
  } else {
    return true;
  }
  return false;
}

void Compiler::watch_rule(const RuleDecl& decl, RuleId id, const ActorSet& selves) {
  const auto& rule = program_.rules[id];
  const auto pairs =
      decl.pairs ? pairs_of(rule.responder_id) : std::vector<std::pair<ActorId, ActorId>>{};
  const auto members = std::count(selves.members.begin(), selves.members.end(), true);
  if (!fits_members(std::max(pairs.size(), static_cast<std::size_t>(members)), decl.label.at))
    return;
  const auto add_watch = [&](ActorId self, std::uint64_t path, ActorId other = kNobody) {
    program_.watches.push_back({Watch::Kind::rule, id, rule.when, self, other, path});
  };
  if (decl.pairs) {
    for (const auto& [self, other] : pairs) {
      const auto path = mix(rule.path, program_.actors[self].path);
      add_watch(self, mix(path, program_.actors[other].path), other);
    }
    return;
  }
  const bool member = !decl.member_of.value.empty() || decl.by_each;
  if (!member) {
    add_watch(rule.responder == Responder::actor ? rule.responder_id : kNobody, rule.path);
    return;
  }
  for (std::size_t i = 0; i < selves.members.size(); ++i) {
    if (!selves.members[i]) continue;
    add_watch(static_cast<ActorId>(i), mix(rule.path, program_.actors[i].path));
  }
}

void Compiler::compile_upon(const RuleDecl& decl, Rule& rule, RuleScope& scope, Context& context) {
  const auto readers = responders(decl);
  const Context asker{.owner = context.owner,
                      .self = rule.responder == Responder::world ? nullptr : &readers,
                      .is_response = true};
  const auto pattern = compile_pattern(*decl.upon, asker, nullptr);
  context.lost = context.lost || !pattern;
  if (!pattern) return;
  rule.pattern = *pattern;
  rule.has_pattern = true;
  scope.types = types_of(*pattern);
  scope.sources = sources_of(*decl.upon);
  scope.targets = targets_of(*decl.upon);
  context.event = &scope.types;
  context.source = &scope.sources;
  context.target = &scope.targets;
  context.offer = std::all_of(decl.upon->alternatives.begin(), decl.upon->alternatives.end(),
                              [&](const Pattern::Alternative& a) { return is_about_offer(a); });
}

void Compiler::compile_rule(const RuleDecl& decl) {
  const auto id = static_cast<RuleId>(program_.rules.size());
  Rule rule;
  rule.name = decl.label.id;
  rule.about = decl.label.about;
  rule.at = decl.label.at;
  rule.path = mix(hash_text("rule"), hash_text(decl.label.id));
  rule.priority = decl.priority;
  const bool known = compile_responder(decl, rule);
  const auto owner = fmt::format("rule `{}`", rule.name);
  const ActorSet none{std::vector<bool>(program_.actors.size(), false), false};
  RuleScope scope{.selves = none, .sources = none, .targets = none, .types = {}};
  std::uint32_t sites = 0;
  Context context{.owner = owner, .lost = !known};
  if (rule.responder == Responder::group) context.rival_group = rule.responder_id;
  if (decl.upon) compile_upon(decl, rule, scope, context);
  const bool by_party = rule.responder == Responder::source || rule.responder == Responder::target;
  if (rule.responder != Responder::world && !(by_party && !rule.has_pattern)) {
    scope.selves = responders(decl);
    if (by_party) scope.selves.nobody = false;  // nobody cannot respond
    context.self = &scope.selves;
    context.is_response = true;
    if (decl.pairs && check_pairs(rule.responder_id, decl.member_of.at)) {
      context.other = &scope.selves;
    }
  }
  const auto what = [&](std::string_view key) { return fmt::format("`{}` of {}", key, owner); };
  if (decl.when) {
    rule.when = compile_as(decl.when, ValueType::truth,
                           {.owner = owner,
                            .self = context.self,
                            .other = context.other,
                            .is_response = context.is_response,
                            .rival_group = context.rival_group,
                            .lost = context.lost},
                           what("when"));
  }
  rule.condition = compile_as(decl.condition, ValueType::truth, context, what("if"));
  rule.chance = compile_as(decl.chance, ValueType::number, context, what("chance"));
  Context drawing = context;
  drawing.sites = &sites;
  rule.after =
      compile_as(decl.after, ValueType::duration, drawing, what("after"), &rule.after_is_drawn);
  check_not_negative(decl.after, what("after"));
  rule.still = compile_as(decl.still, ValueType::truth, context, what("still"));
  if (decl.choice) compile_choice(decl, drawing, rule);
  rule.deeds = compile_deeds(decl.deeds, drawing, decl);
  rule.answers = rule.answers || answers_current_offer(program_, rule.deeds);
  program_.rules.push_back(std::move(rule));
  if (decl.when && program_.rules[id].when != kNone) watch_rule(decl, id, scope.selves);
  program_.casts.push_back(
      {std::move(scope.selves), std::move(scope.sources), std::move(scope.targets)});
}

// rules by the type of event: by priority, ancestor types first, then in the file's order
void Compiler::index_rules() {
  program_.rules_of_type.resize(program_.types.size());
  struct Found {
    int priority = 0;  // the higher first, as a negative number
    int depth = -1;
    RuleId rule = 0;
    auto operator<=>(const Found&) const = default;
  };
  std::vector<std::vector<Found>> found(program_.types.size());
  for (std::size_t r = 0; r < program_.rules.size(); ++r) {
    const auto id = static_cast<RuleId>(r);
    const int priority = -program_.rules[r].priority;
    for (const auto& alternative : program_.rules[r].pattern.alternatives) {
      const auto& type = program_.types[alternative.type];
      for (TypeId t = alternative.type; t <= type.last; ++t) {
        if (found[t].empty() || found[t].back().rule != id) found[t].push_back({priority, -1, id});
        found[t].back().depth = std::max(found[t].back().depth, type.depth);
      }
    }
  }
  for (TypeId t = 0; t < program_.types.size(); ++t) {
    std::sort(found[t].begin(), found[t].end());
    for (const auto& rule : found[t]) program_.rules_of_type[t].push_back(rule.rule);
  }
  program_.tallies_of_type.resize(program_.types.size());
  program_.knowledge_of_type.resize(program_.types.size());
  for (std::uint32_t i = 0; i < program_.tallies.size(); ++i) {
    std::vector<bool> seen(program_.types.size());
    for (const auto& alternative : program_.tallies[i].pattern.alternatives) {
      for (TypeId t = alternative.type; t <= program_.types[alternative.type].last; ++t) {
        auto& of_type =
            program_.tallies[i].by_knower ? program_.knowledge_of_type : program_.tallies_of_type;
        if (!seen[t]) of_type[t].push_back(i);
        seen[t] = true;
      }
    }
  }
  index_patterns();
}

void Compiler::index_patterns() {
  std::vector<const EventPattern*> rules;
  for (const auto& rule : program_.rules) rules.push_back(&rule.pattern);
  std::vector<const EventPattern*> tallies;
  for (const auto& tally : program_.tallies) tallies.push_back(&tally.pattern);
  std::vector<std::vector<std::uint32_t>> rules_of_type;
  for (const auto& ids : program_.rules_of_type) rules_of_type.emplace_back(ids.begin(), ids.end());
  program_.rule_index = {program_.types, rules_of_type, rules};
  program_.tally_index = {program_.types, program_.tallies_of_type, tallies};
  program_.knowledge_index = {program_.types, program_.knowledge_of_type, tallies};
}

// an instant that is written out should lie within the run
void Compiler::check_instant(const Expr& instant, const std::string& owner, std::string_view then) {
  const auto at = literal_time(instant, scenario().start);
  if (!at) return;
  if (*at < 0) {
    findings_.warning(instant.at, fmt::format("{} lies before the start and {}", owner, then),
                      "give it a later date, or move `start:` back");
  } else if (*at > static_cast<double>(scenario().horizon.us)) {
    findings_.warning(instant.at, fmt::format("{} lies after the horizon and {}", owner, then),
                      "give it an earlier date, or lengthen `horizon:`");
  }
}

}  // namespace brink::internal
