#include "engine/run/respond.h"

#include <array>

#include "engine/base/exact_math.h"
#include "engine/base/hash.h"
#include "engine/run/agenda.h"
#include "engine/run/history.h"
#include "engine/run/messages.h"
#include "engine/run/state.h"
#include "engine/run/trace.h"

namespace brink {
namespace {

EvalContext context_of(const Run& run, const Pending& pending) {
  return {.run = &run,
          .at = run.now(),
          .self = pending.self,
          .other = pending.other,
          .event = &pending.event,
          .attributes = &pending.attributes,
          .offer = pending.event.offer,
          .key = pending.key};
}

Actor actor_of(const Run& run, const Pending& pending) {
  return {
      .context = context_of(run, pending),
      .key = pending.option == 0xFF
                 ? pending.key
                 : mix(pending.key, run.program->rules[pending.rule].options[pending.option].path),
      .cause = pending.event.number,
      .maker = pending.rule,
      .origin = Origin::rule,
      .option = pending.option,
      .response = pending.key,
      .traced = is_traced(run, pending)};
}

void note(Run& run, Note::Kind kind, const Pending& pending, double probability = 0) {
  if (!run.keep_journal) return;
  run.notes.push_back(
      {kind, pending.rule, pending.event.number, pending.self, pending.option, probability});
}

bool offer_is_open(const Run& run, OfferId offer) {
  return offer != kNone && offer_state(run, offer).status == OfferStatus::open;
}

// false: the dice say no, or the chance cannot be computed
bool chance_allows(Run& run, const Rule& rule, const Pending& pending, const EvalContext& context) {
  if (rule.chance == kNone) return true;
  Value chance{};
  if (!evaluate_good(run, rule.chance, context, chance)) return false;
  Draws draws(run.seed, context.key, static_cast<std::uint32_t>(Purpose::chance));
  const double drawn = draws.uniform();
  trace(run, pending, TraceKind::chance, rule.chance, context, 0, drawn);
  return drawn < chance.number;
}

bool asks_still(Run& run, const Rule& rule, const Pending& pending) {
  const auto context = context_of(run, pending);
  if (rule.answers && pending.offer_was_open && !offer_is_open(run, pending.event.offer)) {
    note(run, Note::Kind::cancelled, pending);
    return false;
  }
  trace(run, pending, TraceKind::still, rule.still, context);
  if (rule.still == kNone || ask(run, rule.still, context)) return true;
  if (run.error.kind == RunError::Kind::none) note(run, Note::Kind::given_up, pending);
  return false;
}

// puts the chosen deeds on the agenda, after all decisions of the instant on the same event
void schedule_deeds(Run& run, const Pending& pending, SimTime at) {
  const bool world = run.program->rules[pending.rule].responder == Responder::world;
  const std::uint32_t rule = rank_of(EntryKind::deeds) + pending.rule;
  const int priority = run.program->rules[pending.rule].priority;
  const EntryOrder order = world
                               ? EntryOrder{pending.event.number, 1, rule, pending.self, priority}
                               : EntryOrder{pending.event.number, 2, pending.self, rule, priority};
  if (at > run.header().end) return;
  const auto index = add_pending(run, pending);
  schedule(run, at, EntryKind::deeds, index, order);
}

// one responder (or the world) meets one trigger: if, chance, after
void begin_response(Run& run, Pending pending) {
  const auto& rule = run.program->rules[pending.rule];
  pending.key = mix(mix(pending.key, rule.path),
                    pending.self == kNobody ? 0 : run.program->actors[pending.self].path);
  if (pending.other != kNobody) {
    pending.key = mix(pending.key, run.program->actors[pending.other].path);
  }
  const auto context = context_of(run, pending);
  trace_upon(run, pending, context);
  trace(run, pending, TraceKind::condition, rule.condition, context);
  if (rule.condition != kNone && !ask(run, rule.condition, context)) return;
  if (!chance_allows(run, rule, pending, context)) return;
  Duration delay;
  if (!delay_of(run, rule.after, rule.after_is_drawn, context, delay)) return;
  trace(run, pending, TraceKind::after, rule.after, context);
  pending.offer_was_open = offer_is_open(run, pending.event.offer);
  // a condition's deeds wait until every condition has been asked: only then is it sure to be seen
  // when it becomes false
  if (rule.responder == Responder::world && delay.us == 0 && rule.has_pattern) {
    if (asks_still(run, rule, pending)) carry_out(run, rule.deeds, actor_of(run, pending));
    return;
  }
  const SimTime at = run.now() + delay;
  if (!rule.chooses) {
    schedule_deeds(run, pending, at);
    return;
  }
  if (at > run.header().end) return;
  const auto index = add_pending(run, pending);
  schedule(run, at, EntryKind::decision, index,
           {pending.event.number, 0, rank_of(EntryKind::deeds) + pending.rule, pending.self,
            rule.priority});
}

// the responders of one rule, those who know: `respond(kNobody)` is the world's
template <class Knows>
void respond_with(Run& run, RuleId id, const EventRecord& event, const Attributes& attributes,
                  const Knows& knows) {
  const auto& rule = run.program->rules[id];
  Pending pending;
  pending.event = event;
  pending.attributes = attributes;
  pending.rule = id;
  const auto respond = [&](ActorId self) {
    if (!knows(self)) return;
    pending.self = self;
    pending.key = event.key;
    begin_response(run, pending);
  };
  switch (rule.responder) {
    case Responder::world:
      respond(kNobody);
      break;
    case Responder::actor:
      respond(rule.responder_id);
      break;
    case Responder::source:
      if (event.source != kNobody) respond(event.source);
      break;
    case Responder::target:
      if (event.target != kNobody) respond(event.target);
      break;
    case Responder::group:
      for (const auto member : run.program->groups[rule.responder_id].members) respond(member);
      break;
  }
}

struct Choice {
  std::uint8_t option = 0xFF;
  double probability = 1;
};

// Source: McFadden (1974), conditional logit: P_i = e^(u_i / T) / Σ_j e^(u_j / T); T = 0 best reply
bool choose(Run& run, const Rule& rule, const Pending& pending, const EvalContext& context,
            Choice& choice) {
  std::array<double, 256> utility{};
  std::array<bool, 256> possible{};
  double best = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < rule.options.size(); ++i) {
    const auto& option = rule.options[i];
    trace(run, pending, TraceKind::possible, option.condition, context, i);
    possible[i] = option.condition == kNone || ask(run, option.condition, context);
    if (!possible[i]) continue;
    Value value{};
    if (!evaluate_good(run, option.utility, context, value)) return false;
    trace(run, pending, TraceKind::utility, option.utility, context, i);
    utility[i] = value.number;
    if (value.number > best) {
      best = value.number;
      choice.option = static_cast<std::uint8_t>(i);
    }
  }
  Value temperature = Value::of(0);
  if (rule.temperature != kNone && !evaluate_good(run, rule.temperature, context, temperature)) {
    return false;
  }
  if (temperature.number < 0) {
    fail(run, RunError::Kind::bad_temperature, rule.temperature, temperature, context);
    return false;
  }
  trace(run, pending, TraceKind::temperature, rule.temperature, context);
  if (temperature.number == 0 || choice.option == 0xFF) {
    if (choice.option != 0xFF)
      trace(run, pending, TraceKind::choice, kNone, context, choice.option);
    return true;
  }
  std::array<double, 256> weight{};
  double total = 0;
  for (std::size_t i = 0; i < rule.options.size(); ++i) {
    if (possible[i]) weight[i] = exact::exp((utility[i] - best) / temperature.number);
    total += weight[i];
  }
  Draws draws(run.seed, context.key, static_cast<std::uint32_t>(Purpose::choice));
  const double drawn = draws.uniform();
  double left = drawn * total;
  for (std::size_t i = 0; run.trace != nullptr && i < rule.options.size(); ++i) {
    if (possible[i]) {
      trace(run, pending, TraceKind::option, kNone, context, i, weight[i] / total);
    }
  }
  for (std::size_t i = 0; i < rule.options.size(); ++i) {
    if (!possible[i]) continue;
    choice = {static_cast<std::uint8_t>(i), weight[i] / total};
    if (left < weight[i]) break;
    left -= weight[i];
  }
  trace(run, pending, TraceKind::choice, kNone, context, choice.option, drawn);
  return true;
}

}  // namespace

void respond_to(Run& run, const EventRecord& event, const Attributes& attributes) {
  const bool travels = routes_of(run, event) != kNone;
  const auto knows = [&](ActorId actor) {
    return actor == kNobody || knows_at_once(run, event, travels, actor);
  };
  for (const auto id : run.program->rules_of_type[event.type]) {
    if (run.error.kind != RunError::Kind::none) return;
    if (Overlay::bit(run.overlay->suppressed_rules, id)) continue;
    if (!matches_or_fail(run, run.program->rules[id].pattern, event, attributes)) continue;
    respond_with(run, id, event, attributes, knows);
  }
}

void learn_of(Run& run, const EventRecord& event, const Attributes& attributes, ActorId actor) {
  record_knowledge(run, event, attributes, actor);
  for (const auto id : run.program->rules_of_type[event.type]) {
    if (run.error.kind != RunError::Kind::none) return;
    if (run.program->rules[id].responder == Responder::world) continue;
    if (Overlay::bit(run.overlay->suppressed_rules, id)) continue;
    if (!matches_or_fail(run, run.program->rules[id].pattern, event, attributes)) continue;
    respond_with(run, id, event, attributes, [&](ActorId self) { return self == actor; });
  }
}

void fire_condition(Run& run, std::uint32_t id, std::uint32_t cause) {
  const auto& watch = run.program->watches[id];
  const auto crossing = run.block.view<WatchState>(kWatches)[id].crossings++;
  if (Overlay::bit(run.overlay->suppressed_rules, watch.owner)) return;
  Pending pending{};
  pending.event.number = cause;
  pending.event.time = run.now();
  pending.rule = static_cast<RuleId>(watch.owner);
  pending.self = watch.self;
  pending.other = watch.other;
  pending.key = mix(watch.path, crossing);
  begin_response(run, pending);
}

void decide(Run& run, const Pending& pending) {
  const auto& rule = run.program->rules[pending.rule];
  if (!asks_still(run, rule, pending)) return;
  Choice choice;
  if (!choose(run, rule, pending, context_of(run, pending), choice)) return;
  Pending decided = pending;
  decided.option = choice.option;
  if (choice.option == 0xFF) {
    note(run, Note::Kind::no_option, pending);
    return;
  }
  note(run, Note::Kind::decided, decided, choice.probability);
  schedule_deeds(run, decided, run.now());
}

void act(Run& run, const Pending& pending) {
  run.header().last_rule = pending.rule;
  const auto& rule = run.program->rules[pending.rule];
  if (rule.chooses) {
    carry_out(run, rule.options[pending.option].deeds, actor_of(run, pending));
  } else if (asks_still(run, rule, pending)) {
    if (!rule.has_pattern) note(run, Note::Kind::condition, pending);
    carry_out(run, rule.deeds, actor_of(run, pending));
  }
}

}  // namespace brink
