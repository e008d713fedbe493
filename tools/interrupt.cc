#include "tools/interrupt.h"

namespace brink::tools {
namespace {

volatile std::sig_atomic_t interrupts = 0;

extern "C" void note_interrupt(int signal) {
  interrupts = interrupts + 1;
  if (interrupts < 3) return;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

InterruptGuard::InterruptGuard() {
  struct sigaction action {};
  action.sa_handler = note_interrupt;
  action.sa_flags = SA_RESTART;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], &action, &before_[i]);
    // a shell's background jobs are told to ignore them: so it stays
    if (before_[i].sa_handler == SIG_IGN) sigaction(kSignals[i], &before_[i], nullptr);
  }
}

InterruptGuard::~InterruptGuard() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before_[i], nullptr);
}

bool InterruptGuard::is_interrupted() const { return interrupts > 0; }

}  // namespace brink::tools
