#include <fmt/format.h>

#include <map>
#include <tuple>

#include "engine/program/checks.h"

namespace brink::internal {
namespace {

std::vector<bool> with_readers(const Influence& graph) {
  std::vector<bool> read(graph.nodes.size());
  for (const auto& edge : graph.edges) {
    if (edge.from != edge.to) read[edge.from] = true;
  }
  return read;
}

void check_parameters(const Check& check, const std::vector<bool>& read) {
  const auto& graph = check.graph;
  std::vector<std::uint32_t> results;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const auto thing = graph.nodes[i].thing;
    if (thing == Thing::outcome || thing == Thing::measure) results.push_back(i);
  }
  if (results.empty()) return;
  const auto matters = reached(graph, results, true);
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& node = graph.nodes[i];
    if (node.thing != Thing::parameter || matters[i]) continue;
    if (read[i]) {
      check.warn(node.at,
                 fmt::format("parameter `{}` influences no outcome and no measure", node.name),
                 fmt::format("`brink graph FILE --from {}` shows what it influences", node.name));
    } else {
      check.warn(node.at, fmt::format("nothing reads parameter `{}`", node.name),
                 "use it in an expression, or delete it");
    }
  }
}

// a declaration that several actors share (`like:`) is read if it is read of one of them
void check_variables(const Check& check, const std::vector<bool>& read) {
  struct Declared {
    SlotId first = 0;
    std::size_t slots = 0;
    bool read = false;
  };
  const auto& program = check.program;
  const auto& graph = check.graph;
  std::map<std::tuple<int, int, int>, Declared> declared;
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    const auto& slot = program.slots[s];
    if (slot.is_parameter || slot.at.file != 0) continue;
    const auto node = graph.node_of_slot[s];
    auto& one = declared.try_emplace({slot.at.file, slot.at.line, slot.at.column}, Declared{s})
                    .first->second;
    ++one.slots;
    one.read =
        one.read || check.graph.slot_is_read[s] || (graph.nodes[node].members > 1 && read[node]);
  }
  for (const auto& [at, one] : declared) {
    if (one.read) continue;
    const auto& slot = program.slots[one.first];
    const auto& node = graph.nodes[graph.node_of_slot[one.first]];
    const bool several = one.slots > 1 && slot.other == kNobody;
    const auto name = slot.other != kNobody ? node.name
                      : several             ? slot.name.substr(slot.name.find('.') + 1)
                                            : slot.name;
    check.warn(slot.at,
               fmt::format("nothing reads `{}`{}", name,
                           several ? fmt::format(" of {} actors", one.slots) : ""),
               "read it in a rule, a process, an outcome or a measure, or delete it");
  }
}

}  // namespace

void check_names(const Check& check) {
  const auto read = with_readers(check.graph);
  check_parameters(check, read);
  check_variables(check, read);
  for (std::size_t i = 0; i < check.graph.node_of_let.size(); ++i) {
    const auto node = check.graph.node_of_let[i];
    if (read[node] || check.graph.nodes[node].index != i) continue;
    const auto& label = check.program.scenario.lets[i].label;
    check.warn(label.at, fmt::format("nothing reads `{}`", label.id),
               "use it in an expression, or delete it");
  }
}

}  // namespace brink::internal
