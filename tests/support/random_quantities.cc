#include <fmt/format.h>

#include "tests/support/random_expressions.h"

// durations, dates, symbols
namespace brink::test {
namespace {

Scope inner(const Scope& scope, Motion motion) {
  Scope result = scope;
  result.motion = motion;
  return result;
}

}  // namespace

std::string ExpressionWriter::drawn_duration() {
  switch (dice_.between(0, 11)) {
    case 9:
      return "empirical([6 h, 1 d, 3 d 12 h])";
    case 10:
      return "empirical([6 h, 2 d, 30 min], [1, 0.5, 2])";
    case 0:
      return "uniform(6 h .. 4 d)";
    case 1:
      return "max(1 h, normal(mean = 2 d, sd = 12 h))";
    case 2:
      return "lognormal(median = 1 d, sdlog = 0.6)";
    case 3:
      return "exponential(mean = 3 d)";
    case 4:
      return "gamma(shape = 2, scale = 1 d)";
    case 5:
      return "weibull(shape = 1.5, scale = 2 d)";
    case 6:
      return "triangular(low = 2 h, mode = 1 d, high = 5 d)";
    case 7:
      return "1 h + pareto(minimum = 6 h, shape = 2.5)";
    case 8:
      return "exponential(2 d)";
    default:
      return "uniform(1 h, 2 d)";
  }
}

std::string ExpressionWriter::duration(const Scope& scope, int depth) {
  const bool moving = scope.motion == Motion::any;
  switch (dice_.between(0, 12)) {
    case 0:
      return cast_.name("span");
    case 11:
      return pair_variable(scope, "patience");
    case 1:
      return cast_.name("pause");
      break;
    case 2:
      return fmt::format("{}.{}", actor(scope), cast_.name("lag"));
      break;
    case 3:
      if (depth > 0)
        return fmt::format("{} * {}", plain_duration(2, 60), bounded(scope, 0.1, 2, depth - 1));
      break;
    case 4:
      if (depth > 0)
        return fmt::format("{} / (1 + {})", plain_duration(2, 60), bounded(scope, 0, 2, depth - 1));
      break;
    case 5:
      if (depth > 0)
        return fmt::format("min({}, {})", duration(scope, depth - 1), duration(scope, depth - 1));
      break;
    case 6:
      if (moving) return fmt::format("(now - {})", date(inner(scope, Motion::still)));
      break;
    case 7:
      if (scope.offer && moving) return "offer.age";
      break;
    case 8:
      if (scope.clash) return "event." + cast_.name("length");
      break;
    case 9:
      if (depth > 0)
        return fmt::format("abs({} - {})", duration(scope, depth - 1), duration(scope, depth - 1));
      break;
    case 10:
      if (scope.draws) return drawn_duration();
      if (scope.lets) return cast_.name("wait");
      break;
    default:
      break;
  }
  return plain_duration(2, 200);
}

std::string ExpressionWriter::delay(const Scope& scope) {
  if (scope.draws && dice_.chance(0.5)) return drawn_duration();
  if (dice_.chance(0.5)) return plain_duration(2, 120);
  return fmt::format("clamp({}, 2 h, 9 d)", duration(scope));
}

std::string ExpressionWriter::date(const Scope& scope) {
  switch (dice_.between(0, 4)) {
    case 0:
      return cast_.name("deadline");
      break;
    case 1:
      return fmt::format("{}.{}", actor(scope), cast_.name("since_day"));
      break;
    case 2:
      return fmt::format("2026-03-{:02} 14:45", dice_.between(1, 31));
    case 3:
      if (scope.motion == Motion::any) return "now";
      break;
    default:
      break;
  }
  return fmt::format("2026-0{}-11 + {}", dice_.between(1, 4), plain_duration(1, 300));
}

std::string ExpressionWriter::symbol(const Scope& scope, const std::string& kind) {
  const auto one = [&](std::vector<const char*> names) {
    return cast_.name(names[dice_.below(names.size())]);
  };
  if (kind == "phase")
    return dice_.chance(0.2) && scope.lets ? cast_.name("phase_now")
                                           : one({"calm", "tense", "war"});
  if (kind == "stance") return one({"friendly", "hostile"});
  if (kind == "mood") return one({"calm", "grim"});
  if (kind == "site") return one({"energy", "port", "rail"});
  return one({"soft", "hard"});
}

}  // namespace brink::test
