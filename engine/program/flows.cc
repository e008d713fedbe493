#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "engine/program/compiler.h"

namespace brink::internal {

// systems are the connected components of flows that read each other
void Compiler::find_systems() {
  auto& slots = program_.slots;
  std::vector<SlotId> leader(slots.size());
  std::iota(leader.begin(), leader.end(), SlotId{0});
  const auto find = [&](SlotId s) {
    while (leader[s] != s) s = leader[s] = leader[leader[s]];
    return s;
  };
  for (SlotId s = 0; s < slots.size(); ++s) {
    if (slots[s].law != Law::flow) continue;
    std::vector<Dependency> reads;
    collect(slots[s].speed, {slots[s].owner, slots[s].other}, reads);
    for (const auto& read : reads) {
      if (read.id >= slots.size() || slots[read.id].law != Law::flow) continue;
      const auto one = find(s);
      const auto other = find(read.id);
      leader[std::max(one, other)] = std::min(one, other);
    }
  }
  for (SlotId s = 0; s < slots.size(); ++s) {
    if (slots[s].law != Law::flow) continue;
    const auto first = find(s);
    if (first == s) {
      slots[s].system = static_cast<std::uint32_t>(program_.systems.size());
      program_.systems.emplace_back();
    }
    slots[s].system = slots[first].system;
    auto& system = program_.systems[slots[s].system];
    slots[s].place = static_cast<std::uint32_t>(system.slots.size());
    system.slots.push_back(s);
  }
  for (auto& system : program_.systems) {
    system.first_curve = program_.curves;
    program_.curves += static_cast<std::uint32_t>(system.slots.size());
  }
}

// a system begins anew when anything else that it reads changes
void Compiler::find_flow_readers() {
  for (SlotId s = 0; s < program_.slots.size(); ++s) {
    const auto& slot = program_.slots[s];
    if (slot.law != Law::flow) continue;
    add_reader(slot.speed, {slot.owner, slot.other}, {Reader::Kind::law, s});
  }
  for (SlotId s = 0; s < program_.slots.size(); ++s) {
    if (program_.slots[s].law != Law::flow) continue;
    std::erase_if(program_.readers[s], [&](const Reader& reader) {
      return reader.kind == Reader::Kind::law &&
             program_.slots[reader.index].system == program_.slots[s].system;
    });
  }
}

bool Compiler::reads_system(NodeId node, const Binding& who, std::uint32_t system) const {
  std::vector<Dependency> reads;
  collect(node, who, reads);
  return std::any_of(reads.begin(), reads.end(), [&](const Dependency& read) {
    return read.id < program_.slots.size() && program_.slots[read.id].law == Law::flow &&
           program_.slots[read.id].system == system;
  });
}

// where the expression may jump or bend; not by a system's own variables, which are not known yet
void Compiler::collect_breaks(NodeId id, const Binding& who, std::uint32_t system,
                              Breaks& found) const {
  std::vector<Dependency> reads;
  collect(id, who, reads);
  for (const auto& read : reads) {
    if (read.id >= program_.slots.size()) continue;
    const auto& slot = program_.slots[read.id];
    const bool ends = slot.law == Law::trend || slot.law == Law::decay ||
                      (slot.law == Law::flow && slot.system != system);
    const bool known =
        std::find(found.slots.begin(), found.slots.end(), read.id) != found.slots.end();
    if (ends && !known) found.slots.push_back(read.id);
  }
  std::vector<NodeId> open{id};
  while (!open.empty()) {
    const auto at = open.back();
    open.pop_back();
    const auto& node = program_.nodes[at];
    // what stands below `over` is asked of each member: left to the step's own control
    if (node.op == Op::over || !drifts(at, who)) continue;
    if (node.op == Op::less || node.op == Op::less_equal) {
      if (is_closed(at, who) && !reads_system(at, who, system)) {
        found.truths.push_back({at, who.self, who.other});
      }
      continue;
    }
    const auto* children = program_.children.data() + node.first;
    open.insert(open.end(), children, children + node.count);
  }
}

void Compiler::check_equality(NodeId id, const Binding& who, const std::string& what) {
  const auto& node = program_.nodes[id];
  if (!drifts(id, who)) return;
  if (node.op == Op::equal || node.op == Op::not_equal) {
    check_closed(id, who, what, true);
    return;
  }
  for (std::size_t i = 0; i < node.count; ++i) {
    check_equality(program_.children[node.first + i], who, what);
  }
}

void Compiler::check_rate(std::uint32_t index) {
  auto& instance = program_.instances[index];
  const auto& process = program_.processes[instance.process];
  const Binding who{instance.self, instance.other};
  if (process.rate == kNone) return;
  check_equality(process.rate, who, fmt::format("`rate` of process `{}`", process.name));
  instance.is_integrated = !is_closed(process.rate, who);
  if (instance.is_integrated) collect_breaks(process.rate, who, kNone, instance.breaks);
}

// equations and rates may be anything but what is true for no time at all
void Compiler::check_flows() {
  for (const auto& slot : program_.slots) {
    if (slot.law != Law::flow) continue;
    const Binding who{slot.owner, slot.other};
    check_equality(slot.speed, who, fmt::format("`flow` of `{}`", slot.name));
    collect_breaks(slot.speed, who, slot.system, program_.systems[slot.system].breaks);
  }
  for (std::uint32_t i = 0; i < program_.instances.size(); ++i) check_rate(i);
}

}  // namespace brink::internal
