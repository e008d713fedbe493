#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/batch/histogram.h"
#include "engine/batch/incidence.h"
#include "engine/batch/moments.h"
#include "engine/batch/study.h"

namespace brink {

/// What is kept of one number over many runs. Only finite values count.
struct Numbers {
  Moments moments;
  Histogram histogram;
};

/// A measure over many runs: numbers, or (of words and actors) how often each was the result.
struct MeasurePartial {
  Numbers numbers;                     // durations and dates [day]
  std::vector<std::uint64_t> choices;  // by symbol or actor
};

/// How often something was held back, and in how many runs.
struct Held {
  std::uint64_t runs = 0;
  std::uint64_t times = 0;
};

/// The grid of cumulative incidence: so many intervals from the start to the horizon (or `until`).
inline constexpr std::size_t kIncidenceIntervals = 200;

/// What some runs of one point come to, in a size that does not grow with their number.
///
/// Everything but the moments is whole numbers and does not depend on how runs are grouped; moments
/// do in their last bits. The hash stands for every event of every run, in order.
struct Partial {
  std::uint64_t ended = 0;   // runs that came to their end
  std::uint64_t failed = 0;  // runs that could not go on: they count in `incidence` alone
  std::uint64_t hash = 0;    // of the run hashes
  // by outcome: runs that it ended, or of one that only marks, ended runs that reached it; the
  // last: runs without outcome
  std::vector<std::uint64_t> outcomes;
  Numbers end_time;                          // [day]
  std::vector<MeasurePartial> measures;      // of form series: empty
  std::vector<std::vector<Numbers>> series;  // [series][time]
  std::vector<IncidenceCounts> incidence;    // by outcome; `otherwise` has none
  std::vector<Held> clamps;                  // by slot
  std::vector<Held> negative_rates;          // by process instance
};

/// One of no runs.
Partial empty_partial(const Study& study);

/// Adds the runs of `right`, which come after those of `left`.
///
/// REQUIRES: both of the same study.
/// Cost: O(values kept).
void merge(Partial& left, const Partial& right);

/// A partial as bytes, the same on every machine, and back; the last eight are a check sum. Nothing
/// where the bytes were changed since, or are none of this study's.
std::string encode(const Partial& partial);
std::optional<Partial> decode(const Study& study, std::string_view bytes);

/// The digest of a batch: 64 bits that two batches share only if scenario, seed, and every count,
/// moment and run hash of every point agree.
class Digest {
 public:
  explicit Digest(const Study& study);
  /// The next point. REQUIRES: points come in order.
  void add(const Partial& partial);
  /// 16 hex digits.
  std::string text() const;

 private:
  std::uint64_t hash_;
};

}  // namespace brink
