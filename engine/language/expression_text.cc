#include <fmt/format.h>

#include <array>

#include "engine/base/calendar.h"
#include "engine/language/expression.h"
#include "engine/language/parser.h"

namespace brink {
namespace {

// how tightly an expression holds together, loosest first
enum Binding { kOr = 1, kAnd, kNot, kComparison, kSum, kProduct, kNegation, kPower, kPrimary };

Binding binding_of(const Expr& e) {
  // only a tree made by hand has a literal below zero
  if (e.kind == Expr::Kind::number && e.number < 0) return kNegation;
  if (e.kind == Expr::Kind::duration && e.us < 0) return kNegation;
  if (e.kind == Expr::Kind::unary) return e.text == "not" ? kNot : kNegation;
  if (e.kind != Expr::Kind::binary) return kPrimary;
  if (e.text == "or") return kOr;
  if (e.text == "and") return kAnd;
  if (e.text == "+" || e.text == "-") return kSum;
  if (e.text == "*" || e.text == "/") return kProduct;
  if (e.text == "^") return kPower;
  return kComparison;
}

std::string held(const Expr& e, Binding least) {
  return binding_of(e) < least ? fmt::format("({})", to_text(e)) : to_text(e);
}

std::string duration_text(std::int64_t us) {
  struct Unit {
    const char* name;
    std::int64_t us;
  };
  // weeks are left to the reader; every count below 2^53 is read back exactly
  constexpr std::array<Unit, 6> kUnits{{{"d", kMicrosecondsPerDay},
                                        {"h", 3'600'000'000},
                                        {"min", 60'000'000},
                                        {"s", 1'000'000},
                                        {"ms", 1'000},
                                        {"us", 1}}};
  if (us == 0) return "0 s";
  std::string text = us < 0 ? "-" : "";
  bool first = true;
  for (const auto& unit : kUnits) {
    const auto n = us / unit.us;
    us -= n * unit.us;
    if (n == 0) continue;
    text += fmt::format("{}{} {}", first ? "" : " ", n < 0 ? -n : n, unit.name);
    first = false;
  }
  return text;
}

std::string call_text(const Expr& e) {
  std::string arguments;
  const auto add = [&](const std::string& argument) {
    arguments += arguments.empty() ? argument : ", " + argument;
  };
  const auto place = pattern_argument(e.text).value_or(0);
  for (std::size_t i = 0; i < e.args.size(); ++i) {
    if (e.pattern && i == place) add(to_text(*e.pattern));
    add(to_text(e.args[i]));
  }
  if (e.pattern && e.args.size() <= place) add(to_text(*e.pattern));
  for (const auto& named : e.named) {
    add(fmt::format("{} = {}", named.name, to_text(named.value.front())));
  }
  return fmt::format("{}({})", e.text, arguments);
}

std::string binary_text(const Expr& e) {
  const auto own = binding_of(e);
  auto left = own;
  auto right = static_cast<Binding>(own + 1);
  if (own == kComparison) left = kSum;
  if (own == kPower) {
    left = kPrimary;
    right = kNegation;
  }
  return fmt::format("{} {} {}", held(e.args[0], left), e.text, held(e.args[1], right));
}

std::string list_text(const Expr& e) {
  std::string items;
  for (const auto& item : e.args) items += (items.empty() ? "" : ", ") + to_text(item);
  return "[" + items + "]";
}

// the condition of an expression over a group, if it has one
std::string where_text(const Expr& e, std::size_t place) {
  return e.args.size() > place ? " where " + to_text(e.args[place]) : "";
}

std::string name_text(const Expr& e) {
  std::string text;
  for (const auto& part : e.path) text += text.empty() ? part : "." + part;
  return text;
}

}  // namespace

std::string to_text(const Expr& e) {
  switch (e.kind) {
    case Expr::Kind::number:
      return fmt::format("{}", e.number);
    case Expr::Kind::duration:
      return duration_text(e.us);
    case Expr::Kind::date:
      return format_exactly({e.us});
    case Expr::Kind::truth:
      return e.number != 0 ? "true" : "false";
    case Expr::Kind::name:
      return name_text(e);
    case Expr::Kind::unary:
      return e.text == "not" ? "not " + held(e.args[0], kNot) : "-" + held(e.args[0], kNegation);
    case Expr::Kind::binary:
      return binary_text(e);
    case Expr::Kind::call:
      return call_text(e);
    case Expr::Kind::range:
      return fmt::format("{} .. {}", to_text(e.args[0]), to_text(e.args[1]));
    case Expr::Kind::list:
      return list_text(e);
    case Expr::Kind::over:
      return fmt::format("{}({} over {}{})", e.text, to_text(e.args[0]), e.group, where_text(e, 1));
    case Expr::Kind::pick:
      return fmt::format("pick(each in {}{}{})", e.group, where_text(e, 0),
                         e.named.empty() ? "" : ", weight = " + to_text(e.named[0].value.front()));
  }
  return {};
}

std::string to_text(const Pattern& pattern) {
  std::string text;
  for (const auto& alternative : pattern.alternatives) {
    if (!text.empty()) text += " or ";
    text += alternative.type;
    if (!alternative.of.empty()) text += " of " + alternative.of;
    if (!alternative.from.empty()) text += " from " + alternative.from;
    if (!alternative.to.empty()) text += " to " + alternative.to;
    if (alternative.where) text += " where " + held(*alternative.where, kAnd);
  }
  return text;
}

}  // namespace brink
