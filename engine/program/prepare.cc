#include "engine/program/prepare.h"

#include <algorithm>

namespace brink {
namespace {

class Preparer {
 public:
  explicit Preparer(Program& program) : program_(program) {
    draws_.reserve(program.nodes.size());
    // children stand before their parents
    for (const auto& node : program.nodes) {
      bool draws = node.op == Op::distribution || node.op == Op::pick;
      for (std::size_t i = 0; i < node.count; ++i) {
        draws = draws || draws_[program.children[node.first + i]];
      }
      draws_.push_back(draws);
    }
    plain_variables_.assign(program.variable_count, true);
    for (std::size_t i = 0; i < program.slot_of.size(); ++i) {
      const auto slot = program.slot_of[i];
      if (slot != kNone && !is_plain(slot)) plain_variables_[i % program.variable_count] = false;
    }
  }

  bool draws_first_values() const {
    const auto draws = [&](NodeId node) { return node != kNone && draws_[node]; };
    return std::any_of(program_.slots.begin(), program_.slots.end(),
                       [&](const SlotInfo& slot) { return draws(slot.initial); }) ||
           std::any_of(program_.tallies.begin(), program_.tallies.end(),
                       [&](const Tally& tally) { return draws(tally.window); });
  }

  void prepare(Rule& rule) {
    for (auto& option : rule.options) prepare(option.deeds);
    prepare(rule.deeds);
    const bool at_once = rule.responder == Responder::world && rule.has_pattern && !rule.chooses &&
                         rule.chance == kNone && rule.after == kNone && rule.still == kNone;
    const bool writes = std::all_of(rule.deeds.begin(), rule.deeds.end(), [&](const auto& deed) {
      return deed.kind == Deed::Kind::assign && deed.is_plain && !draws_[deed.value];
    });
    if (rule.chance != kNone && program_.nodes[rule.chance].op == Op::constant) {
      rule.chance_is_constant = true;
      rule.constant_chance = program_.nodes[rule.chance].constant.number;
    }
    rule.only_writes = at_once && writes && (rule.condition == kNone || !draws_[rule.condition]);
  }

  void prepare(Emission& emission) {
    emission.from_party = party(emission.from, emission.from_actor);
    emission.to_party = party(emission.to, emission.to_actor);
  }

 private:
  void prepare(std::vector<CompiledDeed>& deeds) {
    for (auto& deed : deeds) {
      prepare(deed.emission);
      prepare(deed.deeds);
      if (deed.kind == Deed::Kind::assign) prepare_assignment(deed);
    }
  }

  void prepare_assignment(CompiledDeed& deed) {
    ActorId known = kNobody;
    if (deed.slot != kNone) {
      deed.owner = Party::nobody;
      deed.is_plain = is_plain(deed.slot);
    } else if (deed.pair == kNone) {
      deed.owner = party(deed.actor, known);
      const bool asks = deed.owner == Party::any || deed.owner == Party::known;
      deed.is_plain = !asks && plain_variables_[deed.variable];
    }
    const auto& value = program_.nodes[deed.value];
    deed.is_constant = value.op == Op::constant;
    deed.constant = value.constant;
  }

  bool is_plain(SlotId slot) const {
    const auto& info = program_.slots[slot];
    return info.type == ValueType::number && info.law == Law::constant;
  }

  Party party(NodeId id, ActorId& known) const {
    if (id == kNone) return Party::nobody;
    const auto& node = program_.nodes[id];
    switch (node.op) {
      case Op::self:
        return Party::self;
      case Op::source:
        return Party::source;
      case Op::target:
        return Party::target;
      case Op::constant:
        known = static_cast<ActorId>(node.constant.whole);
        return Party::known;
      default:
        return Party::any;
    }
  }

  Program& program_;
  std::vector<bool> draws_;            // by node
  std::vector<bool> plain_variables_;  // by variable name: every actor's is plain
};

}  // namespace

void prepare(Program& program) {
  for (const auto& slot : program.slots) program.ranges.push_back({slot.low, slot.high});
  for (TypeId t = 0; t < program.types.size(); ++t) {
    auto& type = program.types[t];
    type.is_quiet = program.channels.empty() && !program.keeps_secrets && type.audience == kNone &&
                    !is_a(program, t, program.roots.reveal) && program.tallies_of_type[t].empty() &&
                    program.knowledge_of_type[t].empty() && !(program.reads_rungs && type.has_rung);
  }
  Preparer preparer(program);
  program.draws_first_values = preparer.draws_first_values();
  for (auto& rule : program.rules) preparer.prepare(rule);
  for (auto& process : program.processes) preparer.prepare(process.emission);
  for (auto& entry : program.schedule) preparer.prepare(entry.emission);
}

}  // namespace brink
