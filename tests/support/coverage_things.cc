#include <fmt/format.h>

#include <algorithm>

#include "engine/language/functions.h"
#include "tests/support/coverage.h"

// what is declared
namespace brink::test {
namespace {

std::string literal_kind(const Expr& e, const std::vector<Text>& values) {
  if (!values.empty()) return "symbol";
  switch (e.kind) {
    case Expr::Kind::duration:
      return "duration";
    case Expr::Kind::date:
      return "date";
    case Expr::Kind::truth:
      return "truth";
    case Expr::Kind::pick:
      return "actor";
    case Expr::Kind::list:
      return literal_kind(e.args[0], {});
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

}  // namespace

bool Coverage::draws(const Expr& e) const {
  if (e.kind == Expr::Kind::call) {
    const auto* info = find_function(e.text);
    if (info != nullptr && info->kind == FunctionKind::distribution) return true;
  }
  return std::any_of(e.args.begin(), e.args.end(), [&](const Expr& inner) { return draws(inner); });
}

void Coverage::channel(const ChannelDecl& channel) {
  label("channel", channel.label);
  key("channel", "between");
  add(channel.between.size() == 2 ? "channel of two" : "channel of a group");
  if (channel.between[0].value == "all") add("channel of all");
  key("channel", "directed", channel.directed);
  if (channel.directed) add("channel directed");
  key("channel", "visibility", channel.is_public);
  if (channel.is_public) add("channel public");
  expression("channel", "delay", channel.delay);
  if (channel.delay && draws(*channel.delay)) add("channel drawn");
  expression("channel", "reliability", channel.reliability);
  expression("channel", "carries", channel.carries);
  expression("channel", "leaks", channel.leaks);
  expression("channel", "open", channel.open);
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
  const auto kind = literal_kind(variable.initial, variable.values);
  const bool is_actor =
      variable.initial.kind == Expr::Kind::name && actors_.contains(variable.initial.path[0]);
  add("variable " + (is_actor ? "actor" : kind));
  if (draws(variable.initial)) add("variable drawn");
  if (variable.initial.kind == Expr::Kind::pick) add("pick first value");
  if (variable.secret) add("variable secret");
  key("variable", "secret", variable.secret);
  motion("variable", variable);
  if (variable.trend) add("law trend");
  if (variable.trend && variable.trend->kind == Expr::Kind::binary) add("law trend of state");
  if (variable.decay) add("law decay");
  if (variable.rest) add("law rest");
}

// what variables and pairs have in common
void Coverage::motion(const char* section, const VariableDecl& variable) {
  expression(section, "initial", variable.initial);
  const bool low = variable.range.low.has_value();
  const bool high = variable.range.high.has_value();
  key(section, "range", low && high);
  key(section, "min", low && !high);
  key(section, "max", high && !low);
  key(section, "values", !variable.values.empty());
  key(section, "unit", !variable.unit.empty());
  expression(section, "trend", variable.trend);
  expression(section, "rest", variable.rest);
  expression(section, "decay", variable.decay);
  expression(section, "flow", variable.flow);
}

void Coverage::pair(const PairDecl& pair) {
  const auto& variable = pair.variable;
  label("pair", variable.label);
  key("pair", "between");
  key("pair", "directed", pair.directed);
  add(pair.directed ? "pair directed" : "pair not directed");
  add("pair " + literal_kind(variable.initial, variable.values));
  if (pair.between.value == "all") add("group all");
  motion("pair", variable);
  if (variable.trend) add("pair trend");
  if (variable.decay) add("pair decay");
  if (variable.rest) add("pair rest");
  if (!variable.trend && !variable.decay) add("pair still");
}

void Coverage::actor(const ActorDecl& actor) {
  label("actor", actor.label);
  key("actor", "name", actor.name != actor.label.id);
  key("actor", "kind", !actor.kind.empty());
  key("actor", "like", !actor.like.value.empty());
  key("actor", "variables", !actor.variables.empty());
  for (const auto& v : actor.variables) variable(v);
}

void Coverage::group(const GroupDecl& group) {
  add(group.members.size() == 2 ? "group of 2" : "group of more");
  for (const auto& member : group.members) {
    if (!actors_.contains(member.value)) add("group of groups");
  }
}

void Coverage::scheduled(const ScheduleDecl& entry) {
  label("schedule entry", entry.label);
  expression("schedule entry", "at", entry.at);
  add(draws(entry.at) ? "schedule at drawn" : "schedule at " + literal_kind(entry.at, {}));
  if (is_month(entry.at)) add("schedule at month");
  expression("schedule entry", "if", entry.condition);
  key("schedule entry", "priority", entry.priority != 0);
  emission("schedule entry", entry.emit);
}

// true if a date of the expression is written without its day
bool Coverage::is_month(const Expr& e) const {
  if (e.kind != Expr::Kind::date) return !e.args.empty() && is_month(e.args[0]);
  std::size_t begin = 0;
  for (int line = 1; line < e.at.line; ++line) begin = text_.find('\n', begin) + 1;
  const auto end =
      begin + static_cast<std::size_t>(e.at.column - 1) + std::string("2026-02").size();
  return end >= text_.size() || text_[end] != '-';
}

void Coverage::variant(const VariantDecl& variant, const Scenario& scenario) {
  label("variant", variant.label);
  key("variant", "parameters");
  for (const auto& setting : variant.parameters) {
    expression(setting.value);
    for (const auto& parameter : scenario.parameters) {
      if (parameter.label.id != setting.name.value) continue;
      add("variant " + literal_kind(parameter.initial, parameter.values));
    }
  }
}

void Coverage::event(const EventTypeDecl& type) {
  label("event", type.label);
  key("event", "is");
  key("event", "cameo", !type.cameo.empty());
  key("event", "score", !type.scores.empty());
  key("event", "rung", type.rung.has_value());
  key("event", "visibility", type.is_public.has_value());
  if (type.is_public) add(*type.is_public ? "event public" : "event private");
  key("event", "via", !type.via.empty());
  if (!type.via.empty()) {
    add(type.via.size() > 1               ? "via several"
        : type.via[0].value == "channels" ? "via channels"
                                          : "via one");
  }
  expression("event", "audience", type.audience);
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
  text_ = scenario.source.text;
  actors_.clear();
  for (const auto& actor : scenario.actors) actors_.insert(actor.label.id);
  pairs_.clear();
  for (const auto& pair : scenario.pairs) pairs_.insert(pair.variable.label.id);
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
  each("actors", scenario.actors, [&](const auto& a) { actor(a); });
  each("groups", scenario.groups, [&](const auto& g) { group(g); });
  each("pairs", scenario.pairs, [&](const auto& p) { pair(p); });
  each("channels", scenario.channels, [&](const auto& c) { channel(c); });
  each("events", scenario.events, [&](const auto& type) { event(type); });
  each("schedule", scenario.schedule, [&](const auto& entry) { scheduled(entry); });
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
  each("variants", scenario.variants, [&](const auto& v) { variant(v, scenario); });
}

}  // namespace brink::test
