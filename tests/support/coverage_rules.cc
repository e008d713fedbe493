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
  attributes(section, deed);
}

void Coverage::deed(const Deed& deed) {
  using Kind = Deed::Kind;
  constexpr const char* kNames[] = {"assign",  "emit",     "accept", "refuse",
                                    "counter", "withdraw", "end"};
  const auto* verb = kNames[static_cast<std::size_t>(deed.kind)];
  add(fmt::format("deed {}", verb));
  if (deed.kind == Kind::assign) {
    add(fmt::format("assign {}", deed.sign));
    expression(*deed.target);
    expression(*deed.value);
    return;
  }
  if (deed.kind == Kind::emit) {
    emission("deed", deed);
    expression("deed", "after", deed.after);
    expression("deed", "concerning", deed.offer);
    return;
  }
  key("deed", verb);
  key("deed", "as", !deed.type.value.empty());
  key("deed", "only", !deed.only.empty());
  if (!deed.only.empty()) add("accept only");
  attributes("deed", deed);
  if (deed.offer) expression(*deed.offer);
}

void Coverage::process(const ProcessDecl& process) {
  label("process", process.label);
  key("process", "for", !process.member_of.value.empty());
  if (!process.member_of.value.empty()) add("process for");
  expression("process", "while", process.gate);
  expression("process", "rate", process.rate);
  expression("process", "every", process.every);
  add(process.rate ? "process rate" : "process every");
  if (process.every && process.every->kind == Expr::Kind::call &&
      find_function(process.every->text)->kind == FunctionKind::distribution) {
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
  if (!rule.member_of.value.empty()) add("rule when for");
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
  constexpr const char* kForms[] = {"count",   "sum",    "first", "last", "average",
                                    "highest", "lowest", "final", "at",   "time"};
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
}

}  // namespace brink::test
