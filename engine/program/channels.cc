#include <fmt/format.h>

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/program/compiler.h"

// channels, and who learns of events by them
namespace brink::internal {

// the pairs of actors that a channel joins
std::vector<std::pair<ActorId, ActorId>> Compiler::ends_of(const ChannelDecl& decl) {
  const auto owner = fmt::format("channel `{}`", decl.label.id);
  if (decl.between.size() == 1) {
    const auto& name = decl.between[0];
    const auto entry = names_.find(name.value);
    if (entry != names_.end() && entry->second.kind == NameEntry::Kind::actor) {
      error(name.at, fmt::format("{} joins `{}` with nobody", owner, name.value),
            "name two actors, or one group: then each two of it have one");
      return {};
    }
    const auto group = find_group(name);
    if (!group) return {};
    if (decl.directed) {
      error(name.at, fmt::format("{} is directed and joins a group", owner),
            "a directed channel names two actors, first who speaks");
      return {};
    }
    const auto& members = program_.groups[*group].members;
    if (members.size() < 2) {
      error(name.at, fmt::format("`{}` has no pairs: it needs two members", name.value));
      return {};
    }
    if (program_.links.size() + members.size() * (members.size() - 1) / 2 > kMaxLinks) {
      error(name.at, fmt::format("more than {} pairs of actors are joined by channels", kMaxLinks),
            "name a smaller group");
      return {};
    }
    std::vector<std::pair<ActorId, ActorId>> ends;
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t k = i + 1; k < members.size(); ++k) {
        ends.emplace_back(members[i], members[k]);
      }
    }
    return ends;
  }
  std::vector<ActorId> actors;
  for (const auto& name : decl.between) {
    const auto entry = names_.find(name.value);
    if (entry != names_.end() && entry->second.kind == NameEntry::Kind::actor) {
      actors.push_back(static_cast<ActorId>(entry->second.index));
      continue;
    }
    std::vector<std::string> known;
    for (const auto& actor : program_.actors) known.push_back(actor.id);
    const bool is_group = entry != names_.end() && entry->second.kind == NameEntry::Kind::group;
    error(name.at, fmt::format("`{}` is not an actor", name.value),
          is_group ? fmt::format("a group stands alone: `between: {}`", name.value)
                   : did_you_mean(name.value, known));
  }
  if (actors.size() != 2) return {};
  if (actors[0] == actors[1]) {
    error(decl.between[1].at,
          fmt::format("{} joins `{}` with itself", owner, decl.between[1].value),
          "name two actors who differ");
    return {};
  }
  return {{actors[0], actors[1]}};
}

void Compiler::add_link(std::uint32_t channel, ActorId a, ActorId b, std::uint64_t path) {
  ChannelLink link{channel, a, b, mix(mix(path, program_.actors[a].path), program_.actors[b].path)};
  const auto open = program_.channels[channel].open;
  if (open != kNone) {
    link.open_watch = static_cast<std::uint32_t>(program_.watches.size());
    program_.watches.push_back({Watch::Kind::channel,
                                static_cast<std::uint32_t>(program_.links.size()), open, a, b,
                                link.path});
  }
  program_.links.push_back(link);
}

// a probability that is written out
void Compiler::check_probability(NodeId node, const std::optional<Expr>& written,
                                 const std::string& what) {
  if (node == kNone || program_.nodes[node].op != Op::constant) return;
  const double p = program_.nodes[node].constant.number;
  if (p >= 0 && p <= 1) return;
  error(written->at, fmt::format("{} is a probability, and {} is none", what, p),
        "from 0, never, to 1, always");
}

void Compiler::compile_channel(const ChannelDecl& decl) {
  const auto id = static_cast<std::uint32_t>(program_.channels.size());
  const auto owner = fmt::format("channel `{}`", decl.label.id);
  const auto what = [&](std::string_view key) { return fmt::format("`{}` of {}", key, owner); };
  const auto ends = ends_of(decl);
  ActorSet firsts{std::vector<bool>(program_.actors.size(), false), false};
  auto seconds = firsts;
  for (const auto& [a, b] : ends) {
    firsts.members[a] = seconds.members[b] = true;
    if (!decl.directed) firsts.members[b] = seconds.members[a] = true;
  }
  Context context{.owner = owner, .self = &firsts, .other = &seconds, .is_response = true};
  context.lost = ends.empty();
  std::uint32_t sites = 0;
  Context drawing = context;
  drawing.sites = &sites;
  Channel channel{.name = decl.label.id, .about = decl.label.about, .at = decl.label.at};
  channel.directed = decl.directed;
  channel.is_public = decl.is_public;
  channel.delay =
      compile_as(decl.delay, ValueType::duration, drawing, what("delay"), &channel.delay_is_drawn);
  check_not_negative(decl.delay, what("delay"));
  channel.reliability =
      compile_as(decl.reliability, ValueType::number, context, what("reliability"));
  channel.carries = compile_as(decl.carries, ValueType::number, context, what("carries"));
  channel.leaks = compile_as(decl.leaks, ValueType::number, context, what("leaks"));
  check_probability(channel.reliability, decl.reliability, what("reliability"));
  check_probability(channel.carries, decl.carries, what("carries"));
  check_probability(channel.leaks, decl.leaks, what("leaks"));
  channel.open = compile_as(decl.open, ValueType::truth, context, what("open"));
  program_.keeps_secrets |= channel.is_public || channel.leaks != kNone;
  program_.channels.push_back(channel);
  if (channel.open != kNone && !fits_members(ends.size(), decl.label.at)) return;
  const auto path = mix(hash_text("channel"), hash_text(decl.label.id));
  for (const auto& [a, b] : ends) add_link(id, a, b, path);
}

void Compiler::compile_channels() {
  const auto& channels = scenario().channels;
  program_.place_in_net.assign(program_.actors.size(), kNoId);
  if (channels.empty()) return;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const auto& label = channels[i].label;
    if (!channel_ids_.emplace(label.id, static_cast<std::uint32_t>(i)).second) {
      error(label.at, fmt::format("channel `{}` is declared twice", label.id));
    }
    if (label.id == "channels") {
      error(label.at, "`channels` cannot be the name of one: `via: channels` means all of them",
            "choose another name");
    }
    compile_channel(channels[i]);
  }
  std::vector<bool> joined(program_.actors.size());
  RouteSet all;
  for (std::uint32_t i = 0; i < program_.links.size(); ++i) {
    joined[program_.links[i].a] = joined[program_.links[i].b] = true;
    all.links.push_back(i);
  }
  for (std::size_t i = 0; i < joined.size(); ++i) {
    if (!joined[i]) continue;
    program_.place_in_net[i] = static_cast<std::uint16_t>(program_.net.size());
    program_.net.push_back(static_cast<ActorId>(i));
  }
  if (program_.net.size() * program_.net.size() > kMaxRoutes) {
    error(channels[0].label.at,
          fmt::format("channels join {} actors: routes between more than 5,000 are not kept",
                      program_.net.size()),
          "join fewer, for example one for each group");
  }
  program_.route_sets.push_back(std::move(all));
}

// the links of the channels named, as a set of their own; nothing where a name is wrong
std::optional<std::uint32_t> Compiler::compile_via(const std::vector<Text>& via) {
  std::vector<std::uint32_t> channels;
  for (const auto& name : via) {
    if (name.value == "channels") return 0;
    const auto known = channel_ids_.find(name.value);
    if (known == channel_ids_.end()) {
      std::vector<std::string> names{"channels"};
      for (const auto& channel : program_.channels) names.push_back(channel.name);
      error(name.at, fmt::format("`{}` is not a channel", name.value),
            did_you_mean(name.value, names));
      return std::nullopt;
    }
    channels.push_back(known->second);
  }
  std::sort(channels.begin(), channels.end());
  channels.erase(std::unique(channels.begin(), channels.end()), channels.end());
  const auto next = static_cast<std::uint32_t>(program_.route_sets.size());
  const auto [known, is_new] = route_set_ids_.emplace(channels, next);
  if (!is_new) return known->second;
  if (next == kMaxRouteSets || next * program_.net.size() * program_.net.size() > kMaxRoutes) {
    error(via[0].at,
          fmt::format("more than {} different lists of channels, or too many actors on "
                      "them",
                      kMaxRouteSets),
          "use `via: channels` where it matters little");
    return std::nullopt;
  }
  RouteSet set;
  for (std::uint32_t i = 0; i < program_.links.size(); ++i) {
    if (std::binary_search(channels.begin(), channels.end(), program_.links[i].channel)) {
      set.links.push_back(i);
    }
  }
  program_.route_sets.push_back(std::move(set));
  return next;
}

// who learns of a type's events, and when; what it does not say is its parent's
void Compiler::compile_visibility(TypeId id, const EventTypeDecl& decl) {
  const auto everybody = all_actors();
  std::uint32_t sites = 0;
  const Context context{.owner = fmt::format("event `{}`", decl.label.id),
                        .self = &everybody,
                        .is_response = true,
                        .sites = &sites};
  const auto audience = compile_as(decl.audience, ValueType::duration, context,
                                   fmt::format("`audience` of event `{}`", decl.label.id));
  check_not_negative(decl.audience, fmt::format("`audience` of event `{}`", decl.label.id));
  auto& type = program_.types[id];
  if (type.parent != kNoId) {
    type.via = program_.types[type.parent].via;
    type.audience = program_.types[type.parent].audience;
  }
  if (audience != kNone) type.audience = audience;
  if (decl.audience && !type.is_public) {
    findings_.warning(decl.audience->at,
                      fmt::format("event `{}` is private: it has no audience", decl.label.id),
                      "leave `audience` out, or make it `visibility: public`");
  }
  if (decl.via.empty()) return;
  if (program_.channels.empty()) {
    error(decl.via[0].at,
          fmt::format("event `{}` goes by channels, and there are none", decl.label.id),
          "declare them under `channels:`");
    return;
  }
  if (const auto via = compile_via(decl.via)) type.via = *via;
}

// routes are found anew when what their delays depend on changes
void Compiler::find_route_readers() {
  for (const auto& link : program_.links) {
    const auto& channel = program_.channels[link.channel];
    if (channel.delay == kNone) continue;
    program_.delays_move = program_.delays_move || program_.nodes[channel.delay].moves;
    add_reader(channel.delay, {link.a, link.b}, {Reader::Kind::routes, 0});
    if (!channel.directed) add_reader(channel.delay, {link.b, link.a}, {Reader::Kind::routes, 0});
  }
}

// answers are as private as their offer
bool Compiler::may_be_private(TypeId type) const {
  const auto& roots = program_.roots;
  if (!program_.types[type].is_public) return true;
  const auto is_private_offer = [&](TypeId t) {
    return !program_.types[t].is_public && !source_sets_[t].empty();
  };
  const bool answers = is_a(program_, type, roots.accept) || is_a(program_, type, roots.refuse) ||
                       is_a(program_, type, roots.counter) ||
                       is_a(program_, type, roots.withdraw) || is_a(program_, type, roots.end);
  if (!answers) return false;
  for (TypeId t = roots.offer; t <= program_.types[roots.offer].last; ++t) {
    if (is_private_offer(t)) return true;
  }
  return false;
}

// true if its events may be messages; `via` is filled in before it is known by which channels
bool Compiler::may_travel(TypeId type) const {
  return program_.types[type].via != kNone || may_be_private(type);
}

// between whom messages fail to arrive, or become known on their way
void Compiler::grow_engine_sets(bool& grew) {
  const auto& roots = program_.roots;
  const auto anybody = all_actors();
  for (TypeId t = 0; t < program_.types.size(); ++t) {
    if (source_sets_[t].empty() || !may_travel(t)) continue;
    ActorSet sources = source_sets_[t];
    ActorSet targets = target_sets_[t];
    sources.nobody = targets.nobody = false;  // what is from or to nobody goes nowhere
    if (is_a(program_, t, roots.undelivered) || is_a(program_, t, roots.reveal)) continue;
    grew |= source_sets_[roots.undelivered].add(sources);
    grew |= target_sets_[roots.undelivered].add(targets);
    for (const auto known : {roots.reveal, roots.leak}) {
      grew |= source_sets_[known].add(anybody);
      grew |= target_sets_[known].add(targets);
    }
  }
}

}  // namespace brink::internal
