#include "engine/base/drift.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/exact_math.h"

namespace brink {
namespace {

double power_of(double t, int power) {
  double result = 1;
  for (int i = 0; i < power; ++i) result *= t;
  return result;
}

// ∫ s^p e^(-k s) ds from 0 to t
double integral_of(int p, double k, double t) {
  if (k == 0) return power_of(t, p + 1) / (p + 1);
  const double x = k * t;
  if (p == 0) return -exact::expm1(-x) / k;
  if (x > -0.5 && x < 0.5) {
    // the series, where the recursion below would cancel
    double factor = power_of(t, p + 1);
    double sum = 0;
    for (int j = 0; j < 24; ++j) {
      const double term = factor / (p + 1 + j);
      sum += term;
      if (exact::abs(term) <= 1e-17 * exact::abs(sum)) break;
      factor *= -x / (j + 1);
    }
    return sum;
  }
  return (p * integral_of(p - 1, k, t) - power_of(t, p) * exact::exp(-x)) / k;
}

// the one sign change of `drift` between low and high
double bracketed_zero(const Drift& drift, double low, double high) {
  const bool rises = drift.value(low) < 0;
  for (int i = 0; i < 200; ++i) {
    const double middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    const double x = drift.value(middle);
    if (x == 0) return middle;
    ((x < 0) == rises ? low : high) = middle;
  }
  return high;
}

}  // namespace

Drift Drift::constant(double value) {
  Drift result;
  result.add({value, 0, 0});
  return result;
}

Drift Drift::line(double value, double slope_per_day) {
  Drift result = constant(value);
  result.add({slope_per_day, 0, 1});
  return result;
}

Drift Drift::decay(double value, double rest, double rate_per_day) {
  Drift result = constant(rest);
  result.add({value - rest, rate_per_day, 0});
  return result;
}

Drift Drift::polynomial(std::span<const double> coefficients) {
  Drift result;
  for (std::size_t j = 0; j < coefficients.size(); ++j) {
    result.add({coefficients[j], 0, static_cast<int>(j)});
  }
  return result;
}

void Drift::add(const Term& term) {
  if (term.coefficient == 0) return;
  for (int i = 0; i < size_; ++i) {
    auto& own = terms_[static_cast<std::size_t>(i)];
    if (own.rate != term.rate || own.power != term.power) continue;
    own.coefficient += term.coefficient;
    if (own.coefficient == 0) own = terms_[static_cast<std::size_t>(--size_)];
    return;
  }
  BRINK_CHECK(size_ < kMaxTerms);
  terms_[static_cast<std::size_t>(size_++)] = term;
}

bool Drift::is_constant() const {
  return std::all_of(terms().begin(), terms().end(),
                     [](const Term& t) { return t.rate == 0 && t.power == 0; });
}

Drift Drift::plus(const Drift& other) const {
  Drift result = *this;
  for (const auto& term : other.terms()) result.add(term);
  return result;
}

Drift Drift::times(const Drift& other) const {
  Drift result;
  for (const auto& a : terms()) {
    for (const auto& b : other.terms()) {
      result.add({a.coefficient * b.coefficient, a.rate + b.rate, a.power + b.power});
    }
  }
  return result;
}

Drift Drift::scaled(double factor) const {
  Drift result;
  for (const auto& term : terms()) result.add({term.coefficient * factor, term.rate, term.power});
  return result;
}

double Drift::value(double t) const {
  double sum = 0;
  for (const auto& term : terms()) {
    const double fade = term.rate == 0 ? 1 : exact::exp(-term.rate * t);
    sum += term.coefficient * power_of(t, term.power) * fade;
  }
  return sum;
}

double Drift::integral(double t) const {
  double sum = 0;
  for (const auto& term : terms()) {
    sum += term.coefficient * integral_of(term.power, term.rate, t);
  }
  return sum;
}

Drift Drift::derivative() const {
  Drift result;
  for (const auto& term : terms()) {
    if (term.power > 0) {
      result.add({term.coefficient * term.power, term.rate, term.power - 1});
    }
    if (term.rate != 0) result.add({-term.coefficient * term.rate, term.rate, term.power});
  }
  return result;
}

int Drift::zeros(double low, double high, std::span<double> out) const {
  if (size_ == 0 || !(low < high)) return 0;
  // divide by the slowest exponential: same zeros, and what it multiplied is a polynomial now
  double slowest = terms_[0].rate;
  for (const auto& term : terms()) slowest = std::min(slowest, term.rate);
  Drift form;
  for (const auto& term : terms()) {
    form.add({term.coefficient, term.rate - slowest, term.power});
  }
  if (form.is_constant()) return 0;

  std::array<double, kMaxTerms * 2> turning{};
  const int turns = form.derivative().zeros(low, high, turning);
  int found = 0;
  double left = low;
  for (int i = 0; i <= turns && found < static_cast<int>(out.size()); ++i) {
    const double right = i < turns ? turning[static_cast<std::size_t>(i)] : high;
    const double at_left = form.value(left);
    const double at_right = form.value(right);
    if (at_right == 0 && right > left) {
      out[static_cast<std::size_t>(found++)] = right;
    } else if ((at_left < 0 && at_right > 0) || (at_left > 0 && at_right < 0)) {
      out[static_cast<std::size_t>(found++)] = bracketed_zero(form, left, right);
    }
    left = right;
  }
  return found;
}

double Drift::time_to_area(double area, double limit) const {
  if (area <= 0) return 0;
  if (is_constant()) {
    const double height = value(0);
    if (!(height > 0)) return -1;
    const double t = area / height;
    return t <= limit ? t : -1;
  }
  if (!(integral(limit) >= area)) return -1;
  // Newton's steps, kept inside a bracket that only shrinks
  double low = 0;
  double high = limit;
  double t = limit / 2;
  const double start = value(0);
  if (start > 0 && area / start < limit) t = area / start;
  for (int i = 0; i < 200; ++i) {
    const double gap = integral(t) - area;
    if (gap == 0) return t;
    (gap < 0 ? low : high) = t;
    const double slope = value(t);
    double next = slope > 0 ? t - gap / slope : low;
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    if (!(next > low && next < high) || next == t) break;
    const double step = next > t ? next - t : t - next;
    t = next;
    if (step <= 1e-15 * t) break;
  }
  return t;
}

}  // namespace brink
