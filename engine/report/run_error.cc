#include "engine/report/run_error.h"

#include <fmt/format.h>

#include "engine/language/functions.h"
#include "engine/report/expression_owner.h"
#include "engine/report/words.h"
#include "engine/run/evaluate.h"
#include "engine/run/state.h"

namespace brink {
namespace {

using Kind = RunError::Kind;

std::string date_of(const Run& run) {
  return format_exactly({run.program->start.us + run.error.time.us});
}

std::string value_text(const Run& run, NodeId node, Value value) {
  const auto type = run.program->nodes[node].type;
  if (type == ValueType::number) {
    return value.number != value.number ? "not a number" : short_number(value.number);
  }
  if (value.whole == std::numeric_limits<std::int64_t>::min()) return "not a number";
  return short_value(*run.program, type, value);
}

// "self.drones = 0, demand = 0.2"
std::string operands_text(const Run& run) {
  std::string text;
  for (std::uint32_t i = 0; i < run.error.operands; ++i) {
    const auto& operand = run.error.operand[i];
    const auto owner = find_owner(run.program->scenario, run.program->node_places[operand.node]);
    const auto read = fmt::format("{} = {}", owner ? to_text(*owner->part) : "a value",
                                  value_text(run, operand.node, operand.value));
    if (text.find(read) != std::string::npos) continue;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", read);
  }
  return text;
}

std::string_view complaint(Kind kind) {
  switch (kind) {
    case Kind::bad_delay:
      return "a delay must not be negative";
    case Kind::bad_temperature:
      return "a temperature must not be negative";
    case Kind::bad_weights:
      return "weights must be 0 or more, and not all 0";
    default:
      return "a value must be a finite number";
  }
}

// true if a value that cannot be computed comes from such an operation
bool bad_comes_from(const Run& run, Op op) {
  const auto& nodes = run.program->nodes;
  for (std::uint32_t i = 0; i < run.error.operands; ++i) {
    const auto& operand = run.error.operand[i];
    const bool bad = !is_good(nodes[operand.node].type, operand.value);
    if (bad && nodes[operand.node].op == op) return true;
  }
  return false;
}

// an actor was taken for a pair with itself
bool is_no_pair(const Run& run) { return bad_comes_from(run, Op::pair_variable); }

// a mean, least or largest of no member
bool is_of_nobody(const Run& run) { return bad_comes_from(run, Op::over); }

// what the calls within an expression need: "`poisson` needs mean >= 0; "
void add_bounds(const Expr& e, std::string& text) {
  for (const auto& argument : e.args) add_bounds(argument, text);
  for (const auto& argument : e.named) {
    for (const auto& value : argument.value) add_bounds(value, text);
  }
  const auto* function = e.kind == Expr::Kind::call ? find_function(e.text) : nullptr;
  if (function == nullptr) return;
  const auto domain = function->domain.substr(0, function->domain.find(';'));
  if (domain.find_first_of("<>") == std::string_view::npos) return;
  const auto needs = fmt::format("`{}` needs {}; ", function->name, domain);
  if (text.find(needs) == std::string::npos) text += needs;
}

Diagnostic expression_error(const Run& run) {
  const auto& error = run.error;
  const auto& program = *run.program;
  Diagnostic diagnostic{.at = program.node_places[error.node]};
  const auto owner = find_owner(program.scenario, diagnostic.at);
  const auto where =
      owner ? fmt::format("{}, {}: `{}`", owner->what, owner->key, to_text(*owner->whole))
            : std::string("an expression");
  const auto read = operands_text(run);
  diagnostic.message =
      fmt::format("the run stopped on {}: {} is {}{}{}", date_of(run), where,
                  value_text(run, error.node, error.value), read.empty() ? "" : " with ", read);
  if (is_of_nobody(run)) {
    diagnostic.hint =
        "of nobody there is no mean, least or largest: ask first whether anybody is "
        "left, for example `if(any(true over GROUP where ...), ..., 0)`";
    return diagnostic;
  }
  if (is_no_pair(run)) {
    diagnostic.hint =
        "a variable of pairs needs two different members of its group: keep the two "
        "apart, for example by `where each != self` or `if: source != target`";
    return diagnostic;
  }
  std::string bounds;
  if (owner && error.kind == Kind::not_finite) add_bounds(*owner->whole, bounds);
  diagnostic.hint = fmt::format("{}{}; `max`, `clamp` or a `range` keeps it in bounds", bounds,
                                complaint(error.kind));
  return diagnostic;
}

Diagnostic speed_error(const Run& run) {
  const auto& program = *run.program;
  Diagnostic diagnostic{.file = program.scenario.source.name,
                        .at = program.node_places[run.error.node]};
  const auto owner = find_owner(program.scenario, diagnostic.at);
  const auto where =
      owner ? fmt::format("{}, {}: `{}`", owner->what, owner->key, to_text(*owner->whole))
            : std::string("an equation");
  diagnostic.message =
      fmt::format("the run stopped on {}: {} changes too fast to follow", date_of(run), where);
  diagnostic.hint =
      "smooth what jumps back and forth, for example `logistic(50 * x)` instead of "
      "`if(x > 0, 1, 0)`, or take out what settles millions of times faster than the rest";
  return diagnostic;
}

// "raid (rule `strike`) → raid (rule `again`) → and so on", each turn of the circle told once
std::string chain_text(const Run& run) {
  std::vector<std::string> links;
  for (const auto& event : run.error.chain) {
    if (event.number == 0) continue;
    links.push_back(fmt::format("{} ({}`{}`)", run.program->types[event.type].name,
                                event.origin == Origin::rule ? "rule " : "",
                                maker_id(*run.program, event)));
  }
  std::size_t period = 1;
  const auto repeats = [&] {
    for (std::size_t i = period; i < links.size(); ++i) {
      if (links[i] != links[i - period]) return false;
    }
    return true;
  };
  while (period < links.size() && !repeats()) ++period;
  const bool circles = period < links.size();
  if (circles) links.resize(period);
  return fmt::format("{}{}", fmt::join(links, " → "), circles ? " → and so on" : "");
}

}  // namespace

static Diagnostic error_without_file(const Run& run) {
  const auto& error = run.error;
  const auto& program = *run.program;
  Diagnostic diagnostic;
  switch (error.kind) {
    case Kind::zeno: {
      const auto& last = error.chain.back();
      if (last.time != error.time && error.rule != kNoId) {
        // no event took part: conditions set each other off
        const auto& rule = program.rules[error.rule];
        diagnostic.at = rule.at;
        diagnostic.message = fmt::format(
            "the run stopped on {}: too many things happen in one instant: rule `{}` "
            "becomes true again and again",
            date_of(run), rule.name);
        diagnostic.hint = "give one rule of this circle a delay (`after:`)";
        return diagnostic;
      }
      if (last.number > 0 && last.origin != Origin::rule) {
        diagnostic.message = fmt::format(
            "the run stopped on {}: more than 10,000 events in one instant, the last of them "
            "{} (`{}`)",
            date_of(run), program.types[last.type].name, maker_id(program, last));
        diagnostic.hint =
            "let them happen at different moments, for example by a drawn `every:`, or "
            "use smaller groups";
        return diagnostic;
      }
      if (last.number > 0 && last.origin == Origin::rule) {
        diagnostic.at = program.rules[last.maker].at;
      }
      diagnostic.message =
          fmt::format("the run stopped on {}: too many things happen in one instant: {}",
                      date_of(run), chain_text(run));
      diagnostic.hint =
          "give one rule of this circle a delay (`after:`), or a condition that ends it";
      return diagnostic;
    }
    case Kind::too_many_events:
      diagnostic.message = fmt::format("the run stopped on {}: more than {} events", date_of(run),
                                       short_count(run.overlay->max_events));
      diagnostic.hint = "shorten it with `--until`, or lower the rates that grow without end";
      return diagnostic;
    case Kind::too_many_pending:
      diagnostic.message =
          fmt::format("the run stopped on {}: too many things wait to happen", date_of(run));
      if (program.rules.size() > run.header().last_rule) {
        const auto& rule = program.rules[run.header().last_rule];
        diagnostic.at = rule.at;
        diagnostic.message += fmt::format("; the last by rule `{}`", rule.name);
      }
      diagnostic.hint = "some rule sets off more than one response to each of its own events";
      return diagnostic;
    case Kind::too_fast:
      return speed_error(run);
    default:
      return expression_error(run);
  }
}

Diagnostic run_error(const Run& run) {
  auto diagnostic = error_without_file(run);
  diagnostic.file = source_of(run.program->scenario, diagnostic.at).name;
  return diagnostic;
}

std::string run_error_text(const Run& run) {
  const auto error = run_error(run);
  return render(error, source_of(run.program->scenario, error.at).text);
}

}  // namespace brink
