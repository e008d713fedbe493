#include "engine/program/influence_builder.h"

// what an expression reads: each thing once for each place, whoever is meant there
namespace brink::internal {

void InfluenceBuilder::read_slot(SlotId slot, std::uint32_t reader, InfluenceKind how) {
  if (slot == kNone) return;
  const auto node = graph_.node_of_slot[slot];
  if (node != reader) graph_.slot_is_read[slot] = true;
  link(node, reader, how);
}

// the slots of an actor's variable; one stands for all where they share a node
std::vector<SlotId> InfluenceBuilder::slots_of(std::uint32_t variable,
                                               const ActorSet& owners) const {
  const auto& all = slots_of_variable_[variable];
  if (all.empty()) return {};
  if (graph_.nodes[graph_.node_of_slot[all.front()]].members > 1) return {all.front()};
  std::vector<SlotId> slots;
  for (const auto slot : all) {
    if (owners.has(program_.slots[slot].owner)) slots.push_back(slot);
  }
  return slots;
}

// terms, offers and the ladder are nodes where somebody asks for them
std::uint32_t InfluenceBuilder::shared(std::uint32_t& node, Thing thing, std::string name) {
  if (node == kNone) node = add(thing, std::move(name), 0, {});
  return node;
}

void InfluenceBuilder::read_children(const Node& node, std::uint32_t reader, InfluenceKind how,
                                     const Scene& scene) {
  for (std::size_t i = 0; i < node.count; ++i) {
    read(program_.children[node.first + i], reader, how, scene);
  }
}

void InfluenceBuilder::read_node(const Node& node, std::uint32_t reader, InfluenceKind how,
                                 const Scene& scene) {
  switch (node.op) {
    case Op::slot:
      read_slot(node.a, reader, how);
      break;
    case Op::actor_variable: {
      const auto owners = actors_of(program_, program_.children[node.first], scene, groups_);
      for (const auto slot : slots_of(node.a, owners)) read_slot(slot, reader, how);
      break;
    }
    case Op::pair_variable:
      read_slot(program_.pairs[node.a].first_slot, reader, how);
      break;
    case Op::tally_count:
    case Op::tally_total:
    case Op::tally_since:
    case Op::tally_offer:
    case Op::tally_knows: {
      const auto& tally = program_.tallies[node.a];
      link_pattern(tally.pattern, reader,
                   how == InfluenceKind::reads ? InfluenceKind::counts : how);
      if (tally.window != kNone) read(tally.window, reader, how, {});
      if (node.op == Op::tally_knows) link_knowledge(tally.pattern, reader);
      break;
    }
    case Op::in_force:
      link(shared(terms_[node.a], Thing::term, program_.terms[node.a]), reader, how);
      break;
    case Op::offer_field:
    case Op::offer_parent:
    case Op::offer_term:
    case Op::exists:
      link(shared(offers_, Thing::offers, "offers"), reader, how);
      break;
    case Op::rung:
      link(shared(ladder_, Thing::ladder, "ladder"), reader, how);
      break;
    default:
      break;
  }
}

void InfluenceBuilder::read(NodeId id, std::uint32_t reader, InfluenceKind how,
                            const Scene& scene) {
  if (id == kNone) return;
  if (const auto let = let_of_[id]; let != kNone && let != reader) {
    link(let, reader, how);
    return;
  }
  const auto& node = program_.nodes[id];
  read_node(node, reader, how, scene);
  if (node.op != Op::over && node.op != Op::pick) {
    read_children(node, reader, how, scene);
    return;
  }
  Scene inner = scene;
  inner.each = &groups_.of(static_cast<GroupId>(node.b));
  read_children(node, reader, how, inner);
}

// the types of a pattern that are made, and what its conditions read
void InfluenceBuilder::link_pattern(const EventPattern& pattern, std::uint32_t reader,
                                    InfluenceKind how) {
  for (const auto& alternative : pattern.alternatives) {
    for (TypeId t = alternative.type; t <= program_.types[alternative.type].last; ++t) {
      link(graph_.node_of_type[t], reader, how);
    }
    read(alternative.where, reader, InfluenceKind::reads, {});
  }
}

}  // namespace brink::internal
