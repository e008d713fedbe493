#include "engine/base/drift.h"

#include <algorithm>
#include <limits>

#include "engine/base/check.h"
#include "engine/base/exact_math.h"

namespace brink {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

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

/// The one sign change of a form between two instants, closed in on from both sides.
class Bracket {
 public:
  Bracket(const Drift& form, double low, double high)
      : form_(form), low_(low), high_(high), at_low_(form.value(low)), at_high_(form.value(high)) {}

  double zero() {
    const double near = chord();
    // the chord comes from one side: the other is brought close as well
    for (double width = 4e-16 * exact::abs(near); !is_found_ && width > 0; width *= 64) {
      ask(near - width);
      ask(near + width);
      if (high_ - low_ <= 2 * width) break;
    }
    for (;;) {
      const double middle = low_ + (high_ - low_) / 2;
      if (is_found_ || !(middle > low_ && middle < high_)) break;
      ask(middle);
    }
    return is_found_ ? zero_ : high_;
  }

 private:
  // makes the bracket smaller where the instant lies within it
  void ask(double t) {
    if (is_found_ || !(t > low_ && t < high_)) return;
    const double x = form_.value(t);
    is_found_ = x == 0;
    if (is_found_) {
      zero_ = t;
    } else if ((x < 0) == (at_low_ < 0)) {
      low_ = t;
      at_low_ = x;
    } else {
      high_ = t;
      at_high_ = x;
    }
  }

  // Source: the Illinois method, Dowell & Jarratt (1971), BIT 11:168
  double chord() {
    constexpr int kMostSteps = 40;
    double weight_low = 1;
    double weight_high = 1;
    double t = low_;
    bool was_low = false;
    for (int i = 0; i < kMostSteps && !is_found_; ++i) {
      const double a = at_low_ * weight_low;
      const double b = at_high_ * weight_high;
      const double next = low_ + (high_ - low_) * (a / (a - b));
      if (!(next > low_ && next < high_)) break;
      const double step = exact::abs(next - t);
      t = next;
      ask(t);
      const bool is_low = t == low_;
      const bool again = i > 0 && is_low == was_low;
      weight_low = is_low || !again ? 1 : weight_low / 2;
      weight_high = !is_low || !again ? 1 : weight_high / 2;
      was_low = is_low;
      if (step <= 1e-15 * exact::abs(t)) break;
    }
    return t;
  }

  const Drift& form_;
  double low_;
  double high_;
  double at_low_;
  double at_high_;
  double zero_ = 0;
  bool is_found_ = false;
};

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

Drift::Bounds Drift::bounds(double until) const {
  Bounds sum;
  double size = 0;
  for (const auto& term : terms()) {
    if (term.rate < 0) return {-kInfinity, kInfinity};
    // t^power e^(-rate t) lies between 0 and until^power, and is 1 throughout where both are 0
    const double c = term.coefficient * power_of(until, term.power);
    const bool stays = term.rate == 0 && term.power == 0;
    sum.low += stays || c < 0 ? c : 0;
    sum.high += stays || c > 0 ? c : 0;
    size += exact::abs(c);
  }
  // more than what rounding may have taken off
  const double slack = size * 1e-12;
  return {sum.low - slack, sum.high + slack};
}

int Drift::zeros(double low, double high, std::span<double> out) const {
  if (size_ == 0 || !(low < high)) return 0;
  if (low >= 0) {
    const auto within = bounds(high);
    if (within.low > 0 || within.high < 0) return 0;
  }
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
      out[static_cast<std::size_t>(found++)] = Bracket(form, left, right).zero();
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
  const bool is_enough = bounds(limit).low * limit > area * (1 + 1e-12);
  if (!is_enough && !(integral(limit) >= area)) return -1;
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
