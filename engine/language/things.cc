#include "engine/language/sections.h"

#include <fmt/format.h>

#include "engine/language/read_deeds.h"

namespace brink::sections {

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

namespace {

VariableDecl read_variable(Findings& findings, const Text& id, const YamlNode& node) {
  const auto owner = fmt::format("variable `{}`", id.value);
  if (node.kind == YamlNode::Kind::scalar) {
    check_id(findings, id);
    VariableDecl result;
    result.label = {id.value, id.at, {}, {}};
    result.initial = or_zero(read_expression(findings, node, owner));
    return result;
  }
  return read_variable_keys(findings, id, MapReader(findings, node, "variable", owner));
}

}  // namespace

VariableDecl read_variable_keys(Findings& findings, const Text& id, const MapReader& map) {
  const auto& owner = map.owner();
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
  result.flow = map.expression("flow");
  result.unit = map.text("unit").value;
  result.secret = map.has("secret") && map.truth("secret").value_or(false);
  std::string_view law;
  for (const std::string_view key : {"trend", "decay", "flow"}) {
    if (!map.has(key)) continue;
    if (!law.empty()) {
      findings.error(map.text(key).at,
                     fmt::format("{} has two laws, `{}` and `{}`", owner, law, key),
                     "a variable moves by one law at most");
    }
    law = key;
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
  actor.like = map.text("like");
  actor.variables = read_variables(findings, map);
  return actor;
}

namespace {

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

void read_consent(Findings& findings, const MapReader& map, EventTypeDecl& type) {
  const auto word = map.text("consent");
  if (word.value == "all" || word.value == "one") {
    type.consent_of_all = word.value == "all";
  } else if (!word.value.empty()) {
    findings.error(word.at, fmt::format("`{}` is not a consent", word.value),
                   "`all`: every recipient must accept; `one`: the first to accept is enough");
  }
}

}  // namespace

PairDecl read_pair(Findings& findings, const Text& id, const YamlNode& node) {
  const MapReader map(findings, node, "pair", fmt::format("pair variable `{}`", id.value));
  PairDecl pair;
  pair.variable = read_variable_keys(findings, id, map);
  pair.between = map.text("between");
  pair.directed = map.has("directed") && map.truth("directed").value_or(false);
  return pair;
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
  type.is_public = read_visibility(findings, map);
  type.via = read_via(findings, map);
  type.audience = map.expression("audience");
  type.terms = read_terms(findings, map, "terms");
  type.lapses = map.expression("lapses");
  type.lasts = map.expression("lasts");
  read_consent(findings, map, type);
  type.attributes = read_attributes(findings, map);
  return type;
}

}  // namespace brink::sections
