#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tests/support/coverage.h"

// expressions and patterns
namespace brink::test {

void Coverage::name(const Expr& e) {
  const auto& first = e.path[0];
  if (e.path.size() == 1) {
    for (const auto* word : {"self", "rival", "source", "target", "now", "offer"}) {
      if (first == word) add("word " + first);
    }
    return;
  }
  const auto whole = fmt::format("field {}", fmt::join(e.path, "."));
  for (const auto* word : {"self", "rival", "source", "target", "event", "this"}) {
    if (first == word) add(fmt::format("field {}.", first));
  }
  if (counts_.contains(whole)) add(whole);
  if (first == "offer" && e.path[1] == "parent" && e.path.size() > 2) add("field offer.parent");
  if (first == "offer" && e.path[1] == "terms") add("field offer.terms.");
}

void Coverage::expression(const Expr& e) {
  using Kind = Expr::Kind;
  switch (e.kind) {
    case Kind::number:
      add("literal number");
      break;
    case Kind::duration:
      add("literal duration");
      break;
    case Kind::date:
      add("literal date");
      break;
    case Kind::truth:
      add("literal truth");
      break;
    case Kind::range:
      add("literal range");
      break;
    case Kind::name:
      name(e);
      break;
    case Kind::unary:
      add("unary " + e.text);
      break;
    case Kind::binary:
      add("operator " + e.text);
      break;
    case Kind::call:
      add("function " + e.text);
      break;
  }
  for (const auto& argument : e.args) expression(argument);
  for (const auto& argument : e.named) {
    add("argument named");
    expression(argument.value[0]);
  }
  if (e.pattern) pattern(*e.pattern);
}

void Coverage::pattern(const Pattern& pattern) {
  if (pattern.alternatives.size() > 1) add("pattern or");
  for (const auto& alternative : pattern.alternatives) {
    if (!alternative.from.empty()) add("pattern from");
    if (!alternative.to.empty()) add("pattern to");
    for (const auto& [side, party] :
         {std::pair{"from", alternative.from}, {"to", alternative.to}}) {
      const auto construct = fmt::format("pattern {} {}", side, party);
      if (counts_.contains(construct)) add(construct);
    }
    if (alternative.where) {
      add("pattern where");
      expression(*alternative.where);
    }
  }
}

}  // namespace brink::test
