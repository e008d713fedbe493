#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"

namespace brink::internal {

// the actor a node means once `self` is known; kNobody when it depends on an event
ActorId Compiler::static_actor(NodeId id, const Binding& who) const {
  const auto& node = program_.nodes[id];
  if (node.op == Op::constant) return static_cast<ActorId>(node.constant.whole);
  switch (node.op) {
    case Op::self:
      return who.self;
    case Op::other:
      return who.other;
    case Op::each:
      return who.each;
    case Op::loop:
      return who.loop[node.a];
    case Op::rival: {
      const auto& members = program_.groups[node.a].members;
      return members[0] == who.self ? members[1] : members[0];
    }
    default:
      return kNobody;
  }
}

SlotId Compiler::slot_read(const Node& node, const Binding& who) const {
  if (node.op == Op::slot) return node.a;
  if (node.op == Op::actor_variable) {
    return slot_of(program_, static_actor(program_.children[node.first], who), node.a);
  }
  if (node.op == Op::pair_variable) {
    return pair_slot(program_, node.a, static_actor(program_.children[node.first], who),
                     static_actor(program_.children[node.first + 1], who));
  }
  return kNone;
}

// the slots that a node may read: several where the actors of a pair are not known
std::vector<SlotId> Compiler::slots_read(const Node& node, const Binding& who) const {
  if (node.op == Op::pair_variable) {
    const auto a = static_actor(program_.children[node.first], who);
    const auto b = static_actor(program_.children[node.first + 1], who);
    if (a == kNobody || b == kNobody) {
      std::vector<SlotId> slots;
      for (const auto one : program_.groups[program_.pairs[node.a].group].members) {
        for (const auto other : program_.groups[program_.pairs[node.a].group].members) {
          if ((a != kNobody && a != one) || (b != kNobody && b != other) || one == other) continue;
          slots.push_back(pair_slot(program_, node.a, one, other));
        }
      }
      return slots;
    }
  }
  const auto slot = slot_read(node, who);
  return slot == kNone ? std::vector<SlotId>{} : std::vector<SlotId>{slot};
}

// the pair of actors that `rung` or `in_force` asks about; kNone when any or unknown
std::uint32_t Compiler::static_pair(const Node& node, const Binding& who) const {
  if (node.count != 2) return kNone;
  const auto a = static_actor(program_.children[node.first], who);
  const auto b = static_actor(program_.children[node.first + 1], who);
  return a == kNobody || b == kNobody ? kNone : static_cast<std::uint32_t>(pair_index(a, b));
}

void Compiler::collect(NodeId id, const Binding& who, std::vector<Dependency>& found) const {
  const auto& node = program_.nodes[id];
  const auto* children = program_.children.data() + node.first;
  if (node.op == Op::over || node.op == Op::pick) {
    Binding inner = who;
    for (const auto member : program_.groups[node.b].members) {
      inner.each = member;
      for (std::size_t i = 0; i < node.count; ++i) collect(children[i], inner, found);
    }
    return;
  }
  for (const auto slot : slots_read(node, who)) found.push_back({slot});
  switch (node.op) {
    case Op::tally_count:
    case Op::tally_total:
    case Op::tally_since:
    case Op::tally_offer:
    case Op::tally_knows: {
      // who knows stands before the parties, and picks last
      const auto& tally = program_.tallies[node.a];
      std::size_t cell = 0;
      std::size_t child = tally.by_knower ? 1 : 0;
      const auto pick = [&](bool by, std::size_t place) {
        if (by) cell = cell * program_.actors.size() + static_actor(children[place], who);
        return by;
      };
      if (pick(tally.by_source, child)) ++child;
      pick(tally.by_target, child);
      pick(tally.by_knower, 0);
      if (cell < tally.cells) {
        found.push_back({program_.first_cell_dependency() + tally.first_cell +
                         static_cast<std::uint32_t>(cell)});
      }
      break;
    }
    case Op::in_force:
      found.push_back({program_.first_term_dependency() + node.a, static_pair(node, who)});
      break;
    case Op::rung:
      found.push_back({program_.ladder_dependency(), static_pair(node, who)});
      break;
    case Op::offer_field:
    case Op::offer_parent:
    case Op::offer_term:
      found.push_back({program_.offers_dependency()});
      break;
    default:
      break;
  }
  for (std::size_t i = 0; i < node.count; ++i) collect(children[i], who, found);
}

// derived names are walked through once for each place and member that reads them
void Compiler::spend(NodeId node) {
  watched_ += work_of_[node];
  if (watched_ <= kMaxWatched) return;
  error(program_.node_places[node],
        fmt::format("what conditions, rates and first values read has more than {} operations, "
                    "counted once for each member of their groups",
                    kMaxWatched),
        "keep derived names in variables, or use smaller groups");
  throw TooManyErrors{};
}

void Compiler::add_reader(NodeId node, const Binding& who, Reader reader) {
  if (node == kNone) return;
  spend(node);
  std::vector<Dependency> found;
  collect(node, who, found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  for (const auto& [dependency, pair] : found) {
    reader.pair = pair;
    auto& readers = program_.readers[dependency];
    // those of one reader stand together
    bool known = false;
    for (auto r = readers.rbegin(); r != readers.rend() && !known; ++r) {
      if (r->kind != reader.kind || r->index != reader.index) break;
      known = r->pair == reader.pair;
    }
    if (!known) readers.push_back(reader);
  }
}

// which nodes can change between events; children stand before their parents
void Compiler::mark_moving() {
  std::vector<bool> moving_variable(program_.variable_names.size());
  for (std::size_t i = 0; i < program_.slot_of.size(); ++i) {
    const auto slot = program_.slot_of[i];
    if (slot == kNone || program_.slots[slot].law == Law::constant) continue;
    moving_variable[i % program_.variable_names.size()] = true;
  }
  for (auto& node : program_.nodes) {
    node.moves =
        node.op == Op::now || node.op == Op::tally_since ||
        (node.op == Op::slot && program_.slots[node.a].law != Law::constant) ||
        (node.op == Op::actor_variable && moving_variable[node.a]) ||
        (node.op == Op::pair_variable &&
         program_.slots[program_.pairs[node.a].first_slot].law != Law::constant) ||
        (node.op == Op::offer_field && node.a == static_cast<std::uint32_t>(OfferField::age));
    for (std::size_t i = 0; i < node.count; ++i) {
      node.moves = node.moves || program_.nodes[program_.children[node.first + i]].moves;
    }
  }
  for (auto& watch : program_.watches) watch.moves = program_.nodes[watch.node].moves;
  for (auto& instance : program_.instances) {
    const auto& process = program_.processes[instance.process];
    instance.rate = process.rate;
    instance.priority = process.priority;
    instance.is_plain = process.rate != kNone && !program_.nodes[process.rate].moves;
  }
}

void Compiler::find_readers() {
  program_.readers.assign(program_.dependencies(), {});
  for (SlotId s = 0; s < program_.slots.size(); ++s) {
    const auto& slot = program_.slots[s];
    if (slot.law == Law::flow) continue;
    add_reader(slot.speed, {slot.owner, slot.other}, {Reader::Kind::law, s});
    add_reader(slot.rest, {slot.owner, slot.other}, {Reader::Kind::law, s});
  }
  find_flow_readers();
  find_route_readers();
  for (std::uint32_t i = 0; i < program_.instances.size(); ++i) {
    const auto& instance = program_.instances[i];
    add_reader(program_.processes[instance.process].rate, {instance.self, instance.other},
               {Reader::Kind::process, i});
  }
  for (std::uint32_t i = 0; i < program_.watches.size(); ++i) {
    const auto& watch = program_.watches[i];
    add_reader(watch.node, {watch.self, watch.other}, {Reader::Kind::watch, i});
  }
  for (std::uint32_t i = 0; i < program_.measures.size(); ++i) {
    using Form = MeasureDecl::Form;
    const auto& measure = program_.measures[i];
    // what is followed through time must see windows end
    if (measure.form == Form::average || measure.form == Form::highest ||
        measure.form == Form::lowest || measure.form == Form::time || measure.form == Form::at ||
        measure.form == Form::series) {
      add_reader(measure.value, {}, {Reader::Kind::measure, i});
    }
  }
  mark_watched_tallies();
}

// a window's end must be on the agenda where somebody waits for it
void Compiler::mark_watched_tallies() {
  for (auto& tally : program_.tallies) {
    if (tally.window == kNone) continue;
    const auto first = program_.first_cell_dependency() + tally.first_cell;
    for (std::uint32_t cell = 0; cell < tally.cells; ++cell) {
      tally.watched = tally.watched || !program_.readers[first + cell].empty();
    }
  }
}

bool Compiler::over_drifts(const Node& node, const Binding& who) const {
  Binding inner = who;
  for (const auto member : program_.groups[node.b].members) {
    inner.each = member;
    for (std::size_t i = 0; i < node.count; ++i) {
      if (drifts(program_.children[node.first + i], inner)) return true;
    }
  }
  return false;
}

bool Compiler::drifts(NodeId id, const Binding& who) const {
  const auto& node = program_.nodes[id];
  if (!node.moves) return false;
  if (node.op == Op::now || node.op == Op::tally_since) return true;
  if (node.op == Op::offer_field && node.a == static_cast<std::uint32_t>(OfferField::age)) {
    return true;
  }
  if (node.op == Op::over) return over_drifts(node, who);
  // all values of a pair's variable have one law
  const auto slot =
      node.op == Op::pair_variable ? program_.pairs[node.a].first_slot : slot_read(node, who);
  if (slot != kNone && program_.slots[slot].law != Law::constant) return true;
  for (std::size_t i = 0; i < node.count; ++i) {
    if (drifts(program_.children[node.first + i], who)) return true;
  }
  return false;
}

// trends and decays read only what changes at events; conditions and averages need closed forms
void Compiler::check_laws() {
  for (const auto& slot : program_.slots) {
    if (slot.law == Law::flow) continue;
    for (const auto node : {slot.speed, slot.rest}) {
      if (node == kNone || !drifts(node, {slot.owner, slot.other})) continue;
      error(program_.node_places[node],
            fmt::format("the law of `{}` reads something that moves by itself", slot.name),
            "`trend`, `rest` and `decay` may read only what changes at events; a `flow` may read "
            "all");
    }
  }
  check_flows();
  for (const auto& watch : program_.watches) {
    using Kind = Watch::Kind;
    const auto what =
        watch.kind == Kind::rule
            ? fmt::format("`when` of rule `{}`", program_.rules[watch.owner].name)
        : watch.kind == Kind::outcome
            ? fmt::format("`when` of outcome `{}`", program_.outcomes[watch.owner].name)
        : watch.kind == Kind::channel
            ? fmt::format("`open` of channel `{}`",
                          program_.channels[program_.links[watch.owner].channel].name)
            : fmt::format("`while` of process `{}`",
                          program_.processes[program_.instances[watch.owner].process].name);
    check_closed(watch.node, {watch.self, watch.other}, what, true);
  }
  for (const auto& measure : program_.measures) {
    using Form = MeasureDecl::Form;
    if (measure.form != Form::average && measure.form != Form::highest &&
        measure.form != Form::lowest && measure.form != Form::time) {
      continue;
    }
    check_closed(measure.value, {}, fmt::format("measure `{}`", measure.name),
                 measure.form == Form::time);
  }
}

}  // namespace brink::internal
