#pragma once

#include <array>
#include <csignal>

namespace brink::tools {

/// While it lives, SIGINT, SIGTERM and SIGHUP only ask the work to stop; the third of them ends the
/// program at once (wrappers such as `timeout` send a signal twice). One at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// True once somebody asked.
  bool is_interrupted() const;

 private:
  static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};
  std::array<struct sigaction, kSignals.size()> before_{};
};

}  // namespace brink::tools
