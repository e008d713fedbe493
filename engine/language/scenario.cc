#include "engine/language/scenario.h"

#include <fmt/format.h>

#include "engine/language/modules.h"
#include "engine/language/sections.h"

namespace brink {
namespace sections {

Expr or_zero(std::optional<Expr> value) { return value ? std::move(*value) : Expr{}; }

Label read_label(Findings& findings, const Text& id, const MapReader& map) {
  check_id(findings, id);
  Label label;
  label.id = id.value;
  label.at = id.at;
  map.describe(label);
  return label;
}

void for_each_entry(Findings& findings, const MapReader& owner, std::string_view key,
                    const std::function<void(const Text&, const YamlNode&)>& read) {
  if (const auto* node = owner.node(key)) for_each_entry(findings, *node, key, read);
}

void for_each_entry(Findings& findings, const YamlNode& node, std::string_view key,
                    const std::function<void(const Text&, const YamlNode&)>& read) {
  if (node.kind != YamlNode::Kind::map) return;
  for (const auto& [id, value] : node.entries) {
    if (value.kind == YamlNode::Kind::null) {
      findings.error(id.at, fmt::format("`{}` under `{}` has no content", id.value, key),
                     "write its keys below it, or remove it");
      continue;
    }
    read(id, value);
    findings.stop_if_full();
  }
}

void check_version(Findings& findings, const MapReader& map) {
  const auto version = map.number("brink");
  if (version && *version != 1) {
    findings.error(map.text("brink").at, fmt::format("language version {} is not known", *version),
                   "this program reads `brink: 1`");
  }
}

}  // namespace sections

namespace {

using namespace sections;

void read_head(Findings& findings, const MapReader& map, Scenario& scenario) {
  check_version(findings, map);
  Label head;
  map.describe(head);
  scenario.title = map.text("title").value;
  scenario.about = head.about;
  scenario.sources = head.sources;
  const auto start = map.text("start");
  auto instant = parse_instant(start.value);
  if (!instant && start.value.size() == 7) instant = parse_instant(start.value + "-01");
  if (instant) {
    scenario.start = *instant;
  } else if (!start.value.empty()) {
    findings.error(start.at, fmt::format("`{}` is not a date", start.value),
                   "for example `2026-06-04`, `2026-06-04 09:00` or `2026-06`, years 0001 to 9999");
  }
  const auto horizon = map.text("horizon");
  const auto length = parse_duration(horizon.value);
  if (length && length->us > 0 && length->us <= kLastInstant.us - scenario.start.us) {
    scenario.horizon = *length;
  } else if (!horizon.value.empty()) {
    findings.error(
        horizon.at, fmt::format("`{}` is not a usable horizon", horizon.value),
        "a length with its unit (d, w, h), above 0, that ends before the year 10000: for "
        "example `180 d`");
  }
}

void read_actors(Findings& findings, const MapReader& map, Scenario& scenario) {
  const auto* world = map.node("world");
  if (world != nullptr) {
    scenario.world = read_variables(findings, MapReader(findings, *world, "world", "the world"));
    for (const auto& variable : scenario.world) {
      if (!variable.secret) continue;
      findings.error(variable.label.at,
                     fmt::format("variable `{}` of the world cannot be secret", variable.label.id),
                     "only actors have secrets from each other");
    }
  }
  if (const auto* actors = map.node("actors"); actors != nullptr) {
    const auto complete = with_templates(findings, *actors);
    for_each_entry(findings, complete, "actors", [&](const Text& id, const YamlNode& node) {
      scenario.actors.push_back(read_actor(findings, id, node));
    });
  }
  for_each_entry(findings, map, "groups", [&](const Text& id, const YamlNode& node) {
    check_id(findings, id);
    scenario.groups.push_back({{id.value, id.at, {}, {}},
                               read_texts(findings, node, fmt::format("group `{}`", id.value))});
  });
}

}  // namespace

void sections::read_declarations(Findings& findings, const MapReader& map, Scenario& scenario) {
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
  each("pairs", scenario.pairs, read_pair);
  each("channels", scenario.channels, read_channel);
  each("events", scenario.events, read_event_type);
  each("schedule", scenario.schedule, read_schedule);
  each("processes", scenario.processes, read_process);
  each("rules", scenario.rules, read_rule);
  if (map.has("ladder")) scenario.ladder = read_ladder(findings, *map.node("ladder"));
  each("outcomes", scenario.outcomes, read_outcome);
  each("measures", scenario.measures, read_measure);
  each("variants", scenario.variants, read_variant);
}

const SourceText& source_of(const Scenario& scenario, Position at) {
  return at.file == 0 ? scenario.source : scenario.modules[static_cast<std::size_t>(at.file - 1)];
}

Result<Scenario> read_scenario(SourceText source) {
  SourceTexts texts;
  return read_scenario(std::move(source), {}, texts);
}

Result<Scenario> read_scenario(SourceText source, const ModuleSource& modules, SourceTexts& texts) {
  texts.assign(1, source);
  auto tree = read_yaml(source);
  if (!tree) return tl::unexpected(std::move(tree.error()));
  Findings findings(source.name);
  Scenario scenario;
  scenario.source = std::move(source);
  if (tree->find("module") != nullptr && tree->find("title") == nullptr) {
    findings.error(tree->at, "this is a module, not a scenario",
                   "a scenario names it under `use:`");
    return tl::unexpected(std::move(findings.all()));
  }
  try {
    const MapReader map(findings, *tree, "scenario", "the scenario");
    if (map.ok()) {
      read_head(findings, map, scenario);
      read_declarations(findings, map, scenario);
      auto uses = read_uses(findings, map, modules, texts);
      if (!has_errors(findings.all())) add_modules(findings, std::move(uses), scenario);
    }
  } catch (const TooManyErrors&) {
    // the hundred found say enough
  }
  tidy(findings.all());
  if (has_errors(findings.all())) return tl::unexpected(std::move(findings.all()));
  scenario.modules.assign(texts.begin() + 1, texts.end());
  scenario.warnings = std::move(findings.all());
  return scenario;
}

}  // namespace brink
