#include "engine/program/influence.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/program/influence_builder.h"

namespace brink {
namespace internal {
namespace {

// a variable that more actors have is one node for all of them
constexpr std::size_t kMaxApart = 4;

}  // namespace

InfluenceBuilder::InfluenceBuilder(const Program& program, const EventFlow& flow, GroupSets& groups)
    : program_(program), flow_(flow), groups_(groups) {
  slots_of_variable_.resize(program.variable_names.size());
  for (std::size_t i = 0; i < program.slot_of.size(); ++i) {
    if (program.slot_of[i] == kNone) continue;
    slots_of_variable_[i % program.variable_names.size()].push_back(program.slot_of[i]);
  }
  terms_.assign(program.terms.size(), kNone);
  terms_types_.resize(program.terms.size());
  let_of_.assign(program.nodes.size(), kNone);
}

std::uint32_t InfluenceBuilder::add(Thing thing, std::string name, std::uint32_t index,
                                    Position at) {
  graph_.nodes.push_back({thing, std::move(name), index, 1, at});
  return static_cast<std::uint32_t>(graph_.nodes.size() - 1);
}

void InfluenceBuilder::link(std::uint32_t from, std::uint32_t to, InfluenceKind link, bool guarded,
                            bool delayed) {
  if (from == kNone || to == kNone) return;
  graph_.edges.push_back({from, to, link, guarded, delayed});
}

// the variable of one actor among several: a node of its own, or that of all
void InfluenceBuilder::add_slot(SlotId s, const std::vector<std::uint32_t>& variable_of) {
  const auto& slot = program_.slots[s];
  auto& node = graph_.node_of_slot[s];
  const auto variable = variable_of[s];
  if (variable != kNone && slots_of_variable_[variable].size() > kMaxApart) {
    const auto& all = slots_of_variable_[variable];
    if (s == all.front()) {
      node = add(Thing::variable, program_.variable_names[variable], s, slot.at);
      graph_.nodes[node].members = static_cast<std::uint32_t>(all.size());
    }
    node = graph_.node_of_slot[all.front()];
    return;
  }
  node = add(slot.is_parameter ? Thing::parameter : Thing::variable, slot.name, s, slot.at);
}

void InfluenceBuilder::add_state() {
  const auto& slots = program_.slots;
  graph_.node_of_slot.assign(slots.size(), kNone);
  graph_.slot_is_read.assign(slots.size(), false);
  std::vector<std::uint32_t> variable_of(slots.size(), kNone);
  for (std::uint32_t v = 0; v < slots_of_variable_.size(); ++v) {
    for (const auto s : slots_of_variable_[v]) variable_of[s] = v;
  }
  const auto is_pair = [&](SlotId s) { return slots[s].other != kNobody; };
  for (SlotId s = 0; s < slots.size(); ++s) {
    if (slots[s].is_parameter) add_slot(s, variable_of);
  }
  for (std::uint32_t i = 0; i < program_.lets.size(); ++i) {
    const auto& label = program_.scenario.lets[i].label;
    auto& known = let_of_[program_.lets[i]];
    if (known == kNone) known = add(Thing::derived, label.id, i, label.at);
    graph_.node_of_let.push_back(known);
  }
  for (SlotId s = 0; s < slots.size(); ++s) {
    if (!slots[s].is_parameter && !is_pair(s)) add_slot(s, variable_of);
  }
  for (std::size_t p = 0; p < program_.pairs.size(); ++p) {
    const auto first = program_.pairs[p].first_slot;
    const auto last = p + 1 < program_.pairs.size() ? program_.pairs[p + 1].first_slot
                                                    : static_cast<SlotId>(slots.size());
    const auto node = add(Thing::variable, program_.pairs[p].id, first, slots[first].at);
    graph_.nodes[node].members = last - first;
    for (auto s = first; s < last; ++s) graph_.node_of_slot[s] = node;
  }
}

void InfluenceBuilder::add_makers() {
  const auto& scenario = program_.scenario;
  for (std::uint32_t i = 0; i < program_.schedule.size(); ++i) {
    schedule_.push_back(
        add(Thing::schedule, program_.schedule[i].name, i, scenario.schedule[i].label.at));
  }
  for (std::uint32_t i = 0; i < program_.processes.size(); ++i) {
    processes_.push_back(
        add(Thing::process, program_.processes[i].name, i, scenario.processes[i].label.at));
  }
  std::map<std::string_view, Position> declared;
  for (const auto& event : scenario.events) declared.emplace(event.label.id, event.label.at);
  graph_.node_of_type.assign(program_.types.size(), kNone);
  for (TypeId t = 0; t < program_.types.size(); ++t) {
    const auto& type = program_.types[t];
    const auto decl = declared.find(type.name);
    // a type that only stands above others has no events of its own
    const bool is_leaf = decl != declared.end() && type.last == t;
    if (!flow_.is_made[t] && !is_leaf) continue;
    graph_.node_of_type[t] =
        add(Thing::event, type.name, t, decl == declared.end() ? Position{} : decl->second);
  }
  for (std::uint32_t i = 0; i < program_.channels.size(); ++i) {
    channels_.push_back(add(Thing::channel, program_.channels[i].name, i, program_.channels[i].at));
  }
  for (std::uint32_t i = 0; i < program_.rules.size(); ++i) {
    rules_.push_back(add(Thing::rule, program_.rules[i].name, i, program_.rules[i].at));
  }
}

void InfluenceBuilder::add_results() {
  const auto& scenario = program_.scenario;
  for (std::uint32_t i = 0; i < program_.outcomes.size(); ++i) {
    outcomes_.push_back(
        add(Thing::outcome, program_.outcomes[i].name, i, scenario.outcomes[i].label.at));
  }
  for (std::uint32_t i = 0; i < program_.measures.size(); ++i) {
    measures_.push_back(
        add(Thing::measure, program_.measures[i].name, i, scenario.measures[i].label.at));
  }
}

// each link once: open and at once if one of its kind is
void InfluenceBuilder::tidy_edges() {
  auto& edges = graph_.edges;
  const auto key = [](const InfluenceEdge& e) { return std::tuple(e.from, e.to, e.link); };
  std::sort(edges.begin(), edges.end(), [&](const auto& a, const auto& b) {
    return std::tuple(key(a), a.guarded, a.delayed) < std::tuple(key(b), b.guarded, b.delayed);
  });
  std::size_t kept = 0;
  for (const auto& edge : edges) {
    if (kept > 0 && key(edges[kept - 1]) == key(edge)) {
      edges[kept - 1].delayed = edges[kept - 1].delayed && edge.delayed;
    } else {
      edges[kept++] = edge;
    }
  }
  edges.resize(kept);
}

Influence InfluenceBuilder::built() {
  add_state();
  add_makers();
  add_results();
  link_laws();
  link_types();
  link_schedule();
  link_processes();
  link_rules();
  link_triggers();
  link_makings();
  link_channels();
  link_results();
  link_terms();
  link_offers();
  tidy_edges();
  return std::move(graph_);
}

}  // namespace internal

Influence influence_of(const Program& program, const EventFlow& flow, GroupSets& groups) {
  return internal::InfluenceBuilder(program, flow, groups).built();
}

Influence influence_of(const Program& program) {
  GroupSets groups(program);
  return influence_of(program, event_flow(program, groups), groups);
}

}  // namespace brink
