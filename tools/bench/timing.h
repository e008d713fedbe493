#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace brink::bench {

/// Time this process has been computing [s]; other programs do not count.
double cpu_seconds();

/// The middle value; of an even number the upper of the two. 0 of none.
double median(std::vector<double> values);

/// How long to measure, and when to stop early.
struct Effort {
  int rounds = 7;                                // odd, so that there is a middle one
  double seconds = 0.2;                          // of computing, per contender and round
  std::function<void(const std::string&)> tell;  // of what is being measured; may be empty
  std::function<bool()> is_stopped;              // may be empty

  bool stopped() const { return is_stopped && is_stopped(); }
};

/// Something that is measured: plays runs `first` to `first + runs - 1`, returns their events.
struct Contender {
  std::string name;
  std::function<std::uint64_t(std::uint64_t first, std::uint64_t runs)> play;
};

/// What one contender took.
struct Timed {
  std::string name;
  std::uint64_t runs = 0;               // in all rounds
  std::uint64_t events = 0;             // likewise
  std::vector<double> ns_per_event;     // by round
  std::vector<double> seconds_per_run;  // by round

  double ns() const { return median(ns_per_event); }
  double runs_per_second() const {
    return seconds_per_run.empty() ? 0 : 1 / median(seconds_per_run);
  }
  double events_per_run() const {
    return runs == 0 ? 0 : static_cast<double>(events) / static_cast<double>(runs);
  }
};

/// The median over the rounds of how many times as long one takes per event as the other: both
/// were measured within the same second, so what else the machine does weighs on both.
double ratio(const Timed& one, const Timed& other);

/// Measures the contenders in turn, A B C A B C ..., each round about `effort.seconds` of each.
/// What was measured when it is stopped is kept: whole rounds.
std::vector<Timed> interleave(const std::string& what, const std::vector<Contender>& contenders,
                              const Effort& effort);

/// The median time of one call [s], of as many calls as fit.
double time_of(const std::function<void()>& act, const Effort& effort);

}  // namespace brink::bench
