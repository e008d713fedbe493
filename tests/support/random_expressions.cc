#include "tests/support/random_expressions.h"

#include <fmt/format.h>

namespace brink::test {
namespace {

Scope inner(const Scope& scope, Motion motion) {
  Scope result = scope;
  result.motion = motion;
  return result;
}

}  // namespace

std::string ExpressionWriter::literal(double x) {
  auto text = fmt::format("{:.4f}", x);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string ExpressionWriter::plain_duration(int low_hours, int high_hours) {
  const int hours = dice_.between(low_hours, high_hours);
  switch (dice_.between(0, 5)) {
    case 0:
      return fmt::format("{} h", hours);
    case 1:
      return fmt::format("{} min", hours * 60 + 7);
    case 2:
      return hours >= 24 ? fmt::format("{} d {} h", hours / 24, hours % 24 + 1)
                         : fmt::format("{} h", hours);
    case 3:
      return hours >= 168 ? fmt::format("{} w", hours / 168) : fmt::format("{}.5 h", hours);
    case 4:
      return fmt::format("{} s", hours * 3600);
    default:
      return fmt::format("{:.2f} d", hours / 24.0 + 0.01);
  }
}

std::string ExpressionWriter::actor(const Scope& scope) {
  if (scope.each && dice_.chance(0.6)) return "each";
  if (!scope.loops.empty() && dice_.chance(0.6)) return dice_.pick(scope.loops);
  if (scope.self && dice_.chance(0.4)) return "self";
  if (scope.other && dice_.chance(0.6)) return "other";
  if (scope.rival && dice_.chance(0.4)) return "rival";
  if (scope.parties && dice_.chance(0.6)) return dice_.chance(0.5) ? "source" : "target";
  return dice_.pick(cast_.actors);
}

std::string ExpressionWriter::moving_number(const Scope& scope) {
  return scope.lets && dice_.chance(0.15) ? cast_.name("moving") : moving_variable(scope);
}

std::string ExpressionWriter::moving_variable(const Scope& scope, bool flows) {
  switch (dice_.between(0, flows ? 6 : 5)) {
    case 6:
      return dice_.chance(0.7) ? fmt::format("{}.{}", actor(scope), cast_.name("pulse"))
                               : pair_variable(scope, "affinity");
    case 0:
      return cast_.name("pressure");
    case 1:
      return cast_.name("memory");
    case 5:
      return pair_variable(scope, dice_.chance(0.5) ? "trust" : "grudge");
    case 2:
      return fmt::format("{}.{}", actor(scope), cast_.name("stock"));
    case 3:
      return fmt::format("{}.{}", actor(scope), cast_.name("heat"));
    default:
      return fmt::format("{}.{}", actor(scope), cast_.name("drift"));
  }
}

std::string ExpressionWriter::offer_field() {
  const char* terms[] = {"truce", "land", "aid"};
  const auto term = cast_.name(terms[dice_.below(3)]);
  switch (dice_.between(0, 4)) {
    case 0:
      return "offer.round";
    case 1:
      return "offer.terms." + term;
    case 2:
      return "offer.parent." + term;
    case 3:
      return "offer.parent.round";
    default:
      return "offer." + term;
  }
}

std::string ExpressionWriter::number_leaf(const Scope& scope) {
  const bool history = scope.history;
  switch (dice_.between(0, 16)) {
    case 0:
      return cast_.name("share");
    case 13:
      return pair_number(scope);
    case 14:
      if (scope.self && scope.owner) return fmt::format("self.{}", cast_.name("hidden"));
      [[fallthrough]];
    case 15:
      if (scope.secrets) return fmt::format("{}.{}", actor(scope), cast_.name("hidden"));
      break;
    case 1:
      return fmt::format("{}.{}", actor(scope), cast_.name("will"));
      break;
    case 2:
      return cast_.name("tension");
      break;
    case 3:
      if (scope.clash) return "event." + cast_.name("size");
      if (scope.word) return "event." + cast_.name("volume");
      break;
    case 4:
      if (scope.made_clash) return "this." + cast_.name("size");
      break;
    case 5:
      if (scope.offer) return offer_field();
      break;
    case 6:
      if (history)
        return fmt::format("count({}, {})", pattern(scope, true),
                           dice_.chance(0.7) ? plain_duration(12, 300) : cast_.name("span"));
      break;
    case 7:
      if (history) return fmt::format("total({})", pattern(scope, true));
      break;
    case 8:
      if (history) return fmt::format("rung({}, {})", anybody(scope), anybody(scope));
      break;
    case 9:
      if (scope.event)
        return dice_.chance(0.4)   ? "event.rung"
               : dice_.chance(0.5) ? "event.goldstein"
                                   : "event." + cast_.name("fear");
      break;
    case 10:
      if (scope.motion == Motion::any) return moving_number(scope);
      break;
    case 11:
      return fmt::format("{}.{}", cast_.actors[0], cast_.name("treasure"));
      break;
    case 12:
      return fmt::format("{}.{}", actor(scope), cast_.name("notes"));
      break;
    default:
      break;
  }
  return literal(dice_.uniform(-1, 3));
}

std::string ExpressionWriter::number_function(const Scope& scope, int depth) {
  const auto x = [&] { return number(scope, depth - 1); };
  switch (dice_.between(0, 15)) {
    case 11:
      return fmt::format("table({}, [-1, 0, {}], [{}, 0.5, 2])", x(),
                         literal(dice_.uniform(0.5, 3)), literal(dice_.uniform(-1, 1)));
    case 12:
      return fmt::format("bayes({}, {}, 0.3)", bounded(scope, 0, 1, depth - 1),
                         bounded(scope, 0.1, 1, depth - 1));
    case 13:
    case 14:
      return over_number(scope, depth);
    case 0:
      return fmt::format("if({}, {}, {})", truth(scope, depth - 1), x(), x());
    case 1:
      return fmt::format("min({}, {})", x(), x());
    case 2:
      return fmt::format("max({}, {}, {})", x(), x(), x());
    case 3:
      return fmt::format("clamp({}, -2, {})", x(), literal(dice_.uniform(0, 3)));
    case 4:
      return fmt::format("abs({})", x());
    case 5:
      return fmt::format("exp(clamp({}, -3, 2))", x());
    case 6:
      return fmt::format("log(1 + abs({}))", x());
    case 7:
      return fmt::format("sqrt(abs({}))", x());
    case 8:
      return fmt::format("logistic({})", x());
    case 9:
      return fmt::format("round({})", x());
    case 10:
      return fmt::format("clamp({}, 0, 4) ^ {}", x(), literal(dice_.uniform(0.5, 2)));
    default:
      return fmt::format("floor({})", x());
  }
}

std::string ExpressionWriter::drawn_number(const Scope& scope, int depth) {
  const auto positive = [&] {
    return fmt::format("(0.1 + abs({}))", bounded(scope, 0, 5, depth - 1));
  };
  const auto share = [&] { return bounded(scope, 0, 1, depth - 1); };
  switch (dice_.between(0, 15)) {
    case 13:
      return fmt::format("empirical([-1, 0, {}, 2.5])", literal(dice_.uniform(0, 2)));
    case 14:
      return fmt::format("empirical([{}, 1, 4], [{}, 2, 0])", literal(dice_.uniform(-1, 0)),
                         literal(dice_.uniform(0.1, 5)));
    case 0:
      return fmt::format("uniform({} .. 6)", bounded(scope, 0, 5, depth - 1));
    case 1:
      return fmt::format("normal(mean = {}, sd = {})", bounded(scope, -2, 2, depth - 1),
                         positive());
    case 2:
      return fmt::format("lognormal(median = {}, sdlog = 0.5)", positive());
    case 3:
      return fmt::format("exponential({})", positive());
    case 4:
      return fmt::format("gamma(shape = {}, scale = {})", positive(), positive());
    case 5:
      return fmt::format("weibull(shape = 1.5, scale = {})", positive());
    case 6:
      return "triangular(low = 0, mode = 1, high = 5)";
    case 7:
      return fmt::format("pareto(minimum = {}, shape = 2.5)", positive());
    case 8:
      return fmt::format("poisson({})", positive());
    case 9:
      return fmt::format("binomial(floor({}), {})", bounded(scope, 0, 30, depth - 1), share());
    case 10:
      return fmt::format("negative_binomial(mean = {}, dispersion = 1.3)", positive());
    case 11:
      return fmt::format("if(bernoulli({}), 1, 2)", share());
    case 12:
      return fmt::format("poisson(mean = {})", positive());
    default:
      return "uniform(0, 3)";
  }
}

std::string ExpressionWriter::closed_number(const Scope& scope, int depth) {
  const auto still = [&] { return number(inner(scope, Motion::still), depth - 1); };
  switch (dice_.between(0, 7)) {
    case 0:
      return fmt::format("{} * ({})", moving_variable(scope), still());
    case 5:
    case 6:
      return closed_over(scope);
    case 1:
      return fmt::format("{} - {}", moving_number(scope), moving_number(scope));
    case 2:
      return fmt::format("{} * {} + {}", moving_variable(scope, false),
                         moving_variable(scope, false), literal(dice_.uniform(-1, 1)));
    case 3:
      return fmt::format("-{} / 3", moving_number(scope));
    case 4:
      return fmt::format("({} + {}) / 2", moving_number(scope), still());
    default:
      return moving_number(scope);
  }
}

std::string ExpressionWriter::number(const Scope& scope, int depth) {
  if (depth <= 0) return number_leaf(scope);
  if (scope.motion == Motion::closed && dice_.chance(0.6)) {
    return closed_number(scope, depth);
  }
  const Scope own = scope.motion == Motion::closed ? inner(scope, Motion::still) : scope;
  const auto x = [&] { return number(own, depth - 1); };
  switch (dice_.between(0, 9)) {
    case 0:
      return fmt::format("{} + {}", x(), x());
    case 1:
      return fmt::format("{} - ({})", x(), x());
    case 2:
      return fmt::format("({}) * ({})", x(), literal(dice_.uniform(-2, 2)));
    case 3:
      return fmt::format("({}) / (1 + abs({}))", x(), x());
    case 4:
      return fmt::format("-({})", x());
    case 5:
      if (own.draws) return drawn_number(own, depth);
      return fmt::format("{} / {}", duration(own, depth - 1), plain_duration(12, 100));
    case 6:
    case 7:
      return number_function(own, depth);
    case 8:
      if (own.lets) return dice_.chance(0.5) ? cast_.name("gain") : cast_.name("gain_held");
      [[fallthrough]];
    default:
      return number_leaf(own);
  }
}

std::string ExpressionWriter::bounded(const Scope& scope, double low, double high, int depth) {
  if (dice_.chance(0.4)) return literal(dice_.uniform(low, high));
  const Scope own = scope.motion == Motion::closed ? inner(scope, Motion::still) : scope;
  return fmt::format("clamp({}, {}, {})", number(own, depth), literal(low), literal(high));
}

}  // namespace brink::test
