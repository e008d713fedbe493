#include <fmt/format.h>

#include "tests/support/random_expressions.h"

// truths and patterns
namespace brink::test {

std::string ExpressionWriter::comparison(const Scope& scope, int depth) {
  const char* ordered[] = {"<", "<=", ">", ">="};
  const char* sign = ordered[dice_.below(4)];
  Scope still = scope;
  still.motion = scope.motion == Motion::any ? Motion::any : Motion::still;
  const char* equal = dice_.chance(0.5) ? "==" : "!=";
  switch (dice_.between(0, 8)) {
    case 0:
      return fmt::format("{} {} {}", duration(still, depth), sign, duration(still, depth));
    case 1:
      return fmt::format("{} {} {}", cast_.name("phase"), equal, symbol(scope, "phase"));
      break;
    case 2:
      return fmt::format("{}.{} {} {}", actor(scope), cast_.name("mood"), equal,
                         symbol(scope, "mood"));
      break;
    case 3:
      return fmt::format("{} {} {}", cast_.name("style"), equal, symbol(scope, "tone"));
    case 4:
      return fmt::format("{} {} {}", anybody(scope), equal, anybody(scope));
    case 5:
      if (scope.motion != Motion::still)
        return fmt::format("now {} {}", sign, date({.motion = Motion::still}));
      break;
    case 6:
      if (scope.motion != Motion::still && scope.history) {
        return fmt::format("since({}) {} {}", pattern(scope, true), sign, plain_duration(24, 300));
      }
      break;
    case 7:
      return fmt::format("{} {} {}", date(still), sign, date(still));
    default:
      break;
  }
  return fmt::format("{} {} {}", number(scope, depth), sign, number(scope, depth > 1 ? 1 : 0));
}

std::string ExpressionWriter::truth_leaf(const Scope& scope) {
  const bool history = scope.history;
  const char* terms[] = {"truce", "land", "aid"};
  switch (dice_.between(0, 13)) {
    case 0:
      return cast_.name("strict");
    case 12:
      if (history) return fmt::format("knows({}, {})", anybody(scope), pattern(scope, true));
      break;
    case 9:
    case 10:
      return pair_truth(scope);
    case 1:
      return cast_.name("alarm");
      break;
    case 2:
      return fmt::format("{}.{}", actor(scope), cast_.name("armed"));
      break;
    case 3:
      if (history) return fmt::format("in_force({})", cast_.name(terms[dice_.below(3)]));
      break;
    case 4:
      if (history)
        return fmt::format("in_force({}, {}, {})", cast_.name(terms[dice_.below(3)]),
                           anybody(scope), anybody(scope));
      break;
    case 5:
      if (history) return fmt::format("exists(last({}))", offer_pattern(scope));
      break;
    case 6:
      if (scope.offer) {
        const char* fields[] = {"open",      "accepted", "refused", "countered",
                                "withdrawn", "lapsed",   "public"};
        return fmt::format("offer.{}{}", dice_.chance(0.2) ? "parent." : "",
                           fields[dice_.below(7)]);
      }
      break;
    case 7:
      if (scope.offer)
        return dice_.chance(0.5)
                   ? "exists(offer.parent)"
                   : fmt::format("offer.{} == {}", dice_.chance(0.5) ? "proposer" : "recipient",
                                 anybody(scope));
      break;
    case 8:
      if (scope.clash)
        return fmt::format("event.{} == {}", cast_.name("site"), symbol(scope, "site"));
      if (scope.word)
        return fmt::format("event.{} == {}", cast_.name("tone"), symbol(scope, "tone"));
      break;
    default:
      if (scope.draws) return fmt::format("bernoulli({})", literal(dice_.uniform(0, 1)));
      break;
  }
  return dice_.chance(0.5) ? "true" : "not false";
}

std::string ExpressionWriter::truth(const Scope& scope, int depth) {
  if (depth <= 0) return truth_leaf(scope);
  switch (dice_.between(0, 8)) {
    case 7:
      return over_truth(scope, depth);
    case 0:
      return fmt::format("({}) and ({})", truth(scope, depth - 1), truth(scope, depth - 1));
    case 1:
      return fmt::format("({}) or ({})", truth(scope, depth - 1), truth(scope, depth - 1));
    case 2:
      return fmt::format("not ({})", truth(scope, depth - 1));
    case 3:
      if (scope.lets) {
        return dice_.chance(0.5) ? cast_.name("grave") : fmt::format("not {}", cast_.name("grave"));
      }
      return truth_leaf(scope);
    case 4:
      return truth_leaf(scope);
    default:
      return comparison(scope, depth - 1);
  }
}

// ` from A to B`; `must`: both, so that only this component's events match
std::string ExpressionWriter::parties(const Scope& scope, bool history, bool must) {
  const auto one = [&]() -> std::string {
    if (history && scope.pickers && dice_.chance(0.4)) {
      if (scope.each && dice_.chance(0.5)) return "each";
      if (!scope.loops.empty() && dice_.chance(0.5)) return dice_.pick(scope.loops);
      if (scope.other && dice_.chance(0.5)) return "other";
      if (scope.rival && dice_.chance(0.5)) return "rival";
      if (scope.self) return "self";
      if (scope.parties) return dice_.chance(0.5) ? "source" : "target";
    }
    return dice_.chance(0.6) ? group() : dice_.pick(cast_.actors);
  };
  std::string text;
  if (must || dice_.chance(0.4)) text += " from " + one();
  if (must || dice_.chance(0.4)) text += " to " + one();
  return text;
}

std::string ExpressionWriter::offer_pattern(const Scope& scope) {
  const char* types[] = {"letter", "note", "but", "yea", "nay"};
  if (dice_.chance(0.3)) return "offer" + parties(scope, true, true);
  return cast_.name(types[dice_.below(5)]) + parties(scope, true, true);
}

// of a clash: its parties are always actors of the component
std::string ExpressionWriter::where(const Scope& outer) {
  Scope scope{.parties = true,
              .event = true,
              .clash = true,
              .history = dice_.chance(0.2),
              .lets = outer.lets};
  if (dice_.chance(0.6)) return fmt::format(" where ({})", truth(scope, 1));
  scope.apart = true;
  return fmt::format(" where source != target and ({})", truth(scope, 1));
}

std::string ExpressionWriter::pattern(const Scope& scope, bool history) {
  switch (dice_.between(0, 9)) {
    case 0:
      return dice_.pick(cast_.words) + parties(scope, history, false);
    case 8: {
      const char* roots[] = {"accept", "reject", "undelivered", "lapse", "leak", "reveal"};
      return fmt::format("{} of {}{}", roots[dice_.below(6)],
                         cast_.name(dice_.chance(0.6) ? "letter" : "note"),
                         parties(scope, history, false));
    }
    case 9: {
      const char* roots[] = {"undelivered", "leak", "reveal", "conditional"};
      return roots[dice_.below(4)] + parties(scope, history, true);
    }
    case 1:
      return cast_.name("omen");
    case 2:
      return "assault" + parties(scope, history, true);
    case 3: {
      Scope plain = scope;
      plain.pickers = false;
      return fmt::format("{}{} or {}{}", dice_.pick(cast_.clashes), parties(plain, history, false),
                         dice_.pick(cast_.words), parties(plain, history, false));
    }
    case 4: {
      const char* roots[] = {"accept", "reject",   "lapse",   "expire",
                             "end",    "withdraw", "counter", "consult"};
      return roots[dice_.below(8)] + parties(scope, history, true);
    }
    case 5:
      return cast_.name("letter") + parties(scope, history, false);
    default: {
      auto text = dice_.pick(cast_.clashes) + parties(scope, history, false);
      return dice_.chance(0.4) ? text + where(scope) : text;
    }
  }
}

}  // namespace brink::test
