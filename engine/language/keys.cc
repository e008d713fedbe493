#include "engine/language/keys.h"

#include <algorithm>
#include <array>

namespace brink {
namespace {

using S = Shape;
using K = KeyInfo;

constexpr std::array kKeys{
    K{"scenario", "brink", S::number, true, "version of the language: 1", "brink: 1"},
    K{"scenario", "title", S::text, true, "the scenario's name", "title: The open letter"},
    K{"scenario", "about", S::text, false, "what it is about", "about: June 2026 ..."},
    K{"scenario", "sources", S::texts, false, "where its claims come from", "sources: [\"...\"]"},
    K{"scenario", "start", S::date, true, "first instant (UTC)", "start: 2026-06-04"},
    K{"scenario", "horizon", S::duration, true, "how long a run lasts at most", "horizon: 180 d"},
    K{"scenario", "use", S::list, false, "modules: rules and more from files beside this one",
      "use: [{file: doctrines/reprisal.yaml, for: belligerents}]", "use"},
    K{"scenario", "parameters", S::entries, false, "choices of whoever runs it: `--set name=value`",
      "parameters: {reprisal: {default: 0.05, range: [0, 1]}}", "parameter"},
    K{"scenario", "let", S::map, false, "derived names", "let: {gains: front.gain_rate / 10}"},
    K{"scenario", "world", S::section, false, "the world's own variables",
      "world: {variables: {phase: {initial: talks, values: [talks, summer]}}}", "world"},
    K{"scenario", "actors", S::entries, false, "who acts", "actors: {ukraine: {name: Ukraine}}",
      "actor"},
    K{"scenario", "groups", S::map, false, "named lists of actors",
      "groups: {belligerents: [ukraine, russia]}", "names"},
    K{"scenario", "pairs", S::entries, false, "variables of two actors, `trust(a, b)`",
      "pairs: {trust: {between: all, initial: 0.5}}", "pair"},
    K{"scenario", "events", S::entries, false, "event types, each below another by `is:`",
      "events: {salvo: {is: assault, rung: 6}}", "event"},
    K{"scenario", "schedule", S::entries, false, "events with a date",
      "schedule: {letter: {at: 2026-06-04 09:00, emit: open_letter, from: a, to: b}}",
      "schedule entry"},
    K{"scenario", "processes", S::entries, false, "events that recur at random",
      "processes: {campaign: {rate: 0.3, emit: salvo, from: a, to: b}}", "process"},
    K{"scenario", "rules", S::entries, false, "what follows upon what",
      "rules: {damage: {upon: salvo, do: [target.anger += 0.1]}}", "rule"},
    K{"scenario", "ladder", S::section, false, "the escalation ladder",
      "ladder: {window: 14 d, rungs: [{at: 0, name: Diplomacy}]}", "ladder"},
    K{"scenario", "outcomes", S::entries, false, "how a run can end",
      "outcomes: {peace: {when: total(accept) > 0}, deadlock: otherwise}", "outcome"},
    K{"scenario", "measures", S::entries, false, "what is measured of each run",
      "measures: {salvos: {count: salvo}}", "measure"},
    K{"scenario", "variants", S::entries, false, "named parameter values: `--variant NAME`",
      "variants: {softer: {parameters: {demand: 0.05}}}", "variant"},

    K{"use", "file", S::text, true, "the module, beside or below this file",
      "file: doctrines/reprisal.yaml"},
    K{"use", "for", S::name, false, "the group (or actor) that is `members` in the module",
      "for: belligerents"},
    K{"use", "as", S::name, false, "a prefix for the names that the module declares", "as: east"},
    K{"use", "with", S::map, false,
      "what stands for the names it expects; values of its parameters",
      "with: {strike: salvo, reprisal: 0.1}"},
    K{"use", "about", S::text, false, "why it is used", "about: ..."},

    K{"module", "brink", S::number, true, "version of the language: 1", "brink: 1"},
    K{"module", "module", S::text, true, "the module's name", "module: Reprisal doctrine"},
    K{"module", "about", S::text, false, "what it claims", "about: ..."},
    K{"module", "sources", S::texts, false, "where its claims come from", "sources: [\"...\"]"},
    K{"module", "expects", S::section, false, "names that its user must have",
      "expects: {events: [salvo], variables: [anger]}", "expects"},
    K{"module", "use", S::list, false, "modules that it uses itself",
      "use: [{file: common.yaml, for: members}]", "use"},
    K{"module", "parameters", S::entries, false, "choices of whoever runs it",
      "parameters: {reprisal: {default: 0.3, range: [0, 1]}}", "parameter"},
    K{"module", "let", S::map, false, "derived names", "let: {risk: 2 * reprisal}"},
    K{"module", "world", S::section, false, "variables of the world",
      "world: {variables: {mood: 0}}", "world"},
    K{"module", "variables", S::entries, false, "variables of each actor it is used for",
      "variables: {grudge: {initial: 0, decay: 10 d}}", "variable"},
    K{"module", "groups", S::map, false, "named lists of actors", "groups: {others: [members]}",
      "names"},
    K{"module", "pairs", S::entries, false, "variables of two actors",
      "pairs: {trust: {between: members, initial: 0.5}}", "pair"},
    K{"module", "events", S::entries, false, "event types", "events: {strike: {is: assault}}",
      "event"},
    K{"module", "schedule", S::entries, false, "events with a date",
      "schedule: {parade: {at: 9 d, emit: mobilize}}", "schedule entry"},
    K{"module", "processes", S::entries, false, "events that recur",
      "processes: {raids: {for: members, rate: 0.1, emit: strike, to: rival}}", "process"},
    K{"module", "rules", S::entries, false, "what follows upon what",
      "rules: {answer: {upon: strike, by: each of members, do: [emit: strike]}}", "rule"},
    K{"module", "measures", S::entries, false, "what is measured of each run",
      "measures: {strikes: {count: strike}}", "measure"},

    K{"expects", "events", S::names, false, "event types", "events: [salvo]"},
    K{"expects", "variables", S::names, false, "variables of every actor it is used for",
      "variables: [anger]"},
    K{"expects", "actors", S::names, false, "actors", "actors: [mediator]"},
    K{"expects", "groups", S::names, false, "groups", "groups: [audiences]"},
    K{"expects", "names", S::names, false, "parameters, derived names, world variables and pairs",
      "names: [tension]"},

    K{"parameter", "default", S::expression, true, "value when nothing else is set",
      "default: 0.2"},
    K{"parameter", "range", S::range, false, "smallest and largest value", "range: [0, 0.5]"},
    K{"parameter", "values", S::names, false, "the symbols it may take", "values: [low, high]"},
    K{"parameter", "unit", S::text, false, "a label for reports", "unit: share of land"},
    K{"parameter", "about", S::text, false, "what it stands for", "about: share asked for"},
    K{"parameter", "sources", S::texts, false, "where it comes from", "sources: [\"...\"]"},

    K{"world", "variables", S::entries, true, "variables called by their bare names",
      "variables: {tension: {initial: 0}}", "variable"},

    K{"variable", "initial", S::expression, true, "value at the start; may be drawn",
      "initial: 0.8"},
    K{"variable", "range", S::range, false, "smallest and largest value", "range: [0, 1]"},
    K{"variable", "min", S::expression, false, "smallest value", "min: 0"},
    K{"variable", "max", S::expression, false, "largest value", "max: 100"},
    K{"variable", "values", S::names, false, "the symbols it may take", "values: [talks, war]"},
    K{"variable", "unit", S::text, false, "a label for reports", "unit: drones"},
    K{"variable", "trend", S::expression, false, "slope per day, over what only events change",
      "trend: -0.0008"},
    K{"variable", "rest", S::expression, false, "where `decay` leads; 0 when not given",
      "rest: 0.6"},
    K{"variable", "decay", S::expression, false,
      "time constant of the return to `rest`: the gap falls by e^-1 in that time", "decay: 90 d"},
    K{"variable", "flow", S::expression, false,
      "change per day, over anything that moves: a differential equation",
      "flow: 0.02 * rival.spending - 0.015 * self.spending"},
    K{"variable", "secret", S::truth, false, "true: no other actor's rule may read it",
      "secret: true"},
    K{"variable", "about", S::text, false, "what it stands for", "about: will to go on"},
    K{"variable", "sources", S::texts, false, "where it comes from", "sources: [\"...\"]"},

    K{"actor", "name", S::text, false, "as shown to people", "name: Ukraine"},
    K{"actor", "kind", S::text, false, "a label for reports", "kind: state"},
    K{"actor", "like", S::name, false,
      "an actor whose declaration it repeats, but for what it says", "like: ukraine"},
    K{"actor", "variables", S::entries, false, "the actor's variables",
      "variables: {resolve: {initial: 0.8, range: [0, 1]}}", "variable"},
    K{"actor", "about", S::text, false, "who it is", "about: ..."},
    K{"actor", "sources", S::texts, false, "where that comes from", "sources: [\"...\"]"},

    K{"pair", "between", S::name, true, "a group, or `all` actors", "between: belligerents"},
    K{"pair", "directed", S::truth, false, "true: (a, b) and (b, a) are two; false when not given",
      "directed: true"},
    K{"pair", "initial", S::expression, true, "value at the start; may be drawn", "initial: 0.8"},
    K{"pair", "range", S::range, false, "smallest and largest value", "range: [0, 1]"},
    K{"pair", "min", S::expression, false, "smallest value", "min: 0"},
    K{"pair", "max", S::expression, false, "largest value", "max: 100"},
    K{"pair", "values", S::names, false, "the symbols it may take", "values: [talks, war]"},
    K{"pair", "unit", S::text, false, "a label for reports", "unit: drones"},
    K{"pair", "trend", S::expression, false, "slope per day, over what only events change",
      "trend: -0.0008"},
    K{"pair", "rest", S::expression, false, "where `decay` leads; 0 when not given", "rest: 0.6"},
    K{"pair", "decay", S::expression, false,
      "time constant of the return to `rest`: the gap falls by e^-1 in that time", "decay: 90 d"},
    K{"pair", "flow", S::expression, false,
      "change per day, over anything that moves: a differential equation",
      "flow: 0.02 * rival.spending - 0.015 * self.spending"},
    K{"pair", "about", S::text, false, "what it stands for", "about: will to go on"},
    K{"pair", "sources", S::texts, false, "where it comes from", "sources: [\"...\"]"},

    K{"event", "is", S::name, true, "the type above it in the tree", "is: assault"},
    K{"event", "cameo", S::text, false, "CAMEO code, a text", "cameo: \"195\""},
    K{"event", "score", S::map, false, "scores on named scales", "score: {goldstein: -9.0}",
      "numbers"},
    K{"event", "rung", S::number, false, "rung on the escalation ladder", "rung: 6"},
    K{"event", "visibility", S::name, false, "public (all know) or private (its parties know)",
      "visibility: private"},
    K{"event", "terms", S::map, false, "an offer's terms, numbers", "terms: {ceasefire: 1}"},
    K{"event", "lapses", S::expression, false, "how long an offer waits for an answer",
      "lapses: 45 d"},
    K{"event", "lasts", S::expression, false, "how long the agreement holds once accepted",
      "lasts: 90 d"},
    K{"event", "consent", S::name, false,
      "of an offer to several: all must accept, or one is enough (when not given)", "consent: all"},
    K{"event", "attributes", S::entries, false, "what an event of the type carries",
      "attributes: {size: {unit: drones, default: 80}}", "attribute"},
    K{"event", "about", S::text, false, "what it stands for", "about: a conditional yes"},
    K{"event", "sources", S::texts, false, "where it comes from", "sources: [\"...\"]"},

    K{"attribute", "default", S::expression, false, "value when an event gives none; 0",
      "default: 80"},
    K{"attribute", "unit", S::text, false, "a label for reports", "unit: drones"},
    K{"attribute", "values", S::names, false, "the symbols it may take",
      "values: [energy, logistics]"},
    K{"attribute", "about", S::text, false, "what it stands for", "about: ..."},

    K{"schedule entry", "at", S::expression, true, "date, or time from the start",
      "at: 2026-06-04 09:00"},
    K{"schedule entry", "emit", S::name, true, "the event's type", "emit: open_letter"},
    K{"schedule entry", "if", S::expression, false, "asked at that instant", "if: scripted"},
    K{"schedule entry", "from", S::expression, false, "the event's source", "from: ukraine"},
    K{"schedule entry", "to", S::expressions, false,
      "the event's target; of an offer maybe several", "to: russia"},
    K{"schedule entry", "with", S::map, false, "the event's attributes", "with: {size: 80}"},
    K{"schedule entry", "terms", S::map, false, "terms of an offer", "terms: {territory: 0.1}"},
    K{"schedule entry", "priority", S::number, false,
      "of what happens at one instant the higher goes first; a whole number, 0 when not given",
      "priority: 1"},
    K{"schedule entry", "about", S::text, false, "what it stands for", "about: ..."},
    K{"schedule entry", "sources", S::texts, false, "where it comes from", "sources: [\"...\"]"},

    K{"process", "for", S::name, false,
      "a group: one process per member, who is `self`; or `pairs of GROUP`, `self` and `other`",
      "for: belligerents"},
    K{"process", "while", S::expression, false, "its clock runs only while this is true",
      "while: not in_force(ceasefire, self, rival)"},
    K{"process", "rate", S::expression, false, "events per day, exact while things drift",
      "rate: 0.12 * (1 + self.anger)"},
    K{"process", "every", S::expression, false, "time from one event to the next; may be drawn",
      "every: uniform(6 d .. 14 d)"},
    K{"process", "emit", S::name, true, "the event's type", "emit: salvo"},
    K{"process", "from", S::expression, false, "the event's source; the member when there is one",
      "from: ukraine"},
    K{"process", "to", S::expressions, false, "the event's target; of an offer maybe several",
      "to: rival"},
    K{"process", "with", S::map, false, "the event's attributes; may be drawn",
      "with: {size: poisson(mean = 40)}"},
    K{"process", "terms", S::map, false, "terms of an offer", "terms: {territory: 0.1}"},
    K{"process", "priority", S::number, false,
      "of what happens at one instant the higher goes first; a whole number, 0 when not given",
      "priority: 1"},
    K{"process", "about", S::text, false, "what it stands for", "about: ..."},
    K{"process", "sources", S::texts, false, "where it comes from", "sources: [\"...\"]"},

    K{"rule", "upon", S::pattern, false, "the events it follows upon",
      "upon: refuse from russia or withdraw"},
    K{"rule", "when", S::expression, false, "fires at the instant this becomes true",
      "when: ukraine.manpower < 0.2"},
    K{"rule", "for", S::name, false,
      "with `when`: a group, one rule per member, who is `self`; or `pairs of GROUP`",
      "for: belligerents"},
    K{"rule", "by", S::name, false,
      "who responds, once it knows: an actor, source, target, or `each of GROUP`; none: the world",
      "by: target"},
    K{"rule", "if", S::expression, false, "asked when the event happens", "if: offer.public"},
    K{"rule", "chance", S::expression, false, "probability of going on", "chance: 0.3"},
    K{"rule", "after", S::expression, false, "delay: deliberation, or a physical delay",
      "after: exponential(mean = 3 d)"},
    K{"rule", "still", S::expression, false, "asked when the delay is over", "still: offer.open"},
    K{"rule", "choose", S::section, false, "a decision among options",
      "choose: {temperature: 0.2, options: {wait: {utility: 0}}}", "choose"},
    K{"rule", "do", S::list, false, "what is done, in order", "do: [target.anger += 0.1]", "deed"},
    K{"rule", "priority", S::number, false,
      "of what happens at one instant the higher goes first; a whole number, 0 when not given",
      "priority: 1"},
    K{"rule", "about", S::text, false, "what it claims", "about: ..."},
    K{"rule", "sources", S::texts, false, "where the claim comes from", "sources: [\"...\"]"},

    K{"choose", "temperature", S::expression, false,
      "logit choice, P = e^(u/T) / sum; 0 (when not given) takes the best, ties the first",
      "temperature: 0.15"},
    K{"choose", "options", S::entries, true, "the options by name", "options: {wait: {utility: 0}}",
      "option"},

    K{"option", "utility", S::expression, true, "what it is worth to the chooser",
      "utility: self.weariness - gains"},
    K{"option", "if", S::expression, false, "the option exists only if true",
      "if: offer.round < 3"},
    K{"option", "do", S::list, false, "what is done, in order", "do: [accept: offer]", "deed"},
    K{"option", "about", S::text, false, "what it stands for", "about: ..."},

    K{"deed", "emit", S::name, false, "makes an event of that type", "emit: salvo"},
    K{"deed", "accept", S::expressions, false, "accepts an offer", "accept: offer"},
    K{"deed", "refuse", S::expressions, false, "refuses an offer", "refuse: offer"},
    K{"deed", "counter", S::expression, false, "answers an offer with another; see `as`, `terms`",
      "counter: offer"},
    K{"deed", "withdraw", S::expressions, false, "takes an own offer back", "withdraw: offer"},
    K{"deed", "end", S::name, false, "ends a term of the agreements in force", "end: ceasefire"},
    K{"deed", "for", S::name, false, "repeats its `do` for each member of a group",
      "for: x in audiences"},
    K{"deed", "do", S::list, false, "with `for`: what is done for each", "do: [x.support += 0.1]",
      "deed"},
    K{"deed", "as", S::name, false, "type of the answer, below its root", "as: yes_but"},
    K{"deed", "only", S::names, false, "with `accept`: the terms accepted, the others are not",
      "only: [meeting]"},
    K{"deed", "from", S::expression, false, "source of an emitted event", "from: target"},
    K{"deed", "to", S::expressions, false, "target of an emitted event; of an offer maybe several",
      "to: source"},
    K{"deed", "with", S::map, false, "attributes; may be drawn", "with: {size: 80}"},
    K{"deed", "terms", S::map, false, "terms of the offer made; a counter inherits the others",
      "terms: {territory: 0.2}"},
    K{"deed", "after", S::expression, false, "delay of an emitted event; may be drawn",
      "after: 12 h"},
    K{"deed", "concerning", S::expression, false, "the offer an emitted event is about",
      "concerning: offer"},

    K{"ladder", "window", S::duration, true, "how long an event keeps a pair on its rung",
      "window: 14 d"},
    K{"ladder", "rungs", S::list, true, "the rungs from low to high",
      "rungs: [{at: 0, name: Diplomacy}]", "rung"},

    K{"rung", "at", S::number, true, "its height", "at: 6"},
    K{"rung", "name", S::text, true, "its name", "name: Major conventional war"},

    K{"outcome", "when", S::expression, true, "ends the run when it becomes true",
      "when: total(summit_held) > 0"},
    K{"outcome", "stop", S::truth, false, "false: only marks, the run goes on", "stop: false"},
    K{"outcome", "about", S::text, false, "what it stands for", "about: ..."},
    K{"outcome", "sources", S::texts, false, "where it comes from", "sources: [\"...\"]"},

    K{"measure", "count", S::pattern, false, "number of matching events", "count: salvo"},
    K{"measure", "sum", S::expression, false, "sum over the events of `of`", "sum: event.size"},
    K{"measure", "first", S::pattern, false, "time from the start to the first matching event",
      "first: refuse or accept"},
    K{"measure", "last", S::pattern, false, "time from the start to the last matching event",
      "last: salvo"},
    K{"measure", "average", S::expression, false, "mean over time", "average: russia.resolve"},
    K{"measure", "highest", S::expression, false, "largest value ever", "highest: russia.anger"},
    K{"measure", "lowest", S::expression, false, "smallest value ever", "lowest: ukraine.drones"},
    K{"measure", "final", S::expression, false, "value when the run ends", "final: ukraine.drones"},
    K{"measure", "at", S::expression, false, "date (or time from the start) at which `of` is read",
      "at: 2026-07-01"},
    K{"measure", "time", S::expression, false, "for how long this was true",
      "time: in_force(ceasefire)"},
    K{"measure", "series", S::expression, false, "its values through time, one each `every`",
      "series: russia.resolve"},
    K{"measure", "every", S::duration, false, "with `series`: from one value to the next",
      "every: 1 d"},
    K{"measure", "of", S::text, false, "with `sum` a pattern, with `at` an expression",
      "of: salvo from russia"},
    K{"measure", "unit", S::text, false, "a label for reports", "unit: drones"},
    K{"measure", "about", S::text, false, "what it stands for", "about: ..."},
    K{"measure", "sources", S::texts, false, "where it comes from", "sources: [\"...\"]"},

    K{"variant", "parameters", S::map, true, "values of parameters", "parameters: {demand: 0.05}"},
    K{"variant", "about", S::text, false, "what it stands for", "about: beliefs move"},
    K{"variant", "sources", S::texts, false, "where it comes from", "sources: [\"...\"]"},
};

// words that people write for a key; the first key that the section has is meant
struct Alias {
  std::string_view word;
  std::string_view key;
};
constexpr std::array kAliases{
    Alias{"then", "do"},
    Alias{"trigger", "upon"},
    Alias{"on", "upon"},
    Alias{"event", "upon"},
    Alias{"event", "emit"},
    Alias{"who", "by"},
    Alias{"probability", "chance"},
    Alias{"prob", "chance"},
    Alias{"delay", "after"},
    Alias{"wait", "after"},
    Alias{"interval", "every"},
    Alias{"value", "initial"},
    Alias{"value", "default"},
    Alias{"default", "initial"},
    Alias{"initial", "default"},
    Alias{"condition", "if"},
    Alias{"condition", "when"},
};

}  // namespace

std::string_view key_meant(std::string_view section, std::string_view word) {
  const auto keys = keys_of(section);
  for (const auto& alias : kAliases) {
    if (alias.word != word) continue;
    for (const auto& key : keys) {
      if (key.key == alias.key) return key.key;
    }
  }
  return {};
}

std::span<const KeyInfo> all_keys() { return kKeys; }

std::span<const KeyInfo> keys_of(std::string_view section) {
  const auto belongs = [&](const KeyInfo& key) { return key.section == section; };
  const auto first = std::find_if(kKeys.begin(), kKeys.end(), belongs);
  const auto last = std::find_if_not(first, kKeys.end(), belongs);
  return {first, last};
}

std::string_view with_article(Shape shape) {
  switch (shape) {
    case S::text:
      return "a text";
    case S::name:
      return "a name";
    case S::names:
      return "a list of names";
    case S::texts:
      return "a list of texts";
    case S::date:
      return "a date";
    case S::duration:
      return "a duration";
    case S::truth:
      return "true or false";
    case S::number:
      return "a number";
    case S::expression:
      return "an expression";
    case S::expressions:
      return "an expression or a list";
    case S::pattern:
      return "an event pattern";
    case S::range:
      return "a range [low, high]";
    case S::section:
    case S::entries:
    case S::map:
      return "a map";
    case S::list:
      return "a list";
  }
  return "";
}

}  // namespace brink
