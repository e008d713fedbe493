#include "engine/report/value_lines.h"

#include <fmt/format.h>

#include <span>

#include "engine/report/expression_owner.h"
#include "engine/report/words.h"
#include "engine/run/evaluate.h"

namespace brink {
namespace {

using Kind = Expr::Kind;

bool is_constant(const Expr& e) {
  return e.kind == Kind::number || e.kind == Kind::duration || e.kind == Kind::date ||
         e.kind == Kind::truth;
}

// how tightly a sign holds what stands beside it: chains of one class are told as one
int class_of(const Expr& e) {
  if (e.kind != Kind::binary) return 0;
  if (e.text == "+" || e.text == "-") return 1;
  if (e.text == "*" || e.text == "/") return 2;
  if (e.text == "and") return 3;
  return e.text == "or" ? 4 : 5;
}

/// Goes through an expression beside the values that were captured of it.
class Telling {
 public:
  Telling(const Program& program, const Fact& fact, const ContributorText& contributor_text,
          std::set<std::string>& told_before)
      : program_(program),
        fact_(fact),
        contributor_text_(contributor_text),
        values_(fact.trace.values),
        told_before_(told_before) {}

  std::vector<ValueLine> take(const Expr& whole) {
    const auto* let = let_defined_by(whole);
    if (let != nullptr) {
      tell_let(*let, 0);
    } else {
      tell(whole, 0);
    }
    return std::move(lines_);
  }

 private:
  const LetDecl* let_defined_by(const Expr& e) const {
    for (const auto& let : program_.scenario.lets) {
      if (let.value.at == e.at) return &let;
    }
    return nullptr;
  }
  const LetDecl* let_named(const Expr& e) const {
    if (e.kind != Kind::name || e.path.size() != 1 || at(e.at) != nullptr) return nullptr;
    for (const auto& let : program_.scenario.lets) {
      if (let.label.id == e.path[0]) return &let;
    }
    return nullptr;
  }

  const CapturedValue* at(Position place) const {
    for (const auto& value : values_) {
      if (program_.node_places[value.node] == place) return &value;
    }
    return nullptr;
  }
  // a derived name has the value of its definition
  const CapturedValue* value_of(const Expr& e) const {
    if (const auto* value = at(e.at)) return value;
    const auto* let = let_named(e);
    return let == nullptr ? nullptr : value_of(let->value);
  }

  std::string shown(const CapturedValue& value) const {
    return node_value(program_, value.node, value.value);
  }
  std::string operand(const Expr& e, bool after_sign) const {
    if (is_constant(e)) return to_text(e);
    const auto* value = value_of(e);
    if (value == nullptr) return e.kind == Kind::name || e.kind == Kind::list ? to_text(e) : "…";
    const auto text = shown(*value);
    return after_sign && text.starts_with('-') ? fmt::format("({})", text) : text;
  }

  // true of what stands for itself: a variable, a count, a fact about an offer
  bool is_leaf(const Expr& e) const {
    switch (e.kind) {
      case Kind::unary:
      case Kind::binary:
        return false;
      case Kind::call: {
        const auto* value = at(e.at);
        if (value == nullptr) return true;
        const auto op = program_.nodes[value->node].op;
        return op != Op::function && op != Op::distribution;
      }
      default:
        return true;
    }
  }

  std::vector<const Expr*> operands_of(const Expr& e) const {
    std::vector<const Expr*> operands;
    const auto add = [&](const Expr& part) {
      const bool goes_on = class_of(e) > 0 && class_of(e) < 5 && class_of(part) == class_of(e);
      if (goes_on && &part == e.args.data()) {
        operands = operands_of(part);
      } else if (part.kind == Kind::range || part.kind == Kind::list) {
        for (const auto& item : part.args) operands.push_back(&item);
      } else {
        operands.push_back(&part);
      }
    };
    for (const auto& argument : e.args) add(argument);
    for (const auto& named : e.named) add(named.value.front());
    return operands;
  }

  std::string with_values(const Expr& e) const {
    if (e.kind == Kind::unary) {
      return fmt::format("{}{}", e.text == "not" ? "not " : "-", operand(e.args[0], true));
    }
    if (e.kind == Kind::binary) {
      const bool chains = class_of(e) < 5 && class_of(e.args[0]) == class_of(e);
      return fmt::format("{} {} {}", chains ? with_values(e.args[0]) : operand(e.args[0], false),
                         e.text, operand(e.args[1], true));
    }
    if (is_leaf(e)) return {};
    std::string arguments;
    const auto add = [&](const std::string& name, const Expr& part) {
      arguments += arguments.empty() ? "" : ", ";
      if (part.kind == Kind::range) {
        arguments +=
            fmt::format("{} .. {}", operand(part.args[0], false), operand(part.args[1], false));
      } else {
        arguments += name + operand(part, false);
      }
    };
    for (const auto& argument : e.args) add("", argument);
    for (const auto& named : e.named) add(named.name + " = ", named.value.front());
    return fmt::format("{}({})", e.text, arguments);
  }

  bool is_simple(const Expr& e) const {
    for (const auto* part : operands_of(e)) {
      if (!is_constant(*part) && !is_leaf(*part)) return false;
    }
    return true;
  }

  ValueLine line_of(const Expr& e, int level) const {
    ValueLine line{level, to_text(e), with_values(e), {}, {}};
    if (line.with_values == line.text) line.with_values.clear();
    if (const auto* value = value_of(e)) {
      line.value = shown(*value);
      if (is_leaf(e)) line.about = about(*value);
    }
    if (line.with_values == line.value) line.with_values.clear();
    return line;
  }

  std::string about(const CapturedValue& value) const {
    const auto& node = program_.nodes[value.node];
    std::string text;
    if (node.op == Op::actor_variable) text = actor_name(program_, value.a);
    const auto place = static_cast<std::size_t>(&value - fact_.trace.values.data());
    const auto more = contributor_text_(value, fact_.contributors[place]);
    return text.empty() || more.empty() ? text + more : text + "; " + more;
  }

  void tell(const Expr& e, int level) {
    if (const auto* let = let_named(e)) {
      tell_let(*let, level);
      return;
    }
    const bool bare = is_constant(e) || value_of(e) == nullptr;
    if (bare && level > 0) return;
    if (!told_.insert(prefix_ + to_text(e)).second) return;
    auto line = line_of(e, level);
    if (is_leaf(e) && !told_before_.insert(prefix_ + to_text(e)).second) line.about.clear();
    line.text = prefix_ + line.text;
    prefix_.clear();
    lines_.push_back(std::move(line));
    tell_parts(e, level + 1);
  }

  void tell_let(const LetDecl& let, int level) {
    if (!told_.insert(let.label.id).second) return;
    auto line = line_of(let.value, level);
    const bool is_new = told_before_.insert(let.label.id).second;
    if (!is_new) line = {level, {}, {}, line.value, {}};
    line.text = fmt::format("{}{}{}{}", prefix_, let.label.id, is_new ? " = " : "", line.text);
    prefix_.clear();
    lines_.push_back(std::move(line));
    if (is_new) tell_parts(let.value, level + 1);
  }

  void tell_parts(const Expr& e, int level) {
    if (e.kind == Kind::over || e.kind == Kind::pick) {
      tell_members(e, level);
      return;
    }
    if (is_leaf(e)) return;
    for (const auto* part : operands_of(e)) {
      const bool is_told = !is_leaf(*part) && is_simple(*part);
      if (is_told) {
        tell_parts(*part, level);
      } else {
        tell(*part, level);
      }
    }
  }

  // of each member that counts, the value; where that says nothing, the condition
  void tell_members(const Expr& e, int level) {
    const auto* value = at(e.at);
    if (value == nullptr) return;
    const auto outer = values_;
    const auto* told =
        e.kind == Kind::pick
            ? (e.named.empty() ? (e.args.empty() ? nullptr : &e.args[0])
                               : &e.named[0].value.front())
            : (is_constant(e.args[0]) && e.args.size() > 1 ? &e.args[1] : &e.args[0]);
    if (told == nullptr) return;
    const auto start = static_cast<std::size_t>(value - outer.data());
    for (std::size_t i = start + 1; i < start + value->size; i += outer[i].size) {
      values_ = outer.subspan(i, outer[i].size);
      if (value_of(*told) == nullptr) continue;
      prefix_ = fmt::format("{}: ", actor_name(program_, outer[i].member));
      tell(*told, level);
      prefix_.clear();
    }
    values_ = outer;
  }

  const Program& program_;
  const Fact& fact_;
  const ContributorText& contributor_text_;
  std::span<const CapturedValue> values_;
  std::set<std::string> told_;
  std::set<std::string>& told_before_;
  std::string prefix_;
  std::vector<ValueLine> lines_;
};

}  // namespace

std::string node_value(const Program& program, NodeId node, Value value) {
  const auto type = program.nodes[node].type;
  if (!is_good(type, value)) return "unknown";
  if (type == ValueType::offer) return value.whole == kNone ? "none" : "an offer";
  if (type == ValueType::duration && value.whole == Duration::infinite().us) return "never";
  return short_value(program, type, value);
}

std::string expression_text(const Program& program, NodeId node) {
  const auto owner = find_owner(program.scenario, program.node_places[node]);
  return owner ? to_text(*owner->part) : std::string();
}

std::vector<ValueLine> value_lines(const Program& program, const Fact& fact,
                                   const ContributorText& contributor_text,
                                   std::set<std::string>& told) {
  if (fact.trace.node == kNone) return {};
  const auto owner = find_owner(program.scenario, program.node_places[fact.trace.node]);
  const auto value = node_value(program, fact.trace.node, fact.trace.value);
  if (!owner) return {{0, "", "", value, ""}};
  auto lines = Telling(program, fact, contributor_text, told).take(*owner->part);
  if (!lines.empty() && lines.front().value.empty()) lines.front().value = value;
  return lines;
}

}  // namespace brink
