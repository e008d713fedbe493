#pragma once

#include <span>
#include <string>
#include <string_view>

namespace brink {

/// What a call in an expression computes.
enum class Function : unsigned char {
  // functions of their arguments
  if_,
  min,
  max,
  clamp,
  abs,
  exp,
  log,
  sqrt,
  logistic,
  round,
  floor,
  table,
  bayes,
  // history
  count,
  total,
  since,
  last,
  knows,
  exists,
  in_force,
  rung,
  // over the members of a group
  sum_over,
  mean_over,
  min_over,
  max_over,
  any_over,
  all_over,
  count_over,
  // distributions
  uniform,
  normal,
  lognormal,
  exponential,
  gamma,
  weibull,
  triangular,
  pareto,
  poisson,
  binomial,
  negative_binomial,
  bernoulli,
  empirical,
  pick,
};

enum class FunctionKind : unsigned char { function, history, over, distribution };

/// One argument of a function. `type` is a letter: n number, p probability (0..1), t truth,
/// q number or duration (all q of a call agree, and so does the result), v any type that is ordered
/// or chosen (all v agree), d duration, a actor, P pattern, T term, o offer or event reference,
/// l a list of numbers written out, L one of numbers or durations (agreeing as q do).
struct ArgumentInfo {
  std::string_view name;
  char type;
  bool optional = false;
};

struct FunctionInfo {
  std::string_view name;
  Function id;
  FunctionKind kind;
  std::span<const ArgumentInfo> arguments;
  bool variadic;  // the last argument may be repeated
  char result;    // same letters; also e for a reference
  std::string_view meaning;
  std::string_view domain;  // which arguments are good, and what bad ones get
  std::string_view example;
  std::string_view form = {};  // how it is written, where arguments alone do not say it
};

/// How a call is written: "lognormal(median, sdlog)", "min(a, b, ...)".
std::string call_form(const FunctionInfo& function);

/// Every function, history function and distribution: parser, checker, help and manual read this.
std::span<const FunctionInfo> all_functions();

/// The function of that name that does not go over a group, or null.
const FunctionInfo* find_function(std::string_view name);

/// The function of that name over the members of a group, or null.
const FunctionInfo* find_over(std::string_view name);

}  // namespace brink
