#pragma once

#include <csignal>

namespace brink::tools {

/// While it lives, SIGINT and SIGTERM only ask the work to stop; the third of them ends the program
/// at once (wrappers such as `timeout` send a signal twice). One at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// True once somebody asked.
  bool is_interrupted() const;

 private:
  struct sigaction old_int_ {};
  struct sigaction old_term_ {};
};

}  // namespace brink::tools
