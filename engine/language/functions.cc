#include "engine/language/functions.h"

#include <fmt/format.h>

#include <array>

namespace brink {
namespace {

using A = ArgumentInfo;
using F = Function;
using K = FunctionKind;

constexpr std::array kIf{A{"condition", 't'}, A{"then", 'v'}, A{"else", 'v'}};
constexpr std::array kMany{A{"a", 'v'}, A{"b", 'v'}};
constexpr std::array kClamp{A{"x", 'v'}, A{"low", 'v'}, A{"high", 'v'}};
constexpr std::array kAbs{A{"x", 'q'}};
constexpr std::array kNumber{A{"x", 'n'}};
constexpr std::array kCount{A{"pattern", 'P'}, A{"window", 'd'}};
constexpr std::array kPattern{A{"pattern", 'P'}};
constexpr std::array kKnows{A{"actor", 'a'}, A{"pattern", 'P'}};
constexpr std::array kReference{A{"reference", 'o'}};
constexpr std::array kInForce{A{"term", 'T'}, A{"a", 'a', true}, A{"b", 'a', true}};
constexpr std::array kPair{A{"a", 'a'}, A{"b", 'a'}};
constexpr std::array kUniform{A{"low", 'q'}, A{"high", 'q'}};
constexpr std::array kNormal{A{"mean", 'q'}, A{"sd", 'q'}};
constexpr std::array kLognormal{A{"median", 'q'}, A{"sdlog", 'n'}};
constexpr std::array kMean{A{"mean", 'q'}};
constexpr std::array kMeanNumber{A{"mean", 'n'}};
constexpr std::array kShapeScale{A{"shape", 'n'}, A{"scale", 'q'}};
constexpr std::array kTriangular{A{"low", 'q'}, A{"mode", 'q'}, A{"high", 'q'}};
constexpr std::array kPareto{A{"minimum", 'q'}, A{"shape", 'n'}};
constexpr std::array kBinomial{A{"n", 'n'}, A{"p", 'p'}};
constexpr std::array kNegative{A{"mean", 'n'}, A{"dispersion", 'n'}};
constexpr std::array kBernoulli{A{"p", 'p'}};
constexpr std::array kTable{A{"x", 'n'}, A{"points", 'l'}, A{"values", 'l'}};
constexpr std::array kBayes{A{"prior", 'p'}, A{"p_if_true", 'p'}, A{"p_if_false", 'p'}};
constexpr std::array kEmpirical{A{"values", 'L'}, A{"weights", 'l', true}};
constexpr std::array kOverNumber{A{"value", 'n'}};
constexpr std::array kOverTruth{A{"condition", 't'}};

constexpr std::array kFunctions{
    FunctionInfo{"if", F::if_, K::function, kIf, false, 'v',
                 "the second value where the condition holds, otherwise the third", "any",
                 "if(phase == talks, 0.5, 1)"},
    FunctionInfo{"min", F::min, K::function, kMany, true, 'v', "the smallest of its values",
                 "two or more values of one ordered type", "min(self.drones, 100)"},
    FunctionInfo{"max", F::max, K::function, kMany, true, 'v', "the largest of its values",
                 "two or more values of one ordered type", "max(0, 1 - demand)"},
    FunctionInfo{"clamp", F::clamp, K::function, kClamp, false, 'v', "x held between low and high",
                 "low <= high; otherwise low wins", "clamp(front.gain_rate / 10, -1, 1)"},
    FunctionInfo{"abs", F::abs, K::function, kAbs, false, 'q', "x without its sign", "any",
                 "abs(self.resolve - 0.5)"},
    FunctionInfo{"exp", F::exp, K::function, kNumber, false, 'n', "e to the power x",
                 "x <= 709; beyond it the run ends with an error", "exp(-self.anger)"},
    FunctionInfo{"log", F::log, K::function, kNumber, false, 'n', "natural logarithm",
                 "x > 0; otherwise the run ends with an error", "log(1 + self.drones)"},
    FunctionInfo{"sqrt", F::sqrt, K::function, kNumber, false, 'n', "square root",
                 "x >= 0; otherwise the run ends with an error", "sqrt(self.drones)"},
    FunctionInfo{"logistic", F::logistic, K::function, kNumber, false, 'n',
                 "1 / (1 + e^-x), a number between 0 and 1", "any",
                 "logistic(1 + 1.5 * self.anger)"},
    FunctionInfo{"round", F::round, K::function, kNumber, false, 'n',
                 "the nearest whole number, halves away from zero", "any", "round(2.5)"},
    FunctionInfo{"floor", F::floor, K::function, kNumber, false, 'n',
                 "the largest whole number not above x", "any", "floor(self.drones)"},

    FunctionInfo{"table", F::table, K::function, kTable, false, 'n',
                 "straight lines through given points; level before the first and after the last",
                 "the same number of points and values, written out, points rising",
                 "table(self.losses, [0, 100, 500], [1, 0.8, 0.2])",
                 "table(x, [x1, x2, ...], [y1, y2, ...])"},
    FunctionInfo{"bayes", F::bayes, K::function, kBayes, false, 'n',
                 "the belief after a sign: prior * p_if_true / (prior * p_if_true + (1 - prior) * "
                 "p_if_false)",
                 "probabilities; a sign that could not occur ends the run with an error",
                 "bayes(self.belief, 0.8, 0.3)"},

    FunctionInfo{"count", F::count, K::history, kCount, false, 'n',
                 "how many matching events in the trailing window (t - window, t], the current "
                 "one included",
                 "the window is fixed when the run starts", "count(refuse from russia, 30 d)"},
    FunctionInfo{"total", F::total, K::history, kPattern, false, 'n',
                 "how many matching events since the start", "any", "total(salvo to ukraine)"},
    FunctionInfo{"since", F::since, K::history, kPattern, false, 'd',
                 "time since the last matching event, infinite when there was none", "any",
                 "since(refuse from russia) > 30 d"},
    FunctionInfo{"last", F::last, K::history, kPattern, false, 'e',
                 "the last matching event's offer", "a pattern of offers or answers",
                 "last(offer from rival to self)"},
    FunctionInfo{"knows", F::knows, K::history, kKnows, false, 't',
                 "whether an actor has learnt of a matching event: it was public, the actor is a "
                 "party or a carrier whom it has reached, or it was revealed",
                 "any", "knows(coalition, feeler from ukraine)"},
    FunctionInfo{"exists", F::exists, K::history, kReference, false, 't',
                 "whether a reference refers to something", "offer, offer.parent or last(...)",
                 "exists(last(offer from rival to self))"},
    FunctionInfo{"in_force", F::in_force, K::history, kInForce, false, 't',
                 "whether a term of an accepted offer holds now (between a and b)",
                 "a term with a value other than 0, not ended and not past its `lasts`",
                 "in_force(ceasefire, self, rival)", "in_force(term[, a, b])"},
    FunctionInfo{"rung", F::rung, K::history, kPair, false, 'n',
                 "highest rung of any event between two actors in the ladder's trailing window",
                 "0 when there was none; needs a `ladder:`", "rung(ukraine, russia)"},

    FunctionInfo{"sum", F::sum_over, K::over, kOverNumber, false, 'n',
                 "sum over a group's members, each in turn `each`", "0 of nobody",
                 "sum(each.support over coalition where each != self)",
                 "sum(value over GROUP where condition)"},
    FunctionInfo{"mean", F::mean_over, K::over, kOverNumber, false, 'n',
                 "mean over a group's members", "of nobody it ends the run with an error",
                 "mean(each.support over coalition)", "mean(value over GROUP where condition)"},
    FunctionInfo{"min", F::min_over, K::over, kOverNumber, false, 'n',
                 "smallest among a group's members", "of nobody it ends the run with an error",
                 "min(each.drones over belligerents)", "min(value over GROUP where condition)"},
    FunctionInfo{"max", F::max_over, K::over, kOverNumber, false, 'n',
                 "largest among a group's members", "of nobody it ends the run with an error",
                 "max(each.anger over belligerents)", "max(value over GROUP where condition)"},
    FunctionInfo{"any", F::any_over, K::over, kOverTruth, false, 't',
                 "whether it holds for any member", "false of nobody",
                 "any(each.resolve < 0.2 over belligerents)",
                 "any(condition over GROUP where condition)"},
    FunctionInfo{"all", F::all_over, K::over, kOverTruth, false, 't',
                 "whether it holds for every member", "true of nobody",
                 "all(each.support > 0.5 over coalition)",
                 "all(condition over GROUP where condition)"},
    FunctionInfo{"count", F::count_over, K::over, kOverTruth, false, 'n',
                 "for how many members it holds", "0 of nobody",
                 "count(each.support < 0.3 over coalition)",
                 "count(condition over GROUP where condition)"},

    FunctionInfo{"uniform", F::uniform, K::distribution, kUniform, false, 'q',
                 "any value from low to high alike", "low <= high", "uniform(6 d .. 14 d)"},
    FunctionInfo{"normal", F::normal, K::distribution, kNormal, false, 'q',
                 "bell-shaped; mean, standard deviation", "sd >= 0", "normal(mean = 10, sd = 2)"},
    FunctionInfo{"lognormal", F::lognormal, K::distribution, kLognormal, false, 'q',
                 "e to a normal: median, standard deviation of the logarithm",
                 "median > 0, sdlog >= 0", "lognormal(median = 3 d, sdlog = 0.6)"},
    FunctionInfo{"exponential", F::exponential, K::distribution, kMean, false, 'q',
                 "waiting time without memory", "mean >= 0", "exponential(mean = 3 d)"},
    FunctionInfo{"gamma", F::gamma, K::distribution, kShapeScale, false, 'q',
                 "mean shape * scale, variance shape * scale^2", "shape > 0, scale > 0",
                 "gamma(shape = 2, scale = 5 d)"},
    FunctionInfo{"weibull", F::weibull, K::distribution, kShapeScale, false, 'q',
                 "P(X > x) = e^-(x/scale)^shape", "shape > 0, scale > 0",
                 "weibull(shape = 1.5, scale = 10 d)"},
    FunctionInfo{"triangular", F::triangular, K::distribution, kTriangular, false, 'q',
                 "rises from low to the mode and falls to high", "low <= mode <= high",
                 "triangular(low = 1 d, mode = 3 d, high = 10 d)"},
    FunctionInfo{"pareto", F::pareto, K::distribution, kPareto, false, 'q',
                 "P(X > x) = (minimum / x)^shape, a heavy tail", "minimum > 0, shape > 0",
                 "pareto(minimum = 10, shape = 2.5)"},
    FunctionInfo{"poisson", F::poisson, K::distribution, kMeanNumber, false, 'n',
                 "a whole number; variance = mean", "mean >= 0", "poisson(mean = 4)"},
    FunctionInfo{"binomial", F::binomial, K::distribution, kBinomial, false, 'n',
                 "successes among n trials of probability p", "n a whole number >= 0, 0 <= p <= 1",
                 "binomial(this.size, 1 - interception)"},
    FunctionInfo{"negative_binomial", F::negative_binomial, K::distribution, kNegative, false, 'n',
                 "a whole number; variance = mean + mean^2 / dispersion",
                 "mean >= 0, dispersion > 0", "negative_binomial(mean = 110, dispersion = 1.3)"},
    FunctionInfo{"bernoulli", F::bernoulli, K::distribution, kBernoulli, false, 't',
                 "true with probability p", "0 <= p <= 1", "bernoulli(0.7)"},
    FunctionInfo{"empirical", F::empirical, K::distribution, kEmpirical, false, 'q',
                 "one of the values listed, alike or by weight",
                 "as many weights as values; weights >= 0, not all 0",
                 "empirical([40, 80, 120, 400], [5, 3, 2, 1])",
                 "empirical([a, b, ...], [weight, weight, ...])"},
    FunctionInfo{"pick",
                 F::pick,
                 K::distribution,
                 {},
                 false,
                 'a',
                 "a member of a group, alike or by weight",
                 "weights >= 0; when nobody can be picked, the event is not made",
                 "pick(each in coalition where each != self, weight = each.support)",
                 "pick(each in GROUP where condition, weight = value)"},
};

}  // namespace

std::span<const FunctionInfo> all_functions() { return kFunctions; }

const FunctionInfo* find_function(std::string_view name) {
  for (const auto& function : kFunctions) {
    if (function.name == name && function.kind != K::over) return &function;
  }
  return nullptr;
}

const FunctionInfo* find_over(std::string_view name) {
  for (const auto& function : kFunctions) {
    if (function.name == name && function.kind == K::over) return &function;
  }
  return nullptr;
}

std::string call_form(const FunctionInfo& function) {
  if (!function.form.empty()) return std::string(function.form);
  std::string arguments;
  for (const auto& argument : function.arguments) {
    const auto comma = arguments.empty() ? "" : ", ";
    arguments += argument.optional ? fmt::format("[{}{}]", comma, argument.name)
                                   : fmt::format("{}{}", comma, argument.name);
  }
  return fmt::format("{}({}{})", function.name, arguments, function.variadic ? ", ..." : "");
}

}  // namespace brink
