#include "tools/batch_progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "engine/base/calendar.h"
#include "engine/report/words.h"

namespace brink::tools {

BatchProgress::BatchProgress(std::uint64_t total, std::uint64_t before, bool is_quiet)
    : total_(total),
      before_(before),
      is_quiet_(is_quiet),
      is_terminal_(isatty(STDERR_FILENO) != 0),
      next_(began_ + std::chrono::seconds(is_terminal_ ? 1 : 10)) {}

BatchProgress::~BatchProgress() {
  if (shown_ && is_terminal_) std::fputs("\r\x1b[K", stderr);
}

void BatchProgress::tell(std::uint64_t made) {
  const auto now = Clock::now();
  if (is_quiet_ || now < next_) return;
  next_ = now + (is_terminal_ ? std::chrono::milliseconds(200) : std::chrono::minutes(1));
  shown_ = true;
  const auto text = line(made);
  std::fputs((is_terminal_ ? "\r" + text + "\x1b[K" : "brink: " + text + "\n").c_str(), stderr);
}

std::string BatchProgress::line(std::uint64_t made) const {
  constexpr std::size_t kWidth = 24;
  const auto done = before_ + made;
  const double share = static_cast<double>(done) / static_cast<double>(total_);
  const double elapsed = std::chrono::duration<double>(Clock::now() - began_).count();
  auto text = fmt::format("{:3.0f} % ", 100 * share);
  if (is_terminal_) {
    const auto filled = static_cast<std::size_t>(share * kWidth);
    text += fmt::format("[{}{}] ", std::string(filled, '#'), std::string(kWidth - filled, ' '));
  }
  text += fmt::format("{} of {} runs, {}", short_count(done), short_count(total_),
                      rate_text(static_cast<double>(made), elapsed));
  if (made == 0) return text;
  const double left = elapsed * static_cast<double>(total_ - done) / static_cast<double>(made);
  return text + fmt::format(", {} left", seconds_text(left));
}

std::string seconds_text(double seconds) {
  if (seconds < 60) return fmt::format("{:.{}f} s", seconds, seconds < 10 ? 1 : 0);
  constexpr double kMost = 9e12;  // [s] what a Duration can hold
  if (!(seconds < kMost)) return "ages";
  return format_duration({static_cast<std::int64_t>(seconds) * 1'000'000});
}

std::string rate_text(double runs, double seconds) {
  return fmt::format("{} runs/s", short_number(seconds > 0 ? runs / seconds : 0));
}

}  // namespace brink::tools
