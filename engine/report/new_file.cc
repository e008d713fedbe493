#include "engine/report/new_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace brink {

NewFile::~NewFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

std::string NewFile::failure() const {
  return fmt::format("cannot write `{}`: {}", path_, std::strerror(errno));
}

std::optional<std::string> NewFile::open() {
  struct stat info {};
  if (stat(path_.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) {
    return fmt::format("cannot write `{}`: it is a folder", path_);
  }
  temporary_ = fmt::format("{}.{}.part", path_, getpid());
  descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ >= 0) return std::nullopt;
  temporary_.clear();
  return failure();
}

std::optional<std::string> NewFile::write(std::string_view text) {
  while (!text.empty()) {
    const auto n = ::write(descriptor_, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failure();
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return std::nullopt;
}

std::optional<std::string> NewFile::close() {
  if (fsync(descriptor_) != 0 && errno != EINVAL) return failure();
  const int closed = ::close(descriptor_);
  descriptor_ = -1;
  if (closed != 0 || std::rename(temporary_.c_str(), path_.c_str()) != 0) return failure();
  temporary_.clear();
  return std::nullopt;
}

std::optional<std::string> NewFile::write_and_close(std::string_view text) {
  if (auto why = write(text)) return why;
  return close();
}

}  // namespace brink
