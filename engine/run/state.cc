#include "engine/run/state.h"

#include <algorithm>
#include <limits>

#include "engine/base/exact_math.h"
#include "engine/run/marks.h"

namespace brink {
namespace {

bool same_bits(Value a, Value b) { return a.whole == b.whole; }

const Quartic& curve_of(const Run& run, SlotId slot) {
  const auto& info = run.program->slots[slot];
  const auto first = run.program->systems[info.system].first_curve;
  return run.block.view<Quartic>(kCurves)[first + info.place];
}

}  // namespace

// an open bound is infinite; whole values compare as doubles, exact below 2^53
Value held_in_range(const SlotInfo& info, Value value, bool& clamped) {
  const double x = is_whole(info.type) ? static_cast<double>(value.whole) : value.number;
  if (info.type != ValueType::number && info.type != ValueType::duration) return value;
  if (!(x < info.low || x > info.high)) return value;
  clamped = true;
  const double bound = x < info.low ? info.low : info.high;
  return is_whole(info.type) ? Value::of_whole(static_cast<std::int64_t>(bound)) : Value::of(bound);
}

Value slot_value(const Run& run, SlotId slot, SimTime at) {
  const auto& state = run.block.view<SlotState>(kSlots)[slot];
  const auto& info = run.program->slots[slot];
  if (info.law == Law::constant || at == state.anchor) return state.value;
  const double t = in_days(at - state.anchor);
  const double x = info.law == Law::flow    ? value_of(curve_of(run, slot), t)
                   : info.law == Law::decay ? state.rest + (state.value.number - state.rest) *
                                                               exact::exp(-state.speed * t)
                                            : state.value.number + state.speed * t;
  return Value::of(x < info.low ? info.low : x > info.high ? info.high : x);
}

namespace {

// days from the anchor until a trend or decay is at its bound; infinite where it never is
double days_to(const SlotState& state, const SlotInfo& info, double bound) {
  if (info.law == Law::trend) return (bound - state.value.number) / state.speed;
  const double left = (bound - state.rest) / (state.value.number - state.rest);
  return -exact::log(left) / state.speed;
}

// the bound that a trend or decay leads to, infinite where it never gets there
double bound_ahead(const SlotState& state, const SlotInfo& info) {
  if (info.law == Law::trend) return state.speed > 0 ? info.high : info.low;
  if (state.rest > info.high) return info.high;
  return state.rest < info.low ? info.low : std::numeric_limits<double>::infinity();
}

}  // namespace

Drift slot_drift(const Run& run, SlotId slot, SimTime at, SimTime& valid_until) {
  const auto& state = run.block.view<SlotState>(kSlots)[slot];
  const auto& info = run.program->slots[slot];
  const double x = slot_value(run, slot, at).number;
  if (info.law == Law::constant) return Drift::constant(x);
  if (info.law == Law::flow) {
    const SimTime until = run.block.view<FlowState>(kFlows)[info.system].until;
    if (until < valid_until) valid_until = until;
    auto curve = shifted(curve_of(run, slot), in_days(at - state.anchor));
    curve[0] = x;
    return Drift::polynomial(curve);
  }
  const double bound = bound_ahead(state, info);
  if (state.speed == 0 || x == bound) return Drift::constant(x);
  if (exact::is_finite(bound)) {
    // reached, exactly as `slot_value` says, no later than this microsecond
    SimTime reached = state.anchor + days_rounded_up(days_to(state, info, bound));
    while (!reached.is_never() && slot_value(run, slot, reached).number != bound) ++reached.us;
    if (reached < valid_until) valid_until = reached;
  }
  return info.law == Law::trend ? Drift::line(x, state.speed)
                                : Drift::decay(x, state.rest, state.speed);
}

void mark(Run& run, std::uint32_t dependency, std::uint32_t pair) {
  for (const auto& reader : run.program->readers[dependency]) {
    if (reader.pair != kNone && reader.pair != pair) continue;
    switch (reader.kind) {
      case Reader::Kind::law:
        restart_law(run, reader.index);
        break;
      case Reader::Kind::measure:
        break;
      case Reader::Kind::routes:
        ++run.header().routes_version;
        break;
      case Reader::Kind::process:
        Marks(run.block.view<std::uint64_t>(kMarkedProcesses)).add(reader.index);
        break;
      case Reader::Kind::watch:
        Marks(run.block.view<std::uint64_t>(kMarkedWatches)).add(reader.index);
        break;
    }
  }
}

void restart_law(Run& run, SlotId slot) {
  const auto& info = run.program->slots[slot];
  if (info.law == Law::flow) {
    restart_flow(run, info.system);
    return;
  }
  const Value now = slot_value(run, slot, run.now());
  const EvalContext context{.run = &run, .at = run.now(), .self = info.owner, .other = info.other};
  Value speed = Value::of(0);
  Value rest = Value::of(0);
  if (!evaluate_good(run, info.speed, context, speed)) return;
  if (info.rest != kNone && !evaluate_good(run, info.rest, context, rest)) return;
  auto& state = run.block.view<SlotState>(kSlots)[slot];
  if (info.law == Law::decay && (rest.number < info.low || rest.number > info.high)) {
    // it leads out of the range: counted, and held at the bound once it gets there
    ++run.block.view<std::uint32_t>(kClamps)[slot];
  }
  double per_day = speed.number;
  if (info.law == Law::decay) {
    if (speed.whole <= 0) {
      fail(run, RunError::Kind::bad_delay, info.speed, speed, context);
      return;
    }
    per_day = 1 / in_days({speed.whole});
  } else if (!exact::is_finite(now.number + per_day * in_days(run.header().end - run.now()))) {
    fail(run, RunError::Kind::not_finite, info.speed, speed, context);
    return;
  }
  // a law that stays as it was goes on from its anchor: to start anew would only round
  if (per_day == state.speed && rest.number == state.rest) return;
  state.value = now;
  state.anchor = run.now();
  state.rest = rest.number;
  state.speed = per_day;
  mark(run, slot);
}

void write_slot(Run& run, SlotId slot, Value value, CausedBy by) {
  const auto& info = run.program->slots[slot];
  const Value before = slot_value(run, slot, run.now());
  bool clamped = false;
  value = held_in_range(info, value, clamped);
  if (clamped) ++run.block.view<std::uint32_t>(kClamps)[slot];
  if (same_bits(before, value)) return;
  if (info.law == Law::flow) restart_flow(run, info.system);
  auto& state = run.block.view<SlotState>(kSlots)[slot];
  state.value = value;
  state.anchor = run.now();
  if (run.keep_journal) run.writes.push_back({slot, before, value, by.event, by.rule, by.self});
  mark(run, slot);
}

std::uint32_t collect_operands(NodeId id, const EvalContext& context,
                               std::span<RunError::Operand> out) {
  if (id == kNone || out.empty()) return 0;
  const auto& program = *context.run->program;
  const auto& node = program.nodes[id];
  const bool leaf = node.op == Op::slot || node.op == Op::actor_variable ||
                    node.op == Op::pair_variable || node.op == Op::over ||
                    node.op == Op::attribute || node.op == Op::own_attribute ||
                    node.op == Op::offer_term || node.op == Op::tally_count ||
                    node.op == Op::tally_total || node.op == Op::rung;
  if (node.op == Op::pick) return 0;  // its parts speak of `each`
  if (leaf) {
    out[0] = {id, evaluate(id, context)};
    return 1;
  }
  std::uint32_t found = 0;
  for (std::size_t i = 0; i < node.count; ++i) {
    found += collect_operands(program.children[node.first + i], context, out.subspan(found));
  }
  return found;
}

void fail(Run& run, RunError::Kind kind, NodeId node, Value value, const EvalContext& context) {
  if (run.error.kind != RunError::Kind::none) return;
  run.error.kind = kind;
  run.error.time = run.now();
  run.error.node = node;
  run.error.value = value;
  run.error.operands = collect_operands(node, context, run.error.operand);
}

bool evaluate_good(Run& run, NodeId node, const EvalContext& context, Value& value) {
  value = evaluate(node, context);
  if (is_good(run.program->nodes[node].type, value)) return true;
  fail(run, RunError::Kind::not_finite, node, value, context);
  return false;
}

bool delay_of(Run& run, NodeId node, bool drawn, const EvalContext& context, Duration& delay) {
  delay = {0};
  if (node == kNone) return true;
  Value length{};
  if (!evaluate_good(run, node, context, length)) return false;
  if (length.whole < 0 && !drawn) {
    fail(run, RunError::Kind::bad_delay, node, length, context);
    return false;
  }
  delay = {std::max<std::int64_t>(drawn ? 1 : 0, length.whole)};
  return true;
}

bool ask(Run& run, NodeId node, const EvalContext& context) {
  Value truth{};
  return evaluate_good(run, node, context, truth) && truth.whole == 1;
}

}  // namespace brink
