#include "engine/run/messages.h"

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/run/agenda.h"
#include "engine/run/evaluate.h"
#include "engine/run/history.h"
#include "engine/run/offers.h"
#include "engine/run/parties.h"
#include "engine/run/respond.h"
#include "engine/run/routes.h"
#include "engine/run/state.h"
#include "engine/run/trace.h"

namespace brink {
namespace {

// why a message did not arrive: places among the values of `reason`
enum Reason : std::size_t { kNoRoute, kRefused, kLost };

const Channel& channel_of(const Run& run, std::uint32_t link) {
  return run.program->channels[run.program->links[link].channel];
}

EvalContext context_of(const Run& run, const Pending& message) {
  const auto path = run.program->links[message.link].path;
  return {.run = &run,
          .at = run.now(),
          .self = message.self,
          .other = message.other,
          .key = mix(mix(message.event.key, path), message.hop)};
}

// a probability of the channel and a draw of its own; false also where it cannot be computed
bool happens(Run& run, const Pending& message, NodeId probability, TraceKind kind) {
  const auto context = context_of(run, message);
  Value chance{};
  if (!evaluate_good(run, probability, context, chance)) return false;
  const auto purpose = kind == TraceKind::carries ? Purpose::carries
                       : kind == TraceKind::leak  ? Purpose::leak
                                                  : Purpose::loss;
  Draws draws(run.seed, context.key, static_cast<std::uint32_t>(purpose));
  const double drawn = draws.uniform();
  trace_message(run, message, kind, probability, context, drawn);
  return drawn < chance.number;
}

// an event of the engine's own about a message
Pending about(const Run& run, const Pending& message, TypeId type) {
  Pending made{};
  made.event.key = mix(message.event.key, run.program->types[type].path);
  made.event.type = type;
  made.event.cause = message.event.number;
  made.event.about = message.event.type;
  made.event.maker = message.link == kNone
                         ? kNoId
                         : static_cast<std::uint16_t>(run.program->links[message.link].channel);
  made.event.target = message.event.target;
  made.event.offer = message.event.offer;
  made.secret = message.secret;
  return made;
}

void happen_now(Run& run, const Pending& made) {
  const auto index = add_pending(run);
  copy_used(pending_at(run, index), made);
  schedule(run, run.now(), EntryKind::event, index,
           {.parent = made.event.cause,
            .phase = 1,
            .rank = rank_of(EntryKind::hop),  // before any message goes on
            .ordinal = made.event.type});
}

// takes a free place, or a new one; `next` of a free one is the next free
template <class T>
std::uint32_t keep(Run& run, Section section, std::uint32_t& free, const T& item) {
  if (free == kNone) return run.block.push(section, item);
  const auto place = free;
  free = run.block.view<T>(section)[place].next;
  run.block.view<T>(section)[place] = item;
  return place;
}

// a message is at its end: what is known of it is kept only for offers, which may be revealed
// later, and where it has leaked, which may not be known yet
void forget(Run& run, const Pending& message) {
  const auto& event = message.event;
  const bool offers = event.offer != kNone && run.program->types[event.type].is_offer;
  if (message.has_leaked || (offers && message.secret != kNone)) return;
  auto& header = run.header();
  auto place = message.carriers;
  while (place != kNone) {
    auto& carrier = run.block.view<Carrier>(kCarriers)[place];
    const auto before = carrier.next;
    carrier.next = header.free_carrier;
    header.free_carrier = place;
    place = before;
  }
  if (message.secret == kNone) return;
  run.block.view<Secret>(kSecrets)[message.secret].next = header.free_secret;
  header.free_secret = message.secret;
}

// an event comes to its addressee, by whatever way
void tell_addressee(Run& run, const EventRecord& event, const Attributes& attributes) {
  if (run.program->types[event.type].is_offer && event.offer != kNone) {
    deliver_offer(run, event.offer, event.target);
  }
  learn_of(run, event, attributes, event.target);
}

void fail_to_deliver(Run& run, const Pending& message, Reason reason) {
  auto made = about(run, message, run.program->roots.undelivered);
  if (reason == kNoRoute) made.event.maker = kNoId;
  const auto& reasons = run.program->types[made.event.type].attributes[0].symbols;
  made.event.source = message.event.source;
  made.event.is_public = false;
  made.event.attributes = 1;
  made.attributes[0] = Value::of_whole(reasons[reason]);
  made.secret = kNone;
  happen_now(run, made);
  if (message.secret != kNone) {
    // what is known to all by then needs no message any more
    auto& secret = run.block.view<Secret>(kSecrets)[message.secret];
    secret.is_lost = true;
    if (secret.is_known) tell_addressee(run, message.event, message.attributes);
  }
  forget(run, message);
}

// true if all know of a message, whoever has it
bool is_known(const Run& run, const Pending& message) {
  return message.event.is_public ||
         (message.secret != kNone && run.block.view<Secret>(kSecrets)[message.secret].is_known);
}

// the holder becomes the source: it is there that the message becomes known
void make_known(Run& run, Pending& message, TypeId type) {
  if (is_known(run, message)) return;
  message.has_leaked = true;
  auto made = about(run, message, type);
  made.event.key = mix(made.event.key, message.hop);
  made.event.source = message.self;
  made.event.is_public = true;
  happen_now(run, made);
}

void begin_hop(Run& run, Pending& message) {
  const auto& event = message.event;
  const auto step = next_step(run, routes_of(run, event), message.self, event.target);
  if (run.error.kind != RunError::Kind::none) return;
  if (step == kNone) {
    fail_to_deliver(run, message, kNoRoute);
    return;
  }
  message.link = step / 2;
  ++message.hop;
  const auto& link = run.program->links[message.link];
  message.other = step % 2 == 0 ? link.b : link.a;
  const auto& channel = channel_of(run, message.link);
  const bool carries = message.self != event.source && channel.carries != kNone;
  if (carries && !happens(run, message, channel.carries, TraceKind::carries)) {
    if (run.error.kind == RunError::Kind::none) fail_to_deliver(run, message, kRefused);
    return;
  }
  const auto context = context_of(run, message);
  Duration delay;
  if (!delay_of(run, channel.delay, channel.delay_is_drawn, context, delay)) return;
  trace_message(run, message, TraceKind::hop, channel.delay, context);
  if (run.now() + delay > run.header().end) return;
  const auto index = add_pending(run);
  copy_used(pending_at(run, index), message);
  schedule(run, run.now() + delay, EntryKind::hop, index,
           {.parent = event.number,
            .phase = 1,
            .rank = rank_of(EntryKind::hop) + 1 + message.link,
            .ordinal = message.other});
}

void note(Run& run, Note::Kind kind, const Pending& message) {
  if (!run.keep_journal) return;
  run.notes.push_back(
      {.kind = kind, .index = message.link, .cause = message.event.number, .self = message.self});
}

// a message may come back to who had it, when a channel has closed
bool has_carried(const Run& run, const Pending& message, ActorId actor) {
  const auto carriers = run.block.view<Carrier>(kCarriers);
  auto place = message.carriers;
  while (place != kNone && carriers[place].actor != actor) place = carriers[place].next;
  return place != kNone;
}

void remember_carrier(Run& run, Pending& message) {
  message.carriers =
      keep(run, kCarriers, run.header().free_carrier, Carrier{message.carriers, message.self});
  if (message.secret == kNone) return;
  run.block.view<Secret>(kSecrets)[message.secret].carriers = message.carriers;
}

// a carrier learns what it carries, unless it knows
void reach_carrier(Run& run, Pending& message) {
  note(run, Note::Kind::handed_on, message);
  const bool knows = is_known(run, message) || message.self == message.event.source ||
                     has_carried(run, message, message.self);
  if (!knows) {
    remember_carrier(run, message);
    learn_of(run, message.event, message.attributes, message.self);
  }
  begin_hop(run, message);
}

void reach_addressee(Run& run, const Pending& message) {
  note(run, Note::Kind::arrived, message);
  tell_addressee(run, message.event, message.attributes);
}

// actors beside the parties who respond to the event by some rule, or whose knowledge is asked for
void find_listeners(Run& run, const EventRecord& event) {
  const auto& program = *run.program;
  auto& listeners = run.listeners;
  listeners.clear();
  for (const auto id : program.rules_of_type[event.type]) {
    const auto& rule = program.rules[id];
    if (rule.responder == Responder::actor) listeners.push_back(rule.responder_id);
    if (rule.responder != Responder::group) continue;
    const auto& members = program.groups[rule.responder_id].members;
    listeners.insert(listeners.end(), members.begin(), members.end());
  }
  for (const auto id : program.knowledge_of_type[event.type]) {
    const auto& knowers = program.tallies[id].knowers;
    listeners.insert(listeners.end(), knowers.begin(), knowers.end());
  }
  std::sort(listeners.begin(), listeners.end());
  listeners.erase(std::unique(listeners.begin(), listeners.end()), listeners.end());
  std::erase_if(listeners, [&](ActorId a) { return a == event.source || a == event.target; });
}

void tell_audience(Run& run, const EventRecord& event, const Attributes& attributes) {
  const auto node = run.program->types[event.type].audience;
  find_listeners(run, event);
  Pending hearing{};
  hearing.event = event;
  hearing.attributes = attributes;
  for (const auto actor : run.listeners) {
    const auto key = mix(mix(event.key, hash_text("audience")), run.program->actors[actor].path);
    const EvalContext context{.run = &run, .at = run.now(), .self = actor, .key = key};
    Duration delay;
    if (!delay_of(run, node, true, context, delay)) return;
    if (run.now() + delay > run.header().end) continue;
    hearing.self = actor;
    const auto index = add_pending(run);
    copy_used(pending_at(run, index), hearing);
    schedule(run, run.now() + delay, EntryKind::hearing, index,
             {.parent = event.number, .phase = 1, .rank = rank_of(EntryKind::hearing) + actor});
  }
}

// all but its parties and those who knew learn of it
void publish(Run& run, std::uint32_t secret) {
  auto& own = run.block.view<Secret>(kSecrets)[secret];
  if (own.is_known) return;
  own.is_known = true;
  auto event = own.event;
  const auto attributes = own.attributes;
  event.is_public = true;
  const auto last = own.carriers;
  const bool is_lost = own.is_lost;
  find_listeners(run, event);
  const auto carriers = run.block.view<Carrier>(kCarriers);
  for (auto place = last; place != kNone; place = carriers[place].next) {
    std::erase(run.listeners, carriers[place].actor);
  }
  run.told = run.listeners;
  if (is_lost) tell_addressee(run, event, attributes);
  for (const auto actor : run.told) learn_of(run, event, attributes, actor);
}

// an event makes a private message known; and an offer, by whichever of its messages
void publish_all(Run& run, const Pending& happened) {
  if (happened.event.offer != kNone) {
    auto& offer = run.block.view<OfferState>(kOffers)[happened.event.offer];
    offer.is_public = true;
    auto secret = offer.secret;
    mark(run, run.program->offers_dependency());
    while (secret != kNone) {
      publish(run, secret);
      secret = run.block.view<Secret>(kSecrets)[secret].next;
    }
  }
  if (happened.secret != kNone) publish(run, happened.secret);
}

// what is private is kept where it may become known
std::uint32_t keep_secret(Run& run, const Pending& happened) {
  const auto& event = happened.event;
  if (!run.program->keeps_secrets || event.is_public || event.origin == Origin::engine) {
    return kNone;
  }
  const bool offers = event.offer != kNone && run.program->types[event.type].is_offer;
  if (!offers && routes_of(run, event) == kNone) return kNone;
  const auto secret = keep(run, kSecrets, run.header().free_secret,
                           Secret{.event = event, .attributes = happened.attributes});
  if (!offers) return secret;
  auto* place = &run.block.view<OfferState>(kOffers)[event.offer].secret;
  while (*place != kNone) place = &run.block.view<Secret>(kSecrets)[*place].next;
  *place = secret;
  return secret;
}

}  // namespace

void send(Run& run, const Pending& happened) {
  const auto& event = happened.event;
  const auto& program = *run.program;
  if (is_a(program, event.type, program.roots.reveal)) publish_all(run, happened);
  const auto secret = keep_secret(run, happened);
  if (event.is_public && program.types[event.type].audience != kNone) {
    tell_audience(run, event, happened.attributes);
  }
  if (routes_of(run, event) == kNone) return;
  Pending message = happened;
  message.self = event.source;
  message.secret = secret;
  begin_hop(run, message);
}

void end_hop(Run& run, Pending message) {
  const auto& channel = channel_of(run, message.link);
  const bool leaks =
      channel.leaks != kNone && happens(run, message, channel.leaks, TraceKind::leak);
  if (leaks) make_known(run, message, run.program->roots.leak);
  const bool arrives = channel.reliability == kNone ||
                       happens(run, message, channel.reliability, TraceKind::arrives);
  if (run.error.kind != RunError::Kind::none) return;
  if (!arrives) {
    fail_to_deliver(run, message, kLost);
    return;
  }
  if (channel.is_public && !leaks) make_known(run, message, run.program->roots.reveal);
  message.self = message.other;
  if (message.self == message.event.target) {
    reach_addressee(run, message);
    forget(run, message);
  } else {
    reach_carrier(run, message);
  }
}

}  // namespace brink
