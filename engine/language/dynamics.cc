#include "engine/language/sections.h"

#include <fmt/format.h>

#include "engine/language/read_deeds.h"

namespace brink::sections {

// `for: GROUP`, or `for: pairs of GROUP`
static Text read_members(Findings& findings, const MapReader& map, bool& pairs) {
  auto group = map.text("for");
  constexpr std::string_view kPairs = "pairs of ";
  pairs = group.value.starts_with(kPairs);
  if (pairs) {
    group.value.erase(0, kPairs.size());
    if (group.plain) group.at.column += static_cast<int>(kPairs.size());
  } else if (group.value.find(' ') != std::string::npos) {
    findings.error(group.at, fmt::format("`for: {}` names no group", group.value),
                   "write `for: GROUP`, or `for: pairs of GROUP`");
    group.value.clear();
  }
  return group;
}

ScheduleDecl read_schedule(Findings& findings, const Text& id, const YamlNode& node) {
  const MapReader map(findings, node, "schedule entry",
                      fmt::format("schedule entry `{}`", id.value));
  return {read_label(findings, id, map), or_zero(map.expression("at")), map.expression("if"),
          read_emission(findings, map), map.whole("priority", -kMaxPriority, kMaxPriority)};
}

ProcessDecl read_process(Findings& findings, const Text& id, const YamlNode& node) {
  const auto owner = fmt::format("process `{}`", id.value);
  const MapReader map(findings, node, "process", owner);
  ProcessDecl process;
  process.label = read_label(findings, id, map);
  process.member_of = read_members(findings, map, process.pairs);
  process.priority = map.whole("priority", -kMaxPriority, kMaxPriority);
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

namespace {

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
    if (rule.by.value.find_first_of("[, ") != std::string::npos) {
      findings.error(rule.by.at, fmt::format("`{}` is not the name of a group", rule.by.value),
                     "declare the list under groups: and write its name, `each of GROUP`");
      rule.by.value.clear();
    }
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

}  // namespace

RuleDecl read_rule(Findings& findings, const Text& id, const YamlNode& node) {
  const auto owner = fmt::format("rule `{}`", id.value);
  const MapReader map(findings, node, "rule", owner);
  RuleDecl rule;
  rule.label = read_label(findings, id, map);
  rule.upon = map.pattern("upon");
  rule.when = map.expression("when");
  rule.member_of = read_members(findings, map, rule.pairs);
  rule.priority = map.whole("priority", -kMaxPriority, kMaxPriority);
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

}  // namespace brink::sections
