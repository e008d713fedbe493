#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"

namespace brink::internal {

std::vector<TypeId> Compiler::types_of(const EventPattern& pattern) const {
  std::vector<TypeId> types;
  for (const auto& alternative : pattern.alternatives) types.push_back(alternative.type);
  return types;
}

// `history` is the context of a history function; null for `upon:` and measures, where nobody
// responds yet
std::optional<ActorMatch> Compiler::compile_match(const std::string& name, Position at,
                                                  const Context* history, NodeId* picker) {
  if (name.empty()) return ActorMatch{};
  const auto entry = names_.find(name);
  if (entry != names_.end() && entry->second.kind == NameEntry::Kind::actor) {
    return ActorMatch{ActorMatch::Kind::actor, static_cast<std::uint16_t>(entry->second.index)};
  }
  if (entry != names_.end() && entry->second.kind == NameEntry::Kind::group) {
    return ActorMatch{ActorMatch::Kind::group, static_cast<std::uint16_t>(entry->second.index)};
  }
  if (name == "all") {
    const auto all = find_group({name, at, true});
    if (!all) return std::nullopt;
    return ActorMatch{ActorMatch::Kind::group, *all};
  }
  bool word = name == "self" || name == "rival" || name == "source" || name == "target" ||
              name == "other" || name == "each";
  if (history != nullptr) {
    for (const auto& [loop, group] : history->loops) word = word || loop == name;
  }
  if (word && history != nullptr) {
    Expr e;
    e.kind = Expr::Kind::name;
    e.at = at;
    e.path = {name};
    const auto actor = compile(e, *history);
    if (!actor) return std::nullopt;
    *picker = actor.node;
    return ActorMatch{ActorMatch::Kind::picked, 0};
  }
  if (word) {
    error(at, fmt::format("`{}` has no meaning in this pattern", name),
          "name an actor or a group; who responds is said by `by:`");
    return std::nullopt;
  }
  std::vector<std::string> known;
  for (const auto& actor : program_.actors) known.push_back(actor.id);
  for (const auto& group : program_.groups) known.push_back(group.id);
  error(at, fmt::format("`{}` is neither an actor nor a group", name), did_you_mean(name, known));
  return std::nullopt;
}

// false: events are looked up by `self` or the like in one alternative and by another in the next
static bool alike(const ActorMatch& one, const std::string& word, const ActorMatch& other,
                  const std::string& other_word) {
  return one.kind == other.kind && (one.kind != ActorMatch::Kind::picked || word == other_word);
}

std::optional<EventPattern> Compiler::compile_pattern(const Pattern& pattern, const Context& asker,
                                                      std::vector<NodeId>* pickers) {
  // `self` and the like pick a counter; elsewhere nobody responds yet
  const auto* history = pickers != nullptr ? &asker : nullptr;
  EventPattern result;
  result.text = pattern.text;
  bool ok = fits_work(work_of(pattern), pattern.at);
  if (!ok) return std::nullopt;
  for (const auto& alternative : pattern.alternatives) {
    const auto type = find_type({alternative.type, alternative.type_at, true});
    NodeId from_picker = kNone;
    NodeId to_picker = kNone;
    const auto from = compile_match(alternative.from, alternative.from_at, history, &from_picker);
    const auto to = compile_match(alternative.to, alternative.to_at, history, &to_picker);
    if (!type || !from || !to) {
      ok = false;
      continue;
    }
    EventPattern::Alternative compiled{*type, kNoId, *from, *to, kNone};
    if (!alternative.of.empty()) {
      const auto of = find_offer_type({alternative.of, alternative.of_at, true}, *type);
      ok = ok && of.has_value();
      if (!of) continue;
      compiled.of = *of;
    }
    if (alternative.where) {
      Pattern alone{alternative.type_at, {}, {alternative}};
      alone.alternatives[0].where.reset();
      if (from->kind == ActorMatch::Kind::picked) alone.alternatives[0].from.clear();
      if (to->kind == ActorMatch::Kind::picked) alone.alternatives[0].to.clear();
      const auto sources = sources_of(alone);
      const auto targets = targets_of(alone);
      const std::vector<TypeId> types{*type};
      const Context context{.owner = asker.owner,
                            .reader = asker.self,
                            .is_response = asker.is_response && asker.self != nullptr,
                            .source = &sources,
                            .target = &targets,
                            .event = &types,
                            .offer = is_about_offer(alternative)};
      compiled.where = compile_as(alternative.where, ValueType::truth, context, "`where`");
      ok = ok && compiled.where != kNone;
    }
    if (pickers != nullptr) {
      std::vector<NodeId> own;
      if (from_picker != kNone) own.push_back(from_picker);
      if (to_picker != kNone) own.push_back(to_picker);
      const bool first = result.alternatives.empty();
      const auto& leading = pattern.alternatives[0];
      if (!first &&
          (!alike(result.alternatives[0].from, leading.from, *from, alternative.from) ||
           !alike(result.alternatives[0].to, leading.to, *to, alternative.to)) &&
          (!own.empty() || !pickers->empty())) {
        error(alternative.type_at, "alternatives with `self` or the like must all use it alike",
              "repeat `from self` (or `to self`) in each, or add two counts");
        ok = false;
      }
      if (first) *pickers = own;
    }
    result.alternatives.push_back(compiled);
  }
  if (!ok) return std::nullopt;
  return result;
}

// what stands behind `of` in a pattern
std::optional<TypeId> Compiler::find_offer_type(const Text& name, TypeId event) {
  const auto entry = names_.find(name.value);
  const bool is_somebody = entry != names_.end() && (entry->second.kind == NameEntry::Kind::actor ||
                                                     entry->second.kind == NameEntry::Kind::group);
  const auto type = is_somebody ? std::nullopt : find_type(name);
  if (!type && !is_somebody) return std::nullopt;
  // of what becomes of a message it is what was sent
  const bool of_message = is_a(program_, event, program_.roots.undelivered) ||
                          is_a(program_, event, program_.roots.reveal);
  if (type && (of_message || program_.types[*type].is_offer)) return type;
  error(name.at, fmt::format("`{}` is not a type of offers", name.value),
        "behind `of` stands what is answered: `refuse of open_letter`");
  return std::nullopt;
}

// true if every event that the alternative means has an offer
bool Compiler::is_about_offer(const Pattern::Alternative& alternative) const {
  const auto type = type_id(alternative.type);
  const auto of = alternative.of.empty() ? std::nullopt : type_id(alternative.of);
  return of ? carries_offer(*of) : type && carries_offer(*type);
}

// the tally with its cells; the same for the same key
std::uint32_t Compiler::find_tally(Tally tally, const Pattern& source, const std::string& key) {
  const auto next = static_cast<std::uint32_t>(program_.tallies.size());
  const auto [known, is_new] = tally_ids_.emplace(key, next);
  if (!is_new) {
    auto& knowers = program_.tallies[known->second].knowers;
    knowers.insert(knowers.end(), tally.knowers.begin(), tally.knowers.end());
    std::sort(knowers.begin(), knowers.end());
    knowers.erase(std::unique(knowers.begin(), knowers.end()), knowers.end());
    return known->second;
  }
  tally.by_source = tally.pattern.alternatives[0].from.kind == ActorMatch::Kind::picked;
  tally.by_target = tally.pattern.alternatives[0].to.kind == ActorMatch::Kind::picked;
  const std::size_t actors = program_.actors.size();
  std::size_t cells = 1;
  for (const bool by : {tally.by_source, tally.by_target, tally.by_knower}) {
    if (by && cells <= kMaxCells) cells *= actors;
  }
  if (program_.cells + cells > kMaxCells) {
    error(source.at,
          fmt::format("this history needs {} counters, one per pair of actors; at most "
                      "{} fit",
                      cells, kMaxCells),
          "name one side of the pattern");
  } else {
    tally.cells = static_cast<std::uint32_t>(cells);
  }
  tally.first_cell = program_.cells;
  program_.cells += tally.cells;
  program_.tallies.push_back(std::move(tally));
  return next;
}

// false: a group, or an event type, is asked what it knows
bool Compiler::is_knower(const Expr& e) {
  if (e.kind != Expr::Kind::name || e.path.size() != 1) return true;
  const auto entry = names_.find(e.path[0]);
  if (entry != names_.end() && entry->second.kind == NameEntry::Kind::group) {
    error(
        e.at, fmt::format("`{}` is a group, and `knows` asks one actor", e.path[0]),
        fmt::format("ask its members: `any(knows(each, ...) over {})`, or `all(...)`", e.path[0]));
    return false;
  }
  if (entry != names_.end() || !type_id(e.path[0])) return true;
  error(e.at, fmt::format("`{}` is an event type, and `knows` asks an actor first", e.path[0]),
        "for example `knows(coalition, feeler from ukraine)`");
  return false;
}

// who knows of what: a tally of its own, since it grows when somebody learns of an event
Typed Compiler::compile_knows(const Expr& e, const Context& c) {
  if (!e.pattern || e.args.size() != 1 || !e.named.empty()) {
    error(e.at, "`knows` needs an actor and a pattern",
          "for example `knows(coalition, feeler from ukraine)`");
    return {};
  }
  if (!is_knower(e.args[0])) return {};
  const auto actor = compile(e.args[0], c);
  std::vector<NodeId> pickers;
  auto pattern = compile_pattern(*e.pattern, c, &pickers);
  if (!actor || !pattern) return {};
  if (actor.type != ValueType::actor) {
    error(e.args[0].at, fmt::format("`actor` of `knows` must be an actor, and this is {}",
                                    with_article(actor.type)));
    return {};
  }
  Tally tally;
  tally.by_knower = true;
  const auto meant = actors_meant(e.args[0], c);
  for (std::size_t i = 0; i < meant.members.size(); ++i) {
    if (meant.members[i]) tally.knowers.push_back(static_cast<ActorId>(i));
  }
  const auto key = "knows | " + pattern->text;
  tally.pattern = std::move(*pattern);
  pickers.insert(pickers.begin(), actor.node);
  const Node node{.op = Op::tally_knows,
                  .type = ValueType::truth,
                  .a = find_tally(std::move(tally), *e.pattern, key)};
  return {add(node, e.at, pickers), ValueType::truth};
}

}  // namespace brink::internal
