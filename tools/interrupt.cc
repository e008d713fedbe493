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
  sigaction(SIGINT, &action, &old_int_);
  sigaction(SIGTERM, &action, &old_term_);
}

InterruptGuard::~InterruptGuard() {
  sigaction(SIGINT, &old_int_, nullptr);
  sigaction(SIGTERM, &old_term_, nullptr);
}

bool InterruptGuard::is_interrupted() const { return interrupts > 0; }

}  // namespace brink::tools
