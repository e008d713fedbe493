#include <algorithm>

#include "engine/program/influence_builder.h"

// channels: what they depend on, what goes by them, who learns of it
namespace brink::internal {

// the rules of actors who learn of a type's events by a channel
void InfluenceBuilder::link_learners(std::uint32_t channel, TypeId type) {
  for (std::size_t r = 0; r < program_.rules.size(); ++r) {
    const auto& rule = program_.rules[r];
    if (rule.responder == Responder::world || rule.responder == Responder::source) continue;
    const bool learns = std::any_of(
        rule.pattern.alternatives.begin(), rule.pattern.alternatives.end(),
        [&](const EventPattern::Alternative& a) { return is_a(program_, type, a.type); });
    if (learns) link(channel, rules_[r], InfluenceKind::carries, true, true);
  }
}

// what actors know depends on the channels it comes by, and on what is revealed
void InfluenceBuilder::link_knowledge(const EventPattern& pattern, std::uint32_t reader) {
  for (const auto& alternative : pattern.alternatives) {
    for (TypeId t = alternative.type; t <= program_.types[alternative.type].last; ++t) {
      for (std::uint32_t c = 0; c < channels_.size(); ++c) {
        if (!flow_.is_made[t] || !goes_by(program_, flow_, t, c)) continue;
        link(channels_[c], reader, InfluenceKind::carries, true, true);
      }
    }
  }
  const auto reveal = program_.roots.reveal;
  for (TypeId t = reveal; t <= program_.types[reveal].last; ++t) {
    link(graph_.node_of_type[t], reader, InfluenceKind::carries, true);
  }
}

void InfluenceBuilder::link_channels() {
  const auto& roots = program_.roots;
  for (std::uint32_t i = 0; i < program_.channels.size(); ++i) {
    const auto& channel = program_.channels[i];
    const auto ends = ends_of_channel(program_, i);
    const Scene scene{.self = &ends, .other = &ends};
    const auto node = channels_[i];
    read(channel.delay, node, InfluenceKind::rates, scene);
    for (const auto gate : {channel.open, channel.carries, channel.reliability, channel.leaks}) {
      read(gate, node, InfluenceKind::gates, scene);
    }
    for (TypeId t = 0; t < program_.types.size(); ++t) {
      if (!flow_.is_made[t] || !goes_by(program_, flow_, t, i)) continue;
      link(graph_.node_of_type[t], node, InfluenceKind::carries, true, true);
      link_learners(node, t);
    }
    for (const auto made : {roots.undelivered, roots.leak, roots.reveal}) {
      const bool makes = made == roots.undelivered ||
                         (made == roots.leak && channel.leaks != kNone) ||
                         (made == roots.reveal && channel.is_public);
      if (makes && flow_.is_made[made]) {
        link(node, graph_.node_of_type[made], InfluenceKind::emits, true, true);
      }
    }
  }
}

}  // namespace brink::internal
