#include <fmt/format.h>

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/language/event_roots.h"
#include "engine/program/compiler.h"

namespace brink::internal {
namespace {

constexpr std::size_t kNoParent = static_cast<std::size_t>(-1);
constexpr std::size_t kMaxTypes = 10'000;

}  // namespace

std::optional<TypeId> Compiler::type_id(std::string_view name) const {
  const auto known = type_ids_.find(name);
  return known == type_ids_.end() ? std::nullopt : std::optional<TypeId>(known->second);
}

std::optional<TypeId> Compiler::find_type(const Text& name) {
  const auto known = type_id(name.value);
  if (known) return known;
  std::vector<std::string> types;
  for (const auto& [type, id] : type_ids_) types.push_back(type);
  auto hint = did_you_mean(name.value, types);
  const auto entry = names_.find(name.value);
  if (entry != names_.end() && (entry->second.kind == NameEntry::Kind::actor ||
                                entry->second.kind == NameEntry::Kind::group)) {
    hint =
        "it is somebody: repeat the type before it, `assault from a or assault from b`, or name "
        "a group";
  }
  error(name.at, fmt::format("`{}` is not an event type", name.value),
        hint.empty() ? "`brink help events` lists the built-in ones; declare others under `events:`"
                     : hint);
  return std::nullopt;
}

// index of each type's parent among roots and declared types together
std::vector<std::size_t> Compiler::parents_of_types() {
  const auto roots = event_roots();
  std::map<std::string, std::size_t, std::less<>> index;
  for (std::size_t i = 0; i < roots.size(); ++i) index.emplace(roots[i].name, i);
  for (std::size_t i = 0; i < scenario().events.size(); ++i) {
    const auto& label = scenario().events[i].label;
    if (!index.emplace(label.id, roots.size() + i).second) {
      error(label.at, fmt::format("`{}` is already a built-in event type", label.id),
            "choose another name and put it below with `is:`");
    }
  }
  std::vector<std::size_t> parents(roots.size() + scenario().events.size(), kNoParent);
  for (std::size_t i = 0; i < roots.size(); ++i) {
    if (!roots[i].parent.empty()) parents[i] = index.find(roots[i].parent)->second;
  }
  std::vector<std::string> names;
  for (const auto& [name, i] : index) names.push_back(name);
  for (std::size_t i = 0; i < scenario().events.size(); ++i) {
    const auto& is = scenario().events[i].is;
    const auto known = index.find(is.value);
    if (known != index.end()) {
      parents[roots.size() + i] = known->second;
    } else if (!is.value.empty()) {
      const auto hint = did_you_mean(is.value, names);
      error(is.at, fmt::format("`{}` is not an event type", is.value),
            hint.empty() ? "`brink help events` lists the built-in ones" : hint);
    }
  }
  return parents;
}

// gives ids in depth-first order, so that a type and all below it are consecutive
void Compiler::number_types(const std::vector<std::size_t>& parents) {
  const auto roots = event_roots();
  std::vector<std::vector<std::size_t>> below(parents.size());
  std::vector<std::size_t> stack;
  for (std::size_t i = parents.size(); i-- > 0;) {
    if (parents[i] == kNoParent) stack.push_back(i);
  }
  for (std::size_t i = parents.size(); i-- > 0;) {
    if (parents[i] != kNoParent) below[parents[i]].push_back(i);
  }
  std::vector<TypeId> ids(parents.size(), kNoId);
  while (!stack.empty()) {
    const auto index = stack.back();
    stack.pop_back();
    const auto id = static_cast<TypeId>(program_.types.size());
    ids[index] = id;
    EventType type;
    type.last = id;
    type.scores.assign(program_.scales.size(), 0);
    if (parents[index] != kNoParent) {
      const auto& parent = program_.types[ids[parents[index]]];
      type = parent;
      type.parent = ids[parents[index]];
      type.depth = parent.depth + 1;
      type.about.clear();
      for (auto up = type.parent; up != kNoId; up = program_.types[up].parent) {
        program_.types[up].last = id;
      }
      type.last = id;
    }
    program_.types.push_back(std::move(type));
    auto& own = program_.types.back();
    if (index < roots.size()) {
      own.name = roots[index].name;
      own.about = roots[index].meaning;
      own.cameo = roots[index].cameo;
      own.scores[0] = roots[index].goldstein;
      own.is_offer = own.is_offer || own.name == "offer";
    } else {
      own.name = scenario().events[index - roots.size()].label.id;
      fill_type(id, scenario().events[index - roots.size()]);
    }
    own.path = mix(hash_text("type"), hash_text(own.name));
    type_ids_.emplace(own.name, id);
    for (const auto child : below[index]) stack.push_back(child);
  }
  for (std::size_t i = 0; i < parents.size(); ++i) {
    if (ids[i] != kNoId) continue;
    const auto& label = scenario().events[i - roots.size()].label;
    error(label.at, fmt::format("`{}` stands below itself in the tree of events", label.id),
          "follow its `is:` upwards to find the circle");
  }
}

void Compiler::add_attribute(EventType& type, const AttributeDecl& decl) {
  const auto owner = fmt::format("attribute `{}`", decl.label.id);
  for (const auto& known : type.attributes) {
    if (known.id == decl.label.id) {
      error(decl.label.at,
            fmt::format("event `{}` inherits an attribute `{}` already", type.name, decl.label.id),
            "leave it out here, or give this one another name");
      return;
    }
  }
  const auto& scales = program_.scales;
  if (decl.label.id == "rung" ||
      std::find(scales.begin(), scales.end(), decl.label.id) != scales.end()) {
    error(decl.label.at,
          fmt::format("`event.{0}` would mean two things: the attribute, and the "
                      "event type's own `{0}`",
                      decl.label.id),
          "give the attribute another name");
    return;
  }
  if (type.attributes.size() == kMaxAttributes) {
    error(decl.label.at,
          fmt::format("event `{}` has more than {} attributes", type.name, kMaxAttributes));
    return;
  }
  AttributeInfo attribute;
  attribute.id = decl.label.id;
  attribute.unit = decl.unit;
  attribute.symbols = symbol_set(decl.values);
  const Expr* initial = decl.initial ? &*decl.initial : nullptr;
  if (!attribute.symbols.empty()) {
    attribute.type = ValueType::symbol;
    attribute.initial = Value::of_whole(attribute.symbols[0]);
    if (initial != nullptr) {
      const auto word = initial->path.size() == 1 ? initial->path[0] : to_text(*initial);
      const auto known = std::find_if(decl.values.begin(), decl.values.end(),
                                      [&](const Text& v) { return v.value == word; });
      if (known == decl.values.end()) {
        std::vector<std::string> names;
        for (const auto& value : decl.values) names.push_back(value.value);
        error(initial->at, fmt::format("`{}` is not among the values of {}", word, owner),
              did_you_mean(word, names));
      } else {
        attribute.initial = Value::of_whole(symbol(word));
      }
    }
  } else if (initial != nullptr) {
    attribute.type =
        initial->kind == Expr::Kind::duration ? ValueType::duration : ValueType::number;
    const auto value =
        constant(decl.initial, attribute.type, "the default of " + owner).value_or(0);
    attribute.initial = attribute.type == ValueType::number
                            ? Value::of(value)
                            : Value::of_whole(static_cast<std::int64_t>(value));
  }
  type.attributes.push_back(std::move(attribute));
}

void Compiler::fill_type(TypeId id, const EventTypeDecl& decl) {
  auto& type = program_.types[id];
  type.about = decl.label.about;
  if (!decl.cameo.empty()) type.cameo = decl.cameo;
  for (const auto& score : decl.scores) {
    const auto scale = std::find(program_.scales.begin(), program_.scales.end(), score.scale);
    type.scores[static_cast<std::size_t>(scale - program_.scales.begin())] = score.value;
  }
  if (decl.rung) {
    type.rung = *decl.rung;
    type.has_rung = true;
  }
  if (decl.is_public) type.is_public = *decl.is_public;
  if (!decl.via.empty()) type.via = 0;
  for (const auto& attribute : decl.attributes) add_attribute(type, attribute);
  if (decl.consent_of_all) type.consent_of_all = *decl.consent_of_all;
  if (!type.is_offer && (!decl.terms.empty() || decl.lapses || decl.lasts || decl.consent_of_all)) {
    error(decl.label.at,
          fmt::format("event `{}` is not an offer: it has no terms, `lapses`, "
                      "`lasts` or `consent`",
                      type.name),
          "put it below `offer` with `is: offer`");
  }
}

void Compiler::declare_term(const Text& name) {
  const auto next = static_cast<std::uint16_t>(program_.terms.size());
  if (!term_ids_.emplace(name.value, next).second) return;
  if (program_.terms.size() == kMaxTerms) {
    error(name.at, fmt::format("more than {} different terms", kMaxTerms));
  }
  program_.terms.push_back(name.value);
}

void Compiler::declare_types() {
  program_.scales.emplace_back("goldstein");
  for (const auto& decl : scenario().events) {
    for (const auto& score : decl.scores) {
      if (std::find(program_.scales.begin(), program_.scales.end(), score.scale) ==
          program_.scales.end()) {
        if (program_.scales.size() == kMaxScales) {
          error(decl.label.at, fmt::format("more than {} different scores", kMaxScales));
          return;
        }
        program_.scales.push_back(score.scale);
      }
    }
    for (const auto& term : decl.terms) declare_term(term.name);
  }
  if (scenario().events.size() > kMaxTypes) {
    error(scenario().events[kMaxTypes].label.at, fmt::format("more than {} events", kMaxTypes));
    return;
  }
  const auto parents = parents_of_types();
  program_.types.reserve(parents.size());
  number_types(parents);
  auto& roots = program_.roots;
  roots = {*type_id("offer"),  *type_id("counter"), *type_id("conditional"),
           *type_id("accept"), *type_id("refuse"),  *type_id("withdraw"),
           *type_id("lapse"),  *type_id("expire"),  *type_id("end"),
           *type_id("reveal"), *type_id("leak"),    *type_id("undelivered")};
  if (scenario().channels.empty()) return;
  AttributeInfo reason;
  reason.id = "reason";
  reason.type = ValueType::symbol;
  for (const auto* why : {"no_route", "refused", "lost"}) reason.symbols.push_back(symbol(why));
  reason.initial = Value::of_whole(reason.symbols[0]);
  auto& undelivered = program_.types[roots.undelivered];
  for (TypeId t = roots.undelivered; t <= undelivered.last; ++t) {
    auto& attributes = program_.types[t].attributes;
    attributes.insert(attributes.begin(), reason);
  }
}

// a counter goes on with the consent of what it counters
void Compiler::check_consent(TypeId id, const EventTypeDecl& decl) {
  const auto counter = program_.roots.counter;
  if (!decl.consent_of_all || id < counter || id > program_.types[counter].last) return;
  error(decl.label.at, fmt::format("counter `{}` cannot say whose consent it needs", decl.label.id),
        "leave `consent` out: it is that of the offer that is countered");
}

void Compiler::compile_type_terms() {
  const Context global{.owner = "an event's terms"};
  // parents come before children, which begin with what theirs has
  std::map<TypeId, const EventTypeDecl*> in_order;
  for (const auto& decl : scenario().events) {
    if (const auto id = type_id(decl.label.id)) in_order.emplace(*id, &decl);
  }
  for (const auto& [id, decl] : in_order) {
    check_consent(id, *decl);
    const auto own = compile_terms(decl->terms, global);
    const auto owner = fmt::format("event `{}`", decl->label.id);
    const auto lapses =
        compile_as(decl->lapses, ValueType::duration, global, "`lapses` of " + owner);
    const auto lasts = compile_as(decl->lasts, ValueType::duration, global, "`lasts` of " + owner);
    check_not_negative(decl->lapses, "`lapses` of " + owner);
    check_not_negative(decl->lasts, "`lasts` of " + owner);
    auto& type = program_.types[id];
    if (type.parent != kNoId) {
      const auto& parent = program_.types[type.parent];
      type.terms = parent.terms;
      type.lapses = parent.lapses;
      type.lasts = parent.lasts;
    }
    for (const auto& term : own) {
      const auto same = std::find_if(type.terms.begin(), type.terms.end(),
                                     [&](const TermInit& x) { return x.term == term.term; });
      if (same == type.terms.end()) {
        type.terms.push_back(term);
      } else {
        *same = term;
      }
    }
    if (lapses != kNone) type.lapses = lapses;
    if (lasts != kNone) type.lasts = lasts;
    compile_visibility(id, *decl);
  }
}

}  // namespace brink::internal
