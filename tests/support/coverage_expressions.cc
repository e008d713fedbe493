#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "tests/support/coverage.h"

// expressions and patterns
namespace brink::test {

bool Coverage::is_loop(const std::string& word) const {
  return std::find(loops_.begin(), loops_.end(), word) != loops_.end();
}

// trust(a, b): whose it is
void Coverage::call_of_pair(const Expr& e) {
  add("call pair");
  const auto word = [&](std::size_t i) { return to_text(e.args[i]); };
  auto first = word(0);
  auto second = word(1);
  for (const auto& [a, b] : {std::pair{"self", "other"}, {"self", "rival"}, {"source", "target"}}) {
    const bool both = (first == a && second == b) || (first == b && second == a);
    if (both) add(fmt::format("call pair of {}, {}", a, b));
  }
  if (first == "each" || second == "each") add("call pair of each");
  if (is_loop(first) || is_loop(second)) add("call pair of loop");
  if (actors_.contains(first) && actors_.contains(second)) add("call pair of actors");
}

void Coverage::name(const Expr& e) {
  const auto& first = e.path[0];
  if (e.path.size() == 1) {
    for (const auto* word :
         {"self", "other", "each", "rival", "source", "target", "now", "offer"}) {
      if (first == word) add("word " + first);
    }
    if (is_loop(first)) add("word loop");
    return;
  }
  if (is_loop(first)) add("field loop.");
  const auto whole = fmt::format("field {}", fmt::join(e.path, "."));
  for (const auto* word : {"self", "other", "each", "rival", "source", "target", "event", "this"}) {
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
      if (pairs_.contains(e.text)) {
        call_of_pair(e);
      } else {
        add("function " + e.text);
        const auto knower = "knows of " + (e.args.empty() ? "" : to_text(e.args[0]));
        if (e.text == "knows" && counts_.contains(knower)) add(knower);
      }
      break;
    case Kind::list:
      add("literal list");
      break;
    case Kind::over:
      add("over " + e.text);
      if (e.args.size() > 1) add("over where");
      if (e.group == "all") add("group all");
      break;
    case Kind::pick:
      add("function pick");
      add("pick");
      if (!e.args.empty()) add("pick where");
      if (!e.named.empty()) add("pick weight");
      if (e.group == "all") add("group all");
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
    const auto type =
        fmt::format("pattern {}{}", alternative.of.empty() ? "" : "of ", alternative.type);
    if (counts_.contains(type)) add(type);
    if (!alternative.of.empty()) add("pattern of");
    if (!alternative.from.empty()) add("pattern from");
    if (!alternative.to.empty()) add("pattern to");
    for (const auto& [side, party] :
         {std::pair{"from", alternative.from}, {"to", alternative.to}}) {
      const auto construct = fmt::format("pattern {} {}", side, party);
      if (counts_.contains(construct)) add(construct);
      if (is_loop(party)) add(fmt::format("pattern {} loop", side));
    }
    if (alternative.where) {
      add("pattern where");
      expression(*alternative.where);
    }
  }
}

}  // namespace brink::test
