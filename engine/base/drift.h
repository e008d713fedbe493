#pragma once

#include <array>
#include <span>

namespace brink {

/// How a number moves between two events, in closed form:
///
///     x(t) = Σ coefficient · t^power · e^(−rate · t)        t [day] from now
///
/// Trends (a line) and decays (an exponential) have this form, and sums and products of such forms
/// have it too, so rates and conditions over them can be integrated and solved without stepping.
class Drift {
 public:
  struct Term {
    double coefficient = 0;
    double rate = 0;  // [1/day]
    int power = 0;
  };
  static constexpr int kMaxTerms = 16;

  Drift() = default;
  static Drift constant(double value);
  static Drift line(double value, double slope_per_day);
  /// rest + (value − rest) · e^(−rate · t)
  static Drift decay(double value, double rest, double rate_per_day);
  /// Σ coefficient[j] · t^j. REQUIRES: at most kMaxTerms coefficients.
  static Drift polynomial(std::span<const double> coefficients);

  bool is_constant() const;
  std::span<const Term> terms() const { return {terms_.data(), static_cast<std::size_t>(size_)}; }

  /// REQUIRES: the result has at most kMaxTerms terms (bound it with `max_terms` rules when
  /// compiling: sums add the operands' counts, products multiply them).
  Drift plus(const Drift& other) const;
  Drift times(const Drift& other) const;
  Drift scaled(double factor) const;

  double value(double t) const;
  /// ∫ x from 0 to t.
  double integral(double t) const;
  Drift derivative() const;

  /// Writes the zeros within (low, high] in rising order and returns how many. An identically zero
  /// form has none. Zeros closer together than rounding can tell may be missed.
  ///
  /// Method: after division by its slowest exponential the form's derivative is a simpler form;
  /// between two zeros of that derivative lies at most one zero (Rolle), found by bracketing.
  /// Cost:   O(terms²) brackets at most; a line or one decay is solved directly.
  int zeros(double low, double high, std::span<double> out) const;

  struct Bounds {
    double low = 0;
    double high = 0;
  };
  /// Bounds of x on [0, until], not the tightest: each term counts by itself. Infinite where a term
  /// grows exponentially.
  /// REQUIRES: until >= 0.
  /// Cost:     O(terms), without an exponential.
  Bounds bounds(double until) const;

  /// Shortest t in [0, limit] with ∫ x from 0 to t = area, or a negative number when there is none.
  /// REQUIRES: x >= 0 on [0, limit]; area >= 0.
  double time_to_area(double area, double limit) const;

 private:
  void add(const Term& term);

  std::array<Term, kMaxTerms> terms_;
  int size_ = 0;
};

}  // namespace brink
