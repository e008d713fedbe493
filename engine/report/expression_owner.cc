#include "engine/report/expression_owner.h"

#include <fmt/format.h>

#include "engine/language/scenario.h"

namespace brink {
namespace {

const Expr* part_at(const Expr& expression, Position place) {
  if (expression.at == place) return &expression;
  for (const auto& argument : expression.args) {
    if (const auto* part = part_at(argument, place)) return part;
  }
  for (const auto& named : expression.named) {
    for (const auto& value : named.value) {
      if (const auto* part = part_at(value, place)) return part;
    }
  }
  if (expression.pattern == nullptr) return nullptr;
  for (const auto& alternative : expression.pattern->alternatives) {
    if (!alternative.where) continue;
    if (const auto* part = part_at(*alternative.where, place)) return part;
  }
  return nullptr;
}

class Search {
 public:
  explicit Search(Position place) : place_(place) {}

  void enter(std::string what) {
    what_ = std::move(what);
    option_.clear();
  }
  void enter_option(const std::string& name) { option_ = fmt::format("option `{}`, ", name); }

  void look(std::string_view key, const Expr& expression) {
    if (found_) return;
    if (const auto* part = part_at(expression, place_)) {
      found_ = ExpressionOwner{what_, fmt::format("{}`{}`", option_, key), &expression, part};
    }
  }
  void look(std::string_view key, const std::optional<Expr>& expression) {
    if (expression) look(key, *expression);
  }
  void look(std::string_view key, const std::optional<Pattern>& pattern) {
    if (!pattern) return;
    for (const auto& alternative : pattern->alternatives) look(key, alternative.where);
  }
  void look(std::string_view key, const std::vector<TermDecl>& terms) {
    for (const auto& term : terms) look(key, term.value);
  }
  void look(const Deed& deed) {
    look("do", deed.target);
    look("do", deed.value);
    look("from", deed.from);
    look("to", deed.to);
    for (const auto& other : deed.others) look("to", other);
    look("after", deed.after);
    look("lapses", deed.lapses);
    look("do", deed.offer);
    look("for", deed.condition);
    look(deed.deeds);
    look(deed.conditional ? "conditions" : "terms", deed.terms);
    for (const auto& attribute : deed.with) {
      look("with", attribute.value);
      for (const auto& weight : attribute.weights) look("with", weight.weight);
    }
  }
  void look(const std::vector<Deed>& deeds) {
    for (const auto& deed : deeds) look(deed);
  }

  std::optional<ExpressionOwner> take() { return std::move(found_); }

 private:
  Position place_;
  std::string what_;
  std::string option_;
  std::optional<ExpressionOwner> found_;
};

void look_into(Search& search, const VariableDecl& variable, const std::string& owner) {
  search.enter(fmt::format("variable `{}{}`", owner, variable.label.id));
  search.look("initial", variable.initial);
  search.look("trend", variable.trend);
  search.look("rest", variable.rest);
  search.look("decay", variable.decay);
  search.look("flow", variable.flow);
}

void look_into(Search& search, const RuleDecl& rule) {
  search.enter(fmt::format("rule `{}`", rule.label.id));
  search.look("upon", rule.upon);
  search.look("when", rule.when);
  search.look("if", rule.condition);
  search.look("chance", rule.chance);
  search.look("after", rule.after);
  search.look("still", rule.still);
  search.look(rule.deeds);
  if (!rule.choice) return;
  search.look("temperature", rule.choice->temperature);
  for (const auto& option : rule.choice->options) {
    search.enter_option(option.label.id);
    search.look("utility", option.utility);
    search.look("if", option.condition);
    search.look(option.deeds);
  }
}

void look_into(Search& search, const ProcessDecl& process) {
  search.enter(fmt::format("process `{}`", process.label.id));
  search.look("while", process.gate);
  search.look("rate", process.rate);
  search.look("every", process.every);
  search.look(process.emit);
}

void look_into(Search& search, const EventTypeDecl& type) {
  search.enter(fmt::format("event type `{}`", type.label.id));
  search.look("terms", type.terms);
  search.look("lapses", type.lapses);
  search.look("lasts", type.lasts);
  search.look("audience", type.audience);
}

void look_into(Search& search, const ChannelDecl& channel) {
  search.enter(fmt::format("channel `{}`", channel.label.id));
  search.look("delay", channel.delay);
  search.look("reliability", channel.reliability);
  search.look("carries", channel.carries);
  search.look("leaks", channel.leaks);
  search.look("open", channel.open);
}

void look_into(Search& search, const MeasureDecl& measure) {
  search.enter(fmt::format("measure `{}`", measure.label.id));
  search.look("of", measure.pattern);
  search.look("of", measure.value);
  search.look("at", measure.instant);
}

}  // namespace

std::optional<ExpressionOwner> find_owner(const Scenario& scenario, Position place) {
  Search search(place);
  for (const auto& let : scenario.lets) {
    search.enter(fmt::format("derived name `{}`", let.label.id));
    search.look("let", let.value);
  }
  for (const auto& parameter : scenario.parameters) {
    search.enter(fmt::format("parameter `{}`", parameter.label.id));
    search.look("default", parameter.initial);
  }
  for (const auto& variable : scenario.world) look_into(search, variable, "");
  for (const auto& actor : scenario.actors) {
    for (const auto& variable : actor.variables) look_into(search, variable, actor.label.id + ".");
  }
  for (const auto& pair : scenario.pairs) look_into(search, pair.variable, "");
  for (const auto& channel : scenario.channels) look_into(search, channel);
  for (const auto& type : scenario.events) look_into(search, type);
  for (const auto& entry : scenario.schedule) {
    search.enter(fmt::format("schedule entry `{}`", entry.label.id));
    search.look("at", entry.at);
    search.look("if", entry.condition);
    search.look(entry.emit);
  }
  for (const auto& process : scenario.processes) look_into(search, process);
  for (const auto& rule : scenario.rules) look_into(search, rule);
  for (const auto& outcome : scenario.outcomes) {
    search.enter(fmt::format("outcome `{}`", outcome.label.id));
    search.look("when", outcome.when);
  }
  for (const auto& measure : scenario.measures) look_into(search, measure);
  return search.take();
}

}  // namespace brink
