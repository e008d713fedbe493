#include "engine/language/scenario.h"

#include <fmt/format.h>

#include <functional>

#include "engine/language/map_reader.h"
#include "engine/language/read_deeds.h"

namespace brink {
namespace {

const Expr kZero{};

Expr or_zero(std::optional<Expr> value) { return value ? std::move(*value) : kZero; }

Label read_label(Findings& findings, const Text& id, const MapReader& map) {
  check_id(findings, id);
  Label label;
  label.id = id.value;
  label.at = id.at;
  map.describe(label);
  return label;
}

// reads every entry of a map of named things
void for_each_entry(Findings& findings, const MapReader& scenario, std::string_view key,
                    const std::function<void(const Text&, const YamlNode&)>& read) {
  const auto* node = scenario.node(key);
  if (node == nullptr || node->kind != YamlNode::Kind::map) return;
  for (const auto& [id, value] : node->entries) {
    if (value.kind == YamlNode::Kind::null) {
      findings.error(id.at, fmt::format("`{}` under `{}` has no content", id.value, key),
                     "write its keys below it, or remove it");
      continue;
    }
    read(id, value);
  }
}

ParameterDecl read_parameter(Findings& findings, const Text& id, const YamlNode& node) {
  // a bare value is short for {default: value}
  if (node.kind == YamlNode::Kind::scalar) {
    check_id(findings, id);
    return {{id.value, id.at, {}, {}},
            or_zero(read_expression(findings, node, fmt::format("parameter `{}`", id.value))),
            {},
            {},
            {}};
  }
  const MapReader map(findings, node, "parameter", fmt::format("parameter `{}`", id.value));
  ParameterDecl result;
  result.label = read_label(findings, id, map);
  result.initial = or_zero(map.expression("default"));
  result.range = map.range("range");
  result.values = map.texts("values");
  result.unit = map.text("unit").value;
  return result;
}

VariableDecl read_variable(Findings& findings, const Text& id, const YamlNode& node) {
  const auto owner = fmt::format("variable `{}`", id.value);
  if (node.kind == YamlNode::Kind::scalar) {
    check_id(findings, id);
    VariableDecl result;
    result.label = {id.value, id.at, {}, {}};
    result.initial = or_zero(read_expression(findings, node, owner));
    return result;
  }
  const MapReader map(findings, node, "variable", owner);
  VariableDecl result;
  result.label = read_label(findings, id, map);
  result.initial = or_zero(map.expression("initial"));
  result.range = map.range("range");
  for (const auto* key : {"min", "max"}) {
    if (!map.has(key)) continue;
    if (map.has("range")) {
      findings.error(map.text(key).at, fmt::format("{} has both `range` and `{}`", owner, key),
                     "keep one of them");
    }
    (key == std::string_view("min") ? result.range.low : result.range.high) = map.expression(key);
  }
  result.values = map.texts("values");
  result.trend = map.expression("trend");
  result.rest = map.expression("rest");
  result.decay = map.expression("decay");
  result.unit = map.text("unit").value;
  if (result.trend && result.decay) {
    findings.error(map.text("decay").at, fmt::format("{} has two laws, `trend` and `decay`", owner),
                   "a variable moves by one law at most");
  }
  if (result.rest && !result.decay) {
    findings.error(map.text("rest").at, fmt::format("{} has `rest` but no `decay`", owner),
                   "say how fast it returns there, for example `decay: 30 d`");
  }
  return result;
}

std::vector<VariableDecl> read_variables(Findings& findings, const MapReader& owner) {
  std::vector<VariableDecl> result;
  for_each_entry(findings, owner, "variables", [&](const Text& id, const YamlNode& node) {
    result.push_back(read_variable(findings, id, node));
  });
  return result;
}

ActorDecl read_actor(Findings& findings, const Text& id, const YamlNode& node) {
  const MapReader map(findings, node, "actor", fmt::format("actor `{}`", id.value));
  ActorDecl actor;
  actor.label = read_label(findings, id, map);
  actor.name = map.has("name") ? map.text("name").value : id.value;
  actor.kind = map.text("kind").value;
  actor.variables = read_variables(findings, map);
  return actor;
}

std::vector<AttributeDecl> read_attributes(Findings& findings, const MapReader& event) {
  std::vector<AttributeDecl> result;
  for_each_entry(findings, event, "attributes", [&](const Text& id, const YamlNode& node) {
    const auto owner = fmt::format("attribute `{}`", id.value);
    AttributeDecl attribute;
    if (node.kind == YamlNode::Kind::scalar) {
      check_id(findings, id);
      attribute.label = {id.value, id.at, {}, {}};
      attribute.initial = read_expression(findings, node, owner);
    } else {
      const MapReader map(findings, node, "attribute", owner);
      attribute.label = read_label(findings, id, map);
      attribute.unit = map.text("unit").value;
      attribute.values = map.texts("values");
      attribute.initial = map.expression("default");
    }
    result.push_back(std::move(attribute));
  });
  return result;
}

std::vector<ScoreDecl> read_scores(Findings& findings, const MapReader& event) {
  std::vector<ScoreDecl> scores;
  const auto* node = event.node("score");
  if (node == nullptr || node->kind != YamlNode::Kind::map) return scores;
  for (const auto& [scale, value] : node->entries) {
    check_id(findings, scale);
    const auto number = read_expression(findings, value, "score `" + scale.value + "`");
    if (!number) continue;
    const bool negative = number->kind == Expr::Kind::unary && number->text == "-";
    const Expr& inner = negative ? number->args.front() : *number;
    if (inner.kind != Expr::Kind::number) {
      findings.error(value.at, fmt::format("score `{}` must be a plain number", scale.value),
                     fmt::format("for example `{}: -9.0`", scale.value));
      continue;
    }
    scores.push_back({scale.value, negative ? -inner.number : inner.number});
  }
  return scores;
}

void read_visibility(Findings& findings, const MapReader& map, EventTypeDecl& type) {
  const auto word = map.text("visibility");
  if (word.value == "public" || word.value == "private") {
    type.is_public = word.value == "public";
  } else if (!word.value.empty()) {
    findings.error(word.at, fmt::format("`{}` is not a visibility", word.value),
                   did_you_mean(word.value, {"public", "private"}));
  }
}

EventTypeDecl read_event_type(Findings& findings, const Text& id, const YamlNode& node) {
  const MapReader map(findings, node, "event", fmt::format("event `{}`", id.value));
  EventTypeDecl type;
  type.label = read_label(findings, id, map);
  type.is = map.text("is");
  type.cameo = map.text("cameo").value;
  if (map.has("cameo") && map.node("cameo")->plain) {
    findings.warning(map.node("cameo")->at, "a code is a text, other tools drop its leading zero",
                     fmt::format("write cameo: \"{}\"", type.cameo));
  }
  type.scores = read_scores(findings, map);
  type.rung = map.number("rung");
  read_visibility(findings, map, type);
  type.terms = read_terms(findings, map, "terms");
  type.lapses = map.expression("lapses");
  type.lasts = map.expression("lasts");
  type.attributes = read_attributes(findings, map);
  return type;
}

ScheduleDecl read_schedule(Findings& findings, const Text& id, const YamlNode& node) {
  const MapReader map(findings, node, "schedule entry",
                      fmt::format("schedule entry `{}`", id.value));
  return {read_label(findings, id, map), or_zero(map.expression("at")),
          read_emission(findings, map)};
}

ProcessDecl read_process(Findings& findings, const Text& id, const YamlNode& node) {
  const auto owner = fmt::format("process `{}`", id.value);
  const MapReader map(findings, node, "process", owner);
  ProcessDecl process;
  process.label = read_label(findings, id, map);
  process.member_of = map.text("for");
  process.gate = map.expression("while");
  process.rate = map.expression("rate");
  process.every = map.expression("every");
  process.emit = read_emission(findings, map);
  if (map.ok() && map.has("rate") == map.has("every")) {
    findings.error(id.at,
                   fmt::format("{} needs either `rate` or `every`, and {}", owner,
                               map.has("rate") ? "has both" : "has neither"),
                   "`rate: 0.3` is a mean number per day; `every: 7 d` a time between events");
  }
  return process;
}

ChoiceDecl read_choice(Findings& findings, const YamlNode& node, const std::string& owner) {
  const MapReader map(findings, node, "choose", fmt::format("`choose` of {}", owner));
  ChoiceDecl choice;
  choice.at = node.at;
  choice.temperature = or_zero(map.expression("temperature"));
  for_each_entry(findings, map, "options", [&](const Text& id, const YamlNode& value) {
    const auto what = fmt::format("option `{}` of {}", id.value, owner);
    const MapReader entry(findings, value, "option", what);
    OptionDecl option;
    option.label = read_label(findings, id, entry);
    option.utility = or_zero(entry.expression("utility"));
    option.condition = entry.expression("if");
    if (entry.has("do")) option.deeds = read_deeds(findings, *entry.node("do"), what);
    choice.options.push_back(std::move(option));
  });
  if (map.has("options") && choice.options.empty()) {
    findings.error(node.at, fmt::format("`choose` of {} has no options", owner),
                   "for example `options: {wait: {utility: 0}}`");
  }
  return choice;
}

void read_responder(Findings& findings, const MapReader& map, RuleDecl& rule) {
  rule.by = map.text("by");
  constexpr std::string_view kEach = "each of ";
  if (rule.by.value.starts_with(kEach)) {
    rule.by_each = true;
    rule.by.value.erase(0, kEach.size());
    if (rule.by.plain) rule.by.at.column += static_cast<int>(kEach.size());
  } else if (rule.by.value.find(' ') != std::string::npos) {
    findings.error(rule.by.at, fmt::format("`by: {}` names nobody", rule.by.value),
                   "write an actor, source, target, or `each of GROUP`");
    rule.by.value.clear();
  }
}

void check_rule_shape(Findings& findings, const MapReader& map, const RuleDecl& rule) {
  if (!map.ok()) return;
  const auto& owner = map.owner();
  if (map.has("upon") == map.has("when")) {
    findings.error(rule.label.at,
                   fmt::format("{} needs either `upon` or `when`, and {}", owner,
                               map.has("upon") ? "has both" : "has neither"),
                   "`upon: EVENT` follows an event; `when: CONDITION` fires as it becomes true");
  }
  if (map.has("for") && map.has("upon")) {
    findings.error(map.text("for").at, fmt::format("`for` of {} goes with `when`", owner),
                   "with `upon`, say who responds: `by: each of GROUP`");
  }
  if (map.has("for") && map.has("by")) {
    findings.error(map.text("by").at, fmt::format("{} has both `for` and `by`", owner),
                   "with `for` the member of the group responds: leave `by` out");
  }
  if (map.has("choose") == map.has("do")) {
    findings.error(rule.label.at,
                   fmt::format("{} needs either `do` or `choose`, and {}", owner,
                               map.has("do") ? "has both" : "has neither"),
                   "`do` lists deeds; `choose` decides among options, each with its own `do`");
  }
  if (map.has("choose") && !map.has("by") && !map.has("for")) {
    findings.error(rule.label.at, fmt::format("{} chooses but nobody decides", owner),
                   "say who: `by: ACTOR`");
  }
}

RuleDecl read_rule(Findings& findings, const Text& id, const YamlNode& node) {
  const auto owner = fmt::format("rule `{}`", id.value);
  const MapReader map(findings, node, "rule", owner);
  RuleDecl rule;
  rule.label = read_label(findings, id, map);
  rule.upon = map.pattern("upon");
  rule.when = map.expression("when");
  rule.member_of = map.text("for");
  read_responder(findings, map, rule);
  rule.condition = map.expression("if");
  rule.chance = map.expression("chance");
  rule.after = map.expression("after");
  rule.still = map.expression("still");
  if (map.has("choose")) rule.choice = read_choice(findings, *map.node("choose"), owner);
  if (map.has("do")) rule.deeds = read_deeds(findings, *map.node("do"), owner);
  if (map.has("do") && map.node("do")->kind == YamlNode::Kind::list &&
      map.node("do")->items.empty()) {
    findings.warning(map.node("do")->at, fmt::format("{} does nothing: its `do` is empty", owner),
                     "list its deeds, or remove the rule");
  }
  check_rule_shape(findings, map, rule);
  return rule;
}

LadderDecl read_ladder(Findings& findings, const YamlNode& node) {
  const MapReader map(findings, node, "ladder", "the ladder");
  LadderDecl ladder;
  ladder.at = node.at;
  ladder.window = map.expression("window");
  const auto* rungs = map.node("rungs");
  if (rungs == nullptr) return ladder;
  if (rungs->kind == YamlNode::Kind::list && rungs->items.empty()) {
    findings.error(rungs->at, "the ladder has no rungs",
                   "for example `rungs: [{at: 0, name: Diplomacy}]`");
  }
  for (const auto& item : rungs->items) {
    const MapReader entry(findings, item, "rung", "a rung");
    const RungDecl rung{entry.number("at").value_or(0), entry.text("name").value};
    if (!ladder.rungs.empty() && entry.has("at") && rung.at <= ladder.rungs.back().at) {
      findings.error(item.at, "the rungs must rise from one to the next",
                     "list them from low to high, each `at` above the one before");
    }
    ladder.rungs.push_back(rung);
  }
  return ladder;
}

OutcomeDecl read_outcome(Findings& findings, const Text& id, const YamlNode& node) {
  OutcomeDecl outcome;
  if (node.kind == YamlNode::Kind::scalar) {
    check_id(findings, id);
    outcome.label = {id.value, id.at, {}, {}};
    if (node.text != "otherwise") {
      findings.error(node.at, fmt::format("outcome `{}` must be `otherwise` or a map", id.value),
                     fmt::format("write `{0}: {{when: CONDITION}}`, or `{0}: otherwise`", id.value));
    }
    return outcome;
  }
  const MapReader map(findings, node, "outcome", fmt::format("outcome `{}`", id.value));
  outcome.label = read_label(findings, id, map);
  outcome.when = map.expression("when");
  outcome.stops = map.truth("stop").value_or(true);
  return outcome;
}

using Form = MeasureDecl::Form;
constexpr std::pair<std::string_view, Form> kForms[] = {
    {"count", Form::count},     {"sum", Form::sum},         {"first", Form::first},
    {"last", Form::last},       {"average", Form::average}, {"highest", Form::highest},
    {"lowest", Form::lowest},   {"final", Form::final},     {"at", Form::at},
    {"time", Form::time}};

void read_measure_form(const MapReader& map, std::string_view key, MeasureDecl& measure) {
  switch (measure.form) {
    case Form::count:
    case Form::first:
    case Form::last: measure.pattern = map.pattern(key); break;
    case Form::sum:
      measure.value = map.expression(key);
      measure.pattern = map.pattern("of");
      break;
    case Form::at:
      measure.instant = map.expression(key);
      measure.value = map.expression("of");
      break;
    default: measure.value = map.expression(key); break;
  }
}

MeasureDecl read_measure(Findings& findings, const Text& id, const YamlNode& node) {
  const auto owner = fmt::format("measure `{}`", id.value);
  const MapReader map(findings, node, "measure", owner);
  MeasureDecl measure;
  measure.label = read_label(findings, id, map);
  measure.unit = map.text("unit").value;
  int forms = 0;
  for (const auto& [key, form] : kForms) {
    if (!map.has(key)) continue;
    ++forms;
    measure.form = form;
    read_measure_form(map, key, measure);
  }
  if (map.ok() && forms != 1) {
    findings.error(id.at, fmt::format("{} needs one form, and has {}", owner,
                                      forms == 0 ? "none" : std::to_string(forms)),
                   "one of count, sum, first, last, average, highest, lowest, final, at, time");
  }
  const bool wants_of = measure.form == Form::sum || measure.form == Form::at;
  if (map.ok() && forms == 1 && wants_of != map.has("of")) {
    findings.error(id.at,
                   fmt::format("{} {} `of`", owner, wants_of ? "lacks" : "has no use for"),
                   "`sum: EXPRESSION` with `of: PATTERN`; `at: DATE` with `of: EXPRESSION`");
  }
  return measure;
}

void read_head(Findings& findings, const MapReader& map, Scenario& scenario) {
  const auto version = map.number("brink");
  if (version && *version != 1) {
    findings.error(map.text("brink").at, fmt::format("language version {} is not known", *version),
                   "this program reads `brink: 1`");
  }
  Label head;
  map.describe(head);
  scenario.title = map.text("title").value;
  scenario.about = head.about;
  scenario.sources = head.sources;
  const auto start = map.text("start");
  const auto instant = parse_instant(start.value);
  if (instant) {
    scenario.start = *instant;
  } else if (!start.value.empty()) {
    findings.error(start.at, fmt::format("`{}` is not a date", start.value),
                   "for example `2026-06-04` or `2026-06-04 09:00`, years 0001 to 9999");
  }
  const auto horizon = map.text("horizon");
  const auto length = parse_duration(horizon.value);
  if (length && length->us > 0 && length->us <= kLastInstant.us - scenario.start.us) {
    scenario.horizon = *length;
  } else if (!horizon.value.empty()) {
    findings.error(horizon.at, fmt::format("`{}` is not a usable horizon", horizon.value),
                   "a length with its unit (d, w, h), above 0, that ends before the year 10000: for "
                   "example `180 d`");
  }
}

void read_actors(Findings& findings, const MapReader& map, Scenario& scenario) {
  const auto* world = map.node("world");
  if (world != nullptr) {
    scenario.world = read_variables(findings, MapReader(findings, *world, "world", "the world"));
  }
  for_each_entry(findings, map, "actors", [&](const Text& id, const YamlNode& node) {
    scenario.actors.push_back(read_actor(findings, id, node));
  });
  for_each_entry(findings, map, "groups", [&](const Text& id, const YamlNode& node) {
    check_id(findings, id);
    scenario.groups.push_back({{id.value, id.at, {}, {}},
                               read_texts(findings, node, fmt::format("group `{}`", id.value))});
  });
}

void read_body(Findings& findings, const MapReader& map, Scenario& scenario) {
  const auto each = [&](std::string_view key, auto& list, auto read) {
    for_each_entry(findings, map, key, [&](const Text& id, const YamlNode& node) {
      list.push_back(read(findings, id, node));
    });
  };
  each("parameters", scenario.parameters, read_parameter);
  for_each_entry(findings, map, "let", [&](const Text& id, const YamlNode& node) {
    check_id(findings, id);
    auto value = read_expression(findings, node, fmt::format("`{}` under `let`", id.value));
    if (value) scenario.lets.push_back({{id.value, id.at, {}, {}}, std::move(*value)});
  });
  read_actors(findings, map, scenario);
  each("events", scenario.events, read_event_type);
  each("schedule", scenario.schedule, read_schedule);
  each("processes", scenario.processes, read_process);
  each("rules", scenario.rules, read_rule);
  if (map.has("ladder")) scenario.ladder = read_ladder(findings, *map.node("ladder"));
  each("outcomes", scenario.outcomes, read_outcome);
  each("measures", scenario.measures, read_measure);
}

}  // namespace

Result<Scenario> read_scenario(SourceText source) {
  auto tree = read_yaml(source);
  if (!tree) return tl::unexpected(std::move(tree.error()));
  Findings findings(source.name);
  Scenario scenario;
  scenario.source = std::move(source);
  const MapReader map(findings, *tree, "scenario", "the scenario");
  if (map.ok()) {
    read_head(findings, map, scenario);
    read_body(findings, map, scenario);
  }
  if (has_errors(findings.all())) {
    tidy(findings.all());
    return tl::unexpected(std::move(findings.all()));
  }
  scenario.warnings = std::move(findings.all());
  return scenario;
}

}  // namespace brink
