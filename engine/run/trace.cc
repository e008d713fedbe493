#include "engine/run/trace.h"

#include <array>

#include "engine/base/hash.h"
#include "engine/run/history.h"
#include "engine/run/respond.h"

namespace brink {
namespace {

Trace& add(Run& run, const Trace& trace) {
  run.traces.push_back(trace);
  auto& added = run.traces.back();
  added.time = run.now();
  added.writes = static_cast<std::uint32_t>(run.writes.size());
  added.events = run.header().events;
  return added;
}

void add(Run& run, const Trace& trace, NodeId node, const EvalContext& context) {
  auto& added = add(run, trace);
  if (node == kNone) return;
  added.node = node;
  added.value = evaluate(node, context);
  added.values = capture(node, context, added.is_cut);
}

Trace trace_of(const Actor& actor, TraceKind kind) {
  return {.kind = kind,
          .response = actor.response,
          .cause = actor.cause,
          .maker = actor.maker,
          .self = actor.context.self,
          .other = actor.context.other};
}

// weights and values of a drawn attribute; the dice are addressed as for the event itself
void trace_weights(Run& run, const Actor& actor, const AttributeInit& init,
                   const EvalContext& context) {
  Draws draws(run.seed, context.key, static_cast<std::uint32_t>(Purpose::first_site) + init.site);
  const double drawn = draws.uniform();
  for (const auto& weight : init.weights) {
    auto about = trace_of(actor, TraceKind::weight);
    about.index = static_cast<std::uint16_t>(init.index);
    about.drawn = drawn;
    add(run, about, weight.weight, context);
  }
}

void trace_attributes(Run& run, const Actor& actor, const Emission& emission, const Pending& made) {
  // each sees those before it, as when it was made
  Attributes own{};
  const auto& infos = run.program->types[emission.type].attributes;
  for (std::size_t i = 0; i < infos.size(); ++i) own[i] = infos[i].initial;
  EvalContext context = actor.context;
  context.key = made.event.key;
  context.made = emission.type;
  context.own = &own;
  for (const auto& init : emission.with) {
    if (!init.weights.empty()) trace_weights(run, actor, init, context);
    auto about = trace_of(actor, TraceKind::attribute);
    about.index = static_cast<std::uint16_t>(init.index);
    if (init.weights.empty()) {
      add(run, about, init.value, context);
    } else {
      about.value = made.attributes[init.index];
      add(run, about);
    }
    own[init.index] = made.attributes[init.index];
  }
}

void trace_terms(Run& run, const Actor& actor, const std::vector<TermInit>& terms,
                 const EvalContext& context) {
  for (const auto& term : terms) {
    auto about = trace_of(actor, TraceKind::term);
    about.index = term.term;
    add(run, about, term.value, context);
  }
}

}  // namespace

namespace internal {

bool wants_response(const Run& run, const Response& response) {
  return run.trace->wants(TraceFilter::Response{response.event->number, response.rule});
}

void trace_response(Run& run, const Response& response, TraceKind kind, NodeId node,
                    const EvalContext& context, std::size_t index, double drawn) {
  if (!wants_response(run, response)) return;
  const bool is_bare = kind == TraceKind::option || kind == TraceKind::choice;
  if (node == kNone && !is_bare) return;
  add(run,
      {.kind = kind,
       .response = response.key,
       .cause = response.event->number,
       .maker = response.rule,
       .index = static_cast<std::uint16_t>(index),
       .self = response.self,
       .other = response.other,
       .drawn = drawn},
      node, context);
}

void trace_upon(Run& run, const Response& response, const EvalContext& context) {
  const auto& rule = run.program->rules[response.rule];
  if (!rule.has_pattern) {
    trace_response(run, response, TraceKind::when, rule.when, context, 0, 0);
    return;
  }
  if (!wants_response(run, response)) return;
  for (std::size_t i = 0; i < rule.pattern.alternatives.size(); ++i) {
    const EventPattern alone{{}, {rule.pattern.alternatives[i]}};
    if (!matches(run, alone, *response.event, *response.attributes)) continue;
    const EvalContext asked{.run = &run,
                            .at = run.now(),
                            .event = response.event,
                            .attributes = response.attributes,
                            .offer = response.event->offer};
    add(run,
        {.kind = TraceKind::upon,
         .response = response.key,
         .cause = response.event->number,
         .maker = response.rule,
         .index = static_cast<std::uint16_t>(i),
         .self = response.self,
         .other = response.other},
        alone.alternatives[0].where, asked);
    return;
  }
}

void trace_clock(Run& run, std::uint32_t instance, TraceKind kind, double drawn,
                 std::uint32_t cause) {
  const auto& clock = run.block.view<ClockState>(kClocks)[instance];
  if (!is_traced(run, instance, clock.firings)) return;
  const auto& info = run.program->instances[instance];
  const auto& process = run.program->processes[info.process];
  const auto key = mix(info.path, clock.firings);
  // a rate is asked without a key: it draws nothing
  const EvalContext context{.run = &run,
                            .at = run.now(),
                            .self = info.self,
                            .other = info.other,
                            .key = kind == TraceKind::clock ? key : 0};
  const NodeId node = kind == TraceKind::clock  ? process.every
                      : kind == TraceKind::gate ? process.gate
                      : kind == TraceKind::rate ? process.rate
                                                : NodeId{kNone};
  if (node == kNone && (kind == TraceKind::gate || kind == TraceKind::rate)) return;
  add(run,
      {.kind = kind,
       .response = key,
       .cause = cause,
       .maker = static_cast<std::uint16_t>(instance),
       .self = info.self,
       .other = info.other,
       .drawn = drawn},
      node, context);
}

void trace_schedule(Run& run, std::uint32_t entry, TraceKind kind, const EvalContext& context) {
  if (!is_traced_entry(run, entry)) return;
  const auto& info = run.program->schedule[entry];
  const auto node = kind == TraceKind::at ? info.at : info.condition;
  if (node == kNone) return;
  add(run, {.kind = kind, .response = info.path, .maker = static_cast<std::uint16_t>(entry)}, node,
      context);
}

void trace_length(Run& run, const EventRecord& event, TraceKind kind, NodeId node) {
  const auto& wanted = run.trace->events;
  if (!std::binary_search(wanted.begin(), wanted.end(), event.number)) return;
  add(run, {.kind = kind, .event = event.key, .cause = event.number}, node,
      {.run = &run, .at = run.now()});
}

void trace_message(Run& run, const Pending& message, TraceKind kind, NodeId node,
                   const EvalContext& context, double drawn) {
  const auto& wanted = run.trace->messages;
  if (!std::binary_search(wanted.begin(), wanted.end(), message.event.number)) return;
  add(run,
      {.kind = kind,
       .response = context.key,
       .event = message.event.key,
       .cause = message.event.number,
       .index = static_cast<std::uint16_t>(run.program->links[message.link].channel),
       .self = message.self,
       .other = message.other,
       .drawn = drawn},
      node, context);
}

}  // namespace internal

void trace_deed(Run& run, const Actor& actor, TraceKind kind, NodeId node,
                const EvalContext& context, std::size_t index, SlotId slot) {
  auto about = trace_of(actor, kind);
  about.index = static_cast<std::uint16_t>(index);
  about.slot = slot;
  add(run, about, node, context);
}

void trace_emission(Run& run, const Actor& actor, const Emission& emission, const Pending& made,
                    const EvalContext& terms) {
  auto about = trace_of(actor, TraceKind::emission);
  about.event = made.event.key;
  about.index = emission.type;
  add(run, about);
  EvalContext context = actor.context;
  context.key = made.event.key;
  if (emission.from != kNone) trace_deed(run, actor, TraceKind::from, emission.from, context);
  if (emission.to != kNone) trace_deed(run, actor, TraceKind::to, emission.to, context);
  trace_attributes(run, actor, emission, made);
  if (run.program->types[emission.type].is_offer) {
    trace_terms(run, actor, run.program->types[emission.type].terms, terms);
    trace_terms(run, actor, emission.terms, terms);
  }
  if (emission.after != kNone) trace_deed(run, actor, TraceKind::delay, emission.after, context);
}

void trace_emitted(Run& run, const Actor& actor, const Pending& made) {
  auto about = trace_of(actor, TraceKind::emitted);
  about.event = made.event.key;
  about.index = made.event.type;
  add(run, about);
}

}  // namespace brink
