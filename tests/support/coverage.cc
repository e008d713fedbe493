#include "tests/support/coverage.h"

#include <fmt/format.h>

#include "engine/language/functions.h"
#include "engine/language/keys.h"

namespace brink::test {
namespace {

// what the walker tells apart beyond the language's own tables
constexpr const char* kConstructs[] = {
    "deed assign",
    "deed emit",
    "deed accept",
    "deed refuse",
    "deed counter",
    "deed withdraw",
    "deed end",
    "offer to several",
    "consent all",
    "consent one",
    "accept only",
    "assign =",
    "assign +",
    "assign -",
    "assign *",
    "assign /",
    "operator +",
    "operator -",
    "operator *",
    "operator /",
    "operator ^",
    "operator <",
    "operator <=",
    "operator >",
    "operator >=",
    "operator ==",
    "operator !=",
    "operator and",
    "operator or",
    "unary -",
    "unary not",
    "literal number",
    "literal duration",
    "literal date",
    "literal truth",
    "literal range",
    "argument named",
    "word self",
    "word rival",
    "word source",
    "word target",
    "word now",
    "word offer",
    "field event.",
    "field this.",
    "field event.rung",
    "field event.goldstein",
    "field offer.open",
    "field offer.accepted",
    "field offer.refused",
    "field offer.countered",
    "field offer.withdrawn",
    "field offer.lapsed",
    "field offer.public",
    "field offer.round",
    "field offer.age",
    "field offer.proposer",
    "field offer.terms.",
    "field offer.parent",
    "field self.",
    "field rival.",
    "field source.",
    "field target.",
    "pattern from",
    "pattern to",
    "pattern where",
    "pattern or",
    "pattern from self",
    "pattern from rival",
    "pattern from source",
    "pattern to self",
    "pattern to rival",
    "pattern to target",
    "by nobody",
    "by actor",
    "by source",
    "by target",
    "by each of",
    "rule upon",
    "rule when",
    "rule when for",
    "with expression",
    "with weights",
    "event private",
    "event public",
    "process rate",
    "process every",
    "process every drawn",
    "process for",
    "schedule at date",
    "schedule at duration",
    "schedule at drawn",
    "outcome otherwise",
    "outcome marks",
    "outcome stops",
    "group of 2",
    "group of more",
    "parameter number",
    "parameter duration",
    "parameter truth",
    "parameter symbol",
    "variable number",
    "variable duration",
    "variable truth",
    "variable symbol",
    "variable date",
    "variable drawn",
    "law trend",
    "law trend of state",
    "law decay",
    "law rest",
    "attribute number",
    "attribute duration",
    "attribute symbol",
    "measure count",
    "measure sum",
    "measure first",
    "measure last",
    "measure average",
    "measure highest",
    "measure lowest",
    "measure final",
    "measure at",
    "measure time",
};

std::string literal_kind(const Expr& e, const std::vector<Text>& values) {
  if (!values.empty()) return "symbol";
  switch (e.kind) {
    case Expr::Kind::duration:
      return "duration";
    case Expr::Kind::date:
      return "date";
    case Expr::Kind::truth:
      return "truth";
    case Expr::Kind::call:
      return e.text == "bernoulli" ? "truth"
             : e.args.empty()      ? "number"
                                   : literal_kind(e.args[0], {});
    case Expr::Kind::range:
      return literal_kind(e.args[0], {});
    default:
      return "number";
  }
}

bool draws(const Expr& e) {
  if (e.kind == Expr::Kind::call) {
    const auto* info = find_function(e.text);
    if (info != nullptr && info->kind == FunctionKind::distribution) return true;
  }
  for (const auto& argument : e.args) {
    if (draws(argument)) return true;
  }
  return false;
}

}  // namespace

Coverage::Coverage() {
  for (const auto& key : all_keys())
    counts_.emplace(fmt::format("key {}.{}", key.section, key.key), 0);
  for (const auto& function : all_functions())
    counts_.emplace(fmt::format("function {}", function.name), 0);
  for (const auto* construct : kConstructs) counts_.emplace(construct, 0);
}

std::string Coverage::table() const {
  std::string out;
  for (const auto& [construct, count] : counts_)
    out += fmt::format("{:<32} {:>8}\n", construct, count);
  return out;
}

void Coverage::key(const char* section, const char* name, bool there) {
  if (there) add(fmt::format("key {}.{}", section, name));
}

void Coverage::label(const char* section, const Label& label) {
  key(section, "about", !label.about.empty());
  key(section, "sources", !label.sources.empty());
}

void Coverage::expression(const char* section, const char* name, const std::optional<Expr>& e) {
  key(section, name, e.has_value());
  if (e) expression(*e);
}

void Coverage::parameter(const ParameterDecl& parameter) {
  label("parameter", parameter.label);
  add("parameter " + literal_kind(parameter.initial, parameter.values));
  expression("parameter", "default", parameter.initial);
  key("parameter", "range", parameter.range.low.has_value());
  key("parameter", "values", !parameter.values.empty());
  key("parameter", "unit", !parameter.unit.empty());
}

void Coverage::variable(const VariableDecl& variable) {
  label("variable", variable.label);
  add("variable " + literal_kind(variable.initial, variable.values));
  if (draws(variable.initial)) add("variable drawn");
  expression("variable", "initial", variable.initial);
  const bool low = variable.range.low.has_value();
  const bool high = variable.range.high.has_value();
  key("variable", "range", low && high);
  key("variable", "min", low && !high);
  key("variable", "max", high && !low);
  key("variable", "values", !variable.values.empty());
  key("variable", "unit", !variable.unit.empty());
  expression("variable", "trend", variable.trend);
  expression("variable", "rest", variable.rest);
  expression("variable", "decay", variable.decay);
  if (variable.trend) add("law trend");
  if (variable.trend && variable.trend->kind == Expr::Kind::binary) add("law trend of state");
  if (variable.decay) add("law decay");
  if (variable.rest) add("law rest");
}

void Coverage::event(const EventTypeDecl& type) {
  label("event", type.label);
  key("event", "is");
  key("event", "cameo", !type.cameo.empty());
  key("event", "score", !type.scores.empty());
  key("event", "rung", type.rung.has_value());
  key("event", "visibility", type.is_public.has_value());
  if (type.is_public) add(*type.is_public ? "event public" : "event private");
  key("event", "terms", !type.terms.empty());
  for (const auto& term : type.terms) expression(term.value);
  expression("event", "lapses", type.lapses);
  expression("event", "lasts", type.lasts);
  key("event", "consent", type.consent_of_all.has_value());
  if (type.consent_of_all) add(*type.consent_of_all ? "consent all" : "consent one");
  key("event", "attributes", !type.attributes.empty());
  for (const auto& attribute : type.attributes) {
    expression("attribute", "default", attribute.initial);
    key("attribute", "unit", !attribute.unit.empty());
    key("attribute", "values", !attribute.values.empty());
    key("attribute", "about", !attribute.label.about.empty());
    add("attribute " + literal_kind(attribute.initial.value_or(Expr{}), attribute.values));
  }
}

void Coverage::walk(const Scenario& scenario) {
  for (const auto* name : {"brink", "title", "start", "horizon"}) key("scenario", name);
  key("scenario", "about", !scenario.about.empty());
  key("scenario", "sources", !scenario.sources.empty());
  const auto each = [&](const char* name, const auto& list, const auto& walk_one) {
    key("scenario", name, !list.empty());
    for (const auto& item : list) walk_one(item);
  };
  each("parameters", scenario.parameters, [&](const auto& p) { parameter(p); });
  each("let", scenario.lets, [&](const auto& let) { expression(let.value); });
  each("world", scenario.world, [&](const auto& v) { variable(v); });
  key("world", "variables", !scenario.world.empty());
  each("actors", scenario.actors, [&](const auto& actor) {
    label("actor", actor.label);
    key("actor", "name", actor.name != actor.label.id);
    key("actor", "kind", !actor.kind.empty());
    key("actor", "variables", !actor.variables.empty());
    for (const auto& v : actor.variables) variable(v);
  });
  each("groups", scenario.groups,
       [&](const auto& group) { add(group.members.size() == 2 ? "group of 2" : "group of more"); });
  each("events", scenario.events, [&](const auto& type) { event(type); });
  each("schedule", scenario.schedule, [&](const ScheduleDecl& entry) {
    label("schedule entry", entry.label);
    expression("schedule entry", "at", entry.at);
    add(draws(entry.at) ? "schedule at drawn" : "schedule at " + literal_kind(entry.at, {}));
    emission("schedule entry", entry.emit);
  });
  each("processes", scenario.processes, [&](const auto& p) { process(p); });
  each("rules", scenario.rules, [&](const auto& r) { rule(r); });
  key("scenario", "ladder", scenario.ladder.has_value());
  if (scenario.ladder) {
    for (const auto* name : {"window", "rungs"}) key("ladder", name);
    for (const auto* name : {"at", "name"}) key("rung", name, !scenario.ladder->rungs.empty());
  }
  each("outcomes", scenario.outcomes, [&](const OutcomeDecl& outcome) {
    label("outcome", outcome.label);
    expression("outcome", "when", outcome.when);
    key("outcome", "stop", !outcome.stops);
    add(!outcome.when ? "outcome otherwise" : outcome.stops ? "outcome stops" : "outcome marks");
  });
  each("measures", scenario.measures, [&](const auto& m) { measure(m); });
}

}  // namespace brink::test
