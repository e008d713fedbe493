#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace brink::tools {

/// How far a batch is, on standard error: a bar with rate and time left on a terminal, otherwise a
/// line after 10 s and then one a minute. Gone with the object.
class BatchProgress {
 public:
  /// total    runs of the whole batch
  /// before   runs that were there when it began
  /// is_quiet nothing is shown
  BatchProgress(std::uint64_t total, std::uint64_t before, bool is_quiet);
  ~BatchProgress();
  BatchProgress(const BatchProgress&) = delete;
  BatchProgress& operator=(const BatchProgress&) = delete;

  /// made  runs since it began
  void tell(std::uint64_t made);

 private:
  using Clock = std::chrono::steady_clock;
  std::string line(std::uint64_t made) const;

  std::uint64_t total_;
  std::uint64_t before_;
  bool is_quiet_;
  bool is_terminal_;
  bool shown_ = false;
  Clock::time_point began_ = Clock::now();
  Clock::time_point next_;
};

/// "4 min 20 s", "12.3 s".
std::string seconds_text(double seconds);

/// "385 runs/s", "0.31 runs/s".
std::string rate_text(double runs, double seconds);

}  // namespace brink::tools
