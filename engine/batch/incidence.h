#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/sim_time.h"

namespace brink {

/// Counts for one outcome on a fixed grid of time intervals. Each run counts once: in the interval
/// where it reached the outcome, ended otherwise, or was last followed.
///
/// events     shape (intervals); reached it in interval j
/// competing  shape (intervals); ended otherwise in interval j, before it was reached
/// censored   shape (intervals); not reached, and no longer followed after interval j
struct IncidenceCounts {
  std::vector<std::uint64_t> events;
  std::vector<std::uint64_t> competing;
  std::vector<std::uint64_t> censored;

  explicit IncidenceCounts(std::size_t intervals = 0);
  /// REQUIRES: the same grid.
  void merge(const IncidenceCounts& other);
  bool operator==(const IncidenceCounts&) const = default;
};

/// One interval of the curve.
struct IncidencePoint {
  std::uint64_t at_risk = 0;  // followed, and not ended, at the interval's start
  double probability = 0;     // that the outcome is reached by the interval's end
  double variance = 0;        // of that estimate
};

/// Probability of having reached the outcome by each interval's end, where other ends prevent it
/// and not every run is followed long enough. With e events, d events and competing ends among n at
/// risk, S the probability of no end at all, and within an interval the ends before the censorings:
///
///     F(t)     = Σ_{i≤t} S_{i−1} e_i / n_i        S_i = S_{i−1} (1 − d_i / n_i)
///     Var F(t) = Σ_{i≤t} [ (F(t) − F_i)² d_i / (n_i (n_i − d_i)) + S_{i−1}² e_i (n_i − e_i) / n_i³
///                          − 2 (F(t) − F_i) S_{i−1} e_i / n_i² ]
///
/// Before the first censoring F is the share that reached it, rounded once, and the variance is
/// F (1 − F) / n. Without competing ends F is 1 − Kaplan–Meier, with Greenwood's variance. Once
/// nobody is at risk the curve stays where it is.
///
/// Source: Aalen & Johansen (1978), Scand. J. Statist. 5:141; variance by the delta method:
///         Marubini & Valsecchi (1995), Analysing Survival Data from Clinical Trials and
///         Observational Studies; Choudhury (2002), Statist. Med. 21:1129.
/// Cost:   O(intervals).
std::vector<IncidencePoint> cumulative_incidence(const IncidenceCounts& counts);

/// The interval of an instant: 0 for t = 0, otherwise the j with
/// end · j / intervals < t <= end · (j + 1) / intervals, exactly.
///
/// REQUIRES: 0 <= t <= end; intervals > 0.
std::size_t incidence_interval(SimTime t, SimTime end, std::size_t intervals);

}  // namespace brink
