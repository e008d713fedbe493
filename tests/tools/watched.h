#pragma once

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace brink::test {

/// How a program that was watched ended.
struct Watched {
  int code = -1;       // of the exit; -1 if a signal ended it
  std::string output;  // both streams
  double cpu = 0;      // [s] user and system, whatever else the machine does
  double memory = 0;   // [MB] most that was resident
};

struct WatchLimits {
  unsigned wall = 10;      // [s] until it is killed
  bool as_nobody = false;  // without root's right to read everything
};

/// Memory that a program may ask for. [MB]
inline constexpr double kMostMemory = 512;

// sanitizers reserve terabytes, and no promise is made for them
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kMemoryIsLimited = false;
#else
inline constexpr bool kMemoryIsLimited = true;
#endif

/// In the child: lowers what it may use, and becomes the program.
[[noreturn]] inline void become(const std::vector<std::string>& words, const std::string& output,
                                const WatchLimits& limits) {
  const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  if (kMemoryIsLimited) {
    const rlimit memory{static_cast<rlim_t>(kMostMemory) << 20U, static_cast<rlim_t>(kMostMemory)
                                                                     << 20U};
    setrlimit(RLIMIT_AS, &memory);
  }
  if (limits.as_nobody) {
    prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE);
    prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH);
  }
  alarm(limits.wall);
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

/// Runs a program under limits; `output` names a file for what it prints.
inline Watched watch(const std::vector<std::string>& words, const std::string& output,
                     const WatchLimits& limits = {}) {
  const pid_t child = fork();
  if (child == 0) become(words, output, limits);
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  std::stringstream text;
  text << std::ifstream(output).rdbuf();
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text.str(),
          seconds(usage.ru_utime) + seconds(usage.ru_stime),
          static_cast<double>(usage.ru_maxrss) / 1024};
}

}  // namespace brink::test
