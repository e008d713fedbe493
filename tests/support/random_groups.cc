#include <fmt/format.h>

#include "tests/support/random_expressions.h"

// groups, picks, variables of pairs
namespace brink::test {
namespace {

// of a member of a group: `each` is somebody else than outside
Scope of_each(const Scope& scope) {
  Scope inner = scope;
  inner.each = true;
  inner.draws = false;
  return inner;
}

Scope without_each(const Scope& scope) {
  Scope outer = scope;
  outer.each = false;
  return outer;
}

}  // namespace

std::string ExpressionWriter::group(bool several) {
  const std::vector<std::string> groups{cast_.pair, cast_.all, cast_.nested,
                                        cast_.whole ? "all" : cast_.all, cast_.others};
  return groups[dice_.below(several ? 4 : 5)];
}

std::string ExpressionWriter::anybody(const Scope& scope) {
  if (dice_.chance(0.1)) return cast_.name("leader");
  if (dice_.chance(0.2)) return fmt::format("{}.{}", actor(scope), cast_.name("ally"));
  return actor(scope);
}

std::string ExpressionWriter::pick(const Scope& scope, bool sure) {
  const auto inner = of_each(scope);
  auto out = "pick(each in " + group(true);
  if (dice_.chance(0.5)) {
    const bool differs = sure || dice_.chance(0.5);
    out += " where " + (differs ? "each != " + actor(without_each(scope)) : truth(inner, 1));
  }
  if (dice_.chance(0.5)) out += ", weight = " + bounded(inner, sure ? 0.1 : 0, 2, 1);
  return out + ")";
}

// two actors who differ, as `a, b`
std::string ExpressionWriter::two(const Scope& scope) {
  std::vector<std::string> words;
  if (scope.other) words.emplace_back(dice_.chance(0.5) ? "self, other" : "other, self");
  if (scope.apart) words.emplace_back(dice_.chance(0.5) ? "source, target" : "target, source");
  if (scope.rival) words.emplace_back(dice_.chance(0.5) ? "self, rival" : "rival, self");
  if (!words.empty() && dice_.chance(0.7)) return dice_.pick(words);
  const auto first = dice_.below(cast_.actors.size());
  const auto second = (first + 1 + dice_.below(cast_.actors.size() - 1)) % cast_.actors.size();
  return cast_.actors[first] + ", " + cast_.actors[second];
}

std::string ExpressionWriter::pair_variable(const Scope& scope, const char* variable) {
  const bool of_pair = std::string(variable) == "patience";
  return fmt::format("{}({})", cast_.name(variable),
                     of_pair ? cast_.actors[0] + ", " + cast_.actors[1] : two(scope));
}

// two actors written differently, who may be the same
std::string ExpressionWriter::one_of_two(const Scope& scope, std::string& other) {
  const auto one = [&] { return cast_.whole ? anybody(scope) : actor(scope); };
  auto first = one();
  for (int tries = 0; tries < 9; ++tries) {
    other = one();
    if (other != first) return first;
  }
  first = cast_.actors[0];
  other = cast_.actors[1];
  return first;
}

std::string ExpressionWriter::pair_number(const Scope& scope) {
  const char* variables[] = {"debt", "trust", "grudge", "affinity"};
  const auto* variable = variables[scope.motion == Motion::any ? dice_.below(4) : 0];
  if (dice_.chance(0.6)) return pair_variable(scope, variable);
  std::string other;
  const auto one = one_of_two(scope, other);
  return fmt::format("if({0} != {1}, {2}({0}, {1}), {3})", one, other, cast_.name(variable),
                     literal(dice_.uniform(0, 1)));
}

std::string ExpressionWriter::pair_truth(const Scope& scope) {
  std::string other;
  const auto one = one_of_two(scope, other);
  const auto guarded = [&](const std::string& test) {
    return dice_.chance(0.5) ? fmt::format("({} != {} and {})", one, other, test)
                             : fmt::format("({} == {} or {})", one, other, test);
  };
  switch (dice_.between(0, 5)) {
    case 0:
      return pair_variable(scope, "bound");
    case 1:
      return fmt::format("{} == {}", pair_variable(scope, "stance"), symbol(scope, "stance"));
    case 2:
      return fmt::format("{} > {}", pair_variable(scope, "patience"), plain_duration(12, 200));
    case 3:
      return guarded(fmt::format("{}({}, {})", cast_.name("bound"), one, other));
    case 4:
      return guarded(fmt::format("{}({}, {}) != {}", cast_.name("stance"), other, one,
                                 symbol(scope, "stance")));
    default: {
      const auto* variable = scope.motion == Motion::still ? "debt"
                             : dice_.chance(0.5)           ? "trust"
                                                           : "grudge";
      return guarded(fmt::format("{}({}, {}) < {}", cast_.name(variable), one, other,
                                 literal(dice_.uniform(0, 1))));
    }
  }
}

// a variable of somebody and each of the others
std::string ExpressionWriter::over_pairs(const Scope& scope, const char* function,
                                         const char* variable) {
  const auto one = actor(without_each(scope));
  return fmt::format("{0}({1}({2}) over {3} where each != {4})", function, cast_.name(variable),
                     dice_.chance(0.5) ? "each, " + one : one + ", each", group(true), one);
}

std::string ExpressionWriter::over_number(const Scope& scope, int depth) {
  const auto inner = of_each(scope);
  const char* functions[] = {"sum", "mean", "min", "max"};
  const auto* function = functions[dice_.below(4)];
  switch (dice_.between(0, 4)) {
    case 0:
      return fmt::format("sum({} over {} where {})", number(inner, depth - 1), group(),
                         truth(inner, 1));
    case 1:
      return fmt::format("count({} over {}{})", truth(inner, depth - 1), group(),
                         dice_.chance(0.3) ? " where " + truth(inner, 0) : "");
    case 2:
      return over_pairs(scope, function,
                        scope.motion == Motion::any && dice_.chance(0.5) ? "trust" : "debt");
    default:
      return fmt::format("{}({} over {})", function, number(inner, depth - 1), group());
  }
}

std::string ExpressionWriter::over_truth(const Scope& scope, int depth) {
  const auto inner = of_each(scope);
  return fmt::format("{}({} over {}{})", dice_.chance(0.5) ? "any" : "all", truth(inner, depth - 1),
                     group(), dice_.chance(0.3) ? " where " + truth(inner, 0) : "");
}

// sums of what moves, which have closed forms of at most two terms a member
std::string ExpressionWriter::closed_over(const Scope& scope) {
  Scope still = of_each(scope);
  still.motion = Motion::still;
  const char* variables[] = {"heat", "drift", "stock"};
  const auto variable = cast_.name(variables[dice_.below(3)]);
  const char* function = dice_.chance(0.5) ? "sum" : "mean";
  switch (dice_.between(0, 3)) {
    case 0:
      return fmt::format("sum(each.{} over {} where {})", variable, group(), truth(still, 1));
    case 1:
      return fmt::format("count(each.{} < {} over {})", variable, literal(dice_.uniform(0, 2)),
                         group());
    case 2:
      return over_pairs(scope, function, dice_.chance(0.5) ? "trust" : "grudge");
    default:
      return fmt::format("{}(each.{} over {})", function, variable, group());
  }
}

}  // namespace brink::test
