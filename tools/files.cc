#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "engine/language/scenario_file.h"
#include "engine/program/influence_checks.h"
#include "tools/commands.h"

namespace brink::tools {
namespace {

// why standard output came to an end; the process has only one
std::optional<int> output_failure;

// the first hundred findings; who mends them reads again
void show(const Diagnostics& findings, const SourceTexts& texts) {
  const auto shown = std::min(findings.size(), kMaxErrors);
  for (std::size_t i = 0; i < shown; ++i) std::fputs(render(findings[i], texts).c_str(), stderr);
  const auto is_error = [](const Diagnostic& d) { return d.severity == Severity::error; };
  const auto errors = std::count_if(findings.begin(), findings.end(), is_error);
  if (static_cast<std::size_t>(errors) >= kMaxErrors) {
    std::fputs(
        fmt::format("... and perhaps more: the search ends at {} errors\n", kMaxErrors).c_str(),
        stderr);
  } else if (findings.size() > shown) {
    std::fputs(fmt::format("... and {} more\n", findings.size() - shown).c_str(), stderr);
  }
}

std::optional<Program> compiled(Result<Scenario> scenario, const SourceTexts& texts,
                                bool by_graph = false) {
  if (!scenario) {
    show(scenario.error(), texts);
    return std::nullopt;
  }
  auto program = compile(std::move(*scenario));
  if (program && by_graph) add_influence_warnings(*program);
  show(program ? program->warnings : program.error(), texts);
  if (!program) return std::nullopt;
  return std::move(*program);
}

}  // namespace

std::optional<Program> load(const std::string& file, bool by_graph) {
  SourceTexts texts;
  auto scenario = read_scenario_file(file, texts);
  if (!scenario && texts.empty()) {
    complain(scenario.error().front().message);
    return std::nullopt;
  }
  return compiled(std::move(scenario), texts, by_graph);
}

std::optional<Program> load_kept(const SourceTexts& kept) {
  SourceTexts texts;
  return compiled(read_scenario_texts(kept, texts), texts);
}

void complain(std::string_view message, std::string_view hint) {
  std::fputs(fmt::format("brink: error: {}\n", message).c_str(), stderr);
  if (!hint.empty()) std::fputs(fmt::format("  hint: {}\n", hint).c_str(), stderr);
}

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) != 0 && (no_colour == nullptr || *no_colour == '\0');
}

std::size_t text_width() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 100;
  return size.ws_col == 0 ? 100 : std::clamp<std::size_t>(size.ws_col, 72, 140);
}

bool print(std::string_view text) {
  while (!text.empty() && !output_failure) {
    const auto n = ::write(STDOUT_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      output_failure = errno;
    else
      text.remove_prefix(static_cast<std::size_t>(n));
  }
  return !output_failure;
}

int finish_output() {
  if (!output_failure || *output_failure == EPIPE) return kDone;
  complain(fmt::format("cannot write the output: {}", std::strerror(*output_failure)));
  return kBadScenario;
}

}  // namespace brink::tools
