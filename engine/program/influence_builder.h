#pragma once

#include <string>
#include <vector>

#include "engine/program/influence.h"

/// How `influence_of` goes about it, for influence*.cc alone.
namespace brink::internal {

class InfluenceBuilder {
 public:
  InfluenceBuilder(const Program& program, const EventFlow& flow, GroupSets& groups);
  Influence built();

 private:
  // influence.cc: the nodes, and what is linked without an expression
  void add_state();
  void add_slot(SlotId slot, const std::vector<std::uint32_t>& variable_of);
  void add_makers();
  void add_results();
  std::uint32_t add(Thing thing, std::string name, std::uint32_t index, Position at);
  void link(std::uint32_t from, std::uint32_t to, InfluenceKind link, bool guarded = false,
            bool delayed = false);
  void tidy_edges();

  // influence_links.cc: what each thing reads and does
  void link_laws();
  void link_types();
  void link_schedule();
  void link_processes();
  void link_rules();
  void link_triggers();
  void link_makings();
  void link_channels();
  void link_knowledge(const EventPattern& pattern, std::uint32_t reader);
  void link_learners(std::uint32_t channel, TypeId type);
  void link_deeds(std::uint32_t rule, const std::vector<CompiledDeed>& deeds, Scene scene,
                  bool guarded);
  void link_assignment(std::uint32_t rule, const CompiledDeed& deed, const Scene& scene,
                       bool guarded);
  void link_emission(std::uint32_t maker, const Emission& emission, const Scene& scene);
  void link_results();
  void link_pattern(const EventPattern& pattern, std::uint32_t reader, InfluenceKind link);
  void find_terms(const std::vector<CompiledDeed>& deeds);
  void link_terms();
  void link_offers();

  // influence_reads.cc: what an expression reads
  void read(NodeId node, std::uint32_t reader, InfluenceKind link, const Scene& scene);
  void read_node(const Node& node, std::uint32_t reader, InfluenceKind link, const Scene& scene);
  void read_children(const Node& node, std::uint32_t reader, InfluenceKind link,
                     const Scene& scene);
  void read_slot(SlotId slot, std::uint32_t reader, InfluenceKind link);
  std::vector<SlotId> slots_of(std::uint32_t variable, const ActorSet& owners) const;
  std::uint32_t shared(std::uint32_t& node, Thing thing, std::string name);

  const Program& program_;
  const EventFlow& flow_;
  GroupSets& groups_;
  Influence graph_;
  std::vector<std::vector<SlotId>> slots_of_variable_;  // by variable name
  std::vector<std::uint32_t> let_of_;                   // by expression: the derived name it is
  std::vector<std::uint32_t> schedule_, processes_, channels_, rules_, outcomes_, measures_;
  std::vector<std::uint32_t> terms_;              // kNone: nobody asks
  std::vector<std::vector<TypeId>> terms_types_;  // that bring or end each term, of those made
  std::uint32_t offers_ = kNone;
  std::uint32_t ladder_ = kNone;
};

}  // namespace brink::internal
