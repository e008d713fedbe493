#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "engine/language/scenario_file.h"
#include "engine/language/yaml_tree.h"

namespace brink {
namespace {

using Clock = std::chrono::steady_clock;
using Why = std::optional<std::string>;

constexpr auto kPatience = std::chrono::seconds(10);  // with whoever writes into a pipe

struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

std::string last_error() { return std::strerror(errno); }

// why nothing is read from it, if so
Why refused(const struct stat& info, bool pipes) {
  if (S_ISDIR(info.st_mode)) return "it is a folder";
  if (S_ISREG(info.st_mode)) return std::nullopt;
  if (!pipes) return "it is no regular file";
  if (!S_ISFIFO(info.st_mode)) return "it is neither a file nor a pipe";
  return std::nullopt;
}

// waits until there is something to read, or the end
Why wait_for(int descriptor, Clock::time_point until) {
  using Milliseconds = std::chrono::milliseconds;
  const auto left = std::chrono::duration_cast<Milliseconds>(until - Clock::now()).count();
  pollfd waiting{descriptor, POLLIN, 0};
  const int ready = left <= 0 ? 0 : poll(&waiting, 1, static_cast<int>(left));
  if (ready > 0 || (ready < 0 && errno == EINTR)) return std::nullopt;
  if (ready < 0) return last_error();
  return fmt::format("the pipe did not end within {} seconds", kPatience.count());
}

// appends what is there; the reason why that cannot be all
Why read_all(int descriptor, std::string& text) {
  const auto until = Clock::now() + kPatience;
  char part[65536];
  while (true) {
    const auto n = ::read(descriptor, part, sizeof part);
    if (n == 0) return std::nullopt;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno != EAGAIN) return last_error();
    if (n > 0) text.append(part, static_cast<std::size_t>(n));
    if (text.size() > kMaxYamlBytes) return too_many_bytes();
    if (Clock::now() > until || n < 0) {
      if (auto why = wait_for(descriptor, until)) return why;
    }
  }
}

tl::expected<std::string, std::string> read(const std::string& path, int flags, bool pipes) {
  // to open a device may do something: hence a look before, and one after in case it changed
  struct stat info {};
  const int seen = pipes ? stat(path.c_str(), &info) : lstat(path.c_str(), &info);
  if (seen != 0) return tl::unexpected(last_error());
  if (auto why = refused(info, pipes)) return tl::unexpected(std::move(*why));
  // a pipe that nobody writes into must not keep `open` waiting
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags)};
  if (file.number < 0) return tl::unexpected(last_error());
  if (fstat(file.number, &info) != 0) return tl::unexpected(last_error());
  if (auto why = refused(info, pipes)) return tl::unexpected(std::move(*why));
  std::string text;
  if (auto why = read_all(file.number, text)) return tl::unexpected(std::move(*why));
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return tl::unexpected(std::string("it is empty"));
  }
  return text;
}

}  // namespace

tl::expected<std::string, std::string> read_source(const std::string& path) {
  return read(path, 0, true);
}

tl::expected<std::string, std::string> read_regular(const std::string& path) {
  return read(path, O_NOFOLLOW, false);
}

}  // namespace brink
