#include "engine/batch/incidence.h"

#include <algorithm>

#include "engine/base/check.h"

namespace brink {
namespace {

void add_each(std::vector<std::uint64_t>& to, const std::vector<std::uint64_t>& from) {
  BRINK_CHECK(to.size() == from.size());
  for (std::size_t j = 0; j < to.size(); ++j) to[j] += from[j];
}

double ratio(std::uint64_t part, std::uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

/// F and S, as ratios of counts since the last censoring: the product over the intervals between
/// telescopes to them.
class Curve {
 public:
  explicit Curve(std::uint64_t at_risk) : at_risk_(at_risk) {}

  void advance(std::uint64_t events, std::uint64_t left) {
    events_ += events;
    reached = std::min(1.0, reached_before_ + free_before_ * ratio(events_, at_risk_));
    free = free_before_ * ratio(left, at_risk_);
  }
  void censor(std::uint64_t left) {
    reached_before_ = reached;
    free_before_ = free;
    at_risk_ = left;
    events_ = 0;
  }

  double reached = 0;  // F
  double free = 1;     // S

 private:
  double reached_before_ = 0;
  double free_before_ = 1;
  std::uint64_t at_risk_;
  std::uint64_t events_ = 0;
};

/// The sums of the variance. Every F(t) − F_i grows by the same step, so they are carried from one
/// interval to the next without the cancellation of expanded squares.
struct VarianceSums {
  double weight = 0;        // Σ a_i,  a_i = d_i / (n_i (n_i − d_i))
  double linear = 0;        // Σ a_i (F − F_i)
  double square = 0;        // Σ a_i (F − F_i)²
  double cross_weight = 0;  // Σ b_i,  b_i = S_{i−1} e_i / n_i²
  double cross = 0;         // Σ b_i (F − F_i)
  double own = 0;           // Σ S_{i−1}² e_i (n_i − e_i) / n_i³

  void rise(double step) {
    square += step * (2 * linear + step * weight);
    linear += step * weight;
    cross += step * cross_weight;
  }
  void add(double free, std::uint64_t n, std::uint64_t e, std::uint64_t d) {
    const double step = free * ratio(e, n);
    const auto size = static_cast<double>(n);
    rise(step);
    own += step * free * ratio(n - e, n) / size;
    // when all have ended F rises no more, and these weights, one of them infinite, have no use
    if (d == n) return;
    weight += ratio(d, n - d) / size;
    cross_weight += step / size;
  }
  double variance() const { return std::max(0.0, square + own - 2 * cross); }
};

}  // namespace

IncidenceCounts::IncidenceCounts(std::size_t intervals)
    : events(intervals), competing(intervals), censored(intervals) {}

void IncidenceCounts::merge(const IncidenceCounts& other) {
  add_each(events, other.events);
  add_each(competing, other.competing);
  add_each(censored, other.censored);
}

std::vector<IncidencePoint> cumulative_incidence(const IncidenceCounts& counts) {
  const std::size_t intervals = counts.events.size();
  BRINK_CHECK(counts.competing.size() == intervals && counts.censored.size() == intervals);
  std::uint64_t n = 0;
  for (std::size_t j = 0; j < intervals; ++j) {
    n += counts.events[j] + counts.competing[j] + counts.censored[j];
  }

  std::vector<IncidencePoint> points(intervals);
  Curve curve(n);
  VarianceSums sums;
  for (std::size_t j = 0; j < intervals; ++j) {
    points[j].at_risk = n;
    const std::uint64_t ended = counts.events[j] + counts.competing[j];
    if (ended > 0) {
      sums.add(curve.free, n, counts.events[j], ended);
      n -= ended;
      curve.advance(counts.events[j], n);
    }
    if (counts.censored[j] > 0) {
      n -= counts.censored[j];
      curve.censor(n);
    }
    points[j].probability = curve.reached;
    points[j].variance = sums.variance();
  }
  return points;
}

std::size_t incidence_interval(SimTime t, SimTime end, std::size_t intervals) {
  __extension__ using Wide = unsigned __int128;
  BRINK_CHECK(t.us >= 0 && t <= end && intervals > 0);
  if (t.us == 0) return 0;
  // ceil(a / b) − 1 = floor((a − 1) / b) for whole a, b > 0
  const Wide scaled = Wide{static_cast<std::uint64_t>(t.us)} * intervals;
  return static_cast<std::size_t>((scaled - 1) / static_cast<std::uint64_t>(end.us));
}

}  // namespace brink
