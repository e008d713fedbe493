#include <fmt/format.h>

#include "engine/language/functions.h"
#include "tests/support/coverage.h"

// what happens: emissions, deeds, processes, rules, measures
namespace brink::test {

void Coverage::attributes(const char* section, const Deed& deed) {
  key(section, "with", !deed.with.empty());
  for (const auto& attribute : deed.with) {
    if (attribute.value) {
      add("with expression");
      expression(*attribute.value);
    }
    if (!attribute.weights.empty()) add("with weights");
    for (const auto& weight : attribute.weights) expression(weight.weight);
  }
  key(section, "terms", !deed.terms.empty());
  for (const auto& term : deed.terms) expression(term.value);
}

void Coverage::emission(const char* section, const Deed& deed) {
  key(section, "emit");
  expression(section, "from", deed.from);
  expression(section, "to", deed.to);
  for (const auto& other : deed.others) expression(other);
  if (!deed.others.empty()) add("offer to several");
  if (deed.from && deed.from->kind == Expr::Kind::pick) add("pick from");
  if (deed.to && deed.to->kind == Expr::Kind::pick) add("pick to");
  attributes(section, deed);
  lapses(section, deed, std::string(section) == "deed" ? "of emit" : "of " + std::string(section));
}

void Coverage::lapses(const char* section, const Deed& deed, const std::string& what) {
  expression(section, "lapses", deed.lapses);
  if (!deed.lapses) return;
  add("lapses " + what);
  if (draws(*deed.lapses)) add("lapses drawn");
}

void Coverage::assignment(const Deed& deed) {
  add(fmt::format("assign {}", deed.sign));
  if (deed.target->kind == Expr::Kind::call) add("assign pair");
  if (deed.value->kind == Expr::Kind::pick) add("pick assigned");
  const auto& value = *deed.value;
  if (value.kind == Expr::Kind::name && actors_.contains(value.path[0]) && value.path.size() == 1) {
    add("assign actor");
  }
  expression(*deed.target);
  expression(value);
}

void Coverage::loop(const Deed& deed) {
  add(loops_.empty() ? "deed for" : "deed for in for");
  key("deed", "for");
  key("deed", "do");
  if (deed.member_of.value == "all") add("group all");
  loops_.push_back(deed.name.value);
  if (deed.condition) {
    add("deed for where");
    expression(*deed.condition);
  }
  for (const auto& inner : deed.deeds) this->deed(inner);
  loops_.pop_back();
}

void Coverage::deed(const Deed& deed) {
  using Kind = Deed::Kind;
  constexpr const char* kNames[] = {"assign",   "emit",   "accept", "refuse", "counter",
                                    "withdraw", "reveal", "end",    "for"};
  const auto* verb = kNames[static_cast<std::size_t>(deed.kind)];
  if (deed.kind == Kind::loop) return loop(deed);
  add(fmt::format("deed {}", verb));
  if (deed.kind == Kind::assign) return assignment(deed);
  if (deed.kind == Kind::emit) {
    emission("deed", deed);
    expression("deed", "after", deed.after);
    expression("deed", "concerning", deed.offer);
    return;
  }
  key("deed", deed.conditional ? "accept" : verb);
  key("deed", "as", !deed.type.value.empty());
  if (deed.kind == Kind::reveal && !deed.type.value.empty()) add("reveal as");
  if (deed.conditional) {
    key("deed", "conditions");
    add("accept on conditions");
    if (!deed.type.value.empty()) add("conditions as");
  }
  lapses("deed", deed, deed.conditional ? "on conditions" : "of counter");
  key("deed", "only", !deed.only.empty());
  if (!deed.only.empty()) add("accept only");
  attributes("deed", deed);
  if (deed.offer) expression(*deed.offer);
}

void Coverage::process(const ProcessDecl& process) {
  label("process", process.label);
  key("process", "for", !process.member_of.value.empty());
  if (!process.member_of.value.empty()) add(process.pairs ? "process for pairs" : "process for");
  key("process", "priority", process.priority != 0);
  expression("process", "while", process.gate);
  expression("process", "rate", process.rate);
  expression("process", "every", process.every);
  add(process.rate ? "process rate" : "process every");
  const auto* drawn = process.every && process.every->kind == Expr::Kind::call
                          ? find_function(process.every->text)
                          : nullptr;
  if (drawn != nullptr && drawn->kind == FunctionKind::distribution) {
    add("process every drawn");
  }
  emission("process", process.emit);
}

void Coverage::choice(const ChoiceDecl& choice) {
  expression("choose", "temperature", choice.temperature);
  key("choose", "options");
  for (const auto& option : choice.options) {
    key("option", "about", !option.label.about.empty());
    expression("option", "utility", option.utility);
    expression("option", "if", option.condition);
    key("option", "do", !option.deeds.empty());
    for (const auto& one : option.deeds) deed(one);
  }
}

void Coverage::rule(const RuleDecl& rule) {
  label("rule", rule.label);
  key("rule", "upon", rule.upon.has_value());
  add(rule.upon ? "rule upon" : "rule when");
  if (rule.upon) pattern(*rule.upon);
  expression("rule", "when", rule.when);
  key("rule", "for", !rule.member_of.value.empty());
  if (!rule.member_of.value.empty()) add(rule.pairs ? "rule when for pairs" : "rule when for");
  if (rule.member_of.value == "all" || rule.by.value == "all") add("group all");
  key("rule", "priority", rule.priority != 0);
  key("rule", "by", !rule.by.value.empty());
  const auto& by = rule.by.value;
  add(by.empty()       ? "by nobody"
      : rule.by_each   ? "by each of"
      : by == "source" ? "by source"
      : by == "target" ? "by target"
                       : "by actor");
  expression("rule", "if", rule.condition);
  expression("rule", "chance", rule.chance);
  expression("rule", "after", rule.after);
  expression("rule", "still", rule.still);
  key("rule", "choose", rule.choice.has_value());
  if (rule.choice) choice(*rule.choice);
  key("rule", "do", !rule.deeds.empty());
  for (const auto& one : rule.deeds) deed(one);
}

void Coverage::measure(const MeasureDecl& measure) {
  constexpr const char* kForms[] = {"count",  "sum",   "first", "last", "average", "highest",
                                    "lowest", "final", "at",    "time", "series"};
  const auto* form = kForms[static_cast<std::size_t>(measure.form)];
  label("measure", measure.label);
  add(fmt::format("measure {}", form));
  key("measure", form);
  key("measure", "unit", !measure.unit.empty());
  const bool of = measure.form == MeasureDecl::Form::sum || measure.form == MeasureDecl::Form::at;
  key("measure", "of", of);
  if (measure.pattern) pattern(*measure.pattern);
  if (measure.value) expression(*measure.value);
  if (measure.instant) expression(*measure.instant);
  expression("measure", "every", measure.every);
}

}  // namespace brink::test
