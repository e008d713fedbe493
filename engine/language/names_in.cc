#include "engine/language/names_in.h"

#include <algorithm>
#include <array>

#include "engine/language/functions.h"

namespace brink {
namespace {

// stand for an actor
constexpr std::array<std::string_view, 6> kActorWords{"self",   "rival",  "other",
                                                      "source", "target", "each"};
// whose parts are attributes and terms, or nothing
constexpr std::array<std::string_view, 4> kOtherWords{"event", "this", "offer", "now"};

bool is_among(const auto& words, std::string_view name) {
  return std::find(words.begin(), words.end(), name) != words.end();
}

class Walk {
 public:
  explicit Walk(const OnName& on) : on_(on) {}

  void visit(Label& label) { on_(NameUse::declares, label.id, label.at); }

  void visit(Text& type) { name(NameUse::type, type.value, type.at); }

  // an actor or a group, or a word for one
  void party(std::string& who, Position at) {
    if (who == "all" || is_among(kActorWords, who) || is_among(locals_, who)) return;
    name(NameUse::value, who, at);
  }
  void party(Text& who) { party(who.value, who.at); }

  void visit(std::optional<Expr>& e) {
    if (e) visit(*e);
  }
  void visit(std::vector<Expr>& list) {
    for (auto& e : list) visit(e);
  }

  void visit(Expr& e) {
    if (e.kind == Expr::Kind::name) return visit_path(e);
    const bool function = find_function(e.text) != nullptr || find_over(e.text) != nullptr;
    if (e.kind == Expr::Kind::call && !function) name(NameUse::value, e.text, e.at);
    if (!e.group.empty()) party(e.group, e.group_at);
    const bool term = e.kind == Expr::Kind::call && e.text == "in_force";
    for (std::size_t i = term ? 1 : 0; i < e.args.size(); ++i) visit(e.args[i]);
    for (auto& named : e.named) visit(named.value);
    if (!e.pattern) return;
    auto pattern = *e.pattern;
    visit(pattern);
    e.pattern = std::make_shared<const Pattern>(std::move(pattern));
  }

  void visit(Pattern& pattern) {
    const auto before = to_text(pattern);
    for (auto& alternative : pattern.alternatives) {
      name(NameUse::type, alternative.type, alternative.type_at);
      name(NameUse::type, alternative.of, alternative.of_at);
      party(alternative.from, alternative.from_at);
      party(alternative.to, alternative.to_at);
      visit(alternative.where);
    }
    if (auto after = to_text(pattern); after != before) pattern.text = std::move(after);
  }
  void visit(std::optional<Pattern>& pattern) {
    if (pattern) visit(*pattern);
  }

  void visit(RangeDecl& range) {
    visit(range.low);
    visit(range.high);
  }
  void visit(ParameterDecl& parameter) {
    visit(parameter.label);
    visit(parameter.initial);
    visit(parameter.range);
  }
  void visit(LetDecl& let) {
    visit(let.label);
    visit(let.value);
  }
  void visit(VariableDecl& variable) {
    visit(variable.label);
    motion(variable);
  }
  void motion(VariableDecl& variable) {
    visit(variable.initial);
    visit(variable.range);
    visit(variable.trend);
    visit(variable.rest);
    visit(variable.decay);
    visit(variable.flow);
  }
  void visit(PairDecl& pair) {
    visit(pair.variable);
    party(pair.between);
  }
  void visit(ActorDecl& actor) {
    for (auto& variable : actor.variables) motion(variable);
  }
  void visit(GroupDecl& group) {
    visit(group.label);
    for (auto& member : group.members) party(member);
  }
  void visit(std::vector<TermDecl>& terms) {
    for (auto& term : terms) visit(term.value);
  }
  void visit(EventTypeDecl& type) {
    visit(type.label);
    visit(type.is);
    visit(type.terms);
    visit(type.lapses);
    visit(type.lasts);
    visit(type.audience);
    for (auto& channel : type.via) {
      if (channel.value != "channels") name(NameUse::channel, channel.value, channel.at);
    }
    for (auto& attribute : type.attributes) visit(attribute.initial);
  }

  void visit(ChannelDecl& channel) {
    visit(channel.label);
    for (auto& actor : channel.between) party(actor);
    visit(channel.delay);
    visit(channel.reliability);
    visit(channel.carries);
    visit(channel.leaks);
    visit(channel.open);
  }

  void visit(Deed& deed) {
    visit(deed.target);
    visit(deed.value);
    visit(deed.type);
    visit(deed.from);
    visit(deed.to);
    visit(deed.others);
    for (auto& attribute : deed.with) {
      visit(attribute.value);
      for (auto& weight : attribute.weights) visit(weight.weight);
    }
    visit(deed.terms);
    visit(deed.after);
    visit(deed.lapses);
    visit(deed.offer);
    if (deed.kind != Deed::Kind::loop) return;
    party(deed.member_of);
    locals_.push_back(deed.name.value);
    visit(deed.condition);
    for (auto& inner : deed.deeds) visit(inner);
    locals_.pop_back();
  }
  void visit(std::vector<Deed>& deeds) {
    for (auto& deed : deeds) visit(deed);
  }

  void visit(ScheduleDecl& entry) {
    visit(entry.label);
    visit(entry.at);
    visit(entry.condition);
    visit(entry.emit);
  }
  void visit(ProcessDecl& process) {
    visit(process.label);
    party(process.member_of);
    visit(process.gate);
    visit(process.rate);
    visit(process.every);
    visit(process.emit);
  }
  void visit(RuleDecl& rule) {
    visit(rule.label);
    visit(rule.upon);
    visit(rule.when);
    party(rule.member_of);
    party(rule.by);
    visit(rule.condition);
    visit(rule.chance);
    visit(rule.after);
    visit(rule.still);
    visit(rule.deeds);
    if (!rule.choice) return;
    visit(rule.choice->temperature);
    for (auto& option : rule.choice->options) {
      visit(option.utility);
      visit(option.condition);
      visit(option.deeds);
    }
  }
  void visit(OutcomeDecl& outcome) { visit(outcome.when); }
  void visit(MeasureDecl& measure) {
    visit(measure.label);
    visit(measure.pattern);
    visit(measure.value);
    visit(measure.instant);
    visit(measure.every);
  }
  void visit(VariantDecl& variant) {
    for (auto& parameter : variant.parameters) {
      name(NameUse::value, parameter.name.value, parameter.name.at);
      visit(parameter.value);
    }
  }

 private:
  void name(NameUse use, std::string& text, Position at) {
    if (!text.empty()) on_(use, text, at);
  }

  void visit_path(Expr& e) {
    if (is_among(kOtherWords, e.path[0])) return;
    const bool actor_word = is_among(kActorWords, e.path[0]) || is_among(locals_, e.path[0]);
    if (!actor_word) name(NameUse::value, e.path[0], e.at);
    if (e.path.size() > 1) name(NameUse::variable, e.path[1], e.at);
  }

  const OnName& on_;
  std::vector<std::string> locals_;  // variables of the loops around
};

}  // namespace

void each_name(Scenario& declarations, const OnName& on) {
  Walk walk(on);
  const auto each = [&](auto& list) {
    for (auto& declaration : list) walk.visit(declaration);
  };
  each(declarations.parameters);
  each(declarations.lets);
  each(declarations.world);
  each(declarations.actors);
  each(declarations.groups);
  each(declarations.pairs);
  each(declarations.channels);
  each(declarations.events);
  each(declarations.schedule);
  each(declarations.processes);
  each(declarations.rules);
  each(declarations.outcomes);
  each(declarations.measures);
  each(declarations.variants);
}

void each_name(VariableDecl& variable, const OnName& on) { Walk(on).visit(variable); }

void each_name(Expr& expression, const OnName& on) { Walk(on).visit(expression); }

}  // namespace brink
