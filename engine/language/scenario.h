#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/calendar.h"
#include "engine/language/expression.h"
#include "engine/language/source_text.h"

namespace brink {

/// What every named thing of a scenario has.
struct Label {
  std::string id;
  Position at;
  std::string about;
  std::vector<std::string> sources;
};

/// Bounds of a number; either may be missing.
struct RangeDecl {
  std::optional<Expr> low;
  std::optional<Expr> high;
};

/// A number, duration, truth or symbol that stands for a choice of the person running the scenario.
struct ParameterDecl {
  Label label;
  Expr initial;
  RangeDecl range;
  std::vector<Text> values;  // of a symbol
  std::string unit;          // a label
};

/// A derived name.
struct LetDecl {
  Label label;
  Expr value;
};

/// A variable of the world or of an actor, with at most one law of motion.
struct VariableDecl {
  Label label;
  Expr initial;
  RangeDecl range;
  std::vector<Text> values;   // of a symbol
  std::optional<Expr> trend;  // slope per day
  std::optional<Expr> rest;   // where `decay` leads; 0 when not given
  std::optional<Expr> decay;  // time constant
  std::optional<Expr> flow;   // change per day
  std::string unit;
  bool secret = false;  // only its own actor's rules and the world may read it
};

/// A variable of two actors of a group.
struct PairDecl {
  VariableDecl variable;
  Text between;           // a group, or `all`
  bool directed = false;  // (a, b) and (b, a) are two
};

struct ActorDecl {
  Label label;
  std::string name;  // as shown; the id when not given
  std::string kind;
  Text like;  // whose declaration it repeats; already carried out
  std::vector<VariableDecl> variables;
};

struct GroupDecl {
  Label label;
  std::vector<Text> members;
};

struct AttributeDecl {
  Label label;
  std::string unit;
  std::vector<Text> values;  // of a symbol
  std::optional<Expr> initial;
};

struct TermDecl {
  Text name;
  Expr value;
};

struct ScoreDecl {
  std::string scale;
  double value = 0;
};

struct EventTypeDecl {
  Label label;
  Text is;
  std::string cameo;
  std::vector<ScoreDecl> scores;
  std::optional<double> rung;
  std::optional<bool> is_public;
  std::vector<TermDecl> terms;
  std::optional<Expr> lapses;          // how long an offer waits for its answer
  std::optional<Expr> lasts;           // how long an agreement holds
  std::optional<bool> consent_of_all;  // of an offer to several: all must accept
  std::vector<Text> via;               // the channels its addressee learns it by; `channels`: any
  std::optional<Expr> audience;        // how much later than its parties others learn of it
  std::vector<AttributeDecl> attributes;
};

/// A way by which messages go between actors.
struct ChannelDecl {
  Label label;
  std::vector<Text> between;  // two actors, or a group: then one channel for each two of it
  bool directed = false;      // only from the first to the second
  bool is_public = false;     // what it carries becomes known to all
  std::optional<Expr> delay;
  std::optional<Expr> reliability;  // probability that a message arrives
  std::optional<Expr> carries;      // probability that a carrier hands it on
  std::optional<Expr> leaks;        // probability that it becomes known to all on its way
  std::optional<Expr> open;
};

/// `name: expression`, or `name: {choice: weight, ...}`.
struct AttributeValue {
  struct Weight {
    Text choice;
    Expr weight;
  };
  Text name;
  std::optional<Expr> value;
  std::vector<Weight> weights;
};

/// One thing done: a change of a variable, an event, an answer to an offer, the end of a term, or
/// the same for each member of a group.
struct Deed {
  enum class Kind { assign, emit, accept, refuse, counter, withdraw, reveal, end, loop };
  Kind kind = Kind::assign;
  Position at;

  // assign: target sign= value, where sign is one of + - * / or = for a plain assignment
  std::optional<Expr> target;
  char sign = '=';
  std::optional<Expr> value;

  // emit: type, from, to, with, terms, after, concerning
  Text type;  // of an emitted event, or after `as:` of an answer; empty: the answer's own root
  std::optional<Expr> from;
  std::optional<Expr> to;
  std::vector<Expr> others;  // recipients of an offer beyond the first
  std::vector<AttributeValue> with;
  std::vector<TermDecl> terms;
  bool conditional = false;  // a counter that accepts an offer on the conditions `terms`
  std::optional<Expr> after;
  std::optional<Expr> lapses;  // of an offer: how long it waits, instead of its type's
  std::optional<Expr> offer;   // the offer answered, or the one an event concerns
  Text term;                   // of `end`
  std::vector<Text> only;      // of `accept`: the terms accepted; empty: all

  // loop: each member of the group goes by `name` in `deeds`
  Text name;
  Text member_of;
  std::optional<Expr> condition;  // `where`
  std::vector<Deed> deeds;
};

struct OptionDecl {
  Label label;
  Expr utility;
  std::optional<Expr> condition;
  std::vector<Deed> deeds;
};

struct ChoiceDecl {
  Position at;
  Expr temperature;
  std::vector<OptionDecl> options;
};

struct RuleDecl {
  Label label;
  std::optional<Pattern> upon;  // exactly one of `upon` and `when`
  std::optional<Expr> when;
  Text member_of;        // `for:` of a condition-rule
  bool pairs = false;    // `for: pairs of`
  Text by;               // who responds; empty: the world's bookkeeping
  bool by_each = false;  // `by: each of GROUP`
  std::optional<Expr> condition;
  std::optional<Expr> chance;
  std::optional<Expr> after;
  std::optional<Expr> still;
  std::optional<ChoiceDecl> choice;
  std::vector<Deed> deeds;
  int priority = 0;  // the higher goes first
};

struct ScheduleDecl {
  Label label;
  Expr at;
  std::optional<Expr> condition;
  Deed emit;
  int priority = 0;
};

struct ProcessDecl {
  Label label;
  Text member_of;            // `for:`
  bool pairs = false;        // `for: pairs of`
  std::optional<Expr> gate;  // `while:`
  std::optional<Expr> rate;  // exactly one of `rate` [per day] and `every`
  std::optional<Expr> every;
  Deed emit;
  int priority = 0;
};

struct RungDecl {
  double at = 0;
  std::string name;
};

struct LadderDecl {
  Position at;
  std::optional<Expr> window;
  std::vector<RungDecl> rungs;
};

struct OutcomeDecl {
  Label label;
  std::optional<Expr> when;  // missing: `otherwise`
  bool stops = true;
};

struct MeasureDecl {
  enum class Form { count, sum, first, last, average, highest, lowest, final, at, time, series };
  Label label;
  Form form = Form::count;
  std::optional<Pattern> pattern;  // count, sum, first, last
  std::optional<Expr> value;  // sum, average, highest, lowest, final, at, series; the truth of time
  std::optional<Expr> instant;  // at
  std::optional<Expr> every;    // series
  std::string unit;
};

/// Named parameter values.
struct VariantDecl {
  Label label;
  std::vector<TermDecl> parameters;
};

/// What may stand in `priority:`, from -kMaxPriority to kMaxPriority.
inline constexpr int kMaxPriority = 100;

/// A scenario as its author wrote it: plain data, names not yet resolved.
struct Scenario {
  SourceText source;
  SourceTexts modules;  // a place with file number n > 0 lies in modules[n - 1]
  std::string title;
  std::string about;
  std::vector<std::string> sources;
  Instant start;
  Duration horizon;
  std::vector<ParameterDecl> parameters;
  std::vector<LetDecl> lets;
  std::vector<VariableDecl> world;
  std::vector<ActorDecl> actors;
  std::vector<GroupDecl> groups;
  std::vector<PairDecl> pairs;
  std::vector<ChannelDecl> channels;
  std::vector<EventTypeDecl> events;
  std::vector<ScheduleDecl> schedule;
  std::vector<ProcessDecl> processes;
  std::vector<RuleDecl> rules;
  std::optional<LadderDecl> ladder;
  std::vector<OutcomeDecl> outcomes;
  std::vector<MeasureDecl> measures;
  std::vector<VariantDecl> variants;
  Diagnostics warnings;  // found while reading
};

/// The text that a place of the scenario lies in.
const SourceText& source_of(const Scenario& scenario, Position at);

/// Reads a scenario's text. What the text says is checked here (keys, shapes, expressions' syntax);
/// what its names mean is checked by `compile`. Modules need files: see scenario_file.h.
///
/// Errors: every finding of the text at once; `use:` is one.
/// Cost:   O(bytes).
Result<Scenario> read_scenario(SourceText source);

}  // namespace brink
