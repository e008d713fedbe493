#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "tools/commands.h"

namespace brink::tools {
namespace {

// beside this program, as both are built and installed; otherwise wherever the PATH has it
std::string viewer() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return "brink-view";
  const auto beside = self.parent_path() / "brink-view";
  return std::filesystem::exists(beside, error) ? beside.string() : "brink-view";
}

}  // namespace

int view_command(const std::vector<std::string>& words) {
  const auto program = viewer();
  std::vector<std::string> kept{"brink-view"};
  kept.insert(kept.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (auto& word : kept) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execvp(program.c_str(), arguments.data());
  complain(fmt::format("cannot start `{}`: {}", program, std::strerror(errno)),
           "`tools/start` builds it");
  return kBadScenario;
}

}  // namespace brink::tools
