#include "engine/run/respond.h"

#include <algorithm>
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

Response response_of(const Pending& pending) {
  return {.event = &pending.event,
          .attributes = &pending.attributes,
          .key = pending.key,
          .rule = pending.rule,
          .self = pending.self,
          .other = pending.other,
          .option = pending.option,
          .offer_was_open = pending.offer_was_open};
}

Actor actor_of(const Run& run, const Response& response) {
  return {.context = {.run = &run,
                      .at = run.now(),
                      .self = response.self,
                      .other = response.other,
                      .event = response.event,
                      .attributes = response.attributes,
                      .offer = response.event->offer,
                      .key = response.key},
          .key = response.option == 0xFF
                     ? response.key
                     : mix(response.key,
                           run.program->rules[response.rule].options[response.option].path),
          .cause = response.event->number,
          .maker = response.rule,
          .origin = Origin::rule,
          .option = response.option,
          .response = response.key,
          .traced = is_traced(run, response)};
}

void note(Run& run, Note::Kind kind, const Response& response, double probability = 0) {
  if (!run.keep_journal) return;
  run.notes.push_back(
      {kind, response.rule, response.event->number, response.self, response.option, probability});
}

bool offer_is_open(const Run& run, OfferId offer) {
  return offer != kNone && offer_state(run, offer).status == OfferStatus::open;
}

// the first draw for a purpose, in (0, 1)
double dice(const Run& run, std::uint64_t key, Purpose purpose) {
  return Draws(run.seed, key, static_cast<std::uint32_t>(purpose)).uniform();
}

// false: the dice say no, or the chance cannot be computed
bool chance_allows(Run& run, const Rule& rule, const Response& response,
                   const EvalContext& context) {
  if (rule.chance == kNone) return true;
  Value chance{};
  if (!evaluate_good(run, rule.chance, context, chance)) return false;
  const double drawn = dice(run, context.key, Purpose::chance);
  trace(run, response, TraceKind::chance, rule.chance, context, 0, drawn);
  return drawn < chance.number;
}

bool asks_still(Run& run, const Rule& rule, const Response& response, const EvalContext& context) {
  if (rule.answers && response.offer_was_open && !offer_is_open(run, response.event->offer)) {
    note(run, Note::Kind::cancelled, response);
    return false;
  }
  trace(run, response, TraceKind::still, rule.still, context);
  if (rule.still == kNone || ask(run, rule.still, context)) return true;
  if (run.error.kind == RunError::Kind::none) note(run, Note::Kind::given_up, response);
  return false;
}

// puts a response with the event it answers on the agenda
void schedule_response(Run& run, const Response& response, SimTime at, EntryKind kind,
                       const EntryOrder& order) {
  if (at > run.header().end) return;
  const auto index = add_pending(run);
  auto& pending = pending_at(run, index);
  pending.event = *response.event;
  std::copy_n(response.attributes->begin(), response.event->attributes, pending.attributes.begin());
  pending.key = response.key;
  pending.rule = response.rule;
  pending.self = response.self;
  pending.other = response.other;
  pending.option = response.option;
  pending.offer_was_open = response.offer_was_open;
  schedule(run, at, kind, index, order);
}

// puts the chosen deeds on the agenda, after all decisions of the instant on the same event
void schedule_deeds(Run& run, const Rule& rule, const Response& response, SimTime at) {
  const bool world = rule.responder == Responder::world;
  const std::uint32_t rank = rank_of(EntryKind::deeds) + response.rule;
  const auto parent = response.event->number;
  schedule_response(run, response, at, EntryKind::deeds,
                    world ? EntryOrder{parent, 1, rank, response.self, rule.priority}
                          : EntryOrder{parent, 2, response.self, rank, rule.priority});
}

void meet(Run& run, Response& response, bool chance_is_given);

// one responder (or the world) meets one trigger: the commonest dice first
void begin_response(Run& run, Response& response) {
  const auto& program = *run.program;
  const auto& rule = program.rules[response.rule];
  response.key = mix(mix(response.key, rule.path),
                     response.self == kNobody ? 0 : program.actors[response.self].path);
  if (response.other != kNobody) {
    response.key = mix(response.key, program.actors[response.other].path);
  }
  const bool asks_chance_alone =
      rule.chance_is_constant && rule.condition == kNone && run.trace == nullptr;
  if (asks_chance_alone && !(dice(run, response.key, Purpose::chance) < rule.constant_chance)) {
    return;
  }
  meet(run, response, asks_chance_alone);
}

// if, chance, after
void meet(Run& run, Response& response, bool chance_is_given) {
  const auto& rule = run.program->rules[response.rule];
  auto actor = actor_of(run, response);
  const auto& context = actor.context;
  trace_upon(run, response, context);
  trace(run, response, TraceKind::condition, rule.condition, context);
  if (rule.condition != kNone && !ask(run, rule.condition, context)) return;
  if (!chance_is_given && !chance_allows(run, rule, response, context)) return;
  Duration delay;
  if (!delay_of(run, rule.after, rule.after_is_drawn, context, delay)) return;
  trace(run, response, TraceKind::after, rule.after, context);
  response.offer_was_open = offer_is_open(run, response.event->offer);
  // a condition's deeds wait until every condition has been asked: only then is it sure to be seen
  // when it becomes false
  if (rule.responder == Responder::world && delay.us == 0 && rule.has_pattern) {
    if (asks_still(run, rule, response, context)) carry_out(run, rule.deeds, actor);
    return;
  }
  const SimTime at = run.now() + delay;
  if (!rule.chooses) {
    schedule_deeds(run, rule, response, at);
    return;
  }
  schedule_response(run, response, at, EntryKind::decision,
                    {response.event->number, 0, rank_of(EntryKind::deeds) + response.rule,
                     response.self, rule.priority});
}

// bookkeeping that needs no key, because nothing is drawn and nothing made
void keep_books(Run& run, RuleId id, const EventRecord& event, const Attributes& attributes) {
  const auto& rule = run.program->rules[id];
  Actor actor{.context = {.run = &run,
                          .at = run.now(),
                          .event = &event,
                          .attributes = &attributes,
                          .offer = event.offer},
              .cause = event.number,
              .maker = id};
  if (rule.condition == kNone || ask(run, rule.condition, actor.context)) {
    carry_out(run, rule.deeds, actor);
  }
}

// the responders of one rule, those who know: `respond(kNobody)` is the world's
template <class Knows>
void respond_with(Run& run, RuleId id, const EventRecord& event, const Attributes& attributes,
                  const Knows& knows) {
  const auto& rule = run.program->rules[id];
  if (rule.only_writes && run.trace == nullptr) {
    keep_books(run, id, event, attributes);
    return;
  }
  const auto respond = [&](ActorId self) {
    if (!knows(self)) return;
    Response response{
        .event = &event, .attributes = &attributes, .key = event.key, .rule = id, .self = self};
    begin_response(run, response);
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
bool choose(Run& run, const Rule& rule, const Response& response, const EvalContext& context,
            Choice& choice) {
  std::array<double, 256> utility{};
  std::array<bool, 256> possible{};
  double best = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < rule.options.size(); ++i) {
    const auto& option = rule.options[i];
    trace(run, response, TraceKind::possible, option.condition, context, i);
    possible[i] = option.condition == kNone || ask(run, option.condition, context);
    if (!possible[i]) continue;
    Value value{};
    if (!evaluate_good(run, option.utility, context, value)) return false;
    trace(run, response, TraceKind::utility, option.utility, context, i);
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
  trace(run, response, TraceKind::temperature, rule.temperature, context);
  if (temperature.number == 0 || choice.option == 0xFF) {
    if (choice.option != 0xFF)
      trace(run, response, TraceKind::choice, kNone, context, choice.option);
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
      trace(run, response, TraceKind::option, kNone, context, i, weight[i] / total);
    }
  }
  for (std::size_t i = 0; i < rule.options.size(); ++i) {
    if (!possible[i]) continue;
    choice = {static_cast<std::uint8_t>(i), weight[i] / total};
    if (left < weight[i]) break;
    left -= weight[i];
  }
  trace(run, response, TraceKind::choice, kNone, context, choice.option, drawn);
  return true;
}

}  // namespace

namespace {

// the rules that an event may set off, in order
template <class Respond>
void for_each_rule(Run& run, const EventRecord& event, const Attributes& attributes,
                   const Respond& respond) {
  run.program->rule_index.for_each(
      event.type, event.source, event.target, [&](const EventIndex::Item& item) {
        if (run.error.kind != RunError::Kind::none) return;
        if (Overlay::bit(run.overlay->suppressed_rules, item.id)) return;
        respond(static_cast<RuleId>(item.id), [&] {
          return item.is_sure ||
                 matches_or_fail(run, run.program->rules[item.id].pattern, event, attributes);
        });
      });
}

}  // namespace

void respond_to(Run& run, const EventRecord& event, const Attributes& attributes) {
  const bool travels = routes_of(run, event) != kNone;
  const auto knows = [&](ActorId actor) {
    return actor == kNobody || knows_at_once(run, event, travels, actor);
  };
  for_each_rule(run, event, attributes, [&](RuleId id, const auto& matches) {
    if (matches()) respond_with(run, id, event, attributes, knows);
  });
}

void learn_of(Run& run, const EventRecord& event, const Attributes& attributes, ActorId actor) {
  record_knowledge(run, event, attributes, actor);
  for_each_rule(run, event, attributes, [&](RuleId id, const auto& matches) {
    if (run.program->rules[id].responder == Responder::world || !matches()) return;
    respond_with(run, id, event, attributes, [&](ActorId self) { return self == actor; });
  });
}

void fire_condition(Run& run, std::uint32_t id, std::uint32_t cause) {
  const auto& watch = run.program->watches[id];
  const auto crossing = run.block.view<WatchState>(kWatches)[id].crossings++;
  if (Overlay::bit(run.overlay->suppressed_rules, watch.owner)) return;
  EventRecord event;
  event.number = cause;
  event.time = run.now();
  const Attributes attributes{};
  Response response{.event = &event,
                    .attributes = &attributes,
                    .key = mix(watch.path, crossing),
                    .rule = static_cast<RuleId>(watch.owner),
                    .self = watch.self,
                    .other = watch.other};
  begin_response(run, response);
}

void decide(Run& run, const Pending& pending) {
  const auto& rule = run.program->rules[pending.rule];
  auto response = response_of(pending);
  const auto actor = actor_of(run, response);
  if (!asks_still(run, rule, response, actor.context)) return;
  Choice choice;
  if (!choose(run, rule, response, actor.context, choice)) return;
  if (choice.option == 0xFF) {
    note(run, Note::Kind::no_option, response);
    return;
  }
  response.option = choice.option;
  note(run, Note::Kind::decided, response, choice.probability);
  schedule_deeds(run, rule, response, run.now());
}

void act(Run& run, const Pending& pending) {
  run.header().last_rule = pending.rule;
  const auto& rule = run.program->rules[pending.rule];
  const auto response = response_of(pending);
  auto actor = actor_of(run, response);
  if (rule.chooses) {
    carry_out(run, rule.options[pending.option].deeds, actor);
  } else if (asks_still(run, rule, response, actor.context)) {
    if (!rule.has_pattern) note(run, Note::Kind::condition, response);
    carry_out(run, rule.deeds, actor);
  }
}

}  // namespace brink
