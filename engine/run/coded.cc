#include <limits>
#include <utility>

#include "engine/run/evaluate.h"

// the steps of a program's code
namespace brink::internal {
namespace {

constexpr Value truth(bool b) { return Value::of_whole(b ? 1 : 0); }

constexpr Value bad(bool whole) {
  return whole ? Value::of_whole(kBadWhole) : Value::of(std::numeric_limits<double>::quiet_NaN());
}

constexpr bool is_of_wholes(Step step) {
  return step >= Step::whole_less && step <= Step::whole_not_equal;
}

template <Operand kind>
Value read(const Code& code, std::uint32_t place, bool whole, const EvalContext& context) {
  if constexpr (kind == Operand::constant) {
    return code.constant;
  } else if constexpr (kind == Operand::slot) {
    return slots_of(*context.run)[place].value;
  } else if constexpr (kind == Operand::own) {
    const auto slot = slot_of(*context.run->program, context.self, place);
    return slot != kNone ? slots_of(*context.run)[slot].value : bad(whole);
  } else if constexpr (kind == Operand::attribute) {
    return (*context.attributes)[place];
  } else {
    return evaluate(place, context);
  }
}

template <Step step>
Value join(Value a, Value b) {
  constexpr bool kCompares = step == Step::less || step == Step::less_equal ||
                             step == Step::equal || step == Step::not_equal;
  if constexpr (kCompares) {
    if (a.number != a.number || b.number != b.number) return Value::of_whole(kBadWhole);
  }
  switch (step) {
    case Step::add:
      return Value::of(a.number + b.number);
    case Step::subtract:
      return Value::of(a.number - b.number);
    case Step::multiply:
      return Value::of(a.number * b.number);
    case Step::divide:
      return Value::of(a.number / b.number);
    case Step::less:
      return truth(a.number < b.number);
    case Step::less_equal:
      return truth(a.number <= b.number);
    case Step::equal:
      return truth(a.number == b.number);
    case Step::not_equal:
      return truth(a.number != b.number);
    case Step::whole_less:
      return truth(a.whole < b.whole);
    case Step::whole_less_equal:
      return truth(a.whole <= b.whole);
    case Step::whole_equal:
      return truth(a.whole == b.whole);
    default:
      return truth(a.whole != b.whole);
  }
}

template <Step step, Operand left, Operand right>
Value paired(const Code& code, const EvalContext& context) {
  constexpr bool kWhole = is_of_wholes(step);
  return join<step>(read<left>(code, code.a, kWhole, context),
                    read<right>(code, code.b, kWhole, context));
}

template <Operand kind>
Value single(const Code& code, const EvalContext& context) {
  return read<kind>(code, code.a, is_whole(code.type), context);
}

Value negation(const Code& code, const EvalContext& context) {
  const Value x = evaluate(code.a, context);
  return x.whole == kBadWhole ? x : truth(x.whole == 0);
}

Value both(const Code& code, const EvalContext& context) {
  const Value x = evaluate(code.a, context);
  return x.whole == 1 ? evaluate(code.b, context) : x;
}

Value either(const Code& code, const EvalContext& context) {
  const Value x = evaluate(code.a, context);
  return x.whole == 0 ? evaluate(code.b, context) : x;
}

Value self(const Code&, const EvalContext& context) { return Value::of_whole(context.self); }
Value source(const Code&, const EvalContext& context) {
  return Value::of_whole(context.event->source);
}
Value target(const Code&, const EvalContext& context) {
  return Value::of_whole(context.event->target);
}

template <std::size_t number>
constexpr Handler handler() {
  constexpr auto kFirst = handler_of(Step::read);
  if constexpr (number < kFirst) {
    return paired<static_cast<Step>(number / (kOperands * kOperands)),
                  static_cast<Operand>(number / kOperands % kOperands),
                  static_cast<Operand>(number % kOperands)>;
  } else {
    constexpr auto kStep = static_cast<Step>(kPairedSteps + (number - kFirst) / kOperands);
    constexpr auto kKind = static_cast<Operand>((number - kFirst) % kOperands);
    if constexpr (kStep == Step::read && kKind != Operand::any) {
      return single<kKind>;
    } else {
      return kStep == Step::not_     ? negation
             : kStep == Step::and_   ? both
             : kStep == Step::or_    ? either
             : kStep == Step::self   ? self
             : kStep == Step::source ? source
             : kStep == Step::target ? target
                                     : evaluate_node;
    }
  }
}

template <std::size_t... numbers>
constexpr std::array<Handler, kHandlers> all_handlers(std::index_sequence<numbers...>) {
  return {handler<numbers>()...};
}

}  // namespace

const std::array<Handler, kHandlers> kHandlerTable =
    all_handlers(std::make_index_sequence<kHandlers>());

}  // namespace brink::internal
