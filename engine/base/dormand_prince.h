#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace brink {

/// A stretch of a solution: Σ coefficient[j] · t^j, t [day] from where the step began.
using Quartic = std::array<double, 5>;

/// x(t). Cost: four multiplications.
inline double value_of(const Quartic& curve, double t) {
  return curve[0] + t * (curve[1] + t * (curve[2] + t * (curve[3] + t * curve[4])));
}

/// The same curve, told from `t` on.
Quartic shifted(const Quartic& curve, double t);

/// One step of x' = f(t, x) by the explicit Runge–Kutta pair of orders 5 and 4, with the continuous
/// solution in between.
///
/// Plain IEEE arithmetic in one fixed order, so that the bits are the same everywhere; the caller
/// decides what is accepted and how long a step is.
///
/// Source:        Dormand & Prince (1980), J. Comp. Appl. Math. 6:19; continuous solution of
///                Shampine: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I,
///                2nd ed., II.5–6.
/// Cost:          seven evaluations of f for a step, six for each further try; allocates when made
/// without room. Thread safety: an object belongs to one thread.
class DormandPrince {
 public:
  /// What a step may be wrong by, as a share of the larger of |x| before and after it.
  static constexpr double kTolerance = 1e-10;
  /// Smaller values are measured as if they were this large.
  static constexpr double kSmallest = 1e-6;

  /// f: writes the slopes [1/day] at `t` [day] from where the step began.
  using Slopes = std::function<void(double t, std::span<const double> x, std::span<double> slope)>;

  /// room  memory that an earlier one has given back
  explicit DormandPrince(std::size_t equations, double smallest = kSmallest,
                         std::vector<double> room = {});

  /// Gives the memory back; the object is of no use any more.
  std::vector<double> give_back() { return std::move(work_); }

  /// x at the start: fill it, then `begin`.
  std::span<double> start() { return part(0); }
  std::span<const double> start() const { return part(0); }
  void begin(const Slopes& f) { f(0, part(0), part(2)); }
  /// f at the start; may be changed (to hold something still) before the first `attempt`.
  std::span<double> start_slope() { return part(2); }

  /// Tries a step of `length` [day] and returns its error in units of the tolerance: up to 1 it is
  /// good. Infinite where something is not a finite number.
  double attempt(const Slopes& f, double length);

  /// The equation whose error was the largest in the last attempt.
  std::size_t worst() const { return worst_; }

  /// x and f at the end of the last attempt.
  std::span<const double> end() const { return part(1); }
  std::span<const double> end_slope() const { return part(8); }

  /// The continuous solution of one equation over the last attempt.
  Quartic curve(std::size_t equation) const;

  /// A first length to try, from how large x and f are.
  double first_length() const;
  /// A better length than `length`, whose error is known: a fifth up to five times as long.
  static double next_length(double length, double error);

 private:
  std::span<double> part(std::size_t i) { return {work_.data() + i * size_, size_}; }
  std::span<const double> part(std::size_t i) const { return {work_.data() + i * size_, size_}; }
  double scale(std::size_t i) const;

  std::size_t size_;
  double smallest_;
  double length_ = 0;
  std::size_t worst_ = 0;
  std::vector<double> work_;  // x before, x after, seven slopes, x of a stage
};

}  // namespace brink
