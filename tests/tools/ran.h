#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <string>

namespace brink::test {

/// How a shell command ended.
struct Ran {
  int code = -1;       // of the exit; 128 + the signal that ended it
  std::string output;  // both streams
};

/// Runs a command of a shell; both streams are kept.
inline Ran shell(const std::string& command) {
  Ran ran;
  std::FILE* pipe = popen(("{ " + command + "\n} 2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  char part[4096];
  while (const auto n = std::fread(part, 1, sizeof part, pipe)) ran.output.append(part, n);
  const int status = pclose(pipe);
  ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ran;
}

}  // namespace brink::test
