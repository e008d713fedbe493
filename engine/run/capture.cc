#include <algorithm>

#include "engine/run/history.h"
#include "engine/run/parties.h"
#include "engine/run/trace.h"

namespace brink {
namespace {

constexpr std::size_t kMostMembers = 64;    // of a group, whose values are kept
constexpr std::size_t kMostValues = 4'000;  // of one expression

/// Walks an expression as `evaluate` does, and keeps every value.
class Capture {
 public:
  Capture(const Run& run, std::vector<CapturedValue>& out, bool& is_cut)
      : run_(run), program_(*run.program), out_(out), is_cut_(is_cut) {}

  void add(NodeId id, const EvalContext& context, ActorId member = kNobody) {
    const auto& node = program_.nodes[id];
    if (node.op == Op::constant) return;
    if (out_.size() >= kMostValues) {
      is_cut_ = true;
      return;
    }
    const auto place = out_.size();
    out_.push_back({.node = id, .value = evaluate(id, context), .member = member});
    note_read(node, context, place);
    add_parts(node, context, member);
    out_[place].size = static_cast<std::uint32_t>(out_.size() - place);
  }

 private:
  NodeId part(const Node& node, std::size_t i) const { return program_.children[node.first + i]; }
  ActorId actor(const Node& node, std::size_t i, const EvalContext& context) const {
    return static_cast<ActorId>(evaluate(part(node, i), context).whole);
  }

  // of what decides by one part, only the parts that are asked
  void add_parts(const Node& node, const EvalContext& context, ActorId member) {
    if (node.op == Op::over || node.op == Op::pick) {
      add_members(node, context);
      return;
    }
    if (node.op == Op::and_ || node.op == Op::or_) {
      add(part(node, 0), context, member);
      const bool goes_on = evaluate(part(node, 0), context).whole == (node.op == Op::and_ ? 1 : 0);
      if (goes_on) add(part(node, 1), context, member);
      return;
    }
    if (node.op == Op::function && static_cast<Function>(node.a) == Function::if_) {
      add(part(node, 0), context, member);
      const auto asked = evaluate(part(node, 0), context).whole;
      if (asked != kBadWhole) add(part(node, asked == 1 ? 1 : 2), context, member);
      return;
    }
    for (std::size_t i = 0; i < node.count; ++i) add(part(node, i), context, member);
  }

  void add_members(const Node& node, const EvalContext& context) {
    const auto& members = program_.groups[node.b].members;
    if (members.size() > kMostMembers) is_cut_ = true;
    EvalContext inner = context;
    for (std::size_t i = 0; i < std::min(members.size(), kMostMembers); ++i) {
      inner.each = members[i];
      if (node.op == Op::pick) {
        const auto where = node.count - ((node.constant.whole & kPickWhere) != 0 ? 1U : 0U);
        if (where < node.count && !asked_of(part(node, where), inner)) continue;
        if ((node.constant.whole & kPickWeight) != 0) add(part(node, 0), inner, inner.each);
      } else {
        if (node.count > 1 && !asked_of(part(node, 1), inner)) continue;
        add(part(node, 0), inner, inner.each);
      }
    }
  }
  bool asked_of(NodeId where, const EvalContext& inner) {
    add(where, inner, inner.each);
    return evaluate(where, inner).whole == 1;
  }

  // what a leaf reads, and who changed it last where the state of the run knows
  void note_read(const Node& node, const EvalContext& context, std::size_t place) {
    auto& out = out_[place];
    switch (node.op) {
      case Op::slot:
        out.read = node.a;
        break;
      case Op::actor_variable:
        out.a = actor(node, 0, context);
        out.read = slot_of(program_, out.a, node.a);
        break;
      case Op::pair_variable:
        out.a = actor(node, 0, context);
        out.b = actor(node, 1, context);
        out.read = pair_slot(program_, node.a, out.a, out.b);
        break;
      case Op::tally_count:
      case Op::tally_total:
      case Op::tally_since:
      case Op::tally_offer:
      case Op::tally_knows: {
        const bool knows = node.op == Op::tally_knows;  // who knows stands before the parties
        const std::size_t first = knows ? 1 : 0;
        if (knows) out.a = actor(node, 0, context);
        const ActorId one = node.count > first ? actor(node, first, context) : kNobody;
        const ActorId two = node.count > first + 1 ? actor(node, first + 1, context) : one;
        out.read = cell_of(program_, program_.tallies[node.a], one, two, knows ? out.a : kNobody);
        if (out.read == kNone) break;
        out.changed_by = run_.block.view<CellState>(kCells)[out.read].last_event;
        break;
      }
      case Op::rung:
        out.a = actor(node, 0, context);
        out.b = actor(node, 1, context);
        out.changed_by = event_on_rung(run_, out.a, out.b, context.at);
        break;
      case Op::in_force:
        if (node.count > 0) {
          out.a = actor(node, 0, context);
          out.b = actor(node, 1, context);
        }
        break;
      case Op::offer_field:
      case Op::offer_term: {
        const auto offer = static_cast<OfferId>(evaluate(part(node, 0), context).whole);
        out.read = offer;
        if (offer != kNone) out.changed_by = offer_state(run_, offer).event;
        break;
      }
      default:
        break;
    }
  }

  const Run& run_;
  const Program& program_;
  std::vector<CapturedValue>& out_;
  bool& is_cut_;
};

}  // namespace

std::vector<CapturedValue> capture(NodeId node, const EvalContext& context, bool& is_cut) {
  std::vector<CapturedValue> values;
  Capture(*context.run, values, is_cut).add(node, context);
  return values;
}

}  // namespace brink
