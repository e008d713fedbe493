#include "engine/run/evaluate.h"

#include "engine/base/exact_math.h"
#include "engine/run/history.h"
#include "engine/run/state.h"

namespace brink {
namespace {

constexpr double kWholeLimit = 9.2e18;

std::int64_t negated(std::int64_t x) { return x == kBadWhole ? x : -x; }

Value truth(bool b) { return Value::of_whole(b ? 1 : 0); }

/// `Coded`: parts are evaluated by the program's code; otherwise all is walked through here.
template <bool Coded>
class Evaluator {
 public:
  explicit Evaluator(const EvalContext& context)
      : context_(context), run_(*context.run), program_(*context.run->program) {}

  Value value(NodeId id) const {
    const auto& node = program_.nodes[id];
    switch (node.op) {
      case Op::constant:
        return node.constant;
      case Op::slot:
        return read(node.a);
      case Op::actor_variable:
        return variable(node);
      case Op::pair_variable: {
        const auto slot = pair_slot(program_, node.a, actor(node, 0), actor(node, 1));
        return slot != kNone ? read(slot) : bad(node.type);
      }
      case Op::over:
        return over_group(context_, node);
      case Op::pick:
        return picked(context_, node);
      case Op::negate:
        return is_whole(node.operand) ? Value::of_whole(negated(child(node, 0).whole))
                                      : Value::of(-child(node, 0).number);
      case Op::not_: {
        const Value x = child(node, 0);
        return x.whole == kBadWhole ? x : truth(x.whole == 0);
      }
      case Op::and_: {
        const Value x = child(node, 0);
        return x.whole == 1 ? child(node, 1) : x;
      }
      case Op::or_: {
        const Value x = child(node, 0);
        return x.whole == 0 ? child(node, 1) : x;
      }
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide:
      case Op::power:
      case Op::scale_duration:
      case Op::shrink_duration:
      case Op::ratio:
        return arithmetic(node);
      case Op::less:
      case Op::less_equal:
      case Op::equal:
      case Op::not_equal:
        return comparison(node);
      case Op::function:
        return function(node);
      case Op::distribution:
        return context_.means ? mean_of(context_, node) : drawn(context_, node);
      default:
        return reference(node);
    }
  }

 private:
  Value child(const Node& node, std::size_t i) const {
    const auto id = program_.children[node.first + i];
    if constexpr (Coded) {
      return evaluate(id, context_);
    } else {
      return value(id);
    }
  }
  double number(const Node& node, std::size_t i) const { return child(node, i).number; }
  ActorId actor(const Node& node, std::size_t i) const {
    return static_cast<ActorId>(child(node, i).whole);
  }

  Value variable(const Node& node) const {
    const auto slot = slot_of(program_, actor(node, 0), node.a);
    return slot != kNone ? read(slot) : bad(node.type);
  }

  Value read(SlotId slot) const {
    const auto& info = program_.slots[slot];
    if (context_.stage == nullptr || info.system != context_.stage->system) {
      return slot_value(run_, slot, context_.at);
    }
    bool clamped = false;
    return held_in_range(info, Value::of(context_.stage->values[info.place]), clamped);
  }

  static Value bad(ValueType type) {
    return is_whole(type) ? Value::of_whole(kBadWhole)
                          : Value::of(std::numeric_limits<double>::quiet_NaN());
  }

  Value reference(const Node& node) const {
    switch (node.op) {
      case Op::self:
        return Value::of_whole(context_.self);
      case Op::other:
        return Value::of_whole(context_.other);
      case Op::each:
        return Value::of_whole(context_.each);
      case Op::loop:
        return Value::of_whole(context_.loop[node.a]);
      case Op::rival: {
        const auto& members = program_.groups[node.a].members;
        return Value::of_whole(members[0] == context_.self ? members[1] : members[0]);
      }
      case Op::source:
        return Value::of_whole(context_.event->source);
      case Op::target:
        return Value::of_whole(context_.event->target);
      case Op::attribute:
        return (*context_.attributes)[node.a];
      case Op::own_attribute:
        return (*context_.own)[node.a];
      case Op::event_rung:
        return Value::of(program_.types[context_.event->type].rung);
      case Op::event_score:
        return Value::of(program_.types[context_.event->type].scores[node.a]);
      case Op::now:
        return Value::of_whole(context_.at.us);
      case Op::rung:
        return Value::of(pair_rung(run_, actor(node, 0), actor(node, 1), context_.at));
      case Op::in_force:
        return truth(node.count == 0 ? term_in_force(run_, static_cast<std::uint16_t>(node.a))
                                     : term_in_force(run_, static_cast<std::uint16_t>(node.a),
                                                     actor(node, 0), actor(node, 1)));
      case Op::tally_count:
      case Op::tally_total:
      case Op::tally_since:
      case Op::tally_offer:
        return tally(node);
      case Op::tally_knows:
        return knows(node);
      default:
        return offer(node);
    }
  }

  Value tally(const Node& node) const {
    const auto& info = program_.tallies[node.a];
    const ActorId first = node.count > 0 ? actor(node, 0) : kNobody;
    const ActorId second = node.count > 1 ? actor(node, 1) : first;
    const auto cell = cell_of(program_, info, first, second);
    if (cell == kNone) {  // of nobody: never happened
      return node.op == Op::tally_since   ? Value::of_whole(Duration::infinite().us)
             : node.op == Op::tally_offer ? Value::of_whole(kNone)
                                          : Value::of(0);
    }
    const auto& state = run_.block.view<CellState>(kCells)[cell];
    switch (node.op) {
      case Op::tally_count:
        return Value::of(count_in_window(run_, node.a, cell));
      case Op::tally_total:
        return Value::of(state.total);
      case Op::tally_since:
        return Value::of_whole(state.total == 0 ? Duration::infinite().us
                                                : (context_.at - state.last_time).us);
      default:
        return Value::of_whole(state.last_offer);
    }
  }

  Value knows(const Node& node) const {
    const auto& info = program_.tallies[node.a];
    const ActorId first = node.count > 1 ? actor(node, 1) : kNobody;
    const ActorId second = node.count > 2 ? actor(node, 2) : first;
    const auto cell = cell_of(program_, info, first, second, actor(node, 0));
    return truth(cell != kNone && run_.block.view<CellState>(kCells)[cell].total > 0);
  }

  Value offer(const Node& node) const {
    if (node.op == Op::current_offer) return Value::of_whole(context_.offer);
    const auto id = static_cast<OfferId>(child(node, 0).whole);
    if (node.op == Op::exists) return truth(id != kNone);
    if (id == kNone) return node.op == Op::offer_parent ? Value::of_whole(kNone) : none(node);
    const auto& state = offer_state(run_, id);
    if (node.op == Op::offer_parent) return Value::of_whole(state.parent);
    if (node.op == Op::offer_term) {
      return Value::of(offer_term(run_, id, static_cast<std::uint16_t>(node.a)));
    }
    switch (static_cast<OfferField>(node.a)) {
      case OfferField::open:
        return truth(state.status == OfferStatus::open);
      case OfferField::accepted:
        return truth(state.status == OfferStatus::accepted);
      case OfferField::refused:
        return truth(state.status == OfferStatus::refused);
      case OfferField::countered:
        return truth(state.status == OfferStatus::countered);
      case OfferField::withdrawn:
        return truth(state.status == OfferStatus::withdrawn);
      case OfferField::lapsed:
        return truth(state.status == OfferStatus::lapsed);
      case OfferField::is_public:
        return truth(state.is_public);
      case OfferField::round:
        return Value::of(state.round);
      case OfferField::age:
        return Value::of_whole((context_.at - state.sent).us);
      case OfferField::proposer:
        return Value::of_whole(state.proposer);
      case OfferField::recipient:
        return Value::of_whole(state.recipient);
    }
    return none(node);
  }

  // what a missing offer gives: false, 0, nobody
  Value none(const Node& node) const {
    if (node.type == ValueType::number) return Value::of(0);
    return Value::of_whole(node.type == ValueType::actor ? kNobody : 0);
  }

  Value arithmetic(const Node& node) const {
    const Value a = child(node, 0);
    const Value b = child(node, 1);
    switch (node.op) {
      case Op::add:
        return is_whole(node.operand) ? sum(a.whole, b.whole) : Value::of(a.number + b.number);
      case Op::subtract:
        return is_whole(node.operand) ? sum(a.whole, negated(b.whole))
                                      : Value::of(a.number - b.number);
      case Op::multiply:
        return Value::of(a.number * b.number);
      case Op::divide:
        return Value::of(a.number / b.number);
      case Op::power:
        return Value::of(exact::pow(a.number, b.number));
      case Op::scale_duration:
        return whole_of(microseconds(a) * b.number);
      case Op::shrink_duration:
        return whole_of(microseconds(a) / b.number);
      default:
        return Value::of(microseconds(a) / microseconds(b));
    }
  }

  static Value sum(std::int64_t a, std::int64_t b) {
    if (a == kBadWhole || b == kBadWhole) return Value::of_whole(kBadWhole);
    if (a == Duration::infinite().us || b == Duration::infinite().us) {
      return Value::of_whole(Duration::infinite().us);
    }
    return Value::of_whole(saturating_add(a, b));
  }

  Value comparison(const Node& node) const {
    const Value a = child(node, 0);
    const Value b = child(node, 1);
    if (is_whole(node.operand)) {
      switch (node.op) {
        case Op::less:
          return truth(a.whole < b.whole);
        case Op::less_equal:
          return truth(a.whole <= b.whole);
        case Op::equal:
          return truth(a.whole == b.whole);
        default:
          return truth(a.whole != b.whole);
      }
    }
    if (a.number != a.number || b.number != b.number) return Value::of_whole(kBadWhole);
    switch (node.op) {
      case Op::less:
        return truth(a.number < b.number);
      case Op::less_equal:
        return truth(a.number <= b.number);
      case Op::equal:
        return truth(a.number == b.number);
      default:
        return truth(a.number != b.number);
    }
  }

  bool below(ValueType type, Value a, Value b) const {
    return is_whole(type) ? a.whole < b.whole : a.number < b.number;
  }

  Value function(const Node& node) const {
    const auto id = static_cast<Function>(node.a);
    if (id == Function::if_) {
      const Value condition = child(node, 0);
      if (condition.whole == kBadWhole) return bad(node.type);
      return condition.whole == 1 ? child(node, 1) : child(node, 2);
    }
    if (id == Function::min || id == Function::max) {
      Value best = child(node, 0);
      for (std::size_t i = 1; i < node.count; ++i) {
        const Value other = child(node, i);
        const bool takes = id == Function::min ? below(node.operand, other, best)
                                               : below(node.operand, best, other);
        if (takes || (!is_whole(node.operand) && other.number != other.number)) best = other;
      }
      return best;
    }
    if (id == Function::clamp) {
      const Value x = child(node, 0);
      const Value low = child(node, 1);
      const Value high = child(node, 2);
      if (below(node.operand, x, low) || below(node.operand, high, low)) return low;
      return below(node.operand, high, x) ? high : x;
    }
    if (id == Function::abs && is_whole(node.operand)) {
      const auto x = child(node, 0).whole;
      return Value::of_whole(x < 0 && x != kBadWhole ? -x : x);
    }
    if (id == Function::table) return table(node);
    if (id == Function::bayes) return bayes(node);
    const double x = number(node, 0);
    switch (id) {
      case Function::abs:
        return Value::of(exact::abs(x));
      case Function::exp:
        return Value::of(exact::exp(x));
      case Function::log:
        return Value::of(exact::log(x));
      case Function::sqrt:
        return Value::of(exact::sqrt(x));
      case Function::logistic:
        return Value::of(1 / (1 + exact::exp(-x)));
      case Function::round:
        return Value::of(exact::round(x));
      default:
        return Value::of(exact::floor(x));
    }
  }

  // Source: Bayes (1763); a likelihood is the chance of the sign
  Value bayes(const Node& node) const {
    const double for_it = number(node, 0) * number(node, 1);
    const double against = (1 - number(node, 0)) * number(node, 2);
    return Value::of(for_it / (for_it + against));
  }

  // straight lines through the points, level beyond them
  Value table(const Node& node) const {
    const std::size_t n = (node.count - 1U) / 2;
    const auto point = [&](std::size_t i) { return number(node, 1 + i); };
    const auto level = [&](std::size_t i) { return number(node, 1 + n + i); };
    const double x = number(node, 0);
    if (x != x) return Value::of(x);
    if (x <= point(0)) return Value::of(level(0));
    for (std::size_t i = 1; i < n; ++i) {
      if (x > point(i)) continue;
      const double share = (x - point(i - 1)) / (point(i) - point(i - 1));
      return Value::of(level(i - 1) + share * (level(i) - level(i - 1)));
    }
    return Value::of(level(n - 1));
  }

  const EvalContext& context_;
  const Run& run_;
  const Program& program_;
};

}  // namespace

double microseconds(Value duration) {
  if (duration.whole == Duration::infinite().us) return std::numeric_limits<double>::infinity();
  return static_cast<double>(duration.whole);
}

Value whole_of(double us) {
  if (!(us > -kWholeLimit)) return Value::of_whole(kBadWhole);
  if (us > kWholeLimit) return Value::of_whole(Duration::infinite().us);
  return Value::of_whole(static_cast<std::int64_t>(exact::round(us)));
}

Value evaluate_tree(NodeId node, const EvalContext& context) {
  return Evaluator<false>(context).value(node);
}

Value internal::evaluate_node(const Code& code, const EvalContext& context) {
  return Evaluator<true>(context).value(code.a);
}

}  // namespace brink
