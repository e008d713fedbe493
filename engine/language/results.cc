#include "engine/language/sections.h"

#include <fmt/format.h>

#include "engine/language/read_deeds.h"

namespace brink::sections {

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
      findings.error(
          node.at, fmt::format("outcome `{}` must be `otherwise` or a map", id.value),
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

namespace {

using Form = MeasureDecl::Form;

constexpr std::pair<std::string_view, Form> kForms[] = {
    {"count", Form::count},   {"sum", Form::sum},         {"first", Form::first},
    {"last", Form::last},     {"average", Form::average}, {"highest", Form::highest},
    {"lowest", Form::lowest}, {"final", Form::final},     {"at", Form::at},
    {"time", Form::time},     {"series", Form::series}};

void read_measure_form(const MapReader& map, std::string_view key, MeasureDecl& measure) {
  switch (measure.form) {
    case Form::count:
    case Form::first:
    case Form::last:
      measure.pattern = map.pattern(key);
      break;
    case Form::sum:
      measure.value = map.expression(key);
      measure.pattern = map.pattern("of");
      break;
    case Form::at:
      measure.instant = map.expression(key);
      measure.value = map.expression("of");
      break;
    default:
      measure.value = map.expression(key);
      break;
  }
}

}  // namespace

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
    findings.error(
        id.at,
        fmt::format("{} needs one form, and has {}", owner,
                    forms == 0 ? "none" : std::to_string(forms)),
        "one of count, sum, first, last, average, highest, lowest, final, at, time, series");
  }
  measure.every = map.expression("every");
  if (map.ok() && forms == 1 && (measure.form == Form::series) != map.has("every")) {
    findings.error(
        id.at, fmt::format("{} {} `every`", owner, map.has("every") ? "has no use for" : "lacks"),
        "`series: EXPRESSION` with `every: DURATION`");
  }
  const bool wants_of = measure.form == Form::sum || measure.form == Form::at;
  if (map.ok() && forms == 1 && wants_of != map.has("of")) {
    findings.error(id.at, fmt::format("{} {} `of`", owner, wants_of ? "lacks" : "has no use for"),
                   "`sum: EXPRESSION` with `of: PATTERN`; `at: DATE` with `of: EXPRESSION`");
  }
  return measure;
}

VariantDecl read_variant(Findings& findings, const Text& id, const YamlNode& node) {
  const MapReader map(findings, node, "variant", fmt::format("variant `{}`", id.value));
  return {read_label(findings, id, map), read_terms(findings, map, "parameters")};
}

}  // namespace brink::sections
